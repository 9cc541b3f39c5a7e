"""The SQLite that is used: the one that comes with pysqlite3, else Python's own, and never WAL with an unsound one."""

try:
    from pysqlite3 import dbapi2 as library
except ImportError:  # There is no wheel for this kind of machine; PostgreSQL needs none.
    import sqlite3 as library

Version = tuple[int, ...]
# Below it, two connections that write and checkpoint at once can damage a WAL database (SQLite's own notes on WAL).
SOUND: Version = (3, 51, 3)
MENDED: dict[Version, int] = {(3, 44): 6, (3, 50): 7}

__all__ = ["journal_mode", "library"]


def journal_mode(version: Version) -> str:
    """WAL where the library is sound (repaired releases of older lines count); else the slower journal that is safe.

    >>> journal_mode((3, 53, 4)), journal_mode((3, 50, 7)), journal_mode((3, 40, 1))
    ('WAL', 'WAL', 'TRUNCATE')
    """
    mended = version[2] >= MENDED.get(version[:2], version[2] + 1)
    return "WAL" if version >= SOUND or mended else "TRUNCATE"
