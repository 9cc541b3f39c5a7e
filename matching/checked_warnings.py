"""What a plan must warn of, worked out again for `verify` from the plan and the problem's own definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matching.checked_plan import CheckedPlan
from matching.problem import Warning


def expected_warnings(plan: CheckedPlan) -> tuple[Warning, ...]:
    """Pins over a rule or the floor, then mentors and mentees over their numbers, then quotas; each in canonical order."""
    found = (_pins(plan), _mentors(plan), _mentees(plan), _short(plan), _over(plan))
    return tuple(Warning(code, details) for part in found for code, details in part)


def _pins(plan: CheckedPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    problem = plan.problem
    banned, names = {(i, j) for i, j, _ in problem.bans}, ("", *problem.source.codes)
    for cell in sorted(plan.pins):
        pair = {"mentee": problem.mentees[cell[0]], "mentor": problem.mentors[cell[1]]}
        rule = "banned" if cell in banned else names[plan.codes[cell]]
        if rule:
            yield "pin_over_rule", pair | {"rule": rule}
        if plan.fit(cell) < plan.bar:
            yield "pin_below_floor", pair | {"fit": plan.fit(cell)}


def _mentors(plan: CheckedPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    for j, name in enumerate(plan.problem.mentors):
        burden, capacity = int(plan.problem.load[j]) + plan.per_mentor[j], int(plan.problem.capacity[j])
        if burden > capacity and plan.pinned_mentor[j]:
            yield "pin_over_capacity", {"mentor": name, "burden": burden, "capacity": capacity}


def _mentees(plan: CheckedPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    for i, name in enumerate(plan.problem.mentees):
        pins, demand = plan.pinned_mentee[i], int(plan.problem.demand[i])
        if pins > demand:
            yield "pin_over_demand", {"mentee": name, "pins": pins, "demand": demand}


def _short(plan: CheckedPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    for k, quota in enumerate(plan.problem.quotas):
        missing = quota.min - plan.quota_pairs(k, plan.cells)
        if missing > 0:
            yield "quota_short", _members(plan, k) | {"missing": missing}


def _over(plan: CheckedPlan) -> Iterator[tuple[str, dict[str, Any]]]:
    for k, quota in enumerate(plan.problem.quotas):
        pairs = plan.quota_pairs(k, plan.cells)
        if quota.max is not None and pairs > quota.max:
            yield "quota_over", _members(plan, k) | {"pairs": pairs, "max": quota.max}


def _members(plan: CheckedPlan, k: int) -> dict[str, Any]:
    quota = plan.problem.quotas[k]
    return {"mentors": sorted(quota.mentors), "mentees": sorted(quota.mentees)}
