"""Several tiers as one whole number, with multipliers that are proved to be large enough.

Two flows differ by simple cycles of the network. A cycle visits each mentee, mentor and quota node once and the sink
once, so tier k changes by at most B_k along it. With M_k > sum over later tiers of M_l B_l, a cycle improves
the packed cost exactly when it improves the tiers in their order: the packed optimum is the strict one.
Lengths of ways are packed with multipliers of their own, so that each tier's part can be read out again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.network import Frame, Network
from matching.source import Integers
from matching.tiers import Tier, pair_limit

FAR = np.int64(2**61)
FINITE = np.int64(2**60)


def packed_cost(network: Network, tiers: Sequence[Tier]) -> Integers | None:
    """One cost per arc that orders flows as the tiers do; None when it would not fit into int64."""
    frame = network.frame
    times, total, reach = 1, np.zeros(len(network.tail), dtype=np.int64), 0
    reached = 1
    for tier in reversed(tiers):
        own = np.abs(frame.cost(tier))
        largest = pair_limit(tier) + int(own.max(initial=0))
        reach += times * largest
        if reach * (frame.nodes + 1) * 4 >= 2**63:
            return None
        total += times * network.cost(tier)
        reached += times * _cycle_limit(network, tier, own)
        times = reached
    return total


def _cycle_limit(network: Network, tier: Tier, own: Integers) -> int:
    """The most that one tier can change along a simple cycle."""
    frame = network.frame
    n, m = frame.problem.shape
    at_sink = 2 * int(own[: n + len(frame.seat_mentor)].max(initial=0))
    return 2 * min(n, m + 1) * pair_limit(tier) + at_sink + 2 * len(frame.quotas.nodes) * tier.quota


def radices(frame: Frame, tiers: Sequence[Tier]) -> list[int] | None:
    """For each tier 2 B + 1, where B bounds its part of a pair's price; None when their product leaves int64.

    A way visits each node once. Each of its pair arcs and quota arcs touches a mentor or a quota, each of the others the
    sink or a quota, and no node is touched by more than two.
    """
    nodes, ends = frame.problem.shape[1] + len(frame.quotas.nodes) + 3, 4 * (1 + len(frame.quotas.nodes))
    out, product = [], 1
    for tier in tiers:
        limit = 2 * nodes * pair_limit(tier) + ends * int(np.abs(frame.cost(tier)).max(initial=0))
        out.append(2 * limit + 1)
        product *= out[-1]
    return out if product < FINITE else None


def packed_ways(network: Network, tiers: Sequence[Tier], bases: Sequence[int]) -> Integers:
    """Cost of every arc as one number, the first tier leading; `unpacked` reads sums along ways out again."""
    total = np.zeros(len(network.tail), dtype=np.int64)
    for tier, base in zip(tiers, bases, strict=True):
        total = total * base + network.cost(tier)
    return total


def unpacked(total: Integers, bases: Sequence[int]) -> Integers:
    """Balanced digits of packed lengths, (tiers, ...); FAR in all tiers where there is no way."""
    out = np.empty((len(bases), *total.shape), dtype=np.int64)
    rest = total.copy()
    for at in range(len(bases) - 1, -1, -1):
        half = bases[at] // 2
        digit = (rest + half) % bases[at] - half
        out[at] = digit
        rest = (rest - digit) // bases[at]
    out[:, total >= FINITE] = FAR
    return out
