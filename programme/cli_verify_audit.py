"""`python -m programme verify-audit`: walk the audit chain and name the first row that does not fit."""

import argparse

from db.engines import Database, database
from programme import audit
from texts import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--head: what was written down earlier."""
    parser.add_argument("--head", default="", help="hash kept from an earlier run: it must still be in the chain")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the chain is whole, 1 when not."""
    return tell(database(), arguments.head)


def tell(database: Database, head: str = "") -> int:
    """Print the number of rows, the head to keep outside the database, and what is wrong."""
    with database.read() as session:
        report = audit.verify(session)
        missing = bool(head) and not audit.contains(session, head)
    print(_("{rows} rows checked; head {head}").format(rows=report.rows, head=report.head))
    if report.broken_at is not None:
        print(
            _("Row {seq} does not fit: it or the row before it was changed, removed or put in.").format(
                seq=report.broken_at
            )
        )
    if missing:
        print(_("The head kept earlier is no longer in the chain: its end was cut off, or an older copy was restored."))
    return 1 if report.broken_at is not None or missing else 0
