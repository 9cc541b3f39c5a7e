"""Wall and processor time of a call, and the peak memory of this process."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock on the wall, and by the processors of this process (all threads together)."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:8.3f} s (cpu {self.cpu:8.3f} s)"


def timed(work: Callable[[], T], repeat: int = 1) -> tuple[T, Took]:
    """The result, and the fastest of `repeat` runs."""
    best = Took(float("inf"), float("inf"))
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        took = Took(time.perf_counter() - wall, time.process_time() - cpu)
        best = min(best, took, key=lambda one: one.wall)
    return result, best


def peak_memory() -> float:
    """Gigabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
