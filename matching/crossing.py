"""Crossing quotas beside a flow, by a price for each: the flow that the prices make best keeps the quotas by itself.

Dantzig and Wolfe: plans of the flow are mixed so that the quotas hold on average; what the mixture would pay for one more
pair of a quota is charged to the pairs that it counts, and the best flow at these prices joins the mixture, until none
is better. Tier after tier, each on the face of those before it. When the last mixture is one whole plan, the prices of
quotas, mentees and mentors prove it, as prices prove a plan without quotas. All numbers are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm

import numpy as np
from numpy.typing import NDArray

from matching.duals import Bounds, face, prices
from matching.flow import cheapest_flow
from matching.master import Master
from matching.network import Network
from matching.planflow import plan_flow
from matching.quotas import counted, left_after_pins
from matching.source import Integers
from matching.tiers import Tier

STEPS = 400
# So many prices that are no whole numbers are tried rounded up and down.
ROUNDED = 3
Charge = list[Fraction]


class _Fractional(Exception):
    """No whole plan reaches the best mixture, or no whole prices prove it."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What is proved of a tier (times what makes prices whole): its least cost, and the prices of nodes and of each quota."""

    tier: Tier
    value: int
    node: Integers
    quotas: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A whole flow that is optimal in all tiers; None when there is none, and then only the first steps may be known."""

    flow: Integers | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What a quota asks: count <= amount, or (`least`) count >= amount with missing pairs; `counts` marks arcs."""

    quota: int
    least: bool
    amount: int
    counts: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A plan (what each row counts in it, and 1 for "one plan"), or what a row has left, lacks or has too much."""

    entries: tuple[int, ...]
    flow: Integers | None = None
    short: bool = False

    def cost(self, cost: Integers, tier: Tier) -> int:
        """What it costs in a tier."""
        if self.flow is None:
            return tier.quota if self.short else 0
        return int(cost @ self.flow)


def keep_quotas(network: Network, tiers: Sequence[Tier], quotas: Sequence[int], check: Callable[[], None]) -> Answer:
    """The best flow that keeps these quotas of the problem too; `check` may raise between two flows."""
    mixing, steps = _Mixing(network, quotas, check), list[Step]()
    try:
        for tier in tiers:
            steps.append(mixing.settle(tier))
            if steps[-1].tier != tier:
                return Answer(None, tuple(steps))
        return Answer(mixing.whole(), tuple(steps))
    except _Fractional:
        return Answer(None, tuple(steps))


class _Mixing:
    """The mixture so far and what is still open: arcs within `bounds`, and `columns`."""

    def __init__(self, network: Network, quotas: Sequence[int], check: Callable[[], None]) -> None:
        self.network, self.quotas, self.check = network, quotas, check
        self.bounds: Bounds = (network.low, network.cap)
        self.rows = list(_rows(network, quotas))
        size = len(self.rows) + 1
        unit = [tuple(int(r == c) for c in range(size)) for r in range(size)]
        # At first nobody is paired: that keeps every maximum and misses every minimum in full.
        first = [Column(unit[at], short=row.least) for at, row in enumerate(self.rows)]
        beyond = [Column(tuple(-x for x in unit[at])) for at, row in enumerate(self.rows) if row.least]
        self.columns = [*first, Column(unit[-1], plan_flow(network, network.frame.problem.pins)), *beyond]
        self.master = Master([*(row.amount for row in self.rows), 1])
        self.steps = 0

    def settle(self, tier: Tier) -> Step:
        """Minimise one tier among the optima of those before."""
        cost = self.network.cost(tier)
        own = [column.cost(cost, tier) for column in self.columns]
        charge, flow = self._mixed(cost, own, tier)
        if any(price.denominator > 1 for price in charge):
            charge, flow = self._rounded(cost, own, charge) or (charge, flow)
        scale = _scale(charge)
        charged = self._charged(cost, charge)
        node = prices(self.network, self.bounds, flow, charged)
        self.bounds = face(self.network, self.bounds, charged, node)
        kept = self.master.keep([k for k in self._open() if self._over(k, own, charge) == 0])
        self.columns = [self.columns[k] for k in kept]
        return Step(tier.times(scale), int(self._value(charge) * scale), node, self._per_quota(charge, scale))

    def _per_quota(self, charge: Charge, scale: int) -> tuple[int, ...]:
        rows = list(zip(self.rows, charge, strict=False))
        return tuple(sum(int(price * scale) for row, price in rows if row.quota == k) for k in self.quotas)

    def _mixed(self, cost: Integers, own: list[int], tier: Tier) -> tuple[Charge, Integers]:
        """Let columns in until none is better: the prices of the rows, and a flow that is best at them."""
        while True:
            charge = self.master.prices([own[k] for k in self.master.basis])
            best = min(self._open(), key=lambda k: self._over(k, own, charge))
            if self._over(best, own, charge) >= 0:
                flow = self._cheapest(cost, charge)
                counts = (int(flow[row.counts].sum()) for row in self.rows)
                self.columns.append(Column((*counts, 1), flow))
                own.append(self.columns[-1].cost(cost, tier))
                best = len(own) - 1
                if self._over(best, own, charge) >= 0:
                    return charge, flow
            self.steps += 1
            if self.steps > STEPS:
                raise _Fractional
            self.master.enter(best, self.columns[best].entries)

    def _open(self) -> list[int]:
        return [k for k in range(len(self.columns)) if k not in self.master.frozen]

    def _over(self, k: int, own: list[int], charge: Charge) -> Fraction:
        """What a column costs beyond what the rows pay for it."""
        paid = (price * x for price, x in zip(charge, self.columns[k].entries, strict=True) if x)
        return own[k] - sum(paid, Fraction(0))

    def _charged(self, cost: Integers, charge: Charge) -> Integers:
        """Costs of the arcs with the rows' prices on them, times what makes them whole."""
        scale = _scale(charge)
        out = cost * scale
        for row, price in zip(self.rows, charge, strict=False):
            out[row.counts] -= int(price * scale)
        if int(np.abs(out).max(initial=0)) * (self.network.frame.nodes + 1) * 4 >= 2**63:
            raise _Fractional
        return out

    def _cheapest(self, cost: Integers, charge: Charge) -> Integers:
        self.check()
        return cheapest_flow(self.network, self.bounds, self._charged(cost, charge), None)

    def _rounded(self, cost: Integers, own: list[int], charge: Charge) -> tuple[Charge, Integers] | None:
        """Whole prices that reach the same value, and a flow that is best at them; None when none are found."""
        ways, value = [sorted({floor(price), ceil(price)}) for price in charge[:-1]], self._value(charge)
        if value.denominator > 1 or sum(len(way) > 1 for way in ways) > ROUNDED:
            return None
        tried = (self._at([Fraction(price) for price in way], cost) for way in product(*ways))
        apart = [k for k in self._open() if self.columns[k].flow is None]
        return next(
            (
                (whole, flow)
                for whole, flow in tried
                if self._value(whole) == value and all(self._over(k, own, whole) >= 0 for k in apart)
            ),
            None,
        )

    def _at(self, prices: Charge, cost: Integers) -> tuple[Charge, Integers]:
        """Prices of the rows with that of a whole plan, and a plan that is best at them."""
        flow = self._cheapest(cost, [*prices, Fraction(0)])
        paid = [price * int(flow[row.counts].sum()) for row, price in zip(self.rows, prices, strict=True)]
        return [*prices, int(cost @ flow) - sum(paid, Fraction(0))], flow

    def _value(self, charge: Charge) -> Fraction:
        return sum((price * row.amount for row, price in zip(self.rows, charge, strict=False)), charge[-1])

    def whole(self) -> Integers:
        """The mixed plan; `_Fractional` when it is none."""
        parts = [(self.columns[k].flow, share) for k, share in self.master.shares() if share]
        flows = [(flow, share) for flow, share in parts if flow is not None]
        scale = lcm(*(share.denominator for _, share in flows))
        total = np.sum([flow * int(share * scale) for flow, share in flows], axis=0)
        if (total % scale).any():
            raise _Fractional
        out: Integers = total // scale
        return out


def _scale(charge: Charge) -> int:
    return lcm(*(price.denominator for price in charge))


def _rows(network: Network, quotas: Sequence[int]) -> Iterator[Row]:
    problem, pairs = network.frame.problem, network.pairs
    inside = counted(problem, pairs.rows, pairs.columns)
    for k in quotas:
        counts = np.zeros(len(network.tail), dtype=bool)
        counts[inside[k]] = True
        least, most = left_after_pins(problem, problem.quotas[k])
        if least:
            yield Row(k, True, least, counts)
        if most is not None:
            yield Row(k, False, most, counts)
