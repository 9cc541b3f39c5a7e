"""How a cohort's progress is judged, each saving a row of its own, and follow-ups (督办) of pairings that stall."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Versioned, Words

FOLLOW_UP_STATES = ("open", "done", "dropped")
_OPEN = text("status = 'open'")


class ProgressRules(Base):
    """The rules by which pairings of a cohort are red, yellow or blue, from one saving on; the highest number is in force."""

    __tablename__ = "progress_rules"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    rules: Mapped[Document]
    note: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class FollowUp(Versioned, Base):
    """Who looks after a pairing that stalls, until when, and what came of it.

    `found` keeps the colour and the reasons as they stood when it was assigned. It ends done with an outcome or dropped
    with a reason, both in `outcome`.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("status IN ({})".format(", ".join(f"'{state}'" for state in FOLLOW_UP_STATES)), name="status"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        Index("ix_follow_ups_open", "owner_id", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    text: Mapped[Words]
    found: Mapped[Document]
    owner_id: Mapped[AccountKey]
    due_on: Mapped[date]
    status: Mapped[Code] = mapped_column(default="open", server_default="open")
    outcome: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]
