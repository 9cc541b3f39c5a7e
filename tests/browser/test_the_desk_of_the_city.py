"""Journeys at the desk of the fictitious city: why him, two officers at once, since the last meeting."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.models import Account, Mentee, Person, Scheme, SchemeHold, SchemePair
from programme.demo.staff import PASSWORD
from programme.passwords import conceal
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import (
    choose,
    clicks,
    go,
    push,
    rest,
    start_counting,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the_desk_of_the_city")]
THREE = 3


def pairs(city: Site) -> dict[str, tuple[str, float]]:
    """{name of the mentee: (name of the mentor, fit)} of the draft, for names that only one mentee has."""
    mentor, mentee = Person.__table__.alias(), Person.__table__.alias()
    with city.database.read() as session:
        rows = session.execute(
            select(mentee.c.name, mentor.c.name, SchemePair.fit)
            .join(Mentee, Mentee.id == SchemePair.mentee_id)
            .join(mentee, mentee.c.id == Mentee.person_id)
            .join(mentor, mentor.c.id == SchemePair.mentor_id)
        ).all()
    names = [name for name, _mentor, _fit in rows]
    return {name: (who, fit / 1000) for name, who, fit in rows if names.count(name) == 1}


def plan(city: Site) -> dict[int, int]:
    """{mentees.id: people.id of the mentor} of the draft."""
    with city.database.read() as session:
        return dict(session.execute(select(SchemePair.mentee_id, SchemePair.mentor_id)).all())


def version(city: Site) -> int:
    with city.database.read() as session:
        return session.scalars(select(Scheme.version)).one()


def test_why_him_is_answered_in_three_clicks_for_any_name(city: Site, somebody: Somebody):
    page = somebody("chief")
    known = pairs(city)
    for name in (min(known), max(known)):
        page.goto(city.url)
        rest(page)
        start_counting(page)
        page.get_by_placeholder("查找人员").click()
        page.keyboard.type(name)
        page.locator(".st-key-found").get_by_role("link", name=name).click()
        page.get_by_role("link", name="为什么这样配").click()
        middle = page.locator(".st-key-desk-pair")
        expect(middle).to_contain_text(f"{name} 帮带对象")
        rest(page)
        assert clicks(page) <= THREE
        mentor, fit = known[name]
        expect(middle).to_contain_text(f"{mentor} 导师")
        expect(middle).to_contain_text("为什么是他")
        expect(middle).to_contain_text(f"匹配度 {fit:.1f}")
        expect(page.locator(".st-key-desk-mentors [data-testid=stDataFrame]")).to_be_visible()
    a_square_of_the_map_shows_what_its_pair_costs(page)


def a_square_of_the_map_shows_what_its_pair_costs(page: Page) -> None:
    """The second square of the first row is the cheapest other mentor."""
    square = page.locator("[class*=st-key-desk-near-] .point").nth(1).bounding_box()
    assert square
    page.mouse.click(square["x"] + square["width"] / 2, square["y"] + square["height"] / 2)
    rest(page)
    panel = page.locator(".st-key-desk-mentors")
    expect(panel.get_by_role("button", name="改给他")).to_be_visible()
    expect(panel).to_contain_text(f"{who_is_open(page)}改由")


def strike(page: Page, key: str) -> None:
    """A key of the desk, with the focus on the page."""
    page.keyboard.press(key)
    rest(page)


def who_is_open(page: Page) -> str:
    """The name of the mentee whose pair is shown."""
    return page.locator(".st-key-desk-pair strong").first.inner_text()


def locked(city: Site) -> list[str]:
    """Whose pairs are locked in the draft."""
    with city.database.read() as session:
        rows = select(Person.name).join(Mentee, Mentee.person_id == Person.id)
        return list(session.scalars(rows.join(SchemeHold, SchemeHold.mentee_id == Mentee.id)))


def test_of_two_officers_at_one_desk_the_second_sees_the_first_and_overwrites_nothing(city: Site, somebody: Somebody):
    with city.database.write() as session:
        secret = conceal(PASSWORD)
        session.add(Account(login="wang", name="王晓", role="officer", password_hash=secret, must_change=False))
    one, two = somebody("officer"), somebody("wang")
    for page in (one, two):
        page.goto(f"{city.url}/desk")
        rest(page)
    start, theirs = version(city), who_is_open(one)
    strike(two, "j")
    mine = who_is_open(two)
    strike(two, "a")
    strike(one, "l")
    expect(two.get_by_text(re.compile("同事刚刚改动了本方案：.*李科.*锁定"))).to_be_visible()
    assert who_is_open(two) == mine
    strike(two, "d")
    assert (version(city), locked(city)) == (start + 1, [theirs])
    expect(two.get_by_text(re.compile("李科已于.*改动本方案.*没有覆盖任何内容"))).to_be_visible()
    strike(two, "a")
    strike(two, "d")
    assert (version(city), locked(city)[:1]) == (start + 2, [theirs])
    expect(one.get_by_text(re.compile("同事刚刚改动了本方案：.*王晓"))).to_be_visible()


def test_what_changed_since_the_last_meeting_is_seen_in_three_clicks(city: Site, somebody: Somebody):
    officer, chief = somebody("officer"), somebody("chief")
    submit(officer)
    go(chief, "结对", "审批确认")
    write(chief, chief.locator(".st-key-signoff-comment textarea"), "请再研究")
    push(chief, "signoff-send_back")
    go(officer, "结对", "调整台")
    changed, before = who_is_open(officer), plan(city)
    strike(officer, "a")
    strike(officer, "d")
    moved = len(set(plan(city).items()) - set(before.items()))
    submit(officer)
    chief.goto(city.url)
    rest(chief)
    start_counting(chief)
    go(chief, "结对", "审批确认")
    choose(chief, "变动对比")
    assert clicks(chief) <= THREE
    expect(chief.get_by_text(re.compile(f"变更 ?{moved} ?对"))).to_be_visible()
    for cell in (changed, "李科改配：经研究，采用次选"):
        expect(chief.locator("td").get_by_text(cell, exact=True)).to_be_attached()


def submit(page: Page) -> None:
    """From the desk to the signing."""
    go(page, "结对", "审批确认")
    push(page, "signoff-propose")
