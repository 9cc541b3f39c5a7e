"""A pairing goes from notice to force and to its end along the graph only, and every step has its event."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.engines import Database
from db.models import CLOSED, OPEN, Audit, Mentee, Pairing, PairingEvent
from programme import pairings
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import check
from programme.pairings import GRAPH
from programme.workdays import is_over, is_workday, last_day
from tests.conftest import Staff
from tests.support.signing import World, small_world

PAIRS = {"甲": "王", "乙": "李"}
FRIDAY = date(2026, 9, 4)
WEDNESDAY = date(2026, 9, 9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The day on everybody's calendar; change its only element to let time pass."""
    day = [FRIDAY]
    for module in ("signoff", "pairings"):
        monkeypatch.setattr(f"programme.{module}.today", lambda: day[0])
    return day


@pytest.fixture
def world(database: Database, staff: Staff, clock: list[date]) -> Iterator[World]:
    """Two pairings on notice since Friday, three working days; every invariant holds when the test is done."""
    made = small_world(database, staff)
    scheme_id = made.scheme(PAIRS)
    made.approved(scheme_id)
    made.step("officer", "confirm", scheme_id)
    yield made
    with database.read() as session:
        assert check(session) == []


def seen(world: World) -> dict[int, int]:
    with world.database.read() as session:
        return dict(session.execute(select(Pairing.id, Pairing.version)).all())


def events(world: World, pairing_id: int) -> list[tuple[str, str, date]]:
    with world.database.read() as session:
        rows = select(PairingEvent).where(PairingEvent.pairing_id == pairing_id).order_by(PairingEvent.id)
        return [(row.from_status, row.to_status, row.on_day) for row in session.scalars(rows)]


def force(world: World, **arguments: object) -> int:
    return int(world.do("officer", pairings.bring_into_force, seen=seen(world), **arguments))


def test_a_notice_of_three_working_days_from_friday_ends_on_wednesday() -> None:
    """Friday itself and the weekend do not count: Monday, Tuesday, Wednesday."""
    assert last_day(FRIDAY, 3) == WEDNESDAY
    assert last_day(FRIDAY, 0) == FRIDAY


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_a_notice_contains_exactly_its_working_days(published: date, days: int) -> None:
    """Counted day by day, as one does with a calendar on the wall."""
    last = last_day(published, days)
    span = [published + timedelta(days=step) for step in range(1, (last - published).days + 1)]
    assert sum(day.weekday() in range(5) for day in span) == days
    assert not days or is_workday(last)


@pytest.mark.parametrize(("day", "over"), [(WEDNESDAY, False), (WEDNESDAY + timedelta(days=1), True)])
def test_a_notice_is_over_on_the_day_after_its_last(day: date, over: bool) -> None:
    assert is_over(FRIDAY, 3, day) is over


def test_after_the_notice_the_pairings_come_into_force(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY + timedelta(days=1)
    assert force(world) == 2
    assert {row.status for row in (world.row(Pairing, key) for key in seen(world))} == {"active"}
    wanted = [("", "notice", FRIDAY), ("notice", "confirmed", clock[0]), ("confirmed", "active", clock[0])]
    assert events(world, 1) == wanted


@pytest.mark.both_engines
def test_each_pairing_that_comes_into_force_has_its_own_audit_row(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY + timedelta(days=1)
    force(world)
    with world.database.read() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "confirm")).all()
        assert sorted(row.object for row in rows if row.detail["act"] == "into_force") == ["pairing:1", "pairing:2"]


@pytest.mark.both_engines
def test_a_running_notice_holds_them_back_unless_a_reason_is_given(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY
    with pytest.raises(Conflict, match="notice_runs") as caught:
        force(world)
    assert caught.value.data == {"count": 2, "until": WEDNESDAY}
    assert force(world, early_reason="9月5日为调休工作日") == 2
    with world.database.read() as session:
        reasons = session.scalars(select(PairingEvent.reason).where(PairingEvent.to_status == "confirmed")).all()
        assert list(reasons) == ["9月5日为调休工作日"] * 2


def test_all_of_them_come_into_force_or_none(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY + timedelta(days=1)
    versions = seen(world)
    with pytest.raises(Stale):
        world.do("officer", pairings.bring_into_force, seen=versions | {2: versions[2] + 1})
    assert world.row(Pairing, 1).status == "notice"


def test_nobody_chosen_is_said(world: World) -> None:
    with pytest.raises(Invalid, match="nobody_chosen"):
        world.do("officer", pairings.bring_into_force, seen={})


def test_a_start_that_has_passed_moves_to_the_day_of_coming_into_force(world: World, clock: list[date]) -> None:
    """The cohort starts on 8 October; brought into force on 3 November, they run from then."""
    clock[0] = date(2026, 11, 3)
    force(world)
    assert (world.row(Pairing, 1).starts_on, world.row(Pairing, 1).ends_on) == (clock[0], date(2027, 10, 7))


def test_an_objection_that_holds_sends_the_mentee_back_to_wait(world: World) -> None:
    world.do("officer", pairings.uphold_objection, pairing_id=1, seen_version=1, reason="群众反映属实")
    assert world.row(Pairing, 1).status == "ended"
    assert [world.row(Mentee, world.mentees[name]).status for name in "甲乙"] == ["waiting", "paired"]
    again = world.scheme({"甲": "赵"}, "second")
    world.approved(again)
    assert world.step("officer", "confirm", again).pairings == 1


def test_an_objection_after_coming_into_force_is_too_late(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY + timedelta(days=1)
    force(world)
    version = world.row(Pairing, 1).version
    with pytest.raises(Conflict, match="in_force_already"):
        world.do("officer", pairings.uphold_objection, pairing_id=1, seen_version=version, reason="晚了")


def test_a_pairing_rests_and_is_taken_up_again(world: World, clock: list[date]) -> None:
    clock[0] = WEDNESDAY + timedelta(days=1)
    force(world)
    with world.database.write() as session:
        pairings.shift(session, world.staff["officer"], session.get_one(Pairing, 1), "paused", "挂职三个月")
    assert world.row(Mentee, world.mentees["甲"]).status == "paired"
    version = world.row(Pairing, 1).version
    world.do("officer", pairings.resume, pairing_id=1, seen_version=version, reason="挂职期满")
    assert world.row(Pairing, 1).status == "active"
    assert world.row(Mentee, world.mentees["甲"]).status == "paired"


@pytest.mark.parametrize("act", ["uphold_objection", "resume"])
def test_a_step_without_a_reason_is_refused(world: World, act: str) -> None:
    world.change(Pairing, 1, status={"resume": "paused"}.get(act, "notice"))
    with pytest.raises(Invalid, match="reason_needed"):
        world.do("officer", getattr(pairings, act), pairing_id=1, seen_version=1, reason=" ")
    world.change(Pairing, 1, status="notice")


def test_a_pairing_on_notice_is_not_taken_up_again(world: World) -> None:
    with pytest.raises(Conflict, match="no_such_step"):
        world.do("officer", pairings.resume, pairing_id=1, seen_version=1, reason="挂职")


@pytest.mark.both_engines
@pytest.mark.parametrize("act", ["uphold_objection", "resume"])
def test_a_leader_changes_no_pairing(world: World, act: str) -> None:
    with pytest.raises(Forbidden):
        world.do("leader", getattr(pairings, act), pairing_id=1, seen_version=1, reason="有异议")


def test_the_graph_knows_every_state_and_ends_in_the_closed_ones() -> None:
    assert set(GRAPH) == {"", *OPEN, *CLOSED}
    assert {state for state, following in GRAPH.items() if not following} == set(CLOSED)
    assert all(following in GRAPH for step in GRAPH.values() for following in step)


@pytest.mark.parametrize("before", OPEN + CLOSED)
@pytest.mark.parametrize("after", OPEN + CLOSED)
def test_shift_takes_the_steps_of_the_graph_and_no_other(lite: Database, staff: Staff, before: str, after: str) -> None:
    """All 81 steps; a refused one leaves no event."""
    world = small_world(lite, staff)
    pairing_id = one_pairing(world, before)
    with lite.write() as session:
        row = session.get(Pairing, pairing_id)
        assert row
        if after in GRAPH[before]:
            pairings.shift(session, world.staff["officer"], row, after, "理由")
        else:
            with pytest.raises(Conflict, match="no_such_step"):
                pairings.shift(session, world.staff["officer"], row, after, "理由")
    assert len(events(world, pairing_id)) == (after in GRAPH[before])


@pytest.mark.parametrize(
    ("before", "after", "mentee"),
    [
        ("notice", "ended", "waiting"), ("confirmed", "ended", "waiting"), ("active", "ended", "ended"),
        ("active", "changed", "waiting"), ("due", "graduated", "graduated"), ("due", "extended", "extended"),
        ("active", "due", "paired"), ("active", "paused", "paired"),
    ],
)  # fmt: skip
def test_the_mentee_follows_the_last_open_pairing(
    lite: Database, staff: Staff, before: str, after: str, mentee: str
) -> None:
    world = small_world(lite, staff)
    pairing_id = one_pairing(world, before)
    with lite.write() as session:
        pairings.shift(session, world.staff["officer"], session.get(Pairing, pairing_id), after)  # type: ignore[arg-type]
    assert world.row(Mentee, world.mentees["甲"]).status == mentee


def test_a_mentee_with_another_open_pairing_stays_paired(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    lead, _second = one_pairing(world, "active"), one_pairing(world, "active", mentor="李", role="second")
    with lite.write() as session:
        pairings.shift(session, world.staff["officer"], session.get(Pairing, lead), "ended")  # type: ignore[arg-type]
    assert world.row(Mentee, world.mentees["甲"]).status == "paired"


def one_pairing(world: World, status: str, *, mentor: str = "王", role: str = "lead") -> int:
    """A pairing of 甲 in a given state, put in by hand."""
    world.change(Mentee, world.mentees["甲"], status="paired")
    with world.database.write() as session:
        row = Pairing(
            cohort_id=world.cohort_id, mentee_id=world.mentees["甲"], mentor_id=world.mentors[mentor], role=role,
            status=status, starts_on=FRIDAY, ends_on=date(2027, 9, 3),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id
