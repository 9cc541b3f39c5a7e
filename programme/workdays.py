"""Working days for public notices: Monday to Friday; public holidays are not known to the system and staff judge them."""

from datetime import date, timedelta

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether the day is one of Monday to Friday."""
    return day.weekday() < SATURDAY


def last_day(published: date, days: int) -> date:
    """The last day of a notice of so many working days; the day of publishing does not count (0: that day itself)."""
    day, left = published, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def is_over(published: date, days: int, today: date) -> bool:
    """Whether the notice has run its days to the end of the last one."""
    return days == 0 or today > last_day(published, days)
