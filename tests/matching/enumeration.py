"""The best plan of a tiny problem by looking at every plan there is; written from the model, not from the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain, combinations, product

from matching import Problem

Cell = tuple[int, int]
Plan = tuple[Cell, ...]
WORD = 2**64
TOP = 100_000


def best_plan(problem: Problem) -> Plan:
    """Cells of the plan that is best in the strict order of the tiers, last by the hash of ids."""
    fit, allowed = {}, set()
    for block in problem.blocks():
        for at, i in enumerate(block.rows.tolist()):
            fit |= {(i, j): int(value) for j, value in enumerate(block.fit[at])}
            allowed |= {(i, j) for j, code in enumerate(block.code[at]) if code == 0}
    return min(plans(problem, allowed - set(problem.pins)), key=lambda plan: cost(problem, plan, fit))


def plans(problem: Problem, cells: set[Cell]) -> Iterator[Plan]:
    """Every plan with all pins that keeps demands, seats, maxima of quotas, and has no two mentor each other."""
    choices = []
    for i, demand in enumerate(problem.demand.tolist()):
        mine = sorted(cell for cell in cells if cell[0] == i)
        want = max(demand - sum(cell[0] == i for cell in problem.pins), 0)
        choices.append([some for size in range(want + 1) for some in combinations(mine, size)])
    for choice in product(*choices):
        moving = tuple(chain(*choice))
        if _keeps_seats(problem, moving) and _keeps_quotas(problem, moving) and not _mutual(problem, moving):
            yield tuple(sorted((*moving, *problem.pins)))


def _keeps_seats(problem: Problem, moving: Plan) -> bool:
    for j in {j for _, j in moving}:
        taken = int(problem.load[j]) + sum(cell[1] == j for cell in (*moving, *problem.pins))
        if taken > problem.capacity[j]:
            return False
    return True


def _counted(problem: Problem, k: int, cells: Plan) -> int:
    quota = problem.quotas[k]
    return sum(problem.mentees[i] in quota.mentees and problem.mentors[j] in quota.mentors for i, j in cells)


def _keeps_quotas(problem: Problem, moving: Plan) -> bool:
    for k, quota in enumerate(problem.quotas):
        more = _counted(problem, k, moving)
        if quota.max is not None and more > max(quota.max - _counted(problem, k, problem.pins), 0):
            return False
    return True


def _mutual(problem: Problem, moving: Plan) -> bool:
    person = {column: row for row, column in problem.roles}
    column = dict(problem.roles)
    cells = {*moving, *problem.pins}
    return any(j in person and i in column and (person[j], column[i]) in cells for i, j in moving)


def cost(problem: Problem, plan: Plan, fit: dict[Cell, int]) -> tuple[int, ...]:
    """Missed minima of quotas, then each tier, then the hash; fits in thousandths, counts times a thousand."""
    short = sum(max(quota.min - _counted(problem, k, plan), 0) for k, quota in enumerate(problem.quotas))
    value = _terms(problem, plan, fit)
    tiers = [sum(round(1000 * w) * value[term] for term, w in tier.items()) for tier in problem.policy.tiers]
    return short, *tiers, sum(tie(problem, cell) for cell in plan)


def _terms(problem: Problem, plan: Plan, fit: dict[Cell, int]) -> dict[str, int]:
    """Each term as something to be minimised."""
    burden = [int(load) + sum(c[1] == j for c in plan) for j, load in enumerate(problem.load)]
    lack = [max(int(d) - sum(c[0] == i for c in plan), 0) for i, d in enumerate(problem.demand)]
    bar = round(1000 * problem.policy.floor)
    return {
        "unmatched": 1000 * sum(int(w) * n for w, n in zip(problem.weight, lack, strict=True)),
        "min_load": 1000 * sum(max(int(low) - b, 0) for low, b in zip(problem.min_load, burden, strict=True)),
        "below_floor": 1000 * sum(fit[cell] < bar for cell in plan),
        "worst": -min((fit[cell] for cell in plan), default=TOP),
        "fit": -sum(fit[cell] for cell in plan),
        "balance": sum(_points(b, max(int(c), 1)) for b, c in zip(burden, problem.capacity, strict=True)),
        "changes": 1000 * len(set(problem.incumbent) - set(plan)),
    }


def _points(burden: int, capacity: int) -> int:
    """50 b^2 / capacity seat by seat, each rounded half up to thousandths of a point."""
    return sum((2 * 50_000 * (2 * b - 1) + capacity) // (2 * capacity) for b in range(1, burden + 1))


def tie(problem: Problem, cell: Cell) -> int:
    """The documented hash of two ids: splitmix64 of blake2b words, its upper 40 bits."""
    word = _word(problem.mentees[cell[0]], b"mentee") * 0x9E3779B97F4A7C15 + _word(problem.mentors[cell[1]], b"mentor")
    word %= WORD
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 % WORD
    word = (word ^ word >> 27) * 0x94D049BB133111EB % WORD
    return (word ^ word >> 31) >> 24


def _word(name: str, side: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8, person=side).digest(), "little")
