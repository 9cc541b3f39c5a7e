"""Load, supply and coverage counted by hand in a small world, on both engines, for an officer and for a liaison.

    unit      county   mentors (seats, load)                 mentees of the cohort (need)
    财政局    市直     王 (2, 1), 李 paused (1, 1)            甲 led by 王, 乙 waiting (a)
    信访局    竹源县   张 (1, 2), 赵 left (3, 0)              丙 waiting (a, b), 丁 graduated
王 knows a; 张 knows a and b; 李 knows b; 赵 knows c. 张 leads 戊 and 己 of an earlier cohort.
"""

import pytest

from db.engines import Database
from db.models import Scheme
from db.queries.workload import (
    expertise_balance,
    expertise_people,
    mentee_coverage,
    mentees_of_mentors,
    mentor_loads,
    projections,
)
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    world = match_world(database, staff("officer"))
    world.add_unit("财政局", "市直", position=1)
    world.add_unit("信访局", "竹源县", position=2)
    world.add_mentor("王", 2, "财政局", {"a": 5})
    world.add_mentor("李", 1, "财政局", {"b": 4}, status="paused")
    world.add_mentor("张", 1, "信访局", {"a": 3, "b": 4})
    world.add_mentor("赵", 3, "信访局", {"c": 5}, status="left")
    earlier = world.add_cohort("2025年批次")
    for name, unit, needs, status in (
        ("甲", "财政局", ["a"], "paired"), ("乙", "财政局", ["a"], "waiting"),
        ("丙", "信访局", ["a", "b"], "waiting"), ("丁", "信访局", [], "graduated"),
    ):  # fmt: skip
        world.add_mentee(name, unit, needs, status=status)
    for name in "戊己庚":
        world.add_mentee(name, "信访局", status="paired", cohort_id=earlier)
    world.add_pairing(world.mentees["甲"], "王")
    world.add_pairing(world.mentees["丁"], "王", status="graduated")
    for name, mentor in (("戊", "张"), ("己", "张"), ("庚", "李")):
        world.add_pairing(world.mentees[name], mentor, cohort_id=earlier)
    return world


def test_load_counts_open_pairings_of_every_cohort(world: MatchWorld) -> None:
    loads = world.see(mentor_loads).set_index("name")
    assert loads["load"].to_dict() == {"王": 1, "李": 1, "张": 2}
    assert loads["capacity"].to_dict() == {"王": 2, "李": 1, "张": 1}
    assert loads["proposed"].sum() == 0


def test_mentors_who_left_without_people_are_not_in_the_picture_but_with_people_they_are(world: MatchWorld) -> None:
    assert "赵" not in set(world.see(mentor_loads)["name"])
    world.add_pairing(world.mentees["丙"], "赵")
    assert world.see(mentor_loads).set_index("name").loc["赵", "load"] == 1


def test_a_scheme_laid_over_adds_its_pairs_and_is_offered_while_it_is_not_in_force(world: MatchWorld) -> None:
    draft = world.add_draft("乙", "王")
    loads = world.see(mentor_loads, scheme_id=draft).set_index("name")
    assert loads["proposed"].to_dict() == {"王": 1, "李": 0, "张": 0}
    offered = world.see(projections, cohort_id=world.cohort_id)
    assert offered[["id", "pairs"]].to_numpy().tolist() == [[draft, 1]]
    world.change(Scheme, draft, status="confirmed")
    assert world.see(projections, cohort_id=world.cohort_id).empty


def test_supply_and_demand_count_waiting_people_and_free_seats_of_holders_in_the_pool(world: MatchWorld) -> None:
    """a: 乙 and 丙 wait, 王 and 张 know it, only 王 has a seat; b: 丙 waits, 李 is paused, so 张 alone; c: nobody any more."""
    rows = world.see(expertise_balance, cohort_id=world.cohort_id).set_index("code")
    assert rows[["needs", "holders", "seats"]].T.to_dict() == {
        "a": {"needs": 2, "holders": 2, "seats": 1},
        "b": {"needs": 1, "holders": 1, "seats": 0},
    }


def test_the_people_behind_an_expertise_are_holders_by_grade_and_seekers_by_rank(world: MatchWorld) -> None:
    people = world.see(expertise_people, cohort_id=world.cohort_id, term_id=world.terms["expertise", "a"])
    told = people[["side", "name", "grade", "free"]].to_numpy().tolist()
    assert told == [["mentor", "王", 5, 1], ["mentor", "张", 3, 0], ["mentee", "乙", 1, 0], ["mentee", "丙", 1, 0]]


def test_nobody_behind_an_expertise_is_an_empty_table_with_its_columns(world: MatchWorld) -> None:
    people = world.see(expertise_people, cohort_id=world.cohort_id, term_id=0)
    assert people.empty and {"person_id", "side", "grade", "free"} <= set(people.columns)


def test_coverage_knows_who_is_led_who_is_proposed_and_where_they_serve(world: MatchWorld) -> None:
    draft = world.add_draft("乙", "王")
    world.add_mentee("辛", "财政局", county="竹源县")
    rows = world.see(mentee_coverage, cohort_id=world.cohort_id, scheme_id=draft).set_index("name")
    assert rows["led"].to_dict() == {"甲": 1, "乙": 0, "辛": 0, "丙": 0, "丁": 1}
    assert rows["proposed"].to_dict() == {"甲": 0, "乙": 1, "辛": 0, "丙": 0, "丁": 0}
    assert rows.loc["辛", "county"] == "竹源县" and rows.loc["甲", "county"] == "市直"
    assert world.see(mentee_coverage, cohort_id=world.cohort_id)["proposed"].sum() == 0


def test_the_people_of_a_mentor_are_those_led_now(world: MatchWorld) -> None:
    led = world.see(mentees_of_mentors, mentor_ids=[world.people["张"], world.people["王"]])
    assert sorted(led["name"]) == ["己", "戊", "甲"]


def test_a_liaison_sees_its_own_unit_only(world: MatchWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=world.units["财政局"])
    assert set(world.see(mentor_loads, by=liaison)["name"]) == {"王", "李"}
    assert set(world.see(mentee_coverage, by=liaison, cohort_id=world.cohort_id)["name"]) == {"甲", "乙"}
    rows = world.see(expertise_balance, by=liaison, cohort_id=world.cohort_id).set_index("code")
    assert rows[["needs", "holders", "seats"]].T.to_dict() == {"a": {"needs": 1, "holders": 1, "seats": 1}}
    others = [world.people["张"], world.people["李"]]
    assert world.see(mentees_of_mentors, by=liaison, mentor_ids=others).empty
