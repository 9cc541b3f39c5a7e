"""The value of a plan in every term of the policy, and in whole numbers to be minimised, tier by tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matching.problem import Cell, Problem
from matching.source import MAX_FIT, Integers
from matching.tiers import BALANCE, IN_MILLI, bar_of, whole_weights


def burdens(problem: Problem, cells: Sequence[Cell]) -> Integers:
    """Existing load plus new pairs of each mentor, (m,)."""
    return problem.load + np.bincount([j for _, j in cells], minlength=problem.shape[1])


def missing(problem: Problem, cells: Sequence[Cell]) -> Integers:
    """Seats that each mentee lacks, (n,)."""
    return np.maximum(problem.demand - np.bincount([i for i, _ in cells], minlength=problem.shape[0]), 0)


def balance(problem: Problem, burden: Integers) -> int:
    """Sum over mentors of 50 b^2 / capacity in milli-points, seat by seat as the model rounds it."""
    capacity = np.maximum(problem.capacity, 1)
    mentor = np.repeat(np.arange(len(burden)), burden)
    seat = np.arange(len(mentor)) - np.repeat(np.cumsum(burden) - burden, burden) + 1
    return int(((2 * BALANCE * (2 * seat - 1) + capacity[mentor]) // (2 * capacity[mentor])).sum())


def quota_shortage(problem: Problem, cells: Sequence[Cell]) -> list[int]:
    """Pairs missing from each quota's minimum."""
    return [
        max(quota.min - count, 0) for quota, count in zip(problem.quotas, quota_counts(problem, cells), strict=True)
    ]


def quota_counts(problem: Problem, cells: Sequence[Cell]) -> list[int]:
    """Pairs that each quota counts."""
    named = [(problem.mentees[i], problem.mentors[j]) for i, j in cells] if problem.quotas else []
    return [sum(a in quota.mentees and b in quota.mentors for a, b in named) for quota in problem.quotas]


def terms(problem: Problem, cells: Sequence[Cell], fits: Sequence[int]) -> dict[str, int | None]:
    """Every term of the model as a whole number (fits and balance in milli-points); `worst` is None without pairs."""
    burden = burdens(problem, cells)
    bar = bar_of(problem)
    return {
        "unmatched": int((missing(problem, cells) * problem.weight).sum()),
        "min_load": int(np.maximum(problem.min_load - burden, 0).sum()),
        "below_floor": sum(fit < bar for fit in fits),
        "worst": min(fits, default=None),
        "fit": sum(fits),
        "balance": balance(problem, burden),
        "changes": len(set(problem.incumbent) - set(cells)),
    }


def tier_costs(problem: Problem, value: Mapping[str, int | None]) -> tuple[int, ...]:
    """Each tier of the policy as one whole number, lower being better."""
    return tuple(
        sum(weight * _cost(term, value[term]) for term, weight in whole_weights(tier).items())
        for tier in problem.policy.tiers
    )


def _cost(term: str, value: int | None) -> int:
    """A term as something to minimise; a plan without pairs has nothing below the top of the scale."""
    if value is None:
        return -MAX_FIT
    return -value if term in ("fit", "worst") else value


def tier_values(problem: Problem, value: Mapping[str, int | None]) -> tuple[dict[str, float | None], ...]:
    """Each term of each tier in the units that people read: points, seats, counts."""
    return tuple({term: _readable(term, value[term]) for term in tier} for tier in problem.policy.tiers)


def _readable(term: str, value: int | None) -> float | None:
    if value is None or term not in IN_MILLI:
        return value
    return value / 1000
