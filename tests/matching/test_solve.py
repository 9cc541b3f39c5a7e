"""Small worlds solved by hand: each test's comment shows the sum that makes the expected plan the best."""

import pytest

from matching import Ban, Cancelled, Policy, Problem, Solution, build_problem, read_problem, solve, verify
from tests.matching.worlds import pool_of, table


def solved(**parts: object) -> Solution:
    problem = read_problem(table(**parts))  # type: ignore[arg-type]
    solution = solve(problem)
    assert verify(problem, solution)
    return solution


def test_two_mentees_share_two_mentors_so_that_the_sum_of_fits_is_highest() -> None:
    # e1-m1 + e2-m2 = 90 + 60 = 150 beats e1-m2 + e2-m1 = 80 + 40 = 120, though 80 > 60.
    solution = solved(
        mentors={"m1": 1, "m2": 1}, fit=[("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 40), ("e2", "m2", 60)]
    )
    assert solution.pairs == (("e1", "m1"), ("e2", "m2"))
    assert solution.fits == (90_000, 60_000)


def test_a_plan_places_everybody_even_if_a_lower_sum_of_fits_is_the_price() -> None:
    # m1 would be best for e1 (90), but e2 has nobody else: 10 + 20 with all placed goes before 90.
    solution = solved(mentors={"m1": 1, "m2": 1}, fit=[("e1", "m1", 90), ("e1", "m2", 10), ("e2", "m1", 20)])
    assert solution.pairs == (("e1", "m2"), ("e2", "m1"))


def test_loads_are_evened_out_by_the_convex_cost_of_a_fuller_mentor() -> None:
    # Second seat of m1 (capacity 2) costs 75, first of m2 25: worth it while m2 fits at most 50 points less.
    close = solved(
        mentors={"m1": 2, "m2": 2}, fit=[("e1", "m1", 90), ("e2", "m1", 90), ("e1", "m2", 41), ("e2", "m2", 30)]
    )
    assert close.pairs == (("e1", "m2"), ("e2", "m1"))
    far = solved(
        mentors={"m1": 2, "m2": 2}, fit=[("e1", "m1", 95), ("e2", "m1", 95), ("e1", "m2", 44.9), ("e2", "m2", 40)]
    )
    assert far.pairs == (("e1", "m1"), ("e2", "m1"))


def test_balance_is_fifty_times_burden_squared_over_capacity_with_the_old_load() -> None:
    # m1: load 1 + 1 new of 4 seats: 50 * 2^2 / 4 = 50. m2: load 3 of 3: 50 * 9 / 3 = 150.
    solution = solved(mentors={"m1": (4, 1), "m2": (3, 3)}, fit=[("e1", "m1", 70)])
    assert solution.tiers[3] == {"fit": 70.0, "balance": 200.0}


def test_existing_load_takes_seats() -> None:
    solution = solved(mentors={"m1": (2, 2)}, fit=[("e1", "m1", 70)])
    assert solution.pairs == ()
    assert [(x.mentee, x.reason, x.details) for x in solution.unmatched] == [("e1", "seats_full", {"mentors": ["m1"]})]


def test_a_minimum_counts_load_and_new_mentees_together() -> None:
    # m2 owes two and has one: it gets e1 although m1 fits better; m1 owes nothing.
    world = table(mentors={"m1": 1, "m2": (2, 1)}, fit=[("e1", "m1", 90), ("e1", "m2", 50)])
    world["mentors"][1]["min_load"] = 2
    solution = solve(read_problem(world))
    assert solution.pairs == (("e1", "m2"),)
    assert solution.tiers[1] == {"min_load": 0}


def test_a_pair_under_the_floor_is_avoided_before_fit_counts() -> None:
    # 95 + 39 would be the higher sum, but 39 lies under the floor of 40; 50 + 50 does not.
    solution = solved(
        mentors={"m1": 1, "m2": 1}, fit=[("e1", "m1", 95), ("e1", "m2", 50), ("e2", "m1", 50), ("e2", "m2", 39)]
    )
    assert solution.pairs == (("e1", "m2"), ("e2", "m1"))


def test_a_missing_seat_of_priority_three_weighs_eight() -> None:
    world = table(mentors={"m1": 1}, fit=[("e1", "m1", 90), ("e2", "m1", 10)])
    world["mentees"][1]["priority"] = 3
    solution = solve(read_problem(world))
    assert solution.pairs == (("e2", "m1"),)
    world["mentors"] = [{"id": "m1", "capacity": 0}]
    assert solve(read_problem(world)).tiers[0] == {"unmatched": 9}


def test_two_mentors_for_one_mentee_are_two_different_people() -> None:
    world = table(mentors={"m1": 2, "m2": 1}, fit=[("e1", "m1", 90), ("e1", "m2", 20)])
    world["mentees"][0]["demand"] = 2
    solution = solve(read_problem(world))
    assert solution.pairs == (("e1", "m1"), ("e1", "m2"))
    world["mentees"][0]["demand"] = 3
    left = solve(read_problem(world)).unmatched
    assert [(x.mentee, x.seats, x.reason) for x in left] == [("e1", 1, "no_eligible_mentor")]


def test_among_equal_plans_the_confirmed_pairs_stay() -> None:
    fit = [(e, m, 50) for e in ("e1", "e2") for m in ("m1", "m2")]
    for kept in ([["e1", "m2"], ["e2", "m1"]], [["e1", "m1"], ["e2", "m2"]]):
        world = table(mentors={"m1": 1, "m2": 1}, fit=fit) | {"incumbent": kept}
        solution = solve(read_problem(world))
        assert [list(pair) for pair in solution.pairs] == kept
        assert solution.tiers[4] == {"changes": 0}


def test_the_lowest_fit_is_raised_before_the_sum() -> None:
    # By sum 90 + 20 = 110; by the lowest fit 45 and 50.
    tiers = [{"unmatched": 1}, {"worst": 1}, {"fit": 1}]
    solution = solved(
        mentors={"m1": 1, "m2": 1},
        tiers=tiers,
        fit=[("e1", "m1", 90), ("e1", "m2", 45), ("e2", "m1", 50), ("e2", "m2", 20)],
    )
    assert solution.tiers[1] == {"worst": 45.0}
    assert solution.pairs == (("e1", "m2"), ("e2", "m1"))


def test_a_pin_with_a_low_fit_does_not_stop_the_others_from_being_chosen_by_their_own_aims() -> None:
    # The pin (10) is the lowest fit whatever the rest: e2 goes by fit alone.
    tiers = [{"unmatched": 1}, {"worst": 1}, {"fit": 1}]
    world = table(
        mentors={"m1": 1, "m2": 1, "m3": 1}, tiers=tiers, fit=[("e1", "m1", 10), ("e2", "m2", 30), ("e2", "m3", 60)]
    )
    problem = read_problem(world | {"pinned": [["e1", "m1"]]})
    solution = solve(problem)
    assert solution.tiers[1] == {"worst": 10.0} and solution.pairs == (("e1", "m1"), ("e2", "m3"))
    assert verify(problem, solution)


def test_a_weight_of_a_seat_beside_fit_is_in_points() -> None:
    # One seat counts 20 points: a pair of fit 19 that costs 40 of balance is not worth 20 + 19 < 40.
    tiers = [{"fit": 1, "balance": 0.8, "unmatched": 20}]
    solution = solved(mentors={"m1": 1}, tiers=tiers, fit=[("e1", "m1", 19)])
    assert solution.pairs == () and solution.unmatched[0].reason == "outweighed"
    assert solved(mentors={"m1": 1}, tiers=tiers, fit=[("e1", "m1", 21)]).pairs == (("e1", "m1"),)


def test_pins_hold_over_capacity_floor_rule_and_demand_and_the_solution_says_so() -> None:
    world = table(mentors={"m1": 1, "m2": 0}, fit=[("e1", "m1", 30), ("e2", "m1", 80)]) | {
        "pinned": [["e1", "m1"], ["e2", "m1"], ["e1", "m2"]],
        "forbidden": [["e2", "m1", "kinship"]],
    }
    problem = read_problem(world)
    solution = solve(problem)
    assert solution.pairs == (("e1", "m1"), ("e1", "m2"), ("e2", "m1")) and verify(problem, solution)
    codes = sorted(x.code for x in solution.warnings)
    assert codes == ["pin_below_floor"] * 2 + ["pin_over_capacity"] * 2 + ["pin_over_demand"] + ["pin_over_rule"] * 2


def test_nobody_at_all_is_a_problem_with_an_answer() -> None:
    for world in (
        table(mentors={}, fit=[]),
        table(mentors={"m1": 1}, fit=[]),
        table(mentors={}, fit=[], mentees=["e1"]),
    ):
        problem = read_problem(world)
        solution = solve(problem)
        assert solution.pairs == () and verify(problem, solution)


def test_two_people_in_both_roles_never_become_each_others_mentor() -> None:
    # Alone each would take the other (fits 100 against 10); together one of the two must go to m.
    pool = pool_of(both=("a", "b"), extra="m")
    problem = build_problem(pool, Policy(weights={"expertise": 1}))
    solution = solve(problem)
    assert not {("a", "b"), ("b", "a")} <= set(solution.pairs)
    assert len(solution.pairs) == 2 and solution.certificate.method == "integral"
    assert verify(problem, solution)


def test_the_reverse_of_a_pinned_pair_is_a_two_cycle() -> None:
    pool = pool_of(both=("a", "b"), extra="m")
    problem = build_problem(pool, Policy(weights={"expertise": 1}), pins=[("a", "b")])
    solution = solve(problem)
    assert solution.pairs == (("a", "b"), ("b", "m")) and solution.certificate.method == "flow"


def test_a_ban_keeps_two_people_apart() -> None:
    pool = pool_of(both=(), extra="m", mentees=("e",))
    problem = build_problem(pool, Policy(), bans=[Ban("e", "m", "asked")])
    assert [x.details for x in solve(problem).unmatched] == [{"rules": {"banned": 1}}]


def test_cancel_raises_and_progress_is_told_in_order() -> None:
    problem = small()
    shares: list[float] = []
    solve(problem, progress=lambda share, stage: shares.append(share))
    assert shares and max(shares) == shares[-1] == 0.95
    with pytest.raises(Cancelled):
        solve(problem, cancel=lambda: True)


def test_a_time_limit_still_gives_a_plan() -> None:
    problem = small()
    solution = solve(problem, time_limit=0)
    assert solution.pairs and solution.status == "proved"


def small() -> Problem:
    return read_problem(table(mentors={"m1": 1, "m2": 1}, fit=[("e1", "m1", 90), ("e2", "m2", 60)]))
