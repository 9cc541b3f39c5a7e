"""Fairness by group: nobody shown alone, nobody lost, the worst-off group found; computed by hand and by brute force."""

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.compare_groups import OTHERS, SMALLEST, groups, most_left_out, worst
from programme.compare_people import Mentored, People
from programme.comparison import OWN, Comparison, Side
from programme.scheme_figures import SchemeFigures

NOTHING = SchemeFigures(0, 0, 0, 0, None, None, 0, 0.0, 0, 0, 0, None)


def side(fits: dict[int, float], asked: set[int]) -> Side:
    """A plan that gives each of these mentees a mentor of his own."""
    plan = {(key, 1000 + key): round(fit * 1000) for key, fit in fits.items()}
    return Side(
        1, "方案", "computed", "draft", 1, datetime(2026, 9, 1), "proved", "sha256:1", 40.0, plan, frozenset(asked), (),
        NOTHING, {}, 0,
    )  # fmt: skip


def compared(counties: dict[int, str], *sides: Side) -> Comparison:
    """A comparison of people with counties only."""
    people = {key: Mentored(f"甲{key}", "", county, "reserve_cadre", "") for key, county in counties.items()}
    return Comparison(sides, People(people, {}), (), OWN, (1,), 0, True)


def test_the_worst_served_group_stands_first_with_its_quartiles() -> None:
    counties = dict.fromkeys(range(4), "东县") | dict.fromkeys(range(4, 8), "西县")
    fits = {0: 10, 1: 20, 2: 30, 3: 40, 4: 50, 5: 60, 6: 70, 7: 80}
    found, unshown = groups(compared(counties, side(fits, set(fits))), "county")
    assert ([group.key for group in found], unshown) == (["东县", "西县"], 0)
    east = found[0].spreads[0]
    assert (east.mean, east.low, east.lower, east.middle, east.upper, east.high) == (25, 10, 17.5, 25, 32.5, 40)


def test_groups_of_one_and_two_are_merged_and_three_stand_alone() -> None:
    counties = {0: "东县", 1: "东县", 2: "西县", 3: "南县", 4: "南县", 5: "南县"}
    found, unshown = groups(compared(counties, side(dict.fromkeys(counties, 50.0), set(counties))), "county")
    assert {group.key: len(group.mentee_ids) for group in found} == {OTHERS: 3, "南县": 3}
    assert unshown == 0


def test_two_people_who_are_the_only_ones_left_are_not_shown_at_all() -> None:
    counties = {0: "东县", 1: "西县", 3: "南县", 4: "南县", 5: "南县"}
    found, unshown = groups(compared(counties, side(dict.fromkeys(counties, 50.0), set(counties))), "county")
    assert ([group.key for group in found], unshown) == (["南县"], 2)


def test_figures_of_fewer_than_three_pairs_are_not_shown_though_the_group_is() -> None:
    counties = dict.fromkeys(range(4), "东县")
    found, _unshown = groups(compared(counties, side({0: 50, 1: 60}, set(counties))), "county")
    spread = found[0].spreads[0]
    assert (spread.pairs, spread.left_out, spread.mean, spread.low) == (2, 2, None, None)
    assert worst(found, 0) is None


def test_the_group_with_the_biggest_share_without_a_mentor_is_named() -> None:
    counties = dict.fromkeys(range(4), "东县") | dict.fromkeys(range(4, 14), "西县")
    fits = {key: 50.0 for key in counties if key not in (0, 4, 5)}
    found, _unshown = groups(compared(counties, side(fits, set(counties))), "county")
    left = most_left_out(found, 0)
    assert left is not None
    assert (left.key, left.spreads[0].left_out) == ("东县", 1)


@given(
    st.dictionaries(st.integers(0, 60), st.sampled_from("东西南北中"), max_size=40),
    st.dictionaries(st.integers(0, 60), st.floats(0, 100), max_size=40),
)
def test_everybody_is_in_one_group_or_counted_and_no_group_is_small(
    counties: dict[int, str], fits: dict[int, float]
) -> None:
    fits = {key: fit for key, fit in fits.items() if key in counties}
    found, unshown = groups(compared(counties, side(fits, set(counties))), "county")
    members = Counter(key for group in found for key in group.mentee_ids)
    assert set(members.values()) <= {1}
    assert len(members) + unshown == len(counties)
    assert all(len(group.mentee_ids) >= SMALLEST for group in found)
    assert unshown < SMALLEST
    for group in found:
        own = [round(fits[key] * 1000) / 1000 for key in group.mentee_ids if key in fits]
        mean = group.spreads[0].mean
        assert (mean is None) == (len(own) < SMALLEST)
        assert mean is None or mean == pytest.approx(sum(own) / len(own))
