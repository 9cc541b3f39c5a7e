"""The six figures against hand-computed plans."""

from itertools import product

import pytest

from programme.desk_figures import Seats, burdens, figures, gini


def test_the_figures_of_a_plan_computed_by_hand() -> None:
    """Four people, one not eligible, two paired at 75 and 60; burdens 1/1, 2/2 and 0/2: Gini (0*-2 + 1*0 + 1*2) / (3*2) = 1/3."""
    seats = {10: Seats(1), 11: Seats(2, 1), 12: Seats(2)}
    got = figures({(1, 10): 75_000, (2, 11): 60_000}, {1: "", 2: "", 3: "", 4: "over_age"}, seats, {(2, 11)})
    assert (got.people, got.paired, got.unmatched, got.to_look_at) == (3, 2, 1, 1)
    assert got.ineligible == 1
    assert (got.mean_fit, got.lowest_fit, got.total_fit) == (67.5, 60.0, 135.0)
    assert got.gini == pytest.approx(1 / 3)


def test_a_person_with_two_mentors_is_one_person() -> None:
    got = figures({(1, 10): 50_000, (1, 11): 70_000}, {1: ""}, {10: Seats(1), 11: Seats(1)}, {(1, 10), (1, 11)})
    assert (got.paired, got.unmatched, got.mean_fit, got.to_look_at) == (1, 0, 60.0, 1)


def test_an_empty_plan_has_no_fits_and_no_unevenness() -> None:
    got = figures({}, {1: ""}, {10: Seats(2)}, ())
    assert (got.mean_fit, got.lowest_fit, got.total_fit, got.gini, got.unmatched) == (None, None, 0, 0.0, 1)


def test_a_mentor_without_seats_plays_no_part_in_the_evenness() -> None:
    assert burdens({(1, 10): 1}, {10: Seats(2), 11: Seats(0)}) == {10: 0.5}


@pytest.mark.parametrize("values", list(product([0, 1, 2, 5], repeat=4))[::7])
def test_gini_is_half_the_mean_difference_over_the_mean(values: tuple[int, ...]) -> None:
    """The definition: mean absolute difference of all ordered pairs, over twice the mean."""
    mean = sum(values) / len(values)
    spread = sum(abs(a - b) for a in values for b in values) / len(values) ** 2
    assert gini(values) == pytest.approx(spread / (2 * mean) if mean else 0)
