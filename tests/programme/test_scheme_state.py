"""A scheme is rebuilt from its rows exactly as it was solved, whatever happened in between."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Account, SchemeHold, SchemePair
from matching import verify
from programme import runs
from programme.access import actor_of
from programme.errors import Conflict, NotFound
from programme.scheme_orders import Orders
from programme.scheme_state import load_scheme, read_problem, solve_with, store_solution
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """王 (2 seats) knows a, 李 (1 seat) knows b; 甲 and 乙 need a, 丙 needs b: 王 takes 甲 and 乙, 李 takes 丙."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(database, staff("officer"))
    world.add_mentor("王", 2, knows={"a": 5})
    world.add_mentor("李", 1, knows={"b": 5})
    for name, need in (("甲", "a"), ("乙", "a"), ("丙", "b")):
        world.add_mentee(name, needs=[need])
    return world


def pairs(world: MatchWorld, scheme_id: int) -> dict[tuple[int, int], str]:
    with world.database.read() as session:
        rows = session.execute(
            select(SchemePair.mentee_id, SchemePair.mentor_id, SchemePair.origin).where(
                SchemePair.scheme_id == scheme_id
            )
        )
        return {(row[0], row[1]): row[2] for row in rows}


def hold(world: MatchWorld, scheme_id: int, kind: str, mentee: str, mentor: str, origin: str = "staff") -> None:
    ids = {"mentee_id": world.mentees[mentee], "mentor_id": world.people[mentor]}
    world.add(SchemeHold(scheme_id=scheme_id, kind=kind, by_id=world.officer.id, origin=origin, reason="谈过", **ids))


def resolve(world: MatchWorld, scheme_id: int) -> None:
    with world.database.write() as session:
        state = load_scheme(session, scheme_id)
        solved = solve_with(state, state.orders)
        store_solution(session, world.officer, state.scheme, solved.solution)


def test_the_stored_plan_is_rebuilt_with_its_proof(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    with world.database.read() as session:
        state = load_scheme(session, scheme_id)
        assert state.scheme.status == "draft"
        assert verify(state.problem, state.solution)
        assert state.problem.fingerprint == state.solution.fingerprint == state.scheme.fingerprint
        plan = {state.ids(pair) for pair in state.solution.pairs}
    assert plan == set(pairs(world, scheme_id))
    people, mentees = world.people, world.mentees
    assert plan == {(mentees["甲"], people["王"]), (mentees["乙"], people["王"]), (mentees["丙"], people["李"])}


def test_keys_and_ids_are_each_others_inverse(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    with world.database.read() as session:
        state = load_scheme(session, scheme_id)
        pair = (world.key("甲"), world.key("王"))
        assert state.ids(pair) == (world.mentees["甲"], world.people["王"])
        assert state.keys(*state.ids(pair)) == pair
        with pytest.raises(NotFound):
            state.keys(999_999, world.people["王"])


def test_a_lock_keeps_its_origin_and_the_others_are_the_systems(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    hold(world, scheme_id, "pin", "甲", "李", "appointed")
    resolve(world, scheme_id)
    people, mentees = world.people, world.mentees
    assert pairs(world, scheme_id) == {
        (mentees["甲"], people["李"]): "appointed",
        (mentees["乙"], people["王"]): "system",
        (mentees["丙"], people["王"]): "system",
    }


@pytest.mark.both_engines
def test_a_ban_is_part_of_the_problem_that_is_rebuilt(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    hold(world, scheme_id, "ban", "丙", "李")
    resolve(world, scheme_id)
    assert (world.mentees["丙"], world.people["李"]) not in pairs(world, scheme_id)
    with world.database.read() as session:
        state = load_scheme(session, scheme_id)
        assert state.orders.bans == {(world.key("丙"), world.key("李")): "谈过"}
        assert verify(state.problem, state.solution)


def test_the_plan_kept_to_among_equals_is_remembered_so_that_the_proof_still_holds(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    with world.database.write() as session:
        state = load_scheme(session, scheme_id)
        kept = [(world.key("甲"), world.key("王")), (world.key("丙"), world.key("王"))]
        solved = solve_with(state, Orders(), keep=kept)
        store_solution(session, world.officer, state.scheme, solved.solution, keep=solved.keep)
    with world.database.read() as session:
        again = load_scheme(session, scheme_id)
        assert set(again.keep) == set(kept)
        assert verify(again.problem, again.solution)


def test_what_a_rolled_back_act_left_in_memory_is_never_shown(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    with pytest.raises(ZeroDivisionError), world.database.write() as session:
        session.add(SchemeHold(scheme_id=scheme_id, kind="ban", by_id=world.officer.id, **world.pair("甲", "王")))
        session.flush()
        state = load_scheme(session, scheme_id)
        solved = solve_with(state, state.orders)
        store_solution(session, world.officer, state.scheme, solved.solution)
        load_scheme(session, scheme_id)
        raise ZeroDivisionError
    with world.database.read() as session:
        state = load_scheme(session, scheme_id)
        assert state.orders.bans == {}
        assert state.solution.mentors_of(world.key("甲")) == (world.key("王"),)


def test_a_later_edit_of_the_pool_does_not_change_the_snapshot(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.add_mentor("张", 3, knows={"a": 5, "b": 5})
    with world.database.read() as session:
        assert world.key("张") not in load_scheme(session, scheme_id).problem.mentors


def test_a_scheme_that_is_still_computing_has_a_problem_but_no_state(world: MatchWorld) -> None:
    started = world.do(runs.start_run, cohort_id=world.cohort_id, name="first")
    with world.database.read() as session:
        assert read_problem(session, started.scheme_id).shape == (3, 2)
        with pytest.raises(Conflict, match="no_solution_yet"):
            load_scheme(session, started.scheme_id)
        with pytest.raises(NotFound):
            load_scheme(session, 999_999)


def test_a_solution_of_other_holds_than_those_in_force_is_not_stored(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    before = pairs(world, scheme_id)
    with pytest.raises(ValueError, match="not one of this snapshot"), world.database.write() as session:
        state = load_scheme(session, scheme_id)
        solved = solve_with(state, Orders(pins={(world.key("甲"), world.key("李")): "staff"}))
        store_solution(session, world.officer, state.scheme, solved.solution)
    assert pairs(world, scheme_id) == before


def test_the_warnings_of_a_lock_against_a_rule_are_remembered(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    hold(world, scheme_id, "pin", "甲", "李")
    hold(world, scheme_id, "pin", "丙", "李")
    resolve(world, scheme_id)
    with world.database.read() as session:
        stored = load_scheme(session, scheme_id)
        fresh = solve_with(stored, stored.orders)
    assert stored.solution.warnings == fresh.solution.warnings
    assert "pin_over_capacity" in [warning.code for warning in stored.solution.warnings]


def test_two_databases_with_the_same_numbers_do_not_share_what_was_rebuilt(
    world: MatchWorld, sqlite_template: Path, tmp_path: Path
) -> None:
    scheme_id = run_here(world, "first")
    shutil.copy(sqlite_template, tmp_path / "other.db")
    elsewhere = Database(f"sqlite:///{tmp_path / 'other.db'}")
    account = Account(login="elsewhere", name="elsewhere", role="officer", password_hash="", must_change=False)
    with elsewhere.write() as session:
        session.add(account)
        session.flush()
        officer = actor_of(session, account.id)
    other = match_world(elsewhere, officer)
    other.add_mentor("王", 5, knows={"z": 5})
    other.add_mentee("甲", needs=["z"])
    other_id = run_here(other, "first")
    with world.database.read() as here, elsewhere.read() as there:
        assert load_scheme(here, scheme_id).problem.shape == (3, 2)
        assert load_scheme(there, other_id).problem.shape == (1, 1)
    elsewhere.close()
