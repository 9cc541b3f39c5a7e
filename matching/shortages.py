"""Seats against people, counted in the whole, and by county and first-ranked need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.people import Pool
from matching.placement import Placement
from matching.problem import Problem
from matching.source import Integers


@dataclass(frozen=True, slots=True)
class Shortage:
    """In a county, for a first-ranked need: mentees who ask, seats of the county's mentors with it, unplaced people."""

    county: str
    need: str
    people: int
    seats: int
    unplaced: int


def open_seats(problem: Problem) -> Integers:
    """Seats left of mentors who are available, before pins, (m,)."""
    gone = {p.id for p in problem.pool.mentors if p.available} if problem.pool else set()
    here = np.array([name not in gone for name in problem.mentors], dtype=np.int64)
    return np.maximum(problem.capacity - problem.load, 0) * here


def shortages(placed: Placement) -> tuple[Shortage, ...]:
    """Every (county, first need) with more people than seats or with somebody unplaced, the worst first."""
    problem = placed.problem
    if problem.pool is None:
        return ()
    missing = dict(zip(problem.mentees, placed.missing.tolist(), strict=True))
    offered = _offered(problem.pool, dict(zip(problem.mentors, open_seats(problem).tolist(), strict=True)))
    people: Counter[tuple[str, str]] = Counter()
    unplaced: Counter[tuple[str, str]] = Counter()
    for p in problem.pool.mentees:
        if not p.ineligible:
            key = (p.county, p.needs[0] if p.needs else "")
            people[key] += p.demand
            unplaced[key] += missing[p.id]
    rows = [Shortage(*key, count, offered[key], unplaced[key]) for key, count in people.items()]
    short = [row for row in rows if row.people > row.seats or row.unplaced]
    return tuple(sorted(short, key=lambda row: (-row.unplaced, row.seats - row.people, row.county, row.need)))


def _offered(pool: Pool, seats: Mapping[str, int]) -> Counter[tuple[str, str]]:
    """Open seats by county and expertise."""
    out: Counter[tuple[str, str]] = Counter()
    for mentor in pool.mentors:
        for code in mentor.expertise:
            out[mentor.county, code] += seats[mentor.id]
    return out
