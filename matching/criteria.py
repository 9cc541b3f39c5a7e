"""Each criterion is one named function of a block of mentees and all mentors, with values in [0, 1].

NaN means *unknown*: the criterion then plays no part in that pair, which is not the same as zero. Sums of
products are taken over small whole numbers only, where float64 is exact, so that a pair has the same value
in whatever block it is computed. Functions return anything that broadcasts to (block, mentors).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.people import MAX_GRADE, Mentee, Mentor, Pool
from matching.policy import CRITERIA, Policy

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]
FULL_YEARS = 20
SAME_COUNTY = 0.6


class Encoded:
    """A pool as arrays, each made when first asked for; mentors and mentees in the order given."""

    def __init__(self, pool: Pool, mentors: Sequence[Mentor], mentees: Sequence[Mentee], direction: str) -> None:
        self.pool, self.mentors, self.mentees, self.direction = pool, mentors, mentees, direction
        self.row = {p.id: i for i, p in enumerate(mentees)}
        self.column = {p.id: j for j, p in enumerate(mentors)}

    @cached_property
    def expertise(self) -> tuple[Matrix, Matrix]:
        """(needs with rank weights n x codes, grades codes x m), whole numbers."""
        codes = _index(code for p in self.mentees for code in p.needs)
        needs, grades = np.zeros((len(self.mentees), len(codes))), np.zeros((len(codes), len(self.mentors)))
        for i, mentee in enumerate(self.mentees):
            for weight, code in rank_weights(mentee.needs):
                needs[i, codes[code]] += weight
        held = [
            (codes[code], j, grade)
            for j, mentor in enumerate(self.mentors)
            for code, grade in mentor.expertise.items()
            if code in codes
        ]
        at, columns, values = np.array(held, dtype=np.int64).reshape(-1, 3).T
        grades[at, columns] = values
        return needs, grades

    @cached_property
    def fields(self) -> tuple[Matrix, Matrix]:
        return self._sets([{p.field} - {""} for p in self.mentees], [p.fields for p in self.mentors])

    @cached_property
    def dialects(self) -> tuple[Matrix, Matrix]:
        return self._sets([p.place_dialects for p in self.mentees], [p.dialects for p in self.mentors])

    @cached_property
    def methods(self) -> tuple[Matrix, Matrix]:
        return self._sets([p.methods for p in self.mentees], [p.methods for p in self.mentors])

    def codes(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The attribute `name` of both sides as whole numbers; equal numbers mean equal words, "" is -1."""
        words = _index(word for p in (*self.mentees, *self.mentors) if (word := getattr(p, name)))
        sides = ([words.get(getattr(p, name), -1) for p in people] for people in (self.mentees, self.mentors))
        rows, columns = (np.array(side, dtype=np.int64) for side in sides)
        return rows, columns

    @cached_property
    def county(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.codes("county")

    @cached_property
    def township(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.codes("township")

    @cached_property
    def unit(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.codes("unit")

    @cached_property
    def stream(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.codes("stream")

    def closed(self, streams: frozenset[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Who is in one of these streams: mentees (n,), mentors (m,)."""
        sides = (np.array([p.stream in streams for p in side], dtype=bool) for side in (self.mentees, self.mentors))
        mentees, mentors = sides
        return mentees, mentors

    @cached_property
    def refused(self) -> NDArray[np.bool_]:
        return np.array([bool(p.ineligible) for p in self.mentees], dtype=bool)

    @cached_property
    def years(self) -> Matrix:
        return np.array([p.grassroots_years for p in self.mentors], dtype=np.float64)

    @cached_property
    def results(self) -> Matrix:
        known = (np.nan if p.past_result is None else p.past_result for p in self.mentors)
        return np.array(list(known), dtype=np.float64)

    @cached_property
    def wishes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of the wished pairs, sorted by row."""
        return self.places(self.pool.wishes)

    @cached_property
    def avoid(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of declared kinship."""
        return self.places(self.pool.avoid)

    @cached_property
    def command(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of direct superiors."""
        return self.places(self.pool.command)

    @cached_property
    def persons(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of people in both roles."""
        return self.places((p.id, p.id) for p in self.mentees if p.id in self.column)

    def places(self, pairs: Iterable[tuple[str, str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of ids as sorted arrays (rows, columns)."""
        found = sorted((self.row[a], self.column[b]) for a, b in pairs)
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _sets(self, rows: Sequence[Iterable[str]], columns: Sequence[Iterable[str]]) -> tuple[Matrix, Matrix]:
        words = _index(word for side in rows for word in side)
        left, right = np.zeros((len(rows), len(words))), np.zeros((len(words), len(columns)))
        left[_places(rows, words)] = 1
        right.T[_places(columns, words)] = 1
        return left, right


def _places(sides: Sequence[Iterable[str]], words: Mapping[str, int]) -> tuple[Rows, Rows]:
    """(position of the side, number of the word) of each word that has a number."""
    found = [(at, words[word]) for at, side in enumerate(sides) for word in side if word in words]
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def within(places: tuple[Rows, Rows], rows: Rows) -> tuple[Rows, Rows]:
    """Places (rows, columns) that lie in the given ascending rows, as (position in `rows`, column)."""
    at = np.searchsorted(rows, places[0])
    inside = at < len(rows)
    inside[inside] = rows[at[inside]] == places[0][inside]
    return at[inside], places[1][inside]


def rank_weights(needs: Sequence[str]) -> list[tuple[int, str]]:
    """The first of three needs weighs 3, the last 1."""
    return [(len(needs) - rank, need) for rank, need in enumerate(needs)]


def _index(words: Iterable[str]) -> dict[str, int]:
    return {word: i for i, word in enumerate(sorted(set(words)))}


def _unknown_rows(known: NDArray[Any]) -> Matrix:
    """A column that is 0 where a mentee's side is known and NaN where it is not."""
    return np.where(known > 0, 0.0, np.nan)[:, None]


def expertise(world: Encoded, rows: Rows) -> Matrix:
    """Share of a mentee's ranked needs that a mentor's graded expertise covers: sum(weight x grade) / sum(weight x 5)."""
    needs, grades = world.expertise
    total = needs[rows].sum(axis=1)
    return (needs[rows] @ grades) / np.where(total > 0, total * MAX_GRADE, np.nan)[:, None]


def professional_field(world: Encoded, rows: Rows) -> Matrix:
    """1 when the mentee's professional field is one of the mentor's."""
    wanted, held = world.fields
    return (wanted[rows] @ held) + _unknown_rows(wanted[rows].sum(axis=1))


def dialect(world: Encoded, rows: Rows) -> Matrix:
    """1 when the mentor speaks a dialect of the place that the mentee serves."""
    spoken, known = world.dialects
    return np.minimum(spoken[rows] @ known, 1) + _unknown_rows(spoken[rows].sum(axis=1))


def locality(world: Encoded, rows: Rows) -> Matrix:
    """1 in the same township, 0.6 in the same county, else 0; unknown when the mentee has no county."""
    (county, home), (township, town) = world.county, world.township
    same_county = county[rows, None] == home
    same_town = same_county & (township[rows, None] == town) & (township[rows, None] >= 0)
    near = np.where(same_town, 1.0, np.where(same_county, SAME_COUNTY, 0.0))
    return near + _unknown_rows(county[rows] + 1.0)


def grassroots(world: Encoded, rows: Rows) -> Matrix:
    """A mentor's years of grass-roots work, full at twenty."""
    return np.minimum(world.years, FULL_YEARS)[None, :] / FULL_YEARS


def method(world: Encoded, rows: Rows) -> Matrix:
    """Share of the methods a mentee learns by that the mentor teaches by."""
    wanted, held = world.methods
    count = wanted[rows].sum(axis=1)
    return (wanted[rows] @ held) / np.where(count > 0, count, np.nan)[:, None]


def wish(world: Encoded, rows: Rows) -> Matrix:
    """1 when the pair was wished for, 0 when the mentee's wishes are for others, unknown without wishes."""
    at, columns = within(world.wishes, rows)
    out = np.full((len(rows), len(world.mentors)), np.nan)
    out[at] = 0
    out[at, columns] = 1
    return out


def past_result(world: Encoded, rows: Rows) -> Matrix:
    """A mentor's past result, 0..100, unknown for a new mentor."""
    return world.results[None, :] / 100


def unit(world: Encoded, rows: Rows) -> Matrix:
    """1 in the same unit, or in a different one, as the policy's direction says; unknown without a unit."""
    mentee, mentor = world.unit
    same = mentee[rows, None] == mentor
    value = same if world.direction == "same" else ~same
    return value + _unknown_rows(mentee[rows] + 1.0)


Criterion = Callable[[Encoded, Rows], Matrix]
FUNCTIONS: Mapping[str, Criterion] = dict(
    zip(
        CRITERIA,
        (expertise, professional_field, dialect, locality, grassroots, method, wish, past_result, unit),
        strict=True,
    )
)


def weights_in_force(policy: Policy) -> dict[str, float]:
    """The criteria that count: positive weight, and `unit` only when it has a direction."""
    off = {"unit"} if policy.unit_direction == "any" else set()
    return {
        name: float(policy.weights[name]) for name in CRITERIA if name not in off and policy.weights.get(name, 0) > 0
    }


def weighted_mean(values: Mapping[str, Matrix], weights: Mapping[str, float], shape: tuple[int, int]) -> Matrix:
    """Sum(weight x value) / sum(weight) over the criteria known for each pair; 0 where nothing is known."""
    points, total = np.zeros(shape), np.zeros(shape)
    for name, weight in weights.items():
        # One addition per criterion, in a fixed order: the same rounding in every block.
        unknown = np.isnan(values[name])
        if unknown.any():
            points += np.where(unknown, 0, values[name]) * weight
            total += ~unknown * weight
        else:
            points += values[name] * weight
            total += weight
    return points / np.where(total > 0, total, 1)


def fit_block(world: Encoded, weights: Mapping[str, float], rows: Rows) -> NDArray[np.int64]:
    """Fit of a block of mentees with every mentor, in milli-points: rounded once, here."""
    values = {name: FUNCTIONS[name](world, rows) for name in weights}
    shape = (len(rows), len(world.mentors))
    return np.rint(weighted_mean(values, weights, shape) * 100_000).astype(np.int64)
