"""What is known beforehand makes a search faster and its answer never another; ways need few pairs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matching import Near, Problem, Solution, read_problem, solve, verify
from matching.change import Pin, apply
from matching.network import build_network
from matching.planflow import flow_if_whole
from matching.problem import Cells
from matching.residual import leading_residual_of, residual_of, ways_to
from matching.search import Search, Watch
from tests.matching.worlds import random_world, small_problem, table

QUOTAS = ("none", "nested")


def settled(seeds: range, size: tuple[int, int] = (7, 5)) -> Iterator[tuple[Problem, Solution]]:
    """Small worlds with their solutions, the present plan being the one to keep to; without `worst` and crossing quotas."""
    for seed in seeds:
        problem = small_problem(Random(seed), QUOTAS[seed % 2], size)
        solution = solve(problem)
        if not any("worst" in tier for tier in problem.policy.tiers):
            cells = Cells(problem.mentees, problem.mentors).of(solution.pairs)
            yield replace(problem, incumbent=cells), solution


def test_a_lock_of_a_present_pair_is_proved_without_searching_for_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [(problem, solution) for problem, solution in settled(range(30)) if solution.pairs]
    locked = [apply(problem, solution, Pin(*solution.pairs[0])) for problem, solution in kept]
    searched = [solve(problem) for problem in locked]
    monkeypatch.setattr("matching.strict.cheapest_flow", lambda *_: pytest.fail("a plan was searched for"))
    for (_problem, solution), problem, plain in zip(kept, locked, searched, strict=True):
        proved = solve(problem, near=Near(None, solution.pairs))
        assert proved.pairs == plain.pairs == solution.pairs and verify(problem, proved)
        assert [(d.tier, *map(list, (d.mentee, d.mentor))) for d in proved.certificate.duals] == [
            (d.tier, *map(list, (d.mentee, d.mentor))) for d in plain.certificate.duals
        ]


def test_a_plan_that_is_not_the_best_or_not_a_plan_leads_nowhere_else() -> None:
    random = Random(5)
    for seed in range(80):
        problem = read_problem(random_world(random, ("none", "nested", "any")[seed % 3]))
        cells = [(a, b) for a in problem.mentees for b in problem.mentors]
        guess = tuple(random.sample(cells, random.randint(0, len(cells))))
        plain, guided = solve(problem), solve(problem, near=Near(None, guess))
        assert (guided.pairs, guided.costs) == (plain.pairs, plain.costs) and verify(problem, guided)


def test_only_a_plan_within_seats_demands_quotas_and_pairs_is_a_flow() -> None:
    fit = [(e, m, 50) for e in ("e1", "e2", "e3") for m in ("m1", "m2")][:-1]
    quota = {"mentors": ["m1"], "mentees": ["e1", "e2"], "min": 0, "max": 1}
    world = table(mentors={"m1": 2, "m2": 1}, fit=fit) | {"quotas": [quota]}
    search = Search(read_problem(world), Watch())
    network = build_network(search.frame, search.pairs)
    whole = flow_if_whole(network, [(0, 0), (1, 1), (2, 0)])
    assert whole is not None and whole[: len(search.pairs)].sum() == 3
    broken = {
        "two of the quota": [(0, 0), (1, 0)],
        "two in one seat": [(0, 1), (1, 1)],
        "two mentors for one": [(0, 0), (0, 1)],
        "no such pair": [(2, 1)],
    }
    assert {name: flow_if_whole(network, cells) for name, cells in broken.items()} == dict.fromkeys(broken)


def test_a_search_that_begins_at_other_decisions_and_seats_ends_at_the_same_plan(
    few_candidates: Callable[[int], None],
) -> None:
    random, done = Random(11), 0
    few_candidates(1)
    for seed in range(24):
        problem = small_problem(random, QUOTAS[seed % 2], (8, 6))
        cells = [(i, j) for i in range(8) for j in range(6)]
        first, second = (
            replace(
                problem,
                pins=tuple(sorted(random.sample(cells, random.randint(0, 1)))),
                bans=tuple((i, j, "asked") for i, j in sorted(random.sample(cells, 2))),
                capacity=np.maximum(problem.capacity + [random.choice((-2, 0, 1)) for _ in range(6)], 0),
                demand=problem.demand * [random.choice((0, 1, 1)) for _ in range(8)],
                policy=replace(problem.policy, floor=random.choice((0, 40, 60))),
            )
            for _ in range(2)
        )
        began, plain = solve(first), solve(second)
        guided = solve(second, near=Near(began.start))
        done += began.start is not None
        assert (guided.pairs, guided.costs) == (plain.pairs, plain.costs) and verify(second, guided)
    assert done > 20


def test_nothing_is_begun_at_other_fits(few_candidates: Callable[[int], None]) -> None:
    few_candidates(1)
    one, other = (read_problem(random_world(Random(3), size=(6, 4))) for _ in range(2))
    start = solve(one).start
    assert start is not None and start.under(other) is None and start.under(one) is not None


def test_ways_over_the_leading_pairs_are_as_long_as_over_all() -> None:
    for problem, solution in settled(range(60), (12, 4)):
        whole, leading = residual_of(problem, solution), leading_residual_of(problem, solution)
        for row in range(problem.shape[0]):
            mentors = slice(problem.shape[0], sum(problem.shape))
            both = (ways_to(graph, row).distance[:, mentors] for graph in (whole, leading))
            assert np.array_equal(*both)


def test_of_each_mentors_people_one_leads_to_each_other_mentor() -> None:
    fit = [(f"e{i}", f"m{j}", 40 + (7 * i * (j + 3)) % 51) for i in range(12) for j in range(3)]
    problem = read_problem(table(mentors={"m0": 4, "m1": 4, "m2": 4}, fit=fit))
    pairs = leading_residual_of(problem, solve(problem)).network.pairs
    # Twelve pairs of the plan, and for each of three mentors the cheapest of four to each of the two others.
    assert len(pairs) == 12 + 3 * 2
