"""A remedy is tried on the whole plan: hand-computed worlds, and nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import pytest

from db.engines import Database
from db.models import MentorProfile, PolicyRow
from matching import Repair
from programme.access import Actor
from programme.feasibility import Who
from programme.remedies import Remedies, remedies
from programme.remedy_trial import STRANGER, Picture, Trial, trial
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world

Values = Mapping[str, Any]
EXPERTISE_ONLY: Values = {
    "weights": {"expertise": 1, "locality": 0, "grassroots": 0, "dialect": 0, "field": 0, "unit": 0},
}


@pytest.fixture
def world(lite: Database, staff: Staff) -> MatchWorld:
    world = match_world(lite, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县")
    world.add_unit("岚溪县财政局", "岚溪县")
    return world


def short_by_one(world: MatchWorld) -> MatchWorld:
    """甲 and 乙 ask for a, 丙 for b; 王 knows a, 李 knows b, a seat each; nobody may go to 钱, and 乙 not to 王.

    So 甲 is with 王 and 丙 with 李, both of fit 100 by expertise, and 乙 goes without.
    """
    world.add_mentor("王", 1, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 1, "岚溪县财政局", {"b": 5})
    world.add_mentor("钱", 1, "岚溪县财政局", {"b": 5})
    for mentee, need in (("甲", "a"), ("乙", "a"), ("丙", "b")):
        world.add_mentee(mentee, "竹源县信访局", [need])
        world.declare(mentee, "钱")
    world.declare("乙", "王")
    return world


def tried(world: MatchWorld, repair: Repair, values: Values = EXPERTISE_ONLY, by: Actor | None = None) -> Trial:
    return world.see(trial, by, cohort_id=world.cohort_id, repair=repair, values=values)


def name(who: Who | None) -> str:
    assert who
    return who.name


def near(picture: Picture) -> tuple[object, ...]:
    """The figures in the order of the class, rounded."""
    return tuple(value if value is None else round(value, 3) for value in astuple(picture))


def offered(world: MatchWorld, kind: str, values: Values = EXPERTISE_ONLY) -> list[Repair]:
    found: Remedies = world.see(remedies, cohort_id=world.cohort_id, values=values)
    return [repair for repair in found.repairs if repair.kind == kind]


def test_one_more_seat_places_the_third_and_says_what_it_does_to_fit_and_evenness(world: MatchWorld) -> None:
    short_by_one(world)
    [seat] = [repair for repair in offered(world, "capacity") if repair.mentor == world.key("李")]
    found = tried(world, seat)
    # Loads over seats 0/1, 1/1, 1/1 have a Gini of 1/3; 0/1, 1/1, 2/2 have the same. 乙 asks 李 for a: fit 0.
    assert near(found.before) == (2, 1, 100, 100, 0.333)
    assert near(found.after) == (3, 0, 66.667, 0, 0.333)
    [shift] = found.shifts
    assert (shift.mentee.name, shift.before, name(shift.after), shift.fit) == ("乙", None, "李", 0.0)
    [rise] = found.rises
    assert (rise.mentor.name, rise.mentor.unit, rise.before, rise.after, rise.seats) == ("李", "岚溪县财政局", 1, 2, 2)
    assert (found.seats, found.against) == ((1, 2), ())


def test_a_mentor_to_be_found_takes_the_third_and_evens_the_load(world: MatchWorld) -> None:
    short_by_one(world)
    [recruit] = offered(world, "recruit")
    assert (recruit.need, recruit.county) == ("a", "竹源县")
    found = tried(world, recruit)
    # Loads 0, 1, 1, 1 over a seat each: Gini 1/4.
    assert near(found.after) == (3, 0, 100, 100, 0.25)
    [rise] = found.rises
    assert (rise.mentor, rise.before, rise.after, rise.seats) == (STRANGER, 0, 1, 1)
    assert [shift.fit for shift in found.shifts] == [100.0]
    assert found.seats is None


def test_a_rule_is_tried_as_a_hint_for_everybody_and_names_the_pairs_it_speaks_against(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5}, post="局长", standing="in_office")
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.add_mentee("乙", "竹源县信访局", ["a"])
    values = {**EXPERTISE_ONLY, "rules": {"command": "forbid"}}
    relax = offered(world, "relax", values)[0]
    assert (relax.rule, relax.gain) == ("command", 1)
    found = tried(world, relax, values)
    assert found.before == Picture(0, 2, None, None, 0.0)
    assert found.after == Picture(2, 0, 100.0, 100.0, 0.0)
    assert {(mentee.name, mentor.name) for mentee, mentor in found.against} == {("甲", "王"), ("乙", "王")}


def test_somebody_who_changes_mentor_is_told_with_both(world: MatchWorld) -> None:
    world.add_mentor("王", 1, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 1, "岚溪县财政局", {"b": 5})
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.add_mentee("乙", "竹源县信访局", ["a"])
    world.declare("乙", "李")
    # 乙 may go to 王 only, so 甲 is with 李 (fit 0) until 王 has a second seat.
    found = tried(world, Repair("capacity", 0, mentor=world.key("王")))
    assert (found.before.mean_fit, found.after.mean_fit) == (50.0, 100.0)
    [shift] = found.shifts
    assert (shift.mentee.name, name(shift.before), name(shift.after), shift.fit) == ("甲", "李", "王", 100.0)
    assert [(rise.mentor.name, rise.before, rise.after) for rise in found.rises] == [("王", 1, 2)]


def test_a_mentor_over_the_seats_gets_as_many_as_it_takes_for_one_more(world: MatchWorld) -> None:
    earlier = world.add_cohort("2025年批次")
    world.add_mentor("王", 1, "竹源县信访局", {"a": 5})
    for mentee in "戊己":
        world.add_pairing(world.add_mentee(mentee, cohort_id=earlier, status="paired"), "王", cohort_id=earlier)
    world.add_mentee("甲", "竹源县信访局", ["a"])
    [seat] = offered(world, "capacity")
    found = tried(world, seat)
    assert (found.seats, found.before.short, found.after.short) == ((1, 3), 1, 0)
    assert [(rise.before, rise.after, rise.seats) for rise in found.rises] == [(2, 3, 3)]


def test_a_recruit_for_the_closed_stream_belongs_to_it(world: MatchWorld) -> None:
    world.add_unit("竹源县纪委监委", "竹源县", stream="discipline")
    world.add_mentor("王", 1, "竹源县信访局", {"a": 5})
    world.add_mentee("甲", "竹源县纪委监委", ["a"])
    [recruit] = offered(world, "recruit")
    assert recruit.stream == "discipline"
    assert tried(world, recruit).after.short == 0


def test_every_remedy_brings_at_least_what_was_promised(world: MatchWorld) -> None:
    short_by_one(world)
    for repair in world.see(remedies, cohort_id=world.cohort_id).repairs:
        found = tried(world, repair, {})
        assert found.before.short - found.after.short >= repair.gain > 0


def test_trying_stores_nothing(world: MatchWorld) -> None:
    short_by_one(world)
    for repair in world.see(remedies, cohort_id=world.cohort_id, values=EXPERTISE_ONLY).repairs:
        tried(world, repair)
    assert world.row(MentorProfile, world.people["李"]).capacity == 1
    with world.database.read() as session:
        assert session.query(PolicyRow).count() == 0
        assert session.query(MentorProfile).count() == 3


def test_a_liaison_gets_the_counts_and_nothing_else(world: MatchWorld, staff: Staff) -> None:
    short_by_one(world)
    liaison = staff("liaison", unit_id=world.units["岚溪县财政局"])
    found = tried(world, Repair("capacity", 1, mentor=world.key("李")), by=liaison)
    assert found == Trial(Picture(2, 1), Picture(3, 0))
