"""Reasons and prices of a plan, worked out once for what was solved, and what they foretell of the next plan."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from matching import Explanation, Problem, explain
from matching.problem import Cells
from matching.residual import Residual, leading_residual_of
from programme.scheme_orders import Keys
from programme.scheme_state import Core

EXPLAINED = 128
PLANS = 2


@lru_cache(maxsize=EXPLAINED)
def explained(core: Core, key: str) -> Explanation:
    """Reasons and prices for one mentee: every click on the same card needs them."""
    problem, graph = _groundwork(core)
    return explain(problem, core.solution, key, graph=graph)


@lru_cache(maxsize=PLANS)
def _groundwork(core: Core) -> tuple[Problem, Residual]:
    """What the reasons of everybody in a plan share: going through a queue asks for one after the other."""
    problem = as_planned(core)
    return problem, leading_residual_of(problem, core.solution)


def as_planned(core: Core) -> Problem:
    """The problem whose solver keeps to the present plan among equals, as the next act does."""
    problem = core.problem
    return replace(problem, incumbent=Cells(problem.mentees, problem.mentors).of(core.solution.pairs))


def foretold(core: Core, locked: Iterable[Keys]) -> frozenset[Keys] | None:
    """The plan that locks of these pairs lead to, as far as it is known without solving; None where it is not.

    Locks of present pairs leave the plan as it is. One other pair moves whom its price names.
    """
    present = frozenset(core.solution.pairs)
    new = [pair for pair in locked if pair not in present]
    if not new:
        return present
    mentee, mentor = new[0]
    if len(new) > 1 or core.wanting[mentee].demand != 1:
        return None
    known = next(one for one in explained(core, mentee).candidates if one.mentor == mentor)
    if known.price is None:
        return None
    gone = {(move.mentee, move.from_mentor) for move in known.moves}
    come = {(move.mentee, move.to_mentor) for move in known.moves if move.to_mentor is not None}
    return frozenset(pair for pair in present if pair[0] != mentee and pair not in gone) | come | {(mentee, mentor)}
