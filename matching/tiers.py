"""A policy's tiers as whole-number costs, each to be minimised among the optima of those before it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.policy import WEIGHT_DECIMALS
from matching.problem import Problem
from matching.source import MAX_FIT, Integers

TIE_BITS = 40
BALANCE = 50_000
KNOWN_IDS = 16
IN_MILLI = frozenset({"fit", "balance", "worst"})
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Tier:
    """Coefficients of the terms of one tier; `bar` (milli-points) is the fit under which a pair counts as `below`.

    `quota` counts seats missing from quotas' minima, `tie` sums a hash of the two ids of each pair.
    A tier with `worst` is a place-holder until the highest lowest fit is known: then it is `below` that bar.
    """

    quota: int = 0
    unmatched: int = 0
    min_load: int = 0
    below: int = 0
    bar: int = 0
    fit: int = 0
    balance: int = 0
    changes: int = 0
    tie: int = 0
    worst: bool = False

    def raised(self, bar: int) -> Tier:
        """The tier that counts pairs under `bar`."""
        return replace(self, below=1, bar=bar)

    def times(self, factor: int) -> Tier:
        """The tier whose every cost is so many times as large."""
        names = ("quota", "unmatched", "min_load", "below", "fit", "balance", "changes", "tie")
        return replace(self, **{name: factor * getattr(self, name) for name in names})


def bar_of(problem: Problem) -> int:
    """The policy's floor in milli-points."""
    return round(problem.policy.floor * 1000)


def stack(problem: Problem) -> tuple[Tier, ...]:
    """Missed quota minima first (when there are any), then the policy's tiers, then the tie-break."""
    bar = bar_of(problem)
    first = (Tier(quota=1),) if any(quota.min for quota in problem.quotas) else ()
    return (*first, *(_tier(terms, bar) for terms in problem.policy.tiers), Tier(tie=1))


def scale(terms: Mapping[str, float]) -> int:
    """The power of ten that makes every weight of a tier a whole number."""
    for decimals in range(WEIGHT_DECIMALS):
        if all(round(weight * 10**decimals, 6) == round(weight * 10**decimals) for weight in terms.values()):
            return int(10**decimals)
    return int(10**WEIGHT_DECIMALS)


def whole_weights(terms: Mapping[str, float]) -> dict[str, int]:
    """Weights of a tier as whole numbers, in the units in which its terms are counted.

    Fits and balance are counted in milli-points; beside them, a weight of a seat or a pair is in points too.
    """
    ten, mixed = scale(terms), bool(IN_MILLI & set(terms))
    return {
        name: round(weight * ten) * (1000 if mixed and name not in IN_MILLI else 1) for name, weight in terms.items()
    }


def _tier(terms: Mapping[str, float], bar: int) -> Tier:
    if "worst" in terms:
        return Tier(worst=True)
    whole = whole_weights(terms)
    below = whole.pop("below_floor", 0)
    return replace(Tier(below=below, bar=bar if below else 0), **whole)  # type: ignore[arg-type]


def pair_limit(tier: Tier) -> int:
    """No pair costs more than this, in either direction."""
    return tier.fit * MAX_FIT + tier.below + tier.changes + (tier.tie << TIE_BITS)


def seat_cost(tier: Tier, problem: Problem, mentor: Integers, burden: Integers) -> Integers:
    """Cost of the seat that brings `mentor` to `burden`; it never falls from one seat to the next.

    balance: 50 b^2 / capacity has the marginal 50 (2b - 1) / capacity, rounded once to milli-points.
    min_load: a seat up to the minimum saves one missing seat.
    """
    capacity = np.maximum(problem.capacity[mentor], 1)
    balance = (2 * BALANCE * (2 * burden - 1) + capacity) // (2 * capacity)
    return tier.balance * balance - tier.min_load * (burden <= problem.min_load[mentor])


def pair_cost(tier: Tier, fit: Integers, kept: NDArray[np.bool_] | bool, tie: Integers | int) -> Integers:
    """Cost of pairs from their fit, whether they are in the confirmed plan, and their hash (used when it counts)."""
    cost = np.zeros(fit.shape, dtype=np.int64) if not tier.fit else -tier.fit * fit
    if tier.below:
        cost += tier.below * (fit < tier.bar)
    if tier.changes:
        cost -= tier.changes * np.asarray(kept, dtype=np.int64)
    if tier.tie:
        cost += tier.tie * tie
    return cost


@lru_cache(maxsize=KNOWN_IDS)
def id_words(ids: tuple[str, ...], side: bytes) -> Words:
    """64 bits from each id, the same on every machine; worked out once for the same people, and not to be written to."""
    digests = [hashlib.blake2b(name.encode(), digest_size=8, person=side).digest() for name in ids]
    words = np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)
    words.flags.writeable = False
    return words


def tie_hash(mentee: Words, mentor: Words) -> Integers:
    """40 well-mixed bits of each pair of words (splitmix64); broadcasts."""
    word = mentee * np.uint64(0x9E3779B97F4A7C15) + mentor
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((word ^ (word >> np.uint64(31))) >> np.uint64(64 - TIE_BITS)).astype(np.int64)
