"""Days and partial dates as they are read: 2026年3月5日, 2026年3月, 2026年; in English 2026-03-05, 2026-03, 2026."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd

from db.clock import local
from texts import _, days, language


def day(value: date | datetime | str | None) -> str:
    """A day, or "" for none; also for ISO text, of whatever precision."""
    if value is None or pd.isna(value) or value == "":
        return ""
    return days.partial(str(value)[:10])


def days_told(values: Iterable[Any]) -> list[str]:
    """Each as `day` tells it; in a long table many rows share a day."""
    told: dict[Any, str] = {}
    return [told[value] if value in told else told.setdefault(value, day(value)) for value in values]


def partial(text: str | None) -> str:
    """A partial date `1986`, `1986-10` or `1986-10-05` as far as it was given."""
    return "" if not text or pd.isna(text) else days.partial(text)


def month_ticks() -> str:
    """How an axis of days writes its months (a format of d3)."""
    return "%Y-%m" if language() == "en" else "%Y年%-m月"


def day_of(instant: datetime) -> str:
    """The day on the staff's calendar when a stored instant (UTC) came."""
    return day(local(pd.Timestamp(instant).to_pydatetime()))


def moment(instant: datetime) -> str:
    """A stored instant (UTC) as the staff's clocks show it, to the minute."""
    return days.moment(local(pd.Timestamp(instant).to_pydatetime()))


def typed(text: Any) -> str:
    """A partial date as one types it into a form: 1986.10."""
    return "" if not text or pd.isna(text) else str(text).replace("-", ".")


def age(instant: datetime, present: datetime) -> str:
    """How long ago an instant (UTC) was, in the largest whole unit: 3 hours ago."""
    minutes = int((pd.Timestamp(present) - pd.Timestamp(instant)).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{count} min ago").format(count=minutes)
    if minutes < 60 * 24:
        return _("{count} h ago").format(count=minutes // 60)
    return _("{count} days ago").format(count=minutes // (60 * 24))
