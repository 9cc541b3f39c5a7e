"""Hundreds of small random worlds against integer programming, tier by tier, and against plain enumeration."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from matching import Near, read_problem, read_solution, solve, verify, write_solution
from matching.oracle import best_costs
from matching.problem import Cells
from tests.matching.enumeration import best_plan
from tests.matching.worlds import all_costs, random_world, small_problem

# Of each kind, always the same ones; `make test-full` takes twenty times as many.
WORLDS = int(os.environ.get("BANGDAI_WORLDS", 100))
SEEDS = st.integers(0, 2**32)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
# A failing world is shrunk to fewer people; what a seed makes of them has no order to shrink along.
many = settings(
    max_examples=WORLDS, deadline=None, derandomize=True, phases=[Phase.generate, Phase.shrink], database=None
)
KINDS = ("none", "nested", "any", "ties", "roles")


@pytest.mark.parametrize("kind", KINDS)
def test_every_tier_is_as_good_as_integer_programming_can_make_it(kind: str) -> None:
    @many
    @given(SEEDS, st.integers(2, 6), st.integers(2, 4))
    def check(seed: int, mentees: int, mentors: int) -> None:
        problem = small_problem(Random(f"{kind} {seed}"), kind, (mentees, mentors))
        solution = solve(problem)
        assert all_costs(problem, solution) == best_costs(problem)
        verdict = verify(problem, solution)
        assert verdict, verdict.faults
        assert set(problem.pins) <= set(Cells(problem.mentees, problem.mentors).of(solution.pairs))

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_plan_is_the_only_best_one_of_all_plans_there_are(kind: str) -> None:
    @settings(many, max_examples=WORLDS * 3 // 5)
    @given(SEEDS, st.integers(1, 4), st.integers(1, 3))
    def check(seed: int, mentees: int, mentors: int) -> None:
        problem = small_problem(Random(f"{kind} {seed}"), kind, (mentees, mentors))
        found = Cells(problem.mentees, problem.mentors).of(solve(problem).pairs)
        assert found == best_plan(problem)

    check()


@quick
@given(SEEDS)
def test_a_solution_survives_its_file(seed: int) -> None:
    problem = read_problem(random_world(Random(seed), "nested"))
    solution = solve(problem)
    again = read_solution(problem, json.loads(json.dumps(write_solution(problem, solution))))
    assert verify(problem, again)
    assert again.costs == solution.costs and again.fits == solution.fits and again.unmatched == solution.unmatched
    assert again.warnings == solution.warnings


@quick
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_anything(seed: int, random: Random) -> None:
    world = random_world(Random(seed), "any")
    first = solve(read_problem(world))
    for name in ("mentors", "mentees", "fit", "forbidden", "pinned", "incumbent", "quotas"):
        random.shuffle(world[name])
    second = solve(read_problem(world))
    assert (first.pairs, first.fingerprint, first.tiers) == (second.pairs, second.fingerprint, second.tiers)


def test_few_candidates_and_many_rounds_give_the_same_plan(few_candidates: Callable[[int], None]) -> None:
    problems = [read_problem(random_world(Random(seed), "nested")) for seed in range(40)]
    expected = [solve(problem).pairs for problem in problems]
    few_candidates(1)
    for problem, pairs in zip(problems, expected, strict=True):
        found = solve(problem)
        assert found.pairs == pairs and verify(problem, found)


@quick
@given(SEEDS)
def test_a_near_solution_changes_how_fast_an_answer_comes_and_never_the_answer(seed: int) -> None:
    random = Random(seed)
    problem = read_problem(random_world(random, "none"))
    first = solve(problem)
    cells = [(i, j) for i in range(problem.shape[0]) for j in range(problem.shape[1])]
    changed = replace(
        problem,
        pins=tuple(sorted(random.sample(cells, 1))),
        bans=tuple((i, j, "asked") for i, j in sorted(random.sample(cells, 1))),
        incumbent=tuple(sorted(random.sample(cells, min(2, len(cells))))),
        capacity=np.maximum(problem.capacity + random.choice([-1, 0, 1]), 0),
    )
    plain, quick_one = solve(changed), solve(changed, near=Near(first.start))
    assert plain.pairs == quick_one.pairs and plain.costs == quick_one.costs
    assert verify(changed, quick_one)
