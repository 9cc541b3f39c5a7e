"""Small words of papers: a unit with its post, dates as the office writes them, nothing said for what is not known."""

from collections.abc import Iterable
from datetime import date

from texts import _, days

NOTHING = "—"


def titled(unit: str | None, post: str | None) -> str:
    """Unit and post as one reads them, "" without either."""
    return f"{unit or ''}{post or ''}"


def title_of(unit: str | None, post: str | None) -> str:
    """Unit and post as one reads them, "—" without either."""
    return titled(unit, post) or NOTHING


def day(value: date | None) -> str:
    """2026年3月5日, "" for none."""
    return days.spoken(value) if value else ""


def partial(text: str | None, nothing: str = NOTHING) -> str:
    """A partial date as far as it was given, `nothing` for none."""
    return days.partial(text) if text else nothing


def term(first: date, last: date) -> str:
    """From a day to a day."""
    return _("{start} to {end}").format(start=day(first), end=day(last))


def listed(words: Iterable[str]) -> str:
    """Words one after another, "—" for none."""
    return _(", ").join(words) or NOTHING
