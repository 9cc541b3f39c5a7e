"""Whoever hangs on one mentor is told exactly: each pair counted again by asking the problem cell by cell."""

import random

from hypothesis import given
from hypothesis import strategies as st

from matching import Ban, Mentee, Mentor, Policy, Pool, build_problem
from matching.problem import Problem
from matching.substitutes import Substitutes, substitutes

FLOOR = 40_000


def by_hand(problem: Problem) -> list[Substitutes]:
    """The same by the book: one cell at a time."""
    taken = dict.fromkeys(problem.mentors, 0)
    for _row, column in problem.incumbent:
        taken[problem.mentors[column]] += 1
    out = []
    for row, column in problem.incumbent:
        fits = {}
        for other, name in enumerate(problem.mentors):
            fit = problem.fit_at([(row, other)])[0]
            if other != column and problem.code_at([(row, other)])[0] == 0 and fit >= FLOOR:
                fits[name] = fit
        seats = {
            name: fit
            for place, name in enumerate(problem.mentors)
            if (fit := fits.get(name)) is not None and problem.capacity[place] - problem.load[place] > taken[name]
        }
        best = min((name for name in seats if seats[name] == max(seats.values())), default=None)
        out.append(Substitutes(problem.mentees[row], problem.mentors[column], len(fits), len(seats), best))
    return out


def test_three_mentors_counted_on_the_fingers() -> None:
    """e1 is with m1; m2 knows what is needed but is full, m3 has a seat but knows nothing, m4 is banned."""
    pool = Pool(
        mentors=(
            Mentor("m1", 1, expertise={"law": 5}), Mentor("m2", 1, load=1, expertise={"law": 5}),
            Mentor("m3", 2, expertise={"art": 5}), Mentor("m4", 2, expertise={"law": 5}),
        ),
        mentees=(Mentee("e1", needs=("law",)),),
    )  # fmt: skip
    policy = Policy(weights={"expertise": 1})
    problem = build_problem(pool, policy, bans=[Ban("e1", "m4", "quarrel")], incumbent=[("e1", "m1")])
    assert substitutes(problem) == (Substitutes("e1", "m1", allowed=1, free=0, best=None),)


@given(st.integers(0, 10**6))
def test_the_counts_are_those_of_asking_cell_by_cell(seed: int) -> None:
    """Up to 8 mentees, some with two mentors, and 6 mentors with random seats, loads, expertise and bans."""
    dice = random.Random(seed)
    words = ("a", "b", "c")
    mentors = tuple(
        Mentor(
            f"m{k}", dice.randint(0, 3), load=dice.randint(0, 2), available=dice.choice(["", "", "", "left"]),
            expertise={word: dice.randint(1, 5) for word in words if dice.random() < 0.6},
        )
        for k in range(dice.randint(1, 6))
    )  # fmt: skip
    mentees = tuple(Mentee(f"e{k}", demand=2, needs=tuple(dice.sample(words, 2))) for k in range(dice.randint(1, 8)))
    cells = [(one.id, other.id) for one in mentees for other in mentors if dice.random() < 0.3]
    bans = [Ban(one.id, other.id) for one in mentees for other in mentors if dice.random() < 0.1]
    problem = build_problem(Pool(mentors, mentees), Policy(weights={"expertise": 1}), bans=bans, incumbent=cells)
    assert list(substitutes(problem)) == by_hand(problem)
