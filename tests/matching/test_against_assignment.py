"""The engine against two oracles that share nothing with it: scipy's assignment on cloned seats, and every plan there is."""

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching import solve, verify
from matching.fileformat import read_problem

MILLI = 1000
LEFT_OUT = 10**9


def world(seed: int, mentees: int, mentors: int, tiers: list[dict[str, float]]) -> dict[str, Any]:
    """Random fits with a few forbidden pairs; capacities 0..3, loads 0..1."""
    random = Random(seed)
    pairs = [(i, j) for i in range(mentees) for j in range(mentors) if random.random() < 0.9]
    return {
        "format": 1,
        "mentors": [
            {"id": f"m{j}", "capacity": random.randint(0, 3), "load": random.randint(0, 1)} for j in range(mentors)
        ],
        "mentees": [{"id": f"e{i}"} for i in range(mentees)],
        "fit": [[f"e{i}", f"m{j}", round(random.uniform(0, 100), 3)] for i, j in pairs],
        "policy": {"floor": 0, "tiers": tiers},
    }


def marginal(mentor: dict[str, Any], place: int) -> int:
    """What the `place`-th mentee of a mentor costs in evenness: 50(2b-1)/capacity, in milli-points."""
    return round(50 * MILLI * (2 * (mentor["load"] + place) - 1) / mentor["capacity"])


def assignment(given: dict[str, Any], balance: int) -> tuple[int, int]:
    """(people left out, fit minus evenness in milli-points) of the best plan, by one clone of a mentor for each seat."""
    row = {mentee["id"]: i for i, mentee in enumerate(given["mentees"])}
    seats = [(m, k) for m in given["mentors"] for k in range(1, m["capacity"] - m["load"] + 1)]
    cost = np.full((len(row), len(seats) + len(row)), LEFT_OUT)
    fits = {(e, m): round(points * MILLI) for e, m, points in given["fit"]}
    for column, (mentor, place) in enumerate(seats):
        for mentee, i in row.items():
            if (mentee, mentor["id"]) in fits:
                cost[i, column] = balance * marginal(mentor, place) - fits[mentee, mentor["id"]]
    rows, columns = linear_sum_assignment(cost)
    chosen = cost[rows, columns]
    return int((chosen == LEFT_OUT).sum()), -int(chosen[chosen != LEFT_OUT].sum())


def of_engine(given: dict[str, Any], balance: int) -> tuple[int, int]:
    """The same two numbers of the engine's plan, counted from its pairs."""
    problem = read_problem(given)
    solution = solve(problem)
    assert solution.status == "proved" and verify(problem, solution)
    fits = {(e, m): round(points * MILLI) for e, m, points in given["fit"]}
    value, places = 0, dict.fromkeys((m["id"] for m in given["mentors"]), 0)
    mentors = {m["id"]: m for m in given["mentors"]}
    for mentee, mentor in solution.pairs:
        places[mentor] += 1
        value += fits[mentee, mentor] - balance * marginal(mentors[mentor], places[mentor])
    return len(given["mentees"]) - len(solution.pairs), value


@pytest.mark.parametrize("seed", range(25))
def test_the_best_sum_of_fits_is_that_of_linear_sum_assignment(seed):
    given = world(seed, 40, 15, [{"unmatched": 1}, {"fit": 1}])
    assert of_engine(given, 0) == assignment(given, 0)


@pytest.mark.parametrize("seed", range(25))
def test_fit_and_evenness_together_are_best_too_when_seats_cost_ever_more(seed):
    given = world(seed, 25, 12, [{"unmatched": 1}, {"fit": 1, "balance": 1}])
    assert of_engine(given, 1) == assignment(given, 1)


@pytest.mark.parametrize("seed", range(25))
def test_no_plan_of_all_plans_is_better_in_a_tiny_world(seed):
    given = world(seed, 4, 3, [{"unmatched": 1}, {"fit": 1, "balance": 1}])
    assert of_engine(given, 1) == best_of_all(given)


def best_of_all(given: dict[str, Any]) -> tuple[int, int]:
    """Every way to give each of four people one of three mentors or nobody."""
    fits = {(e, m): round(points * MILLI) for e, m, points in given["fit"]}
    mentors = {m["id"]: m for m in given["mentors"]}
    plans = product([None, *mentors], repeat=len(given["mentees"]))
    values = [value for plan in plans if (value := value_of(plan, given, fits, mentors)) is not None]
    left_out, loss = min((left_out, -value) for left_out, value in values)
    return left_out, -loss


def value_of(plan: tuple, given: dict, fits: dict, mentors: dict) -> tuple[int, int] | None:
    """(people left out, fit minus evenness) of a plan; None if it breaks capacity or uses a forbidden pair."""
    value, places = 0, dict.fromkeys(mentors, 0)
    for mentee, mentor in zip(given["mentees"], plan, strict=True):
        if mentor is None:
            continue
        places[mentor] += 1
        full = mentors[mentor]["load"] + places[mentor] > mentors[mentor]["capacity"]
        if full or (mentee["id"], mentor) not in fits:
            return None
        value += fits[mentee["id"], mentor] - marginal(mentors[mentor], places[mentor])
    return plan.count(None), value
