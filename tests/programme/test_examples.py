"""A pairing as an example: named and taken back by whoever may approve; 老带新 and 党带群; where all of it is told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from db.clock import today
from db.engines import Database
from db.models import Cohort, ExamplePair, Mentee, Person
from db.queries.pairings import pairings
from db.queries.standings import examples
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.examples import end_example, name_example
from programme.pair_kinds import kinds, kinds_of
from programme.papers.report import report_values
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import pairing_of, world_in_force
from tests.support.signing import World

REASON = "做法可学可推广"


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """王 leads 甲 and 乙, 李 leads 丙, in force for 45 days; all mentors are off the front line, all mentees reserve cadres."""
    return world_in_force(database, staff)


@pytest.fixture
def small(lite: Database, staff: Staff) -> Iterator[World]:
    """The same where the engine plays no part."""
    yield world_in_force(lite, staff)


def named(world: World, who: str = "chief", mentee: str = "甲", **changed: object) -> int:
    pairing = pairing_of(world, mentee)
    told = {"pairing_id": pairing.id, "seen_version": pairing.version, "since": today(), "reason": REASON, **changed}
    return int(world.do(who, name_example, **told))


@pytest.mark.both_engines
def test_an_example_is_named_told_and_taken_back_and_may_be_named_again(world: World) -> None:
    key, pairing = named(world), pairing_of(world, "甲")
    with pytest.raises(Conflict, match="example_already"):
        named(world)
    shown = look(world.database, world.staff["officer"], pairings, cohort_id=world.cohort_id).set_index("mentee")
    assert shown["example_since"].notna().to_dict() == {"甲": True, "乙": False, "丙": False}
    with pytest.raises(Stale):
        world.do("chief", end_example, example_id=key, seen_version=2, on=today(), reason="调整")
    world.do("chief", end_example, example_id=key, seen_version=1, on=today(), reason="导师岗位调整")
    row = world.row(ExamplePair, key)
    assert (row.ends_on, row.ended_why, row.ended_by_id) == (today(), "导师岗位调整", world.staff["chief"].id)
    with pytest.raises(Conflict, match="standing_ended"):
        world.do("chief", end_example, example_id=key, seen_version=2, on=today(), reason="再次")
    named(world)
    told = look(world.database, world.staff["officer"], examples, pairing_id=pairing.id)
    assert told["reason"].tolist() == [REASON, REASON]
    assert told["ends_on"].isna().tolist() == [True, False]


def test_an_example_needs_the_right_to_approve_a_reason_and_a_pairing_in_force(small: World) -> None:
    with pytest.raises(Forbidden):
        named(small, "officer")
    with pytest.raises(Invalid, match="standing_reason"):
        named(small, reason=" ")
    with pytest.raises(Invalid, match="example_before"):
        named(small, since=today() - timedelta(days=46))
    with pytest.raises(Invalid, match="future_day"):
        named(small, since=today() + timedelta(days=1))
    with pytest.raises(Stale):
        named(small, seen_version=99)
    pairing = pairing_of(small, "丙")
    small.change(type(pairing), pairing.id, status="notice")
    with pytest.raises(Conflict, match="example_not_in_force"):
        named(small, mentee="丙")
    assert named(small, "leader") > 0


def test_an_example_is_named_and_taken_back_after_its_cohort_was_closed(small: World) -> None:
    small.change(Cohort, small.cohort_id, status="closed")
    key = named(small)
    small.do("chief", end_example, example_id=key, seen_version=1, on=today(), reason="不再适宜推广")
    assert small.row(ExamplePair, key).ends_on == today()


@pytest.mark.parametrize(
    ("standing", "party", "led", "category", "found"),
    [
        ("second_line", "party_member", "masses", "young_cadre", ("old_new", "party_mass")),
        ("in_office", "party_member", "league_member", "young_cadre", ("party_mass",)),
        ("retired", "party_member", "probationary_member", "young_cadre", ("old_new",)),
        ("second_line", "probationary_member", "masses", "reserve_cadre", ()),
        ("in_office", "party_member", "", "young_cadre", ()),  # not on record: nobody is guessed to be no member
        ("rehired", "masses", "party_member", "young_cadre", ("old_new",)),
    ],
)
def test_the_kinds_follow_from_who_the_two_are(
    standing: str, party: str, led: str, category: str, found: tuple[str, ...]
) -> None:
    assert kinds(standing, party, led, category) == found


def test_the_report_counts_the_kinds_and_lists_the_examples(small: World) -> None:
    """王 is a member and leads 甲 (masses, young) and 乙 (member): one 党带群, one 老带新; 甲's pairing is the example."""
    small.change(Person, small.mentors["王"], party="party_member")
    small.change(Mentee, small.mentees["甲"], category="young_cadre")
    for name, party in (("甲", "masses"), ("乙", "party_member")):
        small.change(Person, small.row(Mentee, small.mentees[name]).person_id, party=party)
    named(small)
    shown = look(small.database, small.staff["officer"], pairings, cohort_id=small.cohort_id).to_dict("records")
    assert {row["mentee"]: kinds_of(row) for row in shown} == {"甲": ("old_new", "party_mass"), "乙": (), "丙": ()}
    told = look(small.database, small.staff["officer"], report_values, cohort_id=small.cohort_id)
    assert told["pair_kinds"] == "在帮带的师徒中，“老带新”1对，“党带群”1对；现有示范对子1对。"
    [row] = told["examples"]
    assert (row["mentor"], row["mentee"], row["reason"]) == ("王", "甲", REASON)
    assert told["pilots"] == ""
