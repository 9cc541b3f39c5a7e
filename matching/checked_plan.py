"""A solution looked up afresh for `verify`: rows and columns, fits, tiers spelled out, and the value of every term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from matching.problem import Problem
from matching.solution import Solution

CELLS = 2_000_000
Vector = tuple[int, ...]


class CheckedPlan:
    """A solution in rows and columns, with the tiers spelled out as {term: whole weight}."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.row = {name: i for i, name in enumerate(problem.mentees)}
        self.column = {name: j for j, name in enumerate(problem.mentors)}
        self.cells = [(self.row[a], self.column[b]) for a, b in solution.pairs]
        self.pins = set(problem.pins)
        self.moving = [cell for cell in self.cells if cell not in self.pins]
        self.per_mentee = Counter(i for i, _ in self.cells)
        self.per_mentor = Counter(j for _, j in self.cells)
        self.pinned_mentee = Counter(i for i, _ in self.pins)
        self.pinned_mentor = Counter(j for _, j in self.pins)
        self.fits, self.codes = _looked_up(problem, self.cells)
        self.bar = int(Fraction(str(problem.policy.floor)) * 1000)
        self.tiers = [_whole(tier) for tier in problem.policy.tiers]

    def fit(self, cell: tuple[int, int]) -> int:
        return self.fits[cell]

    def quota_pairs(self, k: int, cells: Iterable[tuple[int, int]]) -> int:
        quota = self.problem.quotas[k]
        return sum(
            self.problem.mentees[i] in quota.mentees and self.problem.mentors[j] in quota.mentors for i, j in cells
        )


def _looked_up(
    problem: Problem, cells: list[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Fit and rule code of each cell, without what staff have decided."""
    fits: dict[tuple[int, int], int] = {}
    codes: dict[tuple[int, int], int] = {}
    columns: dict[int, list[int]] = {}
    for i, j in cells:
        columns.setdefault(i, []).append(j)
    rows = np.array(sorted(columns), dtype=np.int64)
    step = max(1, CELLS // max(len(problem.mentors), 1))
    for start in range(0, len(rows), step):
        block = problem.source.block(rows[start : start + step])
        for at, i in enumerate(block.rows.tolist()):
            fits |= {(i, j): int(block.fit[at, j]) for j in columns[i]}
            codes |= {(i, j): int(block.code[at, j]) for j in columns[i]}
    return fits, codes


def _whole(tier: Mapping[str, float]) -> dict[str, int]:
    """Weights times the smallest power of ten that makes them whole; beside milli-points, counts weigh 1000."""
    parts = {term: Fraction(str(weight)) for term, weight in tier.items()}
    ten = next(10**k for k in range(4) if all((part * 10**k).denominator == 1 for part in parts.values()))
    mixed = 1000 if {"fit", "balance"} & set(tier) else 1
    return {term: int(part * ten) * (1 if term in ("fit", "balance") else mixed) for term, part in parts.items()}


def terms_of(plan: CheckedPlan, fits: list[int]) -> dict[str, Fraction | None]:
    problem = plan.problem
    burden = [int(load) + plan.per_mentor[j] for j, load in enumerate(problem.load)]
    missing = [max(int(d) - plan.per_mentee[i], 0) for i, d in enumerate(problem.demand)]
    seats = [seat_points(b, int(problem.capacity[j])) for j, total in enumerate(burden) for b in range(1, total + 1)]
    return {
        "unmatched": Fraction(sum(count * int(weight) for count, weight in zip(missing, problem.weight, strict=True))),
        "min_load": Fraction(sum(max(int(low) - b, 0) for low, b in zip(problem.min_load, burden, strict=True))),
        "below_floor": Fraction(sum(fit < plan.bar for fit in fits)),
        "worst": Fraction(min(fits), 1000) if fits else None,
        "fit": Fraction(sum(fits), 1000),
        "balance": Fraction(sum(seats), 1000),
        "changes": Fraction(len([cell for cell in problem.incumbent if cell not in set(plan.cells)])),
    }


def seat_points(burden: int, capacity: int) -> int:
    """50 (2b - 1) / capacity in thousandths, halves rounded up."""
    return int(Fraction(50_000 * (2 * burden - 1), max(capacity, 1)) + Fraction(1, 2)) if burden else 0


def still_short(plan: CheckedPlan, k: int) -> int:
    return max(plan.problem.quotas[k].min - plan.quota_pairs(k, plan.cells), 0)


def wanted(plan: CheckedPlan) -> list[int]:
    return [max(int(d) - plan.pinned_mentee[i], 0) for i, d in enumerate(plan.problem.demand)]
