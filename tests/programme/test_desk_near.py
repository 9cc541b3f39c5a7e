"""The map of fits around a mentee, on the desk computed by hand in `tests/support/desk_world.py`."""

from collections.abc import Iterator

import pytest

from db.engines import Database
from programme.desk_near import Near, near
from programme.errors import Forbidden
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import match_world
from tests.support.runs import run_here


@pytest.fixture
def table(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskWorld]:
    """甲-王, 乙-陈."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(lite, staff("officer"))
    people_by_hand(world)
    yield on_the_desk(world, staff)


def seen(table: DeskWorld, mentee: str, *mentors: str) -> Near:
    ids = tuple(table.world.people[name] for name in mentors)
    found: Near = table.see(near, mentee_id=table.world.mentees[mentee], mentor_ids=ids)
    return found


def test_the_rows_are_the_mentee_and_whom_the_mentors_lead_in_their_order(table: DeskWorld) -> None:
    found = seen(table, "乙", "陈", "王")
    assert [one.name for one in found.mentees] == ["乙", "甲"]
    assert [one.name for one in found.mentors] == ["陈", "王"]


def test_every_square_has_its_fit_and_says_whether_the_plan_has_the_pair(table: DeskWorld) -> None:
    found = seen(table, "甲", "王", "陈", "赵")
    told = [(cell.mentee.name, cell.mentor.name, cell.fit, cell.paired) for cell in found.cells]
    assert told == [
        ("甲", "王", 75.0, True), ("甲", "陈", 60.0, False), ("甲", "赵", 45.0, False),
        ("乙", "王", 60.0, False), ("乙", "陈", 60.0, True), ("乙", "赵", 15.0, False),
    ]  # fmt: skip


def test_a_pair_that_a_rule_forbids_has_no_fit(table: DeskWorld) -> None:
    table.world.declare("甲", "赵")
    fresh = DeskWorld(table.world, run_here(table.world, "二稿"), table.colleague)
    assert [cell.fit for cell in seen(fresh, "甲", "王", "赵").cells] == [75.0, None]


def test_a_liaison_sees_no_map_since_others_are_of_other_units(table: DeskWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=table.world.units["市财政局"])
    with pytest.raises(Forbidden):
        table.see(near, liaison, mentee_id=table.world.mentees["甲"], mentor_ids=(table.world.people["王"],))
