"""Fail the n-th statement of an act, for n = 1, 2, ... until it succeeds, and see that nothing was left half done."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from db.engines import Database
from db.marks import marks_of
from db.models import Base


class DiskFull(Exception):
    """What the driver would raise."""


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with database.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
        }


def marks(database: Database) -> Mapping[str, int]:
    """The mark of each table, new with whatever is written to it: a hundredth of the cost of all rows, and as telling."""
    with database.read() as session:
        return dict(marks_of(session))


@contextmanager
def failing(database: Database, number: int) -> Iterator[None]:
    """Let the number-th statement fail; the statements' count includes the commit at their end."""
    passed = 0

    def count(*_anything: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == number:
            raise OperationalError("statement", {}, DiskFull("no space left"))

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", count)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
        event.remove(database.engine, "commit", count)


def fail_everywhere(database: Database, act: Callable[[], Any]) -> int:
    """Try the act with every statement failing in turn; each time all or nothing. Returns how many failures it bore."""
    before = everything(database)
    seen = marks(database)
    for number in range(1, 200):
        try:
            with failing(database, number):
                act()
        except OperationalError:
            assert marks(database) == seen, f"statement {number} left something behind"
            continue
        break
    else:
        raise AssertionError("the act never succeeded")
    # The marks are believed because they tell what the rows tell now.
    assert marks(database) != seen and everything(database) != before
    return number - 1
