"""Signed changes to pairings in force: what the slip says, who signed it, and what carrying it out did."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, PersonKey, Versioned, Words

KINDS = ("leave", "change", "swap", "end", "pause", "transfer")
CHANGE_STATES = ("draft", "proposed", "approved", "carried_out", "returned", "withdrawn")


def _one_of(column: str, codes: tuple[str, ...]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes))


class Change(Versioned, Base):
    """A change slip (变更单). `content` is what is signed; `plans` holds the plans to choose from and how they were made.

    `sign_levels` is the cohort's at the last proposal.
    """

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint(_one_of("kind", KINDS), name="kind"),
        CheckConstraint(_one_of("status", CHANGE_STATES), name="status"),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    kind: Mapped[Code]
    status: Mapped[Code] = mapped_column(default="draft")
    effective_on: Mapped[date]
    content: Mapped[Document]
    plans: Mapped[Document]
    frozen_hash: Mapped[str] = mapped_column(String(64), default="")
    sign_levels: Mapped[int] = mapped_column(default=1, server_default="1")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class ChangeSignature(Base):
    """A name under a change; who proposes it freezes the content, which is kept here under its hash."""

    __tablename__ = "change_signatures"
    __table_args__ = (
        CheckConstraint(_one_of("stage", ("proposed", "approved", "signed", "returned", "carried_out")), name="stage"),
    )
    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    stage: Mapped[Code]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    comment: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class ChangePair(Base):
    """What a change that was carried out did to one pairing, and the pairing that continues it (None: nobody does)."""

    __tablename__ = "change_pairs"
    __table_args__ = (UniqueConstraint("change_id", "pairing_id"), Index(None, "pairing_id"))
    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    act: Mapped[Code]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"), unique=True)
    return_on: Mapped[date | None]


class ChangeMentor(Base):
    """A mentor who left the pool or was paused by a change, with the day of the return if there is one."""

    __tablename__ = "change_mentors"
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    mentor_id: Mapped[PersonKey] = mapped_column(primary_key=True)
    to_status: Mapped[Code]
    return_on: Mapped[date | None]


class UnitAct(Versioned, Base):
    """A written act on units (merged, renamed, split): whom it moved stands in `detail`, so that it can be taken back."""

    __tablename__ = "unit_acts"
    __table_args__ = (CheckConstraint(_one_of("kind", ("merge", "rename", "split")), name="kind"),)
    id: Mapped[Key]
    kind: Mapped[Code]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    effective_on: Mapped[date]
    paper: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[Words]
    detail: Mapped[Document]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_why: Mapped[Words]
