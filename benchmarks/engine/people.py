"""G7 a mentor leaves, G10 bottlenecks and repairs, G11 the frontier."""

from __future__ import annotations

from random import Random

import numpy as np

from benchmarks.engine.clock import timed
from benchmarks.worlds import random_pool
from matching import Policy, build_problem, diagnose, frontier, rematch, solve, verify
from matching.problem import Problem
from matching.search import Search, Watch
from matching.tiers import Tier
from matching.values import balance
from tests.matching.test_diagnose import only, placed, short_pool


def g7(count: int = 30, size: str = "200x40") -> None:
    """Each time one mentor leaves: the policy's optimum again, among these the fewest moves; and the fewest moves at all."""
    n, m = map(int, size.split("x"))
    rows = []
    for seed in range(count):
        pool = random_pool(n, m, seed, seats=1.3)
        plan = solve(build_problem(pool, Policy()))
        problem = build_problem(pool, Policy(), incumbent=plan.pairs)
        gone = max(problem.mentors, key=lambda name: (len(plan.mentees_of(name)), name))
        found = rematch(problem, [gone])
        assert all(verify(r.problem, r.solution) for r in (found.best_fit, found.fewest_moves, found.most_even))
        rows.append((found.best_fit.unavoidable, len(found.best_fit.moves), len(found.fewest_moves.moves)))
    unavoidable, best, fewest = np.mean(rows, axis=0)
    print(f"G7  {size}, {count} departures: unavoidable {unavoidable:.2f} moves; fewest moves {fewest:.2f};")
    print(f"    same policy optimum with the fewest moves {best:.2f} (all proved and verified)")


def g10(count: int = 1_000) -> None:
    """Short pools: every bottleneck minimal, every repair worth its gain, at least one repair for each gap."""
    short = sets = minimal = repaired = 0
    for seed in range(count):
        pool = short_pool(Random(seed))
        found = diagnose(pool, Policy())
        short += found.short > 0
        people = {p.id: p for p in pool.mentees}
        repaired += bool(found.repairs) and found.short > 0
        for gap in found.bottlenecks:
            group = [people[name] for name in gap.mentees]
            sets += 1
            inside = all(placed(only(pool, [p for p in group if p is not one])) == len(group) - 1 for one in group)
            minimal += inside and placed(only(pool, group)) == len(group) - 1
    print(
        f"G10 {count} pools, {short} short, {repaired} of these with a verified repair; {minimal} of {sets} sets minimal"
    )


def g11(size: str = "200x60", limit: int = 60) -> None:
    """Each point of the frontier solved again for its weights."""
    n, m = map(int, size.split("x"))
    problem = build_problem(random_pool(n, m), Policy())
    found, took = timed(lambda: frontier(problem, limit=limit))
    search, right = Search(problem, Watch()), 0
    for point in found.points:
        main = Tier(fit=point.fit_weight, balance=point.other_weight)
        plan = search.prove((Tier(unmatched=1), Tier(min_load=1), Tier(below=1, bar=40_000), main))
        best = int(plan.network.cost(main) @ plan.flow)
        constant = _constant(problem)
        right += best == point.other_weight * (point.other - constant) - point.fit_weight * point.fit
    state = "complete" if found.complete else f"the {limit} widest"
    print(f"G11 {len(found.points)} points at {size} ({state}): {took}; {right} are optimal for their weights")


def _constant(problem: Problem) -> int:
    return balance(problem, problem.load)
