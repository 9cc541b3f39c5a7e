"""Minimum cost flow by OR-Tools' cost scaling, in whole numbers, on a balanced network that always has a flow."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from ortools.graph.python import min_cost_flow

from matching.errors import Cancelled, TooLarge
from matching.network import Network
from matching.source import Integers

ASK_EVERY = 0.05
LONG = 100_000
Cancel = Callable[[], bool]


def guard(tier: int, cost: Integers, nodes: int) -> None:
    """Refuse costs whose sums along a path, scaled by the number of nodes, could leave int64."""
    largest = int(np.abs(cost).max(initial=0))
    if largest * (nodes + 1) * 4 >= 2**63:
        raise TooLarge(tier, largest)


def cheapest_flow(
    network: Network, bounds: tuple[Integers, Integers], cost: Integers, cancel: Cancel | None
) -> Integers:
    """The flow x of least cost with low <= x <= cap on every arc and the network's supplies, (arcs,)."""
    low, cap = bounds
    free = np.flatnonzero(low < cap)
    if not len(free):
        return low
    supply = network.supply.copy()
    np.subtract.at(supply, network.tail, low)
    np.add.at(supply, network.head, low)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = (network.tail[free], network.head[free], (cap - low)[free], cost[free])
    solver.add_arcs_with_capacity_and_unit_cost(*arcs)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = _run(solver, len(free), cancel)
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"min cost flow: {status}")
    flow = low.copy()
    flow[free] += solver.flows(np.arange(len(free)))
    return flow


def _run(solver: min_cost_flow.SimpleMinCostFlow, arcs: int, cancel: Cancel | None) -> object:
    """Solve; a long solve runs beside us so that `cancel` is asked every 50 ms (the solver itself cannot stop)."""
    if cancel is None or arcs < LONG:
        return solver.solve()
    answer: list[object] = []
    worker = threading.Thread(target=lambda: answer.append(solver.solve()), daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(ASK_EVERY)
        if cancel():
            raise Cancelled
    return answer[0]
