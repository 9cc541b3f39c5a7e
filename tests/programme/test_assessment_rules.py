"""The quota at its boundary, thresholds that only point, and conclusions in any order that stay within the allowed states."""

import shutil
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from db.clock import today
from db.engines import Database
from db.models import (
    Account,
    Assessment,
    Conclusion,
    MentorExit,
    MentorProfile,
    Pairing,
    PairingEvent,
    Unit,
)
from programme import pool_exits
from programme.access import Actor
from programme.assessment import weak
from programme.assessment.quota import allowed, lines, quota
from programme.assessment.weak import Thresholds, weak_mentors
from programme.errors import Forbidden, Invalid, ProgrammeError
from programme.invariants import check
from programme.pairings import GRAPH
from programme.pool_exits import Way
from programme.usecase import look
from tests.conftest import Staff
from tests.support.assess_world import (
    assess_world,
    assessment_of,
    decided,
    graded,
    opened,
    planned,
    proposed,
)
from tests.support.changing import AGO
from tests.support.signing import World


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    return assess_world(lite, staff)


@pytest.mark.parametrize(
    ("people", "share", "most"),
    [(10, 20, 2), (9, 20, 1), (5, 20, 1), (4, 20, 0), (100, 25, 25), (99, 25, 24), (7, 0, 0)],
)
def test_exactly_the_share_is_within_the_quota(people: int, share: int, most: int) -> None:
    assert allowed(people, share) == most
    (whole, *_rest) = lines([(1, "甲局", people, most)], share, "grade")
    assert whole.too_many == 0
    (whole, *_rest) = lines([(1, "甲局", people, most + 1)], share, "grade")
    assert whole.too_many == 1


@given(
    counts=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda two: (max(two), min(two))), max_size=12
    ),
    share=st.integers(0, 25),
)
def test_the_lines_count_everybody_once_and_agree_with_the_share(counts: list[tuple[int, int]], share: int) -> None:
    """Against an oracle of its own: too many means more than the share of hundredths, and then exactly so many more."""
    told = [(number, f"单位{number}", people, highest) for number, (people, highest) in enumerate(counts, 1)]
    found = lines(told, share, "grade")
    assert found[0].people == sum(line.people for line in found[1:]) == sum(people for people, _highest in counts)
    assert found[0].highest == sum(line.highest for line in found[1:]) == sum(highest for _people, highest in counts)
    for line in found:
        over = 100 * line.highest > share * line.people
        assert bool(line.too_many) == over
        assert 100 * (line.highest - line.too_many) <= share * line.people or not over


def test_units_too_small_for_one_are_counted_together() -> None:
    """Two units of 3 with one excellent each: 2 of 6 where 20 % of 6 allows 1."""
    found = lines([(1, "甲局", 3, 1), (2, "乙局", 3, 1), (3, "丙局", 10, 2)], 20, "grade")
    assert [(line.scope, line.people, line.highest, line.too_many) for line in found] == [
        ("cohort", 16, 4, 1), ("unit", 10, 2, 0), ("small", 6, 2, 1),
    ]  # fmt: skip


def test_the_scales_are_counted_apart_and_a_warning_bars_nothing(world: World) -> None:
    key = opened(world, "annual")
    for name in "甲乙丙":
        graded(world, name, "excellent", annual_grade="competent")
    found = {line.scale: line.too_many for line in look(world.database, world.staff["officer"], quota, round_id=key)}
    assert found == {"grade": 3, "annual_grade": 0}
    assert {assessment_of(world, name).grade for name in "甲乙丙"} == {"excellent"}


def test_a_liaison_sees_its_own_unit_in_the_quota(world: World, staff: Staff) -> None:
    with world.database.write() as session:
        unit = Unit(name="青坞镇", kind="township")
        session.add(unit)
        session.flush()
        key = unit.id
    round_id = opened(world, "annual")
    graded(world, "甲", "excellent")
    graded(world, "乙", "excellent")
    world.change(Assessment, assessment_of(world, "甲").id, unit_id=key)
    liaison = staff("liaison", unit_id=key)
    assert (
        sum(line.highest for line in look(world.database, liaison, quota, round_id=round_id) if line.scale == "grade")
        == 1
    )


def weak_ones(world: World) -> dict[int, tuple[str, ...]]:
    return {one.person_id: one.flags for one in look(world.database, world.staff["officer"], weak_mentors)}


def test_poor_grades_point_at_a_mentor_from_two_graded_pairings_on(world: World) -> None:
    """王 leads 甲 and 乙: one poor of two is 50 %. 李 leads 丙 alone: one is too few."""
    opened(world)
    assert weak_ones(world) == {}
    graded(world, "甲", "unqualified")
    graded(world, "丙", "unqualified")
    assert weak_ones(world) == {}
    graded(world, "乙", "qualified")
    assert weak_ones(world) == {world.mentors["王"]: ("poor_share",)}


def test_a_mean_score_below_the_bar_points_and_one_at_it_does_not(world: World) -> None:
    opened(world)
    for name in "甲乙":
        graded(world, name, "qualified", self=70, mentor=70, leader=70, head=70)
    assert weak_ones(world) == {}
    world.do("officer", weak.set_thresholds, wanted=Thresholds(mean_score=71))
    assert weak_ones(world) == {world.mentors["王"]: ("mean_score",)}


def test_stalled_pairings_point_from_two_on(world: World) -> None:
    """In force for 45 days without any record."""
    world.do("officer", weak.set_thresholds, wanted=Thresholds(silent_days=AGO.days))
    assert weak_ones(world) == {world.mentors["王"]: ("stalled",)}
    world.do("officer", weak.set_thresholds, wanted=Thresholds(silent_days=AGO.days + 1))
    assert weak_ones(world) == {}


@pytest.mark.parametrize(
    "wrong", [{"mean_score": 101}, {"poor_share": 0}, {"silent_days": 14}, {"stalled": 0}, {"fewest": 0}]
)
def test_thresholds_keep_to_their_ranges(world: World, wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="threshold_range"):
        world.do("officer", weak.set_thresholds, wanted=Thresholds(**wrong))


def test_being_pointed_at_moves_nobody_and_an_exit_takes_two_people(world: World) -> None:
    opened(world)
    graded(world, "甲", "unqualified")
    graded(world, "乙", "unqualified")
    key = world.mentors["王"]
    assert world.row(MentorProfile, key).status == "in_pool"
    way = Way("weak_results", "两对不合格")
    seen = world.row(MentorProfile, key).version
    world.do("officer", pool_exits.propose_exit, person_id=key, seen_version=seen, way=way)
    (one,) = look(world.database, world.staff["officer"], weak_mentors)
    assert one.exit_proposed
    with pytest.raises(ProgrammeError, match="exit_has_pairs"):
        world.do("chief", pool_exits.decide_exit, exit_id=1, seen_version=1, agreed=True)
    assert world.row(MentorExit, 1).status == "proposed"


def test_a_liaison_is_told_of_no_weak_mentor(world: World, staff: Staff) -> None:
    opened(world)
    graded(world, "甲", "unqualified")
    graded(world, "乙", "unqualified")
    assert look(world.database, staff("liaison"), weak_mentors) == []
    with pytest.raises(Forbidden):
        world.do("leader", weak.set_thresholds, wanted=Thresholds())


STEPS = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙"), st.sampled_from(["graduate", "extend", "other", "end", "change"]),
        st.sampled_from(["agree", "refuse", "leave"]), st.sampled_from(["chief", "deputy", "officer"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, data=st.data())
def test_whatever_is_concluded_in_whatever_order_every_state_is_a_legal_one(
    steps: list[tuple[str, str, str, str]], data: Any, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any
) -> None:
    """A history of random proposals and decisions: refused ones leave nothing, the others keep every invariant."""
    world = fresh(tmp_path_factory, sqlite_template)
    opened(world)
    for name in "甲乙丙":
        planned(world, name, 5, 5)
        graded(world, name, data.draw(st.sampled_from(["excellent", "unqualified"])))
    for step in steps:
        with suppress(ProgrammeError, NoResultFound):
            take(world, *step)
    with world.database.read() as session:
        assert check(session) == []
        for row in session.execute(select(PairingEvent.from_status, PairingEvent.to_status)):
            assert row.to_status in GRAPH[row.from_status]
        for one in session.scalars(select(Conclusion).where(Conclusion.status == "carried_out")):
            assert one.decided_by_id not in (None, one.by_id)
            assert session.get_one(Pairing, one.pairing_id).status in ("graduated", "extended", "changed", "ended")
    world.database.close()


def take(world: World, name: str, kind: str, end: str, who: str) -> None:
    """One proposal by the officer, and what somebody makes of it."""
    more: dict[str, Any] = {"ground": "研究同意", "override": "研究同意"}
    if kind in ("extend", "other"):
        more["ends_on"] = today() + timedelta(days=900)
    if kind in ("other", "change"):
        more["mentor_id"] = world.mentors["赵"]
    if kind in ("end", "change"):
        more["reason"] = {"end": "promoted", "change": "not_suited"}[kind]
    key = proposed(world, name, "extend" if kind == "other" else kind, **more)
    if end != "leave":
        decided(world, key, who, agreed=end == "agree", answer="意见")


def fresh(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> World:
    """A world of its own for each history."""
    path = tmp_path_factory.mktemp("history") / "world.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")

    def make(role: str) -> Actor:
        with database.write() as session:
            count = len(session.scalars(select(Account.id)).all())
            row = Account(login=f"{role}{count}", name=f"{role}{count}", role=role, password_hash="", must_change=False)
            session.add(row)
            session.flush()
            return Actor(row.id, row.login, row.name, row.role, None)

    return assess_world(database, make)
