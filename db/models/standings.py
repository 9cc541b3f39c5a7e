"""What is named for a time, with a day and a reason, and taken back likewise: pilot units and pairings that are an example."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Instant, Key, Versioned, Words

_NOT_ENDED = text("ends_on IS NULL")


def _one_at_a_time(table: str, column: str) -> Index:
    return Index(f"uq_{table}_now", column, unique=True, sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED)


class Standing(Versioned):
    """From which day, why and by whom; the day on which it ended, why and by whom (None while it holds).

    The last day counts no more: whoever ends it on a day is without it on that day.
    """

    id: Mapped[Key]
    since: Mapped[date]
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    ends_on: Mapped[date | None]
    ended_why: Mapped[str] = mapped_column(Text, default="", server_default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class PilotUnit(Standing, Base):
    """A unit in which the programme is tried before it goes everywhere (试点单位)."""

    __tablename__ = "pilot_units"
    __table_args__ = (_one_at_a_time("pilot_units", "unit_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))


class ExamplePair(Standing, Base):
    """A pairing that others are shown as an example (示范对子)."""

    __tablename__ = "example_pairs"
    __table_args__ = (_one_at_a_time("example_pairs", "pairing_id"),)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
