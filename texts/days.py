"""Days as they are read: 2026年3月5日, 2026年3月, 2026年; in English 2026-03-05, 2026-03, 2026."""

from datetime import date, datetime

from texts import _, language


def partial(iso: str) -> str:
    """A partial date `1986`, `1986-10` or `1986-10-05` as far as it was given."""
    year, *rest = iso.split("-")
    parts = dict(zip(("month", "day"), map(_figure, rest), strict=False))
    if len(rest) == 2:
        return _("{year}-{month}-{day}").format(year=year, **parts)
    return _("{year}-{month}").format(year=year, **parts) if rest else _("year {year}").format(year=year)


def moment(local: datetime) -> str:
    """An instant of the staff's clocks, to the minute."""
    return f"{partial(local.date().isoformat())} {local:%H:%M}"


def spoken(value: date | datetime) -> str:
    """A day, or a day with its time."""
    return moment(value) if isinstance(value, datetime) else partial(value.isoformat())


def _figure(number: str) -> str:
    """03 in English, 3 in Chinese."""
    return number if language() == "en" else str(int(number))
