"""Rounds of flow over a few candidates per mentee, tier by tier, and of prices that prove it for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from matching.blocks import over_blocks
from matching.candidates import best_of_block, for_lonely, outside, rough_prices
from matching.criteria import within
from matching.errors import Cancelled
from matching.flow import Cancel
from matching.network import Network, Pairs, build_frame, build_network
from matching.planflow import flow_if_whole
from matching.pricing import Pricer, closed_out, duals_of, pairs_of
from matching.problem import Cell, Problem, cells_as_arrays
from matching.quotas import place_quotas
from matching.solution import Duals
from matching.source import MAX_FIT, Block, Integers
from matching.start import Chosen, Start, confirmed
from matching.strict import tier_by_tier
from matching.tiers import Tier, bar_of, stack

FULL_GRAPH = 40_000
CANDIDATES = 32
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


def looks_at_all(problem: Problem) -> bool:
    """Whether the flow sees every pair from the first: a search then begins nowhere else."""
    n, m = problem.shape
    return n * m <= FULL_GRAPH or m <= CANDIDATES


class Search:
    """Rounds of flow and pricing over a growing set of candidates; `guess` is a plan that may be the best."""

    def __init__(
        self, problem: Problem, watch: Watch, start: Start | None = None, guess: Sequence[Cell] | None = None
    ) -> None:
        self.problem, self.watch = problem, watch
        self.quotas = place_quotas(problem)
        # Beside quotas that the flow does not hold, the best plan is seldom the best flow.
        self.guess = None if self.quotas.others else guess
        self.frame = build_frame(problem, self.quotas, stack(problem))
        self.asking = int((problem.wanted > 0).sum())
        self.complete = start is None and looks_at_all(problem)
        if start is None:
            self.price = np.zeros(problem.shape[1], dtype=np.int64)
            self.cut = np.full((2, problem.shape[0]), MAX_FIT, dtype=np.int64)
            self.pairs = self._first_candidates()
        else:
            self.price, self.cut = start.price, start.cut.copy()
            self.pairs = pairs_of(self.frame, [start.pairs])

    @property
    def start(self) -> Start | None:
        """Where a search under other decisions may begin; None where every search looks at all pairs."""
        if self.complete:
            return None
        return Start(self.problem, (self.pairs.rows, self.pairs.columns, self.pairs.fit), self.cut, self.price)

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
            if not gap or self.watch.late:
                return replace(plan, gap=gap)
            mine = self.pairs.rows, self.pairs.columns, self.pairs.fit
            self.pairs = pairs_of(self.frame, [mine, *found])
            rounds += 1

    def _round(self, tiers: Sequence[Tier]) -> Plan:
        """Optimise each tier on the face of the optimal flows of those before it."""
        network = build_network(self.frame, self.pairs)
        guess = None if self.guess is None else flow_if_whole(network, self.guess)
        found = []
        for answer in tier_by_tier(network, tiers, self.watch.cancel, guess):
            found.append(answer)
            self.watch.step(0.1, "tier")
        if found[-1][0] is not guess:
            self.guess = None
        duals = [duals_of(network, tier, price) for tier, (_, price) in zip(tiers, found, strict=True)]
        return Plan(network, found[-1][0], closed_out(self.frame, duals))

    def _violations(self, plan: Plan) -> tuple[list[Chosen], int]:
        """Pairs outside the candidates that could improve the plan, and a bound on what they could gain.

        On the way the bound on what is outside the candidates is renewed at the plan's prices, which move less and
        less: later rounds suspect few rows.
        """
        if self.complete:
            return [], 0
        pricer = Pricer(self.frame, plan.duals)
        rows = pricer.suspects(np.flatnonzero(self.problem.wanted), self.cut, self.price)
        fit_tier = next((dual for dual in plan.duals if dual.tier.fit), None)
        renewed = -fit_tier.mentor // fit_tier.tier.fit if fit_tier and len(rows) == self.asking else None

        def look(block: Block) -> tuple[Chosen, int]:
            known = self._known(block)
            if renewed is not None:
                self.cut[:, block.rows] = outside(block, known, renewed, bar_of(self.problem))
            return pricer.violations(block, known)

        found = list(over_blocks(self.problem, look, partial(self.watch.step, 0.5, "pricing"), rows))
        if renewed is not None:
            self.price = renewed
        return [pairs for pairs, _ in found], sum(gain for _, gain in found)

    def _known(self, block: Block) -> tuple[Integers, Integers]:
        """Positions in a block of the candidates and pins."""
        low, high = np.searchsorted(self.pairs.rows, (block.rows[0], block.rows[-1] + 1))
        near = within((self.pairs.rows[low:high], self.pairs.columns[low:high]), block.rows)
        pins = within(cells_as_arrays(self.problem.pins), block.rows)
        return np.concatenate([near[0], pins[0]]), np.concatenate([near[1], pins[1]])

    def _first_candidates(self) -> Pairs:
        """The best pairs of each mentee (all of them when the problem is small), and the confirmed plan."""
        problem = self.problem
        keep = problem.shape[1] if self.complete else CANDIDATES
        check = partial(self.watch.step, 0.0, "candidates")
        if not self.complete:
            self.price = rough_prices(problem, stack(problem), check)
        ask, seats, pins = problem.wanted > 0, problem.free > 0, cells_as_arrays(problem.pins)

        def look(block: Block) -> Chosen:
            allowed = (block.code == 0) & ask[block.rows, None] & seats
            allowed[within(pins, block.rows)] = False
            chosen, self.cut[:, block.rows] = best_of_block(block, allowed, self.price, keep)
            return chosen

        best = [*over_blocks(problem, look, check), confirmed(problem)]
        if not self.complete:
            taken = np.concatenate([columns for _, columns, _ in best])
            best.append(for_lonely(problem, taken, self.price, check))
        return self._unpinned(pairs_of(self.frame, best))

    def _unpinned(self, pairs: Pairs) -> Pairs:
        m = self.problem.shape[1]
        free = ~np.isin(pairs.keys(m), np.array([i * m + j for i, j in self.problem.pins], dtype=np.int64))
        return pairs.only(free)

    def _highest_bar(self, before: tuple[Tier, ...], tier: Tier) -> tuple[Tier, tuple[Duals, ...]]:
        """The highest lowest fit that costs the tiers before nothing, by bisection over the fits there are."""
        pinned = np.array(self.problem.fit_at(self.problem.pins), dtype=np.int64)
        fits = np.unique(np.concatenate([pinned, *(b.fit[b.code == 0] for b in self.problem.blocks())]))
        # A pin with a low fit is the lowest fit whatever the others do: no bar above it may bind them.
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
