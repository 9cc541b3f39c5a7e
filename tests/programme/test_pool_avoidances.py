"""A declared ground bars a pair both ways, is told to nobody outside the office, and stays in the log when taken back."""

from datetime import date

import pytest

from db.engines import Database
from db.models import Avoidance, Pairing
from db.queries import people
from programme import avoidances
from programme.errors import Conflict, Forbidden, Invalid, NotFound
from programme.snapshot import load_pool
from tests.conftest import Staff
from tests.support.pool import World, small_pool


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine."""
    return small_pool(database, staff("officer"))


def declare(world: World, ground: str = "collateral") -> avoidances.Declared:
    result = world.act(
        avoidances.declare, person_id=world.mentor, other_id=world.mentee_person, ground=ground
    )  # fmt: skip
    assert isinstance(result, avoidances.Declared)
    return result


def test_a_declaration_bars_the_pair_in_the_next_run(world: World) -> None:
    declare(world)
    with world.database.read() as session:
        pool = load_pool(session, world.cohort)
    assert pool.avoid == {(f"p{world.mentee_person}", f"p{world.mentor}")}


def test_it_is_one_declaration_whichever_way_round_it_is_made(world: World) -> None:
    declare(world)
    with pytest.raises(Conflict, match="declared_already"):
        world.act(avoidances.declare, person_id=world.mentee_person, other_id=world.mentor, ground="spouse")
    (row,) = world.rows(Avoidance)
    assert row.person_a < row.person_b


@pytest.mark.both_engines
def test_both_people_show_it_with_the_other_ones_name(world: World) -> None:
    declare(world)
    mine = world.look(people.avoidances, person_id=world.mentor)
    theirs = world.look(people.avoidances, person_id=world.mentee_person)
    assert mine[["name", "ground"]].values.tolist() == [["陈思远", "collateral"]]
    assert theirs[["name", "ground"]].values.tolist() == [["王建国", "collateral"]]


@pytest.mark.both_engines
def test_a_liaison_of_the_persons_own_unit_sees_no_declaration(world: World, staff: Staff) -> None:
    declare(world)
    liaison = staff("liaison", unit_id=world.village)
    assert world.look(people.avoidances, by=liaison, person_id=world.mentor).empty


def test_the_ground_does_not_stand_in_the_history_of_either_person(world: World) -> None:
    declare(world)
    told = world.look(
        people.history, objects=(f"person:{world.mentor}", f"mentee:{world.mentee}", f"person:{world.mentee_person}")
    )  # fmt: skip
    assert not any("ground" in detail for detail in told["detail"])


@pytest.mark.both_engines
def test_taking_it_back_frees_the_pair_and_the_log_keeps_what_it_said(world: World) -> None:
    world.act(avoidances.withdraw, avoidance_id=declare(world).id)
    assert world.rows(Avoidance) == []
    last = world.audits()[0]
    assert (last.detail["act"], last.detail["ground"]) == ("withdraw_avoidance", "collateral")
    assert last.detail["people"] == sorted([world.mentor, world.mentee_person])
    with pytest.raises(NotFound):
        world.act(avoidances.withdraw, avoidance_id=1)


def test_an_open_pairing_between_the_two_is_told(world: World) -> None:
    with world.database.write() as session:
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status="active",
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip
    assert declare(world).bound


def test_nonsense_is_refused(world: World, staff: Staff) -> None:
    with pytest.raises(Invalid, match="same_two"):
        world.act(avoidances.declare, person_id=world.mentor, other_id=world.mentor, ground="spouse")
    with pytest.raises(Invalid, match="not_in_list"):
        declare(world, ground="friends")
    with pytest.raises(Forbidden):
        world.act(
            avoidances.declare, by=staff("publicity"), person_id=world.mentor, other_id=world.mentee_person, ground="spouse"
        )  # fmt: skip
    assert world.rows(Avoidance) == []
