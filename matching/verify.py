"""An independent check of a solution; it shares no code with the solver, only the problem's own definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from matching.checked_plan import CheckedPlan, terms_of
from matching.checked_warnings import expected_warnings
from matching.errors import Fault
from matching.problem import Problem
from matching.proof import proof_faults
from matching.solution import Solution


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
    """Check a solution from scratch: people, rules, seats, pins, quotas, every number, then optimality.

    Optimal when  cost(plan) = bound(a, b, l),  where for any prices a of mentees, b of seats, l of quotas
    bound = sum_ij min(0, c_ij + a_i - b_j - sum_q l_q) + sum_i wanted_i min(0, w_i + a_i) + sum_jb min(0, s_jb + b_j)
            + sum_q min_z (short_q(z) + l_q z) - sum_i a_i wanted_i  <=  cost of every plan  (weak duality).

    In words: at these prices no exchange of people could pay, so no other plan costs less. The prices come with the
    solution and may be anything; all the rest, reasons and warnings too, is worked out again without the solver's
    code. A plan by integer programming carries no prices and is compared with a second programme, tier by tier.
    """
    faults = list(_people(problem, solution))
    if faults:
        return Verdict(tuple(faults), False)
    plan = CheckedPlan(problem, solution)
    faults += [*_rules(plan), *_seats(plan), *_quotas(plan), *_numbers(plan)]
    faults += [] if faults else [*_reasons(plan), *_warnings(plan)]
    if faults:
        return Verdict(tuple(faults), False)
    proof = proof_faults(plan)
    return Verdict(tuple(proof), not proof and solution.status == "proved")


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


def _rules(plan: CheckedPlan) -> Iterable[Fault]:
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


def _named(plan: CheckedPlan, cell: tuple[int, int]) -> dict[str, str]:
    return {"mentee": plan.problem.mentees[cell[0]], "mentor": plan.problem.mentors[cell[1]]}


def _seats(plan: CheckedPlan) -> Iterable[Fault]:
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


def _reasons(plan: CheckedPlan) -> Iterable[Fault]:
    """The reason of each missing seat, worked out again from the rules and the seats."""
    for one in plan.solution.unmatched:
        expected = _reason(plan, plan.row[one.mentee])
        if (one.reason, dict(one.details)) != expected:
            yield Fault("unmatched", "wrong_reason", {"mentee": one.mentee, "expected": list(expected)})


def _warnings(plan: CheckedPlan) -> Iterable[Fault]:
    """What the plan says it overrides is exactly what it does."""
    expected = expected_warnings(plan)
    if plan.solution.warnings != expected:
        yield Fault("warnings", "wrong_warnings", {"expected": [[one.code, dict(one.details)] for one in expected]})


def _reason(plan: CheckedPlan, i: int) -> tuple[str, dict[str, object]]:
    problem = plan.problem
    people = problem.pool.mentees if problem.pool else ()
    refused = [p.ineligible for p in people if p.id == problem.mentees[i] and p.ineligible]
    if refused:
        return "ineligible", {"reason": refused[0]}
    codes = problem.line(i).code[0].tolist()
    allowed = [j for j, code in enumerate(codes) if code == 0 and (i, j) not in set(plan.cells)]
    if not allowed:
        names = sorted(problem.codes[code] for code in codes if code)
        return "no_eligible_mentor", {"rules": {name: names.count(name) for name in names}}
    left = [j for j in allowed if problem.load[j] + plan.per_mentor[j] < problem.capacity[j]]
    code = "outweighed" if left else "seats_full"
    return code, {"mentors": [problem.mentors[j] for j in left or allowed]}


def _quotas(plan: CheckedPlan) -> Iterable[Fault]:
    for k, quota in enumerate(plan.problem.quotas):
        count, pinned = plan.quota_pairs(k, plan.cells), plan.quota_pairs(k, plan.pins)
        if quota.max is not None and count > max(quota.max, pinned):
            yield Fault(f"quotas[{k}]", "over_max", {"pairs": count, "max": quota.max})


def _numbers(plan: CheckedPlan) -> Iterable[Fault]:
    """Fits, terms and costs, all recomputed."""
    fits = [plan.fit(cell) for cell in plan.cells]
    if list(plan.solution.fits) != fits:
        yield Fault("fits", "wrong", {"expected": fits})
    value = terms_of(plan, fits)
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
