"""The desk by the keyboard alone, in a real browser: walk, look at an alternative, do it, take it back."""

import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from db.models import Account, Scheme
from programme.access import actor_of
from programme.passwords import conceal
from tests.browser.conftest import Site
from tests.browser.desk import clicks, rest, start_counting
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
    """The desk with 甲 open, among everybody, reached from the sign-in page by the keyboard alone."""
    window.goto(f"{site.url}/sign-in")
    start_counting(window)
    window.keyboard.type("li")
    window.keyboard.press("Tab")
    window.keyboard.type(PASSWORD)
    window.keyboard.press("Enter")
    rest(window)
    press_by_key(window, "Tab", "结对")
    press_by_key(window, "ArrowDown", "调整台")
    window.wait_for_url("**/desk**", timeout=60_000)
    rest(window)
    strike(window, "J")
    expect(window).to_have_url(re.compile(rf"mentee={table.world.mentees['甲']}(&|$)"))
    return window


def strike(page: Page, keys: Iterable[str]) -> None:
    """One key after the other, each when the page has answered the one before."""
    for key in keys:
        page.keyboard.press(key)
        rest(page)


def press_by_key(page: Page, key: str, words: str) -> None:
    """Walk by a key to the button or link with these words, and press it."""
    for _step in range(60):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.innerText.trim()") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{key} never comes to {words}")


def tab_to(page: Page, placeholder: str) -> None:
    """By the tabulator to a field."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.placeholder") == placeholder:
            return
    raise AssertionError(f"the tabulator never comes to {placeholder}")


def test_from_the_sign_in_to_the_submission_everything_is_done_without_the_mouse(desk: Page, table: DeskWorld) -> None:
    strike(desk, "H")
    expect(desk.get_by_role("dialog")).to_contain_text("撤销上一步")
    strike(desk, ["Escape"])
    expect(desk.get_by_role("dialog")).to_have_count(0)
    strike(desk, "A")
    expect(desk.get_by_role("button", name="改给他")).to_be_visible()
    changed, first = {"甲": "陈", "乙": "王"}, {"甲": "王", "乙": "陈"}
    for version, (key, plan) in enumerate(zip("DUYUL", (changed, first, changed, first, first), strict=True), 3):
        strike(desk, key)
        expect(desk.get_by_role("heading", name=f"第 {version} 版")).to_be_visible()
        assert table.plan() == plan
    assert [act["kind"] for act in table.acts()] == ["reassign", "undo", "redo", "undo", "lock"]
    strike(desk, "K")
    expect(desk).to_have_url(re.compile(rf"mentee={table.world.mentees['乙']}(&|$)"))
    tab_to(desk, "姓名、单位")
    desk.keyboard.type("甲lua")
    rest(desk)
    assert len(table.acts()) == 5, "letters typed into a field are only letters"
    desk.keyboard.press("Escape")
    desk.keyboard.press("Tab")
    strike(desk, "S")
    desk.wait_for_url("**/signoff**")
    rest(desk)
    press_by_key(desk, "Tab", "送审")
    expect(desk.get_by_text("已送审").first).to_be_visible()
    assert table.world.row(Scheme, table.scheme_id).status == "proposed"
    assert clicks(desk) == 0
