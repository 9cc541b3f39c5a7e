"""The residual graph of a whole plan, over every allowed pair: what each further change would cost, exactly.

Distances are vectors with one whole number per tier, compared in the order of the tiers. They are found in one
search where the tiers fit into one number, else tier by tier: the second only along shortest ways of the first, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.duals import Changes, by_node, relaxed, residual
from matching.leading import leading_pairs
from matching.network import Frame, Network, Pairs, build_frame, build_network
from matching.open_pairs import all_pairs
from matching.packing import FAR, FINITE, packed_ways, radices, unpacked
from matching.planflow import plan_flow
from matching.problem import Cell, Cells, Problem
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


def residual_of(problem: Problem, solution: Solution) -> Residual:
    """The residual graph of a solution over all open pairs, whether it was just solved or read from a file."""
    return _graph(problem, solution, lambda frame, _tiers, _plan: all_pairs(problem, frame))


def leading_residual_of(problem: Problem, solution: Solution) -> Residual:
    """The same distances over few pairs: those on which a shortest way can lie (`matching.leading`)."""
    return _graph(problem, solution, leading_pairs)


def _graph(
    problem: Problem, solution: Solution, chosen: Callable[[Frame, tuple[Tier, ...], list[Cell]], Pairs]
) -> Residual:
    tiers, quotas = plan_tiers(problem, solution), place_quotas(problem)
    frame, plan = build_frame(problem, quotas, tiers), list(Cells(problem.mentees, problem.mentors).of(solution.pairs))
    network = charged(build_network(frame, chosen(frame, tiers, plan)), tiers, solution)
    flow = plan_flow(network, plan)
    changes = residual(network, (network.low, network.cap), flow)
    changes = changes.only(by_node(changes.head, len(network.supply)))
    lengths = tuple(_lengths(network, tiers))
    return Residual(network, flow, tiers, changes, lengths, changes.cost(lengths[0][0]))


def charged(network: Network, tiers: tuple[Tier, ...], solution: Solution) -> Network:
    """The network with the prices of the quotas that the flow does not hold, where there are any."""
    if not network.frame.quotas.others or not solution.certificate.duals:
        return network
    return replace(network, charges=_charges(network, tiers, solution))


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
