"""Assessment (年度考核与出师): rounds, what is filed and graded in them, disputes, and what becomes of a pairing at its end.

Two scales stand in two columns: the grade of the pair and the grade of the annual civil-servant assessment; nothing
turns one into the other. A grade that was signed is never changed: the next one stands beside it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Versioned, Words

ROUND_KINDS = ("midterm", "annual", "final")
ASSESSMENT_STATES = ("waiting", "graded", "disputed")
PAIR_GRADES = ("excellent", "qualified", "basically_qualified", "unqualified")
ANNUAL_GRADES = ("outstanding", "competent", "basically_competent", "incompetent", "undetermined")
ASSESSORS = ("self", "mentor", "leader", "head")
DISPUTANTS = ("mentee", "mentor", "unit")
CONCLUSION_KINDS = ("graduate", "extend", "change", "end")
CONCLUSION_STATES = ("proposed", "carried_out", "refused", "withdrawn")
_PROPOSED = text("status = 'proposed'")
_UNDECIDED = text("decision = ''")


def _among(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes)), name=column)


class AssessmentRound(Versioned, Base):
    """An assessment of a cohort; weights, indicators, quota and due date are frozen when it opens.

    `indicators` is {"items": [{"name", "weight"}]}; `quota` the highest share of excellent grades, in percent.
    """

    __tablename__ = "assessment_rounds"
    __table_args__ = (
        UniqueConstraint("cohort_id", "kind", "year"),
        _among("kind", ROUND_KINDS),
        _among("status", ("open", "closed")),
        CheckConstraint("weight_self + weight_mentor + weight_leader + weight_head = 100", name="weights"),
        CheckConstraint("quota BETWEEN 0 AND 25", name="quota"),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    kind: Mapped[Code]
    year: Mapped[int]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    weight_self: Mapped[int]
    weight_mentor: Mapped[int]
    weight_leader: Mapped[int]
    weight_head: Mapped[int]
    quota: Mapped[int] = mapped_column(default=20, server_default="20")
    indicators: Mapped[Document]
    status: Mapped[Code] = mapped_column(default="open", server_default="open")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Assessment(Versioned, Base):
    """A pairing in a round: what the four assessors said, and the grades in force; `unit_id` is the mentee's unit then.

    `scores` is {assessor: {"total": 0..100, "by": [a score for each indicator] or []}}; `number` counts the signed grades.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("round_id", "pairing_id"),
        _among("status", ASSESSMENT_STATES),
        _among("grade", ("", *PAIR_GRADES)),
        _among("annual_grade", ("", *ANNUAL_GRADES)),
        CheckConstraint("(status = 'waiting') = (number = 0)", name="number"),
        CheckConstraint("(number = 0) = (grade = '')", name="signed"),
        Index("ix_assessments_of_round", "round_id", "unit_id", "status", "grade", "annual_grade"),
    )
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("assessment_rounds.id"))
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    scores: Mapped[Document]
    score: Mapped[float | None]
    mentor_opinion: Mapped[Words]
    unit_opinion: Mapped[Words]
    grade: Mapped[Code] = mapped_column(default="", server_default="")
    annual_grade: Mapped[Code] = mapped_column(default="", server_default="")
    status: Mapped[Code] = mapped_column(default="waiting", server_default="waiting")
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    graded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    graded_at: Mapped[datetime | None]


class AssessmentGrade(Base):
    """A grade as it was signed, with the scores, the opinions and the evidence that lay beside it; never changed."""

    __tablename__ = "assessment_grades"
    __table_args__ = (_among("grade", PAIR_GRADES), _among("annual_grade", ("", *ANNUAL_GRADES)))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    grade: Mapped[Code]
    annual_grade: Mapped[Code] = mapped_column(default="", server_default="")
    score: Mapped[float | None]
    content: Mapped[Document]
    evidence: Mapped[Document]
    frozen_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class GradeDispute(Versioned, Base):
    """An objection to a grade (异议 / 复核): who raised it in what words, until when it is decided, and how.

    `number` is the signed grade that it is about; who signed that one does not decide.
    """

    __tablename__ = "grade_disputes"
    __table_args__ = (
        _among("raised_by", DISPUTANTS),
        _among("decision", ("", "upheld", "dismissed")),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided"),
        Index(
            "uq_grade_disputes_open",
            "assessment_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )
    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    number: Mapped[int]
    raised_by: Mapped[Code]
    received_on: Mapped[date]
    due_on: Mapped[date]
    content: Mapped[Words]
    decision: Mapped[Code] = mapped_column(default="", server_default="")
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


class Conclusion(Versioned, Base):
    """What shall become of a pairing: proposed by one person on a grade, decided by another, carried out with the decision.

    `checks` keeps what stood against it when it was proposed, `override` why that was set aside. A change and an end go
    by a slip (`change_id`); an extension goes on in `successor_id`, with `mentor_id` where that is another mentor.
    """

    __tablename__ = "conclusions"
    __table_args__ = (
        _among("kind", CONCLUSION_KINDS),
        _among("status", CONCLUSION_STATES),
        CheckConstraint("status NOT IN ('carried_out', 'refused') OR decided_by_id IS NOT NULL", name="decider"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> by_id", name="two_people"),
        Index("uq_conclusions_open", "pairing_id", unique=True, sqlite_where=_PROPOSED, postgresql_where=_PROPOSED),
    )
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"), index=True)
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    kind: Mapped[Code]
    reason: Mapped[Code] = mapped_column(default="", server_default="")
    ground: Mapped[Words]
    checks: Mapped[Document]
    override: Mapped[Words]
    effective_on: Mapped[date]
    ends_on: Mapped[date | None]
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"), index=True)
    status: Mapped[Code] = mapped_column(default="proposed", server_default="proposed")
    answer: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
