"""Journey J5: a red pairing of the fictitious city, why it is red, a follow-up assigned, and finished with what came of it."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.models import FollowUp
from programme.invariants import check
from tests.browser.city import PAST
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import choose, choose_row, clicks, rest, start_counting, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("a_stalled_pair")]
# The row, the fold, the button; later the field and the button.
CLICKS = 5
OUTCOME = "已与双方谈话，约定每周三下午见面"


def follow_ups(city: Site) -> list[FollowUp]:
    """All follow-ups, the newest last."""
    with city.database.read() as session:
        found = list(session.scalars(select(FollowUp).order_by(FollowUp.id)))
        session.expunge_all()
        return found


def test_a_stalled_pairing_is_seen_followed_up_and_settled_in_five_clicks(city: Site, somebody: Somebody) -> None:
    officer, before = somebody("officer"), follow_ups(city)
    officer.goto(f"{city.url}/progress?cohort={PAST}")
    rest(officer)
    start_counting(officer)
    choose_row(officer, officer.locator("[data-testid=stDataFrame]").first, 2)
    read_why(officer)
    officer.get_by_text("交办督办", exact=True).first.click()
    officer.get_by_role("button", name="交办", exact=True).click()
    expect(officer.get_by_text("督办已交办。")).to_be_visible()
    rest(officer)
    made = follow_ups(city)[-1]
    assert len(follow_ups(city)) == len(before) + 1 and made.found["colour"] == "red"
    settle(officer, made)
    row = next(one for one in follow_ups(city) if one.id == made.id)
    assert (row.status, row.outcome) == ("done", OUTCOME)
    assert clicks(officer) <= CLICKS
    read_back(officer, city)


def read_why(page: Page) -> None:
    """The reasons with their figures, and what to do next."""
    expect(page.get_by_text("红（停滞）").first).to_be_visible()
    expect(page.get_by_text("天没有联系").first).to_be_visible()
    expect(page.get_by_text("下一步").first).to_be_visible()


def settle(page: Page, made: FollowUp) -> None:
    """Say what came of it."""
    form = page.locator(f".st-key-end-text-pair-{made.id}-{made.version}")
    write(page, form.locator("input"), OUTCOME)
    page.locator("[data-testid=stForm]", has=form).get_by_role("button", name="办结").click()
    expect(page.get_by_text("督办已办结。")).to_be_visible()
    rest(page)


def read_back(page: Page, city: Site) -> None:
    """It stands among those that are over, and the city holds together."""
    choose(page, "督办")
    choose(page, "已办结或撤销")
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    with city.database.read() as session:
        assert [one for one in check(session) if not one.watched] == []
