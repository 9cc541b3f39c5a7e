"""The linear relaxation of a 0/1 programme, and the face of its optima: what may still change while its value stays.

Floating point only ever proposes: a plan counts when whole numbers confirm it (see `matching.integral`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.source import Integers

Floats = NDArray[np.float64]
# Costs are whole numbers: a reduced cost this small is a rounding error, a real one is a fraction of few parts.
NOTHING = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """An optimum of the relaxation: its value, the variables, what each costs per step off its bound, and each row."""

    value: float
    x: Floats
    reduced: Floats
    rows: Floats

    def rounded(self) -> Integers:
        """The nearest whole plan; it need not keep every bound."""
        return np.rint(self.x).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """low <= matrix x <= high (rows), floor <= x <= upper (variables)."""

    matrix: csr_array
    low: Integers
    high: Integers
    floor: Integers
    upper: Integers

    def closed(self, relaxed: Relaxed, room: float) -> Box:
        """The box in which a variable stays on its bound when one step off it costs more than `room`."""
        stuck = np.abs(relaxed.reduced) > room
        return self._fixed(stuck, relaxed.rounded())

    def face(self, relaxed: Relaxed) -> Box:
        """The box of the optima of a relaxation: whatever has a price stays where it is, rows with a price stay tight."""
        tight = np.abs(relaxed.rows) > NOTHING
        activity = np.rint(self.matrix @ relaxed.x).astype(np.int64)
        box = self.closed(relaxed, NOTHING)
        return replace(box, low=np.where(tight, activity, self.low), high=np.where(tight, activity, self.high))

    def cheapest(self, relaxed: Relaxed, count: int) -> Box:
        """The box in which only the `count` variables that cost least to move may move."""
        prices = np.abs(relaxed.reduced)
        if count >= len(prices):
            return self
        return self.closed(relaxed, float(np.partition(prices, count)[count]))

    def _fixed(self, stuck: NDArray[np.bool_], at: Integers) -> Box:
        return replace(
            self, floor=np.where(stuck, at, self.floor), upper=np.where(stuck, np.maximum(at, self.floor), self.upper)
        )


def relax(box: Box, cost: Integers, seconds: float) -> Relaxed | None:
    """The relaxation of one tier, over the variables that may still move; None when HiGHS gives no optimum in time."""
    free = np.flatnonzero(box.floor < box.upper)
    base = np.asarray(box.matrix @ box.floor)
    part = csr_array(box.matrix[:, free])
    low, high, room = box.low - base, box.high - base, (box.upper - box.floor)[free]
    equal = low == high
    # Rows that are no equations only count pairs, so a lower bound of nothing binds nobody.
    upper_rows, lower_rows = np.flatnonzero(~equal), np.flatnonzero(~equal & (low > 0))
    answer = linprog(
        cost[free].astype(float),
        A_ub=vstack([part[upper_rows], -part[lower_rows]]),
        b_ub=np.concatenate([high[upper_rows], -low[lower_rows]]),
        A_eq=part[equal],
        b_eq=low[equal],
        bounds=np.stack([np.zeros(len(free)), room], axis=1),
        method="highs",
        options={"time_limit": max(min(seconds, 1e7), 0.01)},
    )
    if answer.status != 0:
        return None
    rows = np.zeros(len(low))
    rows[np.flatnonzero(equal)] = answer.eqlin.marginals
    rows[upper_rows] += answer.ineqlin.marginals[: len(upper_rows)]
    rows[lower_rows] -= answer.ineqlin.marginals[len(upper_rows) :]
    x, reduced = box.floor.astype(float), np.zeros(len(cost))
    x[free] += answer.x
    reduced[free] = answer.lower.marginals + answer.upper.marginals
    return Relaxed(float(answer.fun + cost @ box.floor), x, reduced, rows)
