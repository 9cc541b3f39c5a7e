"""What a change would do before anything is saved: solve anew, and say who moves and what each tier loses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.errors import refuse
from matching.explain import Move, main_tier
from matching.people import Mentee, Mentor, Pool
from matching.problem import Ban, Problem, build_problem, with_decisions
from matching.solution import Solution
from matching.solve import Near, solve


@dataclass(frozen=True, slots=True)
class Pin:
    """Give this mentee this mentor, whatever the rest; replaces the mentee's other pins when demand is 1."""

    mentee: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Release:
    """Take back a pin and a ban of this pair."""

    mentee: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Two mentees exchange their (first) mentors; both are pinned."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """A mentor's capacity grows (or falls) by `by` seats."""

    mentor: str
    by: int


@dataclass(frozen=True, slots=True)
class Leave:
    """These mentors take nobody any more; their pins fall away."""

    mentors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """A new mentor or mentee; needs a problem built from a pool."""

    person: Mentor | Mentee


Change = Pin | Ban | Release | Swap | Capacity | Leave | Join


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """The plan after a change. `tier_losses` and `price` (the main tier's) are in the units of
    `Solution.costs`: positive is worse, negative better. `moves` name everybody whose mentor differs."""

    problem: Problem
    solution: Solution
    moves: tuple[Move, ...]
    tier_losses: tuple[int, ...]
    price: int


def price_change(problem: Problem, solution: Solution, change: Change) -> Effect:
    """Solve the changed problem and compare.

    loss_k = min cost_k(x) under the changed problem - cost_k(plan)  for each tier k, in the order of the tiers.

    In words: what the best answer to the change loses, aim by aim, against the plan as it is, and who moves in it.
    Nothing is saved. A loss below 0 is a gain. The price is the loss in the tier of the fit.

    Raises `InputError` when the change names somebody unknown.
    """
    changed = apply(problem, solution, change)
    after = solve(changed, near=Near(solution.start))
    losses = tuple(b - a for a, b in zip(solution.costs, after.costs, strict=True))
    return Effect(changed, after, moves(solution.pairs, after.pairs), losses, losses[main_tier(problem)])


def moves(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> tuple[Move, ...]:
    """Who has another mentor in the second plan; a second mentor gained or lost is a move from or to None."""
    plans = frozenset(before), frozenset(after)
    old, new = plans[0] - plans[1], plans[1] - plans[0]
    out = []
    for mentee in sorted({a for a, _ in old | new}):
        lost = [b for a, b in sorted(old) if a == mentee]
        gained = [b for a, b in sorted(new) if a == mentee]
        for k in range(max(len(lost), len(gained))):
            out.append(Move(mentee, lost[k] if k < len(lost) else None, gained[k] if k < len(gained) else None))
    return tuple(out)


def apply(problem: Problem, solution: Solution, change: Change) -> Problem:
    """The problem after a change."""
    _require_known(problem, change)
    match change:
        case Pin():
            return _with_pins(problem, [(change.mentee, change.mentor)])
        case Ban():
            return _decided(problem, bans=[*ban_list(problem), change])
        case Release():
            gone = (change.mentee, change.mentor)
            kept = [ban for ban in ban_list(problem) if (ban.mentee, ban.mentor) != gone]
            return _decided(problem, pins=[pair for pair in pin_list(problem) if pair != gone], bans=kept)
        case Swap():
            first, second = solution.mentors_of(change.first)[0], solution.mentors_of(change.second)[0]
            return _with_pins(problem, [(change.first, second), (change.second, first)])
        case Capacity():
            raised = problem.capacity.copy()
            raised[problem.mentors.index(change.mentor)] += change.by
            return replace(problem, capacity=np.maximum(raised, 0), pool=_pool_with_capacity(problem.pool, change))
        case Leave():
            return without_mentors(problem, frozenset(change.mentors))
        case _:
            return _joined(problem, change.person)


def pin_list(problem: Problem) -> list[tuple[str, str]]:
    """Pins as ids."""
    return [(problem.mentees[i], problem.mentors[j]) for i, j in problem.pins]


def ban_list(problem: Problem) -> list[Ban]:
    """Bans as ids."""
    return [Ban(problem.mentees[i], problem.mentors[j], reason) for i, j, reason in problem.bans]


def incumbent_list(problem: Problem) -> list[tuple[str, str]]:
    """The confirmed plan as ids."""
    return [(problem.mentees[i], problem.mentors[j]) for i, j in problem.incumbent]


def _decided(
    problem: Problem, pins: Iterable[tuple[str, str]] | None = None, bans: Iterable[Ban] | None = None
) -> Problem:
    pins = pin_list(problem) if pins is None else pins
    bans = ban_list(problem) if bans is None else bans
    return with_decisions(problem, pins, bans, incumbent_list(problem), problem.quotas)


def _with_pins(problem: Problem, added: list[tuple[str, str]]) -> Problem:
    """Pins stand beside older pins of the same mentee only as far as the demand goes."""
    pins = pin_list(problem)
    for pair in added:
        demand = int(problem.demand[problem.mentees.index(pair[0])])
        older = [p for p in pins if p[0] == pair[0] and p != pair]
        dropped = older[max(demand - 1, 0) :]
        pins = [p for p in pins if p not in dropped] + [pair]
    return _decided(problem, pins=pins)


def _pool_with_capacity(pool: Pool | None, change: Capacity) -> Pool | None:
    if pool is None:
        return None
    raised = (replace(p, capacity=max(p.capacity + change.by, 0)) if p.id == change.mentor else p for p in pool.mentors)
    return replace(pool, mentors=tuple(raised))


def without_mentors(problem: Problem, gone: frozenset[str]) -> Problem:
    """Mentors who leave: by the rule `unavailable` when there is a pool, else by bans."""
    pins = [pair for pair in pin_list(problem) if pair[1] not in gone]
    bans = ban_list(problem)
    if problem.pool is None:
        bans += [Ban(mentee, mentor, "left") for mentor in sorted(gone) for mentee in problem.mentees]
        return _decided(problem, pins=pins, bans=bans)
    mentors = tuple(replace(p, available=p.available or "left") if p.id in gone else p for p in problem.pool.mentors)
    pool = replace(problem.pool, mentors=mentors)
    return build_problem(pool, problem.policy, pins, bans, incumbent_list(problem), problem.quotas)


def _joined(problem: Problem, person: Mentor | Mentee) -> Problem:
    if problem.pool is None:
        raise refuse("change.person", "needs_a_pool", value=person.id)
    pool = problem.pool
    if isinstance(person, Mentor):
        pool = replace(pool, mentors=(*pool.mentors, person))
    else:
        pool = replace(pool, mentees=(*pool.mentees, person))
    return build_problem(
        pool, problem.policy, pin_list(problem), ban_list(problem), incumbent_list(problem), problem.quotas
    )


def _require_known(problem: Problem, change: Change) -> None:
    sides = {
        "mentee": problem.mentees, "first": problem.mentees, "second": problem.mentees, "mentor": problem.mentors,
    }  # fmt: skip
    for name, ids in sides.items():
        value = getattr(change, name, None)
        if value is not None and value not in ids:
            raise refuse(f"change.{name}", "unknown", value=value)
    for value in getattr(change, "mentors", ()):
        if value not in problem.mentors:
            raise refuse("change.mentors", "unknown", value=value)
