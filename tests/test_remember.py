"""Worlds that are built once: the copy is the same to the row, owes nothing to the first, and is never a stale one."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from db import clock
from db.engines import Database
from db.models import Unit
from tests.support.faults import everything
from tests.support.remember import remembered

BUILT: list[str] = []


@dataclass
class Town:
    """A database and the units in it by name."""

    database: Database
    units: dict[str, int] = field(default_factory=dict)


@remembered
def found(town: Town, name: str) -> list[int]:
    """Add a unit."""
    BUILT.append(name)
    with town.database.write() as session:
        unit = Unit(name=name, kind="organ")
        session.add(unit)
        session.flush()
        town.units[name] = unit.id
    return [unit.id for unit in units(town)]


def units(town: Town) -> list[Unit]:
    with town.database.read() as session:
        rows = list(session.scalars(select(Unit).order_by(Unit.id)))
        session.expunge_all()
        return rows


@pytest.fixture
def towns(sqlite_template: Path, tmp_path: Path) -> list[Town]:
    """Three towns in databases of their own, and nothing built yet."""
    BUILT.clear()
    paths = [tmp_path / f"{number}.db" for number in range(3)]
    for path in paths:
        path.write_bytes(sqlite_template.read_bytes())
    return [Town(Database(f"sqlite:///{path}")) for path in paths]


def test_the_same_steps_from_the_same_rows_are_done_once_and_leave_the_same(towns: list[Town]) -> None:
    first, second, _third = towns
    assert [found(one, name) for one in (first, second) for name in ("a", "b")] == [[1], [1, 2], [1], [1, 2]]
    assert BUILT == ["a", "b"]
    assert everything(first.database) == everything(second.database)
    assert first.units == second.units == {"a": 1, "b": 2}


def test_what_becomes_of_one_copy_does_not_reach_another(towns: list[Town]) -> None:
    first, second, third = towns
    found(first, "c")
    with first.database.write() as session:
        session.get_one(Unit, 1).name = "renamed"
    first.units["elsewhere"] = 7
    found(second, "c")
    assert ([unit.name for unit in units(second)], second.units) == (["c"], {"c": 1})
    found(second, "d")
    found(third, "c")
    assert [unit.name for unit in units(third)] == ["c"] and BUILT == ["c", "d"]


def test_other_rows_other_arguments_and_another_day_are_built_anew(
    towns: list[Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = towns
    found(first, "e")
    with second.database.write() as session:
        session.add(Unit(name="there before", kind="organ"))
    assert found(second, "e") == [1, 2]
    monkeypatch.setattr(clock, "today", lambda: date(2031, 1, 1))
    found(third, "e")
    assert BUILT == ["e"] * 3


def test_where_a_test_changed_the_programme_nothing_is_remembered(
    towns: list[Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(towns[0], "f")
    monkeypatch.setattr(Unit, "kind", Unit.kind)
    found(towns[1], "f")
    assert BUILT == ["f", "f"]
