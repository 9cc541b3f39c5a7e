"""What happens mid-term in the fictitious city: five mentors leave, and people join after the signing."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.models import Account, ChangePair, Cohort, MentorProfile, Pairing, Scheme, Unit
from programme import pool, signoff
from programme.invariants import check
from programme.usecase import perform
from tests.browser.city import LEAVERS, LED, PAST, PRESENT, busiest
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import choose, choose_row, clicks, go, push, rest, start_counting, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("changes_in_the_city")]
# Clicks of the officer: one for each who leaves, four for a successor by hand, and five steps; eight steps for those
# who join.
TO_LEAVE, TO_JOIN = LEAVERS + 9, 8
Row = dict[str, object]


def pairings(city: Site) -> dict[int, Row]:
    """Every pairing as it stands, to the last column."""
    with city.database.read() as session:
        return {row.id: dict(row._mapping) for row in session.execute(select(Pairing.__table__))}


def test_five_mentors_leave_and_nobody_else_is_moved(city: Site, somebody: Somebody):
    officer, chief = somebody("officer"), somebody("chief")
    before, leaving = pairings(city), busiest(city.database)
    touched = {key for key, row in before.items() if row["mentor_id"] in leaving and row["status"] in LED}
    officer.goto(f"{city.url}/changes?cohort={PAST}")
    rest(officer)
    start_counting(officer)
    draw_up_the_slip(officer, leaving, len(touched))
    choose_another_plan(officer)
    give_the_first_to_somebody_else(officer)
    push(officer, "slip-propose")
    assert pairings(city) == before
    open_the_slip(chief, city)
    push(chief, "slip-approve")
    assert pairings(city) == before
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
    after = pairings(city)
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


def test_late_joiners_get_mentors_and_nothing_that_is_signed_moves(city: Site, somebody: Somebody):
    sign_the_draft(city)
    late = [join(city, name) for name in ("欧阳晚晴", "司徒新竹", "诸葛远帆")]
    before = pairings(city)
    officer, chief = somebody("officer"), somebody("chief")
    start_counting(officer)
    go(officer, "结对", "变更应急")
    choose(officer, "增补结对")
    expect(officer.locator("td").get_by_text("欧阳晚晴", exact=True)).to_be_attached()
    push(officer, "late-go")
    officer.get_by_role("button", name="到调整台打开").first.wait_for(timeout=60_000)
    rest(officer)
    officer.get_by_role("button", name="到调整台打开").first.click()
    officer.locator(".st-key-desk-pair").wait_for()
    rest(officer)
    push(officer, "desk-send")
    push(officer, "signoff-propose")
    go(chief, "结对", "审批确认")
    push(chief, "signoff-approve")
    officer.reload()
    rest(officer)
    push(officer, "signoff-confirm")
    assert clicks(officer) <= TO_JOIN
    after = pairings(city)
    assert {key: after[key] for key in before} == before
    new = [row["mentee_id"] for key, row in after.items() if key not in before]
    assert set(late) <= set(new)


def sign_the_draft(city: Site) -> None:
    """The meeting has been: submitted by the officer, approved by the chief, confirmed by the officer."""
    for login, step in (("officer", signoff.propose), ("chief", signoff.approve), ("officer", signoff.confirm)):
        with city.database.read() as session:
            scheme_id, version = session.execute(select(Scheme.id, Scheme.version)).one()
            by = session.scalars(select(Account.id).where(Account.login == login)).one()
        perform(city.database, by, step, scheme_id=scheme_id, seen_version=version)


def join(city: Site, name: str) -> int:
    """Somebody new in the present cohort; returns mentees.id."""
    with city.database.read() as session:
        by = session.scalars(select(Account.id).where(Account.login == "officer")).one()
        cohort = session.scalars(select(Cohort.id).where(Cohort.name == PRESENT)).one()
        unit = session.scalars(select(Unit.id).where(Unit.kind == "township").order_by(Unit.id)).first()
    values = {"name": name, "unit_id": unit, "category": "young_cadre", "work_start": "2026.07", "needs": ["mass_work"]}
    added = perform(city.database, by, pool.add_mentee, cohort_id=cohort, values=values)
    return int(added.mentee_id)
