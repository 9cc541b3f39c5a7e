"""One flow of least cost by OR-Tools; as a program it answers one question from standard input, so that it can be killed.

It imports nothing of ours: a process for one flow must be there at once.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Integers = NDArray[np.int64]


def least_cost(arcs: Integers, supply: Integers) -> Integers:
    """The flow on each arc, (arcs,); `arcs` has the rows tail, head, capacity, cost. `ArithmeticError` if there is none."""
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(*arcs)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"min cost flow: {status}")
    flow: Integers = solver.flows(np.arange(arcs.shape[1]))
    return flow


def answer(question: BinaryIO, out: BinaryIO) -> None:
    """Read arcs and supply from one file and write the flow into the other."""
    np.save(out, least_cost(np.load(question), np.load(question)))


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
