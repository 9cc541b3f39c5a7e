"""A cohort's dates are in order, its name is its own, and it is not closed over open pairings."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Cohort, Pairing
from db.queries.cohorts import cohorts as listed
from programme import cohorts, pool
from programme.errors import Conflict, Forbidden, Invalid, Stale
from tests.conftest import Staff
from tests.support.pool import World, small_pool

DATES = {"eligible_on": date(2027, 9, 1), "starts_on": date(2027, 10, 1), "ends_on": date(2028, 9, 30)}


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine, with one cohort."""
    return small_pool(database, staff("officer"))


def edit(world: World, seen: int = 1, **values: Any) -> dict[str, Any]:
    return dict(world.act(cohorts.edit, cohort_id=world.cohort, seen_version=seen, values=values))


@pytest.mark.both_engines
def test_a_new_cohort_is_open_and_stands_first(world: World) -> None:
    key = world.act(cohorts.create, name=" 2027年批次 ", **DATES, notice_days=5)
    row = world.look(listed).iloc[0]
    assert (row["id"], row["name"], row["status"], row["notice_days"]) == (key, "2027年批次", "open", 5)
    assert world.audits()[0].detail["values"]["eligible_on"] == "2027-09-01"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"ends_on": date(2027, 10, 1)}, "ends_before_starts"),
        ({"ends_on": date(2027, 9, 30)}, "ends_before_starts"),
        ({"eligible_on": date(2028, 10, 1)}, "eligible_after_end"),
        ({"notice_days": -1}, "bad_notice_days"),
        ({"notice_days": 61}, "bad_notice_days"),
        ({"name": "  "}, "cohort_name"),
        ({"name": "长" * 121}, "cohort_name"),
    ],
)
def test_dates_out_of_order_and_empty_names_are_refused(world: World, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        world.act(cohorts.create, **{"name": "2027年批次", **DATES, **values})
    assert len(world.rows(Cohort)) == 1


def test_a_name_is_taken_once(world: World) -> None:
    with pytest.raises(Conflict, match="cohort_name_taken"):
        world.act(cohorts.create, name="2026年批次", **DATES)
    world.act(cohorts.create, name="2027年批次", **DATES)
    with pytest.raises(Conflict, match="cohort_name_taken"):
        edit(world, name="2027年批次")


def test_an_edit_is_recorded_and_moves_the_version(world: World) -> None:
    assert edit(world, name="2026年批次", notice_days=0) == {"notice_days": [3, 0]}
    row = world.row(Cohort, world.cohort)
    assert (row.notice_days, row.version) == (0, 2)
    with pytest.raises(Stale):
        edit(world, seen=1, notice_days=5)
    with pytest.raises(Conflict, match="pool_unchanged"):
        edit(world, seen=2, notice_days=0)


def test_a_refused_edit_leaves_the_cohort_as_it_was(world: World) -> None:
    with pytest.raises(Invalid):
        edit(world, name="新名", ends_on=date(2026, 1, 1))
    row = world.row(Cohort, world.cohort)
    assert (row.name, row.version) == ("2026年批次", 1)


@pytest.mark.both_engines
@pytest.mark.parametrize(("status", "closes"), [("active", False), ("notice", False), ("graduated", True)])
def test_a_cohort_is_closed_only_when_no_pairing_is_open(world: World, status: str, closes: bool) -> None:
    with world.database.write() as session:
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status=status,
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip
    if closes:
        assert edit(world, status="closed") == {"status": ["open", "closed"]}
    else:
        with pytest.raises(Conflict, match="cohort_has_open_pairings"):
            edit(world, status="closed")


def test_nobody_is_added_to_a_closed_cohort(world: World) -> None:

    edit(world, status="closed")
    with pytest.raises(Conflict, match="cohort_closed"):
        world.act(pool.add_mentee, cohort_id=world.cohort, values={"name": "李敏", "category": "young_cadre"})


@pytest.mark.parametrize("role", ["leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor"])
def test_only_officers_and_chiefs_make_cohorts(world: World, staff: Staff, role: str) -> None:
    with pytest.raises(Forbidden):
        world.act(cohorts.create, by=staff(role), name="2027年批次", **DATES)
