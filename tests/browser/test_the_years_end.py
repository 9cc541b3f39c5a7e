"""The year's end in the fictitious city (J6): a grade beside its evidence, a proposal, a second person's decision, a graduate."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.models import Assessment, AssessmentGrade, Conclusion, Mentee, Pairing
from programme.invariants import WATCHED, check
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import clicks, push, rest, start_counting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the_years_end")]
PAST = "2024年批次"
# The grade, its button, who is clear to graduate, the proposal; the chief has one button.
GRADED, DECIDED = 4, 1
SCORES = {"自评 10%": "92", "导师 30%": "88", "分管领导 30%": "85", "主要负责人 30%": "86"}


def test_somebody_is_graded_and_graduates_by_two_people(city: Site, somebody: Somebody) -> None:
    """10 % of 92 + 30 % of 88, 85 and 86 = 9.2 + 26.4 + 25.5 + 25.8 = 86.9."""
    officer = somebody("officer")
    officer.goto(f"{city.url}/assessment?cohort={PAST}&view=list")
    rest(officer)
    start_counting(officer)
    grade(officer)
    key = graded(city)
    push(officer, "ass_show_clear")
    push(officer, "ass_propose_all")
    assert clicks(officer) == GRADED
    with city.database.read() as session:
        assert session.get_one(Pairing, key).status == "due"
    chief = somebody("chief")
    chief.goto(f"{city.url}/assessment?cohort={PAST}&view=decide")
    rest(chief)
    start_counting(chief)
    push(chief, "ass_decide-agree-all")
    assert clicks(chief) == DECIDED
    expect(chief.get_by_text("人已出师").first).to_be_visible()
    graduated(city, key)


def grade(page: Page) -> None:
    """Four scores, a grade, one button; the first who waits stands there already."""
    expect(page.get_by_text("考核依据").first).to_be_visible()
    for label, score in SCORES.items():
        page.get_by_label(label).fill(score)
    page.locator("[data-testid=stForm]").get_by_text("合格", exact=True).first.click()
    page.locator("[data-testid=stFormSubmitButton] button").first.click()
    rest(page)


def graded(city: Site) -> int:
    """The pairing of whoever was graded, with the evidence that was kept."""
    with city.database.read() as session:
        row = session.scalars(
            select(Assessment).where(Assessment.score == 86.9).order_by(Assessment.graded_at.desc())
        ).first()
        assert row is not None
        kept = session.get_one(AssessmentGrade, (row.id, 1))
        assert (kept.grade, bool(kept.evidence["total"])) == ("qualified", True)
        return row.pairing_id


def graduated(city: Site, key: int) -> None:
    """The pairing and its mentee, who proposed and who decided, and every rule over the database."""
    with city.database.read() as session:
        pairing = session.get_one(Pairing, key)
        assert (pairing.status, session.get_one(Mentee, pairing.mentee_id).status) == ("graduated", "graduated")
        row = session.scalars(select(Conclusion).filter_by(pairing_id=key)).one()
        assert (row.status, row.by_id == row.decided_by_id) == ("carried_out", False)
        assert {found.check for found in check(session)} <= WATCHED
