"""Eligibility is judged on one day, to the day, and says which number decided it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.eligibility import Candidate, Verdict, age_on, full_months, judge
from programme.rules import Rules

ON = date(2026, 9, 1)
RULES = Rules()
YOUNG = "young_cadre"
OTHERS = ("institution_professional", "reserve_cadre", "new_village_committee_member")
DAYS = st.dates(date(1960, 1, 1), date(2040, 12, 31))


def young(work_start: str | None, on: date = ON) -> Verdict:
    return judge(Candidate(YOUNG, "township", "1999-03", work_start), on, RULES)


def disciplined(birth: str | None, on: date = ON) -> Verdict:
    return judge(Candidate(YOUNG, "discipline", birth, "2010-07"), on, RULES)


def test_the_example_of_the_page_is_25_months_and_under_three_years() -> None:
    assert young("2024-08") == Verdict(True, "within_months", ON, limit=36, months=25)


@pytest.mark.parametrize(
    ("work_start", "months", "code"),
    [
        ("2023-09-01", 36, "months_reached"),  # three full years on the very day: 不满 leaves the number out
        ("2023-09-02", 35, "within_months"),  # one day short of three years
        ("2023-08-31", 36, "months_reached"),
        ("2023-09", 36, "months_reached"),  # a month is its first day
        ("2023-10", 35, "within_months"),
        ("2026-09-01", 0, "within_months"),  # the first day at work
    ],
)
def test_three_years_are_counted_to_the_day(work_start: str, months: int, code: str) -> None:
    verdict = young(work_start)
    assert (verdict.months, verdict.code, verdict.ok) == (months, code, code == "within_months")


def test_who_begins_after_the_day_is_not_at_work_yet() -> None:
    assert young("2026-09-02").code == "not_started"
    assert young("2026-10").code == "not_started"


def test_a_missing_start_of_work_is_named_and_not_guessed() -> None:
    assert young(None) == young("") == Verdict(False, "no_work_start", ON, limit=36)


@pytest.mark.parametrize(
    ("year", "code"),
    [
        ("2022", "months_reached"),  # 31 December 2022 would be 44 months
        ("2023", "year_only"),  # January: 44 months, December: 32
        ("2024", "within_months"),  # 1 January 2024 is 32 months at most
    ],
)
def test_a_bare_year_decides_only_where_both_its_ends_agree(year: str, code: str) -> None:
    assert young(year).code == code


@pytest.mark.parametrize("category", OTHERS)
def test_the_limit_of_three_years_is_for_young_cadres_only(category: str) -> None:
    assert judge(Candidate(category, "village", "1970-01", "1990-01"), ON, RULES) == Verdict(True, "no_limit", ON)
    assert judge(Candidate(category), ON, RULES).ok


@pytest.mark.parametrize(
    ("birth", "years", "ok"),
    [
        ("1990-09-02", 35, True),  # 36 tomorrow: 以下 includes 35
        ("1990-09-01", 36, False),
        ("1990-09", 36, False),  # a month is its first day
        ("1990-10", 35, True),
        ("2003-01-15", 23, True),
    ],
)
def test_the_discipline_stream_asks_for_35_or_younger_instead(birth: str, years: int, ok: bool) -> None:
    verdict = disciplined(birth)
    assert (verdict.years, verdict.ok, verdict.months) == (years, ok, None)
    assert verdict.code == ("within_age" if ok else "over_age")


def test_the_discipline_stream_without_a_birth_says_so() -> None:
    assert disciplined("").code == "no_birth"
    assert disciplined("1990").code == "year_only"


def test_both_limits_are_the_cohorts_own() -> None:
    rules = Rules(months_limit=24, age_limit=30)
    assert judge(Candidate(YOUNG, "organ", None, "2024-08"), ON, rules).code == "months_reached"
    assert judge(Candidate(YOUNG, "discipline", "1995-01", None), ON, rules).code == "over_age"


def test_somebody_eligible_on_the_day_stays_so_whatever_day_it_is_today() -> None:
    assert young("2023-12", on=date(2026, 9, 1)).ok
    assert not young("2023-12", on=date(2026, 12, 1)).ok


def test_a_month_that_has_no_such_day_ends_on_its_last() -> None:
    assert full_months(date(2024, 1, 31), date(2024, 2, 29)) == 1
    assert full_months(date(2024, 1, 31), date(2024, 2, 28)) == 0
    assert full_months(date(2024, 2, 29), date(2027, 2, 28)) == 36


@given(DAYS, DAYS)
def test_full_months_agree_with_walking_from_month_to_month(start: date, end: date) -> None:
    """An oracle that only knows how to take one step: the day after the last completed month lies behind the end."""
    start, end = min(start, end), max(start, end)
    months = full_months(start, end)
    assert _after(start, months) <= end < _after(start, months + 1)


@given(DAYS, st.integers(0, 36 * 31))
def test_waiting_never_makes_anybody_eligible_again(start: date, days: int) -> None:
    text = start.isoformat()
    later = start + timedelta(days=days)
    assert young(text, on=later).ok >= young(text, on=later + timedelta(days=1)).ok


def test_age_counts_full_years() -> None:
    assert age_on("1970-05-06", date(2026, 5, 5)) == 55
    assert age_on("1970-05-06", date(2026, 5, 6)) == 56
    assert age_on("1970-05", date(2026, 5, 1)) == 56
    assert age_on("", ON) is None


def _after(start: date, months: int) -> date:
    """The day on which so many months are complete."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))
