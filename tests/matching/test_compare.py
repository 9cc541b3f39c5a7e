"""A hand-made list is scored under the same rules; what it breaks is named, what it loses comes worst first."""

import pytest

from matching import InputError, Mentee, Mentor, Policy, Pool, build_problem, compare, read_problem, solve
from tests.matching.worlds import table

FIT = [("e1", "m1", 90), ("e1", "m2", 80), ("e2", "m1", 40), ("e2", "m2", 60), ("e3", "m3", 50)]


def test_differences_come_worst_first_with_what_the_list_loses() -> None:
    problem = read_problem(table(mentors={"m1": 1, "m2": 1, "m3": 1}, fit=FIT))
    found = compare(problem, [("e1", "m2"), ("e2", "m1"), ("e3", "m3")], solve(problem))
    assert [(d.mentee, d.by_hand, d.best, d.loss) for d in found.differences] == [
        ("e2", ("m1",), ("m2",), 20_000), ("e1", ("m2",), ("m1",), 10_000),
    ]  # fmt: skip
    assert found.breaches == () and found.unmatched == ()
    assert found.tier_losses == (0, 0, 0, 30_000, 0)
    assert found.tiers[3] == {"fit": 170.0, "balance": 150.0}


def test_everything_that_a_list_breaks_is_named() -> None:
    world = table(mentors={"m1": 1, "m2": 1, "m3": 1}, fit=FIT) | {
        "pinned": [["e3", "m3"]],
        "quotas": [
            {"mentors": ["m3"], "mentees": ["e3"], "min": 1},
            {"mentors": ["m1"], "mentees": ["e1", "e2"], "max": 1},
        ],
    }
    found = compare(read_problem(world), [("e1", "m1"), ("e2", "m1"), ("e1", "m2"), ("e2", "m3")])
    assert sorted(fault.code for fault in found.breaches) == [
        "missing_pin", "over_capacity", "over_demand", "over_demand", "quota", "quota", "unknown",
    ]  # fmt: skip
    assert [(x.mentee, x.reason) for x in found.unmatched] == [("e3", "seats_full")]


def test_two_people_as_each_others_mentor_are_a_breach() -> None:
    pool = Pool((Mentor("a", 1), Mentor("b", 1)), (Mentee("a"), Mentee("b")))
    found = compare(build_problem(pool, Policy()), [("a", "b"), ("b", "a")])
    assert [fault.code for fault in found.breaches] == ["two_cycle"]


def test_a_list_with_strangers_is_refused() -> None:
    with pytest.raises(InputError, match="unknown_mentor"):
        compare(read_problem(table(mentors={"m1": 1}, fit=FIT[:1])), [("e1", "stranger")])
