"""Every way in which the engine refuses, as data: a code, a place and details, never a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the input: where (`path`, as `mentors[3].capacity`), what (`code`), and the value."""

    path: str
    code: str
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        extra = "".join(f" {key}={value!r}" for key, value in self.details.items())
        return f"{self.path}: {self.code}{extra}"


class MatchingError(Exception):
    """Root of everything this package raises on purpose."""


class InputError(MatchingError):
    """The input cannot be taken as it stands; `faults` lists every reason found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class Cancelled(MatchingError):
    """The caller's `cancel` said yes."""


class TooLarge(MatchingError):
    """The integers of this problem would leave int64; `tier` says in which tier, `bound` how large."""

    def __init__(self, tier: int, bound: int) -> None:
        self.tier, self.bound = tier, bound
        super().__init__(f"tier {tier}: costs up to {bound} cannot be computed in int64")


def refuse(path: str, code: str, **details: Any) -> InputError:
    """An `InputError` with a single fault."""
    return InputError([Fault(path, code, details)])
