"""Chance with a seed: the same part of the same city is drawn alike every time, whatever the other parts draw."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
FOLDER = Path(__file__).resolve().parent


@cache
def table(name: str) -> dict[str, Any]:
    """The data of `city.toml`, `people.toml` or another file of this folder."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


class Dice:
    """Draws for one part of the city; a part's own stream keeps it untouched by changes elsewhere."""

    def __init__(self, seed: int, part: str):
        self.random = Random(f"{seed}:{part}")

    def one(self, choices: Sequence[T]) -> T:
        """One of them, all alike."""
        return self.random.choice(choices)

    def share(self, shares: Mapping[T, float]) -> T:
        """One key, by its weight."""
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def several(self, shares: Mapping[T, float], count: int) -> list[T]:
        """Up to `count` different keys, by weight."""
        keys = sorted(shares, key=lambda key: self.random.random() ** (1 / max(shares[key], 1e-9)), reverse=True)
        return keys[:count]

    def span(self, shares: Mapping[str, float]) -> int:
        """A whole number out of spans like "22-25", by the weight of the span."""
        low, high = self.share(shares).split("-")
        return self.random.randint(int(low), int(high))

    def chance(self, percent: float) -> bool:
        """True in so many cases of a hundred."""
        return self.random.random() * 100 < percent

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return self.random.randint(low, high)
