"""The pool as the engine takes it says what the tables say: seats, loads, reasons, relations."""

import pytest

from db.engines import Database
from db.models import MentorProfile, PlaceDialect
from matching import Mentee, Mentor, Pool
from programme.snapshot import key_of, load_pool, person_of, waiting_mentees
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    world = match_world(database, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县", township="青坞镇", stream="organ")
    world.add_unit("市财政局", "市直")
    return world


def pool_of(world: MatchWorld) -> Pool:
    with world.database.read() as session:
        return load_pool(session, world.cohort_id)


def mentor(world: MatchWorld, name: str) -> Mentor:
    return next(person for person in pool_of(world).mentors if person.id == world.key(name))


def mentee(world: MatchWorld, name: str) -> Mentee:
    return next(person for person in pool_of(world).mentees if person.id == world.key(name))


def test_a_key_is_the_same_for_a_person_in_either_role_and_can_be_read_back(world: MatchWorld) -> None:
    world.add_mentor("王", 2)
    world.add_mentee("王")
    pool = pool_of(world)
    assert [person.id for person in pool.mentors] == [person.id for person in pool.mentees] == [world.key("王")]
    assert person_of(key_of(7)) == 7


def test_a_mentor_brings_expertise_fields_dialects_place_and_years(world: MatchWorld) -> None:
    world.add_term("field", "GREEN_FINANCE")
    world.add_mentor(
        "王",
        3,
        "竹源县信访局",
        {"mass_work": 5, "GREEN_FINANCE": 3, "forgotten": 0},
        ["lanzhou"],
        grassroots_years=17.5,
    )
    assert mentor(world, "王") == Mentor(
        id=world.key("王"),
        capacity=3,
        expertise={"mass_work": 5, "GREEN_FINANCE": 3},
        fields=frozenset({"GREEN_FINANCE"}),
        dialects=frozenset({"lanzhou"}),
        county="竹源县",
        township="青坞镇",
        unit=f"u{world.units['竹源县信访局']}",
        stream="organ",
        grassroots_years=17.5,
    )


def test_a_mentee_brings_ranked_needs_the_place_served_and_its_dialects(world: MatchWorld) -> None:
    world.add_mentee(
        "甲", "市财政局", ["b", "a", "c"], "GREEN_FINANCE", county="竹源县", township="枫岭乡", priority=2, demand=2
    )
    for county, township, code in (
        ("竹源县", "", "zhuyuan"),
        ("竹源县", "枫岭乡", "she"),
        ("竹源县", "青坞镇", "henan"),
        ("市直", "", "lanzhou"),
    ):
        world.add(PlaceDialect(county=county, township=township, term_id=world.add_term("dialect", code)))
    assert mentee(world, "甲") == Mentee(
        id=world.key("甲"),
        demand=2,
        priority=2,
        needs=("b", "a", "c"),
        field="GREEN_FINANCE",
        place_dialects=frozenset({"zhuyuan", "she"}),
        county="竹源县",
        township="枫岭乡",
        unit=f"u{world.units['市财政局']}",
    )


def test_a_mentee_without_a_place_serves_where_the_unit_is(world: MatchWorld) -> None:
    world.add_mentee("甲", "竹源县信访局")
    world.add_mentee("乙", "竹源县信访局", county="市直")
    assert (mentee(world, "甲").county, mentee(world, "甲").township) == ("竹源县", "青坞镇")
    assert (mentee(world, "乙").county, mentee(world, "乙").township) == ("市直", "")


def test_the_load_counts_open_pairings_of_every_cohort_and_no_closed_one(world: MatchWorld) -> None:
    world.add_mentor("王", 3)
    world.add_mentor("李", 3)
    earlier = world.add_cohort("2025年批次")
    for name, cohort, status in (
        ("甲", earlier, "paused"),
        ("乙", earlier, "ended"),
        ("丙", world.cohort_id, "notice"),
    ):
        person = world.add_mentee(name, cohort_id=cohort, status="paired")
        world.add_pairing(person, "王", status, cohort)
    assert (mentor(world, "王").load, mentor(world, "李").load) == (2, 0)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("in_pool", ""),
        ("nominated", "unconfirmed"),
        ("reviewed", "unconfirmed"),
        ("paused", "paused"),
        ("left", "left"),
    ],
)
def test_a_mentor_who_cannot_be_given_anybody_is_in_the_pool_with_the_reason(
    world: MatchWorld, status: str, reason: str
) -> None:
    world.add_mentor("王", 2, status=status)
    assert mentor(world, "王").available == reason


def test_only_people_of_the_cohort_who_still_wait_are_in_the_pool(world: MatchWorld) -> None:
    waiting = world.add_mentee("甲")
    world.add_mentee("乙", status="paired")
    world.add_mentee("丙", cohort_id=world.add_cohort("2025年批次"))
    assert [person.id for person in pool_of(world).mentees] == [world.key("甲")]
    with world.database.read() as session:
        assert waiting_mentees(session, world.cohort_id) == {world.key("甲"): waiting}


def test_who_has_three_full_years_on_the_cohorts_date_is_ineligible_and_says_so(world: MatchWorld) -> None:
    # eligible_on is 2026-09-01: from 2023-09 it is 36 months (not fewer), from 2023-10 it is 35.
    world.add_mentee("甲", work_start="2023-09", category="young_cadre")
    world.add_mentee("乙", work_start="2023-10", category="young_cadre")
    assert (mentee(world, "甲").ineligible, mentee(world, "乙").ineligible) == ("months_reached", "")


def test_who_is_already_led_in_another_cohort_is_not_given_a_second_mentor(world: MatchWorld) -> None:
    world.add_mentor("王", 2)
    earlier = world.add_cohort("2025年批次")
    world.add_pairing(world.add_mentee("甲", cohort_id=earlier, status="paired"), "王", cohort_id=earlier)
    world.add_mentee("甲")
    assert mentee(world, "甲").ineligible == "already_led"


def test_declared_avoidance_holds_whoever_of_the_two_is_the_mentor(world: MatchWorld) -> None:
    world.add_mentor("王", 2)
    world.add_mentor("李", 2)
    for name in ("甲", "乙", "王"):
        world.add_mentee(name)
    world.declare("王", "甲")
    world.declare("李", "王")
    world.declare("甲", "乙")
    assert pool_of(world).avoid == {(world.key("甲"), world.key("王")), (world.key("王"), world.key("李"))}


def test_the_leader_of_the_same_unit_is_a_hint_at_a_chain_of_command(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "市财政局", post="副局长", standing="in_office")
    world.add_mentor("李", 2, "市财政局", post="局长", standing="second_line")
    world.add_mentor("张", 2, "市财政局", post="预算科科长", standing="in_office")
    world.add_mentor("赵", 2, "竹源县信访局", post="局长", standing="in_office")
    world.add_mentee("甲", "市财政局")
    world.add_mentee("王", "市财政局")
    assert pool_of(world).command == {(world.key("甲"), world.key("王"))}


@pytest.mark.both_engines
def test_the_snapshot_survives_json_unchanged(world: MatchWorld) -> None:
    world.add_mentor("王", 2, "市财政局", {"a": 4}, ["lanzhou"])
    world.add_mentee("甲", "竹源县信访局", ["a"])
    world.declare("王", "甲")
    pool = pool_of(world)
    assert Pool.from_dict(pool.to_dict()) == pool


def test_capacity_and_seats_are_those_of_the_profile(world: MatchWorld) -> None:
    person = world.add_mentor("王", 2)
    world.change(MentorProfile, person, capacity=0)
    assert mentor(world, "王").capacity == 0
