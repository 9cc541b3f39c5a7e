"""Who competes for too few seats, and what would help: each remedy is proved by re-optimising."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Bottleneck, Diagnosis, Problem, Repair, diagnose_problem
from programme.feasibility import Who, people_of, rules_for
from programme.ground import ground_of
from programme.many_seats import ManySeats, many_seats

SHELVES = 16


@dataclass(frozen=True, slots=True)
class Remedies:
    """Bottlenecks, remedies (the most helpful first), and everybody whom they mention by the engine's keys.

    `many` is the remedy of a large shortage: a seat more for several mentors at once.
    """

    bottlenecks: tuple[Bottleneck, ...] = ()
    repairs: tuple[Repair, ...] = ()
    names: Mapping[str, Who] | None = None
    many: ManySeats | None = None

    def who(self, key: str) -> Who | None:
        """The person of a key; None for a mentor who is still to be found."""
        return (self.names or {}).get(key)


@reads("programme")
@kept
def remedies(session: Session, viewer: Viewer, *, cohort_id: int, values: Mapping[str, Any] | None = None) -> Remedies:
    """What would help under these rules (see `feasibility`); whoever sees one unit only gets none, they name others.

    The work grows with mentees times mentors: a blink below two million, some seconds beyond.
    """
    if viewer.unit_id is not None:
        return Remedies()
    ground = ground_of(session, cohort_id, rules_for(session, cohort_id, values))
    found = _diagnosed(ground.problem)
    helpful = tuple(sorted(found.repairs, key=lambda repair: -repair.gain))
    return Remedies(found.bottlenecks, helpful, people_of(session, cohort_id, ground.pool), many_seats(ground))


def _diagnosed(problem: Problem) -> Diagnosis:
    """The engine's diagnosis; the same pool under the same rules is worked out once."""
    shelf = _shelf(problem.fingerprint)
    if not shelf:
        shelf.append(diagnose_problem(problem))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(fingerprint: str) -> list[Diagnosis]:
    """An empty place for the diagnosis of this input."""
    return []
