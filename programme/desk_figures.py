"""The six figures of a plan: paired, unmatched, mean and lowest fit, how uneven the load is, how many to look at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seats:
    """A mentor's seats: `capacity` of which `load` are taken already by pairings in force."""

    capacity: int
    load: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """`mean_fit`, `lowest_fit` and `total_fit` in fit points (None and 0 without pairs); `gini` in 0..1."""

    people: int
    paired: int
    unmatched: int
    mean_fit: float | None
    lowest_fit: float | None
    total_fit: float
    gini: float
    to_look_at: int


def figures(
    plan: Mapping[Pair, int], demand: Mapping[int, int], seats: Mapping[int, Seats], doubtful: Collection[Pair]
) -> Figures:
    """The figures of a plan {pair: milli-points}; `doubtful` are pairs under the floor or with a hint of a rule.

    `unmatched` counts people without any mentor. The Gini coefficient is taken over burden / capacity of every
    mentor with seats, burden being the load in force and the new pairs together.
    """
    paired = {mentee_id for mentee_id, _mentor_id in plan} & demand.keys()
    points = [fit / 1000 for fit in plan.values()]
    return Figures(
        people=len(demand),
        paired=len(paired),
        unmatched=len(demand) - len(paired),
        mean_fit=sum(points) / len(points) if points else None,
        lowest_fit=min(points, default=None),
        total_fit=sum(points),
        gini=gini(list(burdens(plan, seats).values())),
        to_look_at=len({mentee_id for mentee_id, _mentor_id in doubtful}),
    )


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
