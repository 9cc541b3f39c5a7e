"""Minimum cost flow by OR-Tools' cost scaling, in whole numbers, on a balanced network that always has a flow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile

import numpy as np

from matching import min_cost
from matching.errors import Cancelled, TooLarge
from matching.min_cost import least_cost
from matching.network import Network
from matching.source import Integers

ASK_EVERY = 0.05
LONG = 250_000
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
    arcs = np.stack([network.tail[free], network.head[free], (cap - low)[free], cost[free]])
    flow = low.copy()
    flow[free] += least_cost(arcs, supply) if cancel is None or len(free) < LONG else _apart(arcs, supply, cancel)
    return flow


def _apart(arcs: Integers, supply: Integers, cancel: Cancel) -> Integers:
    """The same from a process of its own: the solver holds Python's lock, so no thread could stop it or even ask."""
    with TemporaryFile() as question, TemporaryFile() as out:
        np.save(question, arcs)
        np.save(question, supply)
        question.seek(0)
        # Without the program's own folder in front, in which files are named like other people's modules.
        process = subprocess.Popen([sys.executable, "-P", min_cost.__file__], stdin=question, stdout=out)
        try:
            code = _ended(process, cancel)
        finally:
            process.kill()
            process.wait()
        if code:
            raise ArithmeticError(f"min cost flow: its process ended with {code}")
        out.seek(0)
        flow: Integers = np.load(out)
        return flow


def _ended(process: subprocess.Popen[bytes], cancel: Cancel) -> int:
    """Wait for a process and return its code, asking `cancel` all the while."""
    while True:
        if cancel():
            raise Cancelled
        with suppress(subprocess.TimeoutExpired):
            return process.wait(ASK_EVERY)
