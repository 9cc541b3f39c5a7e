"""Working days follow the notice that the office pasted: every day of it, no other, and never silently."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.engines import Database
from programme import holidays
from programme.errors import Conflict, Forbidden, Invalid
from programme.holiday_notice import read_notice
from programme.usecase import look, perform
from programme.workdays import PLAIN, Calendar, is_workday, last_day, unknown_years
from tests.conftest import Staff

# Invented, so that no test states a fact about a real year.
NOTICE = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、国庆节：10月1日至7日放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def days(year: int, text: str, kind: str) -> list[str]:
    return [f"{one.day:%m-%d}" for one in read_notice(year, text) if one.kind == kind]


def test_a_notice_is_read_span_by_span() -> None:
    assert days(2026, NOTICE, "off") == ["01-01", "01-02", "01-03", *(f"10-0{day}" for day in range(1, 8))]
    assert days(2026, NOTICE, "work") == ["01-04", "09-20", "10-10"]
    assert {one.name for one in read_notice(2026, NOTICE)} == {"元旦", "国庆节"}


@pytest.mark.parametrize(
    ("text", "off", "work"),
    [
        ("清明节：4月5日放假1天。", ["04-05"], []),
        ("10月1日至7日放假，10月10日上班", [f"10-0{day}" for day in range(1, 8)], ["10-10"]),
        ("9月20日，10月10日上班", [], ["09-20", "10-10"]),
        ("1月30日至2月2日放假", ["01-30", "01-31", "02-01", "02-02"], []),
        ("春节：2月15日—17日放假调休。2月14日上班", ["02-15", "02-16", "02-17"], ["02-14"]),
    ],
)
def test_ways_in_which_notices_are_written(text: str, off: list[str], work: list[str]) -> None:
    assert (days(2026, text, "off"), days(2026, text, "work")) == (off, work)


def test_a_span_over_new_year_says_its_years() -> None:
    found = read_notice(2027, "元旦：2026年12月31日至2027年1月2日放假")
    assert [one.day for one in found] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    assert [one.day.year for one in read_notice(2026, "12月31日至1月2日放假")] == [2026, 2027, 2027]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "holiday_nothing"), ("放假安排如下", "holiday_nothing"), ("10月1日至7日", "holiday_no_kind"),
        ("2月30日放假", "holiday_bad_day"), ("5日放假", "holiday_bad_day"), ("1月1日至6月1日放假", "holiday_bad_day"),
        ("1月1日放假。1月1日上班", "holiday_twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name_and_never_left_out(text: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        read_notice(2026, text)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(DAYS, max_size=8), st.lists(DAYS, max_size=8), DAYS, st.integers(0, 30))
def test_the_last_day_is_a_working_day_after_exactly_so_many(off: list, worked: list, start: date, count: int) -> None:
    """An independent count of the days between, one by one."""
    calendar = Calendar(frozenset(off) - frozenset(worked), frozenset(day for day in worked if day.weekday() >= 5))
    last = last_day(start, count, calendar)
    between = [start + timedelta(days=step) for step in range(1, (last - start).days + 1)]
    passed = [day for day in between if day in calendar.made_up or (day.weekday() < 5 and day not in calendar.off)]
    assert len(passed) == count
    assert count == 0 or is_workday(last, calendar)


def test_three_working_days_over_a_holiday_take_longer(lite: Database, staff: Staff) -> None:
    """Posted on Wednesday 30 September: 8 and 9 October (Thursday, Friday), then the made-up Saturday."""
    officer = staff("officer")
    assert perform(lite, officer.id, holidays.enter_year, year=2026, text=NOTICE) == 13
    known = look(lite, officer, holidays.calendar)
    assert last_day(date(2026, 9, 30), 3, known) == date(2026, 10, 10)
    assert last_day(date(2026, 9, 30), 3, PLAIN) == date(2026, 10, 5)


def test_a_year_is_put_in_place_of_what_was_entered_before(lite: Database, staff: Staff) -> None:
    officer = staff("officer")
    perform(lite, officer.id, holidays.enter_year, year=2026, text=NOTICE)
    perform(lite, officer.id, holidays.enter_year, year=2026, text="5月1日放假")
    assert look(lite, officer, holidays.calendar).off == {date(2026, 5, 1)}
    perform(lite, officer.id, holidays.forget_year, year=2026)
    assert look(lite, officer, holidays.calendar) == PLAIN
    with pytest.raises(Conflict, match="holiday_year_not_entered"):
        perform(lite, officer.id, holidays.forget_year, year=2026)


def test_two_notices_may_agree_on_a_day_but_not_differ(lite: Database, staff: Staff) -> None:
    officer = staff("officer")
    perform(lite, officer.id, holidays.enter_year, year=2026, text="12月31日至1月2日放假")
    perform(lite, officer.id, holidays.enter_year, year=2027, text="元旦：1月1日至2日放假")
    with pytest.raises(Conflict, match="holiday_of_other_year"):
        perform(lite, officer.id, holidays.enter_year, year=2027, text="1月2日上班")
    known = look(lite, officer, holidays.calendar)
    assert known.years == {2026, 2027}
    assert date(2027, 1, 2) in known.off


def test_years_that_nobody_entered_are_told() -> None:
    known = Calendar(years=frozenset({2026}))
    assert unknown_years(date(2026, 12, 30), date(2027, 1, 5), known) == (2027,)
    assert unknown_years(date(2026, 3, 1), date(2026, 3, 5), known) == ()


def test_only_who_keeps_cohorts_keeps_the_calendar(lite: Database, staff: Staff) -> None:
    with pytest.raises(Forbidden):
        perform(lite, staff("leader").id, holidays.enter_year, year=2026, text=NOTICE)
    with pytest.raises(Invalid, match="holiday_year"):
        perform(lite, staff("officer").id, holidays.enter_year, year=26, text=NOTICE)
