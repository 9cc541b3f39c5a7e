"""Dates keep the precision they were given in; what could be two dates is a fault, never a guess."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.values import PartialDate, read_date
from documents.values.dates import Window, stated_age

TODAY = date(2026, 9, 15)
BORN = Window(TODAY)
BEGAN = Window(TODAY, months_ahead=24)

WRITTEN = {
    "1975.01": "1975-01",
    "1998年10月": "1998-10",
    "１９８９.０８": "1989-08",
    "198509": "1985-09",
    "1994/6/1": "1994-06-01",
    "2025.03（1岁）": "2025-03",
    "1990.02(34)": "1990-02",
    "1990.02\n（34岁）": "1990-02",
    "2024-09": "2024-09",
    "2006.09": "2006-09",
    "1986.10": "1986-10",
    "1986.1月": "1986-01",
    "1986年1月": "1986-01",
    "1986/1": "1986-01",
    "1986-1": "1986-01",
    "1986.01": "1986-01",
    "1986.1.1": "1986-01-01",
    "1998．10": "1998-10",
    "1998 10": "1998-10",
    "1998,10": "1998-10",
    "1998.10.": "1998-10",
    "1998年10月5日": "1998-10-05",
    "19981005": "1998-10-05",
    "1998-10-05 00:00:00": "1998-10-05",
    "1998-10-05T08:30:00": "1998-10-05",
    "一九九八年十月": "1998-10",
    "二〇〇三年七月二十一日": "2003-07-21",
    "生于1998.10": "1998-10",
    "1998.10出生": "1998-10",
    "2003.07至今": "2003-07",
    "10.1998": "1998-10",
    "7/15/1994": "1994-07-15",
    "5/5/1994": "1994-05-05",
    "  1998.02 ": "1998-02",
    "1998.\u200b02": "1998-02",
}


@pytest.mark.parametrize(("text", "iso"), WRITTEN.items())
def test_every_way_of_writing_a_date_is_read_with_its_precision(text: str, iso: str) -> None:
    reading = read_date(text, BORN)
    assert (reading.value.iso, reading.fault, reading.warnings) == (iso, None, ())


@pytest.mark.parametrize(
    ("text", "readings"),
    {
        "1986.1": ["1986-01", "1986-10"],
        "１９８６.１": ["1986-01", "1986-10"],
        "1986.1（40岁）": ["1986-01", "1986-10"],
        "98.1": ["1998-01", "1998-10"],
        "7/8/1994": ["1994-07-08", "1994-08-07"],
        "19985": ["1954-09-18", "1998-05"],
    }.items(),
)
def test_two_possible_readings_are_a_fault_that_names_both(text: str, readings: list[str]) -> None:
    fault = read_date(text, BORN).fault
    assert fault is not None
    assert (fault.rule, fault.data["readings"]) == ("ambiguous_date", readings)


def test_the_lost_zero_is_not_guessed_even_where_one_reading_lies_too_far_ahead() -> None:
    """On 15 September 2026, October 2028 is outside 24 months and January 2028 inside; it stays ambiguous."""
    fault = read_date("2028.1", BEGAN).fault
    assert fault is not None
    assert fault.data["readings"] == ["2028-01", "2028-10"]


@pytest.mark.parametrize(
    ("text", "rule"),
    {
        "2036.13": "bad_date",
        "1975.00": "bad_date",
        "1998.2.30": "bad_date",
        "203613": "bad_date",
        "19980230": "bad_date",
        "1998年13月": "bad_date",
        "1939.12": "date_out_of_range",
        "2031.05": "date_out_of_range",
        "1875年3月": "date_out_of_range",
        "至今": "unreadable_date",
        "不详": "unreadable_date",
        "199": "unreadable_date",
        "1985091": "unreadable_date",
        "1998.10-2003.07": "unreadable_date",
        "2O24.09": "unreadable_date",
        "199²": "unreadable_date",
        "١٩٩٨.٠٥": "unreadable_date",
        "3.3E+17": "unreadable_date",
        "": "unreadable_date",
    }.items(),
)
def test_what_is_no_date_is_a_fault_with_its_reason(text: str, rule: str) -> None:
    fault = read_date(text, BORN).fault
    assert fault is not None
    assert fault.rule == rule


@pytest.mark.parametrize(
    ("text", "iso", "rule"),
    [
        ("23.7", "2023-07", "two_digit_year"),
        ("98年5月", "1998-05", "two_digit_year"),
        ("Oct-98", "1998-10", "two_digit_year"),
        ("5-Jul-24", "2024-07-05", "two_digit_year"),
        ("7/15/94", "1994-07-15", "two_digit_year"),
        ("1986", "1986", "year_only"),
        ("45108", "2023-07-01", "serial_date"),
        ("2026.10", "2026-10", "future_date"),
    ],
)
def test_what_can_be_read_but_is_worth_a_look_is_a_warning(text: str, iso: str, rule: str) -> None:
    reading = read_date(text, BEGAN)
    assert (reading.value.iso, [note.rule for note in reading.warnings]) == (iso, [rule])


def test_nobody_is_born_after_today_but_somebody_may_begin_next_year() -> None:
    assert read_date("2027.03", BORN).fault is not None
    assert read_date("2027.03", BEGAN).value == PartialDate(2027, 3)


def test_a_month_counts_as_its_first_day_and_a_year_as_its_first() -> None:
    assert PartialDate(1986, 10).first_day == date(1986, 10, 1)
    assert PartialDate(1986).first_day == date(1986, 1, 1)
    assert PartialDate(1986, 10, 5).precision == "day"


def test_the_age_in_brackets_is_told_apart_from_the_date() -> None:
    assert stated_age("1986.07（40岁）") == 40
    assert stated_age("1986.07 满40周岁") == 40
    assert stated_age("1986.07") is None


MONTHS = st.tuples(st.integers(1940, 2025), st.integers(1, 12))
FORMS = (
    "{y}.{m:02d}",
    "{y}年{m}月",
    "{y}-{m:02d}",
    "{y}/{m:02d}",
    "{y}{m:02d}",
    "{y}. {m:02d}",
    "{y}年{m:02d}月（30岁）",
)


@settings(deadline=None)
@given(MONTHS, st.sampled_from(FORMS), st.booleans())
def test_any_month_comes_back_from_any_form(month: tuple[int, int], form: str, wide: bool) -> None:
    text = form.format(y=month[0], m=month[1])
    if wide:
        text = text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789."})
    assert read_date(text, BORN).value == PartialDate(*month)


@settings(deadline=None)
@given(MONTHS)
def test_a_partial_date_comes_back_from_its_stored_form(month: tuple[int, int]) -> None:
    for given_date in (PartialDate(month[0]), PartialDate(*month), PartialDate(*month, 28)):
        assert PartialDate.of_iso(given_date.iso) == given_date


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_and_each_is_a_value_or_a_fault(text: str) -> None:
    reading = read_date(text, BORN)
    assert (reading.value is None) != (reading.fault is None)


@settings(deadline=None)
@given(st.text(alphabet="0123456789./-年月日 ()岁", max_size=14))
def test_whatever_is_read_lies_between_1940_and_today(text: str) -> None:
    value = read_date(text, BORN).value
    assert value is None or (value.year >= 1940 and value.first_day <= TODAY)
