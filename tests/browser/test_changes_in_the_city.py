"""What happens mid-term in the fictitious city: five mentors leave."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.models import ChangePair, MentorProfile
from programme.invariants import check
from tests.browser.city import LEAVERS, LED, PAST, Row, busiest, pairings
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import choose, choose_row, clicks, push, rest, start_counting, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("changes_in_the_city")]
# Clicks of the officer: one for each who leaves, four for a successor by hand, and five steps.
TO_LEAVE = LEAVERS + 9


def test_five_mentors_leave_and_nobody_else_is_moved(city: Site, somebody: Somebody):
    officer, chief = somebody("officer"), somebody("chief")
    before, leaving = pairings(city.database), busiest(city.database)
    touched = {key for key, row in before.items() if row["mentor_id"] in leaving and row["status"] in LED}
    officer.goto(f"{city.url}/changes?cohort={PAST}")
    rest(officer)
    start_counting(officer)
    draw_up_the_slip(officer, leaving, len(touched))
    choose_another_plan(officer)
    give_the_first_to_somebody_else(officer)
    push(officer, "slip-propose")
    assert pairings(city.database) == before
    open_the_slip(chief, city)
    push(chief, "slip-approve")
    assert pairings(city.database) == before
    officer.reload()
    rest(officer)
    push(officer, "slip-carry_out")
    expect(officer.get_by_text("已执行").first).to_be_visible()
    assert clicks(officer) <= TO_LEAVE
    look_at_who_moved(city, before, set(leaving), touched)


def draw_up_the_slip(page: Page, leaving: dict[int, str], losing: int) -> None:
    """Whom it touches stands there before anything is computed; then three plans with one click."""
    choose(page, "导师离任")
    for name in leaving.values():
        page.get_by_placeholder("姓名或单位，可多选").or_(page.get_by_label("离任导师")).first.click()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        rest(page)
    page.keyboard.press("Escape")
    impact = page.locator(".st-key-leave-impact [data-testid=stMetricValue]").first
    expect(impact).to_have_text(str(losing))
    push(page, "leave-go")


def choose_another_plan(page: Page) -> None:
    """Three plans side by side; the first that is not chosen and differs is taken."""
    for plan in ("变动最少", "匹配最优", "负荷最均"):
        expect(page.get_by_text(plan, exact=True).first).to_be_visible()
    page.locator("[class*=st-key-take-] button").first.click()
    rest(page)


def give_the_first_to_somebody_else(page: Page) -> None:
    """The first pairing of the slip goes to the second-best mentor, with the price on the screen."""
    choose_row(page, page.locator("[data-testid=stDataFrame]").last, 1)
    choose_row(page, page.locator(".st-key-change-adjust [data-testid=stDataFrame]").first, 2)
    expect(page.get_by_text("总分较现选").first).to_be_visible()
    write(page, page.get_by_label("选择理由"), "同一条线")
    push(page, "line-give")


def open_the_slip(page: Page, city: Site) -> None:
    """The chief finds it as the only slip on its way."""
    page.goto(f"{city.url}/changes?cohort={PAST}&change=1")
    rest(page)


def look_at_who_moved(city: Site, before: dict[int, Row], leaving: set[int], touched: set[int]) -> None:
    """Those who lost a mentor have the successor of the slip, or wait; every other pairing is as it was."""
    after = pairings(city.database)
    with city.database.read() as session:
        slip = {row.pairing_id: row for row in session.scalars(select(ChangePair))}
        gone = set(session.scalars(select(MentorProfile.person_id).where(MentorProfile.status == "left")))
    changed = {key for key in before if after[key] != before[key]}
    assert changed == touched
    assert leaving <= gone
    new = [row for key, row in after.items() if key not in before]
    assert sorted(int(row["mentee_id"]) for row in new) == sorted(int(before[key]["mentee_id"]) for key in touched)
    assert not leaving & {row["mentor_id"] for row in new}
    assert slip.keys() >= touched
    with city.database.read() as session:
        assert [fault for fault in check(session) if not fault.watched] == []
