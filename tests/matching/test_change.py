"""What a change does: who moves and what each tier loses, worked out by hand and equal to solving anew."""

import pytest

from matching import (
    Ban,
    Capacity,
    Effect,
    InputError,
    Join,
    Leave,
    Mentee,
    Mentor,
    Move,
    Pin,
    Policy,
    Pool,
    Problem,
    Release,
    Solution,
    Swap,
    build_problem,
    price_change,
    read_problem,
    solve,
)
from matching.change import Change
from tests.matching.worlds import table

FIT = [("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 70), ("e2", "m2", 60)]
TIERS: list[dict[str, float]] = [{"unmatched": 1}, {"fit": 1}]


def world(**parts: object) -> tuple[Problem, Solution]:
    """e1-m1 + e2-m2 = 150, and the other way round 150 as well: the confirmed plan decides."""
    given = table(mentors={"m1": 1, "m2": 1}, fit=FIT, tiers=[*TIERS, {"changes": 1}])
    problem = read_problem(given | {"incumbent": [["e1", "m1"], ["e2", "m2"]]} | parts)
    return problem, solve(problem)


def effect(change: Change, **parts: object) -> Effect:
    return price_change(*world(**parts), change)


def test_a_pin_moves_the_other_mentee_out_of_the_way() -> None:
    found = effect(Pin("e1", "m2"))
    assert found.moves == (Move("e1", "m1", "m2"), Move("e2", "m2", "m1"))
    assert found.tier_losses == (0, 0, 2) and found.price == 0


def test_a_swap_is_two_pins() -> None:
    found = effect(Swap("e1", "e2"))
    assert found.problem.pins == ((0, 1), (1, 0)) and found.tier_losses == (0, 0, 2)


def test_a_new_pin_takes_the_place_of_the_old_one_when_only_one_mentor_is_asked_for() -> None:
    found = effect(Pin("e1", "m1"), pinned=[["e1", "m2"]])
    assert found.problem.pins == ((0, 0),)


def test_a_ban_costs_what_the_next_best_plan_costs_and_releasing_it_gives_it_back() -> None:
    problem, plan = world()
    found = price_change(problem, plan, Ban("e1", "m1", "asked"))
    assert found.solution.pairs == (("e1", "m2"), ("e2", "m1")) and found.tier_losses == (0, 0, 2)
    back = price_change(found.problem, found.solution, Release("e1", "m1"))
    assert back.solution.pairs == plan.pairs and back.tier_losses == (0, 0, -2)
    pinned = price_change(problem, plan, Pin("e1", "m2"))
    assert price_change(pinned.problem, pinned.solution, Release("e1", "m2")).problem.pins == ()


def test_a_seat_more_or_less_is_priced() -> None:
    more = effect(Capacity("m1", 1))
    assert more.solution.pairs == (("e1", "m1"), ("e2", "m1")) and more.tier_losses == (0, -10_000, 1)
    less = effect(Capacity("m1", -5))
    assert less.tier_losses == (1, 70_000, 2)
    assert less.moves == (Move("e1", "m1", "m2"), Move("e2", "m2", None))


def test_a_mentor_who_leaves_a_table_is_banned_from_everybody() -> None:
    found = effect(Leave(("m1",)), pinned=[["e1", "m1"]])
    assert found.solution.pairs == (("e1", "m2"),)
    assert found.solution.unmatched[0].mentee == "e2"


def people() -> tuple[Problem, Solution]:
    pool = Pool((Mentor("m1", 1), Mentor("m2", 1, available="paused")), (Mentee("e1"), Mentee("e2")))
    problem = build_problem(pool, Policy(), pins=[("e1", "m1")])
    return problem, solve(problem)


def test_a_mentor_who_leaves_a_pool_is_unavailable_and_frees_nobody() -> None:
    found = price_change(*people(), Leave(("m1", "m2")))
    assert found.problem.pool is not None and found.problem.pins == ()
    assert {p.id: p.available for p in found.problem.pool.mentors} == {"m1": "left", "m2": "paused"}
    assert [x.details for x in found.solution.unmatched] == [{"rules": {"unavailable": 2}}] * 2


def test_somebody_new_joins_on_either_side() -> None:
    mentor = price_change(*people(), Join(Mentor("m3", 1)))
    assert mentor.tier_losses[0] == -1 and mentor.moves == (Move("e2", None, "m3"),)
    mentee = price_change(*people(), Join(Mentee("e3")))
    assert mentee.tier_losses[0] == 1 and mentee.moves == ()


def test_capacity_of_a_pool_changes_in_the_pool_too() -> None:
    found = price_change(*people(), Capacity("m1", 1))
    assert found.problem.pool is not None and found.problem.pool.mentors[0].capacity == 2
    assert found.solution.pairs == (("e1", "m1"), ("e2", "m1"))


@pytest.mark.parametrize(
    "change",
    [
        Pin("x", "m1"),
        Pin("e1", "x"),
        Swap("e1", "x"),
        Capacity("x", 1),
        Leave(("x",)),
        Ban("x", "m1"),
        Join(Mentee("x")),
    ],
)
def test_unknown_people_and_tables_without_people_are_refused(change: Change) -> None:
    with pytest.raises(InputError):
        effect(change)
