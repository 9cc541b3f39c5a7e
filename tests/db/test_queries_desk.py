"""Which scheme says why somebody has this mentor or none."""

import pytest

from db.engines import Database
from db.models import Scheme, SchemePair
from db.queries.desk import scheme_about
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """王 has one seat for 甲 and 乙."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(database, staff("officer"))
    world.add_unit("市水务局")
    world.add_unit("市财政局")
    world.add_mentor("王", 1, "市水务局", {"a": 5})
    world.add_mentee("甲", "市水务局", ["a"])
    world.add_mentee("乙", "市水务局", ["b"])
    return world


def about(world: MatchWorld, name: str, **by: object) -> int:
    return int(world.see(scheme_about, mentee_id=world.mentees[name], **by))  # type: ignore[arg-type]


def test_before_any_scheme_nothing_says_why(world: MatchWorld) -> None:
    assert about(world, "甲") == 0


def test_the_newest_draft_says_it_of_those_it_pairs_and_of_those_it_leaves_out(world: MatchWorld) -> None:
    run_here(world, "方案1")
    newest = run_here(world, "方案2")
    assert (about(world, "甲"), about(world, "乙")) == (newest, newest)


def test_what_is_signed_goes_before_a_newer_draft(world: MatchWorld) -> None:
    signed = run_here(world, "方案1")
    run_here(world, "方案2")
    world.change(Scheme, signed, status="confirmed")
    assert about(world, "甲") == signed


def test_a_scheme_that_pairs_somebody_goes_before_one_that_is_farther_and_leaves_them_out(world: MatchWorld) -> None:
    signed, later = run_here(world, "方案1"), run_here(world, "增补")
    world.change(Scheme, signed, status="confirmed")
    world.add(SchemePair(scheme_id=later, fit=1, **world.pair("乙", "王")))
    assert about(world, "乙") == later


def test_somebody_who_came_after_the_run_is_in_no_scheme(world: MatchWorld) -> None:
    run_here(world, "方案1")
    world.add_mentee("丙", "市水务局", ["a"])
    assert about(world, "丙") == 0


def test_a_liaison_is_told_of_its_own_people_only(world: MatchWorld, staff: Staff) -> None:
    known = run_here(world, "方案1")
    here, there = (staff("liaison", unit_id=world.units[unit]) for unit in ("市水务局", "市财政局"))
    assert (about(world, "甲", by=here), about(world, "甲", by=there)) == (known, 0)
