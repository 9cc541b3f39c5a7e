"""J3 in a real browser: mentors leave, three plans stand side by side, one successor is chosen by hand, two people sign."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from db.models import OPEN, Change, ChangePair, MentorProfile, Pairing, Person
from programme.demo import build
from programme.demo.staff import PASSWORD
from programme.invariants import check
from tests.browser.conftest import Site
from tests.browser.desk import choose_row, go, press, rest, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LEAVING = 3


@pytest.fixture
def city(site: Site) -> Site:
    """The small fictitious city with its pairings in force."""
    build(site.database, size="small")
    return site


def busiest(city: Site) -> dict[int, str]:
    """The mentors in the pool who lead most people in force: {people.id: name}."""
    load = func.count(Pairing.id)
    rows = (
        select(Person.id, Person.name)
        .join(Pairing, Pairing.mentor_id == Person.id)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .where(Pairing.status.in_(("active", "paused")), MentorProfile.status == "in_pool")
        .group_by(Person.id, Person.name)
        .order_by(load.desc(), Person.id)
        .limit(LEAVING)
    )
    with city.database.read() as session:
        return dict(session.execute(rows).all())  # type: ignore[arg-type]


def test_several_mentors_leave(city: Site, window: Page) -> None:
    leaving = busiest(city)
    sign_in(window, city.url, "officer", PASSWORD)
    go(window, "结对", "变更应急")
    window.get_by_text("导师离任", exact=True).click()
    rest(window)
    for name in leaving.values():
        choose_mentor(window, name)
    expect(window.get_by_text("失去导师", exact=True)).to_be_visible()
    press(window, "测算三种方案")
    for plan in ("变动最少", "匹配最优", "负荷最均"):
        expect(window.get_by_text(plan, exact=True).first).to_be_visible()
    assert still_led(city, leaving), "a draft moves nobody"
    give_the_first_to_somebody_else(window)
    press(window, "送审")
    sign_out(window)
    sign_in(window, city.url, "chief", PASSWORD)
    go(window, "结对", "变更应急")
    choose_row(window, window.locator("[data-testid=stDataFrame]").first, 1)
    press(window, "同意")
    assert still_led(city, leaving), "signatures move nobody either"
    press(window, "执行变更")
    expect(window.get_by_text("已执行；结对情况与本单一致。")).to_be_visible()
    assert not still_led(city, leaving)
    with city.database.read() as session:
        assert session.scalars(select(Change.status)).one() == "carried_out"
        states = session.scalars(select(MentorProfile.status).where(MentorProfile.person_id.in_(leaving)))
        assert set(states) == {"left"}
        assert session.scalar(select(func.count()).select_from(ChangePair)) == len(rows_of(city))
        assert [found for found in check(session) if not found.watched] == []


def choose_mentor(page: Page, name: str) -> None:
    """Type the name into the list of mentors and take the first that fits."""
    box = page.locator(".st-key-leave-mentors input").first
    box.click()
    box.fill(name)
    page.keyboard.press("Enter")
    rest(page)
    page.keyboard.press("Escape")


def give_the_first_to_somebody_else(page: Page) -> None:
    """The first pairing of the slip goes to the second-best mentor, with the price on the screen."""
    choose_row(page, page.locator("[data-testid=stDataFrame]").last, 1)
    choose_row(page, page.locator(".st-key-change-adjust [data-testid=stDataFrame]").first, 2)
    expect(page.get_by_text("总分较现选").first).to_be_visible()
    page.get_by_label("选择理由").fill("同一条线")
    page.get_by_label("选择理由").press("Tab")
    rest(page)
    page.locator(".st-key-line-give button").click()
    rest(page)


def still_led(city: Site, leaving: dict[int, str]) -> int:
    """How many pairings the leaving mentors still have, those due for appraisal apart."""
    rows = select(func.count()).where(Pairing.mentor_id.in_(leaving), Pairing.status.in_(OPEN), Pairing.status != "due")
    with city.database.read() as session:
        return session.scalar(rows) or 0


def rows_of(city: Site) -> list[dict]:
    """The lines of the one slip."""
    with city.database.read() as session:
        return list(session.scalars(select(Change.content)).one()["lines"])
