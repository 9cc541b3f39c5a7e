"""The list of schemes stands on figures counted from snapshot and pairs, computed or made by hand alike."""

import pytest

from db.engines import Database
from db.models import Scheme
from programme.scheme_figures import SchemeFigures, scheme_figures
from programme.schemes import copy_scheme
from programme.staleness import drifts
from tests.conftest import Staff
from tests.support.compare_world import CompareWorld, by_hand, compare_world
from tests.support.match_world import match_world
from tests.support.runs import run_here


@pytest.fixture
def told(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> CompareWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return compare_world(match_world(database, staff("officer")))


def figures(told: CompareWorld) -> dict[int, SchemeFigures]:
    found: dict[int, SchemeFigures] = told.world.see(scheme_figures, cohort_id=told.world.cohort_id)
    return found


@pytest.mark.both_engines
def test_every_scheme_with_a_plan_has_its_figures(told: CompareWorld) -> None:
    empty = by_hand(told.world, told.first, "空", {})
    told.world.change(Scheme, empty, fingerprint="")
    known = figures(told)
    assert set(known) == {told.first, told.hand}
    assert (known[told.hand].mean_fit, known[told.hand].under_floor) == (37.5, 1)
    # One of one seat is the biggest load; nobody is over.
    assert (known[told.first].burden, known[told.first].seats, known[told.first].crowded) == (1, 1, 0)


def test_a_person_with_two_mentors_is_paired_once(told: CompareWorld) -> None:
    both = by_hand(told.world, told.first, "两位", {("甲", "王"): 75_000, ("甲", "陈"): 60_000})
    assert (figures(told)[both].paired, figures(told)[both].unmatched) == (1, 1)


def test_moves_are_counted_against_the_pairings_in_force(told: CompareWorld) -> None:
    assert figures(told)[told.first].moves is None
    told.world.add_pairing(told.world.mentees["甲"], "王")
    known = figures(told)
    # The computed plan leaves 甲 with 王; by hand 甲 goes to 陈.
    assert (known[told.first].moves, known[told.hand].moves) == (0, 1)


def test_who_is_not_eligible_is_counted_apart(told: CompareWorld) -> None:
    told.world.add_mentee("戊", needs=["a"], category="young_cadre")
    scheme_id = run_here(told.world, "新")
    found = figures(told)[scheme_id]
    assert (found.eligible, found.ineligible, found.paired, found.unmatched) == (2, 1, 2, 0)


def test_a_copy_has_the_same_figures_and_is_as_fresh(told: CompareWorld) -> None:
    copy_id = told.world.do(copy_scheme, scheme_id=told.first, name="副本")
    known = figures(told)
    assert known[copy_id] == known[told.first]
    since = told.world.see(drifts, cohort_id=told.world.cohort_id)
    assert since[copy_id] == since[told.first]
    assert not since[copy_id]
