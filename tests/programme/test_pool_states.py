"""A mentor comes into the pool by review and confirmation and leaves it with a reason; nobody is ever deleted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Mentee, MentorProfile, Pairing, Person
from programme import pool_states
from programme.access import Actor
from programme.codes import MENTOR_STATES
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.pool_states import MENTEE_MOVES, MENTOR_MOVES, Move, Moved
from tests.conftest import Staff
from tests.support.pool import World, small_pool

DAY = date(2026, 9, 3)
Put = Callable[..., None]


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine; its mentor is nominated."""
    return small_pool(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def profile(world: World) -> MentorProfile:
    row = world.row(MentorProfile, world.mentor)
    assert isinstance(row, MentorProfile)
    return row


def put(world: World, **values: Any) -> None:
    """Bring the mentor's profile into some state without any use case."""
    with world.database.write() as session:
        row = session.get(MentorProfile, world.mentor)
        for field, value in values.items():
            setattr(row, field, value)


def bind(world: World, status: str = "active") -> None:
    """An open pairing of the mentor and the mentee."""
    with world.database.write() as session:
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status=status,
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip


def move(world: World, to: str, reason: str = "", *, note: str = "", on: date | None = DAY, seen: int = 0) -> Moved:
    version = seen or profile(world).version
    arguments = {"person_id": world.mentor, "seen_version": version, "move": Move(to, reason, on, note)}
    result = world.act(pool_states.move_mentor, **arguments)
    assert isinstance(result, Moved)
    return result


def confirm(world: World, department: str, by: Actor | None = None, on: date = DAY) -> Moved:
    version = profile(world).version
    result = world.act(
        pool_states.confirm_mentor, by=by, person_id=world.mentor, seen_version=version, department=department, on=on
    )
    assert isinstance(result, Moved)
    return result


def test_nomination_review_and_one_confirmation_bring_a_mentor_into_the_pool(world: World) -> None:
    move(world, "reviewed")
    assert confirm(world, "organization") == Moved("in_pool", 0)
    row = profile(world)
    assert (row.status, row.status_on, row.organization_on, row.publicity_on) == ("in_pool", DAY, DAY, None)


def test_the_second_department_only_adds_its_date(world: World) -> None:
    move(world, "reviewed")
    confirm(world, "organization")
    confirm(world, "publicity", on=date(2026, 9, 8))
    row = profile(world)
    assert (row.status, row.status_on, row.publicity_on) == ("in_pool", DAY, date(2026, 9, 8))


def test_nobody_comes_into_the_pool_unconfirmed(small: World) -> None:
    move(small, "reviewed")
    with pytest.raises(Conflict, match="not_confirmed"):
        move(small, "in_pool")


@pytest.mark.parametrize("state", ["nominated", "left"])
def test_only_a_reviewed_mentor_is_confirmed(small: World, state: str) -> None:
    put(small, status=state)
    with pytest.raises(Conflict, match="not_reviewed"):
        confirm(small, "organization")


def test_the_publicity_department_records_its_own_confirmation_only(world: World, staff: Staff) -> None:
    publicity = staff("publicity")
    put(world, status="reviewed")
    with pytest.raises(Forbidden, match="other_department"):
        confirm(world, "organization", by=publicity)
    assert profile(world).organization_on is None
    assert confirm(world, "publicity", by=publicity).status == "in_pool"
    assert world.audits()[0].account_id == publicity.id


def test_the_publicity_department_moves_nobody(small: World, staff: Staff) -> None:
    with pytest.raises(Forbidden):
        small.act(
            pool_states.move_mentor, by=staff("publicity"), person_id=small.mentor, seen_version=1, move=Move("reviewed")
        )  # fmt: skip


@pytest.mark.parametrize("state", MENTOR_STATES)
@pytest.mark.parametrize("to", MENTOR_STATES)
def test_every_step_that_is_not_in_the_table_is_refused(small: World, state: str, to: str) -> None:
    put(small, status=state, organization_on=DAY)
    if to in MENTOR_MOVES[state]:
        assert move(small, to, "other" if to in ("paused", "left") else "").status == to
    else:
        with pytest.raises(Conflict, match="no_such_move"):
            move(small, to, "other")
        assert profile(small).status == state


def test_leaving_needs_one_of_the_reasons_and_keeps_the_row(world: World) -> None:
    put(world, status="in_pool")
    for reason in ("", "workload", "boredom"):
        with pytest.raises(Invalid, match="reason_missing"):
            move(world, "left", reason)
    move(world, "left", "left_post")
    row = profile(world)
    assert (row.status, row.status_reason, row.status_on) == ("left", "left_post", DAY)
    assert world.row(Person, world.mentor).name == "王建国"


def test_weak_results_need_a_note(small: World) -> None:
    put(small, status="in_pool")
    with pytest.raises(Invalid, match="note_missing"):
        move(small, "left", "weak_results", note="  ")
    move(small, "left", "weak_results", note="两次月度点评不合格")
    assert small.audits()[0].detail["note"] == "两次月度点评不合格"


def test_coming_back_from_a_pause_forgets_its_reason(small: World) -> None:
    put(small, status="in_pool", organization_on=DAY)
    move(small, "paused", "posting")
    move(small, "in_pool")
    assert profile(small).status_reason == ""


def test_who_leaves_with_open_pairings_is_told_how_many_have_to_be_continued(world: World) -> None:
    put(world, status="in_pool")
    bind(world)
    assert move(world, "left", "left_post") == Moved("left", 1)
    assert len(world.rows(Pairing, status="active")) == 1


def test_a_closed_pairing_does_not_count(small: World) -> None:
    put(small, status="in_pool")
    bind(small, status="graduated")
    assert move(small, "left", "other").open_pairings == 0


def test_a_state_cannot_begin_in_the_future(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_states, "today", lambda: DAY)
    with pytest.raises(Invalid, match="future_day"):
        move(small, "reviewed", on=date(2026, 9, 4))
    move(small, "reviewed", on=None)
    assert profile(small).status_on == DAY


def test_a_move_against_an_older_version_is_refused(world: World) -> None:
    move(world, "reviewed")
    with pytest.raises(Stale):
        move(world, "left", "other", seen=1)
    assert profile(world).status == "reviewed"


def test_a_move_is_on_record_with_before_after_reason_and_day(small: World) -> None:
    put(small, status="in_pool")
    move(small, "paused", "posting", note="赴省厅跟班")
    detail = small.audits()[0].detail
    assert detail["changes"] == {"status": ["in_pool", "paused"]}
    assert (detail["reason"], detail["on"], detail["note"]) == ("posting", "2026-09-03", "赴省厅跟班")


def test_a_waiting_mentee_is_taken_out_with_a_reason_and_back_in(world: World) -> None:
    def step(to: str, reason: str = "") -> None:
        version = world.row(Mentee, world.mentee).version
        world.act(
            pool_states.move_mentee, mentee_id=world.mentee, seen_version=version, move=Move(to, reason, DAY)
        )  # fmt: skip

    with pytest.raises(Invalid, match="reason_missing"):
        step("ended")
    step("ended", "transferred")
    assert world.row(Mentee, world.mentee).status == "ended"
    step("waiting")
    assert world.row(Mentee, world.mentee).status == "waiting"


@pytest.mark.parametrize("status", ["paired", "graduated", "extended"])
def test_a_state_that_follows_from_a_pairing_is_nobodys_to_set(small: World, status: str) -> None:
    with small.database.write() as session:
        session.get(Mentee, small.mentee).status = status  # type: ignore[union-attr]
    assert status not in MENTEE_MOVES
    with pytest.raises(Conflict, match="no_such_move"):
        small.act(pool_states.move_mentee, mentee_id=small.mentee, seen_version=1, move=Move("ended", "other", DAY))
