"""A hand-made list under the same rules: what it is worth, which rules it breaks, and where it loses most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matching.errors import Fault, InputError
from matching.people import pair_faults
from matching.problem import Cells, Problem
from matching.reasons import unmatched_reasons
from matching.solution import Solution, Unmatched
from matching.solve import solve
from matching.values import burdens, missing, quota_counts, terms, tier_costs, tier_values


@dataclass(frozen=True, slots=True)
class Difference:
    """One mentee: the mentors by hand and in the best plan, the sums of their fits, and what the hand loses."""

    mentee: str
    by_hand: tuple[str, ...]
    best: tuple[str, ...]
    hand_fit: int
    best_fit: int

    @property
    def loss(self) -> int:
        """Milli-points of fit that the mentee loses by hand; negative when the hand is kinder to this one."""
        return self.best_fit - self.hand_fit


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`breaches` name every rule that the list breaks; `tier_losses` are its costs less the best plan's.

    A list that breaks rules can seem better than the best plan that keeps them.
    """

    best: Solution
    tiers: tuple[dict[str, float | None], ...]
    costs: tuple[int, ...]
    tier_losses: tuple[int, ...]
    breaches: tuple[Fault, ...]
    unmatched: tuple[Unmatched, ...]
    differences: tuple[Difference, ...]


def compare(problem: Problem, pairs: Iterable[tuple[str, str]], best: Solution | None = None) -> Comparison:
    """Score (mentee, mentor) pairs made by hand; `best` spares solving again. Differences come worst first.

    loss_k = cost_k(pairs) - min cost_k(x)  for each tier k; a mentee's loss is fit(best) - fit(hand).

    In words: the same rules and aims applied to a list that people made: which pairs break which rule, what each aim
    loses against the best plan, and for whom the two lists differ most.

    Raises `InputError` for people who are not in the problem.
    """
    pairs = sorted(set(pairs))
    faults = pair_faults(pairs, (set(problem.mentees), set(problem.mentors)), "pairs")
    if faults:
        raise InputError(faults)
    best = solve(problem) if best is None else best
    cells = Cells(problem.mentees, problem.mentors).of(pairs)
    fits = problem.fit_at(cells)
    value = terms(problem, cells, fits)
    costs = tier_costs(problem, value)
    return Comparison(
        best=best,
        tiers=tier_values(problem, value),
        costs=costs,
        tier_losses=tuple(a - b for a, b in zip(costs, best.costs, strict=True)),
        breaches=breaches(problem, cells),
        unmatched=unmatched_reasons(problem, cells),
        differences=_differences(dict(zip(pairs, fits, strict=True)), best),
    )


def breaches(problem: Problem, cells: tuple[tuple[int, int], ...]) -> tuple[Fault, ...]:
    """Rules, seats, demands, pins and quotas that a list of cells breaks."""
    out = []
    wanted = set(cells)
    for cell, code in zip(cells, problem.code_at(cells), strict=True):
        if code:
            out.append(Fault("pairs", problem.codes[code], _pair(problem, *cell)))
    for j, (burden, capacity) in enumerate(zip(burdens(problem, cells), problem.capacity, strict=True)):
        if burden > capacity and burden > problem.load[j]:
            details = {"mentor": problem.mentors[j], "burden": int(burden), "capacity": int(capacity)}
            out.append(Fault("pairs", "over_capacity", details))
    placed = problem.demand - missing(problem, cells)
    for i, count in sorted(Counter(row for row, _ in cells).items()):
        if count > placed[i]:
            out.append(Fault("pairs", "over_demand", {"mentee": problem.mentees[i], "pairs": count}))
    out += [Fault("pairs", "missing_pin", _pair(problem, *cell)) for cell in problem.pins if cell not in wanted]
    for quota, count in zip(problem.quotas, quota_counts(problem, cells), strict=True):
        if count < quota.min or (quota.max is not None and count > quota.max):
            members = {"mentors": sorted(quota.mentors), "mentees": sorted(quota.mentees)}
            out.append(Fault("quotas", "quota", members | {"pairs": count, "min": quota.min, "max": quota.max}))
    out += [
        Fault("pairs", "two_cycle", _pair(problem, *a)) for a, b in problem.conflicts if a in wanted and b in wanted
    ]
    return tuple(out)


def _pair(problem: Problem, i: int, j: int) -> dict[str, str]:
    return {"mentee": problem.mentees[i], "mentor": problem.mentors[j]}


def _differences(hand: dict[tuple[str, str], int], best: Solution) -> tuple[Difference, ...]:
    ours = dict(zip(best.pairs, best.fits, strict=True))
    by_hand, by_us = _by_mentee(hand), _by_mentee(ours)
    out = []
    for mentee in sorted({a for a, _ in hand.keys() ^ ours.keys()}):
        mine, theirs = by_hand[mentee], by_us[mentee]
        out.append(Difference(mentee, tuple(mine), tuple(theirs), sum(mine.values()), sum(theirs.values())))
    return tuple(sorted(out, key=lambda x: (-x.loss, x.mentee)))


def _by_mentee(plan: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """{mentee: {mentor: fit}}, empty for who has none."""
    out: dict[str, dict[str, int]] = defaultdict(dict)
    for (mentee, mentor), fit in plan.items():
        out[mentee][mentor] = fit
    return out
