"""Which pairs can lie on a shortest way of changes: of everybody whom a mentor has, who can best be given to another.

A way that reaches somebody's mentor goes on by taking one of the mentor's people to another mentor, and the cheapest to
take is never worse than the rest. All others play no part in any price, so the residual graph of a plan needs
mentors x mentors pairs instead of mentees x mentors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.criteria import within
from matching.network import Frame, Pairs
from matching.open_pairs import Mask, all_pairs
from matching.packing import FAR, radices
from matching.problem import Cell, cells_as_arrays
from matching.source import Block, Integers
from matching.tiers import Tier, pair_cost, pair_limit


def leading_pairs(frame: Frame, tiers: Sequence[Tier], plan: Sequence[Cell]) -> Pairs:
    """The pairs of the plan, and all on which a shortest way between two mentors can lie; equal ones are all there.

    All open pairs where the tiers do not fit into one number or quotas lie beside the flow.
    """
    bases = None if frame.quotas.others else radices(frame, tiers[:-1])
    if bases is None:
        return all_pairs(frame.problem, frame)
    leaders = _Leaders(frame, list(zip(tiers[:-1], bases, strict=True)), plan)
    return all_pairs(frame.problem, frame, leaders.of)


class _Leaders:
    """Who of each mentor's people leads to each other mentor, block by block."""

    def __init__(self, frame: Frame, tiers: Sequence[tuple[Tier, int]], plan: Sequence[Cell]) -> None:
        problem, own = frame.problem, set(plan) - set(frame.problem.pins)
        self.tiers = tiers
        self.kept, self.plan = cells_as_arrays(problem.incumbent), cells_as_arrays(sorted(own))
        # A way comes to somebody by one door only where one seat is asked and given, and no quota stands between.
        self.group = np.full(problem.shape[0], -1, dtype=np.int64)
        self.group[self.plan[0]] = self.plan[1]
        beside = [i for i, _ in frame.pair_tail] + [i for i, j in frame.pair_head if (i, j) in own]
        several = np.bincount(self.plan[0], minlength=len(self.group)) != 1
        self.group[several | (problem.demand != 1)] = -1
        self.group[beside] = -1
        self.through = cells_as_arrays(sorted(frame.pair_head))

    def of(self, block: Block, allowed: Mask) -> Mask:
        """The leaders of a block, its part of the plan, and everything about people of several doors."""
        cost, group = np.where(allowed, self._cost(block), FAR), self.group[block.rows]
        held = within(self.plan, block.rows)
        own = np.zeros(len(block.rows), dtype=np.int64)
        own[held[0]] = cost[held]
        cost[held] = FAR
        cost -= own[:, None]
        out = np.broadcast_to((group < 0)[:, None], cost.shape).copy()
        single = np.flatnonzero(group >= 0)
        single = single[np.argsort(group[single], kind="stable")]
        if len(single):
            first = np.flatnonzero(np.diff(group[single], prepend=-1))
            best = np.minimum.reduceat(cost[single], first, axis=0)
            out[single] = cost[single] == np.repeat(best, np.diff(np.append(first, len(single))), axis=0)
        out[held] = True
        out[within(self.through, block.rows)] = True
        return out

    def _cost(self, block: Block) -> Integers:
        """What each pair costs in all tiers but the tie-break, as one number (`packing.packed_ways`)."""
        kept = np.zeros(block.fit.shape, dtype=bool)
        kept[within(self.kept, block.rows)] = True
        out = np.zeros(block.fit.shape, dtype=np.int64)
        for tier, base in self.tiers:
            out *= base
            if pair_limit(tier):
                out += pair_cost(tier, block.fit, kept, 0)
        return out
