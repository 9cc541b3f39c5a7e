"""What must hold over the whole database at any time; tests, the command line and the system page run the same checks.

A check is a named function from a session to the places where it does not hold (`pairing:12`); none means it holds.
Most are broken only by a fault of the program. A few (WATCHED) hold whenever a scheme is confirmed, but a later edit of the
pool may go against them (seats lowered, an avoidance declared): staff have to look at those, nothing is corrupt.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.queries.kept import kept, kept_today
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


# By part of the programme: after a write only the parts are checked again that read what was written.
PARTS: Mapping[str, Sequence[Check]] = MappingProxyType(
    {
        part.__name__: part.CHECKS
        for part in (
            invariants_pairings, invariants_signing, invariants_changes, invariants_records, invariants_progress,
            invariants_pool, invariants_assessment,
        )
    }
)  # fmt: skip
CHECKS: Mapping[str, Check] = MappingProxyType(
    {run.__name__: run for run in (*chain.from_iterable(PARTS.values()), the_file_is_sound)}
)
WATCHED = frozenset({"capacity_is_kept", "avoidances_are_kept", "only_the_confirmed_mentor"})


def check(session: Session) -> list[Violation]:
    """Run every check on one state of the database."""
    return [Violation(name, place, name in WATCHED) for name, run in CHECKS.items() for place in run(session)]


@reads("system")
def report(session: Session, viewer: Viewer, *, asked: int = 0) -> dict[str, list[str]]:
    """Every check by name with the places where it does not hold, for the system page; places are ids, never names.

    What nobody wrote to is checked once, the file once a day; whoever wants to know again asks with another number.
    """
    found: dict[str, list[str]] = {}
    for part in PARTS:
        found |= _part(session, part, asked)
    return found | {the_file_is_sound.__name__: _file(session, asked)}


@kept
def _part(session: Session, part: str, asked: int) -> dict[str, list[str]]:
    return {run.__name__: list(run(session)) for run in PARTS[part]}


@kept_today
def _file(session: Session, asked: int) -> list[str]:
    return list(the_file_is_sound(session))
