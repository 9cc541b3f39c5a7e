"""Who changes from whom to whom between two plans: person by person, worst first, and as flows between mentors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from programme.comparison import Side

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee whose mentors differ: people.id before and after, fits in fit points (None: no mentor)."""

    mentee_id: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    fit_before: float | None
    fit_after: float | None

    @property
    def change(self) -> float:
        """Points of fit that this person wins; no mentor counts as 0."""
        return (self.fit_after or 0.0) - (self.fit_before or 0.0)

    @property
    def steps(self) -> list[tuple[int, int]]:
        """(from, to) of each seat that changes hands; NOBODY where there is none."""
        gone, come = sorted(set(self.before) - set(self.after)), sorted(set(self.after) - set(self.before))
        return list(zip_longest(gone, come, fillvalue=NOBODY))


@dataclass(frozen=True, slots=True)
class Flow:
    """People who go from one group of mentors to another; `change` is the sum of their points."""

    source: str
    target: str
    mentee_ids: tuple[int, ...]
    change: float


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves, worst first; `only_before` and `only_after` are people whom the other snapshot does not have."""

    moves: tuple[Move, ...]
    only_before: frozenset[int]
    only_after: frozenset[int]

    @property
    def losing(self) -> int:
        """How many are worse off after."""
        return sum(move.change < 0 for move in self.moves)

    @property
    def winning(self) -> int:
        """How many are better off after."""
        return sum(move.change > 0 for move in self.moves)


def moves_between(before: Side, after: Side) -> Moves:
    """Everybody of both snapshots whose mentors differ; two mentors' fits are added up."""
    one, two = _by_mentee(before), _by_mentee(after)
    known = before.asked | one.keys(), after.asked | two.keys()
    moved = [
        Move(key, tuple(sorted(one.get(key, {}))), tuple(sorted(two.get(key, {}))), _sum(one, key), _sum(two, key))
        for key in known[0] & known[1]
        if one.get(key, {}).keys() != two.get(key, {}).keys()
    ]
    moved.sort(key=lambda move: (round(move.change, 6), move.mentee_id))
    return Moves(tuple(moved), frozenset(known[0] - known[1]), frozenset(known[1] - known[0]))


def flows(moves: Iterable[Move], group: Callable[[int], str], most: int, rest: str) -> list[Flow]:
    """The moves as flows between groups of mentors (`group(0)` is nobody), the widest first.

    On each side the `most` busiest groups keep their names, the others are `rest`.
    """
    steps = [(group(a), group(b), move) for move in moves for a, b in move.steps]
    left, right = _busiest([a for a, _b, _move in steps], most), _busiest([b for _a, b, _move in steps], most)
    found: dict[tuple[str, str], list[Move]] = {}
    for a, b, move in steps:
        found.setdefault((a if a in left else rest, b if b in right else rest), []).append(move)
    made = [
        Flow(*key, tuple(one.mentee_id for one in group), sum(one.change for one in group))
        for key, group in found.items()
    ]
    return sorted(made, key=lambda flow: (-len(flow.mentee_ids), flow.source, flow.target))


def _busiest(names: Sequence[str], most: int) -> set[str]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return set(ranked if len(ranked) <= most + 1 else ranked[:most])


def _by_mentee(side: Side) -> Mapping[int, Mapping[int, float]]:
    out: dict[int, dict[int, float]] = {}
    for (mentee, mentor), fit in side.plan.items():
        out.setdefault(mentee, {})[mentor] = fit / 1000
    return out


def _sum(plan: Mapping[int, Mapping[int, float]], key: int) -> float | None:
    return sum(plan[key].values()) if key in plan else None
