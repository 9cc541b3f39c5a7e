"""The price of every pair of a plan at once, by all shortest ways between mentors.

A mentor a "reaches" b when one of a's mentees can move to b: the arc costs what that move costs. With the sink as one
more node (a free seat, or a mentee who goes or comes from unmatched), one all-pairs search answers all n x m
questions: price(i, j) = cost of the pair + way from j to i's present mentor, or to the sink for a missing seat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.packing import FAR, FINITE, packed_ways, radices, unpacked
from matching.problem import Problem
from matching.residual import Residual, residual_of, ways_to
from matching.solution import Solution
from matching.source import Integers


@dataclass(frozen=True, slots=True, eq=False)
class PriceTable:
    """`loss` (policy tiers, n, m) is what pinning a pair would cost in each tier; only where `priced`, 0 for chosen pairs."""

    priced: NDArray[np.bool_]
    loss: Integers

    def losses(self, row: int, column: int) -> tuple[int, ...]:
        """Loss of each tier for one pair."""
        return tuple(int(x) for x in self.loss[:, row, column])


def price_table(problem: Problem, solution: Solution) -> PriceTable:
    """Prices of all pairs as `explain` gives them one mentee at a time; needs memory for n x m numbers per tier.

    None but the plan's own is priced beside crossing quotas: each way would have to be followed to see whether it keeps them.
    """
    graph = residual_of(problem, solution)
    if graph.network.frame.quotas.others or solution.certificate.method == "integral":
        return PriceTable(
            np.zeros(problem.shape, dtype=bool), np.zeros((len(problem.policy.tiers), *problem.shape), dtype=np.int64)
        )
    skip = len(graph.tiers) - 1 - len(problem.policy.tiers)
    bases = radices(graph.network.frame, graph.tiers[:-1])
    by_mentors = not graph.network.frame.quotas.nodes and bases is not None
    loss = _by_mentors(graph, bases or []) if by_mentors else _by_mentees(graph)
    pairs = graph.network.pairs
    priced = np.zeros(problem.shape, dtype=bool)
    priced[pairs.rows, pairs.columns] = loss[0, pairs.rows, pairs.columns] < FINITE
    chosen = graph.flow[: len(pairs)] > 0
    loss[:, pairs.rows[chosen], pairs.columns[chosen]] = 0
    return PriceTable(priced, np.where(priced, loss[skip:], 0))


def _by_mentees(graph: Residual) -> Integers:
    """One search per mentee: for quotas, and for costs that do not pack into int64."""
    network, pairs = graph.network, graph.network.pairs
    n, m = network.frame.problem.shape
    out = np.full((len(graph.tiers) - 1, n, m), FAR, dtype=np.int64)
    costs = np.array([network.cost(tier)[: len(pairs)] for tier in graph.tiers[:-1]])
    for row in np.unique(pairs.rows):
        low, high = np.searchsorted(pairs.rows, (row, row + 1))
        way = ways_to(graph, int(row)).distance[:-1, network.head[low:high]]
        out[:, row, pairs.columns[low:high]] = costs[:, low:high] + way
    return out


def _by_mentors(graph: Residual, bases: list[int]) -> Integers:
    """All ways between mentors and the sink, then all prices; unpacked into tiers."""
    network, pairs, flow = graph.network, graph.network.pairs, graph.flow
    n, m = network.frame.problem.shape
    packed, count = packed_ways(network, graph.tiers[:-1], bases), len(network.pairs)
    cost = np.full((n, m), FAR, dtype=np.int64)
    cost[pairs.rows, pairs.columns] = packed[:count]
    held = np.flatnonzero(flow[:count])
    move = cost.copy()
    move[pairs.rows[held], pairs.columns[held]] = FAR
    lost = np.where(flow[count : count + n] > 0, packed[count : count + n], -FAR)
    way = _all_ways(_arcs(graph, packed, move, lost))
    back = np.where(lost > -FAR, way[:m, m][:, None] - lost, FAR)
    for k in held.tolist():
        i, a = pairs.rows[k], pairs.columns[k]
        back[:, i] = np.minimum(back[:, i], way[:m, a] - packed[k])
    total = np.where(cost < FINITE, cost + back.T, FAR)
    return unpacked(total, bases)


def _arcs(graph: Residual, packed: Integers, move: Integers, lost: Integers) -> Integers:
    """The cheapest single step between any two mentors, and to and from the sink (the last row and column)."""
    network, pairs, flow = graph.network, graph.network.pairs, graph.flow
    n, m = network.frame.problem.shape
    count = len(pairs)
    out = np.full((m + 1, m + 1), FAR, dtype=np.int64)
    held = np.flatnonzero(flow[:count])
    for k in held.tolist():
        i, a = pairs.rows[k], pairs.columns[k]
        out[a, :m] = np.minimum(out[a, :m], move[i] - packed[k])
        out[a, m] = min(out[a, m], packed[count + i] - packed[k])
    seats = np.arange(count + n, count + n + len(network.frame.seat_mentor))
    mentor = network.frame.seat_mentor
    open_seat, used = flow[seats] < network.cap[seats], flow[seats] > 0
    np.minimum.at(out[:, m], mentor[open_seat], packed[seats[open_seat]])
    np.minimum.at(out[m], mentor[used], -packed[seats[used]])
    waiting = np.flatnonzero(lost > -FAR)
    entering = (move[waiting] - lost[waiting, None]).min(axis=0, initial=FAR)
    out[m, :m] = np.minimum(out[m, :m], entering)
    np.fill_diagonal(out, 0)
    return out


def _all_ways(way: Integers) -> Integers:
    """Floyd and Warshall: through each node in turn."""
    for k in range(len(way)):
        np.minimum(way, way[:, k, None] + way[None, k, :], out=way)
    return way
