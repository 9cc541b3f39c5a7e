"""Who could follow if a mentor fell out (N-1): for each pair of the confirmed plan, the other mentors that are eligible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.problem import Cell, Problem
from matching.source import Block

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Substitutes:
    """For a pair of the plan: other mentors `allowed` by the rules and the floor, `free` of these with a seat left,
    and the best of the free ones (None without any; of equals the first by id)."""

    mentee: str
    mentor: str
    allowed: int
    free: int
    best: str | None


def substitutes(problem: Problem) -> tuple[Substitutes, ...]:
    """Every pair of the problem's `incumbent`, in its order; the plan's own pairs take their seats."""
    taken = np.bincount([column for _row, column in problem.incumbent], minlength=len(problem.mentors))
    has_seat = problem.capacity - problem.load - taken > 0
    found: dict[Cell, Substitutes] = {}
    for block in problem.blocks():
        cells = [cell for cell in problem.incumbent if block.rows[0] <= cell[0] <= block.rows[-1]]
        found.update(zip(cells, _of_block(problem, block, cells, has_seat), strict=True))
    return tuple(found[cell] for cell in problem.incumbent)


def _of_block(problem: Problem, block: Block, cells: list[Cell], has_seat: np.ndarray) -> list[Substitutes]:
    """One line for each pair: its mentee's row of the block without the pair's own mentor."""
    if not cells:
        return []
    lines = np.searchsorted(block.rows, [row for row, _column in cells])
    own = np.array([column for _row, column in cells])
    fit = block.fit[lines]
    allowed = (block.code[lines] == 0) & (fit >= round(problem.policy.floor * MILLI))
    allowed[np.arange(len(cells)), own] = False
    free = allowed & has_seat
    best = np.where(free, fit, -1).argmax(axis=1)
    counts = zip(cells, allowed.sum(axis=1).tolist(), free.sum(axis=1).tolist(), best.tolist(), strict=True)
    return [
        Substitutes(problem.mentees[i], problem.mentors[j], some, seats, problem.mentors[top] if seats else None)
        for (i, j), some, seats, top in counts
    ]
