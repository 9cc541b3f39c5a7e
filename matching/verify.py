"""An independent check of a solution; it shares no code with the solver, only the problem's own definition.

Optimality is shown by weak duality. With prices a_i of mentees, b_j of mentors and l_q of quotas, every plan costs
at least

    sum over pairs of min(0, c_ij + a_i - b_j - sum_q l_q)  +  sum_i wanted_i min(0, w_i + a_i)
    + sum over seats of min(0, s_jb + b_j)  +  sum_q min over z of (short_q(z) + l_q z)  -  sum_i a_i wanted_i.

All of these are vectors with one whole number per tier and `min` compares them in the order of the tiers (the
argument needs only an ordered group). When the bound equals the plan's own cost, no plan is better.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from matching.errors import Fault
from matching.oracle import best_costs
from matching.problem import Problem
from matching.solution import Duals, Solution
from matching.source import Block

Vector = tuple[int, ...]
Array = NDArray[np.int64]
LARGEST = 2**60
TOP_FIT = 100_000
CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` name everything wrong; a sound plan without them is `valid`, and `optimal` when it is proved."""

    faults: tuple[Fault, ...]
    optimal: bool

    @property
    def valid(self) -> bool:
        """No rule is broken and every number is right."""
        return not self.faults

    def __bool__(self) -> bool:
        return self.valid and self.optimal


def verify(problem: Problem, solution: Solution) -> Verdict:
    """Check a solution from scratch: people, rules, seats, pins, quotas, every number, then optimality."""
    faults = list(_people(problem, solution))
    if faults:
        return Verdict(tuple(faults), False)
    plan = _Plan(problem, solution)
    faults += [*_rules(plan), *_seats(plan), *_quotas(plan), *_numbers(plan)]
    if faults:
        return Verdict(tuple(faults), False)
    proof = _prove(plan)
    return Verdict(tuple(proof), not proof and solution.status == "proved")


class _Plan:
    """A solution in rows and columns, with the tiers spelled out as {term: whole weight}."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.row = {name: i for i, name in enumerate(problem.mentees)}
        self.column = {name: j for j, name in enumerate(problem.mentors)}
        self.cells = [(self.row[a], self.column[b]) for a, b in solution.pairs]
        self.pins = set(problem.pins)
        self.moving = [cell for cell in self.cells if cell not in self.pins]
        self.per_mentee = Counter(i for i, _ in self.cells)
        self.per_mentor = Counter(j for _, j in self.cells)
        self.pinned_mentee = Counter(i for i, _ in self.pins)
        self.pinned_mentor = Counter(j for _, j in self.pins)
        self.fits, self.codes = _looked_up(problem, self.cells)
        self.bar = int(Fraction(str(problem.policy.floor)) * 1000)
        self.tiers = [_whole(tier) for tier in problem.policy.tiers]

    def fit(self, cell: tuple[int, int]) -> int:
        return self.fits[cell]

    def quota_pairs(self, k: int, cells: Iterable[tuple[int, int]]) -> int:
        quota = self.problem.quotas[k]
        return sum(
            self.problem.mentees[i] in quota.mentees and self.problem.mentors[j] in quota.mentors for i, j in cells
        )


def _looked_up(
    problem: Problem, cells: list[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Fit and rule code of each cell, without what staff have decided."""
    fits: dict[tuple[int, int], int] = {}
    codes: dict[tuple[int, int], int] = {}
    columns: dict[int, list[int]] = {}
    for i, j in cells:
        columns.setdefault(i, []).append(j)
    rows = np.array(sorted(columns), dtype=np.int64)
    step = max(1, CELLS // max(len(problem.mentors), 1))
    for start in range(0, len(rows), step):
        block = problem.source.block(rows[start : start + step])
        for at, i in enumerate(block.rows.tolist()):
            fits |= {(i, j): int(block.fit[at, j]) for j in columns[i]}
            codes |= {(i, j): int(block.code[at, j]) for j in columns[i]}
    return fits, codes


def _whole(tier: Mapping[str, float]) -> dict[str, int]:
    """Weights times the smallest power of ten that makes them whole; beside milli-points, counts weigh 1000."""
    parts = {term: Fraction(str(weight)) for term, weight in tier.items()}
    ten = next(10**k for k in range(4) if all((part * 10**k).denominator == 1 for part in parts.values()))
    mixed = 1000 if {"fit", "balance"} & set(tier) else 1
    return {term: int(part * ten) * (1 if term in ("fit", "balance") else mixed) for term, part in parts.items()}


def _people(problem: Problem, solution: Solution) -> Iterable[Fault]:
    if solution.fingerprint != problem.fingerprint:
        yield Fault("input", "fingerprint", {"value": solution.fingerprint})
    mentees, mentors = set(problem.mentees), set(problem.mentors)
    for k, (mentee, mentor) in enumerate(solution.pairs):
        if mentee not in mentees or mentor not in mentors:
            yield Fault(f"pairs[{k}]", "unknown_person", {"value": [mentee, mentor]})
    if list(solution.pairs) != sorted(set(solution.pairs)):
        yield Fault("pairs", "not_sorted_and_distinct")
    if len(solution.fits) != len(solution.pairs):
        yield Fault("fits", "length", {"value": len(solution.fits)})


def _rules(plan: _Plan) -> Iterable[Fault]:
    banned = {(i, j) for i, j, _ in plan.problem.bans}
    chosen = set(plan.cells)
    for cell in plan.moving:
        if plan.codes[cell] or cell in banned:
            yield Fault("pairs", "forbidden", _named(plan, cell))
    for cell in plan.pins - chosen:
        yield Fault("pairs", "missing_pin", _named(plan, cell))
    person = {j: i for i, j in plan.problem.roles}
    back = dict(plan.problem.roles)
    for i, j in plan.moving:
        if j in person and i in back and (person[j], back[i]) in chosen:
            yield Fault("pairs", "two_cycle", _named(plan, (i, j)))


def _named(plan: _Plan, cell: tuple[int, int]) -> dict[str, str]:
    return {"mentee": plan.problem.mentees[cell[0]], "mentor": plan.problem.mentors[cell[1]]}


def _seats(plan: _Plan) -> Iterable[Fault]:
    problem = plan.problem
    for j, count in sorted(plan.per_mentor.items()):
        room = max(int(problem.capacity[j]) - int(problem.load[j]), plan.pinned_mentor[j])
        if count > room:
            yield Fault("pairs", "over_capacity", {"mentor": problem.mentors[j], "pairs": count, "seats": room})
    for i, count in sorted(plan.per_mentee.items()):
        if count > max(int(problem.demand[i]), plan.pinned_mentee[i]):
            yield Fault("pairs", "over_demand", {"mentee": problem.mentees[i], "pairs": count})
    lacking = {
        problem.mentees[i]: d - plan.per_mentee[i]
        for i, d in enumerate(problem.demand.tolist())
        if d > plan.per_mentee[i]
    }
    if lacking != {u.mentee: u.seats for u in plan.solution.unmatched}:
        yield Fault("unmatched", "not_who_is_missing", {"expected": lacking})


def _quotas(plan: _Plan) -> Iterable[Fault]:
    for k, quota in enumerate(plan.problem.quotas):
        count, pinned = plan.quota_pairs(k, plan.cells), plan.quota_pairs(k, plan.pins)
        if quota.max is not None and count > max(quota.max, pinned):
            yield Fault(f"quotas[{k}]", "over_max", {"pairs": count, "max": quota.max})


def _numbers(plan: _Plan) -> Iterable[Fault]:
    """Fits, terms and costs, all recomputed."""
    fits = [plan.fit(cell) for cell in plan.cells]
    if list(plan.solution.fits) != fits:
        yield Fault("fits", "wrong", {"expected": fits})
    value = _terms(plan, fits)
    shown = [{term: value[term] for term in tier} for tier in plan.problem.policy.tiers]
    told = [{t: v if v is None else Fraction(str(v)) for t, v in tier.items()} for tier in plan.solution.tiers]
    if shown != told:
        yield Fault(
            "tiers", "wrong", {"expected": [{t: v if v is None else float(v) for t, v in s.items()} for s in shown]}
        )
    costs = tuple(sum(weight * _cost(term, value[term]) for term, weight in tier.items()) for tier in plan.tiers)
    if costs != plan.solution.costs:
        yield Fault("costs", "wrong", {"expected": list(costs)})
    if plan.solution.status not in ("proved", "gap") or (plan.solution.status == "gap") != (plan.solution.gap > 0):
        yield Fault("status", "wrong", {"value": plan.solution.status, "gap": plan.solution.gap})


def _cost(term: str, value: Fraction | None) -> int:
    units = (Fraction(100) if value is None else value) * (1000 if term in ("fit", "balance", "worst") else 1)
    return int(-units if term in ("fit", "worst") else units)


def _terms(plan: _Plan, fits: list[int]) -> dict[str, Fraction | None]:
    problem = plan.problem
    burden = [int(load) + plan.per_mentor[j] for j, load in enumerate(problem.load)]
    missing = [max(int(d) - plan.per_mentee[i], 0) for i, d in enumerate(problem.demand)]
    seats = [_seat_points(b, int(problem.capacity[j])) for j, total in enumerate(burden) for b in range(1, total + 1)]
    return {
        "unmatched": Fraction(sum(count * int(weight) for count, weight in zip(missing, problem.weight, strict=True))),
        "min_load": Fraction(sum(max(int(low) - b, 0) for low, b in zip(problem.min_load, burden, strict=True))),
        "below_floor": Fraction(sum(fit < plan.bar for fit in fits)),
        "worst": Fraction(min(fits), 1000) if fits else None,
        "fit": Fraction(sum(fits), 1000),
        "balance": Fraction(sum(seats), 1000),
        "changes": Fraction(len([cell for cell in problem.incumbent if cell not in set(plan.cells)])),
    }


def _seat_points(burden: int, capacity: int) -> int:
    """50 (2b - 1) / capacity in thousandths, halves rounded up."""
    return int(Fraction(50_000 * (2 * burden - 1), max(capacity, 1)) + Fraction(1, 2)) if burden else 0


def _prove(plan: _Plan) -> list[Fault]:
    """Faults of the proof; none means that no plan is better, tier by tier."""
    certificate = plan.solution.certificate
    if plan.solution.status == "gap":
        return []
    if certificate.method == "integral":
        best = best_costs(plan.problem)
        return (
            []
            if best == _quota_cost(plan) + plan.solution.costs
            else [Fault("tiers", "not_optimal", {"best": list(best)})]
        )
    stack = _stack(plan)
    faults = [*_shape(plan, certificate.duals, len(stack)), *_bars(plan, certificate.witnesses)]
    if faults:
        return faults
    own, bound = _cost_of_plan(plan, stack), _bound(plan, stack, certificate.duals)
    if own != bound:
        faults.append(Fault("certificate", "not_optimal", {"plan": list(own), "bound": list(bound)}))
    return faults + _witness_faults(plan, stack, certificate.witnesses)


def _quota_cost(plan: _Plan) -> Vector:
    if not any(quota.min for quota in plan.problem.quotas):
        return ()
    short = (max(quota.min - plan.quota_pairs(k, plan.cells), 0) for k, quota in enumerate(plan.problem.quotas))
    return (sum(short),)


def _stack(plan: _Plan) -> list[dict[str, int]]:
    """The tiers that the duals belong to; `worst` becomes "pairs under the lowest fit of the plan"."""
    lowest = min((plan.fit(cell) for cell in plan.cells), default=TOP_FIT)
    out = [{"quota": 1}] if any(quota.min for quota in plan.problem.quotas) else []
    for tier in plan.tiers:
        out.append({"below": 1, "bar": lowest} if "worst" in tier else _with_bar(tier, plan.bar))
    return [*out, {"tie": 1}]


def _with_bar(tier: Mapping[str, int], bar: int) -> dict[str, int]:
    return {("below" if term == "below_floor" else term): weight for term, weight in tier.items()} | {"bar": bar}


def _shape(plan: _Plan, duals: tuple[Duals, ...], tiers: int) -> Iterable[Fault]:
    n, m = plan.problem.shape
    if len(duals) != tiers:
        yield Fault("certificate", "tiers", {"value": len(duals), "expected": tiers})
    for k, dual in enumerate(duals):
        sizes = [len(dual.mentee), len(dual.mentor), len(dual.quota)]
        if sizes != [n, m, len(plan.problem.quotas)]:
            yield Fault(f"certificate[{k}]", "length", {"value": sizes})
        elif any(np.abs(part).max(initial=0) > LARGEST for part in (dual.mentee, dual.mentor, dual.quota)):
            yield Fault(f"certificate[{k}]", "out_of_range")


def _bars(plan: _Plan, witnesses: tuple[tuple[Duals, ...], ...]) -> Iterable[Fault]:
    places = [k for k, tier in enumerate(plan.tiers) if "worst" in tier]
    if len(places) != len(witnesses):
        yield Fault("certificate.witnesses", "length", {"value": len(witnesses), "expected": len(places)})
        return
    offset = 1 if any(quota.min for quota in plan.problem.quotas) else 0
    for at, witness in zip(places, witnesses, strict=True):
        if witness:
            yield from _shape(plan, witness, at + offset + 1)


def _witness_faults(plan: _Plan, stack: list[dict[str, int]], witnesses: tuple[tuple[Duals, ...], ...]) -> list[Fault]:
    """Each witness must show that raising the lowest fit costs an earlier tier or leaves a pair below."""
    lowest = min((plan.fit(cell) for cell in plan.cells), default=0)
    higher = _next_fit(plan, lowest)
    pinned = min((plan.fit(cell) for cell in plan.pins), default=None)
    faults = []
    for witness in witnesses:
        if pinned == lowest or higher is None or not plan.cells:
            continue
        if not witness:
            faults.append(Fault("certificate.witnesses", "missing"))
            continue
        tiers = [*stack[: len(witness) - 1], {"below": 1, "bar": higher}]
        own, bound = _cost_of_plan(plan, tiers)[:-1], _bound(plan, tiers, witness)
        if not bound > (*own, 0):
            faults.append(Fault("certificate.witnesses", "not_optimal", {"bound": list(bound)}))
    return faults


def _next_fit(plan: _Plan, lowest: int) -> int | None:
    """The smallest fit of an allowed pair above `lowest`."""
    found = [
        int(fits.min())
        for block in plan.problem.blocks()
        if (fits := block.fit[(block.code == 0) & (block.fit > lowest)]).size
    ]
    return min(found, default=None)


def _cost_of_plan(plan: _Plan, stack: list[dict[str, int]]) -> Vector:
    """Cost of everything but the pins, tier by tier."""
    problem, out = plan.problem, []
    wanted = _wanted(plan)
    moved_mentee, moved_mentor = Counter(i for i, _ in plan.moving), Counter(j for _, j in plan.moving)
    for tier in stack:
        cost = sum(int(_pair_cost(plan, tier, _cell_block(plan, cell))[0, 0]) for cell in plan.moving)
        cost += sum(
            tier.get("unmatched", 0) * int(problem.weight[i]) * (int(w) - moved_mentee[i]) for i, w in enumerate(wanted)
        )
        for j, count in moved_mentor.items():
            start = int(problem.load[j]) + plan.pinned_mentor[j]
            cost += sum(_seat_cost(plan, tier, j, b) for b in range(start + 1, start + count + 1))
        out.append(cost + tier.get("quota", 0) * sum(_still_short(plan, k) for k in range(len(problem.quotas))))
    return tuple(out)


def _still_short(plan: _Plan, k: int) -> int:
    return max(plan.problem.quotas[k].min - plan.quota_pairs(k, plan.cells), 0)


def _wanted(plan: _Plan) -> list[int]:
    return [max(int(d) - plan.pinned_mentee[i], 0) for i, d in enumerate(plan.problem.demand)]


def _seat_cost(plan: _Plan, tier: Mapping[str, int], j: int, burden: int) -> int:
    points = _seat_points(burden, int(plan.problem.capacity[j]))
    saved = burden <= int(plan.problem.min_load[j])
    return tier.get("balance", 0) * points - tier.get("min_load", 0) * saved


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some mentees (rows) against some mentors (columns): all that pair costs depend on."""

    rows: Array
    columns: Array
    fit: Array


def _cell_block(plan: _Plan, cell: tuple[int, int]) -> _Piece:
    return _Piece(np.array([cell[0]]), np.array([cell[1]]), np.array([[plan.fit(cell)]]))


def _pair_cost(plan: _Plan, tier: Mapping[str, int], piece: _Piece) -> Array:
    cost: Array = -tier.get("fit", 0) * piece.fit
    if tier.get("below"):
        cost = cost + tier["below"] * (piece.fit < tier["bar"])
    if tier.get("changes"):
        cost = cost - tier["changes"] * _confirmed(plan, piece)
    return cost + _ties(plan, piece) if tier.get("tie") else cost


def _confirmed(plan: _Plan, piece: _Piece) -> Array:
    m = max(len(plan.problem.mentors), 1)
    old = np.array([i * m + j for i, j in plan.problem.incumbent], dtype=np.int64)
    return np.isin(piece.rows[:, None] * m + piece.columns[None, :], old).astype(np.int64)


def _ties(plan: _Plan, piece: _Piece) -> Array:
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


def _bound(plan: _Plan, stack: list[dict[str, int]], duals: tuple[Duals, ...]) -> Vector:
    """The least that any plan costs, by the formula at the top of this module."""
    problem = plan.problem
    total = [0] * len(stack)
    wanted = _wanted(plan)
    for i, want in enumerate(wanted):
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


def _seat_vectors(plan: _Plan, stack: list[dict[str, int]], duals: tuple[Duals, ...], j: int) -> Iterable[Vector]:
    problem = plan.problem
    start = int(problem.load[j]) + plan.pinned_mentor[j]
    last = min(int(problem.capacity[j]), start + sum(_wanted(plan)))
    for burden in range(start + 1, last + 1):
        yield tuple(_seat_cost(plan, t, j, burden) + int(d.mentor[j]) for t, d in zip(stack, duals, strict=True))


def _quota_bound(plan: _Plan, stack: list[dict[str, int]], duals: tuple[Duals, ...], k: int) -> Vector:
    quota = plan.problem.quotas[k]
    pinned = plan.quota_pairs(k, plan.pins)
    asked = sum(want for i, want in enumerate(_wanted(plan)) if plan.problem.mentees[i] in quota.mentees)
    most = asked if quota.max is None else min(max(quota.max - pinned, 0), asked)
    least = max(quota.min - pinned, 0)
    options = []
    for count in {0, min(least, most), most}:
        short = max(least - count, 0)
        options.append(
            tuple(t.get("quota", 0) * short + int(d.quota[k]) * count for t, d in zip(stack, duals, strict=True))
        )
    return min(options)


def _pairs_bound(plan: _Plan, stack: list[dict[str, int]], duals: tuple[Duals, ...], block: Block) -> Vector:
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


def _reduced(plan: _Plan, tier: Mapping[str, int], dual: Duals, piece: _Piece) -> Array:
    cost = _pair_cost(plan, tier, piece) + dual.mentee[piece.rows][:, None] - dual.mentor[None, :]
    for k, quota in enumerate(plan.problem.quotas):
        rows = np.flatnonzero(np.isin(piece.rows, [plan.row[x] for x in quota.mentees]))
        columns = np.array([plan.column[x] for x in quota.mentors], dtype=np.int64)
        cost[np.ix_(rows, columns)] -= dual.quota[k]
    return cost


def _exact_sum(values: Array) -> int:
    """Sum without overflow: upper and lower halves apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
