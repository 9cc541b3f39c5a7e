"""A clock that a test sets."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 3, 5, 9, 0)

    def __call__(self) -> datetime:
        """The moment."""
        return self.moment

    def forward(self, **by: float) -> None:
        """Move it, by the arguments of timedelta."""
        self.moment += timedelta(**by)
