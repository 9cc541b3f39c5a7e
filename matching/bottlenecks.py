"""Who must stay without a seat: mentees with too few allowed mentors, and minimal sets competing for too few seats.

By Hall's theorem: if a mentee must stay without a seat, then the mentees reachable from him by exchanges need more
seats than all mentors allowed to them have. That set is minimal: drop anybody from it, and the rest can all be placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.placement import Mask, Placement
from matching.reasons import count_codes, ineligibility


@dataclass(frozen=True, slots=True)
class NoMentor:
    """A mentee whom too few mentors may take, most often none, so that `seats` stay open for want of a mentor.

    `rules` counts the mentors that each rule takes away.
    """

    mentee: str
    seats: int
    rules: dict[str, int]
    ineligible: str


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """`mentees` (a minimal set) ask for `wanted` seats, their only `mentors` have `seats` left: one less, as a rule.

    Where somebody asks for several mentors, `wanted` leaves out the seats found elsewhere, and more than one may be
    short. `waiting` are all who go without because of these mentors; `needs` and `counties` count what the set asks for.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    wanted: int
    seats: int
    waiting: tuple[str, ...]
    needs: tuple[tuple[str, int], ...]
    counties: tuple[tuple[str, int], ...]


def no_mentor(placed: Placement) -> tuple[NoMentor, ...]:
    """Mentees who ask for more seats than there are mentors who may take them, with the rules counted."""
    problem = placed.problem
    refused = ineligibility(problem)
    lack = np.maximum(problem.wanted - placed.doors, 0)
    out = []
    for block in problem.blocks(np.flatnonzero(lack)):
        for i, code in zip(block.rows.tolist(), block.code, strict=True):
            name = problem.mentees[i]
            out.append(NoMentor(name, int(lack[i]), count_codes(problem, code), refused.get(name, "")))
    return tuple(out)


def bottlenecks(placed: Placement) -> tuple[Bottleneck, ...]:
    """One minimal set per group of mentors for whom somebody has to wait. Sets that only a quota explains are left out."""
    found: dict[bytes, tuple[Mask, list[int]]] = {}
    for i, way in placed.ways.items():
        mentors = placed.reached(way)
        if mentors.any():
            found.setdefault(mentors.tobytes(), (mentors, []))[1].append(i)
    gaps = (_bottleneck(placed, mentors, waiting) for mentors, waiting in found.values())
    return tuple(gap for gap in gaps if gap.wanted > gap.seats)


def _bottleneck(placed: Placement, mentors: Mask, waiting: list[int]) -> Bottleneck:
    problem = placed.problem
    mentees = np.union1d(placed.rows[mentors[placed.columns]], waiting[:1])
    people = {p.id: p for p in problem.pool.mentees} if problem.pool else {}
    names = tuple(problem.mentees[i] for i in mentees)
    group = [people[name] for name in names if name in people]
    elsewhere = np.bincount(placed.rows[~mentors[placed.columns]], minlength=problem.shape[0])
    return Bottleneck(
        mentees=names,
        mentors=tuple(problem.mentors[j] for j in np.flatnonzero(mentors)),
        wanted=int((np.minimum(problem.wanted, placed.doors) - elsewhere)[mentees].sum()),
        seats=int(problem.free[mentors].sum()),
        waiting=tuple(problem.mentees[i] for i in waiting),
        needs=counted(p.needs[0] for p in group if p.needs),
        counties=counted(p.county for p in group if p.county),
    )


def counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How often each word stands there, the most frequent first."""
    return tuple(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))
