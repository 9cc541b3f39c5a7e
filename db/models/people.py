"""People and the two profiles that a person may have: mentor and mentee."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    AccountKey,
    Base,
    Code,
    Instant,
    Key,
    Name,
    PartialDate,
    PersonKey,
    Versioned,
    Words,
)


class Person(Versioned, Base):
    """Who somebody is, whatever their part in the programme; namesakes are two rows."""

    __tablename__ = "people"
    id: Mapped[Key]
    no: Mapped[str | None] = mapped_column(String(32), unique=True)
    name: Mapped[Name]
    name_key: Mapped[str] = mapped_column(String(120), index=True)
    sex: Mapped[str] = mapped_column(String(8), default="")
    birth: Mapped[PartialDate]
    work_start: Mapped[PartialDate]
    party: Mapped[str] = mapped_column(String(32), default="")
    branch: Mapped[str] = mapped_column(String(120), default="", server_default="")
    education: Mapped[str] = mapped_column(String(32), default="")
    major: Mapped[str] = mapped_column(String(120), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    post: Mapped[str] = mapped_column(String(120), default="")
    remark: Mapped[Words]
    created_at: Mapped[Instant]


class MentorProfile(Versioned, Base):
    """What makes a person a mentor; a mentor who goes keeps this row with its state."""

    __tablename__ = "mentor_profiles"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 0 AND 20", name="capacity"),
        CheckConstraint("status IN ('nominated', 'reviewed', 'in_pool', 'paused', 'left')", name="status"),
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(32), default="")
    source: Mapped[str] = mapped_column(String(32), default="")
    status: Mapped[Code] = mapped_column(default="in_pool")
    status_reason: Mapped[str] = mapped_column(String(32), default="")
    status_on: Mapped[date | None]
    return_on: Mapped[date | None]
    organization_on: Mapped[date | None]
    publicity_on: Mapped[date | None]
    capacity: Mapped[int] = mapped_column(default=2)
    grassroots_years: Mapped[float] = mapped_column(default=0)
    stream: Mapped[str] = mapped_column(String(32), default="")


class MentorExpertise(Base):
    """What a mentor knows and how well, from 0 to 5."""

    __tablename__ = "mentor_expertise"
    __table_args__ = (CheckConstraint("grade BETWEEN 0 AND 5", name="grade"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)
    grade: Mapped[int] = mapped_column(default=4)


class PersonDialect(Base):
    """A dialect that a person speaks."""

    __tablename__ = "person_dialects"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)


class PersonStrength(Base):
    """What a young person is good at and others can learn from."""

    __tablename__ = "person_strengths"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class Mentee(Versioned, Base):
    """A person in a cohort as mentee, with the place where they serve."""

    __tablename__ = "mentees"
    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        CheckConstraint("status IN ('waiting', 'paired', 'graduated', 'extended', 'ended')", name="status"),
        CheckConstraint("demand BETWEEN 1 AND 2", name="demand"),
    )
    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    person_id: Mapped[PersonKey]
    category: Mapped[Code]
    status: Mapped[Code] = mapped_column(default="waiting")
    county: Mapped[str] = mapped_column(String(40), default="")
    township: Mapped[str] = mapped_column(String(40), default="")
    field_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    demand: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=0)


class MenteeNeed(Base):
    """What a mentee needs, the most wanted first."""

    __tablename__ = "mentee_needs"
    mentee_id: Mapped[int] = mapped_column(ForeignKey("mentees.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)


class Avoidance(Base):
    """Two people who must not be paired, by declaration; the ground is private."""

    __tablename__ = "avoidances"
    __table_args__ = (
        UniqueConstraint("person_a", "person_b"),
        CheckConstraint("person_a < person_b", name="order"),
    )
    id: Mapped[Key]
    person_a: Mapped[PersonKey]
    person_b: Mapped[PersonKey]
    ground: Mapped[Code]
    by_id: Mapped[AccountKey]
    at: Mapped[Instant]
