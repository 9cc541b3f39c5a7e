"""Other plans that a scheme could be: between good fit and even load, or between the aims and few changes to a list.

Each is the proven optimum of the scheme's own snapshot and orders under another weight in the rules' main aim.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Scheme, SchemePair
from db.queries.viewer import Viewer, reads
from matching import Problem
from matching.problem import Cells
from matching.tradeoff import Choice, own_weight, trade_off
from programme.desk_figures import gini
from programme.scheme_orders import Keys
from programme.scheme_state import SchemeState
from programme.snapshot import key_of
from programme.studies import BALANCE, CHANGES, newest
from programme.usecase import fetch

MILLI = 1000
FIRST = ("confirmed", "approved", "proposed", "returned")
Report = Callable[[float, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Point:
    """One plan: `weight` gives it again, `fit`, `uneven` and `score` in points.

    `uneven` is what uneven load costs at full weight, `score` the rules' main aim: fit less that at their own weight.

    `largest` is the biggest number of people of one mentor, `full` counts mentors at that number; `gini` in 0..1 over
    burden / seats; `moved` counts mentees who would have other mentors than in the present plan, `changes` pairs of
    the list that are given up; `paired` pairs.
    """

    weight: float
    fit: float
    uneven: float
    score: float
    largest: int
    full: int
    gini: float
    paired: int
    moved: int
    changes: int


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Points by growing weight; `own` is the weight of the scheme itself; `stale`: of an earlier state of the plan."""

    term: str
    own: float
    points: tuple[Point, ...]
    stale: bool
    at: datetime

    @property
    def present(self) -> Point:
        """The point of the scheme's own rules."""
        return next(point for point in self.points if point.weight == self.own)


@dataclass(frozen=True, slots=True)
class Reference:
    """A plan to stay near to: another scheme of the cohort."""

    scheme_id: int
    name: str
    status: str
    kind: str


@reads("programme")
def trade_off_shown(
    session: Session, viewer: Viewer, *, scheme_id: int, term: str, subject: str = ""
) -> TradeOff | None:
    """The points that were computed for a scheme, or None; they hold figures of the whole and nobody's name."""
    scheme = fetch(session, Scheme, scheme_id)
    found = newest(session, scheme, term, subject)
    if found is None:
        return None
    points = tuple(Point(**point) for point in found.content["points"])
    return TradeOff(term, found.content["own"], points, found.fingerprint != scheme.fingerprint, found.at)


@reads("programme")
def references(session: Session, viewer: Viewer, *, scheme_id: int) -> list[Reference]:
    """The other plans of the cohort that a scheme could stay near to: signed ones first, then lists made by hand."""
    scheme = fetch(session, Scheme, scheme_id)
    others = select(Scheme.id, Scheme.name, Scheme.status, Scheme.kind).where(
        Scheme.cohort_id == scheme.cohort_id, Scheme.id != scheme_id, Scheme.fingerprint != ""
    )
    found = [Reference(*row) for row in session.execute(others)]
    return sorted(found, key=lambda one: (one.status not in FIRST, one.kind == "computed", -one.scheme_id))


@reads("programme")
def subject_now(session: Session, viewer: Viewer, *, other_id: int) -> str:
    """What a study of changes depends on beside the scheme: the other plan as it is now."""
    return f"{other_id}:{fetch(session, Scheme, other_id).fingerprint}"[:80]


def plan_of(session: Session, scheme_id: int) -> tuple[Keys, ...]:
    """The pairs of a scheme as the engine names people."""
    rows = select(Mentee.person_id, SchemePair.mentor_id).join(Mentee, Mentee.id == SchemePair.mentee_id)
    found = session.execute(rows.where(SchemePair.scheme_id == scheme_id))
    return tuple(sorted((key_of(mentee), key_of(mentor)) for mentee, mentor in found))


def known_in(problem: Problem, pairs: Iterable[Keys]) -> tuple[Keys, ...]:
    """The pairs whose people are both in a problem."""
    mentees, mentors = set(problem.mentees), set(problem.mentors)
    return tuple(sorted(pair for pair in pairs if pair[0] in mentees and pair[1] in mentors))


def nearer_to(problem: Problem, pairs: Iterable[Keys]) -> Problem:
    """The problem with these pairs, as far as their people are in it, as the plan to stay near to."""
    cells = Cells(problem.mentees, problem.mentors).of(known_in(problem, pairs))
    return replace(problem, incumbent=cells)


def study(term: str, state: SchemeState, near: tuple[Keys, ...], progress: Report, cancel: Cancelled) -> dict[str, Any]:
    """What the worker computes and the table keeps."""
    problem = nearer_to(state.problem, near) if term == CHANGES else state.problem
    found = trade_off(problem, term, progress=progress, cancel=cancel)
    weight = own_weight(state.policy, BALANCE)
    points = [asdict(_point(state, problem, choice, weight)) for choice in found.choices]
    return {"own": found.own.weight, "points": points}


def _point(state: SchemeState, problem: Problem, choice: Choice, balance_weight: float) -> Point:
    burden = _burdens(problem, choice.solution.pairs)
    loads = [load for load, _seats in burden]
    largest = max(loads, default=0)
    return Point(
        weight=choice.weight,
        fit=choice.fit / MILLI,
        uneven=choice.balance / MILLI,
        score=(choice.fit - balance_weight * choice.balance) / MILLI,
        largest=largest,
        full=loads.count(largest),
        gini=round(gini([load / seats for load, seats in burden if seats]), 4),
        paired=len(choice.solution.pairs),
        moved=_moved(state.solution.pairs, choice.solution.pairs),
        changes=choice.changes,
    )


def _burdens(problem: Problem, pairs: Iterable[Keys]) -> list[tuple[int, int]]:
    """(people, seats) of each mentor who may have anybody: the load in force and the plan's pairs together."""
    new = Counter(mentor for _mentee, mentor in pairs)
    away = {one.id for one in problem.pool.mentors if one.available} if problem.pool else set()
    rows = zip(problem.mentors, problem.load.tolist(), problem.capacity.tolist(), strict=True)
    return [(load + new[key], seats) for key, load, seats in rows if new[key] or key not in away]


def _moved(before: Iterable[Keys], after: Iterable[Keys]) -> int:
    """Mentees whose mentors differ."""
    return len({mentee for mentee, _mentor in set(before) ^ set(after)})
