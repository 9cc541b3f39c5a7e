"""All prices at once are the prices that `explain` gives one by one."""

from random import Random

import pytest

from matching import Mentee, Mentor, Policy, Pool, build_problem, explain, price_table, read_problem, solve
from tests.matching.worlds import random_world, table


@pytest.mark.parametrize("quotas", ["none", "nested"])
def test_the_table_says_what_each_explanation_says(quotas: str) -> None:
    for seed in range(60):
        problem = read_problem(random_world(Random(seed), quotas))
        plan = solve(problem)
        prices = price_table(problem, plan)
        for i, mentee in enumerate(problem.mentees):
            for candidate in explain(problem, plan, mentee).candidates:
                j = problem.mentors.index(candidate.mentor)
                if candidate.chosen:
                    assert prices.losses(i, j) == (0,) * len(plan.tiers)
                elif prices.priced[i, j] or not candidate.forbidden:
                    assert prices.losses(i, j) == candidate.tier_losses


def test_costs_that_do_not_pack_are_priced_one_mentee_at_a_time() -> None:
    tiers: list[dict[str, float]] = [{"fit": 1}, {"fit": 2, "balance": 0.001}, {"fit": 3}, {"unmatched": 1}, {"fit": 5}]
    fit = [("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 70)]
    problem = read_problem(table(mentors={"m1": 1, "m2": 1}, fit=fit, tiers=tiers))
    prices = price_table(problem, solve(problem))
    # e1 at m1 instead: 90 alone against 80 + 70 together.
    assert prices.losses(0, 0)[0] == 60_000 and not prices.priced[1, 1]


def test_a_pool_of_two_by_two_by_hand() -> None:
    mentors = (Mentor("m1", 1, expertise={"law": 5}), Mentor("m2", 1, expertise={"law": 3}))
    pool = Pool(mentors, (Mentee("e1", needs=("law",)), Mentee("e2", needs=("law",))))
    problem = build_problem(pool, Policy(weights={"expertise": 1}))
    prices = price_table(problem, solve(problem))
    # 100 + 60 whoever goes where: every exchange is free.
    assert prices.priced.all() and not prices.loss.any()
