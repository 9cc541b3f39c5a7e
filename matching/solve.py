"""The exact plan: flow over a few candidates per mentee, tier by tier, then prices that prove it for everybody."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching.beside import Beside
from matching.flow import Cancel
from matching.integral import solve_integral
from matching.problem import Cell, Cells, Problem
from matching.quotas import Quotas
from matching.reasons import unmatched_reasons, warnings_of
from matching.search import Plan, Progress, Search, Watch
from matching.solution import Certificate, Solution
from matching.start import Start
from matching.tiers import stack
from matching.values import quota_counts, terms, tier_costs, tier_values


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """What is known beforehand: where the search for a problem began that differs in decisions or seats only, and a plan
    that may be the best one now, as (mentee, mentor). It makes the search faster, never the plan another.
    """

    start: Start | None
    plan: tuple[tuple[str, str], ...] | None = None


def solve(
    problem: Problem,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    time_limit: float | None = None,
    near: Near | None = None,
) -> Solution:
    """The plan that is best in the first tier, among those best in the second, and so on; last by a hash of ids.

    minimise lexicographically  (c_1 x, ..., c_K x)
    subject to  sum_j x_ij + u_i = demand_i,  sum_i x_ij <= free_j,  x_ij in {0, 1},  quotas,
    x_ij = 1 for pins, x_ij = 0 for forbidden pairs, where u_i >= 0 are seats left unmatched.

    In words: everybody gets what is best for all, nobody over a mentor's seats, and whoever finds no seat is
    named with the reason; there is always an answer. Raises `Cancelled` when `cancel()` is true and
    `TooLarge` when costs would leave int64. After `time_limit` seconds the best plan so far has status "gap".
    """
    deadline = float("inf") if time_limit is None else time.monotonic() + time_limit
    watch = Watch(progress, cancel, deadline)
    search = _search(problem, watch, near)
    plan, witnesses = search.run(stack(problem))
    watch.step(0.95, "proof")
    # The flow is a relaxation: where its optimum keeps the side rules, its proof holds for the whole.
    if not plan.gap and _breaks_side_rules(problem, search.quotas, tuple(plan.fits())):
        # Which prices are found depends on where the search began: so it begins without any hint.
        hinted = near is not None and near.start is not None
        return _beside(problem, watch, Search(problem, watch).prove(stack(problem)) if hinted else plan)
    certificate = Certificate("flow", plan.duals, witnesses)
    return replace(report(problem, plan.fits(), plan.gap, certificate), start=search.start)


def _beside(problem: Problem, watch: Watch, relaxed: Plan) -> Solution:
    """The plan that keeps the side rules: by prices of the crossing quotas where these prove it, else by branching."""
    search, tiers, cells, gap = Beside(problem, watch, relaxed), stack(problem), None, 0
    if search.quotas.others and not any(tier.worst for tier in tiers):
        plan = search.prove(tiers)
        if search.whole and not _breaks_side_rules(problem, search.quotas, tuple(plan.fits())):
            return report(problem, plan.fits(), plan.gap, Certificate("flow", plan.duals))
        cells = search.branched(plan.duals) if search.steps and not plan.gap else None
    if cells is None:
        cells, gap = solve_integral(problem, watch)
    fits = dict(zip(cells, problem.fit_at(cells), strict=True))
    return report(problem, fits, gap, Certificate("integral"))


def _search(problem: Problem, watch: Watch, near: Near | None) -> Search:
    if near is None:
        return Search(problem, watch)
    guess = None if near.plan is None else Cells(problem.mentees, problem.mentors).of(near.plan)
    return Search(problem, watch, near.start.under(problem) if near.start else None, guess)


def _breaks_side_rules(problem: Problem, quotas: Quotas, cells: Sequence[Cell]) -> bool:
    """Whether the plan breaks what the flow does not know: crossing quotas, two people as each other's mentor."""
    chosen = set(cells) - set(problem.pins)
    if any(a in chosen and b in chosen for a, b in problem.conflicts):
        return True
    pinned = quota_counts(problem, problem.pins) if quotas.others else []
    counts = quota_counts(problem, cells) if quotas.others else []
    bounds = ((problem.quotas[k], pinned[k], counts[k]) for k in quotas.others)
    return any(n < quota.min or (quota.max is not None and n > max(quota.max, pins)) for quota, pins, n in bounds)


def report(problem: Problem, plan: Mapping[Cell, int], gap: int, certificate: Certificate) -> Solution:
    """A plan (cell -> fit) with its values, reasons and warnings."""
    cells = sorted(plan)
    fits = [plan[cell] for cell in cells]
    value = terms(problem, cells, fits)
    return Solution(
        pairs=tuple((problem.mentees[i], problem.mentors[j]) for i, j in cells),
        fits=tuple(fits),
        unmatched=unmatched_reasons(problem, cells),
        tiers=tier_values(problem, value),
        costs=tier_costs(problem, value),
        status="gap" if gap else "proved",
        fingerprint=problem.fingerprint,
        certificate=certificate,
        gap=gap,
        warnings=warnings_of(problem, cells),
    )
