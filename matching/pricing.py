"""Price every pair of the full problem against the prices of the mentees and mentors, block by block.

A pair's reduced cost is a vector, one whole number per tier, compared in the order of the tiers. A pair outside
the network whose vector is negative could improve the plan: it must become a candidate. When none is, the
prices prove the plan optimal for the whole problem, however few pairs were ever looked at by the flow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.candidates import highest
from matching.criteria import within
from matching.network import Frame, Network, Pairs, marked
from matching.problem import Cells, cells_as_arrays
from matching.solution import Duals
from matching.source import Block, Integers
from matching.start import Chosen
from matching.tiers import Tier, bar_of, pair_cost, pair_limit, tie_hash

PER_MENTEE = 8
NEAR = 500
NEVER = 2**62


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


class Pricer:
    """Reduced costs of whole blocks under some duals; which rows can be left out; which pairs could improve."""

    def __init__(self, frame: Frame, duals: Sequence[Duals]) -> None:
        self.frame, self.problem = frame, frame.problem
        # A tier without pair costs and prices says the same about every pair: nothing.
        self.duals = [dual for dual in duals if not _is_silent(dual)]
        cells = Cells(self.problem.mentees, self.problem.mentors)
        self.members = [
            (
                np.array(sorted(cells.row[x] for x in quota.mentees), dtype=np.int64),
                np.array(sorted(cells.column[x] for x in quota.mentors), dtype=np.int64),
            )
            for quota in self.problem.quotas
        ]
        self.incumbent = cells_as_arrays(self.problem.incumbent)

    def suspects(self, rows: Integers, cut: Integers, price: Integers) -> Integers:
        """Rows that may hold a pair outside the candidates that could improve the plan.

        Outside the candidates fit <= cut_i + price_j, so in tier k the reduced cost is at least
        a_i - fit_weight cut_i - max_j (fit_weight price_j + b_j) - sum of positive quota prices. A row is beyond suspicion
        when the first of these bounds that is not 0 is positive. Where the tier that counts pairs under the floor is
        tied, such pairs are beyond it too, and the bound on the others (`cut` has both) goes for the tiers after it.
        """
        suspect, tied = np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
        bound, bar = cut[0, rows], bar_of(self.problem)
        for dual in self.duals:
            most = (dual.tier.fit * price + dual.mentor).max(initial=0) + np.maximum(dual.quota, 0).sum()
            least = dual.mentee[rows] - dual.tier.fit * bound - most
            suspect |= tied & (least < 0)
            tied &= least == 0
            if dual.tier.below and dual.tier.bar == bar:
                bound = cut[1, rows]
        return rows[suspect | tied]

    def reduced(self, dual: Duals, block: Block) -> Integers:
        """Reduced costs of one tier for a block, (rows, m)."""
        mentee, mentor = self.frame.tie
        tie = tie_hash(mentee[block.rows, None], mentor[None, :]) if dual.tier.tie else 0
        kept = self._kept(block) if dual.tier.changes else False
        cost = pair_cost(dual.tier, block.fit, kept, tie)
        cost += dual.mentee[block.rows, None]
        cost -= dual.mentor[None, :]
        for k in np.flatnonzero(dual.quota):
            rows, columns = self.members[k]
            inside = np.flatnonzero(np.isin(block.rows, rows))
            cost[np.ix_(inside, columns)] -= dual.quota[k]
        return cost

    def _kept(self, block: Block) -> NDArray[np.bool_]:
        out = np.zeros(block.fit.shape, dtype=bool)
        out[within(self.incumbent, block.rows)] = True
        return out

    def violations(self, block: Block, known: tuple[Integers, Integers]) -> tuple[Chosen, int]:
        """((rows, columns, fits) of pairs that could improve the plan, bound on their gain).

        At most `PER_MENTEE` pairs of a row: those of the lowest reduced cost in each tier that may still decide.
        Pairs that are nearly good enough come along, since the next prices may make them so. `known` are the positions in the block that are candidates or pins.
        """
        closed = block.code > 0
        closed[known] = True
        nothing = np.zeros(0, dtype=np.int64)
        parts, gain = [(nothing, nothing, nothing)], 0
        for dual in self.duals:
            cost = self.reduced(dual, block)
            # A chosen pair may have a negative cost: it is known, so it must not count as a discovery.
            cost[closed] = NEVER
            least = cost.min(axis=1, initial=1)
            parts.append(_lowest(block, cost, max(dual.tier.fit * NEAR, 0)))
            gain = gain or int((self.problem.wanted[block.rows] * -np.minimum(least, 0)).sum())
            closed |= cost > 0
            tied = np.flatnonzero(least == 0)
            block, closed = Block(block.rows[tied], block.fit[tied], block.code[tied]), closed[tied]
        rows, columns, fits = (np.concatenate(part) for part in zip(*parts, strict=True))
        return (rows, columns, fits), gain


def _lowest(block: Block, cost: Integers, near: int) -> Chosen:
    """The lowest entries below `near` of each row as pairs."""
    busy = np.flatnonzero(cost.min(axis=1, initial=near) < near)
    cost = cost[busy]
    columns = highest(-cost, PER_MENTEE)
    row, at = np.nonzero(np.take_along_axis(cost, columns, axis=1) < near)
    column = columns[row, at]
    return block.rows[busy[row]], column, block.fit[busy[row], column]


def _is_silent(dual: Duals) -> bool:
    priced = dual.mentee.any() or dual.mentor.any() or dual.quota.any()
    return not priced and pair_limit(dual.tier) == 0


def pairs_of(frame: Frame, parts: Sequence[tuple[Integers, Integers, Integers]]) -> Pairs:
    """Candidates from parts (rows, columns, fits): sorted, once each, marked where they are in the confirmed plan."""
    nothing = np.zeros(0, dtype=np.int64)
    rows, columns, fit = (np.concatenate(part) for part in zip((nothing,) * 3, *parts, strict=True))
    m = max(frame.problem.shape[1], 1)
    keys = rows * m + columns
    # All pairs of a problem come block after block in their order: there is nothing to sort.
    if (keys[1:] <= keys[:-1]).any():
        keys, first = np.unique(keys, return_index=True)
        rows, columns, fit = keys // m, keys % m, fit[first]
    kept = marked(keys, np.array([i * m + j for i, j in frame.problem.incumbent], dtype=np.int64))
    return Pairs(rows, columns, fit, kept)
