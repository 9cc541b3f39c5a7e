"""What a run answers: pairs, who is left out and why, the value of every tier, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.problem import Warning
from matching.source import Integers
from matching.start import Start
from matching.tiers import Tier


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee who lacks `seats` mentors.

    `reason` is "ineligible", "no_eligible_mentor" (details: rules -> how many mentors each forbids),
    "seats_full" (details: the mentors who would be allowed), or "outweighed" (a seat is free, but a
    quota or an earlier aim of the policy speaks against it).
    """

    mentee: str
    seats: int
    reason: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Whole-number prices of one tier: (n,) for mentees, (m,) for mentors, (quotas,) for quotas."""

    tier: Tier
    mentee: Integers
    mentor: Integers
    quota: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Prices for each tier in turn; together they prove that no plan is better (see `verify`).

    `method` is "flow" (prices prove it), or "integral" (branch and bound proved it; no short proof).
    `witnesses` hold, for each `worst` tier, prices that prove the next higher lowest fit impossible.
    """

    method: str
    duals: tuple[Duals, ...] = ()
    witnesses: tuple[tuple[Duals, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A plan: `pairs` of (mentee, mentor) sorted by id, `fits` in milli-points in the same order.

    `tiers` give the value of each term of each tier of the policy (points, seats or counts); `costs` the
    same as whole numbers to be minimised. `status` is "proved" or "gap"; `gap` then bounds what the
    first unproved tier could still gain, in the units of `costs`. `start` is where a search nearby may begin.
    """

    pairs: tuple[tuple[str, str], ...]
    fits: tuple[int, ...]
    unmatched: tuple[Unmatched, ...]
    tiers: tuple[Mapping[str, float | None], ...]
    costs: tuple[int, ...]
    status: str
    fingerprint: str
    certificate: Certificate
    gap: int = 0
    warnings: tuple[Warning, ...] = ()
    start: Start | None = field(default=None, repr=False)

    def mentors_of(self, mentee: str) -> tuple[str, ...]:
        """Who mentors this mentee in the plan."""
        return tuple(b for a, b in self.pairs if a == mentee)

    def mentees_of(self, mentor: str) -> tuple[str, ...]:
        """Whom this mentor has in the plan, beside the existing load."""
        return tuple(a for a, b in self.pairs if b == mentor)
