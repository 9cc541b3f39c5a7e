"""Pairings as they are in force, with the history of their states."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key, PersonKey, Versioned, Words

OPEN = ("notice", "confirmed", "active", "paused", "due")
CLOSED = ("graduated", "extended", "changed", "ended")
_STATES = ", ".join(f"'{state}'" for state in OPEN + CLOSED)
_IS_OPEN = text("status IN ({})".format(", ".join(f"'{state}'" for state in OPEN)))


class Pairing(Versioned, Base):
    """A mentor and a mentee bound for a time; open ones count in the mentor's load."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATES})", name="status"),
        CheckConstraint("role IN ('lead', 'second')", name="role"),
        Index(
            "uq_pairings_open",
            "mentee_id",
            "role",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentees.id"), index=True)
    mentor_id: Mapped[PersonKey]
    role: Mapped[Code] = mapped_column(default="lead")
    status: Mapped[Code]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("schemes.id"))


class PairingEvent(Base):
    """One change of a pairing's state; the first one comes from nothing."""

    __tablename__ = "pairing_events"
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    from_status: Mapped[Code] = mapped_column(default="")
    to_status: Mapped[Code]
    on_day: Mapped[date]
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
