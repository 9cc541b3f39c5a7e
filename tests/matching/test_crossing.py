"""Crossing quotas at prices of their own: the prices prove the plan, and branching over everything finds the same."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from matching import Near, Problem, Solution, explain, price_table, read_problem, solve, verify
from matching.change import moves
from matching.crossing import _Fractional, _Mixing
from matching.duals import NotOptimal
from matching.integral import solve_integral
from matching.master import Master
from matching.oracle import best_costs
from matching.problem import Cells
from matching.quotas import place_quotas
from matching.search import Search, Watch
from matching.tiers import stack
from tests.matching.enumeration import best_plan
from tests.matching.test_integral import CROSSED, crossing_world
from tests.matching.worlds import all_costs, random_world, small_problem, table

# Worlds in which the best mixture of plans is no whole one, and one in which its prices must be rounded.
MIXED, ROUNDED = (21, 22), 261
# One in which the pairs looked at first hold no whole plan.
UNREACHED = 26
# One in which what is proved leaves a single pair, which every best plan has, and nothing else to choose.
SURE = 953643879


def branched(problem: Problem) -> set[tuple[str, str]]:
    """The plan by branching over everything, without any price."""
    cells, gap = solve_integral(problem, Watch())
    assert gap == 0
    return {(problem.mentees[i], problem.mentors[j]) for i, j in cells}


@pytest.mark.parametrize("seed", CROSSED)
def test_prices_of_the_quotas_prove_the_plan_that_branching_over_everything_finds(seed: int) -> None:
    problem = read_problem(crossing_world(seed))
    solution = solve(problem)
    assert (solution.certificate.method, solution.status) == ("flow", "proved")
    others = list(place_quotas(problem).others)
    assert any(dual.quota[others].any() for dual in solution.certificate.duals)
    assert verify(problem, solution)
    assert set(solution.pairs) == branched(problem)


@pytest.mark.parametrize("seed", MIXED)
def test_where_only_a_mixture_of_plans_is_best_branching_over_what_the_prices_leave_open_finds_the_best_whole_one(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = read_problem(crossing_world(seed))
    solution = solve(problem)
    assert (solution.certificate.method, solution.status) == ("integral", "proved")
    assert set(solution.pairs) == branched(problem)
    # Few pairs at first: the plan found over them is not near enough, and they become more.
    monkeypatch.setattr(import_module("matching.beside"), "OPEN", 1)
    assert solve(problem).pairs == solution.pairs


@pytest.mark.parametrize("seed", [*range(24), UNREACHED, ROUNDED])
def test_small_worlds_with_any_quotas_cost_what_integer_programming_says_and_are_verified(seed: int) -> None:
    problem = small_problem(Random(f"any {seed}"), "any", (8, 5))
    solution = solve(problem)
    assert all_costs(problem, solution) == best_costs(problem)
    assert verify(problem, solution)


def test_pairs_that_were_not_looked_at_are_found_by_their_price(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [read_problem(crossing_world(seed)) for seed in CROSSED]
    expected = [solve(problem).pairs for problem in problems]
    monkeypatch.setattr(import_module("matching.beside"), "NEAR", 1)
    monkeypatch.setattr(import_module("matching.beside"), "INSIDE", 0)
    assert [solve(problem).pairs for problem in problems] == expected


@pytest.mark.parametrize("seed", [CROSSED[0], MIXED[0]])
def test_a_hint_of_an_earlier_plan_changes_nothing_in_plan_or_proof(
    seed: int, few_candidates: Callable[[int], None]
) -> None:
    few_candidates(3)
    problem = read_problem(crossing_world(seed))
    near = solve(replace(problem, quotas=())).start
    assert near is not None
    first, hinted = solve(problem), solve(problem, near=Near(near, solve(problem).pairs))
    assert first.pairs == hinted.pairs and first.certificate.method == hinted.certificate.method
    for one, other in zip(first.certificate.duals, hinted.certificate.duals, strict=True):
        assert (one.mentee == other.mentee).all() and (one.quota == other.quota).all()


def test_when_no_prices_are_found_in_so_many_steps_branching_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = read_problem(crossing_world(CROSSED[0]))
    expected = solve(problem).pairs
    for steps in (0, 12):
        monkeypatch.setattr(import_module("matching.crossing"), "STEPS", steps)
        assert solve(problem).pairs == expected


def test_prices_that_would_leave_int64_are_given_up() -> None:
    problem = read_problem(crossing_world(CROSSED[0]))
    search = Search(problem, Watch())
    network = search.prove(stack(problem)).network
    mixing = _Mixing(network, search.quotas.others, lambda: None)
    with pytest.raises(_Fractional):
        mixing._charged(network.cost(stack(problem)[0]), [Fraction(2**60)] * (len(mixing.rows) + 1))


# The exact little programme


def random_programme(random: Random) -> tuple[list[int], list[list[int]], list[int]]:
    """Amounts of three rows; columns of which the first three are the unit columns; costs."""
    units = [[int(row == column) for row in range(3)] for column in range(3)]
    columns = [*units, *([random.randint(-2, 4) for _ in range(3)] for _ in range(6))]
    return [random.randint(0, 6) for _ in range(3)], columns, [random.randint(0, 20) for _ in columns]


def test_the_little_programme_ends_at_the_optimum_that_highs_finds() -> None:
    compared = 0
    for seed in range(120):
        amounts, columns, costs = random_programme(Random(seed))
        known = linprog(costs, A_eq=np.array(columns).T, b_eq=amounts)
        if known.status != 0:
            continue
        master = Master(amounts)
        for _ in range(200):
            prices = master.prices([costs[k] for k in master.basis])
            over = [c - sum(p * x for p, x in zip(prices, e, strict=True)) for c, e in zip(costs, columns, strict=True)]
            # The first that pays, as Bland has it, so that it cannot run in circles.
            better = next((k for k, price in enumerate(over) if price < 0), None)
            if better is None:
                break
            master.enter(better, columns[better])
        shares = dict(master.shares())
        assert min(shares.values()) >= 0
        assert float(sum(costs[k] * share for k, share in shares.items())) == pytest.approx(known.fun)
        compared += 1
    assert compared > 60


def test_a_closed_column_stays_at_nothing_until_another_takes_its_place() -> None:
    master = Master([0, 5])
    assert master.keep([1, 3]) == [0, 1, 3]
    assert master.frozen == {0}
    # By the first row alone the new column would push the closed one below nothing, and out it goes.
    master.enter(2, [-1, 1])
    assert dict(master.shares()) == {2: 0, 1: 5}


# Reasons and prices beside crossing quotas


def pinned_again(world: dict[str, object], mentee: str, mentor: str) -> Solution:
    return solve(read_problem(world | {"pinned": [*world["pinned"], [mentee, mentor]]}))  # type: ignore[misc]


def test_a_price_beside_crossing_quotas_is_told_only_where_it_equals_a_new_solution_and_else_a_bound_holds() -> None:
    told = untold = sharp = 0
    for seed in range(40):
        world = random_world(Random(seed), "any", (7, 4))
        problem = read_problem(world)
        if not place_quotas(problem).others or any("worst" in tier for tier in world["policy"]["tiers"]):
            continue
        plan = solve(problem)
        for mentee in problem.mentees:
            for one in explain(problem, plan, mentee).candidates:
                if one.forbidden or one.chosen:
                    continue
                again = pinned_again(world, mentee, one.mentor)
                short = [[w for w in x.warnings if w.code == "quota_short"] for x in (plan, again)]
                losses = tuple(b - a for a, b in zip(plan.costs, again.costs, strict=True))
                if one.price is None:
                    assert (one.tier_losses, one.moves) == ((), ())
                    assert short[0] != short[1] or one.at_least <= losses
                    untold, sharp = untold + 1, sharp + (short[0] == short[1] and any(one.at_least))
                    continue
                assert one.at_least == ()
                if short[0] == short[1]:
                    assert one.tier_losses == losses
                    others = [move for move in moves(plan.pairs, again.pairs) if move.mentee != mentee]
                    assert sorted(one.moves, key=str) == sorted(others, key=str)
                    told += 1
    assert told > 20 and untold > 10 and sharp > 5


def test_nobody_is_priced_where_branching_proved_the_plan_and_the_best_fit_stands_first() -> None:
    problem = read_problem(crossing_world(MIXED[0]))
    found = explain(problem, solve(problem), problem.mentees[0]).candidates
    others = [one for one in found if not one.chosen and not one.forbidden]
    assert {(one.price, one.at_least) for one in others} == {(None, ())}
    assert [one.fit for one in others] == sorted((one.fit for one in others), reverse=True)


def test_a_pair_that_every_best_plan_has_is_taken_when_nothing_else_is_left_to_choose() -> None:
    problem = small_problem(Random(f"any {SURE}"), "any", (3, 3))
    assert Cells(problem.mentees, problem.mentors).of(solve(problem).pairs) == best_plan(problem) == ((1, 1), (2, 2))


def test_the_table_of_all_prices_leaves_them_open_beside_crossing_quotas() -> None:
    problem = read_problem(crossing_world(CROSSED[0]))
    assert not price_table(problem, solve(problem)).priced.any()


def test_where_the_proof_was_made_for_another_plan_to_keep_to_nothing_is_priced_that_it_does_not_cover() -> None:
    # One of e1 and e2 waits. Keeping to the plan now comes before the fit, so no price says what the closed seat is worth.
    tiers: list[dict[str, float]] = [{"unmatched": 1}, {"changes": 1}, {"fit": 1}]
    fit = [("e1", "m1", 80.0), ("e2", "m1", 60.0), ("e3", "m3", 50.0)]
    world = table(mentors={"m1": 2, "m2": 1, "m3": 1}, fit=fit, tiers=tiers)
    world |= {"quotas": [{"mentors": ["m1", "m2"], "mentees": ["e1", "e2"], "max": 1}]}
    plan = solve(read_problem(world))
    assert plan.pairs == (("e1", "m1"), ("e3", "m3")) and plan.certificate.method == "flow"
    kept = read_problem(world | {"incumbent": [list(pair) for pair in plan.pairs]})
    [other] = [one for one in explain(kept, plan, "e2").candidates if not one.forbidden]
    assert (other.mentor, other.price) == ("m1", None)


def test_a_plan_that_is_not_the_best_of_a_problem_without_such_quotas_is_refused_and_not_priced() -> None:
    fits = [
        [("e1", "m1", one), ("e1", "m2", other), ("e2", "m1", other), ("e2", "m2", one)]
        for one, other in ((9, 1), (1, 9))
    ]
    good, other = (read_problem(table(mentors={"m1": 1, "m2": 1}, fit=fit)) for fit in fits)
    with pytest.raises(NotOptimal):
        explain(other, solve(good), "e1")
