"""The desk by the keyboard alone, in a real browser: walk, look at an alternative, do it, take it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from db.models import Account
from programme.access import actor_of
from programme.passwords import conceal
from tests.browser.conftest import Site
from tests.browser.desk import clicks, rest, sign_in, start_counting
from tests.support.desk_world import DeskWorld, people_by_hand
from tests.support.match_world import match_world
from tests.support.runs import run_here

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk_keys")]
PASSWORD = "Zhulin-2026"


@pytest.fixture
def table(site: Site, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    """The desk computed by hand in `tests/support/desk_world.py`: 甲-王, 乙-陈."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    with site.database.write() as session:
        account = Account(login="li", name="李", role="officer", password_hash=conceal(PASSWORD), must_change=False)
        session.add(account)
        session.flush()
        officer = actor_of(session, account.id)
    world = match_world(site.database, officer)
    people_by_hand(world)
    return DeskWorld(world, run_here(world, "初稿"), officer)


@pytest.fixture
def desk(site: Site, table: DeskWorld, window: Page) -> Page:
    """The desk with 甲 open, among everybody."""
    sign_in(window, site.url, "li", PASSWORD)
    window.goto(f"{site.url}/desk?mentee={table.world.mentees['甲']}")
    window.get_by_text("为什么是他").wait_for()
    rest(window)
    return window


def strike(page: Page, keys: str) -> None:
    """One key after the other, each when the page has answered the one before."""
    for key in keys:
        page.keyboard.press(key)
        rest(page)


def tab_to(page: Page, placeholder: str) -> None:
    """By the tabulator to a field."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.placeholder") == placeholder:
            return
    raise AssertionError(f"the tabulator never comes to {placeholder}")


def test_a_pair_is_changed_taken_back_and_locked_and_somebody_found_without_the_mouse(
    desk: Page, table: DeskWorld
) -> None:
    start_counting(desk)
    strike(desk, "AD")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    strike(desk, "U")
    assert table.plan() == {"甲": "王", "乙": "陈"}
    strike(desk, "Y")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    strike(desk, "UL")
    assert [act["kind"] for act in table.acts()] == ["reassign", "undo", "redo", "undo", "lock"]
    strike(desk, "K")
    expect(desk).to_have_url(re.compile(rf"mentee={table.world.mentees['乙']}(&|$)"))
    tab_to(desk, "姓名、单位")
    desk.keyboard.type("甲lua")
    rest(desk)
    assert len(table.acts()) == 5, "letters typed into a field are only letters"
    assert clicks(desk) == 0
