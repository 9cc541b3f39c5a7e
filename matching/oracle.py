"""The model once more, written down for HiGHS straight from its definition: the slow, independent answer.

`verify` asks it about plans that no prices can prove, tests and benchmarks compare everything with it. It shares no
code with the solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching.problem import Problem

Row = dict[int, int]
Vector = tuple[int, ...]


def best_costs(problem: Problem) -> Vector:
    """The least cost of each tier in turn, as `Solution.costs`, preceded by missing quota minima when there are any."""
    return _Model(problem).run()


class _Model:
    """Variables by number, constraints as rows, terms as objective rows with a constant."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.upper: list[int] = []
        self.rows: list[tuple[Row, float, float]] = []
        self.pins = set(problem.pins)
        self.fit: dict[tuple[int, int], int] = {}
        self.pairs: dict[tuple[int, int], int] = {}
        self.terms: dict[str, tuple[Row, int]] = {}
        self._pairs()
        self._unmatched()
        self._seats()
        self._quotas()
        self._conflicts()
        self._worst()

    def variable(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _pairs(self) -> None:
        problem, bar = self.problem, int(Fraction(str(self.problem.policy.floor)) * 1000)
        for block in problem.blocks():
            for at, j in zip(*np.nonzero(block.code == 0), strict=True):
                cell = int(block.rows[at]), int(j)
                self.fit[cell] = int(block.fit[at, j])
                if cell not in self.pins:
                    self.pairs[cell] = self.variable(1)
        pinned = [self.fit[cell] for cell in self.pins]
        self.terms["fit"] = {x: -self.fit[c] for c, x in self.pairs.items()}, -sum(pinned)
        low = {x: 1 for c, x in self.pairs.items() if self.fit[c] < bar}
        self.terms["below_floor"] = low, sum(fit < bar for fit in pinned)
        old = set(problem.incumbent)
        self.terms["changes"] = {x: -1 for c, x in self.pairs.items() if c in old}, len(old - self.pins)

    def _unmatched(self) -> None:
        weights: Row = {}
        for i, demand in enumerate(self.problem.demand.tolist()):
            want = max(demand - sum(cell[0] == i for cell in self.pins), 0)
            lost = self.variable(want)
            weights[lost] = int(self.problem.weight[i])
            self.rows.append(({x: 1 for c, x in self.pairs.items() if c[0] == i} | {lost: 1}, want, want))
        self.terms["unmatched"] = weights, 0

    def _seats(self) -> None:
        """Balance and minima, by one variable per seat; a mentor's seats are alike but for their cost."""
        balance, minima = self.terms.setdefault("balance", ({}, 0)), self.terms.setdefault("min_load", ({}, 0))
        fixed, missing = 0, 0
        for j in range(self.problem.shape[1]):
            start = int(self.problem.load[j]) + sum(cell[1] == j for cell in self.pins)
            points = [self._points(j, b) for b in range(1, start + 1)]
            fixed += sum(points)
            missing += max(int(self.problem.min_load[j]) - start, 0)
            row = {x: -1 for c, x in self.pairs.items() if c[1] == j}
            for b in range(start + 1, min(int(self.problem.capacity[j]), start + len(row)) + 1):
                seat = self.variable(1)
                row[seat] = 1
                balance[0][seat] = self._points(j, b)
                minima[0][seat] = -int(b <= self.problem.min_load[j])
            self.rows.append((row, 0, 0))
        self.terms["balance"], self.terms["min_load"] = (balance[0], fixed), (minima[0], missing)

    def _points(self, j: int, burden: int) -> int:
        capacity = max(int(self.problem.capacity[j]), 1)
        return int(Fraction(50_000 * (2 * burden - 1), capacity) + Fraction(1, 2))

    def _quotas(self) -> None:
        short: Row = {}
        for quota in self.problem.quotas:
            inside = {x: 1 for c, x in self.pairs.items() if self._counts(quota, c)}
            pinned = sum(self._counts(quota, c) for c in self.pins)
            most = len(inside) if quota.max is None else max(quota.max - pinned, 0)
            least = max(quota.min - pinned, 0)
            miss = self.variable(least)
            short[miss] = 1
            self.rows += [(inside, 0, most), (inside | {miss: 1}, least, np.inf)]
        self.terms["quota"] = short, 0

    def _counts(self, quota: object, cell: tuple[int, int]) -> bool:
        mentee, mentor = self.problem.mentees[cell[0]], self.problem.mentors[cell[1]]
        return mentee in quota.mentees and mentor in quota.mentors  # type: ignore[attr-defined]

    def _conflicts(self) -> None:
        for a, b in self.problem.conflicts:
            if a in self.pairs and b in self.pairs:
                self.rows.append(({self.pairs[a]: 1, self.pairs[b]: 1}, 0, 1))

    def _worst(self) -> None:
        """lowest <= fit of every chosen pair; without any pair it rises to the top of the scale."""
        top = 100_000
        self.lowest = self.variable(min((self.fit[c] for c in self.pins), default=top))
        if any("worst" in tier for tier in self.problem.policy.tiers):
            for cell, x in self.pairs.items():
                self.rows.append(({self.lowest: 1, x: top - self.fit[cell]}, 0, top))
        self.terms["worst"] = {self.lowest: -1}, 0

    def run(self) -> Vector:
        """Minimise the tiers one after the other."""
        stack: list[Mapping[str, float]] = list(self.problem.policy.tiers)
        if any(quota.min for quota in self.problem.quotas):
            stack.insert(0, {"quota": 1})
        return tuple(self._minimise(tier) for tier in stack)

    def _minimise(self, tier: Mapping[str, float]) -> int:
        cost, constant = np.zeros(len(self.upper), dtype=np.int64), 0
        ten = next(10**k for k in range(4) if all((Fraction(str(w)) * 10**k).denominator == 1 for w in tier.values()))
        mixed = bool({"fit", "balance"} & set(tier))
        for term, weight in tier.items():
            row, fixed = self.terms[term]
            times = int(Fraction(str(weight)) * ten) * (1000 if mixed and term not in ("fit", "balance") else 1)
            constant += times * fixed
            for x, value in row.items():
                cost[x] += times * value
        found = self._highs(cost)
        self.rows.append(({int(x): int(cost[x]) for x in np.flatnonzero(cost)}, -np.inf, found))
        return found + constant

    def _highs(self, cost: NDArray[np.int64]) -> int:
        data = [(k, x, v) for k, (row, _, _) in enumerate(self.rows) for x, v in row.items()]
        row, column, value = zip(*data, strict=True) if data else ((), (), ())
        matrix = csr_array((value, (row, column)), shape=(len(self.rows), len(self.upper)), dtype=float)
        low, high = [bound for _, bound, _ in self.rows], [bound for _, _, bound in self.rows]
        answer = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, self.upper),
            constraints=LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            raise ArithmeticError(answer.message)
        return int(cost @ np.rint(answer.x).astype(np.int64))
