"""What a review may say: the self-assessment and the two comments, from a form or a row of a file, checked."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.clock import today
from db.models.monthly import REVIEWERS
from documents.values.text import fold, key
from programme.errors import Conflict, Invalid
from programme.recordbook.values import PRIVATE

PARTS = ("self", *REVIEWERS)
LONGEST, LONGEST_NAME = 2000, 40
LOW, HIGH = 0, 100
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A self-assessment (no author) or a comment: its text, its score 0 to 100, who wrote it, on which day."""

    text: str
    score: float
    author: str = ""
    on: date | None = None


def checked(values: Values, month: str) -> dict[str, Part]:
    """The parts that are given, of "self_text", "self_score", "head_author", "head_on" and so on; a blank part is none.

    Raises Invalid with the field in its data for a part of which half is missing, and for whatever cannot be kept.
    """
    return {name: _part(values, name, month) for name in PARTS if _given(values, name)}


def _given(values: Values, name: str) -> bool:
    return bool(_plain(values, f"{name}_text")) or not _blank(values.get(f"{name}_score"))


def _part(values: Values, name: str, month: str) -> Part:
    text, score = _plain(values, f"{name}_text"), values.get(f"{name}_score")
    if not text or _blank(score):
        raise Invalid("review_part_whole", field=f"{name}_score" if text else f"{name}_text")
    author = "" if name == "self" else _author(values, f"{name}_author")
    return Part(_words(text, f"{name}_text"), read_score(score, f"{name}_score"), author, _day(values, name, month))


def _plain(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()


def _blank(value: Any) -> bool:
    return value is None or value == ""


def _words(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise Invalid("text_too_long", field=field, length=len(text), limit=LONGEST)
    if PRIVATE.search(text):
        raise Invalid("record_private_number", field=field)
    return text


def read_score(value: Any, field: str) -> float:
    """A score from 0 to 100 with at most one decimal. Raises Invalid ("review_score")."""
    try:
        score = float(fold(value) if isinstance(value, str) else value)
    except (TypeError, ValueError) as wrong:
        raise Invalid("review_score", field=field, value=str(value)[:20], low=LOW, high=HIGH) from wrong
    if isinstance(value, bool) or not LOW <= score <= HIGH or round(score, 1) != score:
        raise Invalid("review_score", field=field, value=str(value)[:20], low=LOW, high=HIGH)
    return score


def _author(values: Values, field: str) -> str:
    author = " ".join(_plain(values, field).split())
    if not author:
        raise Invalid("review_author_needed", field=field)
    if len(author) > LONGEST_NAME:
        raise Invalid("text_too_long", field=field, length=len(author), limit=LONGEST_NAME)
    return author


def _day(values: Values, name: str, month: str) -> date:
    day, field = values.get(f"{name}_on") or today(), f"{name}_on"
    if not isinstance(day, date):
        raise Invalid("record_day_needed", field=field)
    if day > today():
        raise Invalid("record_in_future", field=field, day=day)
    if day < first_day(month):
        raise Invalid("review_before_month", field=field, day=day, since=first_day(month))
    return day


def is_absent(value: Any) -> bool:
    """Whether a cell of a read model holds nothing: None, or not-a-number."""
    return bool(value is None or value != value)


def first_day(month: str) -> date:
    """The first day of "2026-10"."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """The last day of "2026-10"."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class People:
    """Whose names stand under a review: the mentee, the mentor, and whether a commenter only shares the mentor's name."""

    mentee: str
    mentor: str
    namesake: bool = False


def demand_others(parts: Mapping[str, Part], people: People) -> None:
    """Conflict where the mentor or the mentee comments himself, or one person writes both comments."""
    for role in REVIEWERS:
        if role in parts:
            _demand_other(parts[role].author, role, people)
    if set(REVIEWERS) <= parts.keys() and key(parts["head"].author) == key(parts["leader"].author):
        raise Conflict("comment_same_author", field="leader_author", author=parts["leader"].author)


def _demand_other(author: str, role: str, people: People) -> None:
    if key(author) == key(people.mentor) and not people.namesake:
        raise Conflict("comment_by_mentor", field=f"{role}_author", author=author, mentee=people.mentee)
    if key(author) == key(people.mentee):
        raise Conflict("comment_by_mentee", field=f"{role}_author", author=author)


def mark_of(filed_on: date, due_on: date) -> str:
    """ "" in time, "late" after the due date, "backfilled" in a later month than the due date's.

    >>> mark_of(date(2026, 11, 6), date(2026, 11, 5)), mark_of(date(2026, 12, 1), date(2026, 11, 5))
    ('late', 'backfilled')
    """
    if filed_on <= due_on:
        return ""
    return "late" if (filed_on.year, filed_on.month) == (due_on.year, due_on.month) else "backfilled"
