"""The flow itself: what it refuses, how a long one is cancelled, and that prices cannot exist for a bad flow."""

import runpy
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from matching import (
    Cancelled,
    Fault,
    MatchingError,
    Mentee,
    Mentor,
    Policy,
    Pool,
    Quota,
    TooLarge,
    build_problem,
    compare,
    diagnose,
    min_cost,
    read_problem,
    solve,
    verify,
)
from matching.duals import prices, shortest
from matching.flow import _ended, cheapest_flow, guard
from matching.network import build_frame, build_network
from matching.open_pairs import all_pairs
from matching.quotas import place_quotas
from matching.tiers import stack
from tests.matching.worlds import table

FIT = [("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 40), ("e2", "m2", 60)]
MODULE = import_module("matching.flow")


def network():  # type: ignore[no-untyped-def]
    problem = read_problem(table(mentors={"m1": 1, "m2": 1}, fit=FIT))
    frame = build_frame(problem, place_quotas(problem), stack(problem))
    return build_network(frame, all_pairs(problem, frame))


def test_a_long_flow_runs_in_a_process_of_its_own_and_gives_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = read_problem(table(mentors={"m1": 1, "m2": 1}, fit=FIT))
    plain = solve(problem)
    monkeypatch.setattr(MODULE, "LONG", 0)
    assert solve(problem, cancel=lambda: False).pairs == plain.pairs


def test_a_cancelled_flow_is_killed_and_not_waited_for() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        with pytest.raises(Cancelled):
            _ended(process, iter([False, True]).__next__)
        process.kill()
    started: list[subprocess.Popen[bytes]] = []
    net = network()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "LONG", 0)
        patch.setattr(
            MODULE.subprocess,
            "Popen",
            lambda *a, _real=subprocess.Popen, **k: started.append(_real(*a, **k)) or started[-1],
        )
        with pytest.raises(Cancelled):
            cheapest_flow(net, (net.low, net.cap), np.zeros(len(net.tail), np.int64), lambda: True)
    assert started[0].returncode is not None


def test_a_process_that_finds_no_flow_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    net = network()
    monkeypatch.setattr(MODULE, "LONG", 0)
    with pytest.raises(ArithmeticError, match="its process ended with"):
        wrong = replace(net, supply=net.supply + np.eye(1, len(net.supply), dtype=np.int64)[0])
        cheapest_flow(wrong, (net.low, net.cap), np.zeros(len(net.tail), np.int64), lambda: False)


def test_the_program_of_one_flow_reads_its_question_and_writes_the_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Two units from node 0 to node 1: one by the cheap arc of capacity 1, one by the dear one.
    with (tmp_path / "question").open("w+b") as question, (tmp_path / "answer").open("w+b") as out:
        np.save(question, np.array([[0, 0], [1, 1], [1, 5], [3, 7]]))
        np.save(question, np.array([2, -2]))
        question.seek(0)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=question))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        runpy.run_path(str(min_cost.__file__), run_name="__main__")
        out.seek(0)
        assert np.load(out).tolist() == [1, 1]


def test_supplies_that_do_not_balance_are_an_error_and_not_a_crash() -> None:
    net = network()
    supply = net.supply.copy()
    supply[0] += 1
    with pytest.raises(ArithmeticError, match="min cost flow"):
        cheapest_flow(replace(net, supply=supply), (net.low, net.cap), np.zeros(len(net.tail), np.int64), None)


def test_costs_beyond_int64_are_refused_with_tier_and_size() -> None:
    guard(0, np.array([2**40]), 1000)
    with pytest.raises(TooLarge) as caught:
        guard(3, np.array([-(2**60)]), 1000)
    assert (caught.value.tier, caught.value.bound) == (3, 2**60)
    assert isinstance(caught.value, MatchingError)


def test_a_flow_that_is_not_optimal_has_no_prices() -> None:
    arcs = np.array([0, 1]), np.array([1, 0]), np.array([1, -2])
    with pytest.raises(ArithmeticError, match="negative cost"):
        shortest(arcs, np.zeros(2, dtype=np.int64))


def test_nodes_without_a_way_to_the_sink_are_priced_so_that_every_reduced_cost_is_right() -> None:
    net = network()
    flow = cheapest_flow(net, (net.low, net.cap), net.cost(stack(net.frame.problem)[3]), None)
    # Everything fixed but the pairs: no mentee or mentor reaches the sink any more.
    low, cap = flow.copy(), flow.copy()
    low[: len(net.pairs)], cap[: len(net.pairs)] = 0, 1
    cost = net.cost(stack(net.frame.problem)[-1])
    best = cheapest_flow(net, (low, cap), cost, None)
    price = prices(net, (low, cap), best, cost)
    reduced = cost + price[net.tail] - price[net.head]
    assert (reduced[best < cap] >= 0).all() and (reduced[best > low] <= 0).all()


def test_conflicts_of_people_with_closed_doors_need_no_rows() -> None:
    people = [Mentor(x, 1, expertise={"law": 5}) for x in "abc"] + [Mentor("m", 1)]
    pool = Pool(
        tuple(people),
        (Mentee("a", needs=("law",)), Mentee("b", needs=("law",)), Mentee("c", needs=("land",))),
        avoid=frozenset({("a", "c"), ("b", "c")}),
    )
    problem = build_problem(pool, Policy(weights={"expertise": 1}))
    solution = solve(problem)
    assert solution.certificate.method == "integral" and verify(problem, solution)
    assert not {("a", "b"), ("b", "a")} <= set(solution.pairs)


def test_an_ineligible_mentee_is_unmatched_with_the_reason() -> None:
    pool = Pool((Mentor("m", 2),), (Mentee("e"), Mentee("old", ineligible="over_age")))
    problem = build_problem(pool, Policy.default())
    solution = solve(problem)
    assert [(x.mentee, x.reason, x.details) for x in solution.unmatched] == [
        ("old", "ineligible", {"reason": "over_age"})
    ]
    assert verify(problem, solution)
    assert solution.mentees_of("m") == ("e",)


def test_a_quota_that_holds_is_no_breach_and_a_pinned_mentee_is_not_without_mentor() -> None:
    pool = Pool((Mentor("m", 1, available="paused"),), (Mentee("e"),))
    held = build_problem(pool, Policy(), pins=[("e", "m")], quotas=[Quota(frozenset({"m"}), frozenset({"e"}), 0, 1)])
    assert compare(held, [("e", "m")]).breaches == ()
    assert diagnose(pool, Policy(), pins=[("e", "m")]).no_mentor == ()
    assert diagnose(Pool((Mentor("m", 0, available="left"),), (Mentee("e", demand=0),)), Policy()).no_mentor == ()
    assert str(Fault("a", "b", {"c": 1})) == "a: b c=1"


def test_the_module_runs_as_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delitem(sys.modules, "matching.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", ["matching", "solve", "no-such-file.json"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("matching", run_name="__main__")
    assert caught.value.code == 2 and "cannot_be_read" in capsys.readouterr().err
