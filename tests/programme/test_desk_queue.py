"""The queue of the desk: segments, filters, words and pages over lines that were made by hand."""

from typing import Any

import pytest

from programme.desk_board import Line, Queue, Wanted
from programme.desk_cards import Who
from programme.desk_queue import PAGE, SEGMENTS, Pile, queue_of


def line(number: int, name: str = "甲", mentor: str = "王", **values: Any) -> Line:
    unit = values.pop("unit", "市财政局")
    led_by = Who(number, mentor, mentor) if mentor else None
    return Line(Who(number, name, name, unit), led_by, 60.0 if mentor else None, **values)


LINES = Pile(
    (
        line(1, "王建国", marks=("pin", "floor"), doubtful=True, share=1.0, county="澜东区", category="young_cadre"),
        line(2, "李芳", "陈", marks=("contested",), doubtful=True, share=0.6, unit="市水务局", county="澜西区"),
        line(3, "张伟", "陈", marks=("contested",), doubtful=True, share=0.3, crowded=True, county="澜东区"),
        line(4, "赵敏", "刘", share=0.8, unit="市水务局", category="young_cadre"),
        line(5, "钱静", "", marks=("seats_full",)),
        line(6, "孙丽", "", marks=("alone",), county="澜西区"),
        line(7, "周杰", "", marks=("ineligible",)),
    )
)


def shown(**wanted: Any) -> list[int]:
    return list(queue_of(LINES, Wanted(**wanted)).ids)


@pytest.mark.parametrize(
    ("segment", "ids"),
    [
        ("look", [3, 2, 1]), ("contested", [3, 2]), ("unmatched", [5, 6]), ("crowded", [3]), ("firm", [1, 4]),
        ("floor", [1]), ("locked", [1]), ("override", []), ("alone", [6]), ("ineligible", [7]),
        ("all", [1, 2, 3, 4, 5, 6, 7]),
    ],
)  # fmt: skip
def test_each_segment_shows_its_people_the_shakiest_first_where_firmness_counts(segment: str, ids: list[int]) -> None:
    assert shown(segment=segment) == ids
    assert queue_of(LINES, Wanted(segment)).counts[segment] == len(ids)


def test_without_a_segment_those_to_look_at_come_first_and_everybody_when_there_are_none() -> None:
    assert queue_of(LINES, Wanted("")).segment == "look"
    calm = Pile(tuple(one for one in LINES.lines if not one.doubtful))
    assert (queue_of(calm, Wanted("")).segment, len(queue_of(calm, Wanted("")).ids)) == ("all", 4)


def test_filters_and_words_narrow_together_and_the_counts_follow() -> None:
    assert shown(county="澜东区") == [1, 3]
    assert shown(unit="市水务局", category="young_cadre") == [4]
    assert shown(words="wjg") == shown(words="wangjian") == [1]
    assert shown(words="水务 陈") == [2]
    assert shown(segment="look", also="locked") == [1]
    counts = queue_of(LINES, Wanted(county="澜东区")).counts
    assert (counts["all"], counts["look"], counts["unmatched"]) == (2, 2, 0)


def test_what_there_is_to_filter_by_stays_whatever_is_filtered() -> None:
    found = queue_of(LINES, Wanted(county="澜东区"))
    assert (found.counties, found.categories) == (("澜东区", "澜西区"), ("young_cadre",))
    assert (found.units, found.known) == (("市水务局", "市财政局"), frozenset(range(1, 8)))


def many(mentee_id: int | None) -> Queue:
    pile = Pile(tuple(line(number) for number in range(1, 2 * PAGE + 11)))
    return queue_of(pile, Wanted(mentee_id=mentee_id))


@pytest.mark.parametrize(
    ("mentee_id", "first", "count"),
    [(None, 0, PAGE), (PAGE, 0, PAGE), (PAGE + 1, PAGE, PAGE), (2 * PAGE + 10, 2 * PAGE, 10), (9_999, 0, PAGE)],
)
def test_a_long_queue_shows_the_page_of_whoever_is_open(mentee_id: int | None, first: int, count: int) -> None:
    found = many(mentee_id)
    assert (found.first, len(found.lines), len(found.ids)) == (first, count, 2 * PAGE + 10)
    assert mentee_id in (None, 9_999) or mentee_id in [one.mentee.id for one in found.lines]


def test_a_person_with_two_mentors_has_two_lines_and_one_place_in_the_walk() -> None:
    pair = line(1), line(1, mentor="陈"), line(2)
    found = queue_of(Pile(pair), Wanted())
    assert (len(found.lines), found.ids) == (3, (1, 2))


def test_nobody_who_is_not_eligible_counts_as_without_a_mentor() -> None:
    assert not SEGMENTS["unmatched"](LINES.lines[6])
