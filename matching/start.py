"""Where a search may begin: the candidates of an earlier one over the same fits, and a bound on all other pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.problem import Problem, cells_as_arrays
from matching.source import MAX_FIT, Integers

Chosen = tuple[Integers, Integers, Integers]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Candidates (rows, columns, fits) for a problem; outside them no pair it allows has fit - price_j above cut_i.

    `cut` has shape (2, n): for all pairs, and for those not under the policy's floor; `price` has shape (m,). Both are in
    milli-points of fit.
    """

    problem: Problem
    pairs: Chosen
    cut: Integers
    price: Integers

    @classmethod
    def unbounded(cls, problem: Problem, pairs: Chosen) -> Start:
        """Candidates beside which any pair may still be better."""
        n, m = problem.shape
        return cls(problem, pairs, np.full((2, n), MAX_FIT, dtype=np.int64), np.zeros(m, dtype=np.int64))

    def under(self, problem: Problem) -> Start | None:
        """What of it still holds under other decisions or seats, with the plan to keep to; None for other fits."""
        if self.problem.source is not problem.source:
            return None
        (rows, columns, fit), m = self.pairs, problem.shape[1]
        decided = np.array([i * m + j for i, j, _ in problem.marks()], dtype=np.int64)
        open_ = (problem.wanted[rows] > 0) & (problem.free[columns] > 0) & ~np.isin(rows * m + columns, decided)
        parts = zip((rows[open_], columns[open_], fit[open_]), confirmed(problem), strict=True)
        kept, stays, more = (np.concatenate(part) for part in parts)
        return Start(problem, (kept, stays, more), self._cut(problem), self.price)

    def _cut(self, problem: Problem) -> Integers:
        """The bound without the rows in which a pair may be chosen now that could not be then."""
        before, cut = self.problem, self.cut.copy()
        if before.policy.floor != problem.policy.floor:
            cut[1] = cut[0]
        any_fit = MAX_FIT - int(self.price.min(initial=0))
        if ((problem.free > 0) & (before.free == 0)).any():
            cut[:] = any_fit
        cut[:, before.wanted == 0] = any_fit
        cut[:, [i for i, _, _ in before.marks()]] = any_fit
        return cut


def confirmed(problem: Problem) -> Chosen:
    """The pairs of the confirmed plan that may still be chosen."""
    ask, seats, pins = problem.wanted > 0, problem.free > 0, set(problem.pins)
    cells = [cell for cell in problem.incumbent if ask[cell[0]] and seats[cell[1]] and cell not in pins]
    cells = [cell for cell, code in zip(cells, problem.code_at(cells), strict=True) if code == 0]
    return *cells_as_arrays(cells), np.array(problem.fit_at(cells), dtype=np.int64)
