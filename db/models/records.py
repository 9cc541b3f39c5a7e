"""What happens in a pairing: records of talks, logs, visits and the rest, the plan, the stages of growth, and what excuses a month.

Nothing here is deleted: a mistaken row is struck out with a reason, a corrected one keeps what it said before.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, Name, Versioned, Words

KINDS = ("log", "talk", "home_visit", "case", "look_back", "campaign", "remedy")
STAGES = ("learning", "joint", "independent")
GOALS = ("politics", "business", "profession", "ways")
NOT_STRUCK = text("struck_at IS NULL")


def _among(column: str, codes: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint("{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes)), name=column)


class Strikable:
    """A row that is struck out, never deleted."""

    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    struck_reason: Mapped[Words]


class Record(Strikable, Versioned, Base):
    """One event of a pairing. `forms`, `methods`, `steps` and `aspects` are codes joined by commas in their fixed order.

    `delay` counts the days from the event to its first recording, so that back-filling shows whatever the limit is.
    The two indexes cover every count over a cohort and over a pairing without touching the texts.
    """

    __tablename__ = "records"
    __table_args__ = (
        _among("kind", KINDS),
        CheckConstraint("(struck_at IS NULL) = (struck_by_id IS NULL)", name="struck"),
        Index(
            "ix_records_of_cohort", "cohort_id", "happened_on", "kind", "pairing_id", "delay", "forms", "methods",
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
        Index(
            "ix_records_of_pairing", "pairing_id", "happened_on", "kind", "delay",
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
        Index("ix_records_of_author", "by_id", "id"),
    )  # fmt: skip
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    kind: Mapped[Code]
    happened_on: Mapped[date]
    recorded_at: Mapped[Instant]
    delay: Mapped[int]
    place: Mapped[str] = mapped_column(String(120), default="", server_default="")
    title: Mapped[str] = mapped_column(String(120), default="", server_default="")
    content: Mapped[Words]
    outcome: Mapped[Words]
    reflection: Mapped[Words]
    forms: Mapped[str] = mapped_column(String(48), default="", server_default="")
    methods: Mapped[str] = mapped_column(String(64), default="", server_default="")
    steps: Mapped[str] = mapped_column(String(16), default="", server_default="")
    aspects: Mapped[str] = mapped_column(String(64), default="", server_default="")
    problems_found: Mapped[int | None]
    problems_solved: Mapped[int | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    by_id: Mapped[AccountKey]


class RecordVisit(Base):
    """Where a home visit was, and how many households of the village it reached."""

    __tablename__ = "record_visits"
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    village: Mapped[str] = mapped_column(String(120), index=True)
    households_visited: Mapped[int]
    households_total: Mapped[int | None]


class Campaign(Versioned, Base):
    """A campaign (专项任务) to which people of pairings are posted; with `forces` units are graded by the three forces in it."""

    __tablename__ = "campaigns"
    __table_args__ = (
        _among("kind", ("enterprises", "buildings", "villages", "project", "other")),
        _among("status", ("open", "closed")),
    )
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[Code] = mapped_column(default="other")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[Words]
    status: Mapped[Code] = mapped_column(default="open", server_default="open")
    forces: Mapped[bool] = mapped_column(default=False, server_default="0")
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class RecordPost(Base):
    """Somebody's post in a campaign: how the mentor was with them, enterprises linked, visits paid."""

    __tablename__ = "record_posts"
    __table_args__ = (_among("mode", ("on_site", "stationed", "online")),)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    post: Mapped[str] = mapped_column(String(120), default="", server_default="")
    mode: Mapped[Code] = mapped_column(default="on_site", server_default="on_site")
    links: Mapped[int] = mapped_column(default=0, server_default="0")
    visits: Mapped[int] = mapped_column(default=0, server_default="0")


class RecordRemedy(Base):
    """One of the four local remedies (四贴土方); of villagers who gave feedback only their number and the mean rating 1..5."""

    __tablename__ = "record_remedies"
    __table_args__ = (
        _among("remedy", ("learn_dialect", "study_customs", "use_local_ways", "invite_feedback")),
        CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name="rating"),
    )
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    remedy: Mapped[Code]
    feedback_count: Mapped[int | None]
    rating: Mapped[float | None]


class RecordTopic(Base):
    """What a record is about: a word of the expertise vocabulary."""

    __tablename__ = "record_topics"
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class PairingStage(Strikable, Versioned, Base):
    """The day on which a mentee came to a stage of growth, and what was handed over to them then (压担)."""

    __tablename__ = "pairing_stages"
    __table_args__ = (
        _among("stage", STAGES),
        Index(
            "uq_pairing_stages_stage", "pairing_id", "stage", unique=True,
            sqlite_where=NOT_STRUCK, postgresql_where=NOT_STRUCK,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    stage: Mapped[Code]
    entered_on: Mapped[date]
    duty: Mapped[Words]
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Plan(Versioned, Base):
    """The plan of a pairing as a whole: when it was agreed on, what is missing, what shall come of it.

    `taken_from_id`, here and in its items and the stages, is the pairing before this one that it was taken over from.
    """

    __tablename__ = "plans"
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    agreed_on: Mapped[date]
    gap: Mapped[Words]
    outcome: Mapped[Words]
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class PlanItem(Strikable, Versioned, Base):
    """One undertaking of a plan under one of the four goals: the gap, the measure, until when, and what came of it."""

    __tablename__ = "plan_items"
    __table_args__ = (
        _among("goal", GOALS),
        CheckConstraint("transfer IN ('', 'methods', 'skills', 'devotion', 'duty')", name="transfer"),
    )
    id: Mapped[Key]
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    goal: Mapped[Code]
    transfer: Mapped[Code] = mapped_column(default="", server_default="")
    gap: Mapped[Words]
    measure: Mapped[Words]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[Words]
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("pairings.id"))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class EntryVersion(Base):
    """What a record, a plan, an item of it or a stage said before it was corrected; `version` is the one that said so."""

    __tablename__ = "entry_versions"
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[Document]
    reason: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class ExemptMonth(Base):
    """A month ("2026-07") in which a unit owes no records: flood control, closed training."""

    __tablename__ = "exempt_months"
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True, index=True)
    reason: Mapped[Name]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
