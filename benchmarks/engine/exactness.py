"""G1 against integer programming, G2 classical instances, G4 max-min, G6 mutations, G9 the same bytes for any order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from copy import deepcopy
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.worlds import random_pool
from matching import InputError, Policy, build_problem, read_problem, read_solution, solve, verify, write_solution
from matching.oracle import best_costs
from matching.problem import Problem
from tests.matching.test_verify import mutated
from tests.matching.worlds import all_costs, random_world, small_problem, table

KINDS = ("none", "nested", "any", "ties", "roles")


def g1(count: int = 10_000) -> None:
    """Random instances of every kind (minima, locks, demands 1-3, quotas, ties, people in both roles) against milp at gap 0."""
    seen: Counter[str] = Counter()
    for seed in range(count):
        random = Random(seed)
        problem = small_problem(random, KINDS[seed % len(KINDS)], (random.randint(1, 7), random.randint(1, 5)))
        solution = solve(problem)
        seen[solution.certificate.method] += 1
        own, best = all_costs(problem, solution), best_costs(problem)
        seen["suboptimal"] += own != best
        seen["false unmatched"] += (
            own[: len(own) - len(solution.costs) + 1] > best[: len(own) - len(solution.costs) + 1]
        )
        seen["broken locks"] += not _pins(problem) <= set(solution.pairs)
        seen["not verified"] += not verify(problem, solution)
    print(f"G1  {count} instances: {dict(seen)}")


def _pins(problem: Problem) -> set[tuple[str, str]]:
    return {(problem.mentees[i], problem.mentors[j]) for i, j in problem.pins}


def assignment(matrix: list[list[int]], best_is_low: bool) -> int:
    """Optimum of a square assignment instance through the engine; entries must lie in 0..100,000 (milli-points)."""
    size = len(matrix)
    top = max(map(max, matrix)) if best_is_low else 0
    fit = [(f"e{i:04d}", f"m{j:04d}", abs(top - matrix[i][j]) / 1000) for i in range(size) for j in range(size)]
    world = table(mentors={f"m{j:04d}": 1 for j in range(size)}, fit=fit, tiers=[{"unmatched": 1}, {"fit": 1}])
    problem = read_problem(world)
    solution = solve(problem)
    assert verify(problem, solution)
    total = sum(solution.fits)
    return size * top - total if best_is_low else total


KUHN_1955 = [[8, 7, 9, 9], [5, 2, 7, 8], [6, 1, 4, 9], [2, 3, 2, 6]]


def g2() -> None:
    """Kuhn's example of 1955; Machol and Wien's hard instances c_ij = i j, whose optimum is n (n+1) (n+2) / 6."""
    best = max(sum(KUHN_1955[i][p[i]] for i in range(4)) for p in permutations(range(4)))
    print(f"G2  Kuhn 1955: {assignment(KUHN_1955, False)}, by enumeration {best}")
    for size in (10, 50, 100, 200):
        found = assignment([[i * j for j in range(1, size + 1)] for i in range(1, size + 1)], True)
        print(f"G2  Machol-Wien {size:3d}: {found}, published optimum {size * (size + 1) * (size + 2) // 6}")
    random = np.random.default_rng(0)
    for size in (100, 200, 400):
        costs = random.integers(1, 101, (size, size))
        rows, columns = linear_sum_assignment(costs)
        known = int(costs[rows, columns].sum())
        print(f"G2  uniform 1..100, {size}: {assignment(costs.tolist(), True)}, linear_sum_assignment {known}")


def g4(count: int = 300) -> None:
    """Max-min: the lowest fit of any pairing is exact for every demand; with demand > 1 the bound for sums is printed too."""
    wrong = 0
    for seed in range(count):
        world = random_world(Random(seed))
        world["policy"]["tiers"] = [{"unmatched": 1}, {"worst": 1}, {"fit": 1, "balance": 1}]
        problem = read_problem(world)
        wrong += solve(problem).costs != best_costs(problem)
    print(f"G4  {count} instances with demands 1-3: {wrong} differ from integer programming")
    problem = build_problem(random_pool(300, 120), Policy(tiers=({"unmatched": 1}, {"worst": 1}, {"fit": 1})))
    solution = solve(problem)
    print(
        f"G4  300 x 120: lowest fit {solution.tiers[1]['worst']}, proved by a witness: {bool(verify(problem, solution))}"
    )


def g6(count: int = 1_000) -> None:
    """Mutated solution files: one leaf of the plan, a value or a price changed in each; also re-sealed by the mutator."""
    from matching.solutionfile import _seal

    random, rejected, tried, still_proofs, untrue = Random(1), 0, 0, 0, 0
    while tried < count:
        problem = read_problem(random_world(Random(tried % 97), "nested"))
        data = write_solution(problem, solve(problem))
        edited = mutated(deepcopy(data), random)
        tried += 1
        rejected += not _accepted(problem, edited)
        edited["certificate"]["seal"] = _seal(edited)
        passes = _accepted(problem, edited)
        still_proofs += passes
        untrue += passes and any(edited[name] != data[name] for name in data if name != "certificate")
    print(f"G6  {tried} mutations, {rejected} rejected; with the seal made anew {still_proofs} still pass:")
    print(f"    {untrue} of them outside the certificate; the others are prices that prove the same plan as well")


def _accepted(problem: Problem, data: Any) -> bool:
    try:
        return bool(verify(problem, read_solution(problem, data)))
    except InputError:
        return False


def g9(count: int = 100) -> None:
    """Permutations of people in this process and by the command line in others, under several hash seeds."""
    pool = random_pool(120, 40)
    world = _as_table(build_problem(pool, Policy()))
    first, random, seen = None, Random(0), set()
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "in.json", Path(folder) / "out.json"
        for number in range(count):
            for name in ("mentors", "mentees", "fit"):
                random.shuffle(world[name])
            seen.add(json.dumps(write_solution(read_problem(world), solve(read_problem(world)))["pairs"]))
            if number % 10 == 0:
                given.write_text(json.dumps(world))
                command = [sys.executable, "-m", "matching", "solve", str(given), "-o", str(out)]
                subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": str(number)})
                seen.add(json.dumps(json.loads(out.read_text())["pairs"]))
        first = next(iter(seen))
    print(
        f"G9  {count} permutations, {count // 10} other processes: {len(seen)} different outputs ({len(first)} bytes)"
    )


def _as_table(problem: Problem) -> dict[str, Any]:
    mentors = {name: int(problem.capacity[j]) for j, name in enumerate(problem.mentors)}
    fit = [
        (problem.mentees[i], problem.mentors[j], int(block.fit[at, j]) / 1000)
        for block in problem.blocks()
        for at, i in enumerate(block.rows.tolist())
        for j in range(len(problem.mentors))
        if not block.code[at, j]
    ]
    return table(mentors=mentors, fit=fit)
