"""A mentor's way through the pool: nominations with their steps, certificates, ceremonies, and exits that two people decide."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import AccountKey, Base, Code, Document, Instant, Key, PersonKey, Versioned, Words

TRACK_CODES = ("grassroots", "professional")
NOMINATION_STATES = ("submitted", "returned", "reviewed", "confirmed", "rejected")
REQUIREMENTS = ("any", "organization", "publicity", "both")
EXIT_STATES = ("proposed", "decided", "refused", "withdrawn", "earlier")
EXIT_CODES = ("left_post", "weak_results", "other")
_PROPOSED = text("status = 'proposed'")


def _one_of(column: str, codes: tuple[str, ...]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{code}'" for code in codes))


class Nomination(Versioned, Base):
    """One nomination with its material; the newest of a person is the one that counts.

    `criteria` is {code: true or false}; `required` is whose confirmation the review asked for; `mentee_id` is the entry
    of a graduate who becomes a mentor.
    """

    __tablename__ = "nominations"
    __table_args__ = (
        CheckConstraint(_one_of("track", TRACK_CODES), name="track"),
        CheckConstraint(_one_of("status", NOMINATION_STATES), name="status"),
        CheckConstraint(_one_of("required", REQUIREMENTS), name="required"),
    )
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    track: Mapped[Code]
    source: Mapped[str] = mapped_column(String(32), default="")
    material: Mapped[Words]
    recommended_by: Mapped[str] = mapped_column(String(200), default="")
    nominated_on: Mapped[date]
    criteria: Mapped[Document]
    override: Mapped[Words]
    status: Mapped[Code] = mapped_column(default="submitted")
    required: Mapped[Code] = mapped_column(default="any")
    organization_on: Mapped[date | None]
    organization_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    publicity_on: Mapped[date | None]
    publicity_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    mentee_id: Mapped[int | None] = mapped_column(ForeignKey("mentees.id"))
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class NominationStep(Base):
    """One step of a nomination: submitted, returned, reviewed, a department's confirmation, rejected; never changed."""

    __tablename__ = "nomination_steps"
    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"), index=True)
    step: Mapped[Code]
    on_day: Mapped[date]
    note: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Certificate(Base):
    """A certificate of appointment; its number is used once in a year, and an issued one stays as it is."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("starts_on <= ends_on", name="term"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(_one_of("kind", ("first", "renewal")), name="kind"),
    )
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[Code] = mapped_column(default="first")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    issued_on: Mapped[date]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class Ceremony(Versioned, Base):
    """A ceremony at which certificates are handed over and pairs are presented."""

    __tablename__ = "ceremonies"
    id: Mapped[Key]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    host: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[Words]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]


class CeremonyMentor(Base):
    """A mentor who was present at a ceremony."""

    __tablename__ = "ceremony_mentors"
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("ceremonies.id"), primary_key=True)
    person_id: Mapped[PersonKey] = mapped_column(primary_key=True)


class CeremonyPair(Base):
    """A pairing that was presented at a ceremony."""

    __tablename__ = "ceremony_pairs"
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("ceremonies.id"), primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), primary_key=True, index=True)


class MentorExit(Versioned, Base):
    """A mentor's way out of the pool: proposed by one person, decided by another.

    "earlier" stands for somebody who had left before exits were kept; nobody's name is known then.
    """

    __tablename__ = "mentor_exits"
    __table_args__ = (
        CheckConstraint(_one_of("reason", EXIT_CODES), name="reason"),
        CheckConstraint(_one_of("status", EXIT_STATES), name="status"),
        CheckConstraint("status = 'earlier' OR by_id IS NOT NULL", name="proposer"),
        CheckConstraint("status NOT IN ('decided', 'refused') OR decided_by_id IS NOT NULL", name="decider"),
        Index("uq_mentor_exits_open", "person_id", unique=True, sqlite_where=_PROPOSED, postgresql_where=_PROPOSED),
    )
    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    reason: Mapped[Code]
    ground: Mapped[Words]
    leaves_on: Mapped[date]
    status: Mapped[Code] = mapped_column(default="proposed")
    answer: Mapped[Words]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
