"""Who could follow if a mentor fell out (N-1): for each pair of the confirmed plan, the other mentors that are eligible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.problem import Problem

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
    floor = round(problem.policy.floor * MILLI)
    return tuple(_of_pair(problem, row, column, has_seat, floor) for row, column in problem.incumbent)


def _of_pair(problem: Problem, row: int, column: int, has_seat: np.ndarray, floor: int) -> Substitutes:
    line = problem.line(row)
    allowed = (line.code[0] == 0) & (line.fit[0] >= floor)
    allowed[column] = False
    free = allowed & has_seat
    best = problem.mentors[int(np.where(free, line.fit[0], -1).argmax())] if free.any() else None
    return Substitutes(problem.mentees[row], problem.mentors[column], int(allowed.sum()), int(free.sum()), best)
