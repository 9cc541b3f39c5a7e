"""The mutual satisfaction survey (互评): what both sides of a pairing answer, and the mark that staff put on a relation at risk.

Answers are confidential: who reads them one by one is decided by the area `relations` of an account.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key, Versioned, Words

SIDES = ("mentee", "mentor")
# Each is answered from 1 (not true) to 4 (fully true).
QUESTIONS = ("talking", "help", "respect", "effort", "willing")
LOWEST, HIGHEST = 1, 4
MARKS = ("set", "cleared")


def _among(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes)), name=column)


class Survey(Versioned, Base):
    """One survey of a cohort: opened on a day, due on another, closed when no more answers are taken."""

    __tablename__ = "surveys"
    __table_args__ = (UniqueConstraint("cohort_id", "number"), _among("status", ("open", "closed")))
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    status: Mapped[Code] = mapped_column(default="open", server_default="open")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class SurveyAnswer(Versioned, Base):
    """What one side of a pairing answers; laid out empty when the survey opens.

    `unit_id` is the unit of that person then, whose liaison collects the answer: the mentor's unit does not see what the
    mentee says. All questions are answered together, so `filed_at` is set exactly when they are.
    """

    __tablename__ = "survey_answers"
    __table_args__ = (
        UniqueConstraint("survey_id", "pairing_id", "side"),
        _among("side", SIDES),
        *(
            CheckConstraint(
                f"({name} IS NULL AND filed_at IS NULL)"
                f" OR (filed_at IS NOT NULL AND {name} IS NOT NULL AND {name} >= {LOWEST} AND {name} <= {HIGHEST})",
                name=name,
            )
            for name in QUESTIONS
        ),
        Index("ix_survey_answers_of_unit", "survey_id", "unit_id", "filed_at"),
    )
    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    side: Mapped[Code]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    talking: Mapped[int | None]
    help: Mapped[int | None]
    respect: Mapped[int | None]
    effort: Mapped[int | None]
    willing: Mapped[int | None]
    remark: Mapped[Words]
    filed_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class RelationMark(Base):
    """Staff say that the relation of a pairing is at risk, or that it is no longer; append-only, the last one is in force."""

    __tablename__ = "relation_marks"
    __table_args__ = (_among("mark", MARKS),)
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    mark: Mapped[Code]
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
