"""`python -m programme backup TO`: a whole, checked copy of the running SQLite database in the file TO."""

import argparse
from pathlib import Path

from db.copies import copy_to, is_whole
from db.engines import Database, database
from programme.errors import Conflict
from texts import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """TO."""
    parser.add_argument("to", type=Path, metavar="TO", help="a file that does not exist yet")


def run(arguments: argparse.Namespace) -> int:
    """Copy the database of DATABASE_URL."""
    return backup(database(), arguments.to)


def backup(database: Database, to: Path) -> int:
    """Exit code 0 when the copy is whole; Conflict where there is no SQLite database or the file exists."""
    if not database.is_sqlite:
        raise Conflict("backup_engine")
    if to.exists():
        raise Conflict("backup_exists", path=str(to))
    copy_to(database, to)
    if not is_whole(to):
        print(_("The copy is damaged, and so may be the database: {path}").format(path=to))
        return 1
    print(_("Copied and checked: {path}").format(path=to))
    return 0
