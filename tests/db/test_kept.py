"""What is kept of a read is the same as a new read would find: any write by anybody is seen, nothing else is asked again."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from random import Random

import pandas as pd
import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from db import clock
from db.engines import Database
from db.models import Base, Lock, Setting, Term, Unit
from db.queries.frames import frame
from db.queries.kept import kept, kept_today
from db.shelf import PLACES, Shelf

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

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


def test_a_write_to_a_table_that_was_not_read_is_no_reason_to_ask_again(database: Database) -> None:
    add(database, "A")
    names(database)
    with database.write() as session:
        session.execute(insert(Setting).values(key="x", value={}))
        session.execute(insert(Term).values(kind="field", code="x", name="X", name_en="X"))
    assert names(database) == ["A"] and len(ASKED) == 1


def test_what_a_kept_answer_asked_for_in_turn_counts_for_it_too(lite: Database) -> None:
    """Also when the inner one answered from what it had."""

    @kept
    def outer(session: Session) -> int:
        return len(units(session))

    names(lite)
    with lite.read() as session:
        assert outer(session) == 0
    add(lite, "A")
    with lite.read() as session:
        assert outer(session) == 1


def test_a_row_that_the_page_held_already_counts_as_read(lite: Database) -> None:
    """The session that the page reads with would answer `get` without a statement."""

    @kept
    def name_of(session: Session, key: int) -> str:
        return session.get_one(Unit, key).name

    add(lite, "A")
    with lite.read() as session:
        held = session.scalars(select(Unit)).one()
        assert name_of(session, held.id) == "A"
        key = held.id
    with lite.write() as session:
        session.execute(update(Unit).values(name="B"))
    with lite.read() as session:
        assert name_of(session, key) == "B"


def test_a_statement_that_names_no_table_hangs_on_all_of_them(lite: Database) -> None:
    """What a pragma reads nobody can tell."""

    @kept
    def size(session: Session) -> int:
        ASKED.append("size")
        return int(session.execute(text("PRAGMA page_count")).scalar_one())

    for _turn in range(2):
        with lite.read() as session:
            size(session)
    add(lite, "A")
    with lite.read() as session:
        size(session)
    assert ASKED == ["size"] * 2


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


def test_the_shelf_keeps_the_last_ones_of_each_function_only() -> None:
    shelf, now = Shelf(2), {"units": 1, "terms": 1}
    for asked in "abc":
        shelf.put(names, asked, ({"units": 1}, asked))
    shelf.put(add, "a", ({}, 0))
    assert [shelf.find(names, asked, now) for asked in "abc"] == [None, ({"units": 1}, "b"), ({"units": 1}, "c")]
    assert shelf.find(add, "a", now) == ({}, 0) and PLACES > 2
    assert shelf.find(names, "b", now | {"terms": 2}) and shelf.find(names, "b", now | {"units": 2}) is None


def test_what_rows_do_not_decide_stands_for_the_day(lite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    @kept_today
    def pages(session: Session) -> int:
        ASKED.append("pages")
        return int(session.execute(text("PRAGMA page_count")).scalar_one())

    def look() -> None:
        with lite.read() as session:
            pages(session)

    look()
    add(lite, "A")
    look()
    assert ASKED == ["pages"]
    monkeypatch.setattr(clock, "today", lambda: date(2031, 1, 1))
    look()
    assert ASKED == ["pages"] * 2


TABLES: dict[str, tuple[type[Base], Callable[[int], dict[str, object]]]] = {
    "units": (Unit, lambda number: {"name": f"u{number}", "kind": "organ"}),
    "terms": (Term, lambda number: {"kind": "field", "code": f"c{number}", "name": f"t{number}", "name_en": ""}),
    "settings": (Setting, lambda number: {"key": f"k{number}", "value": {}}),
    "locks": (Lock, lambda number: {"subject": f"s{number}", "tries": 1, "since": clock.now(), "until": None}),
}


@kept
def rows_of(session: Session, table: str) -> list[tuple[object, ...]]:
    """Everything in a table."""
    return sorted(map(tuple, session.execute(select(TABLES[table][0].__table__))), key=repr)


@kept
def joined(session: Session) -> list[tuple[object, ...]]:
    """Two tables in one statement, a third by another kept answer, the fourth only where the first has rows."""
    pairs = select(Unit.name, Term.name).join(Term, Term.id == Unit.id, isouter=True)
    found = sorted(map(tuple, session.execute(pairs)), key=repr)
    return [*found, *rows_of(session, "settings"), *(rows_of(session, "locks") if found else [])]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_a_reader_finds_what_a_new_read_finds(database: Database, seed: int) -> None:
    """Random writes to random tables: one row or several, all of them changed or gone, by SQL, taken back, by another process."""
    dice, other = Random(seed), Database(database.url.render_as_string(hide_password=False))
    asked: list[tuple[Callable[..., object], dict[str, object]]] = [(joined, {})]
    asked += [(rows_of, {"table": table}) for table in TABLES]
    for step in range(40):
        writer = dice.choice([database, database, other])
        with suppress(ZeroDivisionError), writer.write() as session:
            for number in range(dice.choice([1, 1, 3])):
                _write(session, dice, 10 * step + number)
            if dice.random() < 0.2:
                raise ZeroDivisionError
        for reader in (database, other):
            with reader.read() as session:
                for function, told in asked:
                    assert function(session, **told) == function.__wrapped__(session, **told)  # type: ignore[attr-defined]
    other.close()


def _write(session: Session, dice: Random, number: int) -> None:
    model, values = TABLES[dice.choice(list(TABLES))]
    act = dice.choice(["add", "several", "change", "savepoint", "sql", "drop"])
    column = next(name for name in ("name", "value", "tries") if name in model.__table__.columns)
    if act == "add":
        session.execute(insert(model).values(values(10 * number)))
    elif act == "several":
        session.execute(insert(model), [values(10 * number + more) for more in range(3)])
    elif act == "change":
        changed = {"name": f"changed{number}", "value": {"at": number}, "tries": number}[column]
        key = model.__mapper__.primary_key[0]
        session.execute(update(model).where(key == select(key).limit(1).scalar_subquery()).values({column: changed}))
    elif act == "savepoint":
        with suppress(ZeroDivisionError), session.begin_nested():
            session.execute(insert(model).values(values(10 * number)))
            if number % 2:
                raise ZeroDivisionError
    elif act == "sql":
        session.execute(text("UPDATE terms SET name = name || 'x'"))
    else:
        session.execute(delete(model))
