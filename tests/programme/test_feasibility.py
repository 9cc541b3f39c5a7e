"""The count before any run: hand-counted worlds, remedies that hold when they are tried."""

import pytest

from db.engines import Database
from db.models import MentorProfile
from db.queries.schemes import schemes
from programme.errors import Invalid
from programme.feasibility import Cell, Feasibility, Place, feasibility
from programme.remedies import Remedies, remedies
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    world = match_world(database, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县")
    world.add_unit("岚溪县财政局", "岚溪县")
    return world


def count(world: MatchWorld, **more: object) -> Feasibility:
    return world.see(feasibility, cohort_id=world.cohort_id, **more)


def short_world(world: MatchWorld) -> MatchWorld:
    """竹源县: five people and two seats; 岚溪县: two people and two seats; so three of seven stay without a seat."""
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 2, "岚溪县财政局", {"b": 5})
    for name in "甲乙丙丁戊":
        world.add_mentee(name, "竹源县信访局", ["a"])
    for name in "己庚":
        world.add_mentee(name, "岚溪县财政局", ["b"])
    return world


def test_seats_are_counted_against_people_and_the_shortage_is_said_by_county(world: MatchWorld) -> None:
    found = count(short_world(world))
    assert (found.people, found.seats, found.short) == (7, 4, 3)
    assert found.places == (Place("竹源县", 5, 2, 3), Place("岚溪县", 2, 2, 0))


def test_load_pauses_and_ineligible_people_do_not_count(world: MatchWorld) -> None:
    short_world(world)
    earlier = world.add_cohort("2025年批次")
    world.add_pairing(world.add_mentee("旧", cohort_id=earlier, status="paired"), "王", cohort_id=earlier)
    world.change(MentorProfile, world.people["李"], status="paused")
    world.add_mentee("辛", "竹源县信访局", ["a"], category="young_cadre")
    found = count(world)
    assert (found.people, found.seats, found.short) == (7, 1, 6)


def test_seats_that_the_rules_close_leave_people_short_although_the_sums_are_even(world: MatchWorld) -> None:
    world.add_mentor("王", 1, "竹源县信访局", {"a": 5})
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.add_mentor("甲", 1, "竹源县信访局", {"a": 5})
    world.add_mentee("乙", "竹源县信访局", ["a"])
    world.declare("乙", "甲")
    world.declare("甲", "王")
    # Two people, two seats: 王 may take 乙 only, 甲 nobody (himself, and 乙 avoids him), so one stays without.
    found = count(world)
    assert (found.people, found.seats, found.short) == (2, 2, 1)


def test_the_shortage_by_county_and_first_need_counts_the_countys_own_seats(world: MatchWorld) -> None:
    found = count(short_world(world))
    assert found.cells == (Cell("竹源县", "a", people=5, seats=2, short=3),)
    assert found.cells[0].missing == 3
    behind = [one.who.name for one in found.asking if (one.county, one.need) == ("竹源县", "a")]
    assert behind == list("甲乙丙丁戊")


def test_who_has_no_mentor_at_all_is_named_with_the_rules_that_stand_against_it(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 2, "岚溪县财政局", status="paused")
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.add_mentee("乙", "竹源县信访局", ["a"], category="young_cadre")
    world.declare("甲", "王")
    barred = {one.who.name: one for one in count(world).barred}
    assert (barred["甲"].reason, barred["甲"].rules) == ("", {"kinship": 1, "unavailable": 1})
    assert barred["乙"].reason == "no_work_start"
    assert barred["甲"].who.mentee_id == world.mentees["甲"]


def test_every_remedy_holds_when_it_is_tried(world: MatchWorld) -> None:
    short_world(world)
    before, tried = count(world), world.see(remedies, cohort_id=world.cohort_id)
    seats = [repair for repair in tried.repairs if repair.kind == "capacity"]
    assert seats
    for repair in seats:
        person = tried.who(repair.mentor).person_id
        profile = world.row(MentorProfile, person)
        world.change(MentorProfile, person, capacity=profile.capacity + 1)
        assert count(world).short == before.short - repair.gain
        world.change(MentorProfile, person, capacity=profile.capacity)


def test_the_bottleneck_has_one_seat_less_than_its_people_ask_for(world: MatchWorld) -> None:
    found = world.see(remedies, cohort_id=short_world(world).cohort_id)
    assert found.bottlenecks
    for gap in found.bottlenecks:
        assert gap.seats == gap.wanted - 1
        assert set(gap.mentees) | set(gap.mentors) <= set(found.names)


def test_nothing_is_to_be_mended_where_everybody_can_be_placed(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5})
    world.add_mentee("甲", "竹源县信访局", ["a"])
    found = world.see(remedies, cohort_id=world.cohort_id)
    assert (found.bottlenecks, found.repairs) == ((), ())


def test_rules_that_nobody_saved_yet_are_counted_as_if_they_were_in_force(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5}, post="局长", standing="in_office")
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.add_mentee("乙", "竹源县信访局", ["a"], category="young_cadre", work_start="2022-01")
    assert (count(world).people, count(world).short) == (1, 0)
    stricter = count(world, values={"rules": {"command": "forbid"}})
    assert (stricter.people, stricter.short) == (1, 1)
    assert count(world, values={"months_limit": 60}).people == 2
    with pytest.raises(Invalid):
        count(world, values={"floor": 101})


def test_a_ceiling_cuts_seats_and_the_count_names_whose_and_why(world: MatchWorld) -> None:
    world.add_mentor("王", 3, "竹源县信访局", standing="second_line")
    world.add_mentor("李", 4, "岚溪县财政局", standing="professional")
    assert told_cuts(world) == {"李": (4, 3, "maximum")}
    assert told_cuts(world, programme_maximum=2) == {"王": (3, 2, "maximum"), "李": (4, 2, "maximum")}
    assert told_cuts(world, ceilings={"second_line": 1, "professional": 2}) == {
        "王": (3, 1, "second_line"), "李": (4, 2, "professional"),
    }  # fmt: skip
    assert told_cuts(world, ceilings={"grassroots": 0}) == {"王": (3, 0, "grassroots"), "李": (4, 3, "maximum")}
    assert count(world, values={"ceilings": {"grassroots": 0}}).seats == 3


def told_cuts(world: MatchWorld, **values: object) -> dict[str, tuple[int, int, str]]:
    """Name -> seats in the pool, seats that count, why."""
    return {cut.who.name: (cut.seats.own, cut.seats.seats, cut.seats.cause) for cut in count(world, values=values).cuts}


@pytest.mark.both_engines
def test_an_empty_cohort_is_counted_as_nothing(world: MatchWorld) -> None:
    found = count(world)
    assert (found.people, found.seats, found.short, found.cells, found.barred) == (0, 0, 0, (), ())


def test_mentors_without_people_to_lead_are_a_county_without_shortage(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "竹源县信访局")
    assert count(world).places == (Place("竹源县", 0, 2, 0),)


def test_a_liaison_gets_the_sums_and_the_people_of_its_own_unit_only(world: MatchWorld, staff: Staff) -> None:
    short_world(world)
    liaison = staff("liaison", unit_id=world.units["岚溪县财政局"])
    found = world.see(feasibility, liaison, cohort_id=world.cohort_id)
    assert (found.people, found.seats, found.short) == (7, 4, 3)
    assert [one.who.name for one in found.asking] == ["己", "庚"]
    assert world.see(remedies, liaison, cohort_id=world.cohort_id) == Remedies()


def test_the_count_before_a_run_says_what_the_run_then_finds(
    world: MatchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    before = count(short_world(world))
    run_here(world, "first")
    row = world.see(schemes, cohort_id=world.cohort_id).iloc[0]
    assert row["unmatched"] == before.short == sum(cell.short for cell in before.cells)
