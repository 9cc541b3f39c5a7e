"""Everybody whom the database knows, with what their part in the programme says, read in a handful of statements."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import (
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Person,
    PersonDialect,
    PersonStrength,
    Term,
    Unit,
)
from documents.values import name_key

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with the unit's name, the dialects and strengths as codes, and the part played (None: none of this kind yet)."""

    id: int
    person: Values
    unit: str
    role: Values | None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by id, by number and by name."""

    by_id: Mapping[int, Somebody] = field(default_factory=dict)
    by_no: Mapping[str, Somebody] = field(default_factory=dict)
    by_name: Mapping[str, list[Somebody]] = field(default_factory=dict)

    def named(self, name: str) -> list[Somebody]:
        """All namesakes."""
        return self.by_name.get(name_key(name), [])


def people(session: Session, kind: str, cohort_id: int | None) -> People:
    """The people with their part as mentor, or as mentee of the cohort."""
    roles = _mentors(session) if kind == "mentor" else _mentees(session, cohort_id)
    units = dict(session.execute(select(Unit.id, Unit.name)).all())
    spoken = _lists(session, select(PersonDialect.person_id, Term.code).join(Term).order_by(Term.code))
    good_at = _lists(session, select(PersonStrength.person_id, Term.code).join(Term).order_by(Term.code))
    everybody = []
    for person in session.scalars(select(Person).order_by(Person.id)):
        values = _columns(person) | {"dialects": spoken[person.id], "strengths": good_at[person.id]}
        everybody.append(Somebody(person.id, values, units.get(person.unit_id or 0, ""), roles.get(person.id)))
    return index(everybody)


def index(everybody: list[Somebody]) -> People:
    """The people under all their keys."""
    by_name: dict[str, list[Somebody]] = defaultdict(list)
    for one in everybody:
        by_name[one.person["name_key"]].append(one)
    numbered = {one.person["no"]: one for one in everybody if one.person["no"]}
    return People({one.id: one for one in everybody}, numbered, by_name)


def _mentors(session: Session) -> dict[int, Values]:
    grades: dict[int, dict[str, int]] = defaultdict(dict)
    rows = select(MentorExpertise.person_id, Term.code, MentorExpertise.grade).join(Term).order_by(Term.code)
    for person_id, code, grade in session.execute(rows):
        grades[person_id][code] = grade
    return {
        profile.person_id: _columns(profile) | {"expertise": grades[profile.person_id]}
        for profile in session.scalars(select(MentorProfile))
    }


def _mentees(session: Session, cohort_id: int | None) -> dict[int, Values]:
    needs = _lists(session, select(MenteeNeed.mentee_id, Term.code).join(Term).order_by(MenteeNeed.rank))
    fields = dict(session.execute(select(Term.id, Term.code).where(Term.kind == "field")).all())
    return {
        mentee.person_id: _columns(mentee) | {"needs": needs[mentee.id], "field": fields.get(mentee.field_id or 0, "")}
        for mentee in session.scalars(select(Mentee).where(Mentee.cohort_id == cohort_id))
    }


def _lists(session: Session, rows: Select[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for owner, code in session.execute(rows):
        found[owner].append(code)
    return found


def _columns(row: Person | MentorProfile | Mentee) -> Values:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
