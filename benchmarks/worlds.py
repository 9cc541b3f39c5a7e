"""Random pools of any size with the shape of a real cohort: needs, grades, dialects, counties, kinship, minima."""

from __future__ import annotations

import numpy as np

from matching import Mentee, Mentor, Pool

CODES = [f"code{k:02d}" for k in range(22)]
FIELDS = CODES[:6]
DIALECTS = [f"dialect{k:02d}" for k in range(22)]
COUNTIES = [f"county{k}" for k in range(6)]
METHODS = ["case_teaching", "demonstration", "reflective_summary"]


def random_pool(mentees: int, mentors: int, seed: int = 0, seats: float = 1.15) -> Pool:
    """A pool whose open seats are about `seats` per mentee; the same numbers always give the same pool."""
    random = np.random.default_rng([seed, mentees, mentors])
    mean = seats * mentees / max(mentors, 1)
    left = tuple(_mentor(random, j, mean) for j in range(mentors))
    right = tuple(_mentee(random, i) for i in range(mentees))
    kin = {(right[random.integers(mentees)].id, left[random.integers(mentors)].id) for _ in range(mentees // 5)}
    wished = {(right[random.integers(mentees)].id, left[random.integers(mentors)].id) for _ in range(mentees // 4)}
    return Pool(left, right, avoid=frozenset(kin), wishes=frozenset(wished))


def _mentor(random: np.random.Generator, number: int, mean: float) -> Mentor:
    load = int(random.integers(0, 2))
    return Mentor(
        id=f"m{number:06d}",
        capacity=load + int(random.poisson(mean)),
        load=load,
        min_load=int(random.random() < 0.3),
        expertise={code: int(random.integers(1, 6)) for code in _some(random, CODES, int(random.integers(2, 6)))},
        fields=frozenset(_some(random, FIELDS, 1)),
        dialects=frozenset(_some(random, DIALECTS, 2)),
        county=_some(random, COUNTIES, 1)[0],
        unit=f"unit{random.integers(40)}",
        grassroots_years=int(random.integers(0, 40)),
        methods=frozenset(_some(random, METHODS, 2)),
        past_result=None if random.random() < 0.5 else int(random.integers(50, 100)),
    )


def _mentee(random: np.random.Generator, number: int) -> Mentee:
    return Mentee(
        id=f"e{number:06d}",
        priority=int(random.random() < 0.1),
        needs=tuple(_some(random, CODES, 3)),
        field=_some(random, FIELDS, 1)[0],
        place_dialects=frozenset(_some(random, DIALECTS, 3)),
        county=_some(random, COUNTIES, 1)[0],
        unit=f"unit{random.integers(40)}",
        methods=frozenset(_some(random, METHODS, 1)),
    )


def _some(random: np.random.Generator, words: list[str], count: int) -> list[str]:
    return [words[k] for k in random.choice(len(words), count, replace=False)]
