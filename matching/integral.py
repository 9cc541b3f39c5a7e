"""The same model by integer programming, for what no flow can hold: crossing quotas, and two-cycles of people.

Tier after tier is minimised at gap 0 and then kept at its optimum. The relaxation is solved first: with few side
constraints it is nearly always whole already, and the face of its optima is what is left for the next tier; where it
is not whole, HiGHS branches over the variables that could still matter. Its floating point answers are only taken as
0/1 choices: every cost is recomputed in whole numbers, and a plan that breaks a bound is never returned. When HiGHS
stops early, the best plan so far stands, with the gap that its own bound leaves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, csr_array

from matching.box import NOTHING, Box, Hints, Relaxed, relax
from matching.network import Frame, Pairs, build_frame
from matching.problem import Cell, Cells, Problem
from matching.quotas import Quotas, left_after_pins
from matching.residual import all_pairs
from matching.source import Integers
from matching.tiers import Tier, pair_cost, seat_cost, stack, tie_hash

SLACK = 1e-6
NEAR = 4_000
TIE_HALF = 20


class Clock(Protocol):
    """What the search reports to and when it must stop (see `solve.Watch`)."""

    deadline: float

    def step(self, share: float, stage: str) -> None:
        """Report; may raise `Cancelled`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Variables: pairs, unmatched seats, mentors' seats, seats missing from quotas. Rows of `matrix` within `low..high`."""

    frame: Frame
    pairs: Pairs
    matrix: csr_array
    low: Integers
    high: Integers
    upper: Integers

    @property
    def count(self) -> int:
        """Number of pair variables, which come first."""
        return len(self.pairs)

    def cost(self, tier: Tier) -> Integers:
        """Cost of every variable in one tier, the tie-break apart."""
        frame, problem = self.frame, self.frame.problem
        return np.concatenate(
            [
                pair_cost(tier, self.pairs.fit, self.pairs.kept, 0),
                tier.unmatched * problem.weight,
                seat_cost(tier, problem, frame.seat_mentor, frame.seat_burden),
                np.full(len(problem.quotas), tier.quota, dtype=np.int64),
            ]
        )

    def tie_costs(self) -> Iterator[Integers]:
        """The hash of ids in two halves, so that sums stay exact in floating point."""
        mentee, mentor = self.frame.tie
        tie = tie_hash(mentee[self.pairs.rows], mentor[self.pairs.columns])
        rest = np.zeros(len(self.upper) - self.count, dtype=np.int64)
        yield np.concatenate([tie >> TIE_HALF, rest])
        yield np.concatenate([tie & ((1 << TIE_HALF) - 1), rest])


def solve_integral(problem: Problem, watch: Clock) -> tuple[tuple[Cell, ...], int]:
    """(cells of the best plan with pins, gap of the first tier that was not proved, 0 when all were)."""
    programme = build_programme(problem)
    search = _Search(programme, watch)
    for tier in stack(problem):
        if tier.worst:
            search.raise_bar()
        elif tier.tie:
            for cost in programme.tie_costs():
                search.settle(cost)
        else:
            search.settle(programme.cost(tier))
    chosen = np.flatnonzero(search.best[: programme.count])
    pairs = programme.pairs
    cells = zip(pairs.rows[chosen].tolist(), pairs.columns[chosen].tolist(), strict=True)
    return tuple(sorted({*cells, *problem.pins})), search.gap


def build_programme(problem: Problem) -> Programme:
    """Each mentee's seats are placed or unmatched; mentors' seats carry their pairs; quotas and conflicts hold."""
    frame = build_frame(problem, Quotas((), ()), stack(problem))
    pairs = all_pairs(problem, frame)
    n, m = problem.shape
    count, seats = len(pairs), len(frame.seat_mentor)
    short = count + n + seats
    rows = _Rows()
    rows.add(pairs.rows, np.arange(count), 1)
    rows.add(np.arange(n), count + np.arange(n), 1)
    rows.close(problem.wanted, problem.wanted)
    rows.add(pairs.columns, np.arange(count), 1)
    rows.add(frame.seat_mentor, count + n + np.arange(seats), -1)
    rows.close(np.zeros(m, np.int64), np.zeros(m, np.int64))
    _quota_rows(rows, problem, pairs, short)
    _conflict_rows(rows, problem, pairs)
    least = [left_after_pins(problem, quota)[0] for quota in problem.quotas]
    upper = np.concatenate(
        [np.ones(count, np.int64), problem.wanted, frame.cap[n : n + seats], np.array(least, np.int64)]
    )
    return Programme(frame, pairs, rows.matrix(len(upper)), np.concatenate(rows.low), np.concatenate(rows.high), upper)


class _Rows:
    """Rows of a constraint matrix in the making."""

    def __init__(self) -> None:
        self.parts: list[tuple[Integers, Integers, Integers]] = []
        self.low: list[Integers] = []
        self.high: list[Integers] = []
        self.done = 0

    def add(self, row: Integers, column: Integers, value: int) -> None:
        """Entries of the rows now being made."""
        self.parts.append((row + self.done, column, np.full(len(row), value, dtype=np.int64)))

    def close(self, low: Integers, high: Integers) -> None:
        """Finish as many rows as there are bounds."""
        self.low.append(low)
        self.high.append(high)
        self.done += len(low)

    def matrix(self, columns: int) -> csr_array:
        row, column, value = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        return csr_array(coo_array((value, (row, column)), shape=(self.done, columns)))


def _quota_rows(rows: _Rows, problem: Problem, pairs: Pairs, short: int) -> None:
    """least <= pairs + missing, pairs <= most."""
    cells = Cells(problem.mentees, problem.mentors)
    for k, quota in enumerate(problem.quotas):
        inside = np.isin(pairs.rows, [cells.row[x] for x in quota.mentees])
        inside &= np.isin(pairs.columns, [cells.column[x] for x in quota.mentors])
        found = np.flatnonzero(inside)
        least, most = left_after_pins(problem, quota)
        rows.add(np.zeros(len(found), np.int64), found, 1)
        rows.close(np.array([0]), np.array([len(pairs) if most is None else most]))
        rows.add(np.zeros(len(found), np.int64), found, 1)
        rows.add(np.array([0]), np.array([short + k]), 1)
        rows.close(np.array([least]), np.array([len(pairs) + least]))


def _conflict_rows(rows: _Rows, problem: Problem, pairs: Pairs) -> None:
    """One at most of two pairs that would make two people each other's mentor."""
    place = {cell: k for k, cell in enumerate(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True))}
    for a, b in problem.conflicts:
        if a in place and b in place:
            rows.add(np.zeros(2, np.int64), np.array([place[a], place[b]]), 1)
            rows.close(np.array([0]), np.array([1]))


class _Search:
    """Tier by tier: minimise, then keep what was reached."""

    def __init__(self, programme: Programme, watch: Clock) -> None:
        self.programme, self.watch = programme, watch
        floor = np.zeros_like(programme.upper)
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

    def settle(self, cost: Integers) -> None:
        """Minimise one tier among the optima of those before, and keep it."""
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
        if answer.status == 0 and reached <= bound + 0.5:
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
