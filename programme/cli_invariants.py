"""`python -m programme check-invariants`: run every check over the database and say where one does not hold."""

import argparse

from db.engines import Database, database
from programme.invariants import CHECKS, check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none; the database is that of DATABASE_URL."""
    parser.description = __doc__


def run(_arguments: argparse.Namespace) -> int:
    """Exit code 0 when everything holds, 1 when something does not."""
    return tell(database())


def tell(checked: Database) -> int:
    """Print one line for each violation, or how many checks held."""
    with checked.read() as session:
        found = check(session)
    for violation in found:
        print(f"{violation.check}: {violation.object}")
    print(f"{len(CHECKS)} invariants checked, {len(found)} violations")
    return 1 if found else 0
