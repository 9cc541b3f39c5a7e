"""The figures of a plan: paired, without a mentor, not eligible, mean and lowest fit, how uneven the load is.

One meaning of "without a mentor" (未结对) everywhere: eligible mentees who wait and have no mentor in this plan, those
whom staff leave alone on purpose included. Whoever is not eligible is counted apart (`without_mentor`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seats:
    """A mentor's seats: `capacity` of which `load` are taken already by pairings in force."""

    capacity: int
    load: int = 0


@dataclass(frozen=True, slots=True)
class Without:
    """Who has no mentor in a plan, by mentees.id in ascending order: eligible, and not eligible with the ground's code."""

    eligible: tuple[int, ...]
    ineligible: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """`people` are the eligible ones and whoever is paired; `unmatched` those of them without any mentor.

    `mean_fit`, `lowest_fit` and `total_fit` in fit points (None and 0 without pairs); `gini` in 0..1, None where it is
    not for the reader. `to_look_at` counts people.
    """

    people: int
    paired: int
    unmatched: int
    ineligible: int
    mean_fit: float | None
    lowest_fit: float | None
    total_fit: float
    gini: float | None
    to_look_at: int


def without_mentor(waiting: Mapping[int, str], paired: Collection[int]) -> Without:
    """Split those without a mentor; `waiting` is {mentees.id: code of ineligibility, "" for eligible}."""
    left = {mentee_id: ground for mentee_id, ground in sorted(waiting.items()) if mentee_id not in paired}
    return Without(
        tuple(mentee_id for mentee_id, ground in left.items() if not ground),
        {mentee_id: ground for mentee_id, ground in left.items() if ground},
    )


def figures(
    plan: Mapping[Pair, int], waiting: Mapping[int, str], seats: Mapping[int, Seats], doubtful: Collection[Pair]
) -> Figures:
    """The figures of a plan {pair: milli-points}; `waiting` as in `without_mentor`, `doubtful` pairs to look at.

    The Gini coefficient is taken over burden / capacity of every mentor with seats, burden being the load in force and
    the new pairs together.
    """
    paired = {mentee_id for mentee_id, _mentor_id in plan} & waiting.keys()
    without = without_mentor(waiting, paired)
    points = [fit / 1000 for fit in plan.values()]
    return Figures(
        people=len(paired) + len(without.eligible),
        paired=len(paired),
        unmatched=len(without.eligible),
        ineligible=len(without.ineligible),
        mean_fit=sum(points) / len(points) if points else None,
        lowest_fit=min(points, default=None),
        total_fit=sum(points),
        gini=gini(list(burdens(plan, seats).values())),
        to_look_at=len({mentee_id for mentee_id, _mentor_id in doubtful}),
    )


def remembered(detail: Mapping[str, Any] | None) -> Figures | None:
    """Figures as an act kept them; None for acts from before those who are not eligible were counted apart."""
    return Figures(**detail) if detail and "ineligible" in detail else None


def burdens(plan: Mapping[Pair, int], seats: Mapping[int, Seats]) -> dict[int, float]:
    """Burden / capacity of every mentor with seats: load in force and new pairs over capacity."""
    new = dict.fromkeys(seats, 0)
    for _mentee_id, mentor_id in plan:
        new[mentor_id] = new.get(mentor_id, 0) + 1
    return {key: (own.load + new[key]) / own.capacity for key, own in seats.items() if own.capacity > 0}


def gini(values: Sequence[float]) -> float:
    """The Gini coefficient of non-negative values: 0 when all are equal, near 1 when one has everything."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    weighted = sum((2 * rank - len(ordered) - 1) * value for rank, value in enumerate(ordered, 1))
    return weighted / (len(ordered) * total)
