"""Read models of the pool: loads, places and words as they are kept, a liaison's own unit only, and never a query per person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from db.engines import Database
from db.models import MentorProfile, Pairing
from db.queries import mentees, mentors, people, words
from programme import pool
from programme.errors import Forbidden
from programme.usecase import look
from tests.conftest import Staff
from tests.support.pool import World, small_pool

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine."""
    return small_pool(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def bind(world: World, status: str, role: str = "lead") -> None:
    with world.database.write() as session:
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status=status, role=role,
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip


def in_pool(world: World, capacity: int) -> None:
    with world.database.write() as session:
        row = session.get(MentorProfile, world.mentor)
        assert row
        row.status, row.capacity = "in_pool", capacity


def statements(world: World, query: Callable[..., Any], **arguments: Any) -> int:
    """How many statements a read model sends."""
    count = 0

    def note(*_anything: object) -> None:
        nonlocal count
        count += 1

    engine = world.database._reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        world.look(query, **arguments)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return count


def test_open_pairings_of_any_state_and_role_are_the_load(world: World) -> None:
    """Two open ones and a closed one with three seats leave one free."""
    in_pool(world, 3)
    bind(world, "graduated")
    bind(world, "active")
    bind(world, "notice", role="second")
    row = world.look(mentors.mentors).iloc[0]
    assert (row["load"], row["capacity"], row["free"]) == (2, 3, 1)


def test_a_mentor_over_capacity_has_no_free_seat_and_no_negative_one(world: World) -> None:
    in_pool(world, 0)
    bind(world, "active")
    assert world.look(mentors.mentors).iloc[0]["free"] == 0


def test_who_is_not_in_the_pool_has_no_free_seat(world: World) -> None:
    assert world.look(mentors.mentors).iloc[0][["status", "capacity", "free"]].tolist() == ["nominated", 2, 0]


def test_expertise_stands_with_its_grades_the_best_first(world: World) -> None:
    row = world.look(mentors.mentors).iloc[0]
    assert row["expertise"] == [("mass_work", 5), ("land_acquisition", 3)]
    assert row["dialects"] == ["zhuyuan"]
    assert (row["unit"], row["county"], row["township"]) == ("竹源县青坞镇", "竹源县", "青坞镇")


def test_a_mentee_serves_where_the_unit_stands_unless_a_place_is_entered(world: World) -> None:
    def place() -> list[str]:
        row = world.look(mentees.mentees, cohort_id=world.cohort).iloc[0]
        return [row["county"], row["township"], row["served_county"]]

    assert place() == ["市直", "", ""]
    world.act(
        pool.edit_mentee, mentee_id=world.mentee, seen={"person": 1, "mentee": 1},
        values={"county": "竹源县", "township": "青坞镇"},
    )  # fmt: skip
    assert place() == ["竹源县", "青坞镇", "竹源县"]


def test_the_mentor_of_a_mentee_is_the_open_lead(world: World) -> None:
    assert world.look(mentees.mentees, cohort_id=world.cohort).iloc[0]["mentor"] == ""
    bind(world, "ended")
    bind(world, "active", role="second")
    assert world.look(mentees.mentees, cohort_id=world.cohort).iloc[0]["mentor"] == ""
    bind(world, "active")
    row = world.look(mentees.mentees, cohort_id=world.cohort).iloc[0]
    assert (row["mentor"], row["mentor_id"]) == ("王建国", world.mentor)
    led = world.look(mentors.led_by, person_id=world.mentor)
    assert led["name"].tolist() == ["陈思远", "陈思远"]


def test_empty_tables_still_have_their_columns(lite: Database, staff: Staff) -> None:
    officer = staff("officer")
    assert {"expertise", "free", "unit_id"} <= set(look(lite, officer, mentors.mentors).columns)
    assert {"needs", "county", "mentor_id"} <= set(look(lite, officer, mentees.mentees, cohort_id=1).columns)
    assert {"aliases", "held"} <= set(look(lite, officer, words.terms).columns)
    assert {"dialects", "county"} <= set(look(lite, officer, words.places).columns)


def test_a_liaison_counts_a_word_among_its_own_people_only(world: World, staff: Staff) -> None:
    """王建国 of the village does mass work, 陈思远 of the finance bureau needs it."""
    village, finance = staff("liaison", unit_id=world.village), staff("liaison", unit_id=world.finance)
    told = {}
    for name, by in (("all", None), ("village", village), ("finance", finance)):
        row = world.look(words.terms, by=by).set_index("code").loc["mass_work"]
        told[name] = (row["held"], row["wanted"])
    assert told == {"all": (1, 1), "village": (1, 0), "finance": (0, 1)}


def test_a_liaison_sees_the_people_and_the_unit_of_its_own_only(world: World, staff: Staff) -> None:
    village, finance = staff("liaison", unit_id=world.village), staff("liaison", unit_id=world.finance)
    assert world.look(mentors.mentors, by=village)["name"].tolist() == ["王建国"]
    assert world.look(mentors.mentors, by=finance).empty
    assert world.look(mentees.mentees, by=village, cohort_id=world.cohort).empty
    assert world.look(mentees.mentees, by=finance, cohort_id=world.cohort)["name"].tolist() == ["陈思远"]
    assert world.look(people.people, by=village)["name"].tolist() == ["王建国"]
    assert world.look(words.units, by=village)["id"].tolist() == [world.village]


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_three_administrators_read_nobodys_data(small: World, staff: Staff, role: str) -> None:
    for query, arguments in (
        (mentors.mentors, {}),
        (mentees.mentees, {"cohort_id": 1}),
        (people.people, {}),
        (words.terms, {}),
    ):
        with pytest.raises(Forbidden):
            small.look(query, by=staff(role), **arguments)


def test_the_number_of_statements_does_not_grow_with_the_people(small: World) -> None:
    """The same few statements for one mentor and for thirty, with expertise, dialects and needs each."""
    before = statements(small, mentors.mentors), statements(small, mentees.mentees, cohort_id=small.cohort)
    for number in range(30):
        name = chr(0x4E00 + 40 * number) + "明"
        small.act(pool.add_mentor, values={"name": name, "expertise": {"mass_work": 4}, "dialects": ["zhuyuan"]})
        small.act(
            pool.add_mentee, cohort_id=small.cohort,
            values={"name": name + "明", "category": "young_cadre", "needs": ["mass_work"]},
        )  # fmt: skip
    assert len(small.look(mentors.mentors)) == 31
    assert (statements(small, mentors.mentors), statements(small, mentees.mentees, cohort_id=small.cohort)) == before
    assert max(before) <= 5


def test_words_say_how_often_they_are_used(world: World) -> None:
    terms = world.look(words.terms).set_index(["kind", "code"])
    assert terms.loc[("expertise", "mass_work"), ["held", "wanted"]].tolist() == [1, 1]
    assert terms.loc[("expertise", "official_writing"), ["held", "wanted"]].tolist() == [0, 1]
    assert terms.loc[("dialect", "zhuyuan"), ["held", "wanted"]].tolist() == [1, 0]
    assert terms.loc[("field", "green_finance"), "wanted"] == 1
    units = world.look(words.units)
    assert units[["name", "people"]].values.tolist() == [["市财政局", 1], ["竹源县青坞镇", 1]]
    assert units["aliases"].tolist() == [[], ["青坞镇政府"]]
