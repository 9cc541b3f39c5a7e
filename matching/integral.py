"""The same model by integer programming, for quotas and conflicts that no flow can hold."""

from __future__ import annotations

from typing import Any

from matching.problem import Cell, Problem


def solve_integral(problem: Problem, watch: Any) -> tuple[tuple[Cell, ...], int]:
    raise NotImplementedError
