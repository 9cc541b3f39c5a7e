"""The monthly review (月度点评): a round for each cohort and month, a review for each pairing, comments, checks, bulletins.

What was published is frozen by its hash; a review that is corrected keeps what it said before in `entry_versions`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Versioned, Words

ROUND_STATES = ("open", "closed", "published")
REVIEW_STATES = ("not_started", "self_assessed", "commenting", "complete")
REVIEWERS = ("head", "leader")
MARKS = ("", "late", "backfilled")
VERDICTS = ("", "sound", "thin", "wrong")


def _among(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes)), name=column)


class ReviewRound(Versioned, Base):
    """The monthly review of a cohort for one month ("2026-10"); its weights and due date are frozen when it opens."""

    __tablename__ = "review_rounds"
    __table_args__ = (
        UniqueConstraint("cohort_id", "month"),
        _among("status", ROUND_STATES),
        CheckConstraint("weight_self + weight_head + weight_leader = 100", name="weights"),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    month: Mapped[str] = mapped_column(String(7), index=True)
    opens_on: Mapped[date]
    due_on: Mapped[date]
    weight_self: Mapped[int]
    weight_head: Mapped[int]
    weight_leader: Mapped[int]
    status: Mapped[Code] = mapped_column(default="open", server_default="open")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class UnitReviewer(Versioned, Base):
    """Who comments for a unit: its head and the leader in charge, by name or by post only."""

    __tablename__ = "unit_reviewers"
    __table_args__ = (_among("role", REVIEWERS),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    role: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), default="", server_default="")
    post: Mapped[str] = mapped_column(String(80), default="", server_default="")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Review(Versioned, Base):
    """One pairing in one month: the self-assessment, and whose comments are asked for as it was when the round opened.

    `unit_id` is the mentee's unit then. `score` is the weighted score, 0 to 100, once the review is complete; `mark`
    tells whether it was complete in time. `paused` excuses it.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("round_id", "pairing_id"),
        _among("state", REVIEW_STATES),
        _among("mark", MARKS),
        CheckConstraint("self_score IS NULL OR (self_score >= 0 AND self_score <= 100)", name="self_score"),
        CheckConstraint("(state = 'complete') = (completed_at IS NOT NULL)", name="complete"),
        Index("ix_reviews_of_round", "round_id", "unit_id", "state", "mark", "paused"),
    )
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    head_name: Mapped[str] = mapped_column(String(40), default="", server_default="")
    head_post: Mapped[str] = mapped_column(String(80), default="", server_default="")
    leader_name: Mapped[str] = mapped_column(String(40), default="", server_default="")
    leader_post: Mapped[str] = mapped_column(String(80), default="", server_default="")
    paused: Mapped[bool] = mapped_column(default=False, server_default="0")
    self_text: Mapped[Words]
    self_score: Mapped[float | None]
    self_on: Mapped[date | None]
    self_at: Mapped[datetime | None]
    self_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[Code] = mapped_column(default="not_started", server_default="not_started")
    score: Mapped[float | None]
    completed_at: Mapped[datetime | None]
    mark: Mapped[Code] = mapped_column(default="", server_default="")
    corrections: Mapped[int] = mapped_column(default=0, server_default="0")


class ReviewComment(Base):
    """A written comment on a review: text, score, its author's name as written, the day it was written, who filed it when."""

    __tablename__ = "review_comments"
    __table_args__ = (
        _among("role", REVIEWERS),
        CheckConstraint("score >= 0 AND score <= 100", name="score"),
    )
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    role: Mapped[Code] = mapped_column(primary_key=True)
    content: Mapped[Words]
    score: Mapped[float]
    author: Mapped[str] = mapped_column(String(40))
    written_on: Mapped[date]
    filed_at: Mapped[Instant]
    by_id: Mapped[AccountKey]


class SpotCheck(Base):
    """A draw of reviews to look at again: the share, the seed, the frozen list it was drawn from, and what was drawn."""

    __tablename__ = "spot_checks"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"))
    number: Mapped[int]
    share: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    frozen: Mapped[Document]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class SpotFinding(Versioned, Base):
    """One drawn review, in the order of the draw, and what was found."""

    __tablename__ = "spot_findings"
    __table_args__ = (_among("verdict", VERDICTS),)
    check_id: Mapped[int] = mapped_column(ForeignKey("spot_checks.id"), primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True, index=True)
    place: Mapped[int]
    verdict: Mapped[Code] = mapped_column(default="", server_default="")
    note: Mapped[Words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime | None]


class Publication(Base):
    """A bulletin (晾晒通报) of a round as it was published: numbered, frozen; a later number replaces an earlier one."""

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("review_rounds.id"))
    number: Mapped[int]
    content: Mapped[Document]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
