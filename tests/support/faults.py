"""Fail the n-th statement of an act, for n = 1, 2, ... until it succeeds, and see that nothing was left half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from db.engines import Database
from db.models import Base


class DiskFull(Exception):
    """What the driver would raise."""


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with database.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
        }


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
    for number in range(1, 200):
        try:
            with failing(database, number):
                act()
        except OperationalError:
            assert everything(database) == before, f"statement {number} left something behind"
        else:
            assert everything(database) != before
            return number - 1
    raise AssertionError("the act never succeeded")
