"""The two sides of weak duality, in exact vectors with one whole number per tier (see `proof`)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.checked_plan import CheckedPlan, Vector, seat_points, still_short, wanted
from matching.solution import Duals
from matching.source import Block

Array = NDArray[np.int64]


def cost_of_plan(plan: CheckedPlan, stack: list[dict[str, int]]) -> Vector:
    """Cost of everything but the pins, tier by tier."""
    problem, out = plan.problem, []
    asked = wanted(plan)
    moved_mentee, moved_mentor = Counter(i for i, _ in plan.moving), Counter(j for _, j in plan.moving)
    for tier in stack:
        cost = sum(int(_pair_cost(plan, tier, _cell_block(plan, cell))[0, 0]) for cell in plan.moving)
        cost += sum(
            tier.get("unmatched", 0) * int(problem.weight[i]) * (int(w) - moved_mentee[i]) for i, w in enumerate(asked)
        )
        for j, count in moved_mentor.items():
            start = int(problem.load[j]) + plan.pinned_mentor[j]
            cost += sum(_seat_cost(plan, tier, j, b) for b in range(start + 1, start + count + 1))
        out.append(cost + tier.get("quota", 0) * sum(still_short(plan, k) for k in range(len(problem.quotas))))
    return tuple(out)


def _seat_cost(plan: CheckedPlan, tier: Mapping[str, int], j: int, burden: int) -> int:
    points = seat_points(burden, int(plan.problem.capacity[j]))
    saved = burden <= int(plan.problem.min_load[j])
    return tier.get("balance", 0) * points - tier.get("min_load", 0) * saved


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some mentees (rows) against some mentors (columns): all that pair costs depend on."""

    rows: Array
    columns: Array
    fit: Array


def _cell_block(plan: CheckedPlan, cell: tuple[int, int]) -> _Piece:
    return _Piece(np.array([cell[0]]), np.array([cell[1]]), np.array([[plan.fit(cell)]]))


def _pair_cost(plan: CheckedPlan, tier: Mapping[str, int], piece: _Piece) -> Array:
    cost: Array = -tier.get("fit", 0) * piece.fit
    if tier.get("below"):
        cost = cost + tier["below"] * (piece.fit < tier["bar"])
    if tier.get("changes"):
        cost = cost - tier["changes"] * _confirmed(plan, piece)
    return cost + _ties(plan, piece) if tier.get("tie") else cost


def _confirmed(plan: CheckedPlan, piece: _Piece) -> Array:
    m = max(len(plan.problem.mentors), 1)
    old = np.array([i * m + j for i, j in plan.problem.incumbent], dtype=np.int64)
    return np.isin(piece.rows[:, None] * m + piece.columns[None, :], old).astype(np.int64)


def _ties(plan: CheckedPlan, piece: _Piece) -> Array:
    """The documented hash of two ids: splitmix64 over blake2b words, its upper 40 bits."""
    left = _words([plan.problem.mentees[i] for i in piece.rows], b"mentee")
    right = _words([plan.problem.mentors[j] for j in piece.columns], b"mentor")
    z = left[:, None] * np.uint64(11400714819323198485) + right[None, :]
    for shift, factor in ((30, 13787848793156543929), (27, 10723151780598845931)):
        z = (z ^ (z >> np.uint64(shift))) * np.uint64(factor)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(24)).astype(np.int64)


def _words(names: list[str], side: bytes) -> NDArray[np.uint64]:
    raw = (hashlib.blake2b(name.encode(), digest_size=8, person=side).digest() for name in names)
    return np.array([int.from_bytes(word, "little") for word in raw], dtype=np.uint64)


def lower_bound(plan: CheckedPlan, stack: list[dict[str, int]], duals: tuple[Duals, ...]) -> Vector:
    """The least that any plan costs, by the formula at the top of this module."""
    problem = plan.problem
    total = [0] * len(stack)
    asked = wanted(plan)
    for i, want in enumerate(asked):
        lost = tuple(
            t.get("unmatched", 0) * int(problem.weight[i]) + int(d.mentee[i]) for t, d in zip(stack, duals, strict=True)
        )
        _add(total, min(lost, _zero(lost)), want)
        _add(total, tuple(int(d.mentee[i]) for d in duals), -want)
    for j in range(len(problem.mentors)):
        for seat in _seat_vectors(plan, stack, duals, j):
            _add(total, min(seat, _zero(seat)), 1)
    for k in range(len(problem.quotas)):
        _add(total, _quota_bound(plan, stack, duals, k), 1)
    for block in problem.blocks():
        _add(total, _pairs_bound(plan, stack, duals, block), 1)
    return tuple(total)


def _add(total: list[int], vector: Vector, times: int) -> None:
    for k, part in enumerate(vector):
        total[k] += part * times


def _zero(vector: Vector) -> Vector:
    return (0,) * len(vector)


def _seat_vectors(plan: CheckedPlan, stack: list[dict[str, int]], duals: tuple[Duals, ...], j: int) -> Iterable[Vector]:
    problem = plan.problem
    start = int(problem.load[j]) + plan.pinned_mentor[j]
    last = min(int(problem.capacity[j]), start + sum(wanted(plan)))
    for burden in range(start + 1, last + 1):
        yield tuple(_seat_cost(plan, t, j, burden) + int(d.mentor[j]) for t, d in zip(stack, duals, strict=True))


def _quota_bound(plan: CheckedPlan, stack: list[dict[str, int]], duals: tuple[Duals, ...], k: int) -> Vector:
    quota = plan.problem.quotas[k]
    pinned = plan.quota_pairs(k, plan.pins)
    asked = sum(want for i, want in enumerate(wanted(plan)) if plan.problem.mentees[i] in quota.mentees)
    most = asked if quota.max is None else min(max(quota.max - pinned, 0), asked)
    least = max(quota.min - pinned, 0)
    options = []
    for count in {0, min(least, most), most}:
        short = max(least - count, 0)
        options.append(
            tuple(t.get("quota", 0) * short + int(d.quota[k]) * count for t, d in zip(stack, duals, strict=True))
        )
    return min(options)


def _pairs_bound(plan: CheckedPlan, stack: list[dict[str, int]], duals: tuple[Duals, ...], block: Block) -> Vector:
    """Sum of the reduced cost vectors that are below zero, over the allowed pairs of a block."""
    problem = plan.problem
    piece = _Piece(block.rows, np.arange(len(problem.mentors)), block.fit)
    allowed = block.code == 0
    for i, j in plan.pins:
        allowed[block.rows == i, j] = False
    reduced = [_reduced(plan, tier, dual, piece)[allowed] for tier, dual in zip(stack, duals, strict=True)]
    below, open_cells = np.zeros(allowed.sum(), dtype=bool), np.ones(allowed.sum(), dtype=bool)
    for part in reduced:
        below |= open_cells & (part < 0)
        open_cells &= part == 0
    return tuple(_exact_sum(part[below]) for part in reduced)


def _reduced(plan: CheckedPlan, tier: Mapping[str, int], dual: Duals, piece: _Piece) -> Array:
    cost = _pair_cost(plan, tier, piece) + dual.mentee[piece.rows][:, None] - dual.mentor[None, :]
    for k, quota in enumerate(plan.problem.quotas):
        rows = np.flatnonzero(np.isin(piece.rows, [plan.row[x] for x in quota.mentees]))
        columns = np.array([plan.column[x] for x in quota.mentors], dtype=np.int64)
        cost[np.ix_(rows, columns)] -= dual.quota[k]
    return cost


def _exact_sum(values: Array) -> int:
    """Sum without overflow: upper and lower halves apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
