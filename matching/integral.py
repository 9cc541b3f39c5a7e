"""The same model by integer programming, for what no flow can hold: crossing quotas, and two-cycles of people.

Tier after tier is minimised at gap 0 and then kept at its optimum. The relaxation is solved first: with few side
constraints it is nearly always whole already, and the face of its optima is what is left for the next tier; where it
is not whole, HiGHS branches over the variables that could still matter. Its floating point answers are only taken as
0/1 choices: every cost is recomputed in whole numbers, and a plan that breaks a bound is never returned. When HiGHS
stops early, the best plan so far stands, with the gap that its own bound leaves.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from matching.box import NOTHING, Box, Hints, Relaxed, relax
from matching.network import Pairs, build_frame
from matching.open_pairs import all_pairs
from matching.problem import Cell, Problem
from matching.quotas import Quotas
from matching.source import Integers
from matching.tiers import Tier, stack
from matching.zero_one import Programme, build_programme

SLACK = 1e-6
NEAR = 4_000


class Clock(Protocol):
    """What the search reports to and when it must stop (see `solve.Watch`)."""

    deadline: float

    def step(self, share: float, stage: str) -> None:
        """Report; may raise `Cancelled`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """To look at these pairs only, to take those that are `sure`, and to cost what is `known` of the first tiers.

    `tiers` are those to settle.
    """

    pairs: Pairs
    sure: NDArray[np.bool_]
    known: Sequence[int] = ()
    tiers: Sequence[Tier] = ()


def solve_integral(problem: Problem, watch: Clock, limits: Limits | None = None) -> tuple[tuple[Cell, ...], int]:
    """(cells of the best plan with pins, gap of the first tier that was not proved, 0 when all were)."""
    frame = build_frame(problem, Quotas((), ()), stack(problem))
    pairs = limits.pairs if limits else all_pairs(problem, frame)
    limits = limits or Limits(pairs, np.zeros(len(pairs), dtype=bool), (), stack(problem))
    programme = build_programme(frame, pairs)
    search = _Search(programme, watch, limits.sure)
    for tier, value in zip(limits.tiers, limits.known, strict=False):
        search.demand(programme.cost(tier), value)
    for tier in limits.tiers[len(limits.known) :]:
        if tier.worst:
            search.raise_bar()
        elif tier.tie:
            for cost in programme.tie_costs():
                search.settle(cost)
        else:
            search.settle(programme.cost(tier))
    chosen = np.flatnonzero(search.best[: programme.count])
    cells = zip(programme.pairs.rows[chosen].tolist(), programme.pairs.columns[chosen].tolist(), strict=True)
    return tuple(sorted({*cells, *problem.pins})), search.gap


class _Search:
    """Tier by tier: minimise, then keep what was reached."""

    def __init__(self, programme: Programme, watch: Clock, sure: NDArray[np.bool_]) -> None:
        self.programme, self.watch = programme, watch
        floor = np.zeros_like(programme.upper)
        floor[: programme.count] = sure
        self.box = Box(csc_array(programme.matrix), programme.low, programme.high, floor, programme.upper)
        pairs = programme.pairs
        self.hints = Hints(pairs.rows, pairs.columns, pairs.fit, len(programme.upper))
        self.kept: list[tuple[Integers, int]] = []
        self.rows: list[tuple[Integers, int]] = []
        self.best = self._nobody()
        self.gap = 0

    def _nobody(self) -> Integers:
        """Pins only, everybody else unmatched: the plan that always exists."""
        programme, problem = self.programme, self.programme.frame.problem
        out = np.zeros(len(programme.upper), dtype=np.int64)
        out[programme.count : programme.count + problem.shape[0]] = problem.wanted
        quotas = len(problem.quotas)
        out[len(out) - quotas :] = programme.upper[len(out) - quotas :]
        return out

    def demand(self, cost: Integers, value: int) -> None:
        """Only plans that cost so much in a tier."""
        self.kept.append((cost, value))
        self.rows.append((cost, value))

    def settle(self, cost: Integers) -> None:
        """Minimise one tier among the optima of those before, and keep it."""
        if not cost[self.box.floor < self.box.upper].any() and self._holds(self.best):
            # Whatever is still open costs the same here. (The first plan of all need not be one: what is known may bar it.)
            self.kept.append((cost, int(cost @ self.box.floor)))
            return
        relaxed = None
        if self.gap == 0:
            self.best, self.gap, relaxed = self._minimise(cost)
        value = int(cost @ self.best)
        self.kept.append((cost, value))
        if relaxed is not None and self.gap == 0 and value - relaxed.value < 0.5:
            self.box = self.box.face(relaxed)
            return
        self.rows.append((cost, value))
        if relaxed is not None and self.gap == 0:
            self.box = self.box.closed(relaxed, _room(relaxed, value))

    def raise_bar(self) -> None:
        """The highest lowest fit that costs the tiers before nothing, by bisection."""
        pairs, problem = self.programme.pairs, self.programme.frame.problem
        pinned = problem.fit_at(problem.pins)
        bars = np.unique(np.array([*pairs.fit.tolist(), *pinned], dtype=np.int64))
        bars = bars[bars <= min(pinned, default=bars.max(initial=0))]
        low, high = 0, len(bars)
        while low < high and self.gap == 0:
            middle = (low + high) // 2
            below = np.zeros(len(self.programme.upper), dtype=np.int64)
            below[: self.programme.count] = pairs.fit < bars[middle]
            found, self.gap, _relaxed = self._minimise(below)
            if below @ found:
                high = middle
            else:
                low, self.best = middle + 1, found
        upper = self.box.upper.copy()
        upper[: self.programme.count] *= pairs.fit >= (bars[low - 1] if low else 0)
        self.box = replace(self.box, upper=np.maximum(upper, self.box.floor))

    def _minimise(self, cost: Integers) -> tuple[Integers, int, Relaxed | None]:
        """(best plan found, gap left, the relaxation): whole numbers, whatever HiGHS made of them."""
        self.watch.step(0.5, "integral")
        relaxed = None if self.rows else relax(self.box, cost, self.hints, self._seconds)
        if relaxed is None:
            return *self._branched(cost, self.box), None
        plan = relaxed.rounded()
        if self._holds(plan) and int(cost @ plan) <= _ceiling(relaxed.value):
            return plan, 0, relaxed
        return *self._near(cost, relaxed), relaxed

    def _near(self, cost: Integers, relaxed: Relaxed) -> tuple[Integers, int]:
        """Branch over the cheapest variables; what cannot lead below the plan found then, need not be looked at."""
        near = self.box.cheapest(relaxed, NEAR)
        plan, gap = self._branched(cost, near)
        wide = self.box.closed(relaxed, _room(relaxed, int(cost @ plan)))
        if gap == 0 and not (near.upper - near.floor < wide.upper - wide.floor).any():
            return plan, 0
        return self._branched(cost, wide)

    # HiGHS has called feasible problems infeasible: the plan in hand is the witness that this one is not.
    def _branched(self, cost: Integers, box: Box) -> tuple[Integers, int]:
        """(best plan in the box, gap left)."""
        free, fixed = np.flatnonzero(box.floor < box.upper), int(cost @ box.floor)
        answer = milp(
            cost[free],
            integrality=np.ones(len(free)),
            bounds=Bounds(0, (box.upper - box.floor)[free]),
            constraints=self._constraints(box, free),
            options={"mip_rel_gap": 0.0, "time_limit": self._seconds()},
        )
        plan = self.best if answer.x is None else box.floor.copy()
        if answer.x is not None:
            plan[free] += np.rint(answer.x).astype(np.int64)
        if not self._holds(plan):
            plan = self.best
        bound = -np.inf if answer.mip_dual_bound is None else answer.mip_dual_bound + fixed
        reached = int(cost @ plan)
        if answer.status == 0 and reached <= bound + 0.5 and self._holds(plan):
            return plan, 0
        return plan, max(1, reached - int(np.ceil(bound - SLACK))) if np.isfinite(bound) else 2**62

    def _seconds(self) -> float:
        return max(min(self.watch.deadline - time.monotonic(), 1e7), 0.01)

    def _constraints(self, box: Box, free: Integers) -> list[LinearConstraint]:
        """What binds the variables that move, the others standing on their bound."""
        base = np.asarray(box.matrix @ box.floor)
        out = [LinearConstraint(box.matrix[:, free], box.low - base, box.high - base)]
        kept = ((cost[None, free], value - int(cost @ box.floor)) for cost, value in self.rows)
        return out + [LinearConstraint(row, -np.inf, value) for row, value in kept]

    def _holds(self, plan: Integers) -> bool:
        """Whether a plan keeps every bound and every tier before, in whole numbers."""
        programme = self.programme
        rows: NDArray[np.int64] = programme.matrix @ plan
        within = bool(((plan >= self.box.floor) & (plan <= self.box.upper)).all())
        within &= bool(((rows >= programme.low) & (rows <= programme.high)).all())
        return within and all(int(cost @ plan) <= value for cost, value in self.kept)


def _room(relaxed: Relaxed, value: int) -> float:
    """What a step off a bound may cost in a plan that costs no more than `value`."""
    return max(value - relaxed.value, NOTHING) + SLACK * max(1.0, abs(value) * SLACK)


def _ceiling(value: float) -> int:
    """The whole number that no plan of a relaxation with this value can be under."""
    return int(np.ceil(value - SLACK * max(1.0, abs(value) * SLACK)))
