"""Node prices that prove a flow optimal, by shortest paths in its residual graph.

With prices p every arc u -> v has the reduced cost c + p(u) - p(v). A flow is optimal when arcs that could
carry more have reduced cost >= 0 and arcs that could carry less have <= 0. The distances from all nodes at
once (each node starts at 0) are such prices, because an optimal flow leaves no cycle of negative cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.network import Network
from matching.source import Integers

Bounds = tuple[Integers, Integers]
FAR = np.int64(2**61)


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Arcs along which a flow may change within its bounds: with `sign` 1 along `arc`, with -1 against it."""

    tail: Integers
    head: Integers
    arc: Integers
    sign: Integers

    def cost(self, cost: Integers) -> Integers:
        """Cost of each change, from the costs of the network's arcs."""
        return cost[self.arc] * self.sign


def residual(network: Network, bounds: Bounds, flow: Integers) -> Changes:
    """Every arc that can carry more, and the reverse of every arc that can carry less."""
    low, cap = bounds
    more, less = np.flatnonzero(flow < cap), np.flatnonzero(flow > low)
    return Changes(
        np.concatenate([network.tail[more], network.head[less]]),
        np.concatenate([network.head[more], network.tail[less]]),
        np.concatenate([more, less]),
        np.repeat(np.array([1, -1], dtype=np.int64), (len(more), len(less))),
    )


def shortest(arcs: tuple[Integers, Integers, Integers], start: Integers) -> Integers:
    """d(v) = min over walks u -> v of start(u) + cost, by rounds of relaxing every arc (Bellman-Ford)."""
    order = np.argsort(arcs[1], kind="stable")
    tail, head, cost = (part[order] for part in arcs)
    heads, first = np.unique(head, return_index=True)
    distance = start.copy()
    for _ in range(len(start) + 1):
        best = np.minimum.reduceat(distance[tail] + cost, first) if len(first) else distance[heads]
        better = best < distance[heads]
        if not better.any():
            return distance
        distance[heads[better]] = best[better]
    raise ArithmeticError("a cycle of negative cost: the flow is not optimal")


def prices(network: Network, bounds: Bounds, flow: Integers, cost: Integers) -> Integers:
    """Prices of all nodes, the sink's being 0."""
    changes = residual(network, bounds, flow)
    start = np.zeros(len(network.supply), dtype=np.int64)
    found = shortest((changes.tail, changes.head, changes.cost(cost)), start)
    return found - found[network.frame.sink]


def face(network: Network, bounds: Bounds, cost: Integers, price: Integers) -> Bounds:
    """Bounds that hold exactly the optimal flows: an arc with a reduced cost is fixed where it must be."""
    low, cap = bounds
    reduced = cost + price[network.tail] - price[network.head]
    return np.where(reduced < 0, cap, low), np.where(reduced > 0, low, cap)
