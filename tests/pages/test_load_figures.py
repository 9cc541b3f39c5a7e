"""States, sums, the Lorenz curve and Gini against hand-computed values and an independent formula."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.charts_load import lorenz_curve
from pages.parts.load_figures import (
    behind,
    by_place,
    coverage,
    gini,
    lorenz,
    totals,
    waiting_by_county,
    with_counted,
    with_retirement,
    with_seats,
    with_state,
)
from programme.seats import Seats

SEATS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6)), min_size=1, max_size=12)


def mentors(*rows: tuple[int, int], status: str = "in_pool", proposed: int = 0) -> pd.DataFrame:
    """Mentors of (capacity, load), with states."""
    frame = pd.DataFrame(rows, columns=["capacity", "load"])
    count = range(len(frame))
    return with_state(frame.assign(person_id=[*count], status=status, proposed=proposed, unit_position=[*count]))


def test_supply_counts_the_seats_of_the_cohort_and_not_those_of_the_pool() -> None:
    """7 has five seats of which the cohort counts two, and leads one; 8 has one free; 9 is paused and counts nothing."""
    pool = pd.DataFrame(
        {"person_id": [7, 8, 9], "capacity": [2, 1, 3], "own": [5, 1, 3], "load": [1, 0, 0],
         "status": ["in_pool", "in_pool", "paused"]}
    )  # fmt: skip
    holders = pd.DataFrame({"term_id": [1, 1, 2], "person_id": [7, 8, 9]})
    balance = pd.DataFrame({"term_id": [1, 2, 3], "needs": [4, 1, 1], "seats": [5, 3, 0]})
    assert with_counted(balance, holders, pool)["seats"].tolist() == [2, 0, 0]
    assert with_counted(balance, holders[:0], pool)["seats"].tolist() == [0, 0, 0]


def test_states_follow_from_seats_load_and_status() -> None:
    """Over beats everything; without a seat or out of the pool nobody can be given."""
    assert mentors((1, 2), (2, 2), (2, 1), (0, 0))["state"].tolist() == ["over", "full", "free", "closed"]
    assert mentors((2, 1), (1, 2), status="paused")["state"].tolist() == ["closed", "over"]


def test_a_ceiling_closes_seats_and_makes_nobody_overfull_and_seats_by_name_open_some() -> None:
    """Ceiling 1 of 2 with two people: full; ceiling 1 of 2 with nobody: one free; by name 3 of 2 with three people: full."""
    frame = pd.DataFrame({"person_id": [1, 2, 3, 4], "capacity": [2, 2, 2, 2], "load": [2, 0, 3, 4]})
    seats = {
        1: Seats(2, 1, "in_office"),
        2: Seats(2, 1, "maximum"),
        3: Seats(2, 3, "override"),
        4: Seats(2, 3, "override"),
    }
    counted = with_state(with_seats(frame.assign(status="in_pool", proposed=0), seats))
    assert counted["state"].tolist() == ["full", "free", "full", "over"]
    assert counted["free"].tolist() == [0, 1, 0, 0]
    assert counted["own"].tolist() == [2, 2, 2, 2]


def test_a_scheme_laid_over_takes_seats() -> None:
    """One more person each: of two free seats one is left, the full one is over."""
    laid = mentors((2, 0), (1, 1), proposed=1)
    assert laid["free"].tolist() == [1, 0]
    assert laid["state"].tolist() == ["free", "over"]


def test_totals_count_seats_of_the_pool_and_people_of_everybody() -> None:
    """Two mentors in the pool with 3 seats and 2 people, one paused with 1 person: 3 seats, 3 people, 1 free."""
    both = pd.concat([mentors((2, 1), (1, 1)), mentors((1, 1), status="paused")], ignore_index=True)
    sums = totals(both)
    assert (sums.mentors, sums.seats, sums.load, sums.free, sums.over) == (2, 3, 3, 1, 0)


def test_the_lorenz_curve_by_hand() -> None:
    """One seat idle, one seat used twice over: half of the seats carry nothing, Gini 0.5."""
    curve = lorenz(mentors((1, 0), (1, 2)))
    assert curve[["seats", "led"]].to_numpy().tolist() == [[0, 0], [0.5, 0], [1, 1]]
    assert gini(curve) == pytest.approx(0.5)


def test_seats_used_alike_have_gini_zero_whatever_their_number() -> None:
    """Two of four, one of two, three of six."""
    assert gini(lorenz(mentors((4, 2), (2, 1), (6, 3)))) == pytest.approx(0)


def test_a_bend_of_the_curve_leads_to_the_mentors_whose_seats_are_used_alike() -> None:
    """Two of three seats half used or not at all: each level is one mark, and its key finds its mentors again."""
    frame = mentors((1, 0), (2, 1), (4, 2), (1, 1))
    figure = lorenz_curve(lorenz(frame), "title")
    marks = figure.data[-1]
    assert list(marks.customdata) == ["use:0.0", "use:0.5", "use:1.0"]
    assert behind(frame, "use:0.5")["capacity"].tolist() == [2, 4]
    assert len(behind(frame, None)) == 4


def test_nobody_led_has_no_curve_and_gini_zero() -> None:
    """An empty curve is not an error."""
    curve = lorenz(mentors((2, 0), (1, 0)))
    assert curve.empty and gini(curve) == 0


@given(rows=SEATS)
def test_gini_is_the_mean_difference_of_use_between_seats(rows: list[tuple[int, int]]) -> None:
    """Sum over all pairs of seats of |use - use'|, by the mean use: the textbook's other formula."""
    seats = [load / capacity for capacity, load in rows for _ in range(capacity)]
    total = sum(seats)
    expected = 0 if not total else sum(abs(a - b) for a in seats for b in seats) / (2 * len(seats) * total)
    assert gini(lorenz(mentors(*rows))) == pytest.approx(expected, abs=1e-9)


def test_places_stand_in_the_official_order_with_their_sums() -> None:
    """The first unit of a county decides its place; what is beyond the seats is counted apart."""
    frame = mentors((1, 3), (2, 0), (2, 1)).assign(county=["乙县", "甲县", "乙县"], unit_position=[5, 2, 9])
    rows = by_place(frame, "county")
    assert rows["place"].tolist() == ["甲县", "乙县"]
    assert rows[["mentors", "load", "free", "over"]].to_numpy().tolist() == [[1, 0, 2, 0], [2, 4, 1, 2]]


def mentees() -> pd.DataFrame:
    """Four of 甲县 (led, proposed, waiting, and led with a stray proposal), one of 乙县."""
    return pd.DataFrame(
        {
            "county": ["甲县"] * 4 + ["乙县"],
            "unit_position": [1, 1, 1, 1, 0],
            "led": [1, 0, 0, 1, 0],
            "proposed": [0, 1, 0, 1, 0],
            "status": ["paired", "waiting", "waiting", "paired", "waiting"],
        }
    )


def test_coverage_counts_everybody_once() -> None:
    """Led, proposed and open add up to all; who is led is not proposed again."""
    rows = coverage(mentees(), "county").set_index("group")
    assert rows.loc["甲县", ["total", "led", "proposed", "open"]].tolist() == [4, 2, 1, 1]
    assert rows.index.tolist() == ["乙县", "甲县"]


def test_who_is_proposed_waits_no_longer() -> None:
    """Two of 甲县 wait, one of them has a pair in the scheme."""
    assert waiting_by_county(mentees()).to_dict() == {"甲县": 1, "乙县": 1}


def test_retirement_asks_only_those_whom_the_rule_concerns() -> None:
    """A working man by the table, a woman without a month unknown, the retired and village secretaries not asked."""
    frame = pd.DataFrame(
        {
            "birth": ["1966-08", None, "1960-01", "1966-08"],
            "sex": ["male", "female", "male", "male"],
            "standing": ["second_line", "in_office", "rehired", "village_secretary"],
        }
    )
    known = with_retirement(frame, date(2026, 11, 24))
    assert known["retires_on"].tolist() == [date(2027, 1, 1), None, None, None]
    assert known["months"].tolist()[0] == 2 and known["months"].isna().sum() == 3
    assert known["asked"].tolist() == [True, True, False, False]
