"""Fairness: how well the people of each unit, county, category or sex are served by the compared plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from programme.comparison import Comparison, Side

SMALLEST = 3
OTHERS = "\u0000others"


@dataclass(frozen=True, slots=True)
class Spread:
    """The fits of a group in one plan, in fit points; None for all where fewer than three pairs would show a person.

    `low` and `high` are the lowest and the highest, between them the quartiles.
    """

    pairs: int
    left_out: int
    mean: float | None = None
    low: float | None = None
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People with one value of a dimension (OTHERS: those of groups too small to be shown alone).

    `spreads` are in the order of the sides.
    """

    key: str
    mentee_ids: frozenset[int]
    spreads: tuple[Spread, ...]

    @property
    def lowest_mean(self) -> float:
        """By which the groups are ordered; a group without figures comes last."""
        means = [one.mean for one in self.spreads if one.mean is not None]
        return min(means, default=float("inf"))


def groups(found: Comparison, dimension: str) -> tuple[list[Group], int]:
    """The groups, the worst served first, and how many people stay unshown because even together they are too few.

    Groups of fewer than three people who could be paired are merged.
    """
    asked = frozenset().union(*(side.asked for side in found.sides))
    members: dict[str, set[int]] = {}
    for key in asked:
        members.setdefault(found.people.mentees[key].group(dimension), set()).add(key)
    merged = _merged(members)
    small = merged.get(OTHERS, set())
    if 0 < len(small) < SMALLEST:
        del merged[OTHERS]
    fits = [_fits(side) for side in found.sides]
    made = [
        Group(key, frozenset(ids), tuple(_spread(ids, side, fit) for side, fit in zip(found.sides, fits, strict=True)))
        for key, ids in merged.items()
    ]
    made.sort(key=lambda group: (group.lowest_mean, group.key))
    return made, len(small) if OTHERS not in merged else 0


def worst(found: Sequence[Group], side: int) -> Group | None:
    """The group with the lowest mean fit in a plan; None where no group may be shown."""
    shown = [group for group in found if group.spreads[side].mean is not None]
    return min(shown, key=lambda group: (group.spreads[side].mean, group.key), default=None)


def most_left_out(found: Sequence[Group], side: int) -> Group | None:
    """The group with the biggest share of people without a mentor; None where everybody has one."""
    short = [group for group in found if group.spreads[side].left_out]
    return max(short, key=lambda group: (group.spreads[side].left_out / len(group.mentee_ids), group.key), default=None)


def _merged(members: Mapping[str, set[int]]) -> dict[str, set[int]]:
    out: dict[str, set[int]] = {}
    for key, ids in members.items():
        out.setdefault(key if len(ids) >= SMALLEST else OTHERS, set()).update(ids)
    return out


def _fits(side: Side) -> dict[int, list[float]]:
    out: dict[int, list[float]] = {}
    for (mentee, _mentor), fit in side.plan.items():
        out.setdefault(mentee, []).append(fit / 1000)
    return out


def _spread(ids: set[int], side: Side, fits: Mapping[int, Sequence[float]]) -> Spread:
    own = sorted(fit for key in ids for fit in fits.get(key, ()))
    left_out = len(side.left_out & ids)
    if len(own) < SMALLEST:
        return Spread(len(own), left_out)
    lower, middle, upper = quantiles(own, n=4, method="inclusive")
    return Spread(len(own), left_out, fmean(own), own[0], lower, middle, upper, own[-1])
