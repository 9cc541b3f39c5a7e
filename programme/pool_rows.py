"""Read and write the rows behind a pool form: a person, the profile as mentor, the entry as mentee, and their words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Mentee, MenteeNeed, MentorExpertise, MentorProfile, Person, PersonDialect, PersonStrength, Term
from documents.values import name_key
from programme.errors import Conflict
from programme.pool_values import term_ids
from programme.usecase import claim

Row = Person | MentorProfile | Mentee
Changes = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as it is kept, with the words that hang on it as codes."""

    row: Row
    values: dict[str, Any]


def kept_person(session: Session, person: Person) -> Kept:
    """The person with the dialects they speak and what they are good at."""
    spoken = select(Term.code).join(PersonDialect).where(PersonDialect.person_id == person.id).order_by(Term.code)
    good_at = select(Term.code).join(PersonStrength).where(PersonStrength.person_id == person.id).order_by(Term.code)
    words = {"dialects": list(session.scalars(spoken)), "strengths": list(session.scalars(good_at))}
    return Kept(person, {**_columns(person), **words})


def kept_mentor(session: Session, profile: MentorProfile) -> Kept:
    """The profile with the graded expertise."""
    rows = (
        select(Term.code, MentorExpertise.grade)
        .join(MentorExpertise)
        .where(MentorExpertise.person_id == profile.person_id)
        .order_by(Term.code)
    )
    return Kept(profile, {**_columns(profile), "expertise": dict(session.execute(rows).all())})


def kept_mentee(session: Session, mentee: Mentee) -> Kept:
    """The entry with its ranked needs and the code of its field."""
    rows = select(Term.code).join(MenteeNeed).where(MenteeNeed.mentee_id == mentee.id).order_by(MenteeNeed.rank)
    term = session.get(Term, mentee.field_id) if mentee.field_id else None
    own = {"needs": list(session.scalars(rows)), "field": term.code if term else ""}
    return Kept(mentee, {**_columns(mentee), **own})


def change(session: Session, kept: Kept, seen_version: int, wanted: dict[str, Any]) -> Changes:
    """Write what differs and return it as {field: [before, after]}; claims the row's next version if anything does."""
    changes = {field: [kept.values[field], value] for field, value in wanted.items() if kept.values[field] != value}
    if changes:
        claim(session, kept.row, seen_version)
        write(session, kept.row, {field: after for field, (_, after) in changes.items()})
    return changes


def write(session: Session, row: Row, values: dict[str, Any]) -> None:
    """Set the columns and replace the words of a row that has its id already."""
    if isinstance(row, Person):
        _hold_apart(session, row, values)
    for field, value in values.items():
        if field in WORDS:
            WORDS[field](session, row, value)
        else:
            setattr(row, field, value)
    session.flush()


def _hold_apart(session: Session, person: Person, values: dict[str, Any]) -> None:
    """One number, one person; and the same name, unit and birth twice is the same person."""
    others = select(Person).where(Person.id != person.id)
    if values.get("no") and session.scalars(others.where(Person.no == values["no"])).first():
        raise Conflict("no_taken", no=values["no"])
    name, unit_id, birth = (values.get(field, getattr(person, field)) for field in ("name", "unit_id", "birth"))
    twins = others.where(Person.name_key == name_key(name), Person.unit_id == unit_id, Person.birth == birth)
    if birth and session.scalars(twins).first():
        raise Conflict("same_person", name=name)
    if "name" in values:
        person.name_key = name_key(name)


def _columns(row: Row) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _write_dialects(session: Session, person: Person, codes: Iterable[str]) -> None:
    ids = term_ids(session, "dialect")
    session.execute(delete(PersonDialect).where(PersonDialect.person_id == person.id))
    session.add_all(PersonDialect(person_id=person.id, term_id=ids[code]) for code in codes)


def _write_strengths(session: Session, person: Person, codes: Iterable[str]) -> None:
    ids = term_ids(session, "strength")
    session.execute(delete(PersonStrength).where(PersonStrength.person_id == person.id))
    session.add_all(PersonStrength(person_id=person.id, term_id=ids[code]) for code in codes)


def _write_expertise(session: Session, profile: MentorProfile, grades: dict[str, int]) -> None:
    ids = term_ids(session, "expertise")
    session.execute(delete(MentorExpertise).where(MentorExpertise.person_id == profile.person_id))
    session.add_all(
        MentorExpertise(person_id=profile.person_id, term_id=ids[code], grade=grade) for code, grade in grades.items()
    )


def _write_needs(session: Session, mentee: Mentee, codes: Iterable[str]) -> None:
    ids = term_ids(session, "expertise")
    session.execute(delete(MenteeNeed).where(MenteeNeed.mentee_id == mentee.id))
    session.add_all(
        MenteeNeed(mentee_id=mentee.id, rank=rank, term_id=ids[code]) for rank, code in enumerate(codes, start=1)
    )


def _write_field(session: Session, mentee: Mentee, code: str) -> None:
    mentee.field_id = term_ids(session, "field")[code] if code else None


WORDS: Mapping[str, Callable[[Session, Any, Any], None]] = {
    "dialects": _write_dialects,
    "strengths": _write_strengths,
    "expertise": _write_expertise,
    "needs": _write_needs,
    "field": _write_field,
}
