"""What a list made by hand is worth under the cohort's rules: what it breaks, its totals against the optimum, and where
it loses most; with names, for the page and for the file."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Person, Scheme, Unit
from db.queries.viewer import Viewer, reads
from matching import Fault, Problem, Solution, solve
from matching import compare as compare_plans
from matching.compare import Comparison, Difference
from matching.problem import Cells
from matching.tradeoff import own_weight
from matching.values import balance, burdens
from programme.desk_figures import gini
from programme.desk_people import scope_of
from programme.errors import Conflict
from programme.scheme_state import HANDMADE, read_problem
from programme.snapshot import person_of
from programme.tradeoffs import plan_of
from programme.usecase import fetch

MILLI = 1000
SHELVES = 8
Keys = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who stands behind a key: people.id, name, unit, post, birth (partial date, None where it is not known)."""

    id: int
    name: str
    unit: str
    post: str = ""
    birth: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """A plan in figures: people paired and not (eligible ones), fits in points, mentors over their seats, biggest load.

    `under_floor` counts pairs; `score` is the main aim of the rules (fit less uneven load) in points; `gini` in 0..1.
    """

    paired: int
    unmatched: int
    fit: float
    mean: float | None
    lowest: float | None
    under_floor: int
    crowded: int
    largest: int
    gini: float
    score: float


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that the list breaks: code of `matching.compare.breaches`, whom it concerns, and its numbers."""

    code: str
    mentee: Somebody | None = None
    mentor: Somebody | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unlike:
    """A mentee for whom list and optimum differ: mentors on both sides with the pair's fit, and what the list loses.

    `loss` is the sum of fits in the optimum less that of the list, in points; below 0 the list is kinder.
    """

    mentee_id: int
    mentee: Somebody
    by_hand: tuple[tuple[Somebody, float], ...]
    best: tuple[tuple[Somebody, float], ...]
    loss: float


@dataclass(frozen=True, slots=True)
class Score:
    """`same` mentees have the same mentors in both; `unlike` come worst first."""

    hand: Totals
    best: Totals
    breaches: tuple[Breach, ...]
    unlike: tuple[Unlike, ...]
    same: int


@reads("programme")
def score(session: Session, viewer: Viewer, *, scheme_id: int) -> Score:
    """The list of a scheme made by hand against the optimum of its snapshot; Conflict for another scheme.

    A viewer of one unit reads the whole's totals and of that unit's mentees only what concerns them.
    """
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.kind != HANDMADE:
        raise Conflict("scheme_not_handmade", name=scheme.name)
    problem, _best = _optimum(session, scheme)
    judged = _judged(session, scheme)
    pairs, found = judged.pairs, judged.found
    ids = scheme.problem["mentees"]
    known = _Known(judged.fits, ids, people_by_id(session, {*map(person_of, ids), *map(person_of, problem.mentors)}))
    scope = scope_of(session, scheme.cohort_id, viewer.unit_id)
    seen = ids.keys() if scope is None else {key for key, mentee_id in ids.items() if mentee_id in scope}
    return Score(
        hand=judged.hand,
        best=judged.best,
        breaches=tuple(
            known.breach(fault) for fault in found.breaches if scope is None or fault.details.get("mentee") in seen
        ),
        unlike=tuple(known.unlike(one) for one in found.differences if one.mentee in seen),
        same=len({mentee for mentee, _mentor in pairs} - {one.mentee for one in found.differences}),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What depends on the list and its snapshot alone, without names; `fits` in milli-points of all pairs of both."""

    pairs: tuple[Keys, ...]
    fits: Mapping[Keys, int]
    found: Comparison
    hand: Totals
    best: Totals


def _judged(session: Session, scheme: Scheme) -> _Judged:
    """The list against the optimum, computed once for each state of the list."""
    shelf = _judged_shelf(*_place(session, scheme), scheme.fingerprint)
    if not shelf:
        problem, best = _optimum(session, scheme)
        pairs = plan_of(session, scheme.id)
        found = compare_plans(problem, pairs, best)
        fits = dict(zip(best.pairs, best.fits, strict=True)) | _fits(problem, pairs)
        shelf.append(_Judged(pairs, fits, found, totals(problem, pairs), totals(problem, best.pairs)))
    return shelf[0]


def _fits(problem: Problem, pairs: Iterable[Keys]) -> dict[Keys, int]:
    cells = Cells(problem.mentees, problem.mentors).of(pairs)
    named = ((problem.mentees[i], problem.mentors[j]) for i, j in cells)
    return dict(zip(named, problem.fit_at(cells), strict=True))


def totals(problem: Problem, pairs: Iterable[Keys]) -> Totals:
    """The figures of any plan of a problem."""
    row = {name: i for i, name in enumerate(problem.mentees)}
    column = {name: j for j, name in enumerate(problem.mentors)}
    cells = sorted((row[a], column[b]) for a, b in pairs)
    points = [fit / MILLI for fit in problem.fit_at(cells)]
    refused = {one.id for one in problem.pool.mentees if one.ineligible} if problem.pool else set()
    given = {problem.mentees[i] for i, _j in cells}
    loads = _loads(problem, cells)
    return Totals(
        paired=len(given),
        unmatched=len([key for key in problem.mentees if key not in given and key not in refused]),
        fit=sum(points),
        mean=sum(points) / len(points) if points else None,
        lowest=min(points, default=None),
        under_floor=sum(point < problem.policy.floor for point in points),
        crowded=sum(load > seats and load > before for load, seats, before in loads),
        largest=max((load for load, _seats, _before in loads), default=0),
        gini=gini([load / seats for load, seats, _before in loads if seats]),
        score=sum(points) - _unevenness(problem, cells),
    )


def _loads(problem: Problem, cells: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """(people with the plan, seats, people before) of every mentor who may have anybody or has somebody."""
    new = Counter(j for _i, j in cells)
    away = {one.id for one in problem.pool.mentors if one.available} if problem.pool else set()
    rows = zip(problem.mentors, problem.load.tolist(), problem.capacity.tolist(), strict=True)
    return [(load + new[j], seats, load) for j, (key, load, seats) in enumerate(rows) if new[j] or key not in away]


def _unevenness(problem: Problem, cells: list[tuple[int, int]]) -> float:
    """What uneven load costs in the rules' main aim, in points."""
    weight = own_weight(problem.policy, "balance")
    return weight * balance(problem, burdens(problem, cells)) / MILLI


def _optimum(session: Session, scheme: Scheme) -> tuple[Problem, Solution]:
    """The snapshot under what the rules name, with its best plan: neither changes once the row is made."""
    shelf = _shelf(*_place(session, scheme))
    if not shelf:
        problem = read_problem(session, scheme.id)
        shelf.append((problem, solve(problem)))
    return shelf[0]


class _Known:
    """The people of a snapshot behind the engine's keys."""

    def __init__(self, fits: Mapping[Keys, int], ids: Mapping[str, int], names: Mapping[int, Somebody]) -> None:
        self.fits, self.ids, self.names = fits, ids, names

    def unlike(self, one: Difference) -> Unlike:
        """A difference with names."""
        hand, best = (tuple(self._with_fit(one.mentee, key) for key in side) for side in (one.by_hand, one.best))
        return Unlike(self.ids[one.mentee], self._name(one.mentee), hand, best, one.loss / MILLI)

    def breach(self, fault: Fault) -> Breach:
        """A broken rule with names."""
        people = {side: self._name(fault.details[side]) for side in ("mentee", "mentor") if side in fault.details}
        numbers = {name: value for name, value in fault.details.items() if isinstance(value, int)}
        return Breach(fault.code, people.get("mentee"), people.get("mentor"), numbers)

    def _with_fit(self, mentee: str, mentor: str) -> tuple[Somebody, float]:
        return self._name(mentor), self.fits[mentee, mentor] / MILLI

    def _name(self, key: str) -> Somebody:
        return self.names[person_of(key)]


def people_by_id(session: Session, ids: Collection[int]) -> dict[int, Somebody]:
    """{people.id: name and unit} of these people, as they are now."""
    known = select(Person.id, Person.name, func.coalesce(Unit.name, ""), Person.post, Person.birth)
    rows = session.execute(known.outerjoin(Unit, Unit.id == Person.unit_id))
    return {row[0]: Somebody(*row) for row in rows if row[0] in ids}


def _place(session: Session, scheme: Scheme) -> tuple[str, int, str]:
    """Which row of which database."""
    return str(session.get_bind().engine.url), scheme.id, scheme.at.isoformat()


@lru_cache(maxsize=SHELVES)
def _judged_shelf(url: str, scheme_id: int, at: str, fingerprint: str) -> list[_Judged]:
    """An empty place for one state of a list; two threads may fill it, with equal things."""
    return []


@lru_cache(maxsize=SHELVES)
def _shelf(url: str, scheme_id: int, at: str) -> list[tuple[Problem, Solution]]:
    """An empty place for a snapshot's optimum; two threads may fill it, with equal things."""
    return []
