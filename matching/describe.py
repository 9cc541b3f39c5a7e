"""A pair by itself: what each criterion gives to its fit, what the two have in common, and which rules only warn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.criteria import FUNCTIONS
from matching.problem import Problem
from matching.rules import hints
from matching.source import PoolSource

# A value for each mentor, (m,).
Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """One criterion in one pair: `value` 0..1 (None: unknown, plays no part), `points` of the fit that it gives."""

    criterion: str
    weight: float
    value: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence about a pair can be made of. `covered` holds (need, grade), in the order of the needs."""

    covered: tuple[tuple[str, int], ...] = ()
    uncovered: tuple[str, ...] = ()
    field: str = ""
    same_county: bool = False
    same_township: bool = False
    same_unit: bool = False
    dialects: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    grassroots_years: float = 0
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pair with its fit (milli-points), the share of each criterion, facts, and the rules that only warn."""

    mentor: str
    fit: int
    shares: tuple[Share, ...]
    facts: Facts
    hints: tuple[str, ...]
    pinned: bool


def describe(problem: Problem, row: int, column: int) -> Pairing:
    """One pair by itself, chosen or not; shares and facts are empty when the problem came from a table."""
    fit, pinned = problem.fit_at([(row, column)])[0], (row, column) in problem.pins
    source, name = problem.source, problem.mentors[column]
    if not isinstance(source, PoolSource):
        return Pairing(name, fit, (), Facts(), (), pinned)
    warned = tuple(code for code, mask in hints(source.world, source.policy, row) if mask[column])
    return Pairing(name, fit, shares(source, row, column), facts(source, row, column), warned, pinned)


def shares(source: PoolSource, row: int, column: int) -> tuple[Share, ...]:
    """The part of each criterion in force; points sum to the fit (before its rounding)."""
    lines = _lines(source, row)
    total = _known_weight(source, lines)
    found = ((name, float(line[column]), _points(source, name, line, total)[column]) for name, line in lines.items())
    return tuple(
        Share(name, source.weights[name], None if np.isnan(value) else value, 0.0 if np.isnan(value) else float(points))
        for name, value, points in found
    )


def points_of_line(problem: Problem, row: int, criterion: str) -> Line:
    """Points of the fit that one criterion gives a mentee with each mentor, (m,); nan where it plays no part."""
    source = problem.source
    if not isinstance(source, PoolSource) or criterion not in source.weights:
        return np.full(len(problem.mentors), np.nan)
    lines = _lines(source, row)
    return _points(source, criterion, lines[criterion], _known_weight(source, lines))


def _known_weight(source: PoolSource, lines: Mapping[str, Line]) -> Line:
    """The weights of the criteria that are known with each mentor, summed; 1 where none is."""
    known = [np.where(np.isnan(line), 0.0, source.weights[name]) for name, line in lines.items()]
    total = np.sum(known, axis=0)
    return np.where(total > 0, total, 1)


def _points(source: PoolSource, criterion: str, line: Line, total: Line) -> Line:
    return 100 * source.weights[criterion] * line / total


def _lines(source: PoolSource, row: int) -> dict[str, Line]:
    """The value 0..1 of each criterion in force for a mentee with every mentor, nan where it is unknown."""
    one, m = np.array([row]), len(source.world.mentors)
    return {name: np.broadcast_to(FUNCTIONS[name](source.world, one), (1, m))[0] for name in source.weights}


def facts(source: PoolSource, row: int, column: int) -> Facts:
    """What the two have in common."""
    mentee, mentor = source.world.mentees[row], source.world.mentors[column]
    return Facts(
        covered=tuple((need, mentor.expertise[need]) for need in mentee.needs if mentor.expertise.get(need)),
        uncovered=tuple(need for need in mentee.needs if not mentor.expertise.get(need)),
        field=mentee.field if mentee.field in mentor.fields else "",
        same_county=bool(mentee.county) and mentee.county == mentor.county,
        same_township=bool(mentee.township) and (mentee.county, mentee.township) == (mentor.county, mentor.township),
        same_unit=bool(mentee.unit) and mentee.unit == mentor.unit,
        dialects=tuple(sorted(mentee.place_dialects & mentor.dialects)),
        methods=tuple(sorted(mentee.methods & mentor.methods)),
        grassroots_years=mentor.grassroots_years,
        wished=(mentee.id, mentor.id) in source.pool.wishes,
    )
