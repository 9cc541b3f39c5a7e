"""Where a database keeps what was read from it, each result with the state of the database that it was read from."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

SHELF, CONNECTION = "shelf", "reading"
PLACES = 40


class Shelf:
    """The last results of one database; the one that was not asked for longest goes first."""

    def __init__(self, places: int = PLACES) -> None:
        self._places, self._lock = places, Lock()
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def find(self, key: Hashable, state: Hashable) -> list[Any]:
        """The result under the key if it was found in this state: [result], or []."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] != state:
                return []
            self._kept.move_to_end(key)
            return [found[1]]

    def put(self, key: Hashable, state: Hashable, result: Any) -> None:
        """Keep it in place of what an older state gave."""
        with self._lock:
            self._kept[key] = state, result
            self._kept.move_to_end(key)
            while len(self._kept) > self._places:
                self._kept.popitem(last=False)


def state_of(session: Session) -> tuple[Hashable, Hashable]:
    """Whose counter it is, and the state that a reading session's transaction sees.

    SQLite counts for each connection the commits of others (a reading connection has none of its own); PostgreSQL
    names the transactions that a snapshot sees.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return connection.info[CONNECTION], connection.scalar(text("PRAGMA data_version"))
    return None, connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)"))
