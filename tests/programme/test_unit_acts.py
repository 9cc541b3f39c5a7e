"""An act on a unit moves exactly the people it says, leaves every pairing as it is, and can be taken back to the row."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Account, Mentee, Pairing, Person, Unit, UnitAct, UnitAlias
from programme import unit_acts, units
from programme.errors import Conflict, Invalid
from programme.unit_acts import Paper
from programme.unit_acts_view import acts, touched_by
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import world_in_force
from tests.support.signing import World

PAPER = Paper(today(), "澜编〔2026〕12号", "机构改革")
HOME = "澜州市农业农村局"


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """Everybody in one unit but 王, who leads 甲 and 乙 from another one with a sub-unit, an alias and a liaison."""
    made = world_in_force(lite, staff)
    with lite.write() as session:
        other = Unit(name="市农机局", kind="organ", county="澜东区")
        session.add(other)
        session.flush()
        session.add_all(
            [Unit(name="农机站", kind="institution", parent_id=other.id), UnitAlias(alias="农机局", unit_id=other.id)]
        )
        session.get_one(Person, made.mentors["王"]).unit_id = other.id
        session.get_one(Person, made.mentors["王"]).post = "局长"
    staff("liaison", unit_id=unit_id(made, "市农机局"))
    return made


def unit_id(world: World, name: str) -> int:
    with world.database.read() as session:
        return session.scalars(select(Unit.id).where(Unit.name == name)).one()


def state(world: World) -> dict[str, list[tuple]]:
    """Who is where, whose names units have, and every pairing; versions do not count."""
    with world.database.read() as session:
        queries = {
            "people": select(Person.id, Person.unit_id),
            "accounts": select(Account.id, Account.unit_id),
            "units": select(Unit.id, Unit.name, Unit.parent_id, Unit.valid_to),
            "aliases": select(UnitAlias.alias, UnitAlias.unit_id),
            "pairings": select(Pairing.__table__),
        }
        return {name: sorted(map(tuple, session.execute(rows)), key=repr) for name, rows in queries.items()}


def merged(world: World) -> int:
    ids = {"gone_id": unit_id(world, "市农机局"), "keep_id": unit_id(world, HOME)}
    return int(world.do("officer", unit_acts.merge, paper=PAPER, **ids))


def undo(world: World, act_id: int) -> None:
    version = world.row(UnitAct, act_id).version
    world.do("officer", unit_acts.undo, act_id=act_id, seen_version=version, reason="文件作废")


def test_a_merged_unit_hands_over_everything_and_no_pairing_changes(world: World) -> None:
    before = state(world)
    merged(world)
    after = state(world)
    home = unit_id(world, HOME)
    assert world.row(Person, world.mentors["王"]).unit_id == home
    assert {unit for _key, unit in after["accounts"]} == {None, home}
    assert ("农机局", home) in after["aliases"] and ("市农机局", home) in after["aliases"]
    assert after["pairings"] == before["pairings"]


def test_before_a_merger_one_sees_whom_it_brings_under_one_roof(world: World) -> None:
    """王, who leads the bureau as 局长, would be in one unit with 甲 and 乙 whom he mentors."""
    ids = {"unit_id": unit_id(world, "市农机局"), "other_id": unit_id(world, HOME)}
    found = look(world.database, world.staff["officer"], touched_by, **ids)
    assert (found.people, found.mentors, found.mentees, found.accounts, found.parts) == (1, 1, 0, 1, 1)
    assert sorted(pair.mentee.name for pair in found.joined) == ["乙", "甲"]


def test_taken_back_a_merger_leaves_everything_as_it_was(world: World) -> None:
    before = state(world)
    undo(world, merged(world))
    assert state(world) == before


def test_a_renamed_unit_is_known_by_both_names_and_comes_back(world: World) -> None:
    before = state(world)
    key = unit_id(world, HOME)
    act_id = int(world.do("officer", unit_acts.rename, unit_id=key, name="澜州市农业局", paper=PAPER))
    assert world.row(Unit, key).name == "澜州市农业局"
    assert (HOME, key) in state(world)["aliases"]
    undo(world, act_id)
    assert state(world) == before


def test_a_split_founds_a_unit_of_the_same_kind_for_those_named(world: World) -> None:
    key, people = unit_id(world, HOME), [world.mentors["李"]]
    act_id = int(world.do("officer", unit_acts.split, unit_id=key, name="市乡村振兴局", person_ids=people, paper=PAPER))
    new = world.row(Unit, unit_id(world, "市乡村振兴局"))
    assert (new.kind, new.county, new.valid_from) == ("organ", "澜东区", PAPER.on)
    assert world.row(Person, world.mentors["李"]).unit_id == new.id
    undo(world, act_id)
    assert world.row(Person, world.mentors["李"]).unit_id == key
    assert world.row(Unit, new.id).valid_to == today()


def test_what_somebody_changed_since_is_not_overwritten_by_taking_it_back(world: World) -> None:
    act_id = merged(world)
    with world.database.write() as session:
        person = session.get_one(Person, world.mentors["王"])
        person.version += 1
    before = state(world)
    with pytest.raises(Conflict, match="unit_act_later"):
        undo(world, act_id)
    assert state(world) == before


def test_an_act_is_taken_back_once(world: World) -> None:
    act_id = merged(world)
    undo(world, act_id)
    with pytest.raises(Conflict, match="unit_act_undone"):
        undo(world, act_id)


@pytest.mark.parametrize("paper", [Paper(today(), reason=" "), Paper(today() + timedelta(days=1), reason="机构改革")])
def test_an_act_needs_words_and_a_day_that_has_come(world: World, paper: Paper) -> None:
    with pytest.raises(Invalid):
        world.do("officer", unit_acts.rename, unit_id=unit_id(world, HOME), name="新名", paper=paper)


def test_only_people_of_the_unit_can_go_to_the_new_one(world: World) -> None:
    with pytest.raises(Invalid, match="split_stranger"):
        world.do(
            "officer", unit_acts.split, unit_id=unit_id(world, HOME), name="新局",
            person_ids=[world.mentors["王"]], paper=PAPER,
        )  # fmt: skip


def test_every_act_stands_on_file_with_its_paper_and_its_end(world: World) -> None:
    undo(world, merged(world))
    (row,) = look(world.database, world.staff["officer"], acts)
    assert (row.kind, row.unit, row.other, row.number, row.people) == ("merge", "市农机局", HOME, PAPER.number, 1)
    assert (row.undone_by, row.undone_why) == (world.staff["officer"].name, "文件作废")


def test_a_split_is_not_taken_back_over_people_who_came_since(world: World) -> None:
    """The new unit would end with 丁 in it, whom the act never moved."""
    person = world.row(Mentee, world.mentees["甲"]).person_id
    act_id = int(
        world.do(
            "officer", unit_acts.split, unit_id=unit_id(world, HOME), name="市农业执法支队", person_ids=[person], paper=PAPER
        )
    )  # fmt: skip
    later = world.row(Mentee, world.mentees["丁"]).person_id
    world.change(Person, later, unit_id=unit_id(world, "市农业执法支队"))
    with pytest.raises(Conflict, match="unit_act_later"):
        world.do("officer", unit_acts.undo, act_id=act_id, seen_version=world.row(UnitAct, act_id).version, reason="误")
    assert world.row(Unit, unit_id(world, "市农业执法支队")).valid_to is None


def test_a_name_that_another_unit_took_meanwhile_does_not_come_back(world: World) -> None:
    """The old name was given up as another name of the unit, and a new unit bears it now."""
    act_id = int(
        world.do("officer", unit_acts.rename, unit_id=unit_id(world, "市农机局"), name="市农机中心", paper=PAPER)
    )
    with world.database.write() as session:
        session.delete(session.get_one(UnitAlias, "市农机局"))
        session.add(Unit(name="市农机局", kind="organ", county="澜东区"))
    with pytest.raises(Conflict, match="word_taken"):
        world.do("officer", unit_acts.undo, act_id=act_id, seen_version=world.row(UnitAct, act_id).version, reason="误")


def test_a_split_that_was_taken_back_can_be_made_again_under_its_name(world: World) -> None:
    person = world.row(Mentee, world.mentees["甲"]).person_id
    told = {"unit_id": unit_id(world, HOME), "name": "市农业执法支队", "person_ids": [person], "paper": PAPER}
    act_id = int(world.do("officer", unit_acts.split, **told))
    world.do("officer", unit_acts.undo, act_id=act_id, seen_version=world.row(UnitAct, act_id).version, reason="误")
    assert world.do("officer", unit_acts.split, **told) != act_id
    assert world.row(Person, person).unit_id == unit_id(world, "市农业执法支队")
    assert world.row(Unit, unit_id(world, "市农业执法支队")).valid_to is None


def test_a_unit_that_took_another_over_can_still_be_edited_and_the_ended_name_is_not_given_again(world: World) -> None:
    merged(world)
    keep = unit_id(world, HOME)
    with world.database.read() as session:
        aliases = list(session.scalars(select(UnitAlias.alias).where(UnitAlias.unit_id == keep)))
    world.do("officer", units.edit_unit, unit_id=keep, seen={}, values={"county": "澜西区"}, aliases=aliases)
    world.do("officer", units.edit_unit, unit_id=keep, seen={}, values={}, aliases=[])
    with pytest.raises(Conflict, match="word_taken"):
        world.do("officer", units.add_unit, values={"name": "市农机局", "kind": "organ", "county": "澜东区"})
