"""The checker lets nothing through: every single edit of a plan, a number or a price is named."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from matching import (
    Certificate,
    InputError,
    Mentee,
    Mentor,
    Policy,
    Pool,
    Problem,
    Quota,
    Solution,
    Unmatched,
    build_problem,
    read_problem,
    read_solution,
    solve,
    verify,
    write_solution,
)
from tests.matching.worlds import random_world, table

FITS = [("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 40), ("e2", "m2", 60), ("e3", "m2", 20)]


def plan(**parts: Any) -> tuple[Problem, Solution]:
    problem = read_problem(table(mentors={"m1": 1, "m2": 1}, fit=FITS) | parts)
    return problem, solve(problem)


def faults(problem: Problem, solution: Solution) -> set[str]:
    verdict = verify(problem, solution)
    assert not verdict
    return {fault.code for fault in verdict.faults}


CHANGES: list[tuple[str, Callable[[Solution], dict[str, Any]]]] = [
    ("fingerprint", lambda s: {"fingerprint": "0" * 64}),
    ("unknown_person", lambda s: {"pairs": (("e1", "nobody"), *s.pairs[1:])}),
    ("not_sorted_and_distinct", lambda s: {"pairs": s.pairs[::-1]}),
    ("length", lambda s: {"fits": s.fits[1:]}),
    ("wrong", lambda s: {"fits": (1, *s.fits[1:])}),
    ("forbidden", lambda s: {"pairs": (s.pairs[0], ("e3", "m1"))}),
    ("over_capacity", lambda s: {"pairs": (("e1", "m1"), ("e2", "m1"))}),
    ("over_demand", lambda s: {"pairs": (("e1", "m1"), ("e1", "m2"))}),
    ("not_who_is_missing", lambda s: {"unmatched": ()}),
    ("wrong_reason", lambda s: {"unmatched": (Unmatched("e3", 1, "seats_full", {"mentors": ["m1"]}),)}),
    ("wrong", lambda s: {"tiers": ({"unmatched": 0}, *s.tiers[1:])}),
    ("wrong", lambda s: {"costs": (0, *s.costs[1:])}),
    ("wrong", lambda s: {"status": "surely"}),
    ("wrong", lambda s: {"status": "gap"}),
    ("tiers", lambda s: {"certificate": Certificate("flow", s.certificate.duals[1:])}),
    ("length", lambda s: {"certificate": Certificate("flow", s.certificate.duals, ((),))}),
    (
        "length",
        lambda s: {
            "certificate": Certificate("flow", tuple(replace(d, mentor=d.mentor[1:]) for d in s.certificate.duals))
        },
    ),
    (
        "out_of_range",
        lambda s: {
            "certificate": Certificate("flow", tuple(replace(d, mentor=d.mentor + 2**61) for d in s.certificate.duals))
        },
    ),
    (
        "not_optimal",
        lambda s: {
            "certificate": Certificate("flow", tuple(replace(d, mentor=d.mentor - 1) for d in s.certificate.duals))
        },
    ),
]


@pytest.mark.parametrize(("code", "change"), CHANGES, ids=[f"{k}-{code}" for k, (code, _) in enumerate(CHANGES)])
def test_each_edit_is_named(code: str, change: Callable[[Solution], dict[str, Any]]) -> None:
    problem, solution = plan()
    assert verify(problem, solution)
    edit = change(solution)
    if "pairs" in edit and len(edit["pairs"]) == len(solution.fits):
        edit.setdefault("fits", solution.fits)
    assert code in faults(problem, replace(solution, **edit))


def test_a_worse_plan_with_right_numbers_and_the_old_proof_is_not_optimal() -> None:
    # Two pins make the plan 80 + 40 instead of 90 + 60; without them every rule and number is right, but not the proof.
    problem, best = plan()
    _, worse = plan(pinned=[["e1", "m2"], ["e2", "m1"]])
    for certificate in (best.certificate, worse.certificate):
        own = replace(worse, fingerprint=problem.fingerprint, certificate=certificate)
        assert faults(problem, own) == {"not_optimal"}


def test_a_missing_pin_and_a_broken_ban_are_named() -> None:
    problem, solution = plan(pinned=[["e2", "m1"]])
    assert "missing_pin" in faults(problem, replace(solution, pairs=(("e1", "m1"), ("e2", "m2"))))
    assert verify(problem, solution)


def test_a_warning_that_is_missing_changed_or_made_up_is_named() -> None:
    # A ban, a full mentor, a low fit, two pins for one seat and two quotas: each of them is overridden by the pins.
    quotas = [
        {"mentors": ["m1"], "mentees": ["e1", "e2", "e3"], "max": 1},
        {"mentors": ["m2"], "mentees": ["e2", "e3"], "min": 2},
    ]
    problem, solution = plan(pinned=[["e1", "m1"], ["e1", "m2"], ["e3", "m1"]], quotas=quotas)
    codes = [warning.code for warning in solution.warnings]
    assert codes == [
        "pin_over_rule", "pin_below_floor", "pin_over_capacity", "pin_over_demand", "quota_short", "quota_over",
    ]  # fmt: skip
    assert verify(problem, solution)
    first, *rest = solution.warnings
    for told in ((), tuple(rest), (*solution.warnings, first), (replace(first, code="quota_over"), *rest)):
        assert faults(problem, replace(solution, warnings=told)) == {"wrong_warnings"}
    banned = replace(problem, bans=((0, 0, "asked"),))
    assert [w.details["rule"] for w in solve(banned).warnings if w.code == "pin_over_rule"] == ["banned", "unknown"]
    assert verify(banned, solve(banned))


def test_a_quota_over_its_maximum_is_named() -> None:
    quota = {"mentors": ["m1"], "mentees": ["e1", "e2"], "max": 0}
    problem, solution = plan(quotas=[quota])
    free, better = plan()
    assert verify(problem, solution)
    assert "over_max" in faults(problem, replace(better, fingerprint=problem.fingerprint))


def test_two_people_as_each_others_mentor_are_named() -> None:
    people = Pool((Mentor("a", 1), Mentor("b", 1), Mentor("c", 1)), (Mentee("a"), Mentee("b")))
    problem = build_problem(people, Policy())
    pairs = (("a", "b"), ("b", "a"))
    assert "two_cycle" in faults(problem, replace(solve(problem), pairs=pairs))


def test_a_plan_stopped_by_its_time_limit_is_valid_but_not_optimal() -> None:
    problem, solution = plan()
    verdict = verify(problem, replace(solution, status="gap", gap=5))
    assert verdict.valid and not verdict.optimal and not verdict


def test_a_lowest_fit_that_could_be_higher_is_refused() -> None:
    tiers = {"policy": {"tiers": [{"unmatched": 1}, {"worst": 1}]}}
    problem, solution = plan(**tiers)
    assert verify(problem, solution)
    (witness,) = solution.certificate.witnesses
    for edit in ((), tuple(replace(d, mentee=d.mentee * 0, mentor=d.mentor * 0) for d in witness)):
        broken = replace(solution, certificate=replace(solution.certificate, witnesses=(edit,)))
        assert faults(problem, broken) <= {"missing", "not_optimal"}
    shorter = tuple(replace(d, mentee=d.mentee[1:]) for d in witness)
    broken = replace(solution, certificate=replace(solution.certificate, witnesses=(shorter,)))
    assert faults(problem, broken) == {"length"}


def test_an_integral_plan_is_solved_again_by_the_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    # The two quotas cross and no prices of theirs are looked for, so the checker asks integer programming.
    monkeypatch.setattr("matching.crossing.STEPS", 0)
    quotas = (
        Quota(frozenset({"m1", "m2"}), frozenset({"e1", "e2"}), 0, 1),
        Quota(frozenset({"m2", "m3"}), frozenset({"e2", "e3"}), 0, 1),
    )
    fit = [(e, m, 50) for e in ("e1", "e2", "e3") for m in ("m1", "m2", "m3")]
    world = table(mentors={"m1": 1, "m2": 1, "m3": 1}, fit=fit)
    world["quotas"] = [{"mentors": sorted(q.mentors), "mentees": sorted(q.mentees), "max": 1} for q in quotas]
    problem = read_problem(world)
    solution = solve(problem)
    assert solution.certificate.method == "integral" and verify(problem, solution)
    empty = solve(read_problem(world | {"policy": {"tiers": [{"balance": 1}]}}))
    worse = replace(
        solution, pairs=(), fits=(), unmatched=empty.unmatched, tiers=({"unmatched": 3}, *solution.tiers[1:])
    )
    assert not verify(problem, worse)


def test_every_random_edit_of_a_solution_file_is_rejected() -> None:
    random = Random(7)
    for seed in range(60):
        problem = read_problem(random_world(Random(seed), "nested"))
        data = write_solution(problem, solve(problem))
        edited = mutated(deepcopy(data), random)
        if edited == data:
            continue
        try:
            assert not verify(problem, read_solution(problem, edited))
        except InputError as error:
            assert error.faults[0].code == "not_a_solution"


def mutated(data: Any, random: Random) -> Any:
    """The same JSON with one leaf changed."""
    parts = [(box, key) for box in walk(data) for key in (box if isinstance(box, dict) else range(len(box)))]
    leaves = [(box, key) for box, key in parts if not isinstance(box[key], (dict, list))]
    box, key = random.choice(leaves)
    value = box[key]
    box[key] = f"{value}x" if isinstance(value, str) else (value or 0) + random.choice([-1, 1])
    return data


def walk(data: Any) -> list[Any]:
    if not isinstance(data, (dict, list)):
        return []
    inner = data.values() if isinstance(data, dict) else data
    return [data, *(box for part in inner for box in walk(part))]


def test_sums_of_large_prices_are_exact() -> None:
    from matching.bound import _exact_sum

    values = np.full(1000, 2**60 + 12345, dtype=np.int64)
    assert _exact_sum(values) == 1000 * (2**60 + 12345)
    assert _exact_sum(-values) == -1000 * (2**60 + 12345)
