"""A largest pairing of a problem, and which mentors' seats would help somebody who is still waiting.

A mentee who leaves one mentor for another makes room: the mentors thus reached from somebody who is missing a seat
are full, or the pairing would not be a largest one. One more seat with any of them, and only with them, lets one
more mentee in (Berge's theorem), so a small change is re-optimised by looking who is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.criteria import within
from matching.problem import Problem, cells_as_arrays
from matching.search import Search, Watch
from matching.source import Block, Integers
from matching.tiers import Tier

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """A largest pairing by priority, pins apart.

    `rows`, `columns` are its pairs, sorted; `missing` (n,) the seats that each mentee lacks; `doors` (n,) how many
    mentors the rules allow to each, whether they have a seat or not. `ways` says for each mentee who is missing a
    seat which further mentors are allowed, (m,); `moves[a, b]` that somebody placed with mentor a may go to b, (m, m).
    """

    problem: Problem
    rows: Integers
    columns: Integers
    missing: Integers
    doors: Integers
    ways: Mapping[int, Mask]
    moves: Mask

    @property
    def spare(self) -> Integers:
        """Seats that stay open, (m,)."""
        return self.problem.free - np.bincount(self.columns, minlength=self.problem.shape[1])

    def reached(self, start: Mask) -> Mask:
        """The mentors to whom exchanges lead from those of `start`, themselves included, (m,)."""
        seen, fresh = start.copy(), start
        while fresh.any():
            fresh = self.moves[fresh].any(axis=0) & ~seen
            seen |= fresh
        return seen

    def in_reach(self) -> tuple[Mask, Mask]:
        """Mentees (n,) and mentors (m,) reached from anybody who is missing a seat."""
        n, m = self.problem.shape
        start = np.zeros(m, dtype=bool)
        for way in self.ways.values():
            start |= way
        mentors = self.reached(start)
        mentees = np.zeros(n, dtype=bool)
        mentees[list(self.ways)] = True
        mentees[self.rows[mentors[self.columns]]] = True
        return mentees, mentors


def largest(problem: Problem, watch: Watch) -> tuple[Integers, Integers]:
    """(rows, columns) of a largest pairing by priority, pins apart: proved by prices over all pairs."""
    plan = Search(problem, watch).prove((Tier(unmatched=1),))
    return cells_as_arrays(sorted(set(plan.fits()) - set(problem.pins)))


def missing_seats(problem: Problem, rows: Integers) -> Integers:
    """Seats that each mentee lacks beside the pairs in these rows, (n,)."""
    return problem.wanted - np.bincount(rows, minlength=problem.shape[0])


def place(problem: Problem, watch: Watch) -> Placement:
    """A largest pairing, and who may go where. Raises `Cancelled` when `watch` says so.

    Two people as each other's mentor count as possible here, and of the quotas those that the flow does not hold.
    """
    n, m = problem.shape
    rows, columns = largest(problem, watch)
    missing = missing_seats(problem, rows)
    doors, moves, ways = np.zeros(n, dtype=np.int64), np.zeros((m, m), dtype=bool), dict[int, Mask]()

    def look(block: Block) -> None:
        allowed = block.code == 0
        allowed[within(cells_as_arrays(problem.pins), block.rows)] = False
        doors[block.rows] = allowed.sum(axis=1)
        at, mentor = within((rows, columns), block.rows)
        allowed[at, mentor] = False
        ways.update((int(block.rows[k]), allowed[k].copy()) for k in np.flatnonzero(missing[block.rows]))
        for k, j in zip(at.tolist(), mentor.tolist(), strict=True):
            moves[j] |= allowed[k]

    for part in problem.row_blocks():
        watch.step(0.9, "exchanges")
        look(problem.block(part))
    return Placement(problem, rows, columns, missing, doors, dict(sorted(ways.items())), moves)
