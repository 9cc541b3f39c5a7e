"""What is kept of a read is the same as a new read would find: any write by anybody is seen, nothing else is asked again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from db import clock
from db.engines import Database
from db.models import Unit
from db.queries.frames import frame
from db.queries.kept import kept
from db.shelf import PLACES, Shelf

ASKED: list[object] = []


@kept
def units(session: Session, kind: str = "organ") -> pd.DataFrame:
    """The names of the units of a kind; each time that the database is asked is noted."""
    ASKED.append(kind)
    return frame(session, select(Unit.name).where(Unit.kind == kind).order_by(Unit.name))


@kept
def told(session: Session, values: dict[str, object]) -> list[object]:
    """What it was asked, as a list."""
    ASKED.append(values)
    return list(values.values())


@pytest.fixture(autouse=True)
def nothing_asked() -> Iterator[None]:
    """Each test counts from nothing."""
    ASKED.clear()
    yield
    ASKED.clear()


def names(database: Database, kind: str = "organ") -> list[str]:
    """What a reader sees now."""
    with database.read() as session:
        return list(units(session, kind)["name"])


def add(database: Database, *called: str) -> None:
    """Somebody writes."""
    with database.write() as session:
        session.execute(insert(Unit), [{"name": name, "kind": "organ"} for name in called])


def test_the_same_state_is_asked_once_and_a_new_one_again(database: Database) -> None:
    add(database, "A")
    assert [names(database) for _ in range(3)] == [["A"]] * 3
    assert len(ASKED) == 1
    add(database, "B")
    assert names(database) == ["A", "B"] and len(ASKED) == 2


def test_the_write_of_another_process_is_seen(database: Database) -> None:
    """Another `Database` on the same address is what another process would be."""
    other = Database(database.url.render_as_string(hide_password=False))
    assert names(database) == []
    add(other, "A")
    assert names(database) == ["A"]
    other.close()


def test_a_change_of_a_row_that_no_audit_tells_of_is_seen(database: Database) -> None:
    add(database, "A")
    names(database)
    with database.write() as session:
        session.execute(update(Unit).values(name="Z"))
    assert names(database) == ["Z"]


def test_a_transaction_that_was_open_while_somebody_read_is_seen_when_it_ends(database: Database) -> None:
    with database.write() as session:
        session.execute(insert(Unit).values(name="A", kind="organ"))
        assert names(database) == []
        assert names(database) == []
    assert names(database) == ["A"]


def test_a_write_that_was_taken_back_changes_nothing(database: Database) -> None:
    add(database, "A")
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute(insert(Unit).values(name="B", kind="organ"))
        raise ZeroDivisionError
    assert names(database) == ["A"]


def test_one_who_writes_reads_his_own_rows_and_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute(insert(Unit).values(name="A", kind="organ"))
        assert list(units(session)["name"]) == ["A"]
        raise ZeroDivisionError
    assert names(database) == []


def test_two_who_read_at_once_see_the_same(database: Database) -> None:
    """Each on a connection of its own, before and after a write."""
    add(database, "A")
    with database.read() as one, database.read() as two:
        assert list(units(one)["name"]) == list(units(two)["name"]) == ["A"]
    add(database, "B")
    with database.read() as one, database.read() as two:
        assert list(units(two)["name"]) == list(units(one)["name"]) == ["A", "B"]


def test_other_arguments_are_another_question(lite: Database) -> None:
    add(lite, "A")
    assert names(lite, "village") == [] and names(lite) == ["A"]
    with lite.read() as session:
        assert told(session, {"a": {"b": [1, 2]}}) == [{"b": [1, 2]}]
        assert told(session, {"a": {"b": [1, 3]}}) == [{"b": [1, 3]}]
    assert len(ASKED) == 4


def test_what_one_reader_does_with_a_table_or_a_list_reaches_no_other(lite: Database) -> None:
    add(lite, "A", "B")
    with lite.read() as session:
        mine, list_of_mine = units(session), told(session, {"a": 1})
        mine["name"] = "X"
        mine.loc[0, "name"] = "Y"
        list_of_mine.append("more")
        assert list(units(session)["name"]) == ["A", "B"] and told(session, {"a": 1}) == [1]
    assert len(ASKED) == 2


def test_a_new_day_is_a_new_question(lite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    names(lite)
    monkeypatch.setattr(clock, "today", lambda: date(2031, 1, 1))
    names(lite)
    assert len(ASKED) == 2


def test_the_shelf_keeps_the_last_ones_only() -> None:
    shelf = Shelf(2)
    for key in "abc":
        shelf.put(key, 1, key)
    assert [shelf.find(key, 1) for key in "abc"] == [[], ["b"], ["c"]]
    assert shelf.find("b", 2) == [] and PLACES > 2


@given(
    steps=st.lists(st.tuples(st.sampled_from(["add", "rename", "drop"]), st.integers(0, 5), st.booleans()), max_size=12)
)
def test_whatever_is_written_a_reader_finds_what_a_new_read_finds(
    steps: list[tuple[str, int, bool]], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("kept") / "a.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    for act, number, through_thread in steps:
        if through_thread:
            work = Thread(target=_do, args=(database, act, number))
            work.start()
            work.join()
        else:
            _do(database, act, number)
        with database.write() as session:
            expected = list(session.scalars(select(Unit.name).where(Unit.kind == "organ").order_by(Unit.name)))
        assert names(database) == names(database) == expected
    database.close()


def _do(database: Database, act: str, number: int) -> None:
    with database.write() as session:
        if act == "add":
            count = session.scalar(select(func.count()).select_from(Unit))
            session.execute(insert(Unit).values(name=f"{number}-{count}-{id(session)}", kind="organ"))
        elif act == "rename":
            session.execute(update(Unit).values(kind="village" if number % 2 else "organ"))
        else:
            session.execute(text("DELETE FROM units"))
