"""Before any run: are there seats enough, for whom not, who competes for too few seats, and what would help.

Everything rests on one largest possible pairing (by priority), proved by prices, and the exchanges that it allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matching.bottlenecks import Bottleneck, NoMentor, bottlenecks, no_mentor
from matching.flow import Cancel
from matching.people import Pool
from matching.placement import place
from matching.policy import Policy
from matching.problem import Ban, Problem, build_problem
from matching.reasons import ineligibility
from matching.repairs import Repair, repairs
from matching.search import Progress, Watch
from matching.shortages import Shortage, open_seats, shortages

PLACED = 0.6


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`people` seats asked for, `seats` open seats of available mentors, `short` that must stay unplaced."""

    people: int
    seats: int
    short: int
    no_mentor: tuple[NoMentor, ...]
    bottlenecks: tuple[Bottleneck, ...]
    shortages: tuple[Shortage, ...]
    repairs: tuple[Repair, ...]


def diagnose(
    pool: Pool,
    policy: Policy,
    pins: Iterable[tuple[str, str]] = (),
    bans: Iterable[Ban] = (),
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Diagnosis:
    """Seats against people, named bottlenecks, shortages by county and need, and verified repairs.

    A bottleneck is a smallest set S of mentees with  sum_{i in S} wanted_i > sum_{j in N(S)} free_j,  N(S) being the
    mentors whom somebody of S may have; a repair places  max sum_ij x_ij (repaired) - max sum_ij x_ij  seats more.

    In words: who competes for too few seats, and why, before anything is run; each remedy is tried on the whole plan and
    says how many more people get a mentor by it. Nobody lacks a seat without standing in such a set (Hall 1935).

    `InputError` as for `build_problem`; `progress` and `cancel` as for `solve`.
    """
    return diagnose_problem(build_problem(pool, policy, pins, bans), progress, cancel)


def diagnose_problem(problem: Problem, progress: Progress | None = None, cancel: Cancel | None = None) -> Diagnosis:
    """The same for a problem from a table, which knows no counties and needs.

    `progress(share, stage)` hears of real steps; raises `Cancelled` when `cancel()` is true between two of them.
    """
    placed = place(problem, Watch(_part(progress, 0, PLACED), cancel))
    watch = Watch(_part(progress, PLACED, 1), cancel)
    watch.step(0, "bottlenecks")
    blocked, gaps = no_mentor(placed), bottlenecks(placed)
    refused = ineligibility(problem)
    asked = problem.demand[[name not in refused for name in problem.mentees]]
    return Diagnosis(
        people=int(asked.sum()),
        seats=int(open_seats(problem).sum()),
        short=int(placed.missing.sum()) - sum(x.seats for x in blocked if x.ineligible),
        no_mentor=blocked,
        bottlenecks=gaps,
        shortages=shortages(placed),
        repairs=repairs(placed, gaps, blocked, watch),
    )


def _part(progress: Progress | None, start: float, stop: float) -> Progress | None:
    """Progress of a part of the work, on the scale of the whole."""
    if progress is None:
        return None
    return lambda share, stage: progress(start + share * (stop - start), stage)
