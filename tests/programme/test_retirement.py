"""The forecast of retirement against months that the published comparison table gives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.retirement import months_until, retires_on

MONTHS = st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(1940, 2000), st.integers(1, 12))


def months(birth: str) -> int:
    """Months since year 0, counted apart from the code under test."""
    year, month = birth.split("-")
    return int(year) * 12 + int(month)


@pytest.mark.parametrize(
    ("sex", "birth", "day"),
    [
        ("male", "1964-12", date(2024, 12, 1)),
        ("male", "1965-01", date(2025, 2, 1)),
        ("male", "1965-04", date(2025, 5, 1)),
        ("male", "1965-05", date(2025, 7, 1)),
        ("male", "1976-08", date(2039, 7, 1)),
        ("male", "1976-09", date(2039, 9, 1)),
        ("male", "1990-01", date(2053, 1, 1)),
        ("female", "1969-12", date(2024, 12, 1)),
        ("female", "1970-01", date(2025, 2, 1)),
        ("female", "1981-09", date(2039, 9, 1)),
    ],
)
def test_the_month_is_the_one_of_the_published_table(sex: str, birth: str, day: date) -> None:
    """60 and 55 before 2025, then one month more for every four months of birth, up to 63 and 58."""
    assert retires_on(birth, sex) == day


@given(birth=MONTHS, sex=st.sampled_from([("male", 60), ("female", 55)]))
def test_the_age_stays_between_the_old_and_the_new_one_and_birth_order_is_kept(
    birth: str, sex: tuple[str, int]
) -> None:
    """Nobody waits more than three years longer, and who is born a month later never goes a month earlier."""
    code, old = sex
    day = retires_on(birth, code)
    assert day is not None
    age = months(day.strftime("%Y-%m")) - months(birth)
    assert old * 12 <= age <= (old + 3) * 12
    following = months(birth)
    later = retires_on(f"{following // 12}-{following % 12 + 1:02d}", code)
    assert later is not None and later > day


@pytest.mark.parametrize(("birth", "sex"), [(None, "male"), ("", "male"), ("1966", "male"), ("1966-08", "")])
def test_without_month_or_sex_nothing_is_guessed(birth: str | None, sex: str) -> None:
    """A bare year leaves twelve months open, an unknown sex two ages."""
    assert retires_on(birth, sex) is None


def test_a_day_counts_as_its_month() -> None:
    """1966-08-31 retires with everybody born in August 1966."""
    assert retires_on("1966-08-31", "male") == retires_on("1966-08", "male")


def test_months_until_counts_calendar_months() -> None:
    """The last day of a month is as near to the next month as the first; the past is negative."""
    assert months_until(date(2027, 1, 1), date(2026, 11, 30)) == 2
    assert months_until(date(2026, 10, 1), date(2026, 11, 1)) == -1
