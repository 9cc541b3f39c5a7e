"""Copies of a running database that are whole: never a file copy, which can miss what was just written."""

import os
from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db.engines import Database
from db.sqlite_library import library


def copy_to(database: Database, target: Path) -> None:
    """Write one consistent state of a SQLite database into a new file that only its owner may read.

    Raises FileExistsError where the target exists, ValueError for PostgreSQL, whose own tools do this.
    """
    if not database.is_sqlite:
        raise ValueError("pg_dump copies a PostgreSQL database")
    if target.exists():
        raise FileExistsError(target)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # A connection of its own: VACUUM runs outside every transaction, reads one state, and lets others go on writing.
    with closing(library.connect(str(database.url.database), isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(partial),))
    os.replace(partial, target)


def is_whole(path: Path) -> bool:
    """Whether a copy opens, passes SQLite's own check and breaks no foreign key."""
    database = Database(f"sqlite:///{path}")
    try:
        with database.read() as session:
            checked = session.execute(text("PRAGMA integrity_check")).scalars().all()
            orphans = session.execute(text("PRAGMA foreign_key_check")).all()
            return checked == ["ok"] and not orphans
    except DatabaseError:
        return False
    finally:
        database.close()
