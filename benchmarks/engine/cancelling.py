"""How soon `solve` stops when it is asked to, at any moment of its work, and what being able to costs."""

from __future__ import annotations

import time

from benchmarks.engine.clock import timed
from benchmarks.worlds import random_pool
from matching import Cancelled, Policy, build_problem, solve
from matching.problem import Problem


def cancel(sizes: str = "500x150,2000x300,6000x1500,10000x3000", moments: int = 16) -> None:
    """All tiers from people; cancelled at evenly spread moments, the longest delay of all."""
    for size in sizes.split(","):
        n, m = map(int, size.split("x"))
        problem = build_problem(random_pool(n, m), Policy())
        _, bare = timed(lambda p=problem: solve(p))  # type: ignore[misc]
        _, open_to_it = timed(lambda p=problem: solve(p, cancel=lambda: False))  # type: ignore[misc]
        delays = [_delay(problem, open_to_it.wall * k / moments) for k in range(moments)]
        stopped = [delay for delay in delays if delay is not None]
        print(
            f"CANCEL {size:>11}: longest of {len(stopped)} delays {max(stopped):.3f} s; "
            f"a whole run {bare}, open to cancelling {open_to_it}",
            flush=True,
        )


def _delay(problem: Problem, after: float) -> float | None:
    """Seconds from the moment the flag is up until `solve` has given up; None when it was ready before."""
    flag = time.perf_counter() + after
    try:
        solve(problem, cancel=lambda: time.perf_counter() > flag)
    except Cancelled:
        return time.perf_counter() - flag
    return None
