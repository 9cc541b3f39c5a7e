"""What a remedy would make of the whole plan: solved without it and with it and compared, never stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from matching import (
    Capacity,
    Join,
    Mentor,
    Pool,
    Problem,
    Repair,
    Solution,
    moves,
    price_change,
    solve,
)
from matching.repairs import NEW_MENTOR, newcomer
from programme.desk_figures import gini
from programme.feasibility import Who, people_of, rules_for
from programme.ground import Ground, ground_of
from programme.many_seats import ManySeats, widened

SHELVES = 16
MILLI = 1000
STRANGER = Who(0, "", "", None)
"""Stands for a mentor who is still to be found."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan in figures: pairs and seats short; fits in points (None without pairs); Gini coefficient of the load."""

    pairs: int
    short: int
    mean_fit: float | None = None
    lowest_fit: float | None = None
    gini: float | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A mentee whose mentor differs; None stands for no mentor, `fit` (points) is that of the new pair."""

    mentee: Who
    before: Who | None
    after: Who | None
    fit: float | None


@dataclass(frozen=True, slots=True)
class Rise:
    """A mentor who would have more people: in use before and after, of so many seats then."""

    mentor: Who
    before: int
    after: int
    seats: int


@dataclass(frozen=True, slots=True)
class Trial:
    """Both plans in figures, everybody whose mentor differs, mentors with more to do than before.

    `against` are the pairs (mentee, mentor) of the new plan that the rule forbids today. `seats` are those of the
    remedy's mentor, today and with it.
    """

    before: Picture
    after: Picture
    shifts: tuple[Shift, ...] = ()
    rises: tuple[Rise, ...] = ()
    against: tuple[tuple[Who, Who], ...] = ()
    seats: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Plans:
    """The mentors and the solution without the remedy and with it; new pairs that the rules forbid without it."""

    mentors: tuple[tuple[Mentor, ...], tuple[Mentor, ...]]
    solutions: tuple[Solution, Solution]
    against: tuple[tuple[str, str], ...]


@reads("programme")
def trial(
    session: Session,
    viewer: Viewer,
    *,
    cohort_id: int,
    repair: Repair | ManySeats,
    values: Mapping[str, Any] | None = None,
) -> Trial:
    """The whole plan with a remedy beside the one without, under the rules in force or a form's values.

    A "relax" is tried as what it takes to make it real: the rule is a hint for everybody. Whoever sees one unit only
    gets the counts and nothing else.
    """
    ground = ground_of(session, cohort_id, rules_for(session, cohort_id, values))
    plans = _tried(ground, repair)
    before, after = (_picture(*one) for one in zip(plans.mentors, plans.solutions, strict=True))
    if viewer.unit_id is not None:
        return Trial(Picture(before.pairs, before.short), Picture(after.pairs, after.short))
    people = {**people_of(session, cohort_id, ground.pool), NEW_MENTOR: STRANGER}
    against = tuple((people[mentee], people[mentor]) for mentee, mentor in plans.against)
    seats = None if isinstance(repair, ManySeats) else _seats(plans, repair.mentor)
    return Trial(before, after, _shifts(plans, people), _rises(plans, people), against, seats)


def _tried(ground: Ground, repair: Repair | ManySeats) -> Plans:
    """Both plans; the same remedy on the same pool under the same rules is solved once."""
    shelf = _shelf(ground.problem.fingerprint, repair)
    if not shelf:
        shelf.append(_solved(ground, repair))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(fingerprint: str, repair: Repair | ManySeats) -> list[Plans]:
    """An empty place for the two plans."""
    return []


def _solved(ground: Ground, repair: Repair | ManySeats) -> Plans:
    problem = ground.problem
    before = solve(problem)
    changed, after = _with(ground, before, repair)
    relaxed = isinstance(repair, Repair) and repair.kind == "relax"
    new = sorted(set(after.pairs) - set(before.pairs)) if relaxed else []
    return Plans(
        mentors=(ground.pool.mentors, changed.mentors),
        solutions=(replace(before, start=None), replace(after, start=None)),
        against=tuple(pair for pair in new if _forbidden(problem, pair)),
    )


def _with(ground: Ground, before: Solution, repair: Repair | ManySeats) -> tuple[Pool, Solution]:
    """The pool with the remedy, solved anew."""
    pool, problem = ground.pool, ground.problem
    if isinstance(repair, ManySeats):
        wider = widened(pool, repair.mentors)
        return wider, solve(ground.with_pool(wider))
    if repair.kind == "relax":
        return pool, solve(_relaxed(ground, repair))
    recruit = repair.kind == "recruit"
    change = Join(newcomer(repair)) if recruit else Capacity(repair.mentor, _missing(pool, repair.mentor))
    effect = price_change(problem, before, change)
    return effect.problem.pool or pool, effect.solution


def _relaxed(ground: Ground, repair: Repair) -> Problem:
    """The rule as a hint for everybody; a ban of the rules lifted for the one pair that it names."""
    if repair.rule == "banned":
        return ground.without((repair.mentee, repair.mentor))
    policy = ground.rules.policy
    return ground.under(replace(policy, rules={**policy.rules, repair.rule: "hint"}))


def _missing(pool: Pool, mentor: str) -> int:
    """Seats until one more person may come: one, or more where the load is over the seats already."""
    own = next(one for one in pool.mentors if one.id == mentor)
    return max(own.capacity, own.load) + 1 - own.capacity


def _forbidden(problem: Problem, pair: tuple[str, str]) -> bool:
    row, column = problem.mentees.index(pair[0]), problem.mentors.index(pair[1])
    return bool(problem.line(row).code[0][column])


def _picture(mentors: tuple[Mentor, ...], solution: Solution) -> Picture:
    burdens = _burdens(mentors, solution)
    points = [fit / MILLI for fit in solution.fits]
    at_work = [one for one in mentors if one.capacity and (not one.available or burdens[one.id] > one.load)]
    return Picture(
        pairs=len(points),
        short=sum(one.seats for one in solution.unmatched if one.reason != "ineligible"),
        mean_fit=sum(points) / len(points) if points else None,
        lowest_fit=min(points, default=None),
        gini=gini([burdens[one.id] / one.capacity for one in at_work]),
    )


def _burdens(mentors: tuple[Mentor, ...], solution: Solution) -> dict[str, int]:
    """People of each mentor: those of pairings in force and those of the plan."""
    new = Counter(mentor for _mentee, mentor in solution.pairs)
    return {one.id: one.load + new[one.id] for one in mentors}


def _shifts(plans: Plans, people: Mapping[str, Who]) -> tuple[Shift, ...]:
    before, after = plans.solutions
    fits = dict(zip(after.pairs, after.fits, strict=True))
    return tuple(
        Shift(
            mentee=people[move.mentee],
            before=people[move.from_mentor] if move.from_mentor else None,
            after=people[move.to_mentor] if move.to_mentor else None,
            fit=fits[move.mentee, move.to_mentor] / MILLI if move.to_mentor else None,
        )
        for move in moves(before.pairs, after.pairs)
    )


def _rises(plans: Plans, people: Mapping[str, Who]) -> tuple[Rise, ...]:
    old, new = (_burdens(*one) for one in zip(plans.mentors, plans.solutions, strict=True))
    return tuple(
        Rise(people[one.id], old.get(one.id, 0), new[one.id], one.capacity)
        for one in plans.mentors[1]
        if new[one.id] > old.get(one.id, 0)
    )


def _seats(plans: Plans, mentor: str) -> tuple[int, int] | None:
    """The seats of a mentor without the remedy and with it; None when it names nobody."""
    found = [one.capacity for side in plans.mentors for one in side if one.id == mentor]
    return (found[0], found[1]) if found else None
