"""A small linear programme in whole numbers and fractions, solved exactly: column after column, as they are offered.

minimise sum of cost v  subject to  sum of column v = amounts,  v >= 0, where each column is a list of whole numbers.
Its prices are exact, so that what they prove is proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction


class Master:
    """A feasible basis of the programme; it begins with one unit column for each row, numbered in order."""

    def __init__(self, amounts: Sequence[int]) -> None:
        size = range(len(amounts))
        self.basis = list(size)
        self.inverse = [[Fraction(int(row == column)) for column in size] for row in size]
        self.weights = [Fraction(amount) for amount in amounts]
        self.frozen: set[int] = set()

    def prices(self, costs: Sequence[int]) -> list[Fraction]:
        """What one unit of each row costs, when the basic columns cost this much."""
        return [_dot(costs, [row[at] for row in self.inverse]) for at in range(len(self.basis))]

    def shares(self) -> Iterator[tuple[int, Fraction]]:
        """The basic columns, each with how much of it is taken."""
        return zip(self.basis, self.weights, strict=True)

    def keep(self, numbers: Sequence[int]) -> list[int]:
        """Only these columns stay open; returns all that are still known, numbered by their place there from now on.

        A basic column that is closed stays at nothing until it is replaced.
        """
        known = sorted({*numbers, *self.basis})
        place = {number: at for at, number in enumerate(known)}
        self.frozen = {place[number] for number in self.basis if number not in numbers}
        self.basis = [place[number] for number in self.basis]
        return known

    def enter(self, number: int, entries: Sequence[int]) -> None:
        """Take in a column, in place of the basic one that first falls to nothing."""
        step = [_dot(entries, row) for row in self.inverse]
        leaving = self._leaving(step)
        row = [x / step[leaving] for x in self.inverse[leaving]]
        share = self.weights[leaving] / step[leaving]
        for at, fall in enumerate(step):
            if fall:
                self.inverse[at] = [x - fall * y for x, y in zip(self.inverse[at], row, strict=True)]
                self.weights[at] -= fall * share
        self.inverse[leaving], self.weights[leaving], self.basis[leaving] = row, share, number

    def _leaving(self, step: Sequence[Fraction]) -> int:
        closed = [at for at, fall in enumerate(step) if fall and self.basis[at] in self.frozen]
        if closed:
            return closed[0]
        falling = [at for at, fall in enumerate(step) if fall > 0]
        return min(falling, key=lambda at: (self.weights[at] / step[at], self.basis[at]))


def _dot(numbers: Sequence[int], fractions: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(numbers, fractions, strict=True) if x and y), Fraction(0))
