"""Choices between two aims: each is the best plan under its weight, and a policy with that weight gives it again."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from matching import Cancelled, InputError, Policy, build_problem, read_problem, solve
from matching.frontier import frontier
from matching.problem import Problem
from matching.tradeoff import own_weight, plain, trade_off, weighted
from tests.matching.test_alternatives import random_people
from tests.matching.worlds import table

FIT: list[tuple[str, str, float]] = [("e1", "m1", 90), ("e1", "m2", 60), ("e2", "m1", 80), ("e2", "m2", 20)]


def crowded(seats: int = 2) -> Problem:
    """Both with m1: fit 170, balance 50 * 4 / 2 = 100. Apart (e1-m2, e2-m1): fit 140, balance 50. Equal at weight 0.6."""
    world = table(mentors={"m1": seats, "m2": 2}, fit=FIT, tiers=[{"unmatched": 1}, {"fit": 1, "balance": 1}])
    return read_problem(world)


def test_the_two_plans_of_a_hand_computed_world_and_the_weights_that_choose_them() -> None:
    found = trade_off(crowded())
    assert [(one.weight, one.fit, one.balance) for one in found.choices] == [
        (0.0, 170_000, 100_000),
        (1.0, 140_000, 50_000),
    ]
    assert found.own is found.choices[1]


@pytest.mark.parametrize(("weight", "fit"), [(0, 170_000), (0.59, 170_000), (0.61, 140_000), (7, 140_000)])
def test_the_weighted_policy_chooses_on_the_right_side_of_the_bend(weight: float, fit: int) -> None:
    problem = crowded()
    solution = solve(replace(problem, policy=weighted(problem.policy, "balance", weight)))
    assert sum(solution.fits) == fit


@pytest.mark.parametrize("seed", range(5))
def test_every_choice_is_what_a_run_under_its_weight_gives_and_none_beats_another(seed: int) -> None:
    pool = random_people(Random(seed))
    found = trade_off(build_problem(pool, Policy()))
    for one in found.choices:
        again = solve(build_problem(pool, weighted(Policy(), "balance", one.weight)))
        assert again.pairs == one.solution.pairs
    for left, right in pairwise(found.choices):
        assert left.fit > right.fit and left.balance > right.balance


@pytest.mark.parametrize("seed", range(5))
def test_the_choices_lie_on_the_frontier(seed: int) -> None:
    problem = build_problem(random_people(Random(seed)), Policy())
    corners = frontier(problem).points
    for one in trade_off(problem).choices:
        # No corner is better under the weight at which this one was chosen.
        own = one.fit - one.weight * one.balance
        assert own >= max(corner.fit - one.weight * corner.other for corner in corners) - 1e-6


def test_a_price_per_change_gives_up_fewer_pairs_the_dearer_it_is() -> None:
    """Given up: e1-m1, e2-m2 (fit 110); the best is e1-m2, e2-m1 (140): two changes bring 30, so 15 each."""
    world = table(mentors={"m1": 1, "m2": 1}, fit=FIT) | {"incumbent": [["e1", "m1"], ["e2", "m2"]]}
    found = trade_off(read_problem(world | {"policy": {"floor": 0}}), "changes")
    assert [(one.weight, one.fit, one.changes) for one in found.choices] == [(0.0, 140_000, 2), (20.0, 110_000, 0)]
    assert found.own.weight == 0


def test_at_weight_nought_the_aim_still_decides_among_equals() -> None:
    tiers = weighted(Policy(), "balance", 0).tiers
    assert tiers[3:] == ({"fit": 1}, {"balance": 1}, {"changes": 1})
    assert weighted(Policy(), "changes", 0).tiers == Policy().tiers
    assert weighted(weighted(Policy(), "balance", 0), "balance", 1).tiers == Policy().tiers
    assert weighted(Policy(), "changes", 5).tiers[3:] == ({"fit": 1, "balance": 1, "changes": 5},)
    assert weighted(Policy(tiers=({"fit": 2, "balance": 1},)), "balance", 0.25).tiers == ({"fit": 2, "balance": 0.5},)


def test_the_own_weight_is_read_from_the_main_tier() -> None:
    assert own_weight(Policy(), "balance") == 1 and own_weight(Policy(), "changes") == 0
    assert own_weight(Policy(tiers=({"unmatched": 1},)), "balance") == 0


@pytest.mark.parametrize(
    ("weight", "rounded"),
    [(0.00004, 0.001), (0.0372, 0.037), (0.455, 0.46), (3.14159, 3.1), (27.9, 28), (1234.5, 1200)],
)
def test_weights_are_rounded_to_what_a_person_can_say(weight: float, rounded: float) -> None:
    assert plain(weight) == rounded


def test_progress_grows_a_cancel_is_heeded_and_an_unknown_aim_refused() -> None:
    seen: list[float] = []
    trade_off(crowded(), progress=lambda share, _stage: seen.append(share))
    assert seen == sorted(seen) and seen[0] == 0 and len(seen) > 1
    with pytest.raises(Cancelled):
        trade_off(crowded(), cancel=lambda: True)
    with pytest.raises(InputError, match="unknown"):
        trade_off(crowded(), "luck")
