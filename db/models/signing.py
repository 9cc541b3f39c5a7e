"""What is said and kept around a signature: remarks on pairs, objections in a public notice, days off and days made up."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key, Name, Versioned, Words


class PairRemark(Versioned, Base):
    """What a leader remarks on one mentee's pairing in a scheme, and what the officer answered ("" while it is open)."""

    __tablename__ = "pair_remarks"
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentees.id"))
    remark: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    reply: Mapped[Words]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    settled_at: Mapped[datetime | None]


class Objection(Versioned, Base):
    """An objection to a pairing on public notice; who raised it is not kept, who received it is."""

    __tablename__ = "objections"
    __table_args__ = (CheckConstraint("decision IN ('', 'upheld', 'dismissed')", name="decision"),)
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    received_on: Mapped[date]
    received_by: Mapped[Name]
    content: Mapped[Words]
    decision: Mapped[Code] = mapped_column(default="", server_default="")
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


class CalendarDay(Base):
    """A day that differs from the week: a holiday (`off`) or a weekend day to be worked; `year` is that of the notice."""

    __tablename__ = "calendar_days"
    __table_args__ = (CheckConstraint("kind IN ('off', 'work')", name="kind"),)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    name: Mapped[str] = mapped_column(String(40), default="")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
