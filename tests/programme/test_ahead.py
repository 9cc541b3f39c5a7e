"""What was read ahead is what the first visitor gets, and nothing of it outlives a write."""

from typing import Any

import pytest

from db.engines import Database
from db.models import MentorProfile
from programme.ahead import STAFF, read_ahead, written
from programme.feasibility import feasibility
from programme.staleness import drifts
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """Two mentors with a seat each, three who wait, and a scheme."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(database, staff("officer"))
    for name in "王李":
        world.add_mentor(name, 1, knows={"a": 5})
    for name in "甲乙丙":
        world.add_mentee(name, needs=["a"])
    run_here(world, "first")
    return world


def test_the_first_visitor_asks_for_nothing_that_was_read_ahead(
    world: MatchWorld, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_ahead(database)

    def asked(*_told: Any, **_more: Any) -> None:
        raise AssertionError("the pool is read again")

    monkeypatch.setattr("programme.snapshot._known", asked)
    assert world.see(feasibility, cohort_id=world.cohort_id).short == 1
    assert not any(world.see(drifts, cohort_id=world.cohort_id).values())
    assert world.officer.viewer == STAFF


def test_what_was_written_since_is_in_the_answer(world: MatchWorld, database: Database) -> None:
    before = written(database)
    read_ahead(database)
    assert written(database) == before
    world.change(MentorProfile, world.people["王"], capacity=2)
    assert written(database) != before
    for _turn in range(2):
        assert world.see(feasibility, cohort_id=world.cohort_id).short == 0
        read_ahead(database)
