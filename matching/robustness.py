"""Which pairings stand when the weights are not taken too seriously, and which deserve a second look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.criteria import FUNCTIONS
from matching.duals import prices
from matching.errors import refuse
from matching.flow import Cancel, cheapest_flow
from matching.network import Network, Pairs, build_frame, build_network
from matching.open_pairs import all_pairs
from matching.packing import packed_cost
from matching.policy import Policy
from matching.problem import Cells, Problem
from matching.quotas import place_quotas
from matching.search import Progress, Watch
from matching.solution import Solution
from matching.solve import solve
from matching.source import Integers, PoolSource
from matching.strict import flows_of
from matching.tiers import stack

FIRM = 0.8
NEAR = 40
SEED = 20_201_103
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """A pairing of the plan, and the share 0..1 of the perturbed weightings whose best plan contains it."""

    mentee: str
    mentor: str
    share: float

    @property
    def firm(self) -> bool:
        """Firm (稳) rather than to be looked at (需研究)."""
        return self.share >= FIRM


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """Standings of the plan's pairings, the shakiest first.

    `counts[mentee][mentor]` is the number of samples (of `samples`) whose plan has the pair, for whoever was ever
    chosen; a pin counts in all of them.
    """

    solution: Solution
    samples: int
    standings: tuple[Standing, ...]
    counts: Mapping[str, Mapping[str, int]]


def robustness(
    problem: Problem,
    policy: Policy | None = None,
    spread: float = 0.2,
    samples: int = 200,
    cancel: Cancel | None = None,
    *,
    solution: Solution | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Multiply each weight by an independent factor from [1 - spread, 1 + spread], solve exactly, count.

    share(i, j) = (number of samples whose optimal plan has the pair) / samples. The factors come from a fixed
    sequence, so that the same question has the same answer. Where a sample has several optima, one that shares the
    most pairs with the plan counts: a tie speaks against nobody. Pins hold and bans are kept in every sample.
    Needs a problem built from a pool (`InputError`). A `worst` tier, and quotas that no flow can hold, are left aside
    here. `policy` replaces the problem's, if given; `solution`, the plan of just this problem, spares solving it.
    """
    source = problem.source
    if not isinstance(source, PoolSource):
        raise refuse("problem", "needs_a_pool")
    if not 0 <= spread < 1:
        raise refuse("spread", "out_of_range", value=spread)
    if policy is not None:
        source = PoolSource(source.pool, policy)
        problem = replace(problem, source=source, policy=policy)
    watch = Watch(progress, cancel)
    solution = solve(problem, cancel=cancel) if solution is None else solution
    sampler = _Sampler(problem, source, solution)
    factors = np.random.default_rng(SEED).uniform(1 - spread, 1 + spread, (samples, len(source.weights)))
    count: Counter[tuple[int, int]] = Counter(dict.fromkeys(problem.pins, samples))
    for at, factor in enumerate(factors):
        watch.step(at / samples, "samples")
        count.update(sampler.best(factor))
    counts = _named(problem, count)
    return Robustness(solution, samples, _standings(solution, counts, samples), counts)


def _named(problem: Problem, count: Mapping[tuple[int, int], int]) -> dict[str, dict[str, int]]:
    """Counts of cells by ids."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for (i, j), times in sorted(count.items()):
        counts[problem.mentees[i]][problem.mentors[j]] = times
    return dict(counts)


def _standings(solution: Solution, counts: Mapping[str, Mapping[str, int]], samples: int) -> tuple[Standing, ...]:
    found = [Standing(a, b, counts.get(a, {}).get(b, 0) / max(samples, 1)) for a, b in solution.pairs]
    return tuple(sorted(found, key=lambda x: (x.share, x.mentee, x.mentor)))


class _Sampler:
    """The value of every criterion in every allowed pair, once; then each sample is one weighting and one flow.

    The flow looks at the pairs that are nearly good enough at the plan's own prices. Its prices are then held against
    all other pairs: where one could improve the sample's plan, the flow is run again over everything.
    """

    def __init__(self, problem: Problem, source: PoolSource, solution: Solution) -> None:
        self.problem = problem
        tiers = tuple(tier for tier in stack(problem)[:-1] if not tier.worst)
        frame = build_frame(problem, place_quotas(problem), tiers)
        self.pairs = all_pairs(problem, frame)
        self.network = build_network(frame, self.pairs)
        # A tier that nothing costs takes room in the packed cost and decides nothing.
        self.tiers = tuple(tier for tier in tiers if tier.fit or self.network.cost(tier).any())
        self.stays = _stays(problem, self.pairs, solution)
        self.near = near_pairs(self.pairs, solution)
        self.small = build_network(frame, _some(self.pairs, self.near))
        self.weights = np.array(list(source.weights.values()))
        self.values, self.known = self._criteria(source)

    def _criteria(self, source: PoolSource) -> tuple[Floats, Floats]:
        """(values with unknown as 0, 1 where known), each (criteria, pairs)."""
        shape = self.problem.shape
        whole = np.arange(shape[0])
        at = self.pairs.rows, self.pairs.columns
        raw = [np.broadcast_to(FUNCTIONS[name](source.world, whole), shape)[at] for name in source.weights]
        values = np.array(raw).reshape(len(raw), len(self.pairs))
        known = ~np.isnan(values)
        return np.where(known, values, 0), known.astype(np.float64)

    def best(self, factor: Floats) -> list[tuple[int, int]]:
        """Cells of an optimal plan under weights x factor."""
        weights = self.weights * factor
        total = weights @ self.known
        fit = np.rint((weights @ self.values) / np.where(total > 0, total, 1) * 100_000).astype(np.int64)
        network = replace(self.network, pairs=replace(self.pairs, fit=fit))
        cost = self._packed(network)
        if cost is None:
            staying = np.concatenate([-self.stays, np.zeros(len(network.tail) - len(fit), np.int64)])
            *_, (flow, _) = flows_of(network, [*map(network.cost, self.tiers), staying], None)
            return self._cells(np.flatnonzero(flow[: len(fit)]))
        used = self._few(cost)
        if used is None:
            used = np.flatnonzero(cheapest_flow(network, (network.low, network.cap), cost, None)[: len(fit)])
        return self._cells(used)

    def _packed(self, network: Network) -> Integers | None:
        """The tiers and, after them, staying with the plan as one cost; None when the tiers do not fit into int64.

        Along a cycle at most 2 min(n, m + 1) pairs change, so that many pairs of the plan weigh less than one unit.
        Where only staying does not fit, ties fall as they may.
        """
        cost = packed_cost(network, self.tiers)
        n, m = self.problem.shape
        times = 2 * min(n, m + 1) + 1
        if cost is not None and (int(np.abs(cost).max(initial=0)) + 1) * times * (network.frame.nodes + 1) < 2**61:
            cost *= times
            cost[: len(self.stays)] -= self.stays
        return cost

    def _few(self, cost: Integers) -> Integers | None:
        """Positions of the pairs of an optimal flow found among few; None when its prices do not prove it."""
        small, count = self.small, len(self.pairs)
        own = np.concatenate([cost[self.near], cost[count:]])
        bounds = small.low, small.cap
        flow = cheapest_flow(small, bounds, own, None)
        price = prices(small, bounds, flow, own)
        reduced = cost[:count] + price[self.network.tail[:count]] - price[self.network.head[:count]]
        reduced[self.near] = 0
        return None if (reduced < 0).any() else self.near[np.flatnonzero(flow[: len(self.near)])]

    def _cells(self, used: Integers) -> list[tuple[int, int]]:
        return list(zip(self.pairs.rows[used].tolist(), self.pairs.columns[used].tolist(), strict=True))


def near_pairs(pairs: Pairs, solution: Solution) -> Integers:
    """Positions of the `NEAR` pairs of each mentee that come closest to the plan's own prices, ascending."""
    main = next((dual for dual in solution.certificate.duals if dual.tier.fit), None)
    if main is None:
        return np.arange(len(pairs))
    reduced = main.mentee[pairs.rows] - main.mentor[pairs.columns] - main.tier.fit * pairs.fit
    order = np.lexsort((reduced, pairs.rows))
    rank = np.arange(len(pairs)) - np.searchsorted(pairs.rows, pairs.rows)
    return np.sort(order[rank < NEAR])


def _stays(problem: Problem, pairs: Pairs, solution: Solution) -> Integers:
    """1 for each pair of the plan, 0 for the others, (pairs,)."""
    cells = Cells(problem.mentees, problem.mentors).of(solution.pairs)
    columns = problem.shape[1]
    return np.isin(pairs.keys(columns), [i * columns + j for i, j in cells]).astype(np.int64)


def _some(pairs: Pairs, chosen: Integers) -> Pairs:
    return Pairs(pairs.rows[chosen], pairs.columns[chosen], pairs.fit[chosen], pairs.kept[chosen])
