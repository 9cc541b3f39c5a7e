"""Days and partial dates as they are read: 2026年3月5日, 2026年3月, 2026年; in English 2026-03-05, 2026-03, 2026."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from db.clock import local
from texts import _, language


def day(value: date | datetime | str | None) -> str:
    """A day, or "" for none; also for ISO text, of whatever precision."""
    if value is None or pd.isna(value) or value == "":
        return ""
    return partial(str(value)[:10])


def partial(text: str | None) -> str:
    """A partial date `1986`, `1986-10` or `1986-10-05` as far as it was given."""
    if not text or pd.isna(text):
        return ""
    year, *rest = text.split("-")
    parts = dict(zip(("month", "day"), map(_figure, rest), strict=False))
    if len(rest) == 2:
        return _("{year}-{month}-{day}").format(year=year, **parts)
    return _("{year}-{month}").format(year=year, **parts) if rest else _("year {year}").format(year=year)


def moment(instant: datetime) -> str:
    """A stored instant (UTC) as the staff's clocks show it, to the minute."""
    there = local(pd.Timestamp(instant).to_pydatetime())
    return f"{day(there.date())} {there:%H:%M}"


def typed(text: Any) -> str:
    """A partial date as one types it into a form: 1986.10."""
    return "" if not text or pd.isna(text) else str(text).replace("-", ".")


def _figure(number: str) -> str:
    """03 in English, 3 in Chinese."""
    return number if language() == "en" else str(int(number))
