"""A scheme says for whom the pool moved on since it was computed, and only for them."""

import pytest

from db.engines import Database
from db.models import Mentee, MentorProfile, Person, Scheme
from programme.rules import save_rules
from programme.staleness import Drift, drifts
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(database, staff("officer"))
    world.add_mentor("王", 2, knows={"a": 5})
    world.add_mentor("李", 2, knows={"a": 3})
    for name in "甲乙":
        world.add_mentee(name, needs=["a"])
    return world


def moved(world: MatchWorld, scheme_id: int) -> Drift:
    found: Drift = world.see(drifts, cohort_id=world.cohort_id).get(scheme_id, Drift())
    return found


def test_a_fresh_scheme_has_the_pool_as_it_is(world: MatchWorld) -> None:
    assert not moved(world, run_here(world, "first"))


def test_whoever_changed_came_or_went_is_named_by_side(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.change(MentorProfile, world.people["李"], capacity=1)
    world.change(Mentee, world.mentees["甲"], status="paired")
    world.add_mentee("丙")
    assert moved(world, scheme_id) == Drift((world.people["李"],), (world.people["甲"], world.people["丙"]))


def test_an_avoidance_declared_since_counts_as_a_relation(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.declare("甲", "王")
    assert moved(world, scheme_id) == Drift(relations=1)


@pytest.mark.both_engines
def test_what_the_engine_does_not_look_at_makes_no_scheme_stale(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.change(Person, world.people["甲"], remark="已谈话", party="party_member")
    assert not moved(world, scheme_id)


def test_other_rules_are_another_matter_than_another_pool(world: MatchWorld) -> None:
    world.add_mentee("丙", category="young_cadre", work_start="2022-09")
    scheme_id = run_here(world, "first")
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values={"months_limit": 60})
    assert not moved(world, scheme_id)


@pytest.mark.parametrize("status", ["confirmed", "superseded", "failed"])
def test_what_is_decided_is_not_called_stale(world: MatchWorld, status: str) -> None:
    scheme_id = run_here(world, "first")
    world.change(MentorProfile, world.people["李"], capacity=1)
    world.change(Scheme, scheme_id, status=status)
    assert not moved(world, scheme_id)
