"""Every supported trade-off between fit and balance, or fit and changes, to choose from."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from matching.errors import refuse
from matching.explain import main_tier
from matching.flow import Cancel
from matching.problem import Problem
from matching.search import Plan, Progress, Search, Watch
from matching.solution import Certificate, Solution
from matching.solve import report
from matching.tiers import Tier, stack
from matching.values import terms


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A plan that no other beats in fit and in `other` together, for the whole weights `fit_weight : other_weight`.

    `fit` in milli-points; `other` in milli-points of balance, or a number of changes. Lower `other` is better.
    """

    fit: int
    other: int
    fit_weight: int
    other_weight: int
    solution: Solution


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Points by falling fit; `complete` unless the search was stopped at `limit` points."""

    against: str
    points: tuple[Point, ...]
    complete: bool


def frontier(
    problem: Problem,
    against: str = "balance",
    limit: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Frontier:
    """The vertices of { (fit, other) } that minimise  a (-fit) + b other  for some a, b >= 0, given the tiers before fit.

    Starts from the two ends; between two neighbours solves for the weights that make both equal, and goes on
    where that finds a better plan (Aneja and Nair 1979). Each point is optimal for its weights, proved as `solve`
    does. With a limit the widest gaps are explored first. Quotas that no flow can hold are left aside.
    """
    if against not in ("balance", "changes"):
        raise refuse("against", "unknown", value=against, known=["balance", "changes"])
    walk = _Walk(problem, against, Watch(progress, cancel))
    first, last = walk.point(1, 0), walk.point(0, 1)
    if (first.fit, first.other) == (last.fit, last.other):
        return Frontier(against, (first,), True)
    points, gaps = [first, last], [_gap(first, last)]
    while gaps and (limit is None or len(points) < limit):
        _, _, _, left, right = heapq.heappop(gaps)
        point = walk.between(left, right)
        if point is not None:
            points.append(point)
            heapq.heappush(gaps, _gap(left, point))
            heapq.heappush(gaps, _gap(point, right))
    return Frontier(against, tuple(sorted(points, key=lambda point: (-point.fit, point.other))), not gaps)


def _gap(left: Point, right: Point) -> tuple[int, int, int, Point, Point]:
    """Heap entry: the rectangle between two neighbours, widest first; fits tell entries apart."""
    area = (left.fit - right.fit) * (left.other - right.other)
    return -area, -left.fit, -right.fit, left, right


class _Walk:
    """Solves for given weights, keeping the candidates from point to point."""

    def __init__(self, problem: Problem, against: str, watch: Watch) -> None:
        offset = len(stack(problem)) - 1 - len(problem.policy.tiers)
        self.before = stack(problem)[: offset + main_tier(problem)]
        self.problem, self.against = problem, against
        self.search = Search(problem, watch)

    def point(self, fit_weight: int, other_weight: int) -> Point:
        """The plan for some weights; at an end the other aim decides among equals."""
        main = self._tier(fit_weight, other_weight)
        ends = () if fit_weight and other_weight else (self._tier(other_weight, fit_weight),)
        plan = self._prove((*self.before, main, *ends, Tier(tie=1)))
        value = terms(self.problem, tuple(plan.fits()), tuple(plan.fits().values()))
        solution = report(self.problem, plan.fits(), plan.gap, Certificate("flow", plan.duals))
        return Point(value["fit"] or 0, value[self.against] or 0, fit_weight, other_weight, solution)

    def between(self, left: Point, right: Point) -> Point | None:
        """A plan strictly below the line through two points, or None."""
        fall, gain = left.fit - right.fit, left.other - right.other
        ten = gcd(fall, gain)
        point = self.point(gain // ten, fall // ten)
        level = -point.fit * gain + point.other * fall
        return point if level < -left.fit * gain + left.other * fall else None

    def _tier(self, fit_weight: int, other_weight: int) -> Tier:
        if self.against == "balance":
            return Tier(fit=fit_weight, balance=other_weight)
        return Tier(fit=fit_weight, changes=other_weight)

    def _prove(self, tiers: Sequence[Tier]) -> Plan:
        plan, _ = self.search.run(tiers)
        return plan
