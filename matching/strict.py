"""Strict tiers on one network: each minimised among the optimal flows of those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from matching.duals import Bounds, NotOptimal, face, prices
from matching.flow import Cancel, cheapest_flow, guard
from matching.network import Network
from matching.packing import packed_cost
from matching.source import Integers
from matching.tiers import Tier

# A flow that is not optimal shows itself only by never coming to rest; one that is, takes a few dozen rounds.
SOON = 100


def tier_by_tier(
    network: Network, tiers: Sequence[Tier], cancel: Cancel | None, guess: Integers | None = None
) -> Iterator[tuple[Integers, Integers]]:
    """(flow, node prices) of each tier; the last flow is optimal for all."""
    return flows_of(network, map(network.cost, tiers), cancel, guess)


def flows_of(
    network: Network, costs: Iterable[Integers], cancel: Cancel | None, guess: Integers | None = None
) -> Iterator[tuple[Integers, Integers]]:
    """(flow, node prices) of each cost (one per arc), minimised among the optimal flows of those before it.

    A cost that is zero on the arcs still open is settled by the flow there is, with prices 0. A `guess` that prices
    prove in a cost is its flow; it changes neither prices nor values, only whether a flow has to be searched for.
    """
    bounds: Bounds = (network.low, network.cap)
    flow: Integers | None = None
    for at, cost in enumerate(costs):
        guard(at, cost, network.frame.nodes)
        price = np.zeros(network.frame.nodes, dtype=np.int64)
        # The first cost always runs: without it there is no flow to speak of.
        if flow is None or cost[bounds[0] < bounds[1]].any():
            proved = None if guess is None else _proved(network, bounds, guess, cost)
            if guess is not None and proved is not None:
                flow, price = guess, proved
            else:
                guess, flow = None, cheapest_flow(network, bounds, cost, cancel)
                price = prices(network, bounds, flow, cost)
            bounds = face(network, bounds, cost, price)
        yield flow, price


def _proved(network: Network, bounds: Bounds, guess: Integers, cost: Integers) -> Integers | None:
    """The prices that prove a guessed flow; None where they are not found soon."""
    try:
        return prices(network, bounds, guess, cost, rounds=SOON)
    except NotOptimal:
        return None


def strict_flow(network: Network, tiers: Sequence[Tier], cancel: Cancel | None) -> Integers:
    """The flow that is optimal in all tiers, without proof: by one packed cost where int64 allows it."""
    cost = packed_cost(network, tiers)
    if cost is not None:
        return cheapest_flow(network, (network.low, network.cap), cost, cancel)
    *_, (flow, _) = tier_by_tier(network, tiers, cancel)
    return flow
