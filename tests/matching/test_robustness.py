"""In how many perturbed weightings each mentor is chosen: against every permutation, with pins, bans and ties."""

from collections import Counter
from itertools import permutations
from random import Random

import numpy as np
import pytest

from matching import Ban, Mentee, Mentor, Policy, Pool, Robustness, build_problem, robustness, solve
from matching.problem import Problem
from matching.robustness import SEED

PLACED: tuple[dict[str, float], ...] = ({"unmatched": 1}, {"fit": 1})
WEIGHTS = {"expertise": 10.0, "field": 8.0, "grassroots": 6.0}
SIZE = 4


def square(random: Random) -> Pool:
    """As many mentors of one seat as mentees, so that a plan is a permutation."""
    codes = ["law", "land", "funds"]
    mentors = tuple(
        Mentor(
            f"m{j}", 1, expertise={code: random.randint(0, 5) for code in codes},
            fields=frozenset(random.sample(codes, 1)), grassroots_years=random.random() * 20,
        )
        for j in range(SIZE)
    )  # fmt: skip
    mentees = (Mentee(f"e{i}", needs=tuple(random.sample(codes, 2)), field=random.choice(codes)) for i in range(SIZE))
    return Pool(mentors, tuple(mentees))


def table_of(problem: Problem) -> list[list[int]]:
    """Fits in milli-points, -1 where forbidden."""
    block = problem.block(np.arange(SIZE))
    return [
        [int(f) if c == 0 else -1 for f, c in zip(*row, strict=True)] for row in zip(block.fit, block.code, strict=True)
    ]


def best_permutation(problem: Problem, plan: tuple[int, ...]) -> tuple[int, ...]:
    """The plan of the highest sum by trying all; of several the one with the most in common with `plan`."""
    fits, pins = table_of(problem), dict(problem.pins)
    ways = [
        way for way in permutations(range(SIZE))
        if all(fits[i][j] >= 0 for i, j in enumerate(way)) and all(way[i] == j for i, j in pins.items())
    ]  # fmt: skip
    return max(ways, key=lambda way: (sum(fits[i][j] for i, j in enumerate(way)), sum(map(int.__eq__, way, plan))))


def plan_of(found: Robustness) -> tuple[int, ...]:
    """The engine's own plan: it decides between equals, nothing else."""
    return tuple(int(mentor[1:]) for _, mentor in sorted(found.solution.pairs))


def counted(pool: Pool, plan: tuple[int, ...], samples: int, **holds: object) -> dict[tuple[str, str], int]:
    """How often each pair is in the best permutation, over the same perturbed weights as the engine's."""
    factors = np.random.default_rng(SEED).uniform(0.8, 1.2, (samples, len(WEIGHTS)))
    found: Counter[tuple[str, str]] = Counter()
    for factor in factors:
        weights = dict(zip(WEIGHTS, (np.array(list(WEIGHTS.values())) * factor).tolist(), strict=True))
        problem = build_problem(pool, Policy(weights, tiers=PLACED), **holds)  # type: ignore[arg-type]
        found.update((f"e{i}", f"m{j}") for i, j in enumerate(best_permutation(problem, plan)))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_counts_are_those_of_solving_each_weighting_by_trying_every_permutation(seed: int) -> None:
    pool = square(Random(seed))
    found = robustness(build_problem(pool, Policy(WEIGHTS, tiers=PLACED)), samples=60)
    assert {(a, b): n for a, mine in found.counts.items() for b, n in mine.items()} == counted(pool, plan_of(found), 60)


@pytest.mark.parametrize("seed", range(4))
def test_a_pin_holds_in_every_weighting_and_a_banned_pair_is_in_none(seed: int) -> None:
    pool = square(Random(seed))
    holds = {"pins": [("e0", "m1")], "bans": [Ban("e2", "m2", "asked")]}
    found = robustness(build_problem(pool, Policy(WEIGHTS, tiers=PLACED), **holds), samples=40)  # type: ignore[arg-type]
    assert {(a, b): n for a, mine in found.counts.items() for b, n in mine.items()} == counted(
        pool, plan_of(found), 40, **holds
    )
    assert found.counts["e0"] == {"m1": 40} and "m2" not in found.counts["e2"]


def test_a_tie_in_every_weighting_speaks_against_nobody() -> None:
    """Two mentors with the same card and two mentees with the same needs: every plan is equally good."""
    twins = (Mentor("m1", 1, expertise={"law": 5}), Mentor("m2", 1, expertise={"law": 5}))
    pool = Pool(twins, (Mentee("e1", needs=("law",)), Mentee("e2", needs=("law",))))
    found = robustness(build_problem(pool, Policy()), samples=30)
    assert [standing.share for standing in found.standings] == [1.0, 1.0]


def test_counts_of_everybody_who_is_always_placed_add_up_to_the_samples() -> None:
    pool = square(Random(3))
    found = robustness(build_problem(pool, Policy(WEIGHTS)), samples=25)
    assert {sum(mine.values()) for mine in found.counts.values()} == {25}


def test_a_plan_that_is_given_is_the_plan_that_is_judged() -> None:
    problem = build_problem(square(Random(5)), Policy(WEIGHTS))
    solution = solve(problem)
    seen: list[float] = []
    found = robustness(problem, samples=10, solution=solution, progress=lambda share, _: seen.append(share))
    assert found.solution is solution and found.standings == robustness(problem, samples=10).standings
    assert seen == [step / 10 for step in range(10)]
