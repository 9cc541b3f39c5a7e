"""A read model may answer from what it found before, for as long as nobody has written to a table that it read.

Which tables these are is seen on its statements (`db.shelf.Reading`); whether they were written, on their marks (`db.marks`), so every
writer in every process counts and nothing has to be thrown away by hand. A session that writes keeps nothing and finds nothing.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy.orm import Session

from db import clock
from db.marks import marks_of
from db.shelf import SHELF, Marks, Shelf, read_before, reading

P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Let a function of a session and plain arguments answer from what it found on the same day in the same rows.

    It must depend on nothing else, not on the hour either. Tables and lists come as copies that share what is in them: a
    change of one reaches no other. Whatever else it returns must not be changed by who gets it.
    """
    return _keeping(function, by_rows=True)


def kept_today(function: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """The same for an answer that rows do not decide, such as whether the file is sound: it stands for the day."""
    return _keeping(function, by_rows=False)


def _keeping(function: Callable[Concatenate[Session, P], R], *, by_rows: bool) -> Callable[Concatenate[Session, P], R]:
    @wraps(function)
    def answer(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        shelf: Shelf | None = session.info.get(SHELF)
        if shelf is None:
            return function(session, *args, **kwargs)
        asked = clock.today(), _hashable(args), _hashable(kwargs)
        connection, now = session.connection(), marks_of(session)
        found = shelf.find(function, asked, now)
        if found is None:
            with shelf.turn(function, asked):
                found = shelf.find(function, asked, now)
                if found is None:
                    found = read_anew(session, args, kwargs)
                    shelf.put(function, asked, found)
        read_before(connection, found[0])
        return _own(found[1])

    def read_anew(session: Session, args: Any, kwargs: Any) -> tuple[Marks, R]:
        # A session of its own in the same transaction: no row that another one holds already goes unnoticed.
        connection, now = session.connection(), marks_of(session)
        with reading(connection, now) as seen, Session(connection, autoflush=False, info=session.info) as own:
            result = function(own, *args, **kwargs)
        return {table: now[table] for table in seen.tables if by_rows}, result

    return answer


def _hashable(value: Any) -> Hashable:
    """The arguments as a key: mappings, lists and sets by what is in them."""
    if isinstance(value, Mapping):
        return tuple(sorted((key, _hashable(one)) for key, one in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, value))
    return frozenset(value) if isinstance(value, set) else value


def _own(result: Any) -> Any:
    if isinstance(result, pd.DataFrame):
        return result.copy(deep=False)
    return list(result) if isinstance(result, list) else result
