"""The columns of a table of records: how each cell is read, and which a row cannot do without."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from documents.roster.fields import RECORD_NEEDS
from documents.values import Reading, read_date, read_number, read_terms
from documents.values.dates import PartialDate, Window
from documents.values.reading import Note, fault
from documents.values.text import DATA, fold, key
from documents.vocabulary import Vocabulary, seed

LONG, SHORT = 2000, 120
MOST = 100_000
BETWEEN = re.compile(r"[、，,;；/／|\s+＋&]+")
# 3月5日, 3.5, 3-5: a day without its year.
NO_YEAR = re.compile(r"(1[0-2]|0?[1-9])\s*[月./\-]\s*(3[01]|[12][0-9]|0?[1-9])\s*[日号]?")
YEAR = re.compile(r"(20[0-9]{2})\s*年")


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What reading a cell depends on besides its text: the words of topics, open campaigns (name -> id), today.

    `year` is the one that the head of the table names (0: none).
    """

    vocabulary: Vocabulary = field(default_factory=seed)
    campaigns: Mapping[str, int] = field(default_factory=dict)
    today: date = field(default_factory=date.today)
    year: int = 0


Read = Callable[[str, RecordContext], Reading]


@cache
def words() -> dict[str, Any]:
    """Headers, closed lists, titles and the template (`data/recordlist.toml`)."""
    return tomllib.loads((DATA / "recordlist.toml").read_text("utf-8"))


def usual(list_name: str, code: str) -> str:
    """The usual Chinese word of a code."""
    return str(words()["lists"][list_name][code][0])


@cache
def _codes(list_name: str) -> dict[str, str]:
    return {key(word): code for code, known in words()["lists"][list_name].items() for word in known}


def read_day(text: str, context: RecordContext) -> Reading:
    """A date to the day. Without a year it is that of the table's head, else the years it may be are offered."""
    plain = fold(text)
    short = NO_YEAR.fullmatch(plain)
    if short:
        return _without_year(int(short[1]), int(short[2]), context)
    read = read_date(text, Window(context.today))
    if not isinstance(read.value, PartialDate):
        return read
    if read.value.precision != "day":
        return fault("day_missing", date=read.value.iso)
    return Reading(read.value.first_day, warnings=read.warnings)


def _without_year(month: int, day: int, context: RecordContext) -> Reading:
    years = [context.year] if context.year else [context.today.year, context.today.year - 1]
    found = [one for year in years if (one := _day(year, month, day)) and one <= context.today]
    if not found:
        return fault("bad_date")
    if context.year:
        return Reading(found[0], warnings=(Note("year_from_title", {"date": found[0].isoformat()}),))
    return fault("year_missing", readings=[one.isoformat() for one in found])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _one(list_name: str) -> Read:
    def read(text: str, context: RecordContext) -> Reading:
        code = _codes(list_name).get(key(text))
        return Reading(code) if code else _unknown(list_name, [text.strip()])

    return read


def _several(list_name: str) -> Read:
    def read(text: str, context: RecordContext) -> Reading:
        items = [item for item in BETWEEN.split(text.strip()) if item]
        known = _codes(list_name)
        unknown = [item for item in items if key(item) not in known]
        return _unknown(list_name, unknown) if unknown else Reading(tuple(known[key(item)] for item in items))

    return read


def _unknown(list_name: str, items: list[str]) -> Reading:
    return fault("unknown_value", items=items, allowed=[usual(list_name, code) for code in words()["lists"][list_name]])


def _text(limit: int) -> Read:
    def read(text: str, context: RecordContext) -> Reading:
        plain = text.strip()
        return Reading(plain) if len(plain) <= limit else fault("text_too_long", limit=limit)

    return read


def _count(text: str, context: RecordContext) -> Reading:
    return read_number(text.strip().removesuffix("户").removesuffix("次"), 0, MOST, whole=True)


def _rating(text: str, context: RecordContext) -> Reading:
    return read_number(text.strip().removesuffix("分"), 1, 5)


def _topics(text: str, context: RecordContext) -> Reading:
    return read_terms(text, "expertise", context.vocabulary)


def _campaign(text: str, context: RecordContext) -> Reading:
    found = {key(name): number for name, number in context.campaigns.items()}.get(key(text))
    return Reading(found) if found else fault("unknown_value", items=[text.strip()], allowed=list(context.campaigns))


FIELDS: Mapping[str, Read] = {
    "mentee": _text(SHORT), "mentee_no": _text(SHORT), "mentee_unit": _text(SHORT), "mentor": _text(SHORT), "day": read_day,
    "kind": _one("kind"), "title": _text(SHORT), "content": _text(LONG), "outcome": _text(LONG), "reflection": _text(LONG),
    "place": _text(SHORT), "forms": _several("forms"), "methods": _several("methods"), "steps": _several("steps"),
    "aspects": _several("aspects"), "topics": _topics, "village": _text(SHORT), "households_visited": _count,
    "households_total": _count, "problems_found": _count, "problems_solved": _count, "campaign": _campaign,
    "post": _text(SHORT), "mode": _one("mode"), "links": _count, "visits": _count, "remedy": _one("remedy"),
    "feedback_count": _count, "rating": _rating, "remark": _text(LONG),
}  # fmt: skip
REQUIRED = RECORD_NEEDS
WHO = frozenset({"mentee", "mentee_no", "mentee_unit", "mentor", "kind", "seq", "remark", ""})
