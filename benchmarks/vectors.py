"""Very large problems without people: fits are products of small whole-number vectors, exact in any block."""

from __future__ import annotations

import numpy as np

from matching.policy import Policy
from matching.problem import Problem
from matching.source import Block, Integers, sha256

DIMENSIONS = 32
TOP = 56


class VectorSource:
    """fit(i, j) = a_i . b_j in milli-points, 0..96,800 (sums below 2**24 are exact in float32); nothing is forbidden."""

    codes: tuple[str, ...] = ()

    def __init__(self, mentees: int, mentors: int, seed: int) -> None:
        random = np.random.default_rng([seed, mentees, mentors])
        self.left = random.integers(0, TOP, (mentees, DIMENSIONS)).astype(np.float32)
        self.right = random.integers(0, TOP, (mentors, DIMENSIONS)).astype(np.float32)
        self.digest = sha256({"vectors": [seed, mentees, mentors]})

    def block(self, rows: Integers) -> Block:
        """See `matching.source.Source.block`."""
        fit = (self.left[rows] @ self.right.T).astype(np.int64)
        return Block(rows, fit, np.zeros(fit.shape, dtype=np.uint16))


def vector_problem(mentees: int, mentors: int, tiers: tuple[dict[str, float], ...], seed: int = 0) -> Problem:
    """A problem with about 1.2 seats per mentee."""
    random = np.random.default_rng([seed, 1])
    capacity = random.integers(1, 2 + 2 * round(1.2 * mentees / mentors) - 2, mentors)
    return Problem(
        mentors=tuple(f"m{j:06d}" for j in range(mentors)),
        mentees=tuple(f"e{i:06d}" for i in range(mentees)),
        capacity=capacity.astype(np.int64),
        load=np.zeros(mentors, dtype=np.int64),
        min_load=np.zeros(mentors, dtype=np.int64),
        demand=np.ones(mentees, dtype=np.int64),
        weight=np.ones(mentees, dtype=np.int64),
        source=VectorSource(mentees, mentors, seed),
        policy=Policy(tiers=tiers),
    )
