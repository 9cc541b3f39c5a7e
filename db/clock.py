"""The one place that asks what time it is, so that a test can say so instead."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The instant, in UTC without zone: what the database stores."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """The day in China, whatever the server's own zone."""
    return datetime.now(CHINA).date()


def local(instant: datetime) -> datetime:
    """A stored instant as the staff's clocks show it."""
    return instant.replace(tzinfo=UTC).astimezone(CHINA)
