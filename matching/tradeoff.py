"""A handful of plans between two aims, each with a plain weight that gives just this plan again when a policy has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor, log10

from matching.errors import refuse
from matching.flow import Cancel
from matching.frontier import frontier
from matching.policy import WEIGHT_DECIMALS, Policy
from matching.problem import Problem
from matching.search import Progress, Watch
from matching.solution import Solution
from matching.solve import Near, solve
from matching.values import terms

DIGITS = 2
LEAST = 0.001
ENDS = (10.0, 100.0, 1000.0)
# What a changed pair has to be worth, in points of fit.
PRICES = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The best plan when the term weighs `weight` beside fit in the main tier; `fit` and `balance` in milli-points."""

    weight: float
    fit: int
    balance: int
    changes: int
    solution: Solution


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Choices by growing weight, along which the term never grows; `own` is the one at the policy's own weight."""

    term: str
    own: Choice
    choices: tuple[Choice, ...]


def trade_off(
    problem: Problem,
    term: str = "balance",
    limit: int = 12,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Choices:
    """Different plans along the frontier between fit and `term` ("balance", "changes"), at most about `limit`.

    For balance the weights are those at which the frontier bends most, rounded to two digits; for changes the policy's
    main tier is held against the number of pairs of the incumbent that are given up, at round prices per pair.
    Every plan is solved under `weighted(policy, term, weight)`, whatever the rounding did: it is what a run gives.
    """
    if term not in ("balance", "changes"):
        raise refuse("term", "unknown", value=term, known=["balance", "changes"])
    watch = Watch(progress, cancel)
    own = own_weight(problem.policy, term)
    weights = PRICES if term == "changes" else _bends(problem, limit, cancel)
    found: list[Choice] = []
    wanted = sorted({*weights, own})
    for at, weight in enumerate(wanted):
        watch.step(at / len(wanted), "weights")
        found.append(_choice(problem, term, weight, Near(found[-1].solution.start) if found else None, cancel))
    mine = next(one for one in found if one.weight == own)
    return Choices(term, mine, _distinct(found, mine, term))


def weighted(policy: Policy, term: str, weight: float) -> Policy:
    """The policy with `term` at this weight per unit of fit in its main tier; at 0 it decides only among equals."""
    at = next((k for k, tier in enumerate(policy.tiers) if "fit" in tier), len(policy.tiers) - 1)
    main = {name: value for name, value in policy.tiers[at].items() if name != term}
    share = round(weight * main.get("fit", 1), WEIGHT_DECIMALS)
    rest = tuple(tier for tier in policy.tiers[at + 1 :] if set(tier) != {term})
    later: tuple[Mapping[str, float], ...] = ({term: 1}, *rest) if term == "balance" else (*rest, {term: 1})
    return replace(
        policy, tiers=(*policy.tiers[:at], {**main, term: share} if share else main, *(later if not share else rest))
    )


def own_weight(policy: Policy, term: str) -> float:
    """What `term` weighs per unit of fit in the policy's main tier; 0 where it is not there."""
    main = next((tier for tier in policy.tiers if "fit" in tier), {})
    return float(main.get(term, 0)) / float(main.get("fit", 1))


def _bends(problem: Problem, limit: int, cancel: Cancel | None) -> set[float]:
    """Weights of the widest steps of the frontier, and both ends."""
    inner = frontier(problem, limit=limit, cancel=cancel).points[1:-1]
    return {0.0, ENDS[0], *(plain(point.other_weight / point.fit_weight) for point in inner)}


def plain(weight: float) -> float:
    """A weight with two digits and at most three decimals, never 0."""
    if weight <= LEAST:
        return LEAST
    return round(weight, min(WEIGHT_DECIMALS, DIGITS - 1 - floor(log10(weight))))


def _choice(problem: Problem, term: str, weight: float, near: Near | None, cancel: Cancel | None) -> Choice:
    own = replace(problem, policy=weighted(problem.policy, term, weight))
    solution = solve(own, cancel=cancel, near=near)
    row = {name: i for i, name in enumerate(problem.mentees)}
    column = {name: j for j, name in enumerate(problem.mentors)}
    cells = [(row[a], column[b]) for a, b in solution.pairs]
    value = terms(problem, cells, solution.fits)
    return Choice(weight, value["fit"] or 0, value["balance"] or 0, value["changes"] or 0, solution)


def _distinct(found: Iterable[Choice], own: Choice, term: str) -> tuple[Choice, ...]:
    """One choice for each pair of values; the policy's own weight is kept, else the smallest."""
    kept: dict[tuple[int, int], Choice] = {}
    for one in found:
        key = one.fit, one.balance if term == "balance" else one.changes
        if key not in kept or one is own:
            kept[key] = one
    return tuple(sorted(kept.values(), key=lambda one: one.weight))
