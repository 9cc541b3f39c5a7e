"""Whether a way of changes keeps the crossing quotas, so that its length is the exact price of what it changes.

The prices of quotas make a way as long as the plan behind it costs at least; it costs just that while the quotas with a
price count as many pairs as before, and the others are neither passed nor missed by more or less.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matching.problem import Cell, Cells, Problem, Quota
from matching.quotas import place_quotas
from matching.solution import Solution
from matching.values import quota_counts


@dataclass(frozen=True, slots=True)
class _Told:
    """A quota beside the flow, with how many pairs it counts now and at most, and whether it has a price.

    `full`: its pins alone fill it, so that one more pin would exceed it.
    """

    rows: frozenset[int]
    columns: frozenset[int]
    count: int
    least: int
    most: int | None
    priced: bool
    full: bool

    def stands(self, lost: Collection[Cell], gained: Collection[Cell]) -> bool:
        """Whether it costs the same after these pairs have gone and come."""
        after = self.count + self._inside(gained) - self._inside(lost)
        if self.priced or after == self.count:
            return after == self.count
        missed = max(self.least - after, 0) == max(self.least - self.count, 0)
        return missed and (self.most is None or after <= self.most)

    def _inside(self, cells: Collection[Cell]) -> int:
        return sum(i in self.rows and j in self.columns for i, j in cells)


class QuotaWays:
    """Judges changes of a plan by their pairs: `told` are the quotas. `known` is False for a plan that no prices prove."""

    def __init__(self, problem: Problem, solution: Solution, cells: Sequence[Cell]) -> None:
        self.known = solution.certificate.method == "flow"
        others = place_quotas(problem).others
        counts, pinned = (quota_counts(problem, some) if others else [] for some in (cells, problem.pins))
        place = Cells(problem.mentees, problem.mentors)
        self.told = [
            _Told(
                rows=frozenset(place.row[name] for name in problem.quotas[k].mentees),
                columns=frozenset(place.column[name] for name in problem.quotas[k].mentors),
                count=counts[k],
                least=problem.quotas[k].min,
                most=_most(problem.quotas[k], pinned[k]),
                priced=any(dual.quota[k] for dual in solution.certificate.duals),
                full=_full(problem.quotas[k], pinned[k]),
            )
            for k in others
        ]

    def shuts(self, cell: Cell) -> bool:
        """Whether a quota has no room for this pair, whatever else is given up."""
        return any(quota.full and cell[0] in quota.rows and cell[1] in quota.columns for quota in self.told)

    def keeps(self, lost: Collection[Cell], gained: Collection[Cell]) -> bool:
        """Whether the change costs just what its way is long."""
        return all(quota.stands(lost, gained) for quota in self.told)


def _full(quota: Quota, pinned: int) -> bool:
    return quota.max is not None and pinned >= quota.max


def _most(quota: Quota, pinned: int) -> int | None:
    return None if quota.max is None else max(quota.max, pinned)
