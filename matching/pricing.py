"""Price every pair of the full problem against the prices of the mentees and mentors, block by block.

A pair's reduced cost is a vector, one whole number per tier, compared in the order of the tiers. A pair outside
the network whose vector is negative could improve the plan: it must become a candidate. When none is, the
prices prove the plan optimal for the whole problem, however few pairs were ever looked at by the flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.network import Frame, Network, Pairs
from matching.problem import Cells
from matching.solution import Duals
from matching.source import Block, Integers
from matching.tiers import Tier, pair_cost, pair_limit, tie_hash

PER_MENTEE = 16


def duals_of(network: Network, tier: Tier, price: Integers) -> Duals:
    """Prices per mentee, mentor and quota, from prices of the network's nodes."""
    frame = network.frame
    n, m = frame.problem.shape
    drop = price[frame.tail] - price[frame.head]
    quota = np.zeros(len(frame.problem.quotas), dtype=np.int64)
    first = n + len(frame.seat_mentor)
    for at, node in enumerate(frame.quotas.nodes):
        quota[node.index] = drop[first + 2 * at] * (-1 if node.anchor[0] == "mentees" else 1)
    mentee, mentor = price[:n] - price[frame.head[:n]], price[n : n + m] - price[frame.seat_head]
    return Duals(tier, mentee, mentor, quota)


def closed_out(frame: Frame, duals: Sequence[Duals]) -> tuple[Duals, ...]:
    """Price people without any open seat out of the market: their pairs are then never worth a look.

    They offer or ask nothing, so any price is right for them; the first tier's says no.
    """
    first = duals[0]
    beyond = 1 + pair_limit(first.tier) + int(np.abs(first.mentee).max(initial=0) + np.abs(first.mentor).max(initial=0))
    beyond += int(np.abs(first.quota).sum())
    mentee = np.where(frame.problem.wanted == 0, 3 * beyond, first.mentee)
    mentor = np.where(frame.problem.free == 0, -3 * beyond, first.mentor)
    return (Duals(first.tier, mentee, mentor, first.quota), *duals[1:])


@dataclass(frozen=True, slots=True, eq=False)
class Pricer:
    """Reduced costs of whole blocks under some duals."""

    frame: Frame
    duals: tuple[Duals, ...]

    def reduced(self, at: int, block: Block) -> Integers:
        """Reduced costs of one tier for a block, (rows, m)."""
        dual, problem = self.duals[at], self.frame.problem
        mentee, mentor = self.frame.tie
        tie = tie_hash(mentee[block.rows, None], mentor[None, :]) if dual.tier.tie else 0
        cost = pair_cost(dual.tier, block.fit, _kept(problem.incumbent, block) if dual.tier.changes else False, tie)
        cost += dual.mentee[block.rows, None]
        cost -= dual.mentor[None, :]
        for k in np.flatnonzero(dual.quota):
            cost[self._inside(int(k), block.rows)] -= dual.quota[k]
        return cost

    def _inside(self, k: int, rows: slice) -> tuple[Integers, Integers]:
        """Index of the pairs of a block that a quota counts."""
        problem = self.frame.problem
        cells, quota = Cells(problem.mentees, problem.mentors), problem.quotas[k]
        inside = [cells.row[x] - rows.start for x in quota.mentees if rows.start <= cells.row[x] < rows.stop]
        columns = [cells.column[x] for x in quota.mentors]
        return np.array(inside, dtype=np.int64)[:, None], np.array(columns, dtype=np.int64)[None, :]

    def violations(self, block: Block, candidate: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Integers, int]:
        """(mask of pairs that could improve the plan, their depth for ranking, gain bound in the first tier)."""
        open_pairs = (block.code == 0) & ~candidate
        bad = np.zeros(block.fit.shape, dtype=bool)
        depth = np.zeros(block.fit.shape, dtype=np.int64)
        worst = 0
        for at in range(len(self.duals)):
            if not open_pairs.any():
                break
            cost = self.reduced(at, block)
            lower = open_pairs & (cost < 0)
            depth[lower] = cost[lower] + (at << 50)
            worst = worst or int(-np.minimum(cost, 0)[lower].sum())
            bad |= lower
            open_pairs &= cost == 0
        return bad, depth, worst


def _kept(incumbent: Sequence[tuple[int, int]], block: Block) -> NDArray[np.bool_]:
    out = np.zeros(block.fit.shape, dtype=bool)
    inside = [(i - block.rows.start, j) for i, j in incumbent if block.rows.start <= i < block.rows.stop]
    out[[i for i, _ in inside], [j for _, j in inside]] = True
    return out


def deepest(bad: NDArray[np.bool_], depth: Integers) -> NDArray[np.bool_]:
    """At most `PER_MENTEE` of the marked pairs in each row: those of the lowest depth."""
    crowded = np.flatnonzero(bad.sum(axis=1) > PER_MENTEE)
    if not len(crowded):
        return bad
    keys = np.where(bad[crowded], depth[crowded], np.iinfo(np.int64).max)
    best = np.argpartition(keys, PER_MENTEE - 1, axis=1)[:, :PER_MENTEE]
    out = bad.copy()
    out[crowded] = False
    out[crowded[:, None], best] = True
    return out


def pairs_of(frame: Frame, rows: Integers, columns: Integers, fit: Integers) -> Pairs:
    """Candidates sorted and marked where they are in the confirmed plan."""
    m = max(frame.problem.shape[1], 1)
    keys, first = np.unique(rows * m + columns, return_index=True)
    kept = np.isin(keys, np.array([i * m + j for i, j in frame.problem.incumbent], dtype=np.int64))
    return Pairs(keys // m, keys % m, fit[first], kept)
