"""Worlds built once: whoever builds the same world from the same rows again gets a copy of what was built.

A table's mark changes with whatever is written to it and never comes back by chance (db/marks.py), so two databases with
the same marks hold the same rows. A step of a world (`@remembered`) that begins at marks it has met, with the same
arguments and on the same day, is not done again: the database becomes a copy of what the step left, and its result and
what it changed of its arguments are given as they were. On PostgreSQL, and where a test has changed the programme
(`patched`), every step is done.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar

import pytest

from db import clock
from db.engines import Database
from db.sqlite_library import library

# Images of about a megabyte each in every worker; which was not asked for longest goes first.
ROOM = 150
# What tests change before they build and no step of a world depends on, but for the clock: the day is asked for.
HARMLESS = frozenset({"launch", "DATABASE_URL", "LANG"})
PATCHES: list[pytest.MonkeyPatch] = []
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Image:
    """What a step left: the database, and its arguments and result, pickled without the database."""

    rows: Any
    arguments: bytes
    result: bytes


IMAGES: OrderedDict[Hashable, Image] = OrderedDict()


def remembered(step: F) -> F:
    """Let a step of a world, whose first argument is the database or a world with one, be done once from equal rows."""

    @wraps(step)
    def built(*given: Any, **options: Any) -> Any:
        database = _database(given[0])
        if not database.is_sqlite or patched():
            return step(*given, **options)
        outside = _Outside(database, given)
        key = (step, clock.today(), _marks(database), outside.dump([_values(given), options]))
        if key not in IMAGES:
            result = step(*given, **options)
            image = Image(_copy(database), outside.dump(_values(given)), outside.dump(result, told=True))
            IMAGES[key] = image
            while len(IMAGES) > ROOM:
                IMAGES.popitem(last=False)[1].rows.close()
            return result
        IMAGES.move_to_end(key)
        image = IMAGES[key]
        with closing(database.engine.raw_connection()) as connection:
            image.rows.backup(connection.driver_connection)
        for one, values in zip(given, outside.load(image.arguments), strict=True):
            if _world(one):
                one.__dict__.update(values)
        return outside.load(image.result)

    return built  # type: ignore[return-value]


def patched() -> bool:
    """Whether the running test has changed anything that a world may depend on."""
    return any(
        target is not clock and name not in HARMLESS
        for patch in PATCHES
        for target, name, _old in (*patch._setattr, *patch._setitem)
    )


class _Outside:
    """Pickles what belongs to a world; the database, the worlds that were given, and functions are named, not copied."""

    def __init__(self, database: Database, given: Sequence[Any]) -> None:
        self.database, self.given = database, given

    def dump(self, value: Any, *, told: bool = False) -> bytes:
        into = io.BytesIO()
        pickler = pickle.Pickler(into)
        pickler.persistent_id = lambda one: self._name(one, told)  # type: ignore[method-assign]
        pickler.dump(value)
        return into.getvalue()

    def load(self, value: bytes) -> Any:
        unpickler = pickle.Unpickler(io.BytesIO(value))
        unpickler.persistent_load = self._named  # type: ignore[method-assign]
        return unpickler.load()

    def _name(self, one: Any, told: bool) -> Hashable:
        if one is self.database:
            return "database"
        if callable(one) and not isinstance(one, type) and getattr(one, "__closure__", None):
            return "function"
        return next((place for place, own in enumerate(self.given) if told and own is one and _world(own)), None)

    def _named(self, name: Any) -> Any:
        return self.database if name == "database" else self.given[name]


def _world(one: Any) -> bool:
    return is_dataclass(one) and hasattr(one, "__dict__")


def _values(given: Sequence[Any]) -> list[Any]:
    # Of a world that a step fills what it holds, of anything else what it is.
    return [
        {field.name: getattr(one, field.name) for field in fields(one)} if _world(one) else _plain(one) for one in given
    ]


def _plain(one: Any) -> Any:
    return None if isinstance(one, Database) or callable(one) else one


def _database(one: Any) -> Database:
    found: Database = one if isinstance(one, Database) else one.database
    return found


def _marks(database: Database) -> tuple[Any, ...]:
    with closing(database.engine.raw_connection()) as connection:
        return tuple(connection.driver_connection.execute("SELECT mark FROM table_marks ORDER BY name").fetchall())


def _copy(database: Database) -> Any:
    image = library.connect(":memory:", check_same_thread=False)
    with closing(database.engine.raw_connection()) as connection:
        connection.driver_connection.backup(image)
    return image
