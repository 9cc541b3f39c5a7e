"""`python -m programme check-invariants`: run every check over the database and say where one does not hold."""

import argparse

from db.engines import Database, database
from programme.invariants import CHECKS, check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none; the database is that of DATABASE_URL."""
    parser.description = __doc__


def run(_arguments: argparse.Namespace) -> int:
    """Exit code 1 when something is broken; what staff have to look at is listed but is no failure."""
    return tell(database())


def tell(checked: Database) -> int:
    """Print one line for each place where something does not hold, then the counts."""
    with checked.read() as session:
        found = check(session)
    for violation in found:
        print(f"{'look at' if violation.watched else 'broken'} {violation.check}: {violation.object}")
    broken = sum(not violation.watched for violation in found)
    print(f"{len(CHECKS)} invariants checked: {broken} violations, {len(found) - broken} to look at")
    return 1 if broken else 0
