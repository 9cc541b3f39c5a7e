"""The residual graph of a whole plan, over every allowed pair: what each further change would cost, exactly.

Distances are vectors with one whole number per tier, compared in the order of the tiers. They are found in one
search where the tiers fit into one number, else tier by tier: the second only along shortest ways of the first, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.criteria import within
from matching.duals import Changes, by_node, relaxed, residual
from matching.network import Frame, Network, Pairs, build_frame, build_network, marked
from matching.packing import FAR, FINITE, packed_ways, radices, unpacked
from matching.pricing import pairs_of
from matching.problem import Cell, Problem, cells_as_arrays
from matching.quotas import counted, place_quotas
from matching.solution import Solution
from matching.source import MAX_FIT, Integers
from matching.tiers import Tier, stack


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """Network over all allowed pairs, the plan's flow in it, the tiers in force, and what every search needs.

    `changes` come in the order of their heads, because ways are searched from their end; `lengths` are the costs of the
    arcs, search by search, with the bases to unpack them by; `leading` are those of the changes in the first search.
    """

    network: Network
    flow: Integers
    tiers: tuple[Tier, ...]
    changes: Changes
    lengths: tuple[tuple[Integers, list[int]], ...]
    leading: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Shortest ways from every node to one target: `distance` (tiers, nodes); per node the next one and the arc used."""

    distance: Integers
    step: Integers
    arc: Integers

    def reachable(self, node: int) -> bool:
        """Whether any way exists."""
        return bool(self.distance[0, node] < FINITE)

    def arcs(self, node: int) -> list[int]:
        """Arcs of the network whose flow changes on the way from `node` to the target."""
        out = []
        while self.step[node] >= 0:
            out.append(int(self.arc[node]))
            node = int(self.step[node])
        return out


def plan_tiers(problem: Problem, solution: Solution) -> tuple[Tier, ...]:
    """The tiers of a solution: those of the policy, with the bar that a `worst` tier has reached."""
    reached = [value["worst"] for value in solution.tiers if "worst" in value]
    bars = iter([MAX_FIT if value is None else round(value * 1000) for value in reached])
    return tuple(tier.raised(next(bars)) if tier.worst else tier for tier in stack(problem))


def all_pairs(problem: Problem, frame: Frame) -> Pairs:
    """Every allowed pair that is not pinned, towards mentors with seats and from mentees who ask."""
    ask, seats = problem.wanted > 0, problem.free > 0
    pins = cells_as_arrays(problem.pins)
    parts = []
    for block in problem.blocks():
        allowed = (block.code == 0) & ask[block.rows, None] & seats
        allowed[within(pins, block.rows)] = False
        at, wide = np.flatnonzero(allowed), problem.shape[1]
        parts.append((block.rows[at // wide], at % wide, block.fit.reshape(-1)[at]))
    return pairs_of(frame, parts)


def residual_of(problem: Problem, solution: Solution) -> Residual:
    """The residual graph of a solution, whether it was just solved or read from a file."""
    tiers, quotas = plan_tiers(problem, solution), place_quotas(problem)
    frame = build_frame(problem, quotas, tiers)
    network = build_network(frame, all_pairs(problem, frame))
    if quotas.others and solution.certificate.duals:
        network = replace(network, charges=_charges(network, tiers, solution))
    row = {name: i for i, name in enumerate(problem.mentees)}
    column = {name: j for j, name in enumerate(problem.mentors)}
    flow = plan_flow(network, [(row[a], column[b]) for a, b in solution.pairs])
    changes = residual(network, (network.low, network.cap), flow)
    changes = changes.only(by_node(changes.head, len(network.supply)))
    lengths = tuple(_lengths(network, tiers))
    return Residual(network, flow, tiers, changes, lengths, changes.cost(lengths[0][0]))


def _charges(network: Network, tiers: Sequence[Tier], solution: Solution) -> dict[Tier, Integers]:
    """The prices of the quotas that the flow does not hold, as the proof of the plan has them, for each tier."""
    problem, pairs = network.frame.problem, network.pairs
    inside, out = counted(problem, pairs.rows, pairs.columns), dict[Tier, Integers]()
    for tier, dual in zip(tiers, solution.certificate.duals, strict=False):
        if tier.changes and problem.fingerprint != solution.fingerprint:
            # The plan is the one to keep to by now: none is as near to it, and that needs no price.
            break
        charge = np.zeros(len(pairs), dtype=np.int64)
        for k in network.frame.quotas.others:
            charge[inside[k]] += dual.quota[k]
        out.setdefault(tier, charge)
    return out


def plan_flow(network: Network, cells: Sequence[Cell]) -> Integers:
    """The flow of a plan: its pairs, then seats and quota arcs filled from the cheapest on."""
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
        assert 0 <= amount - first <= cap[1], "the plan breaks a quota"
    return out


def _passing(network: Network, flow: Integers, node: int, outwards: bool) -> int:
    side = network.tail if outwards else network.head
    return int(flow[side == node].sum())


def ways_to(graph: Residual, target: int) -> Ways:
    """Lexicographically shortest ways from every node to `target`, then with the fewest steps."""
    nodes, changes, parts = len(graph.network.supply), graph.changes, []
    for cost, bases in graph.lengths:
        own = graph.leading if changes is graph.changes else changes.cost(cost)
        found, changes = _towards(target, changes, own, nodes)
        parts.append(unpacked(found, bases) if bases else found[None, :])
    # Seats of equal cost make circles of cost 0: the fewest steps make the way a way.
    _, changes = _towards(target, changes, np.ones(len(changes.arc), dtype=np.int64), nodes)
    step, arc = np.full(nodes, -1, dtype=np.int64), np.full(nodes, -1, dtype=np.int64)
    step[changes.tail[::-1]] = changes.head[::-1]
    arc[changes.tail[::-1]] = changes.arc[::-1]
    step[target] = -1
    return Ways(np.concatenate(parts), step, arc)


def _lengths(network: Network, tiers: tuple[Tier, ...]) -> Iterator[tuple[Integers, list[int]]]:
    """(cost of every arc, bases to unpack it by): all tiers but the tie-break in one where they fit, else one by one."""
    policy = tiers[:-1]
    bases = None if network.charges else radices(network.frame, policy)
    if bases:
        yield packed_ways(network, policy, bases), bases
    for tier in tiers[-1:] if bases else tiers:
        yield network.cost(tier), []


def _towards(target: int, changes: Changes, cost: Integers, nodes: int) -> tuple[Integers, Changes]:
    """Distance of every node to the target, FAR where there is no way, and the changes that lie on shortest ways."""
    start = np.full(nodes, FAR, dtype=np.int64)
    start[target] = 0
    distance = relaxed((changes.head, changes.tail, cost), start)
    tight = distance[changes.tail] == cost + distance[changes.head]
    return distance, changes.only(tight & (distance[changes.head] < FINITE))
