"""Where a database keeps what was read from it, each result with the marks of the tables that it was read from."""

import re
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, RLock
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection, Engine, event

SHELF, READING = "shelf", "reading"
PLACES = 12
Marks = Mapping[str, int]
WORD = re.compile(r"\w+")


class Shelf:
    """The last results of each function on one database; of one function, what was not asked for longest goes first.

    So many questions of one kind (each change of a form is one) never push out what every page asks for.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._places, self._lock = places, Lock()
        self._kept: dict[Hashable, OrderedDict[Hashable, tuple[Marks, Any]]] = defaultdict(OrderedDict)
        self._turns: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()

    @contextmanager
    def turn(self, function: Hashable, asked: Hashable) -> Iterator[None]:
        """Who asks what somebody else is just working out waits for it; functions must not ask for each other in a circle."""
        with self._lock:
            mine = self._turns.setdefault((function, asked), RLock())
        with mine:
            yield

    def find(self, function: Hashable, asked: Hashable, now: Marks) -> tuple[Marks, Any] | None:
        """The result of a question with the marks of its tables, if none of these was written since."""
        with self._lock:
            kept = self._kept[function]
            found = kept.get(asked)
            if found is None or not found[0].items() <= now.items():
                return None
            kept.move_to_end(asked)
            return found

    def put(self, function: Hashable, asked: Hashable, found: tuple[Marks, Any]) -> None:
        """Keep it in place of what older rows gave; with it the marks of all tables that it hangs on."""
        with self._lock:
            kept = self._kept[function]
            kept[asked] = found
            kept.move_to_end(asked)
            while len(kept) > self._places:
                kept.popitem(last=False)


class Reading:
    """The tables that statements may have read: every one that a statement names, all of them where it names none."""

    def __init__(self, known: Marks) -> None:
        self._known = known
        self.tables: set[str] = set()

    def note(self, statement: str) -> None:
        """Add the tables of a statement; it cannot read a table without naming it (there are no views)."""
        self.tables |= words(statement) & self._known.keys() or self._known.keys()


def words(statement: str) -> frozenset[str]:
    """The words of a statement, names of tables among them.

    >>> sorted(words('SELECT a.id FROM "people" AS a'))
    ['AS', 'FROM', 'SELECT', 'a', 'id', 'people']
    """
    return frozenset(WORD.findall(statement))


@contextmanager
def reading(connection: Connection, known: Marks) -> Iterator[Reading]:
    """Note what the connection's statements read from here to the end, also for those who began to note before."""
    own, noting = Reading(known), _open(connection)
    noting.append(own)
    try:
        yield own
    finally:
        noting.remove(own)


def read_before(connection: Connection, tables: Iterable[str]) -> None:
    """What is answered from the shelf counts as read for everybody who notes."""
    for one in _open(connection):
        one.tables.update(tables)


def listen(engine: Engine) -> None:
    """Let the statements of an engine be noted."""

    @event.listens_for(engine, "before_cursor_execute")
    def _note(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        for one in _open(connection):
            one.note(statement)


def _open(connection: Connection) -> list[Reading]:
    found: list[Reading] = connection.info.setdefault(READING, [])
    return found
