"""A plan as a flow of a network, and whether it is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.network import Network, marked
from matching.problem import Cell
from matching.source import Integers


class BrokenQuota(ArithmeticError):
    """A plan has fewer or more pairs in a quota than the flow can carry."""


def flow_if_whole(network: Network, cells: Sequence[Cell]) -> Integers | None:
    """The flow of a plan that keeps to the network's pairs, seats, demands and quotas; None for any other."""
    free = set(cells) - set(network.frame.problem.pins)
    try:
        flow = plan_flow(network, cells)
    except BrokenQuota:
        return None
    if flow[: len(network.pairs)].sum() != len(free) or (flow < network.low).any() or (flow > network.cap).any():
        return None
    sent, got = (np.bincount(end, flow, network.frame.nodes) for end in (network.tail, network.head))
    return flow if (sent - got == network.supply).all() else None


def plan_flow(network: Network, cells: Sequence[Cell]) -> Integers:
    """The flow of a plan: its pairs, then seats and quota arcs filled from the cheapest on; or `BrokenQuota`."""
    frame, problem = network.frame, network.frame.problem
    n, m = problem.shape
    keys = np.array([i * m + j for i, j in set(cells) - set(problem.pins)], dtype=np.int64)
    flow = np.zeros(len(network.tail), dtype=np.int64)
    count = len(network.pairs)
    flow[:count] = marked(network.pairs.keys(m), keys)
    placed = np.bincount(network.pairs.rows[flow[:count] > 0], minlength=n)
    flow[count : count + n] = problem.wanted - placed
    used = np.bincount(network.pairs.columns[flow[:count] > 0], minlength=m)
    seats = slice(count + n, count + n + len(frame.seat_mentor))
    flow[seats] = _fill(network.cap[seats], network.tail[seats], np.concatenate([np.zeros(n, np.int64), used]))
    quota = slice(seats.stop, len(flow))
    flow[quota] = _quota_flow(network, flow, quota)
    return flow


def _fill(cap: Integers, owner: Integers, amount: Integers) -> Integers:
    """Split each owner's amount over its arcs, in order, up to their capacities."""
    before = np.cumsum(cap) - cap
    _, first = np.unique(owner, return_index=True)
    start = np.repeat(before[first], np.diff(np.append(first, len(owner))))
    return np.clip(amount[owner] - (before - start), 0, cap)


def _quota_flow(network: Network, flow: Integers, quota: slice) -> Integers:
    """Flow of the quota arcs: inner nodes first, since outer ones carry what they pass on."""
    frame = network.frame
    out = np.zeros(quota.stop - quota.start, dtype=np.int64)
    done = flow.copy()
    for at, node in enumerate(frame.quotas.nodes):
        arcs = np.arange(quota.start + 2 * at, quota.start + 2 * at + 2)
        own = frame.sink + 1 + at
        amount = _passing(network, done, own, node.anchor[0] == "mentee")
        low, cap = network.low[arcs], network.cap[arcs]
        first = min(amount, int(cap[0]))
        out[2 * at : 2 * at + 2] = done[arcs] = np.array([max(first, int(low[0])), amount - first])
        if not 0 <= amount - first <= cap[1]:
            raise BrokenQuota(f"the plan breaks quota {node.index}")
    return out


def _passing(network: Network, flow: Integers, node: int, outwards: bool) -> int:
    side = network.tail if outwards else network.head
    return int(flow[side == node].sum())
