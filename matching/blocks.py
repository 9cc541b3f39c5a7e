"""Work on all blocks of a problem, two at a time when there are many: NumPy lets threads run side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from matching.criteria import Rows
from matching.problem import BLOCK_CELLS, Problem
from matching.source import Block

THREADS = 2
MANY = 10 * BLOCK_CELLS
T = TypeVar("T")


def over_blocks(
    problem: Problem, work: Callable[[Block], T], check: Callable[[], None], rows: Rows | None = None
) -> Iterable[T]:
    """`work` of each block of some rows (all when None), in their order; `check` may raise before any block."""

    def step(part: Rows) -> T:
        check()
        return work(problem.block(part))

    count = problem.shape[0] if rows is None else len(rows)
    if count * problem.shape[1] < MANY:
        return [step(part) for part in problem.row_blocks(rows)]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(step, problem.row_blocks(rows)))
