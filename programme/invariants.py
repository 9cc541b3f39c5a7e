"""What must hold over the whole database at any time; tests, the command line and the system page run the same checks.

A check is a named function from a session to the places where it does not hold (`pairing:12`); none means it holds.
Most are broken only by a fault of the program. A few (WATCHED) hold whenever a scheme is confirmed, but a later edit of the
pool may go against them (seats lowered, an avoidance declared): staff have to look at those, nothing is corrupt.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from programme import (
    invariants_assessment,
    invariants_changes,
    invariants_pairings,
    invariants_pool,
    invariants_progress,
    invariants_records,
    invariants_signing,
)

Check = Callable[[Session], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A check that does not hold, and the row where; `watched` when an edit by staff can bring it about."""

    check: str
    object: str
    watched: bool


def the_file_is_sound(session: Session) -> Iterator[str]:
    """SQLite finds its file and every reference intact (PostgreSQL refuses such rows itself)."""
    if session.get_bind().dialect.name != "sqlite":
        return
    yield from (f"{row[0]}:{row[1]}" for row in session.execute(text("PRAGMA foreign_key_check")))
    yield from (f"file:{row[0]}" for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok")


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        run.__name__: run
        for run in (
            *invariants_pairings.CHECKS,
            *invariants_signing.CHECKS,
            *invariants_changes.CHECKS,
            *invariants_records.CHECKS,
            *invariants_progress.CHECKS,
            *invariants_pool.CHECKS,
            *invariants_assessment.CHECKS,
            the_file_is_sound,
        )
    }
)
WATCHED = frozenset({"capacity_is_kept", "avoidances_are_kept", "only_the_confirmed_mentor"})


def check(session: Session) -> list[Violation]:
    """Run every check on one state of the database."""
    return [Violation(name, place, name in WATCHED) for name, run in CHECKS.items() for place in run(session)]


@reads("system")
@kept
def report(session: Session, viewer: Viewer, *, asked: int = 0) -> dict[str, list[str]]:
    """Every check by name with the places where it does not hold, for the system page; places are ids, never names.

    A state of the database is checked once; whoever wants to know again whether the file is sound asks with another number.
    """
    return {name: list(run(session)) for name, run in CHECKS.items()}
