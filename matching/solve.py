"""The exact plan: flow over a few candidates per mentee, tier by tier, then prices that prove it for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.errors import Cancelled
from matching.flow import Cancel
from matching.integral import solve_integral
from matching.network import Network, Pairs, build_frame, build_network
from matching.pricing import Pricer, closed_out, deepest, duals_of, pairs_of
from matching.problem import Cell, Problem
from matching.quotas import Quotas, place_quotas
from matching.reasons import unmatched_reasons, warnings_of
from matching.solution import Certificate, Duals, Solution
from matching.source import MAX_FIT, Block, Integers
from matching.strict import tier_by_tier
from matching.tiers import Tier, stack
from matching.values import quota_counts, terms, tier_costs, tier_values

FULL_GRAPH = 40_000
CANDIDATES = 40
Progress = Callable[[float, str], None]


@dataclass(slots=True)
class Watch:
    """Progress out, cancel and deadline in; asked between steps."""

    progress: Progress | None = None
    cancel: Cancel | None = None
    deadline: float = float("inf")

    def step(self, share: float, stage: str) -> None:
        """Report and give the caller the chance to stop everything."""
        if self.progress is not None:
            self.progress(share, stage)
        if self.cancel is not None and self.cancel():
            raise Cancelled

    @property
    def late(self) -> bool:
        """Whether the time limit has passed."""
        return time.monotonic() > self.deadline


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """An optimal flow over some candidates, its prices in every tier, and what they leave unproved."""

    network: Network
    flow: Integers
    duals: tuple[Duals, ...]
    gap: int = 0

    def fits(self) -> dict[Cell, int]:
        """All pairs of the plan, pins included, with their fits in milli-points."""
        pairs, problem = self.network.pairs, self.network.frame.problem
        used = np.flatnonzero(self.flow[: len(pairs)])
        cells = zip(pairs.rows[used].tolist(), pairs.columns[used].tolist(), strict=True)
        pinned = zip(problem.pins, problem.fit_at(problem.pins), strict=True)
        return dict(zip(cells, pairs.fit[used].tolist(), strict=True)) | dict(pinned)


def solve(
    problem: Problem,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    time_limit: float | None = None,
) -> Solution:
    """The plan that is best in the first tier, among those best in the second, and so on; last by a hash of ids.

    minimise lexicographically  (c_1 x, ..., c_K x)
    subject to  sum_j x_ij + u_i = demand_i,  sum_i x_ij <= free_j,  x_ij in {0, 1},  quotas,
    x_ij = 1 for pins, x_ij = 0 for forbidden pairs, where u_i >= 0 are seats left unmatched.

    In words: everybody gets what is best for all, nobody over a mentor's seats, and whoever finds no seat is
    named with the reason; there is always an answer. Raises `Cancelled` when `cancel()` is true and
    `TooLarge` when costs would leave int64. After `time_limit` seconds the best plan so far has status "gap".
    """
    deadline = float("inf") if time_limit is None else time.monotonic() + time_limit
    watch = Watch(progress, cancel, deadline)
    search = Search(problem, watch)
    plan, witnesses = search.run(stack(problem))
    watch.step(0.95, "proof")
    fits = plan.fits()
    if not plan.gap and _breaks_side_rules(problem, search.quotas, tuple(fits)):
        cells, gap = solve_integral(problem, watch)
        fits = dict(zip(cells, problem.fit_at(cells), strict=True))
        return report(problem, fits, gap, Certificate("integral"))
    certificate = Certificate("flow", plan.duals, witnesses)
    return replace(report(problem, fits, plan.gap, certificate), search=plan)


def _breaks_side_rules(problem: Problem, quotas: Quotas, cells: Sequence[Cell]) -> bool:
    """Whether the plan breaks what the flow does not know: crossing quotas, two people as each other's mentor."""
    chosen = set(cells) - set(problem.pins)
    if any(a in chosen and b in chosen for a, b in problem.conflicts):
        return True
    pinned = quota_counts(problem, problem.pins) if quotas.others else []
    counts = quota_counts(problem, cells) if quotas.others else []
    bounds = ((problem.quotas[k], pinned[k], counts[k]) for k in quotas.others)
    return any(n < quota.min or (quota.max is not None and n > max(quota.max, pins)) for quota, pins, n in bounds)


def report(problem: Problem, plan: Mapping[Cell, int], gap: int, certificate: Certificate) -> Solution:
    """A plan (cell -> fit) with its values, reasons and warnings."""
    cells = sorted(plan)
    fits = [plan[cell] for cell in cells]
    value = terms(problem, cells, fits)
    return Solution(
        pairs=tuple((problem.mentees[i], problem.mentors[j]) for i, j in cells),
        fits=tuple(fits),
        unmatched=unmatched_reasons(problem, cells),
        tiers=tier_values(problem, value),
        costs=tier_costs(problem, value),
        status="gap" if gap else "proved",
        fingerprint=problem.fingerprint,
        certificate=certificate,
        gap=gap,
        warnings=warnings_of(problem, cells),
    )


class Search:
    """Rounds of flow and pricing over a growing set of candidates."""

    def __init__(self, problem: Problem, watch: Watch, start: Pairs | None = None) -> None:
        self.problem, self.watch = problem, watch
        self.quotas = place_quotas(problem)
        self.frame = build_frame(problem, self.quotas, stack(problem))
        self.pairs = self._first_candidates() if start is None else start
        self.complete = start is None and self._takes_all()

    def run(self, tiers: Sequence[Tier]) -> tuple[Plan, tuple[tuple[Duals, ...], ...]]:
        """Prove all tiers; a `worst` tier first becomes the highest bar that the tiers before it allow."""
        done: tuple[Tier, ...] = ()
        witnesses: tuple[tuple[Duals, ...], ...] = ()
        for tier in tiers:
            if tier.worst:
                tier, witness = self._highest_bar(done, tier)
                witnesses = (*witnesses, witness)
            done = (*done, tier)
        return self.prove(done), witnesses

    def prove(self, tiers: Sequence[Tier]) -> Plan:
        """Flow, prices, pricing of all pairs; again with the pairs that could improve, until there are none."""
        rounds = 0
        while True:
            self.watch.step(0.9 * rounds / (rounds + 3), "round")
            plan = self._round(tiers)
            found, gap = self._violations(plan)
            if not found or self.watch.late:
                return replace(plan, gap=gap)
            self._grow(found)
            rounds += 1

    def _round(self, tiers: Sequence[Tier]) -> Plan:
        """Optimise each tier on the face of the optimal flows of those before it."""
        network = build_network(self.frame, self.pairs)
        found = []
        for answer in tier_by_tier(network, tiers, self.watch.cancel):
            found.append(answer)
            self.watch.step(0.1, "tier")
        duals = [duals_of(network, tier, price) for tier, (_, price) in zip(tiers, found, strict=True)]
        return Plan(network, found[-1][0], closed_out(self.frame, duals))

    def _violations(self, plan: Plan) -> tuple[list[tuple[Block, NDArray[np.bool_]]], int]:
        """Pairs outside the candidates that could improve the plan, and how much at most."""
        if self.complete:
            return [], 0
        pricer, found, gap = Pricer(self.frame, plan.duals), [], 0
        for block in self.problem.blocks():
            self.watch.step(0.5, "pricing")
            bad, depth, gain = pricer.violations(block, self._is_candidate(block))
            if bad.any():
                found.append((block, deepest(bad, depth)))
                gap += max(gain, 1)
        return found, gap

    def _is_candidate(self, block: Block) -> NDArray[np.bool_]:
        out = np.zeros(block.fit.shape, dtype=bool)
        low, high = np.searchsorted(self.pairs.rows, (block.rows.start, block.rows.stop))
        out[self.pairs.rows[low:high] - block.rows.start, self.pairs.columns[low:high]] = True
        out[[i - block.rows.start for i, j in self.problem.pins if block.rows.start <= i < block.rows.stop],
            [j for i, j in self.problem.pins if block.rows.start <= i < block.rows.stop]] = True  # fmt: skip
        return out

    def _grow(self, found: Sequence[tuple[Block, NDArray[np.bool_]]]) -> None:
        parts = [(self.pairs.rows, self.pairs.columns, self.pairs.fit)]
        for block, mask in found:
            row, column = np.nonzero(mask)
            parts.append((row + block.rows.start, column, block.fit[row, column]))
        rows, columns, fit = (np.concatenate(part) for part in zip(*parts, strict=True))
        self.pairs = pairs_of(self.frame, rows, columns, fit)

    def _takes_all(self) -> bool:
        n, m = self.problem.shape
        return n * m <= FULL_GRAPH or m <= CANDIDATES

    def _first_candidates(self) -> Pairs:
        """The best fits of each mentee (all of them when the problem is small), and the confirmed plan."""
        keep = self.problem.shape[1] if self._takes_all() else CANDIDATES
        ask, seats = self.problem.wanted > 0, self.problem.free > 0
        pins = np.array(self.problem.pins, dtype=np.int64).reshape(-1, 2)
        old = np.array(self.problem.incumbent, dtype=np.int64).reshape(-1, 2)
        parts = []
        for block in self.problem.blocks():
            self.watch.step(0.0, "candidates")
            allowed = (block.code == 0) & ask[block.rows, None] & seats
            inside = pins[(pins[:, 0] >= block.rows.start) & (pins[:, 0] < block.rows.stop)]
            allowed[inside[:, 0] - block.rows.start, inside[:, 1]] = False
            parts.append(_best(block, allowed, keep, old))
        joined = [np.concatenate(part) for part in zip(*parts, strict=True)] if parts else [np.zeros(0, np.int64)] * 3
        return pairs_of(self.frame, joined[0], joined[1], joined[2])

    def _highest_bar(self, before: tuple[Tier, ...], tier: Tier) -> tuple[Tier, tuple[Duals, ...]]:
        """The highest lowest fit that costs the tiers before nothing, by bisection over the fits there are."""
        pinned = np.array(self.problem.fit_at(self.problem.pins), dtype=np.int64)
        fits = np.unique(np.concatenate([pinned, *(b.fit[b.code == 0] for b in self.problem.blocks())]))
        fits = fits[fits <= pinned.min(initial=MAX_FIT)]
        low, high = 0, len(fits)
        witness: tuple[Duals, ...] = ()
        while low < high:
            middle = (low + high) // 2
            plan = self.prove((*before, tier.raised(int(fits[middle]))))
            if self._below(plan, int(fits[middle])):
                high, witness = middle, plan.duals
            else:
                low = middle + 1
        return tier.raised(int(fits[low - 1]) if low else 0), witness

    def _below(self, plan: Plan, bar: int) -> bool:
        used = plan.flow[: len(plan.network.pairs)] > 0
        return bool((plan.network.pairs.fit[used] < bar).any())


def _best(block: Block, allowed: NDArray[np.bool_], keep: int, old: Integers) -> tuple[Integers, Integers, Integers]:
    """(rows, columns, fits) of the `keep` best allowed pairs of each row, and of the confirmed plan's."""
    chosen = allowed
    if keep < block.fit.shape[1]:
        value = np.where(allowed, block.fit, -1)
        best = np.argpartition(-value, keep - 1, axis=1)[:, :keep]
        chosen = np.zeros_like(allowed)
        np.put_along_axis(chosen, best, True, axis=1)
        inside = old[(old[:, 0] >= block.rows.start) & (old[:, 0] < block.rows.stop)]
        chosen[inside[:, 0] - block.rows.start, inside[:, 1]] = True
        chosen &= allowed
    row, column = np.nonzero(chosen)
    return row + block.rows.start, column, block.fit[row, column]
