"""Whether a certificate proves a plan optimal, by weak duality.

With prices a_i of mentees, b_j of mentors and l_q of quotas, every plan costs at least

    sum over pairs of min(0, c_ij + a_i - b_j - sum_q l_q)  +  sum_i wanted_i min(0, w_i + a_i)
    + sum over seats of min(0, s_jb + b_j)  +  sum_q min over z of (short_q(z) + l_q z)  -  sum_i a_i wanted_i.

All of these are vectors with one whole number per tier and `min` compares them in the order of the tiers (the
argument needs only an ordered group). When the bound equals the plan's own cost, no plan is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from matching.bound import cost_of_plan, lower_bound
from matching.checked_plan import CheckedPlan, Vector
from matching.errors import Fault
from matching.oracle import best_costs
from matching.solution import Duals

LARGEST = 2**60
TOP_FIT = 100_000


def proof_faults(plan: CheckedPlan) -> list[Fault]:
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
    own, bound = cost_of_plan(plan, stack), lower_bound(plan, stack, certificate.duals)
    if own != bound:
        faults.append(Fault("certificate", "not_optimal", {"plan": list(own), "bound": list(bound)}))
    return faults + _witness_faults(plan, stack, certificate.witnesses)


def _quota_cost(plan: CheckedPlan) -> Vector:
    if not any(quota.min for quota in plan.problem.quotas):
        return ()
    short = (max(quota.min - plan.quota_pairs(k, plan.cells), 0) for k, quota in enumerate(plan.problem.quotas))
    return (sum(short),)


def _stack(plan: CheckedPlan) -> list[dict[str, int]]:
    """The tiers that the duals belong to; `worst` becomes "pairs under the lowest fit of the plan"."""
    lowest = min((plan.fit(cell) for cell in plan.cells), default=TOP_FIT)
    out = [{"quota": 1}] if any(quota.min for quota in plan.problem.quotas) else []
    for tier in plan.tiers:
        out.append({"below": 1, "bar": lowest} if "worst" in tier else _with_bar(tier, plan.bar))
    return [*out, {"tie": 1}]


def _with_bar(tier: Mapping[str, int], bar: int) -> dict[str, int]:
    return {("below" if term == "below_floor" else term): weight for term, weight in tier.items()} | {"bar": bar}


def _shape(plan: CheckedPlan, duals: tuple[Duals, ...], tiers: int) -> Iterable[Fault]:
    n, m = plan.problem.shape
    if len(duals) != tiers:
        yield Fault("certificate", "tiers", {"value": len(duals), "expected": tiers})
    for k, dual in enumerate(duals):
        sizes = [len(dual.mentee), len(dual.mentor), len(dual.quota)]
        if sizes != [n, m, len(plan.problem.quotas)]:
            yield Fault(f"certificate[{k}]", "length", {"value": sizes})
        elif any(np.abs(part).max(initial=0) > LARGEST for part in (dual.mentee, dual.mentor, dual.quota)):
            yield Fault(f"certificate[{k}]", "out_of_range")


def _bars(plan: CheckedPlan, witnesses: tuple[tuple[Duals, ...], ...]) -> Iterable[Fault]:
    places = [k for k, tier in enumerate(plan.tiers) if "worst" in tier]
    if len(places) != len(witnesses):
        yield Fault("certificate.witnesses", "length", {"value": len(witnesses), "expected": len(places)})
        return
    offset = 1 if any(quota.min for quota in plan.problem.quotas) else 0
    for at, witness in zip(places, witnesses, strict=True):
        if witness:
            yield from _shape(plan, witness, at + offset + 1)


def _witness_faults(
    plan: CheckedPlan, stack: list[dict[str, int]], witnesses: tuple[tuple[Duals, ...], ...]
) -> list[Fault]:
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
        own, bound = cost_of_plan(plan, tiers)[:-1], lower_bound(plan, tiers, witness)
        if not bound > (*own, 0):
            faults.append(Fault("certificate.witnesses", "not_optimal", {"bound": list(bound)}))
    return faults


def _next_fit(plan: CheckedPlan, lowest: int) -> int | None:
    """The smallest fit of an allowed pair above `lowest`."""
    found = [
        int(fits.min())
        for block in plan.problem.blocks()
        if (fits := block.fit[(block.code == 0) & (block.fit > lowest)]).size
    ]
    return min(found, default=None)
