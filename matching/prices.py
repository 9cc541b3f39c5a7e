"""The price of every pair of a plan at once, by all shortest ways between mentors.

A mentor a "reaches" b when one of a's mentees can move to b: the arc costs what that move costs. With the sink as one
more node (a free seat, or a mentee who goes or comes from unmatched), one all-pairs search answers all n x m
questions: price(i, j) = cost of the pair + way from j to i's present mentor, or to the sink for a missing seat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.problem import Problem
from matching.residual import Residual, residual_of, ways_to
from matching.solution import Solution
from matching.source import Integers
from matching.tiers import pair_limit

FAR = np.int64(2**61)
FINITE = np.int64(2**60)


@dataclass(frozen=True, slots=True, eq=False)
class PriceTable:
    """`loss` (policy tiers, n, m) is what pinning a pair would cost in each tier; only where `priced`, 0 for chosen pairs."""

    priced: NDArray[np.bool_]
    loss: Integers

    def losses(self, row: int, column: int) -> tuple[int, ...]:
        """Loss of each tier for one pair."""
        return tuple(int(x) for x in self.loss[:, row, column])


def price_table(problem: Problem, solution: Solution) -> PriceTable:
    """Prices of all pairs as `explain` gives them one mentee at a time; needs memory for n x m numbers per tier."""
    graph = residual_of(problem, solution)
    skip = len(graph.tiers) - 1 - len(problem.policy.tiers)
    radices = _radices(graph)
    by_mentors = not graph.network.frame.quotas.nodes and radices is not None
    loss = _by_mentors(graph, radices or []) if by_mentors else _by_mentees(graph)
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


def _radices(graph: Residual) -> list[int] | None:
    """For each tier 2 B + 1, where B bounds its part of a price; None when their product leaves int64."""
    frame = graph.network.frame
    out, product = [], 1
    for tier in graph.tiers[:-1]:
        ends = 2 * int(np.abs(frame.cost(tier)).max(initial=0))
        out.append(2 * (2 * (frame.problem.shape[1] + 3) * pair_limit(tier) + 2 * ends) + 1)
        product *= out[-1]
    return out if product < FINITE else None


def _packed(graph: Residual, radices: list[int]) -> Integers:
    """Cost of every arc as one number, the first tier leading."""
    total = np.zeros(len(graph.network.tail), dtype=np.int64)
    for tier, radix in zip(graph.tiers[:-1], radices, strict=True):
        total = total * radix + graph.network.cost(tier)
    return total


def _by_mentors(graph: Residual, radices: list[int]) -> Integers:
    """All ways between mentors and the sink, then all prices; unpacked into tiers."""
    network, pairs, flow = graph.network, graph.network.pairs, graph.flow
    n, m = network.frame.problem.shape
    packed, count = _packed(graph, radices), len(network.pairs)
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
    return _unpacked(total, radices)


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


def _unpacked(total: Integers, radices: list[int]) -> Integers:
    """Balanced digits of packed prices, (tiers, n, m); FAR in all tiers where there is no way."""
    out = np.empty((len(radices), *total.shape), dtype=np.int64)
    rest = total.copy()
    for at in range(len(radices) - 1, -1, -1):
        half = radices[at] // 2
        digit = (rest + half) % radices[at] - half
        out[at] = digit
        rest = (rest - digit) // radices[at]
    out[:, total >= FINITE] = FAR
    return out
