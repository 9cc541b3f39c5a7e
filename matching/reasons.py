"""Why somebody is left out, and what holds although a rule speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.problem import Cell, Problem, Warning
from matching.solution import Unmatched
from matching.tiers import bar_of
from matching.values import burdens, missing, quota_counts, quota_shortage


def unmatched_reasons(problem: Problem, cells: Sequence[Cell]) -> tuple[Unmatched, ...]:
    """Everybody who lacks a seat, each with the reason."""
    lack = missing(problem, cells)
    if not lack.any():
        return ()
    left = problem.capacity - burdens(problem, cells)
    refused = ineligibility(problem)
    held: dict[int, list[int]] = {}
    for i, j in cells:
        held.setdefault(i, []).append(j)
    out = []
    for block in problem.blocks(np.flatnonzero(lack)):
        for i, code in zip(block.rows.tolist(), block.code, strict=True):
            reason, details = _reason(problem, (code, held.get(i, []), left), refused.get(problem.mentees[i], ""))
            out.append(Unmatched(problem.mentees[i], int(lack[i]), reason, details))
    return tuple(out)


def _reason(problem: Problem, state: tuple[Any, list[int], Any], refused: str) -> tuple[str, dict[str, Any]]:
    code, held, left = state
    free = code == 0
    free[held] = False
    if refused:
        return "ineligible", {"reason": refused}
    if not free.any():
        return "no_eligible_mentor", {"rules": count_codes(problem, code)}
    if (left[free] > 0).any():
        return "outweighed", {"mentors": _names(problem, free & (left > 0))}
    return "seats_full", {"mentors": _names(problem, free)}


def ineligibility(problem: Problem) -> dict[str, str]:
    """Mentee -> reason code, for those who do not qualify."""
    return {p.id: p.ineligible for p in problem.pool.mentees if p.ineligible} if problem.pool else {}


def count_codes(problem: Problem, code: Any) -> dict[str, int]:
    """How many mentors each rule takes away."""
    return dict(sorted(Counter(problem.codes[c] for c in code[code > 0]).items()))


def _names(problem: Problem, columns: Any) -> list[str]:
    return [problem.mentors[j] for j in np.flatnonzero(columns)]


def warnings_of(problem: Problem, cells: Sequence[Cell]) -> tuple[Warning, ...]:
    """What pins override, and minima of quotas that could not be reached."""
    out = [*_pin_warnings(problem), *_crowded(problem, cells)]
    for k, short in enumerate(quota_shortage(problem, cells)):
        if short:
            out.append(Warning("quota_short", _quota(problem, k) | {"missing": short}))
    for k, (quota, count) in enumerate(zip(problem.quotas, quota_counts(problem, cells), strict=True)):
        if quota.max is not None and count > quota.max:
            out.append(Warning("quota_over", _quota(problem, k) | {"pairs": count, "max": quota.max}))
    return tuple(out)


def _quota(problem: Problem, k: int) -> dict[str, Any]:
    quota = problem.quotas[k]
    return {"mentors": sorted(quota.mentors), "mentees": sorted(quota.mentees)}


def _pin_warnings(problem: Problem) -> list[Warning]:
    bar = bar_of(problem)
    rows = {i: problem.source.block(np.array([i])) for i, _ in problem.pins}
    banned = {(i, j) for i, j, _ in problem.bans}
    out = []
    for i, j in problem.pins:
        pair = {"mentee": problem.mentees[i], "mentor": problem.mentors[j]}
        code = "banned" if (i, j) in banned else ("", *problem.source.codes)[rows[i].code[0, j]]
        if code:
            out.append(Warning("pin_over_rule", pair | {"rule": code}))
        if rows[i].fit[0, j] < bar:
            out.append(Warning("pin_below_floor", pair | {"fit": int(rows[i].fit[0, j])}))
    return out


def _crowded(problem: Problem, cells: Sequence[Cell]) -> list[Warning]:
    burden, pinned = burdens(problem, cells), problem.pinned_of_mentor
    over = (burden > problem.capacity) & (pinned > 0)
    out = [
        Warning(
            "pin_over_capacity",
            {"mentor": problem.mentors[j], "burden": int(burden[j]), "capacity": int(problem.capacity[j])},
        )
        for j in np.flatnonzero(over)
    ]
    extra = np.flatnonzero(problem.pinned_of_mentee > problem.demand)
    return out + [
        Warning(
            "pin_over_demand",
            {"mentee": problem.mentees[i], "pins": int(problem.pinned_of_mentee[i]), "demand": int(problem.demand[i])},
        )
        for i in extra
    ]
