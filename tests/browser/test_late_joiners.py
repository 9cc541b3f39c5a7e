"""People join after the signing, in a fictitious city of their own: the signed draft counts on every seat as it was."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from db.models import Account, Cohort, Scheme, Unit
from programme import pool, signoff
from programme.usecase import perform
from tests.browser.city import PRESENT, pairings
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import choose, clicks, go, push, rest, start_counting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("late_joiners")]
# Clicks of the officer.
TO_JOIN = 8


def test_late_joiners_get_mentors_and_nothing_that_is_signed_moves(city: Site, somebody: Somebody):
    sign_the_draft(city)
    late = [join(city, name) for name in ("欧阳晚晴", "司徒新竹", "诸葛远帆")]
    before = pairings(city.database)
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
    after = pairings(city.database)
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
