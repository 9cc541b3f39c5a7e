"""One act, one transaction, one audit row: nobody's change is lost, nothing is left half done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import Account, Audit, Cohort
from programme import accounts, audit, cohorts, exports, units
from programme.access import Action
from programme.errors import Forbidden, NotFound, Stale
from programme.usecase import REGISTER, claim, fetch, perform, use_case
from tests.conftest import Staff
from tests.support.editors import crowd, put_days
from tests.support.faults import fail_everywhere

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

ROUNDS, PEOPLE = 25, 4


@pytest.fixture
def cohort_ids(database: Database) -> list[int]:
    """Two cohorts whose notice days start at nought."""
    with database.write() as session:
        rows = [
            Cohort(name=f"cohort {number}", eligible_on=date(2026, 9, 1), starts_on=date(2026, 9, 1),
                   ends_on=date(2027, 9, 1), notice_days=0)
            for number in (1, 2)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def total(database: Database) -> int:
    """The days of all cohorts together."""
    with database.read() as session:
        return session.scalar(select(func.sum(Cohort.notice_days))) or 0


def test_of_many_changes_by_several_people_at_once_none_is_lost(
    database: Database, database_url: str, staff: Staff, cohort_ids: list[int]
) -> None:
    beaten = crowd(database_url, "claimed", staff("officer").id, ROUNDS, cohort_ids, PEOPLE)
    assert total(database) == ROUNDS * PEOPLE
    with database.read() as session:
        report = audit.verify(session)
    assert (report.rows, report.broken_at) == (ROUNDS * PEOPLE, None)
    print(f"{ROUNDS * PEOPLE} changes, {beaten} started over")


def test_without_the_version_that_was_seen_changes_are_lost(
    database: Database, database_url: str, staff: Staff, cohort_ids: list[int]
) -> None:
    """The control: the same crowd on the same rows does collide."""
    crowd(database_url, "careless", staff("officer").id, ROUNDS * 4, cohort_ids, PEOPLE)
    assert total(database) < ROUNDS * 4 * PEOPLE


def test_who_saves_second_is_told_what_is_there_now(database: Database, staff: Staff, cohort_ids: list[int]) -> None:
    first, second = staff("officer"), staff("chief")
    change = {"cohort_id": cohort_ids[0], "seen_version": 1}
    perform(database, first.id, put_days, days=3, **change)
    with pytest.raises(Stale) as refusal:
        perform(database, second.id, put_days, days=5, **change)
    assert refusal.value.data == {"kind": "cohorts", "seen": 1, "present": 2}
    assert total(database) == 3


def test_a_row_that_was_claimed_has_the_next_version(database: Database, cohort_ids: list[int]) -> None:
    with database.write() as session:
        row = fetch(session, Cohort, cohort_ids[0])
        claim(session, row, 1)
        assert row.version == 2


def test_what_is_not_there_is_named(lite: Database) -> None:
    with lite.read() as session, pytest.raises(NotFound) as refusal:
        fetch(session, Cohort, 7)
    assert refusal.value.data == {"kind": "cohorts", "key": 7}


def test_an_act_that_writes_no_audit_row_does_not_happen(lite: Database, staff: Staff) -> None:
    @use_case(Action.OWN_ACCOUNT)
    def secretly(session, by) -> None:  # type: ignore[no-untyped-def]
        session.get(Account, by.id).name = "somebody else"

    actor = staff("officer")
    try:
        with pytest.raises(RuntimeError, match="no audit row"):
            perform(lite, actor.id, secretly)
    finally:
        REGISTER.pop(next(name for name in REGISTER if name.endswith("secretly")))
    with lite.read() as session:
        assert session.get_one(Account, actor.id).name == actor.name


def test_what_was_done_before_a_refusal_is_undone_and_the_refusal_stays(lite: Database, staff: Staff) -> None:
    @use_case(Action.OWN_ACCOUNT)
    def half(session, by) -> None:  # type: ignore[no-untyped-def]
        session.get(Account, by.id).name = "somebody else"
        session.flush()
        raise Forbidden("unit", unit_id=3)

    actor = staff("officer")
    try:
        with pytest.raises(Forbidden):
            perform(lite, actor.id, half)
    finally:
        REGISTER.pop(next(name for name in REGISTER if name.endswith("half")))
    with lite.read() as session:
        assert session.get_one(Account, actor.id).name == actor.name
        row = session.scalars(select(Audit)).one()
        assert (row.outcome, row.detail["reason"], row.detail["data"]) == ("refused", "unit", {"unit_id": 3})


COHORT = {"eligible_on": date(2026, 9, 1), "starts_on": date(2026, 9, 1), "ends_on": date(2027, 9, 1)}
ACTS: dict[str, tuple[str, Callable[..., Any], dict[str, Any]]] = {
    "new account": ("secadmin", accounts.create, {"login": "new", "name": "New", "role": "officer"}),
    "other role": ("secadmin", accounts.change_post, {"account_id": 1, "role": "leader", "seen_version": 1}),
    "new password": ("secadmin", accounts.reset_password, {"account_id": 1, "seen_version": 1}),
    "end of an account": ("secadmin", accounts.disable, {"account_id": 1, "seen_version": 1}),
    "new cohort": ("officer", cohorts.create, {"name": "cohort", **COHORT}),
    "new unit": ("officer", units.add_unit, {"values": {"name": "unit", "kind": "township"}}),
}


@pytest.mark.parametrize("name", ACTS)
def test_whichever_statement_fails_an_act_happens_as_a_whole_or_not_at_all(
    database: Database, staff: Staff, name: str
) -> None:
    role, act, arguments = ACTS[name]
    staff("chief")
    by = staff(role)
    borne = fail_everywhere(database, lambda: perform(database, by.id, act, **arguments))
    assert borne >= 4, "an act reads its actor, reads and writes the log, writes its row, commits"


def test_a_file_is_laid_ready_as_a_whole_or_not_at_all(database: Database, staff: Staff) -> None:
    by = staff("officer")

    def offer() -> None:
        with database.write() as session:
            exports.offer(session, by, "a.xlsx", "application/octet-stream", b"content")

    assert fail_everywhere(database, offer) >= 4
