"""What no flow can hold: crossing quotas, proved where HiGHS proves them, honest about the gap where it does not."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from matching import read_problem, solve, verify
from tests.matching.worlds import table

CROSSING = [
    {"mentors": ["m1", "m2"], "mentees": ["e1", "e2"], "max": 1},
    {"mentors": ["m2", "m3"], "mentees": ["e2", "e3"], "min": 1, "max": 1},
]
FIT = [(e, m, 40.0 + 7 * i * j) for i, e in enumerate(("e1", "e2", "e3")) for j, m in enumerate(("m1", "m2", "m3"))]


def world(**parts: object) -> dict[str, object]:
    return table(mentors={"m1": 1, "m2": 1, "m3": 1}, fit=FIT) | {"quotas": CROSSING} | parts


def test_crossing_quotas_hold_and_the_best_plan_is_found() -> None:
    # All three have a seat although each quota lets one pair pass: e1-m2 + e2-m3 + e3-m1 = 40 + 54 + 40.
    problem = read_problem(world())
    solution = solve(problem)
    assert solution.certificate.method == "integral" and solution.status == "proved"
    assert solution.tiers[3]["fit"] == 134 and verify(problem, solution)


def test_a_lowest_fit_is_raised_under_crossing_quotas_too() -> None:
    tiers = {"policy": {"tiers": [{"unmatched": 1}, {"worst": 1}, {"fit": 1}]}}
    for pinned in ([], [["e1", "m1"]]):
        problem = read_problem(world(**tiers, pinned=pinned))
        solution = solve(problem)
        assert solution.certificate.method == "integral" and verify(problem, solution)


def test_quotas_that_cross_but_do_not_bind_leave_the_proof_to_prices() -> None:
    loose = [quota | {"min": 0, "max": 3} for quota in CROSSING]
    assert solve(read_problem(world(quotas=loose))).certificate.method == "flow"


def fake(monkeypatch: pytest.MonkeyPatch, **answer: object) -> None:
    monkeypatch.setattr(import_module("matching.integral"), "milp", lambda *a, **k: SimpleNamespace(**answer))


def test_when_the_programme_finds_nothing_in_time_the_pins_stand_and_the_gap_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = read_problem(world(pinned=[["e1", "m1"]]))
    fake(monkeypatch, x=None, status=1, mip_dual_bound=None)
    solution = solve(problem)
    assert solution.pairs == (("e1", "m1"),)
    assert solution.status == "gap" and solution.gap == 2**62
    verdict = verify(problem, solution)
    assert verdict.valid and not verdict.optimal


def test_an_answer_that_breaks_a_bound_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    problem = read_problem(world())
    fake(monkeypatch, x=np.full(40, 1.0)[: 9 + 3 + 3 + 2], status=0, mip_dual_bound=0.0)
    solution = solve(problem)
    assert solution.pairs == () and solution.status == "gap" and solution.gap == 1


def test_the_oracle_says_when_it_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = import_module("matching.oracle")
    monkeypatch.setattr(oracle, "milp", lambda *a, **k: SimpleNamespace(x=None, message="nothing"))
    with pytest.raises(ArithmeticError, match="nothing"):
        oracle.best_costs(read_problem(world()))
