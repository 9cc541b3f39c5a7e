"""Mentors leave in mid-term: whom that touches, and three plans side by side, each exact, each with what it costs.

The pairings of those who leave are in play; with the scope "cohort" so are the other pairings of the cohort, and a
plan may move them where that serves its aim. Everything else stays as it was signed.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db.models import Pairing
from matching import Remedy, rematch
from programme.change_content import CHANGEABLE, Line
from programme.change_ground import Bond, Ground, codes, fits, ground_of, mentors_by_bond, open_bonds
from programme.errors import Invalid
from programme.rules import rules_in_force
from programme.snapshot import key_of, person_of

PLANS = ("fewest_moves", "best_fit", "most_even")
SCOPES = ("affected", "cohort")
MILLI = 1000.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: its lines, and what it costs; fits in points, `largest` is the heaviest load among those who get somebody.

    `moved` counts pairings with another mentor, of which nobody could avoid `unavoidable`; `without` are mentees.id.
    """

    name: str
    proved: bool
    lines: tuple[Line, ...]
    moved: int
    unavoidable: int
    mean_fit: float
    lowest_fit: float | None
    under_floor: int
    largest: int
    full: int
    without: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        own = asdict(replace(self, lines=()))
        lines = [[line.pairing_id, line.act, line.new_mentor_id, line.fit] for line in self.lines]
        return {**own, "lines": lines, "without": list(self.without)}


@dataclass(frozen=True, slots=True)
class Plans:
    """The three plans as they were computed: under which rules, over which pairings, and each pairing's fit before.

    `before` is {pairings.id: milli-points}, `fit_before` their mean in points.
    """

    scope: str
    rules: int
    in_play: int
    fit_before: float
    before: Mapping[int, int]
    plans: tuple[Plan, ...]

    def to_dict(self) -> dict[str, Any]:
        """What `changes.plans` keeps."""
        own = asdict(replace(self, plans=()))
        before = {str(key): fit for key, fit in self.before.items()}
        return {**own, "before": before, "plans": {plan.name: plan.to_dict() for plan in self.plans}}


def affected_bonds(session: Session, mentor_ids: Collection[int]) -> list[Bond]:
    """The pairings that lose their mentor; what is due for appraisal stays until it is appraised."""
    return open_bonds(session, Pairing.mentor_id.in_(mentor_ids), Pairing.status.in_(CHANGEABLE))


def compute(
    session: Session,
    cohort_id: int,
    mentor_ids: Collection[int],
    scope: str,
    cancel: Callable[[], bool] | None = None,
) -> Plans:
    """The three plans without these mentors; `cancel` is asked now and then whether to stop (Cancelled).

    Raises Invalid for an unknown scope or when nobody loses a mentor.
    """
    if scope not in SCOPES:
        raise Invalid("not_in_list", field="scope", value=scope)
    lost = affected_bonds(session, mentor_ids)
    if not lost:
        raise Invalid("nobody_loses_a_mentor")
    ground = ground_of(session, cohort_id, [*lost, *_others(session, cohort_id, mentor_ids, scope)])
    movable = _movable(ground, {bond.id for bond in lost})
    solved = rematch(ground.problem, [key_of(one) for one in sorted(mentor_ids)], movable=movable, cancel=cancel)
    before = fits(ground, [bond.keys for bond in ground.bonds])
    floor = round(ground.problem.policy.floor * MILLI)
    remedies = (solved.fewest_moves, solved.best_fit, solved.most_even)
    return Plans(
        scope=scope,
        rules=rules_in_force(session, cohort_id).number,
        in_play=len(ground.bonds),
        fit_before=sum(before) / len(before) / MILLI,
        before={bond.id: int(fit) for bond, fit in zip(ground.bonds, before, strict=True)},
        plans=tuple(_plan(ground, remedy, floor) for remedy in remedies),
    )


def lines_of(bonds: Iterable[Bond], row: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines of a stored plan, on the pairings as they are now; one that is closed by now is left out."""
    known = {bond.id: bond for bond in bonds}
    return tuple(line_of(known[key], act, mentor, fit=fit) for key, act, mentor, fit in row["lines"] if key in known)


def line_of(bond: Bond, act: str, new_mentor_id: int | None = None, **more: Any) -> Line:
    """A line on a pairing as it is."""
    return Line(
        pairing_id=bond.id,
        mentee_id=bond.mentee_id,
        role=bond.role,
        status=bond.status,
        mentor_id=bond.mentor_id,
        act=act,
        new_mentor_id=new_mentor_id,
        **more,
    )


def _others(session: Session, cohort_id: int, mentor_ids: Collection[int], scope: str) -> list[Bond]:
    if scope == "affected":
        return []
    return open_bonds(
        session,
        Pairing.cohort_id == cohort_id,
        Pairing.mentor_id.not_in(mentor_ids),
        Pairing.status.in_(CHANGEABLE),
    )


def _movable(ground: Ground, lost: Collection[int]) -> list[str]:
    """Who lost the mentor, and everybody whose present pair the rules would allow again: the rest is not ours to touch."""
    barred = codes(ground, [bond.keys for bond in ground.bonds])
    stuck = {bond.keys[0] for bond, code in zip(ground.bonds, barred, strict=True) if code and bond.id not in lost}
    affected = {bond.keys[0] for bond in ground.bonds if bond.id in lost}
    return sorted(affected | ({bond.keys[0] for bond in ground.bonds} - stuck))


def _plan(ground: Ground, remedy: Remedy, floor: int) -> Plan:
    given = mentors_by_bond(ground, remedy.solution.pairs)
    kept = [(bond, given[bond.id]) for bond in ground.bonds]
    found = [mentor and (bond.keys[0], key_of(mentor)) for bond, mentor in kept]
    values = iter(fits(ground, [pair for pair in found if pair]))
    fit = {bond.id: next(values) if mentor else None for bond, mentor in kept}
    lines = tuple(
        line_of(bond, "change" if mentor else "release", mentor, fit=fit[bond.id])
        for bond, mentor in kept
        if mentor != bond.mentor_id
    )
    known = [value for value in fit.values() if value is not None]
    burden = _burdens(ground, lines, given)
    return Plan(
        name=remedy.name,
        proved=remedy.solution.status == "proved",
        lines=lines,
        moved=len(lines),
        unavoidable=remedy.unavoidable,
        mean_fit=sum(known) / len(known) / MILLI if known else 0.0,
        lowest_fit=min(known) / MILLI if known else None,
        under_floor=sum(value < floor for value in known),
        largest=max((load for load, _seats in burden.values()), default=0),
        full=sum(load >= seats for load, seats in burden.values()),
        without=tuple(sorted({line.mentee_id for line in lines if line.act == "release"})),
    )


def _burdens(ground: Ground, lines: Sequence[Line], given: Mapping[int, int | None]) -> dict[int, tuple[int, int]]:
    """{people.id: (load after, seats)} of the mentors who get somebody."""
    new = Counter(mentor for mentor in given.values() if mentor)
    getting = {line.new_mentor_id for line in lines if line.new_mentor_id}
    problem = ground.problem
    seats = zip(problem.mentors, problem.load.tolist(), problem.capacity.tolist(), strict=True)
    known = {person_of(key): (load, capacity) for key, load, capacity in seats}
    return {mentor: (known[mentor][0] + new[mentor], known[mentor][1]) for mentor in getting}
