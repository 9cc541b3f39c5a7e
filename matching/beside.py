"""The search when quotas cross: the same rounds, with those quotas at prices of their own beside the flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from matching.box import rank
from matching.criteria import within
from matching.crossing import Step, keep_quotas
from matching.integral import Limits, solve_integral
from matching.network import Pairs, build_network
from matching.planflow import plan_flow
from matching.pricing import NEVER, Pricer, closed_out, duals_of, pairs_of
from matching.problem import Cell, Problem, cells_as_arrays
from matching.quotas import counted
from matching.search import Plan, Search, Watch
from matching.solution import Duals
from matching.source import Integers
from matching.start import Chosen, Start
from matching.tiers import Tier, stack
from matching.values import quota_shortage

# Pairs of each person that are looked at first, and of each mentee within each crossing quota.
NEAR, INSIDE = 12, 4
# So many pairs for each mentee are branched over at first, where no whole plan reaches the best mixture of plans.
OPEN = 3


class Beside(Search):
    """Rounds of mixing and pricing, from the pairs that come near the optimum without the crossing quotas.

    `steps` are what is proved of the tiers; all of them, when the plan is `whole`.
    """

    def __init__(self, problem: Problem, watch: Watch, relaxed: Plan) -> None:
        super().__init__(problem, watch, start=Start.unbounded(problem, near(problem, relaxed)))
        self.steps: tuple[Step, ...] = ()
        self.whole = False

    def _round(self, tiers: Sequence[Tier]) -> Plan:
        """Optimise each tier on the face of those before it."""
        network = build_network(self.frame, self.pairs)
        found = keep_quotas(network, tiers, self.quotas.others, partial(self.watch.step, 0.3, "quotas"))
        self.steps, self.whole = found.steps, found.flow is not None
        duals = [self._duals(duals_of(network, step.tier, step.node), step.quotas) for step in found.steps]
        flow = np.zeros(len(network.tail), dtype=np.int64) if found.flow is None else found.flow
        return Plan(network, flow, closed_out(self.frame, duals) if duals else ())

    def _duals(self, dual: Duals, prices: Sequence[int]) -> Duals:
        quota = dual.quota.copy()
        quota[list(self.quotas.others)] = prices
        return replace(dual, quota=quota)

    def branched(self, duals: Sequence[Duals]) -> tuple[Cell, ...] | None:
        """The best whole plan, by branching over the pairs that the prices leave open; None when that proves nothing.

        A plan costs at least what is proved of each tier, and the reduced costs of its pairs beyond that: so a plan found
        among the pairs whose reduced cost is no more than its own distance from what is proved, is the best of all.
        """
        at = next((k for k, step in enumerate(self.steps) if step.tier.fit), len(self.steps) - 1)
        pairs, over = self._open(duals[: at + 1])
        reach, tiers = int(np.sort(over)[: OPEN * self.problem.shape[0]].max(initial=0)), stack(self.problem)
        known = [step.value + self._met(step) for step in self.steps[:at]]
        while True:
            limits = _limits(pairs, over, reach)
            cells, gap = solve_integral(self.problem, self.watch, replace(limits, known=known, tiers=tiers[: at + 1]))
            if gap:
                return None
            beyond = self._cost(limits.pairs, cells, self.steps[at].tier) - self.steps[at].value
            if beyond <= reach:
                break
            # The plan found is among the pairs of the next look, so that one is the last.
            reach = beyond
        known.append(self._cost(limits.pairs, cells, tiers[at]))
        last = replace(_limits(pairs, over, beyond), known=known, tiers=tiers)
        cells, gap = solve_integral(self.problem, self.watch, last)
        return None if gap else cells

    def _open(self, duals: Sequence[Duals]) -> tuple[Pairs, Integers]:
        """All pairs that cost nothing beyond what is proved in the tiers before the last, and what they cost beyond it there."""
        pricer, pins, parts = Pricer(self.frame, duals), cells_as_arrays(self.problem.pins), []
        for block in self.problem.blocks():
            still = block.code == 0
            still[within(pins, block.rows)] = False
            paying = np.zeros_like(still)
            for dual in duals[:-1]:
                cost = pricer.reduced(dual, block)
                paying |= still & (cost < 0)
                still &= cost == 0
            cost = np.where(paying, -NEVER, pricer.reduced(duals[-1], block))
            row, column = np.nonzero(still | paying)
            parts.append((block.rows[row], column, block.fit[row, column], cost[row, column]))
        rows, columns, fit, over = (np.concatenate(part) for part in zip(*parts, strict=True))
        return pairs_of(self.frame, [(rows, columns, fit)]), over

    def _met(self, step: Step) -> int:
        """What the flow counts as saved and integer programming as not missing: the minima that the flow holds."""
        return step.tier.quota * int(self.frame.cap[-len(self.frame.short) :][self.frame.short < 0].sum())

    def _cost(self, pairs: Pairs, cells: Sequence[Cell], tier: Tier) -> int:
        """What a plan of these pairs costs in a tier, as mixtures are counted."""
        network, short = build_network(self.frame, pairs), quota_shortage(self.problem, cells)
        missing = sum(short[k] for k in self.quotas.others)
        return int(network.cost(tier) @ plan_flow(network, cells)) + tier.quota * missing


def _limits(pairs: Pairs, over: Integers, room: int) -> Limits:
    """Pairs that cost more than the room beyond what is proved stay out, those that are missed at more than it stay in."""
    return Limits(pairs.only(over <= room), over[over <= room] < -room)


def near(problem: Problem, relaxed: Plan) -> Chosen:
    """The candidates of a plan that cost it least in the tier of the fit: some of each person, some in each quota."""
    pairs = relaxed.network.pairs
    dual = next((dual for dual in relaxed.duals if dual.tier.fit), relaxed.duals[0])
    cost = relaxed.network.pair_costs(dual.tier, slice(None)) + dual.mentee[pairs.rows] - dual.mentor[pairs.columns]
    chosen = (rank(pairs.rows, cost) < NEAR) | (rank(pairs.columns, cost) < NEAR)
    chosen |= relaxed.flow[: len(pairs)] > 0
    for inside in counted(problem, pairs.rows, pairs.columns):
        chosen[inside[rank(pairs.rows[inside], cost[inside]) < INSIDE]] = True
    return pairs.rows[chosen], pairs.columns[chosen], pairs.fit[chosen]
