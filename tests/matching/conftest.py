"""Fixtures of the engine's tests."""

from collections.abc import Callable
from importlib import import_module

import pytest


@pytest.fixture
def few_candidates(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes even tiny problems go through candidates, pricing and rounds, with so many candidates per mentee."""

    def shrink(count: int) -> None:
        for module, name, value in (
            ("matching.search", "FULL_GRAPH", 0),
            ("matching.search", "CANDIDATES", count),
            ("matching.pricing", "PER_MENTEE", 1),
            ("matching.pricing", "NEAR", 0),
            ("matching.problem", "BLOCK_CELLS", 5),
            ("matching.blocks", "MANY", 10),
        ):
            monkeypatch.setattr(import_module(module), name, value)

    return shrink
