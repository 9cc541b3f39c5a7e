"""Frontier, robustness and rematch: other plans than the one proposed, each exact for its own question."""

from importlib import import_module
from itertools import pairwise
from random import Random

import pytest

from matching import (
    Cancelled,
    InputError,
    Mentee,
    Mentor,
    Policy,
    Pool,
    build_problem,
    frontier,
    read_problem,
    rematch,
    robustness,
    solve,
    verify,
)
from matching.problem import Problem
from tests.matching.worlds import random_world, table

FIT = [("e1", "m1", 90), ("e1", "m2", 60), ("e2", "m1", 80), ("e2", "m2", 20)]


def brute_force(problem: Problem) -> set[tuple[int, int]]:
    """(fit, balance) of all plans that place everybody, for two mentors of two seats and mentees who fit both."""
    fits = problem.block(problem.row_blocks()[0]).fit
    points = set()
    for code in range(2 ** problem.shape[0]):
        choice = [(code >> i) & 1 for i in range(problem.shape[0])]
        load = [choice.count(0), choice.count(1)]
        if max(load) <= 2:
            points.add((sum(int(fits[i, j]) for i, j in enumerate(choice)), sum(25_000 * b * b for b in load)))
    return points


def test_every_point_of_the_frontier_is_the_best_for_its_weights_and_no_vertex_is_missing() -> None:
    # Both with m1: fit 170, balance 50 * 4 / 2 = 100. Apart: e1-m2, e2-m1: fit 140, balance 50.
    problem = read_problem(
        table(mentors={"m1": 2, "m2": 2}, fit=FIT, tiers=[{"unmatched": 1}, {"fit": 1, "balance": 1}])
    )
    found = frontier(problem)
    assert [(point.fit, point.other) for point in found.points] == [(170_000, 100_000), (140_000, 50_000)]
    assert found.complete
    for point in found.points:
        value = point.fit_weight * point.fit - point.other_weight * point.other
        assert value == max(point.fit_weight * f - point.other_weight * b for f, b in brute_force(problem))


def test_the_frontier_falls_ever_more_steeply_and_can_be_cut_short() -> None:
    random = Random(3)
    fit = [(f"e{i}", f"m{j}", round(random.uniform(0, 100), 3)) for i in range(40) for j in range(5)]
    world = table(mentors={f"m{j}": 40 for j in range(5)}, fit=fit)
    world["policy"] = {"floor": 0}
    problem = read_problem(world)
    whole = frontier(problem)
    assert whole.complete and len(whole.points) > 3
    slopes = [(a.fit - b.fit) / (a.other - b.other) for a, b in pairwise(whole.points)]
    assert slopes == sorted(slopes) and slopes[0] > 0
    cut = frontier(problem, limit=3)
    assert len(cut.points) == 3 and not cut.complete
    assert {(p.fit, p.other) for p in cut.points} <= {(p.fit, p.other) for p in whole.points}


def test_the_frontier_against_changes_starts_from_the_best_fit_and_ends_with_the_confirmed_plan() -> None:
    world = table(mentors={"m1": 1, "m2": 1}, fit=FIT) | {"incumbent": [["e1", "m1"], ["e2", "m2"]]}
    found = frontier(read_problem(world | {"policy": {"floor": 0}}), against="changes")
    assert [(point.fit, point.other) for point in found.points] == [(140_000, 2), (110_000, 0)]
    with pytest.raises(InputError):
        frontier(read_problem(world), against="luck")


def test_a_frontier_without_any_trade_off_is_one_point() -> None:
    assert len(frontier(read_problem(table(mentors={"m1": 1}, fit=FIT[:1]))).points) == 1


def pool() -> Pool:
    """e1 fits m1 in expertise and m2 in field about equally; e2 fits only m3, whatever the weights."""
    return Pool(
        (
            Mentor("m1", 1, expertise={"law": 5}),
            Mentor("m2", 1, fields=frozenset({"it"})),
            Mentor("m3", 1, expertise={"land": 5}, fields=frozenset({"finance"})),
        ),
        (Mentee("e1", needs=("law",), field="it"), Mentee("e2", needs=("land",), field="finance")),
    )


def test_a_pairing_that_rests_on_one_weight_is_to_be_looked_at_and_one_that_rests_on_none_is_firm() -> None:
    policy = Policy(weights={"expertise": 10, "field": 9.9})
    found = robustness(build_problem(pool(), policy))
    shares = {(x.mentee, x.mentor): x for x in found.standings}
    assert 0.3 < shares["e1", "m1"].share < 0.8 and not shares["e1", "m1"].firm
    assert shares["e2", "m3"].share == 1 and shares["e2", "m3"].firm
    assert found.standings[0].mentee == "e1"
    again = robustness(build_problem(pool(), Policy()), policy)
    assert again.standings == found.standings
    assert robustness(build_problem(pool(), policy), spread=0).standings[0].share == 1


def random_people(random: Random) -> Pool:
    codes = [f"c{k}" for k in range(8)]
    mentors = tuple(
        Mentor(
            f"m{j}",
            2,
            expertise={c: random.randint(1, 5) for c in random.sample(codes, 4)},
            grassroots_years=random.random() * 20,
        )
        for j in range(6)
    )
    return Pool(mentors, tuple(Mentee(f"e{i}", needs=tuple(random.sample(codes, 3)), field="it") for i in range(10)))


def test_few_pairs_packed_or_not_give_the_shares_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("matching.robustness")
    problem = build_problem(random_people(Random(5)), Policy(weights={"expertise": 3, "grassroots": 1}))
    whole = robustness(problem, samples=25)
    monkeypatch.setattr(module, "NEAR", 1)
    assert robustness(problem, samples=25).standings == whole.standings
    monkeypatch.setattr(module, "packed_cost", lambda network, tiers: None)
    assert robustness(problem, samples=25).standings == whole.standings


def test_a_policy_without_fit_leaves_every_pair_in_sight() -> None:
    problem = build_problem(pool(), Policy(tiers=({"unmatched": 1},)))
    assert len(robustness(problem, samples=3).standings) == 2


def test_a_pinned_pairing_stands_by_decision() -> None:
    problem = build_problem(pool(), Policy(), pins=[("e1", "m3")])
    assert {x.mentee: x.share for x in robustness(problem, samples=5).standings}["e1"] == 1


def test_robustness_refuses_tables_and_spreads_beyond_one_and_can_be_cancelled() -> None:
    with pytest.raises(InputError, match="needs_a_pool"):
        robustness(read_problem(table(mentors={"m1": 1}, fit=FIT[:1])))
    problem = build_problem(pool(), Policy())
    with pytest.raises(InputError, match="out_of_range"):
        robustness(problem, spread=1)
    asked = iter([False] * 12 + [True] * 99)
    with pytest.raises(Cancelled):
        robustness(problem, cancel=lambda: next(asked))


def confirmed() -> Problem:
    """m1 leaves; e1 can go to m2 (10) at once, or e2 makes room at m2 and goes to m3 for a better sum (90 + 60)."""
    fit = [("e1", "m1", 90), ("e1", "m2", 90), ("e1", "m3", 45), ("e2", "m2", 70), ("e2", "m3", 60)]
    world = table(mentors={"m1": 1, "m2": 1, "m3": 1}, fit=fit, tiers=[{"unmatched": 1}, {"fit": 1}])
    return read_problem(world | {"incumbent": [["e1", "m1"], ["e2", "m2"]]})


def test_three_plans_after_a_mentor_leaves() -> None:
    found = rematch(confirmed(), ["m1"])
    assert found.fewest_moves.solution.pairs == (("e1", "m3"), ("e2", "m2"))
    assert (len(found.fewest_moves.moves), found.fewest_moves.unavoidable) == (1, 1)
    assert found.best_fit.solution.pairs == (("e1", "m2"), ("e2", "m3")) and len(found.best_fit.moves) == 2
    for remedy in (found.fewest_moves, found.best_fit, found.most_even):
        assert verify(remedy.problem, remedy.solution)


def test_whoever_may_not_move_is_pinned_in_all_plans() -> None:
    found = rematch(confirmed(), ["m1"], movable=["e1"])
    for remedy in (found.fewest_moves, found.best_fit, found.most_even):
        assert remedy.solution.pairs == (("e1", "m3"), ("e2", "m2"))


def test_the_policys_own_changes_tier_is_kept_where_it_stands() -> None:
    world = table(mentors={"m1": 1, "m2": 1}, fit=FIT) | {"incumbent": [["e1", "m1"]]}
    found = rematch(read_problem(world), ["m1"])
    assert found.best_fit.problem.policy.tiers == read_problem(world).policy.tiers


@pytest.mark.parametrize(("leaving", "movable"), [(["nobody"], None), (["m1"], ["nobody"])])
def test_strangers_are_refused(leaving: list[str], movable: list[str] | None) -> None:
    with pytest.raises(InputError):
        rematch(confirmed(), leaving, movable)


def test_packed_and_strict_optima_are_the_same() -> None:
    from matching.network import build_frame, build_network
    from matching.open_pairs import all_pairs
    from matching.packing import packed_cost
    from matching.quotas import place_quotas
    from matching.strict import strict_flow, tier_by_tier
    from matching.tiers import stack

    for seed in range(60):
        problem = read_problem(random_world(Random(seed), "nested"))
        tiers = tuple(tier for tier in stack(problem)[:-1] if not tier.worst)
        frame = build_frame(problem, place_quotas(problem), tiers)
        network = build_network(frame, all_pairs(problem, frame))
        assert packed_cost(network, tiers) is not None and packed_cost(network, stack(problem)[-1:] * 9) is None
        *_, (flow, _) = tier_by_tier(network, tiers, None)
        packed = strict_flow(network, tiers, None)
        assert [int(network.cost(t) @ flow) for t in tiers] == [int(network.cost(t) @ packed) for t in tiers]
        assert strict_flow(network, stack(problem)[-1:] * 9, None).shape == flow.shape


def test_solving_the_plan_of_the_frontier_is_plain_solving() -> None:
    problem = read_problem(table(mentors={"m1": 2, "m2": 2}, fit=FIT, tiers=[{"unmatched": 1}, {"fit": 1}]))
    assert solve(problem).pairs == frontier(problem).points[0].solution.pairs
