"""The exact plan: flow over a few candidates per mentee, tier by tier, then prices that prove it for everybody."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.beside import Beside
from matching.candidates import Chosen
from matching.flow import Cancel
from matching.integral import solve_integral
from matching.problem import Cell, Problem
from matching.quotas import Quotas
from matching.reasons import unmatched_reasons, warnings_of
from matching.search import Plan, Progress, Search, Watch
from matching.solution import Certificate, Solution
from matching.tiers import stack
from matching.values import quota_counts, terms, tier_costs, tier_values


def solve(
    problem: Problem,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    time_limit: float | None = None,
    near: Solution | None = None,
) -> Solution:
    """The plan that is best in the first tier, among those best in the second, and so on; last by a hash of ids.

    minimise lexicographically  (c_1 x, ..., c_K x)
    subject to  sum_j x_ij + u_i = demand_i,  sum_i x_ij <= free_j,  x_ij in {0, 1},  quotas,
    x_ij = 1 for pins, x_ij = 0 for forbidden pairs, where u_i >= 0 are seats left unmatched.

    In words: everybody gets what is best for all, nobody over a mentor's seats, and whoever finds no seat is
    named with the reason; there is always an answer. Raises `Cancelled` when `cancel()` is true and
    `TooLarge` when costs would leave int64. After `time_limit` seconds the best plan so far has status "gap".
    `near`, the solution of a problem that differs in decisions or seats only, makes the search faster, never different.
    """
    deadline = float("inf") if time_limit is None else time.monotonic() + time_limit
    watch = Watch(progress, cancel, deadline)
    search = Search(problem, watch, start=_still_open(problem, near))
    plan, witnesses = search.run(stack(problem))
    watch.step(0.95, "proof")
    # The flow is a relaxation: where its optimum keeps the side rules, its proof holds for the whole.
    if not plan.gap and _breaks_side_rules(problem, search.quotas, tuple(plan.fits())):
        # Which prices are found depends on where the search began: so it begins without any hint.
        return _beside(problem, watch, plan if near is None else Search(problem, watch).prove(stack(problem)))
    certificate = Certificate("flow", plan.duals, witnesses)
    return replace(report(problem, plan.fits(), plan.gap, certificate), search=plan)


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


def _still_open(problem: Problem, near: Solution | None) -> Chosen | None:
    """The candidates of a solution on the same source that may still be chosen; None when there is no such."""
    plan = near.search if near is not None else None
    if plan is None or plan.network.frame.problem.source is not problem.source:
        return None
    pairs, m = plan.network.pairs, problem.shape[1]
    decided = np.array([i * m + j for i, j, _ in problem.marks()], dtype=np.int64)
    keep = (problem.wanted[pairs.rows] > 0) & (problem.free[pairs.columns] > 0) & ~np.isin(pairs.keys(m), decided)
    return pairs.rows[keep], pairs.columns[keep], pairs.fit[keep]


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
