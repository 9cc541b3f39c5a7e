"""The model as a 0/1 programme: its variables, the rows that bind them, and the cost of each tier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from matching.network import Frame, Pairs
from matching.problem import Problem
from matching.quotas import counted, left_after_pins
from matching.source import Integers
from matching.tiers import Tier, pair_cost, seat_cost, tie_hash

TIE_HALF = 20


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Variables: pairs, unmatched seats, mentors' seats, seats missing from quotas. Rows of `matrix` within `low..high`."""

    frame: Frame
    pairs: Pairs
    matrix: csr_array
    low: Integers
    high: Integers
    upper: Integers

    @property
    def count(self) -> int:
        """Number of pair variables, which come first."""
        return len(self.pairs)

    def cost(self, tier: Tier) -> Integers:
        """Cost of every variable in one tier, the tie-break apart."""
        frame, problem = self.frame, self.frame.problem
        return np.concatenate(
            [
                pair_cost(tier, self.pairs.fit, self.pairs.kept, 0),
                tier.unmatched * problem.weight,
                seat_cost(tier, problem, frame.seat_mentor, frame.seat_burden),
                np.full(len(problem.quotas), tier.quota, dtype=np.int64),
            ]
        )

    def tie_costs(self) -> Iterator[Integers]:
        """The hash of ids in two halves, so that sums stay exact in floating point."""
        mentee, mentor = self.frame.tie
        tie = tie_hash(mentee[self.pairs.rows], mentor[self.pairs.columns])
        rest = np.zeros(len(self.upper) - self.count, dtype=np.int64)
        yield np.concatenate([tie >> TIE_HALF, rest])
        yield np.concatenate([tie & ((1 << TIE_HALF) - 1), rest])


def build_programme(frame: Frame, pairs: Pairs) -> Programme:
    """Each mentee's seats are placed or unmatched; mentors' seats carry their pairs; quotas and conflicts hold."""
    problem = frame.problem
    n, m = problem.shape
    count, seats = len(pairs), len(frame.seat_mentor)
    short = count + n + seats
    rows = _Rows()
    rows.add(pairs.rows, np.arange(count), 1)
    rows.add(np.arange(n), count + np.arange(n), 1)
    rows.close(problem.wanted, problem.wanted)
    rows.add(pairs.columns, np.arange(count), 1)
    rows.add(frame.seat_mentor, count + n + np.arange(seats), -1)
    rows.close(np.zeros(m, np.int64), np.zeros(m, np.int64))
    _quota_rows(rows, problem, pairs, short)
    _conflict_rows(rows, problem, pairs)
    least = [left_after_pins(problem, quota)[0] for quota in problem.quotas]
    upper = np.concatenate(
        [np.ones(count, np.int64), problem.wanted, frame.cap[n : n + seats], np.array(least, np.int64)]
    )
    return Programme(frame, pairs, rows.matrix(len(upper)), np.concatenate(rows.low), np.concatenate(rows.high), upper)


class _Rows:
    """Rows of a constraint matrix in the making."""

    def __init__(self) -> None:
        self.parts: list[tuple[Integers, Integers, Integers]] = []
        self.low: list[Integers] = []
        self.high: list[Integers] = []
        self.done = 0

    def add(self, row: Integers, column: Integers, value: int) -> None:
        """Entries of the rows now being made."""
        self.parts.append((row + self.done, column, np.full(len(row), value, dtype=np.int64)))

    def close(self, low: Integers, high: Integers) -> None:
        """Finish as many rows as there are bounds."""
        self.low.append(low)
        self.high.append(high)
        self.done += len(low)

    def matrix(self, columns: int) -> csr_array:
        row, column, value = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        return csr_array(coo_array((value, (row, column)), shape=(self.done, columns)))


def _quota_rows(rows: _Rows, problem: Problem, pairs: Pairs, short: int) -> None:
    """least <= pairs + missing, pairs <= most."""
    for k, found in enumerate(counted(problem, pairs.rows, pairs.columns)):
        quota = problem.quotas[k]
        least, most = left_after_pins(problem, quota)
        rows.add(np.zeros(len(found), np.int64), found, 1)
        rows.close(np.array([0]), np.array([len(pairs) if most is None else most]))
        rows.add(np.zeros(len(found), np.int64), found, 1)
        rows.add(np.array([0]), np.array([short + k]), 1)
        rows.close(np.array([least]), np.array([len(pairs) + least]))


def _conflict_rows(rows: _Rows, problem: Problem, pairs: Pairs) -> None:
    """One at most of two pairs that would make two people each other's mentor."""
    place = {cell: k for k, cell in enumerate(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True))}
    for a, b in problem.conflicts:
        if a in place and b in place:
            rows.add(np.zeros(2, np.int64), np.array([place[a], place[b]]), 1)
            rows.close(np.array([0]), np.array([1]))
