"""Working days for public notices: Monday to Friday, but for the days off and the days made up that the office entered."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Public holidays (`off`), weekend days that are worked instead (`made_up`), and the years whose notice was entered."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()


PLAIN = Calendar()


def is_workday(day: date, calendar: Calendar = PLAIN) -> bool:
    """Whether the day is worked: a day made up is, a day off is not, otherwise Monday to Friday are."""
    return day in calendar.made_up or (day.weekday() < SATURDAY and day not in calendar.off)


def last_day(published: date, days: int, calendar: Calendar = PLAIN) -> date:
    """The last day of a notice of so many working days; the day of publishing does not count (0: that day itself)."""
    day, left = published, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day, calendar)
    return day


def is_over(published: date, days: int, today: date, calendar: Calendar = PLAIN) -> bool:
    """Whether the notice has run its days to the end of the last one."""
    return days == 0 or today > last_day(published, days, calendar)


def unknown_years(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    """The years from the first day to the last whose days off nobody entered: there Monday to Friday are a guess."""
    return tuple(year for year in range(first.year, last.year + 1) if year not in calendar.years)
