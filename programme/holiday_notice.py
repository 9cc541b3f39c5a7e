"""The yearly notice of public holidays as the office pastes it, read into days off and days made up.

Understood is the notice's own way of writing: `10月1日（星期四）至7日（星期三）放假调休，共7天。10月10日（星期六）上班。` A part without
a year belongs to the notice's year; `2026年12月31日` says its own. Nothing is known beforehand and nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from programme.errors import Invalid

ASIDE = re.compile(r"[（(][^）)]*[）)]|\s+")
HEAD = re.compile(r"^(?:[一二三四五六七八九十\d]+[、.．])?([^：:。\d]{1,20})[：:]")
DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
SPAN = DAY.format("a") + "(?:(?:至|到|—|-|－|~|～)" + DAY.format("b") + ")?"
SAID = re.compile(f"(?P<off>放假|补休)|(?P<work>上班)|{SPAN}")
MOST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the notice: `kind` is "off" or "work", `name` the holiday's."""

    day: date
    kind: str
    name: str = ""


def read_notice(year: int, text: str) -> tuple[Entry, ...]:
    """The days of a notice in their order.

    Raises Invalid: "holiday_nothing" for a text without days, "holiday_no_kind" with a day of which the line says
    neither 放假 nor 上班, "holiday_bad_day" with a day that does not exist, "holiday_twice" for a day both off and worked.
    """
    found: dict[date, Entry] = {}
    for entry in _entries(year, text):
        known = found.setdefault(entry.day, entry)
        if known.kind != entry.kind:
            raise Invalid("holiday_twice", day=entry.day)
    if not found:
        raise Invalid("holiday_nothing")
    return tuple(found[day] for day in sorted(found))


def _entries(year: int, text: str) -> Iterator[Entry]:
    for line in text.splitlines():
        bare = ASIDE.sub("", line)
        head = HEAD.match(bare)
        yield from _sentences(year, bare[head.end() :] if head else bare, head[1] if head else "")


def _sentences(year: int, line: str, name: str) -> Iterator[Entry]:
    """Days wait until the line says what becomes of them."""
    month, waiting = [0], list[re.Match[str]]()
    for said in SAID.finditer(line):
        if said["ad"]:
            waiting.append(said)
            continue
        kind = "off" if said["off"] else "work"
        yield from (Entry(day, kind, name) for span in waiting for day in _days(year, span, month))
        waiting.clear()
    if waiting:
        raise Invalid("holiday_no_kind", text=waiting[0][0])


def _days(year: int, span: re.Match[str], month: list[int]) -> list[date]:
    """Every day of a span; a day without a month has that of the day before it."""
    first = _day(year, span, "a", month)
    last = _day(first.year, span, "b", month) if span["bd"] else first
    if last < first:
        last = _moved(last, first.year + 1, span[0])
    if (last - first).days >= MOST:
        raise Invalid("holiday_bad_day", text=span[0])
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _day(year: int, span: re.Match[str], side: str, month: list[int]) -> date:
    month[0] = int(span[f"{side}m"] or month[0])
    try:
        return date(int(span[f"{side}y"] or year), month[0], int(span[f"{side}d"]))
    except ValueError as wrong:
        raise Invalid("holiday_bad_day", text=span[0]) from wrong


def _moved(day: date, year: int, text: str) -> date:
    try:
        return day.replace(year=year)
    except ValueError as wrong:
        raise Invalid("holiday_bad_day", text=text) from wrong
