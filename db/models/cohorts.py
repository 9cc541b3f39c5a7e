"""Cohorts, their rules, and the schemes computed under them with what staff did at the desk."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Name, PersonKey, Versioned, Words


class Cohort(Versioned, Base):
    """A batch of the programme with its dates; eligibility is judged on `eligible_on` only.

    `reach` says how far the programme goes in it: the pilot units (`pilot`), their counties (`spread`), everywhere (`full`).
    """

    __tablename__ = "cohorts"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    eligible_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    status: Mapped[Code] = mapped_column(default="open")
    notice_days: Mapped[int] = mapped_column(default=3)
    sign_levels: Mapped[int] = mapped_column(default=1, server_default="1")
    reach: Mapped[Code] = mapped_column(default="full", server_default="full")


class PolicyRow(Base):
    """Rules and weights as they stood from one saving on; the highest number is in force."""

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    rules: Mapped[Document]
    note: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Scheme(Versioned, Base):
    """One proposal: the frozen problem, its proven solution, and where it stands on its way to confirmation.

    `sign_levels` is the cohort's at the last proposal, `notice_days` the cohort's at the confirmation: what has begun
    under a rule ends under it.
    """

    __tablename__ = "schemes"
    __table_args__ = (
        UniqueConstraint("cohort_id", "name"),
        CheckConstraint(
            "status IN ('computing', 'draft', 'proposed', 'approved', 'confirmed', 'returned', 'superseded', 'failed')",
            name="status",
        ),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"))
    name: Mapped[Name]
    kind: Mapped[Code] = mapped_column(default="computed", server_default="computed")
    status: Mapped[Code] = mapped_column(default="computing")
    problem: Mapped[Document]
    solution: Mapped[Document]
    fingerprint: Mapped[str] = mapped_column(String(80), default="")
    frozen_hash: Mapped[str] = mapped_column(String(64), default="")
    sign_levels: Mapped[int] = mapped_column(default=1, server_default="1")
    notice_days: Mapped[int | None]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class SchemePair(Base):
    """Who is with whom in a scheme now; `fit` in milli-points."""

    __tablename__ = "scheme_pairs"
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), primary_key=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentees.id"), primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    fit: Mapped[int]
    origin: Mapped[Code] = mapped_column(default="system")


class SchemeHold(Base):
    """A lock or a ban that staff put on a pair of a scheme, with the reason.

    `rule` is the code of a rule that a lock sets aside in the name of somebody who may approve, else "".
    """

    __tablename__ = "scheme_holds"
    __table_args__ = (
        UniqueConstraint("scheme_id", "mentee_id", "mentor_id"),
        CheckConstraint("kind IN ('pin', 'ban')", name="kind"),
    )
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), index=True)
    kind: Mapped[Code]
    origin: Mapped[Code] = mapped_column(default="staff")
    rule: Mapped[Code] = mapped_column(default="", server_default="")
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentees.id"))
    mentor_id: Mapped[PersonKey]
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Adjustment(Base):
    """One act at the desk; `detail` holds the holds before and after, so that it can be undone and redone."""

    __tablename__ = "adjustments"
    __table_args__ = (UniqueConstraint("scheme_id", "seq"),)
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    seq: Mapped[int]
    kind: Mapped[Code]
    detail: Mapped[Document]
    reason: Mapped[Words]
    undone: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Signature(Base):
    """A name under a frozen scheme: proposed, approved, signed (the second level), returned or confirmed."""

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("stage IN ('proposed', 'approved', 'signed', 'returned', 'confirmed')", name="stage"),
    )
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), index=True)
    stage: Mapped[Code]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    comment: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class SchemeVersion(Base):
    """A scheme as it was frozen for signing; the hash is that of `content`, so no row ever needs to change."""

    __tablename__ = "scheme_versions"
    __table_args__ = (UniqueConstraint("scheme_id", "number"),)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"), primary_key=True)
    frozen_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    content: Mapped[Document]
    at: Mapped[Instant]
