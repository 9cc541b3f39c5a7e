"""Undo a confirmed import as long as nothing depends on it: new people go, changed values come back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Update, delete, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from db.models import (
    Avoidance,
    Import,
    ImportRow,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    PersonDialect,
    PersonStrength,
    Scheme,
    SchemeHold,
    SchemePair,
)
from db.queries.imports import ROSTERS
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.pool_rows import write
from programme.roster.additions import take_back
from programme.usecase import claim, fetch, record, use_case

SHOWN = 3
AT_ONCE = 500
Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What an import made: ids of the new people, of the people with a new part, and of the new mentees."""

    kind: str
    people: frozenset[int]
    parts: frozenset[int]
    mentees: frozenset[int]


@use_case(Action.IMPORT_ROSTER)
def undo(session: Session, by: Actor, *, import_id: int, seen_version: int) -> int:
    """Take an import back and return how many rows that concerned.

    Raises Conflict "import_undone", or "import_in_use" if somebody has edited, paired or imported these people since,
    or "import_in_scheme" if a scheme has been computed with them.
    """
    row = fetch(session, Import, import_id)
    if row.status != "saved" or row.kind not in ROSTERS:
        raise Conflict("import_undone")
    written = session.scalars(select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.id)).all()
    made = _made(row, written)
    _demand_unused(session, row, written, made)
    claim(session, row, seen_version)
    for one in written:
        _restore(session, one, row.kind)
    _delete(session, made)
    take_back(session, row.summary.get("units", ()), row.summary.get("terms", ()))
    row.status = "undone"
    session.flush()
    record(session, by, Action.IMPORT_ROSTER, f"import:{import_id}", act="undo", rows=len(written))
    return len(written)


def _made(row: Import, written: Iterable[ImportRow]) -> Made:
    new = [one for one in written if one.action == "new" and one.person_id]
    return Made(
        row.kind,
        frozenset(one.person_id for one in new if not one.before and one.person_id),
        frozenset(one.person_id for one in new if one.person_id),
        frozenset(one.after["mentee_id"] for one in new if one.after["mentee_id"]),
    )


def _demand_unused(session: Session, row: Import, written: Sequence[ImportRow], made: Made) -> None:
    used = _edited(session, row, written) | _referred(session, made)
    if used:
        names = select(Person.name).where(Person.id.in_(sorted(used)[:SHOWN])).order_by(Person.id)
        raise Conflict("import_in_use", count=len(used), names="、".join(session.scalars(names)))
    if made.parts and _scheme_since(session, row):
        raise Conflict("import_in_scheme")


def _edited(session: Session, row: Import, written: Sequence[ImportRow]) -> set[int]:
    """People whose row, or whose part, has another version now than the import left."""
    ids = [one.person_id for one in written if one.person_id]
    people = _versions(session, Person.id, Person.version, ids)
    if row.kind == "mentor":
        parts = _versions(session, MentorProfile.person_id, MentorProfile.version, ids)
    else:
        parts = _versions(session, Mentee.id, Mentee.version, [one.after["mentee_id"] for one in written])
    return {
        one.person_id
        for one in written
        if one.person_id
        and (
            people.get(one.person_id) != one.after["person_version"]
            or parts.get(one.after["mentee_id"] or one.person_id) != one.after["role_version"]
        )
    }


def _versions(session: Session, key: Column, version: Column, ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _chunks(ids):
        found |= dict(session.execute(select(key, version).where(key.in_(some))).all())
    return found


def _referred(session: Session, made: Made) -> set[int]:
    """People whom another table holds on to: pairings, schemes, avoidances, another part of the programme."""
    tables = (Pairing, SchemePair, SchemeHold)
    if made.kind == "mentor":
        used = {found for table in tables for found in _present(session, table.mentor_id, made.parts)}
        used |= _present(session, Mentee.person_id, made.people)
    else:
        mentees = {found for table in tables for found in _present(session, table.mentee_id, made.mentees)}
        used = _people_of(session, mentees) | _present(session, MentorProfile.person_id, made.people)
        used |= _elsewhere(session, made)
    return (
        used | _present(session, Avoidance.person_a, made.people) | _present(session, Avoidance.person_b, made.people)
    )


def _present(session: Session, column: Column, ids: Iterable[int]) -> set[int]:
    """Which of the ids stand in the column."""
    return {found for some in _chunks(sorted(ids)) for found in session.scalars(select(column).where(column.in_(some)))}


def _people_of(session: Session, mentees: set[int]) -> set[int]:
    rows = (select(Mentee.person_id).where(Mentee.id.in_(some)) for some in _chunks(sorted(mentees)))
    return {person_id for row in rows for person_id in session.scalars(row)}


def _elsewhere(session: Session, made: Made) -> set[int]:
    """New people who are mentees of another cohort by now."""
    rows = (
        select(Mentee.person_id, Mentee.id).where(Mentee.person_id.in_(some)) for some in _chunks(sorted(made.people))
    )
    return {person_id for row in rows for person_id, key in session.execute(row) if key not in made.mentees}


def _scheme_since(session: Session, row: Import) -> bool:
    """A scheme computed after the import counts these people in, paired or not."""
    schemes = select(func.count()).where(Scheme.at >= row.at, Scheme.status != "failed")
    if row.cohort_id is not None:
        schemes = schemes.where(Scheme.cohort_id == row.cohort_id)
    return bool(session.scalar(schemes))


def _restore(session: Session, one: ImportRow, kind: str) -> None:
    """Write back what the import changed of a known person."""
    if one.before.get("person"):
        _write_back(session, session.get_one(Person, one.person_id), one.before["person"])
    if one.before.get("role"):
        _write_back(session, _part(session, one, kind), one.before["role"])


def _part(session: Session, one: ImportRow, kind: str) -> MentorProfile | Mentee:
    if kind == "mentor":
        return session.get_one(MentorProfile, one.person_id)
    return session.get_one(Mentee, one.after["mentee_id"])


def _write_back(session: Session, row: Person | MentorProfile | Mentee, values: dict) -> None:
    claim(session, row, row.version)
    write(session, row, values)


def _delete(session: Session, made: Made) -> None:
    """The rows of the import stay as the record of what was there; they let go of the people."""
    session.flush()
    parts, people, mentees = (sorted(ids) for ids in (made.parts, made.people, made.mentees))
    if made.kind == "mentor":
        _run(session, delete(MentorExpertise), MentorExpertise.person_id, parts)
        _run(session, delete(MentorProfile), MentorProfile.person_id, parts)
    else:
        _run(session, delete(MenteeNeed), MenteeNeed.mentee_id, mentees)
        _run(session, delete(Mentee), Mentee.id, mentees)
    _run(session, update(ImportRow).values(person_id=None), ImportRow.person_id, people)
    for words in (PersonDialect, PersonStrength):
        _run(session, delete(words), words.person_id, people)
    _run(session, delete(Person), Person.id, people)
    session.expire_all()


def _run(session: Session, statement: Delete | Update, column: Column, ids: Sequence[int]) -> None:
    for some in _chunks(ids):
        session.execute(statement.where(column.in_(some)), execution_options={"synchronize_session": False})


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes only so many values at once."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
