"""Two or three schemes side by side, all judged alike: each by its own rules and snapshot, or all by one.

Any scheme is taken alike, computed or made by hand: its pairs are scored, its solution is not read.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.models import Person, PolicyRow, Scheme
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Policy
from matching.compare import breaches
from matching.problem import Cells
from programme.compare_people import People, people_of
from programme.compare_unlike import Unlike, unlike
from programme.errors import Conflict, Invalid
from programme.rules import rules_in_force
from programme.scheme_figures import Load, SchemeFigures, figures, loads, present_pairs
from programme.scheme_input import Input, Pair, frozen_input, plans, under_rules
from programme.scheme_state import HANDMADE
from programme.snapshot import key_of

FEWEST, MOST = 2, 3
OWN, NOW = "own", "now"


@dataclass(frozen=True, slots=True)
class Side:
    """One scheme of a comparison, as far as the viewer sees it: pairs are (mentees.id, people.id of the mentor).

    `plan` has fits in milli-points under the rules that judge it; `asked` are the people who could be paired,
    `left_out` those of them without a mentor. `broken` counts broken rules by code. `strangers` counts pairs that
    cannot be judged because one of the two is not in the snapshot that judges. `kind`: "computed" or "handmade".
    """

    scheme_id: int
    name: str
    kind: str
    status: str
    rules: int
    at: datetime
    proof: str
    fingerprint: str
    floor: float
    plan: Mapping[Pair, int]
    asked: frozenset[int]
    loads: tuple[Load, ...]
    figures: SchemeFigures
    broken: Mapping[str, int]
    strangers: int

    @property
    def at_the_desk(self) -> bool:
        """Whether the desk takes it: a list made by hand is only compared."""
        return self.kind != HANDMADE and self.status not in ("superseded", "failed", "computing")

    @property
    def left_out(self) -> frozenset[int]:
        """Eligible people without a mentor."""
        return self.asked - {mentee for mentee, _mentor in self.plan}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides in the order that was asked for.

    `yardsticks` are the schemes of each different input, one where all are alike; `rules_now` is the number of the
    rules in force where they are none of those (else 0). `whole` says that the viewer sees everybody.
    """

    sides: tuple[Side, ...]
    people: People
    unlike: tuple[Unlike, ...]
    judged_by: str
    yardsticks: tuple[int, ...]
    rules_now: int
    whole: bool

    @property
    def fits_alike(self) -> bool:
        """Whether fits of different sides are measured by the same weights, so that better and worse can be said."""
        return self.judged_by != OWN or not any(one.weighed_otherwise for one in self.unlike)

    @property
    def floors_alike(self) -> bool:
        """Whether the sides have one floor, measured alike."""
        return self.fits_alike and len({side.floor for side in self.sides}) == 1

    def side(self, scheme_id: int) -> Side:
        """The side of a scheme."""
        return next(side for side in self.sides if side.scheme_id == scheme_id)


@reads("programme")
@kept
def comparison(session: Session, viewer: Viewer, *, scheme_ids: Sequence[int], judged_by: str = OWN) -> Comparison:
    """Compare schemes of one cohort; `judged_by` is "own", the id of one of them (its rules and
    snapshot), or "now" (the rules in force, on the snapshot of the newest).

    Raises Invalid for fewer than two or more than three schemes, Conflict for schemes of several cohorts or without
    a plan. A liaison sees the mentees and the mentors of its own unit.
    """
    rows = _rows(session, scheme_ids)
    cohort_id = rows[0].cohort_id
    inputs = {row.id: frozen_input(session, row.id) for row in rows}
    people = people_of(session, cohort_id, viewer.unit_id)
    rules = rules_in_force(session, cohort_id)
    judge = _judge(session, rows, inputs, (judged_by, rules.policy))
    present, plan = present_pairs(session, cohort_id), plans(session, [row.id for row in rows])
    mentors = _own_mentors(session, viewer.unit_id)
    sides = tuple(
        _side(
            row, _judged(judge or inputs[row.id], plan[row.id], rescored=judge is not None), people, (mentors, present)
        )
        for row in rows
    )
    return Comparison(
        sides=sides,
        people=people if viewer.unit_id is None else _named_in(people, sides),
        unlike=unlike(session, rows, inputs),
        judged_by=judged_by if judge else OWN,
        yardsticks=_distinct(inputs),
        rules_now=0 if any(one.policy == rules.policy for one in inputs.values()) else rules.number,
        whole=viewer.unit_id is None,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A whole plan under the input that judges it."""

    basis: Input
    plan: Mapping[Pair, int]
    loads: tuple[Load, ...]
    broken: Mapping[str, list[int]]
    strangers: int


def _rows(session: Session, scheme_ids: Sequence[int]) -> list[Row]:
    """The schemes in the order asked for."""
    wanted = list(dict.fromkeys(scheme_ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise Invalid("compare_count", count=len(wanted), fewest=FEWEST, most=MOST)
    statement = select(
        Scheme.id, Scheme.cohort_id, Scheme.name, Scheme.kind, Scheme.status, Scheme.at, Scheme.fingerprint, Scheme.policy_id,
        Scheme.solution["status"].as_string().label("proof"), PolicyRow.number, PolicyRow.rules,
    ).join(PolicyRow, PolicyRow.id == Scheme.policy_id)  # fmt: skip
    found = {row.id: row for row in session.execute(statement.where(Scheme.id.in_(wanted)))}
    rows = [found[key] for key in wanted if key in found]
    if len({row.cohort_id for row in rows}) != 1 or len(rows) < len(wanted):
        raise Conflict("compare_one_cohort")
    for row in rows:
        if not row.fingerprint:
            raise Conflict("no_solution_yet", name=row.name, status=row.status)
    return rows


def _judge(session: Session, rows: Sequence[Row], inputs: Mapping[int, Input], by: tuple[str, Policy]) -> Input | None:
    """The one input that judges all; None where each is judged by its own."""
    judged_by, rules = by
    if judged_by == NOW:
        newest = max(rows, key=lambda row: row.id)
        return under_rules(session, newest.id, rules)
    return inputs.get(int(judged_by)) if judged_by.isdigit() else None


def _judged(basis: Input, plan: Mapping[Pair, int], *, rescored: bool) -> _Judged:
    """Score a plan under an input; where it is its own, the fits that were stored stand."""
    keys = {mentee: key for key, mentee in basis.mentees.items()}
    named = {
        (keys[mentee], key_of(mentor)): (mentee, mentor)
        for mentee, mentor in plan
        if mentee in keys and mentor in basis.seats
    }
    problem, order = basis.problem, sorted(named)
    cells = Cells(problem.mentees, problem.mentors).of(order)
    scored = {named[key]: fit for key, fit in zip(order, problem.fit_at(cells), strict=True)}
    known = scored if rescored else {pair: plan[pair] for pair in scored}
    broken: dict[str, list[int]] = {}
    for fault in breaches(problem, cells):
        key = fault.details.get("mentee")
        broken.setdefault(fault.code, []).append(basis.mentees[key] if key else 0)
    return _Judged(basis, known, tuple(loads(basis, known)), broken, len(plan) - len(known))


def _side(
    row: Row, judged: _Judged, people: People, scope: tuple[frozenset[int] | None, Mapping[int, frozenset[int]]]
) -> Side:
    """What the viewer sees of a judged plan; loads are of the viewer's own mentors, with everybody they have."""
    mentors, present = scope
    own = people.mentees.keys()
    basis, plan = judged.basis, {pair: fit for pair, fit in judged.plan.items() if pair[0] in own}
    seats = tuple(load for load in judged.loads if mentors is None or load.mentor_id in mentors)
    broken = {code: sum(not key or key in own for key in keys) for code, keys in judged.broken.items()}
    return Side(
        scheme_id=row.id, name=row.name, kind=row.kind, status=row.status, rules=row.number, at=row.at, proof=row.proof or "",
        fingerprint=row.fingerprint, floor=basis.policy.floor, plan=plan, asked=basis.eligible & own, loads=seats,
        figures=figures(basis, plan, seats, present, own), broken=Counter(broken), strangers=judged.strangers,
    )  # fmt: skip


def _own_mentors(session: Session, unit_id: int | None) -> frozenset[int] | None:
    """People of a viewer's unit; None without such a limit."""
    if unit_id is None:
        return None
    return frozenset(session.scalars(select(Person.id).where(Person.unit_id == unit_id)))


def _named_in(people: People, sides: Collection[Side]) -> People:
    """The people without the mentors of whom none of the sides tells this viewer anything."""
    known = {mentor for side in sides for _mentee, mentor in side.plan} | {
        load.mentor_id for side in sides for load in side.loads
    }
    return replace(people, mentors={key: one for key, one in people.mentors.items() if key in known})


def _distinct(inputs: Mapping[int, Input]) -> tuple[int, ...]:
    """The first scheme of each different input; one alone when all are alike."""
    found: list[int] = []
    for key, one in inputs.items():
        if not any(_alike(one, inputs[other]) for other in found):
            found.append(key)
    return tuple(found)


def _alike(one: Input, other: Input) -> bool:
    return one is other or (one.policy == other.policy and one.snapshot == other.snapshot)


def own_people(sides: Collection[Side]) -> frozenset[int]:
    """Everybody whom one of the sides could pair."""
    return frozenset().union(*(side.asked for side in sides))
