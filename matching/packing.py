"""Several tiers as one whole-number cost, with multipliers that are proved to be large enough.

Two flows differ by simple cycles of the network. A cycle visits each mentee, mentor and quota node once and the sink
once, so tier k changes by at most B_k along it. With M_k > sum over later tiers of M_l B_l, a cycle improves
the packed cost exactly when it improves the tiers in their order: the packed optimum is the strict one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.network import Network
from matching.source import Integers
from matching.tiers import Tier, pair_limit


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
