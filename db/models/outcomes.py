"""What came of it (成果): facts about people as they were recorded, figures of campaigns; never a prediction, never deleted.

A mistaken row is struck out with a reason; a corrected one keeps what it said before in `entry_versions`.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Instant, Key, PersonKey, Versioned, Words
from db.models.records import NOT_STRUCK, Strikable

OUTCOME_KINDS = ("party", "promotion", "posting", "honour", "talent_pool", "task", "dispute", "publicity", "gain")
PARTY_STEPS = ("activist", "development", "probationary", "full")
POSTING_STEPS = ("temporary_posting", "secondment", "shadowing")
TASK_STEPS = ("opportunity", "task", "result")
SIDES = ("mentee", "mentor", "other")
FORCE_GRADES = ("strong", "fair", "weak")
LEVELS = ("", "section_deputy", "section", "county_deputy", "county", "department_deputy", "department")
COUNTS = (
    "staff", "links", "visits", "area_mu", "households", "projects", "projects_done", "provincial_projects", "petitions",
)  # fmt: skip


def _among(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes)), name=column)


class Outcome(Strikable, Versioned, Base):
    """One fact about a person: a step into the Party, a promotion, a posting, an honour, a task, a dispute settled...

    `step` refines the kind (a step into the Party, the form of a posting). `unit_id` is the person's own unit on that
    day, which a posting leaves as it is; `place` is where somebody was posted, or who gave an honour. `introducer_id` is
    an introducer whom we know; `other_introducer` the name of one whom we do not. `follows_id` is the earlier fact that
    this one came of (机会 -> 任务 -> 成果 -> 任用).
    """

    __tablename__ = "outcomes"
    __table_args__ = (
        _among("kind", OUTCOME_KINDS),
        _among("side", SIDES),
        _among("from_level", LEVELS),
        _among("to_level", LEVELS),
        CheckConstraint("until_on IS NULL OR until_on >= happened_on", name="until"),
        CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name="struck"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        Index(
            "ix_outcomes_of_kind", "kind", "step", "happened_on", "person_id",
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
        Index("ix_outcomes_of_cohort", "cohort_id", "happened_on"),
        Index("ix_outcomes_latest", "happened_on", "id"),
    )  # fmt: skip
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    side: Mapped[Code]
    pairing_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[Code]
    step: Mapped[Code] = mapped_column(default="", server_default="")
    happened_on: Mapped[date]
    until_on: Mapped[date | None]
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    place: Mapped[str] = mapped_column(String(120), default="", server_default="")
    from_post: Mapped[str] = mapped_column(String(120), default="", server_default="")
    to_post: Mapped[str] = mapped_column(String(120), default="", server_default="")
    from_level: Mapped[Code] = mapped_column(default="", server_default="")
    to_level: Mapped[Code] = mapped_column(default="", server_default="")
    from_grade: Mapped[str] = mapped_column(String(40), default="", server_default="")
    to_grade: Mapped[str] = mapped_column(String(40), default="", server_default="")
    amount: Mapped[int | None]
    introducer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    other_introducer: Mapped[str] = mapped_column(String(40), default="", server_default="")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes.id"), index=True)
    evidence: Mapped[str] = mapped_column(String(120), default="", server_default="")
    source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    note: Mapped[Words]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class CampaignFigure(Strikable, Versioned, Base):
    """What a unit had reached in a campaign by a day, counted from its beginning; the latest day is in force.

    A number that is None was not reported: that is not nought.
    """

    __tablename__ = "campaign_figures"
    __table_args__ = (
        *(CheckConstraint(f"{name} IS NULL OR {name} >= 0", name=name) for name in COUNTS),
        CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name="struck"),
        Index(
            "uq_campaign_figures_day", "campaign_id", "unit_id", "as_of", unique=True,
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    as_of: Mapped[date]
    staff: Mapped[int | None]
    links: Mapped[int | None]
    visits: Mapped[int | None]
    area_mu: Mapped[float | None]
    households: Mapped[int | None]
    projects: Mapped[int | None]
    projects_done: Mapped[int | None]
    provincial_projects: Mapped[int | None]
    petitions: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(String(120), default="", server_default="")
    source: Mapped[str] = mapped_column(String(120), default="", server_default="")
    note: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class ForceGrade(Strikable, Versioned, Base):
    """How somebody judges a unit in a campaign by one of the three forces (战斗力、执行力、动员力): a word and what it rests on.

    People grade; nothing is computed. `term_id` is a word of the vocabulary `force`.
    """

    __tablename__ = "force_grades"
    __table_args__ = (
        _among("grade", FORCE_GRADES),
        CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name="struck"),
        Index(
            "uq_force_grades_force", "campaign_id", "unit_id", "term_id", unique=True,
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    grade: Mapped[Code]
    evidence: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
