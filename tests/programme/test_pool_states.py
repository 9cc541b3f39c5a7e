"""A mentor in the pool rests with a reason and a day of return, and one who left is nominated anew; the mentee's own states."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Mentee, MentorProfile, Nomination, Pairing
from programme import pool_states
from programme.codes import MENTOR_STATES
from programme.errors import Conflict, Invalid, Stale
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


@pytest.mark.parametrize("state", MENTOR_STATES)
@pytest.mark.parametrize("to", MENTOR_STATES)
def test_every_step_that_is_not_in_the_table_is_refused(small: World, state: str, to: str) -> None:
    put(small, status=state, organization_on=DAY)
    if to in MENTOR_MOVES[state]:
        assert move(small, to, "other" if to == "paused" else "").status == to
    else:
        with pytest.raises(Conflict, match="no_such_move"):
            move(small, to, "other")
        assert profile(small).status == state


def test_nobody_leaves_the_pool_by_one_persons_step(world: World) -> None:
    for state in ("in_pool", "paused"):
        put(world, status=state)
        with pytest.raises(Conflict, match="no_such_move"):
            move(world, "left", "left_post")
    assert profile(world).status == "paused"


def test_a_pause_needs_one_of_its_reasons(world: World) -> None:
    put(world, status="in_pool")
    for reason in ("", "left_post", "boredom"):
        with pytest.raises(Invalid, match="reason_missing"):
            move(world, "paused", reason)
    move(world, "paused", "workload")
    row = profile(world)
    assert (row.status, row.status_reason, row.status_on, row.return_on) == ("paused", "workload", DAY, None)


@pytest.mark.both_engines
def test_a_pause_keeps_its_day_of_return_until_the_mentor_is_back(world: World) -> None:
    put(world, status="in_pool")
    pause(world, date(2026, 12, 1))
    assert profile(world).return_on == date(2026, 12, 1)
    assert world.audits()[0].detail["return_on"] == "2026-12-01"
    move(world, "in_pool")
    assert profile(world).return_on is None


@pytest.mark.parametrize("back", [DAY, date(2026, 9, 2)])
def test_a_return_comes_after_the_first_day_of_the_pause(small: World, back: date) -> None:
    put(small, status="in_pool")
    with pytest.raises(Invalid, match="return_before_pause"):
        pause(small, back)


def pause(world: World, back: date) -> None:
    version = profile(world).version
    world.act(
        pool_states.move_mentor, person_id=world.mentor, seen_version=version,
        move=Move("paused", "posting", DAY, return_on=back),
    )  # fmt: skip


@pytest.mark.both_engines
def test_who_left_is_nominated_anew_and_the_earlier_confirmation_stays_with_the_earlier_nomination(
    world: World,
) -> None:
    put(world, status="left", status_reason="left_post", organization_on=date(2025, 3, 1))
    move(world, "nominated")
    row = profile(world)
    assert (row.status, row.status_reason, row.organization_on) == ("nominated", "", None)
    assert [one.status for one in world.rows(Nomination, person_id=world.mentor)] == ["submitted", "submitted"]


def test_coming_back_from_a_pause_forgets_its_reason(small: World) -> None:
    put(small, status="in_pool", organization_on=DAY)
    move(small, "paused", "posting")
    move(small, "in_pool")
    assert profile(small).status_reason == ""


@pytest.mark.both_engines
def test_who_pauses_with_open_pairings_is_told_how_many_have_to_be_continued(world: World) -> None:
    put(world, status="in_pool")
    bind(world)
    assert move(world, "paused", "other") == Moved("paused", 1)
    assert len(world.rows(Pairing, status="active")) == 1


def test_a_closed_pairing_does_not_count(small: World) -> None:
    put(small, status="in_pool")
    bind(small, status="graduated")
    assert move(small, "paused", "other").open_pairings == 0


def test_a_state_cannot_begin_in_the_future(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(small, status="in_pool")
    monkeypatch.setattr(pool_states, "today", lambda: DAY)
    with pytest.raises(Invalid, match="future_day"):
        move(small, "paused", "other", on=date(2026, 9, 4))
    move(small, "paused", "other", on=None)
    assert profile(small).status_on == DAY


def test_a_move_against_an_older_version_is_refused(world: World) -> None:
    put(world, status="in_pool")
    move(world, "paused", "other")
    with pytest.raises(Stale):
        move(world, "in_pool", seen=1)
    assert profile(world).status == "paused"


def test_a_move_is_on_record_with_before_after_reason_and_day(small: World) -> None:
    put(small, status="in_pool")
    move(small, "paused", "posting", note="赴省厅跟班")
    detail = small.audits()[0].detail
    assert detail["changes"] == {"status": ["in_pool", "paused"]}
    assert (detail["reason"], detail["on"], detail["note"]) == ("posting", "2026-09-03", "赴省厅跟班")


@pytest.mark.both_engines
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
