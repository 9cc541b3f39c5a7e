"""The linear relaxation of a 0/1 programme, and the face of its optima: what may still change while its value stays.

Floating point only ever proposes: a plan counts when whole numbers confirm it (see `matching.integral`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from matching.source import Integers

Floats = NDArray[np.float64]
# Pairs of each person that the relaxation looks at first, and how many are added to a mentee at a time.
FIRST, MORE = 16, 8
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

    matrix: csc_array
    low: Integers
    high: Integers
    floor: Integers
    upper: Integers

    def closed(self, relaxed: Relaxed, room: float) -> Box:
        """The box in which a variable stays on its bound when one step off it costs more than `room`."""
        stuck, at = np.abs(relaxed.reduced) > room, relaxed.rounded()
        return replace(self, floor=np.where(stuck, at, self.floor), upper=np.where(stuck, at, self.upper))

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


class Hints:
    """The variables that a relaxation looks at first; what turns out to be missing is added and stays.

    `groups` are the mentees of the pair variables, which come first; all other variables are always in.
    """

    def __init__(self, groups: Integers, others: Integers, fit: Integers, count: int) -> None:
        self.groups = groups
        self.chosen = np.ones(count, dtype=bool)
        self.chosen[: len(groups)] = (rank(groups, -fit) < FIRST) | (rank(others, -fit) < FIRST)

    def add(self, missing: NDArray[np.bool_], prices: Floats) -> None:
        """The cheapest few of the missing variables of each mentee."""
        found = np.flatnonzero(missing[: len(self.groups)])
        self.chosen[found[rank(self.groups[found], prices[found]) < MORE]] = True


def rank(groups: Integers, keys: NDArray[np.generic]) -> Integers:
    """The place of each element among those of its group, the smallest key first."""
    order = np.lexsort((keys, groups))
    sizes = np.bincount(groups)
    begin = np.cumsum(sizes) - sizes
    out = np.empty(len(groups), dtype=np.int64)
    out[order] = np.arange(len(groups)) - begin[groups[order]]
    return out


def relax(box: Box, cost: Integers, hints: Hints, clock: Callable[[], float]) -> Relaxed | None:
    """The relaxation of one tier; None when HiGHS gives no optimum in the seconds that `clock` leaves.

    It is solved over the hinted variables; every other one is then priced, and those that would pay are added until
    none does, so that the optimum is one of the whole.
    """
    free = box.floor < box.upper
    while True:
        found = _solved(box, cost, np.flatnonzero(free & hints.chosen), clock())
        if found is None:
            return None
        missing = free & ~hints.chosen & (found.reduced < -NOTHING)
        if not missing.any():
            return found
        hints.add(missing, found.reduced)


def _solved(box: Box, cost: Integers, free: Integers, seconds: float) -> Relaxed | None:
    """The optimum when only these variables move, with the price of every variable."""
    base = np.asarray(box.matrix @ box.floor)
    part = box.matrix[:, free]
    low, high, room = box.low - base, box.high - base, (box.upper - box.floor)[free]
    equal = low == high
    # Rows that are no equations only count pairs, so a lower bound of nothing binds nobody.
    above, below = np.flatnonzero(~equal), np.flatnonzero(~equal & (low > 0))
    answer = linprog(
        cost[free].astype(float),
        A_ub=vstack([part[above], -part[below]]),
        b_ub=np.concatenate([high[above], -low[below]]),
        A_eq=part[equal],
        b_eq=low[equal],
        bounds=np.stack([np.zeros(len(free)), room], axis=1),
        method="highs",
        options={"time_limit": seconds},
    )
    if answer.status != 0:
        return None
    rows = np.zeros(len(low))
    rows[equal] = answer.eqlin.marginals
    rows[above] += answer.ineqlin.marginals[: len(above)]
    rows[below] -= answer.ineqlin.marginals[len(above) :]
    x = box.floor.astype(float)
    x[free] += answer.x
    return Relaxed(float(answer.fun + cost @ box.floor), x, cost - box.matrix.T @ rows, rows)
