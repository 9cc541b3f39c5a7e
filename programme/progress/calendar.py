"""Which days count: those of a pause, and of a month in which the unit is excused, are nobody's omission."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.queries.records_scope import month_span
from programme.recordbook.in_force import FORCE, Step

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Course:
    """One pairing's course up to a day: its state then, its first day in force, and the days that do not count.

    `off` holds disjoint intervals with both ends included, the earliest first.
    """

    status: str
    since: date
    off: tuple[Days, ...] = field(default=())

    def owed(self, after: date, until: date) -> int:
        """How many days after one day and up to another count; 0 where the second is no later."""
        return max((until - after).days, 0) - self.excused(after, until)

    def excused(self, after: date, until: date) -> int:
        """How many of those days do not count."""
        first = after + timedelta(days=1)
        return sum(max((min(high, until) - max(low, first)).days + 1, 0) for low, high in self.off)

    def back(self, until: date, days: int) -> date:
        """The day after which exactly so many days count until `until`: a window that pauses make longer."""
        start = until - timedelta(days=days)
        while (missing := days - self.owed(start, until)) > 0:
            start -= timedelta(days=missing)
        return start


def course(steps: Iterable[Step], excused: Iterable[str], on: date) -> Course | None:
    """The course of a pairing told as (state, since which day), with the unit's excused months; None before it is in force.

    A pairing that is over by the day has none either.
    """
    told = [(state, day) for state, day in steps if day <= on]
    begun = [day for state, day in told if state in FORCE]
    if not begun or told[-1][0] not in (*FORCE, "paused"):
        return None
    pauses = _pauses(told, on)
    months = [month_span(month) for month in excused if month_span(month)[0] <= on]
    return Course(told[-1][0], begun[0], _merged([*pauses, *months]))


def _pauses(told: list[Step], on: date) -> Iterable[Days]:
    """From the day after a rest began to the day before it ended: on both of these days something may be on record."""
    for (state, day), (_next, until) in zip(told, [*told[1:], ("", on + timedelta(days=1))], strict=True):
        if state == "paused" and (until - day).days > 1:
            yield day + timedelta(days=1), until - timedelta(days=1)


def _merged(spans: Iterable[Days]) -> tuple[Days, ...]:
    found: list[Days] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def courses(
    steps: Mapping[int, list[Step]], units: Mapping[int, int | None], excused: Mapping[int, list[str]], on: date
) -> dict[int, Course]:
    """The courses of the pairings that are in force or at rest on a day; `units` are those of the mentees."""
    found = {}
    for key, told in steps.items():
        known = course(told, excused.get(units.get(key) or 0, ()), on)
        if known is not None:
            found[key] = known
    return found


def month_ago(on: date) -> date:
    """The same day of the last month, or its last day.

    >>> month_ago(date(2026, 3, 31))
    datetime.date(2026, 2, 28)
    """
    last = on.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(on.day, last.day))
