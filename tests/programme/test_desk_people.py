"""Whom the desk shows: names are kept between clicks, and never beyond the database that they belong to."""

from dataclasses import replace
from pathlib import Path

from db.engines import Database
from db.models import Person
from programme.cli_backup import backup
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import match_world


def mentors(table: DeskWorld) -> list[str]:
    """The mentors for 甲, the best first."""
    return [one.mentor.name for one in table.card("甲").candidates]


def test_two_databases_with_one_history_keep_their_own_names(lite: Database, staff: Staff, tmp_path: Path) -> None:
    """Every hash of the audit is the same in both: acts of one second on fresh databases come out so."""
    world = match_world(lite, staff("officer"))
    people_by_hand(world)
    table = on_the_desk(world, staff)
    backup(lite, tmp_path / "other.db")
    elsewhere = Database(f"sqlite:///{tmp_path / 'other.db'}")
    other = replace(table, world=replace(world, database=elsewhere))
    other.world.change(Person, world.people["王"], name="欧阳")
    assert mentors(table) == ["王", "陈", "赵"]
    assert mentors(other) == ["欧阳", "陈", "赵"]
    elsewhere.close()
