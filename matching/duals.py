"""Node prices that prove a flow optimal, by shortest paths in its residual graph.

With prices p every arc u -> v has the reduced cost c + p(u) - p(v). A flow is optimal when arcs that could
carry more have reduced cost >= 0 and arcs that could carry less have <= 0. The distances from all nodes at
once (each node starts at 0) are such prices, because an optimal flow leaves no cycle of negative cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.network import Network
from matching.packing import FAR, FINITE
from matching.source import Integers

Bounds = tuple[Integers, Integers]


class NotOptimal(ArithmeticError):
    """A flow can be changed to its advantage, so no prices prove it."""


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

    def only(self, wanted: NDArray[np.bool_] | Integers) -> Changes:
        """Some of them in the same order, or those at these positions."""
        return Changes(self.tail[wanted], self.head[wanted], self.arc[wanted], self.sign[wanted])


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


def shortest(arcs: tuple[Integers, Integers, Integers], start: Integers, rounds: int | None = None) -> Integers:
    """d(v) = min over walks u -> v of start(u) + cost (Bellman and Ford), relaxing only arcs out of nodes that changed."""
    order = by_node(arcs[0], len(start))
    return relaxed((arcs[0][order], arcs[1][order], arcs[2][order]), start, rounds)


def by_node(node: Integers, nodes: int) -> Integers:
    """Positions of arcs in the order of a node of theirs, else as they are."""
    # NumPy sorts short integers by their digits, many times faster than long ones.
    return np.argsort(node.astype(np.min_scalar_type(nodes)), kind="stable")


def relaxed(arcs: tuple[Integers, Integers, Integers], start: Integers, rounds: int | None = None) -> Integers:
    """`shortest` for arcs that come in the order of their tails; `NotOptimal` when it takes more than so many rounds."""
    tail, head, cost = arcs
    first = np.searchsorted(tail, np.arange(len(start) + 1))
    distance, changed = start.copy(), np.flatnonzero(start < FINITE)
    for _ in range(min(rounds or len(start) + 1, len(start) + 1)):
        out = _ranges(first[changed], first[changed + 1])
        if not len(out):
            return distance
        # All arcs relax from the same distances, so that the order of arcs plays no part.
        before = distance.copy()
        np.minimum.at(distance, head[out], before[tail[out]] + cost[out])
        changed = np.flatnonzero(distance < before)
    raise NotOptimal("a cycle of negative cost: the flow is not optimal")


def _ranges(low: Integers, high: Integers) -> Integers:
    """All numbers of the ranges low..high, one after the other."""
    size = high - low
    before = np.cumsum(size) - size
    return np.arange(size.sum()) + np.repeat(low - before, size)


def prices(network: Network, bounds: Bounds, flow: Integers, cost: Integers, rounds: int | None = None) -> Integers:
    """The lowest prices of all nodes with the sink's being 0: minus the distance of each node to the sink.

    They are the same for every optimal flow. `NotOptimal` when this one is not, or when `rounds` do not suffice to
    see that it is. Low prices leave mentors whom no candidate reaches at the cost of their next seat, so that pricing
    the other pairs finds few that are only seemingly better. Nodes without a way to the sink are priced among themselves.
    """
    changes = residual(network, bounds, flow)
    arcs = changes.head, changes.tail, changes.cost(cost)
    start = np.full(len(network.supply), FAR, dtype=np.int64)
    start[network.frame.sink] = 0
    price = -shortest(arcs, start, rounds)
    lost = price <= -FINITE
    return _price_apart(changes, changes.cost(cost), price, lost) if lost.any() else price


def _price_apart(changes: Changes, cost: Integers, price: Integers, lost: NDArray[np.bool_]) -> Integers:
    """Price the nodes that cannot reach the sink by themselves, then all of them low enough for arcs that reach them."""
    inside = lost[changes.tail] & lost[changes.head]
    apart = -shortest((changes.head[inside], changes.tail[inside], cost[inside]), np.zeros(len(price), np.int64))
    out = np.where(lost, apart, price)
    into = ~lost[changes.tail] & lost[changes.head]
    excess = out[changes.head[into]] - out[changes.tail[into]] - cost[into]
    return out - np.where(lost, excess.max(initial=0), 0)


def face(network: Network, bounds: Bounds, cost: Integers, price: Integers) -> Bounds:
    """Bounds that hold exactly the optimal flows: an arc with a reduced cost is fixed where it must be."""
    low, cap = bounds
    reduced = cost + price[network.tail] - price[network.head]
    return np.where(reduced < 0, cap, low), np.where(reduced > 0, low, cap)
