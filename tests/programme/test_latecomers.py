"""Late joiners get a scheme of their own; nothing that was confirmed or signed moves by it, not even by a re-run (J7)."""

from typing import Any

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Mentee, Pairing, PairingEvent, Scheme, SchemePair
from programme import jobs, runs, signoff, worker
from programme.invariants import check
from programme.latecomers import latecomers
from programme.staleness import drifts
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import world_in_force
from tests.support.signing import World, add_mentee


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> World:
    """甲, 乙 with 王 and 丙 with 李 in force; 丁 is signed (approved, not confirmed) for the second seat of 李."""
    monkeypatch.setattr(jobs, "launch", lambda *_anything: None)
    made = world_in_force(database, staff)
    made.approved(made.scheme({"丁": "李"}, "second"))
    return made


def join(world: World, *names: str) -> None:
    with world.database.write() as session:
        for name in names:
            world.mentees[name] = add_mentee(session, world.cohort_id, name, 1)


def run_late(world: World, name: str = "增补") -> int:
    started = world.do("officer", runs.start_run, cohort_id=world.cohort_id, name=name, late=True)
    assert worker.run(world.database, started.job_id) == 0
    return int(started.scheme_id)


def signed_rows(world: World) -> list[Any]:
    """Every row that says who is with whom by signature: pairings with their events, and the signed scheme's pairs."""
    with world.database.read() as session:
        pairs = select(SchemePair.__table__).where(SchemePair.scheme_id == 2)
        signed = select(Scheme.id, Scheme.status, Scheme.version, Scheme.frozen_hash).where(Scheme.id == 2)
        tables = [select(Pairing.__table__), select(PairingEvent.__table__), pairs, signed]
        return [sorted(map(tuple, session.execute(rows))) for rows in tables]


def pairs_of(world: World, scheme_id: int) -> dict[str, str]:
    mentees, mentors = ({key: name for name, key in known.items()} for known in (world.mentees, world.mentors))
    with world.database.read() as session:
        rows = session.scalars(select(SchemePair).where(SchemePair.scheme_id == scheme_id))
        return {mentees[row.mentee_id]: mentors[row.mentor_id] for row in rows}


def seen(world: World) -> Any:
    return look(world.database, world.staff["officer"], latecomers, cohort_id=world.cohort_id, stem="增补")


def test_only_those_whom_nothing_signed_pairs_are_in_the_scheme(world: World) -> None:
    """Free in truth: 赵's one seat. 李's second is signed for 丁, so one of two late joiners is left out."""
    join(world, "戊", "己")
    plan = pairs_of(world, run_late(world))
    assert set(plan) <= {"戊", "己"}
    assert list(plan.values()) == ["赵"]


@pytest.mark.both_engines
def test_confirming_their_scheme_moves_nothing_signed(world: World) -> None:
    join(world, "戊")
    before = signed_rows(world)
    scheme_id = run_late(world)
    assert signed_rows(world) == before
    world.approved(scheme_id)
    assert signed_rows(world) == before
    world.step("officer", "confirm", scheme_id)
    after = signed_rows(world)
    assert after[2:] == before[2:], "the signed scheme and its signatures stand"
    assert [row for row in after[0] if row in before[0]] == before[0], "every pairing is byte for byte what it was"
    assert [row for row in after[1] if row in before[1]] == before[1]
    assert len(after[0]) == len(before[0]) + 1
    world.do("officer", signoff.confirm, scheme_id=2, seen_version=world.version(2))
    assert world.row(Mentee, world.mentees["丁"]).status == "paired"
    with world.database.read() as session:
        assert check(session) == []


def test_an_ordinary_run_would_take_the_signed_one_along(world: World) -> None:
    """The control: without `late` 丁, who is signed for already, is planned anew."""
    join(world, "戊")
    started = world.do("officer", runs.start_run, cohort_id=world.cohort_id, name="全部")
    assert worker.run(world.database, started.job_id) == 0
    assert "丁" in pairs_of(world, started.scheme_id)


def test_run_again_it_still_holds_late_joiners_only(world: World) -> None:
    join(world, "戊")
    first = run_late(world)
    join(world, "己")
    again = world.do("officer", runs.rerun, scheme_id=first, seen_version=world.version(first))
    assert worker.run(world.database, again.job_id) == 0
    assert set(pairs_of(world, again.scheme_id)) <= {"戊", "己"}


def test_their_scheme_is_not_stale_because_it_leaves_the_signed_ones_out(world: World) -> None:
    join(world, "戊")
    scheme_id = run_late(world)
    kept = look(world.database, world.staff["officer"], drifts, cohort_id=world.cohort_id)
    assert not kept[scheme_id]
    world.step("officer", "propose", scheme_id)
    assert not look(world.database, world.staff["officer"], drifts, cohort_id=world.cohort_id)[scheme_id]
    join(world, "己")
    assert len(look(world.database, world.staff["officer"], drifts, cohort_id=world.cohort_id)[scheme_id].mentees) == 1


@pytest.mark.both_engines
def test_the_page_counts_new_people_apart_from_those_left_over(world: World) -> None:
    join(world, "戊", "己")
    found = seen(world)
    assert [who.name for who in found.new] == ["戊", "己"]
    assert (found.left, found.ineligible, found.signed, found.pending, found.seats) == ((), 0, 3, 1, 1)
    assert found.name == "增补"
