"""Open the database: SQLite by default, PostgreSQL by DATABASE_URL; one way to read, one way to write.

Every write is serialised, on SQLite by BEGIN IMMEDIATE, on PostgreSQL by one advisory lock: each write appends to
the audit chain, so two writers could never run side by side anyway, and both engines then behave alike.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from db.shelf import SHELF, Shelf, listen
from db.sqlite_library import journal_mode, library

ROOT = Path(__file__).resolve().parent.parent
WRITERS_LOCK = 7_203_001
# Compiled statements kept by each engine. All pages with their views and acts have more than the library's 500, and
# compiling one takes longer than most take to run.
STATEMENTS = 2_000
PRAGMAS = (
    f"journal_mode={journal_mode(library.sqlite_version_info)}",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)


def default_url() -> str:
    """The address of the database: DATABASE_URL, else a file beside the program."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'data' / 'bangdai.db'}"


class Database:
    """A reader and a writer on one database; sessions are short and never kept."""

    def __init__(self, url: str):
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._shelf = Shelf()
        if self.is_sqlite:
            _keep_private(Path(self.url.database or ""))
            self._writer = _sqlite_engine(url, "BEGIN IMMEDIATE", writers=True)
            self._reader = _sqlite_engine(url, "BEGIN", writers=False)
        else:
            self._writer = self._reader = _postgres_engine(url)
        listen(self._reader)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot change it."""
        with Session(self._reader, autoflush=False, info={SHELF: self._shelf}) as session, session.begin():
            if not self.is_sqlite:
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The one transaction that may write now; it commits as a whole or leaves no trace."""
        with Session(self._writer) as session, session.begin():
            if not self.is_sqlite:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS_LOCK})
            yield session

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations."""
        return self._writer

    def close(self) -> None:
        """Give back every connection."""
        self._writer.dispose()
        self._reader.dispose()


@cache
def database() -> Database:
    """The database of this process."""
    return Database(default_url())


def _keep_private(path: Path) -> None:
    """A new database file is its owner's only; SQLite gives its journals the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _sqlite_engine(url: str, begin: str, *, writers: bool) -> Engine:
    # One writing connection queues fairly inside the process; busy_timeout only has to arbitrate between processes.
    engine = create_engine(
        url,
        module=library,
        poolclass=QueuePool,
        pool_size=1 if writers else 8,
        max_overflow=0 if writers else 24,
        pool_timeout=30,
        # Whoever reads alone meets the same connection again, and the pages that it has in memory.
        pool_use_lifo=not writers,
        hide_parameters=True,
        query_cache_size=STATEMENTS,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS + (() if writers else ("query_only=ON",)):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres_engine(url: str) -> Engine:
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(
        address,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
        query_cache_size=STATEMENTS,
    )
