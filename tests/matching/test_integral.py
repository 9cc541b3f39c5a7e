"""What neither flow nor prices can hold, by branching: proved where HiGHS proves it, honest about the gap where it does not.

Crossing quotas mostly have prices (see `test_crossing`); here they are kept from being found.
"""

from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest

from matching import read_problem, solve, verify
from matching.oracle import best_costs
from tests.matching.worlds import all_costs, small_problem, table

CROSSING = [
    {"mentors": ["m1", "m2"], "mentees": ["e1", "e2"], "max": 1},
    {"mentors": ["m2", "m3"], "mentees": ["e2", "e3"], "min": 1, "max": 1},
]
FIT = [(e, m, 40.0 + 7 * i * j) for i, e in enumerate(("e1", "e2", "e3")) for j, m in enumerate(("m1", "m2", "m3"))]

# Worlds whose quotas no flow keeps by luck.
CROSSED = (0, 1, 3, 4, 5, 6, 8)


@pytest.fixture(autouse=True)
def no_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mixture of plans is ever found, so that branching has to answer."""
    monkeypatch.setattr(import_module("matching.crossing"), "STEPS", 0)


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
    """HiGHS finds no relaxation and gives this answer when it branches."""
    monkeypatch.setattr(import_module("matching.integral"), "milp", lambda *a, **k: SimpleNamespace(**answer))
    monkeypatch.setattr(import_module("matching.box"), "linprog", lambda *a, **k: SimpleNamespace(status=1))


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
    fake(monkeypatch, x=np.full(9 + 3 + 3 + 1, 1.0), status=0, mip_dual_bound=0.0)
    solution = solve(problem)
    assert solution.pairs == () and solution.status == "gap" and solution.gap == 1


def test_the_oracle_says_when_it_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = import_module("matching.oracle")
    monkeypatch.setattr(oracle, "milp", lambda *a, **k: SimpleNamespace(x=None, message="nothing"))
    with pytest.raises(ArithmeticError, match="nothing"):
        oracle.best_costs(read_problem(world()))


def crossing_world(seed: int) -> dict[str, object]:
    """Forty mentees and sixteen mentors with two seats each, in three places, and quotas that cross both ways."""
    random = Random(seed)
    mentees, mentors = ([f"{letter}{at}" for at in range(count)] for letter, count in (("e", 40), ("m", 16)))
    fit = [(e, m, float(random.randint(20, 99))) for e in mentees for m in mentors]
    groups = [(mentors[at::3], mentees[at::3]) for at in range(3)]
    quotas = [
        {"mentors": groups[0][0], "mentees": groups[0][1], "max": random.randint(0, 3)},
        {"mentors": groups[0][0] + groups[1][0], "mentees": groups[1][1], "min": random.randint(1, 9), "max": 12},
        {"mentors": groups[2][0][:2], "mentees": groups[0][1] + groups[1][1], "min": 3},
    ]
    return table(mentors=dict.fromkeys(mentors, 2), fit=fit) | {"quotas": quotas}


@pytest.mark.parametrize("seed", CROSSED)
def test_crossing_quotas_of_a_larger_world_are_proved_and_equal_to_branching_over_everything(seed: int) -> None:
    problem = read_problem(crossing_world(seed))
    solution = solve(problem)
    assert (solution.certificate.method, solution.status) == ("integral", "proved")
    verdict = verify(problem, solution)
    assert verdict, verdict.faults


@pytest.mark.parametrize("seed", CROSSED)
def test_the_plan_is_the_same_when_no_relaxation_is_at_hand(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = read_problem(crossing_world(seed))
    by_faces = solve(problem)
    monkeypatch.setattr(import_module("matching.box"), "linprog", lambda *a, **k: SimpleNamespace(status=1))
    assert solve(problem).pairs == by_faces.pairs


@pytest.mark.parametrize("seed", CROSSED)
def test_pairs_that_no_hint_names_are_found_by_their_price(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = solve(read_problem(crossing_world(seed))).pairs
    monkeypatch.setattr(import_module("matching.box"), "FIRST", 1)
    monkeypatch.setattr(import_module("matching.box"), "MORE", 1)
    assert solve(read_problem(crossing_world(seed))).pairs == expected


# Worlds in which the relaxation is not whole, so that HiGHS must branch.
FRACTIONAL = (1, 8, 11)


@pytest.mark.parametrize("seed", FRACTIONAL)
def test_branching_over_the_cheapest_variables_first_changes_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = solve(read_problem(crossing_world(seed))).pairs
    monkeypatch.setattr(import_module("matching.integral"), "NEAR", 3)
    assert solve(read_problem(crossing_world(seed))).pairs == expected


@pytest.mark.parametrize("seed", [195, 284])
def test_two_people_in_both_roles_are_paired_as_integer_programming_would_after_branching(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = small_problem(Random(f"roles {seed}"), "roles", (6, 4))
    monkeypatch.setattr(import_module("matching.integral"), "NEAR", 3)
    solution = solve(problem)
    assert (solution.certificate.method, solution.status) == ("integral", "proved")
    assert all_costs(problem, solution) == best_costs(problem)
