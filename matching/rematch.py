"""When mentors leave in mid-term: three plans side by side, each exact, each with who would have to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matching.change import ban_list, incumbent_list, moves, pin_list, without_mentors
from matching.errors import refuse
from matching.explain import Move
from matching.flow import Cancel
from matching.problem import Problem, with_decisions
from matching.solution import Solution
from matching.solve import solve

FEWEST_MOVES = ({"unmatched": 1}, {"changes": 1}, {"min_load": 1}, {"below_floor": 1}, {"fit": 1, "balance": 1})
MOST_EVEN = ({"unmatched": 1}, {"min_load": 1}, {"balance": 1}, {"changes": 1}, {"below_floor": 1}, {"fit": 1})


@dataclass(frozen=True, slots=True, eq=False)
class Remedy:
    """One plan: its problem and solution, everybody whose mentor differs from the confirmed plan, and how many of
    these moves nobody could avoid (their mentor is gone)."""

    name: str
    problem: Problem
    solution: Solution
    moves: tuple[Move, ...]
    unavoidable: int


@dataclass(frozen=True, slots=True, eq=False)
class Rematch:
    """The three plans."""

    fewest_moves: Remedy
    best_fit: Remedy
    most_even: Remedy


def rematch(
    problem: Problem,
    leaving: Iterable[str],
    movable: Iterable[str] | None = None,
    cancel: Cancel | None = None,
) -> Rematch:
    """Solve without the mentors who leave, under three orders of the same aims.

    minimise lexicographically  (unmatched, changes, rest), (unmatched, rest, changes), (unmatched, balance, rest, changes)
    subject to  x_ij = 0 for every leaving j,  x_ij = 1 for confirmed pairs of whoever may not move;  changes are the
    confirmed pairs that x lacks, of which the leaving mentors' own cannot be avoided.

    In words: three plans to choose from, each the best of its kind, and the number of moves that no plan could spare.

    The problem's `incumbent` is the confirmed plan. Nobody is left out who could be placed; then `fewest_moves`
    minimises changes first; `best_fit` keeps the policy's own order, and among its optima has the fewest changes;
    `most_even` puts the balance of loads first. With `movable`, confirmed pairs of everybody else are pinned.
    Raises `InputError` for unknown people.
    """
    gone = tuple(dict.fromkeys(leaving))
    unknown = [name for name in gone if name not in problem.mentors]
    if unknown:
        raise refuse("leaving", "unknown_mentor", value=unknown[0])
    confirmed = incumbent_list(problem)
    left = without_mentors(problem, frozenset(gone))
    if movable is not None:
        left = _pinned(left, confirmed, frozenset(gone), frozenset(movable))
    return Rematch(
        *(
            _remedy(name, replace(left, policy=replace(left.policy, tiers=tiers)), frozenset(gone), cancel)
            for name, tiers in (
                ("fewest_moves", FEWEST_MOVES),
                ("best_fit", _by_policy(problem)),
                ("most_even", MOST_EVEN),
            )
        )
    )


def _by_policy(problem: Problem) -> tuple[Mapping[str, float], ...]:
    tiers = problem.policy.tiers
    return tiers if any("changes" in tier for tier in tiers) else (*tiers, {"changes": 1})


def _pinned(
    problem: Problem, confirmed: list[tuple[str, str]], gone: frozenset[str], movable: frozenset[str]
) -> Problem:
    unknown = sorted(movable - set(problem.mentees))
    if unknown:
        raise refuse("movable", "unknown_mentee", value=unknown[0])
    kept = [(a, b) for a, b in confirmed if a not in movable and b not in gone]
    return with_decisions(problem, {*pin_list(problem), *kept}, ban_list(problem), confirmed, problem.quotas)


def _remedy(name: str, problem: Problem, gone: frozenset[str], cancel: Cancel | None) -> Remedy:
    solution, confirmed = solve(problem, cancel=cancel), incumbent_list(problem)
    lost = sum(mentor in gone for _, mentor in confirmed)
    return Remedy(name, problem, solution, moves(confirmed, solution.pairs), lost)
