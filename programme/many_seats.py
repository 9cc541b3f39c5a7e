"""The remedy of a large shortage: one seat more for several mentors at once, worked out as a whole and solved again."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from matching import Mentor, Pool, Solution, solve
from programme.ground import Ground
from programme.rules_named import SEATS

MANY, ROUNDS, TRIES = 2, 3, 8


@dataclass(frozen=True, slots=True)
class ManySeats:
    """One seat more for each of these mentors (the engine's keys) places `gain` more people."""

    mentors: tuple[str, ...]
    gain: int


def many_seats(ground: Ground) -> ManySeats | None:
    """Which mentors need one seat more so that as many people as possible are placed; None where one or none would do.

    Those who stay within the programme's maximum are asked first, the others only where more people are placed so.
    Everybody asked is given a seat more and the plan is solved again; only those who use it are kept, and again, until
    the seats given are no more than the people placed, or no fewer are found.
    """
    before = _short(solve(ground.problem))
    if before < MANY:
        return None
    within, anybody = (_asked(ground, most) for most in (ground.rules.programme_maximum, SEATS[1]))
    chosen, (gain, used) = within, _tried(ground, within, before)
    if gain < before and len(anybody) > len(within):
        wider = _tried(ground, anybody, before)
        chosen, (gain, used) = (anybody, wider) if wider[0] > gain else (chosen, (gain, used))
    for _round in range(ROUNDS):
        if gain < len(used) < len(chosen):
            chosen = used
            gain, used = _tried(ground, chosen, before)
    return ManySeats(_fewer(ground, used, before, gain), gain) if gain >= MANY else None


def _tried(ground: Ground, chosen: Collection[str], before: int) -> tuple[int, tuple[str, ...]]:
    """How many people more are placed with a seat more for each of these, and who of them uses it."""
    if not chosen:
        return 0, ()
    found = solve(ground.with_pool(widened(ground.pool, chosen)))
    return before - _short(found), _used(ground.pool, found)


def _fewer(ground: Ground, used: tuple[str, ...], before: int, gain: int) -> tuple[str, ...]:
    """Without those whose seat places nobody: each is left out in turn, a few times, and the plan is solved again."""
    for one in used[:TRIES]:
        if len(used) <= gain:
            break
        fewer = tuple(other for other in used if other != one)
        if _tried(ground, fewer, before)[0] == gain:
            used = fewer
    return used


def widened(pool: Pool, mentors: Collection[str]) -> Pool:
    """The pool with one seat more for each of these mentors, beyond those already in use."""
    chosen = frozenset(mentors)
    return replace(pool, mentors=tuple(_wider(one) if one.id in chosen else one for one in pool.mentors))


def _wider(mentor: Mentor) -> Mentor:
    return replace(mentor, capacity=max(mentor.capacity, mentor.load) + 1)


def _asked(ground: Ground, most: int) -> tuple[str, ...]:
    """Whom one may ask for a seat more, up to so many: nobody who takes nobody, rests or leads as many already."""
    return tuple(
        one.id
        for one in ground.pool.mentors
        if not one.available and one.capacity and max(one.capacity, one.load) < most
    )


def _used(pool: Pool, solution: Solution) -> tuple[str, ...]:
    """Mentors who lead more people than they have seats for today and than they lead already."""
    new = Counter(mentor for _mentee, mentor in solution.pairs)
    return tuple(one.id for one in pool.mentors if new[one.id] and one.load + new[one.id] > one.capacity)


def _short(solution: Solution) -> int:
    return sum(one.seats for one in solution.unmatched if one.reason != "ineligible")
