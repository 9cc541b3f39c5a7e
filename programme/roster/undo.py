"""Undo a confirmed import as long as nothing depends on it: new people go, changed values come back."""

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

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
    Scheme,
    SchemeHold,
    SchemePair,
)
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.pool_rows import write
from programme.roster.additions import take_back
from programme.usecase import claim, fetch, record, use_case

SHOWN = 3


@use_case(Action.IMPORT_ROSTER)
def undo(session: Session, by: Actor, *, import_id: int, seen_version: int) -> int:
    """Take an import back and return how many rows that concerned.

    Raises Conflict "import_undone", or "import_in_use" if somebody has edited, paired or imported these people since,
    or a scheme has been computed with them.
    """
    row = fetch(session, Import, import_id)
    if row.status != "saved":
        raise Conflict("import_undone")
    written = session.scalars(select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.id)).all()
    _demand_unused(session, row, written)
    claim(session, row, seen_version)
    for one in reversed(written):
        _take_back(session, one, row.kind)
    take_back(session, row.summary.get("units", ()), row.summary.get("terms", ()))
    row.status = "undone"
    session.flush()
    record(session, by, Action.IMPORT_ROSTER, f"import:{import_id}", act="undo", rows=len(written))
    return len(written)


def _demand_unused(session: Session, row: Import, written: Iterable[ImportRow]) -> None:
    used = [name for one in written for name in _uses(session, one, row)]
    if used:
        raise Conflict("import_in_use", count=len(used), names="、".join(used[:SHOWN]))
    if any(one.action == "new" for one in written) and _scheme_since(session, row):
        raise Conflict("import_in_scheme")


def _uses(session: Session, one: ImportRow, row: Import) -> Iterator[str]:
    """The person's name if anything has happened to them since."""
    person = session.get(Person, one.person_id) if one.person_id else None
    if person is None:
        return
    role = _role(session, one, row.kind)
    moved = person.version != one.after["person_version"] or role is None or role.version != one.after["role_version"]
    if moved or _refers(session, one, person, row.kind):
        yield person.name


def _refers(session: Session, one: ImportRow, person: Person, kind: str) -> bool:
    """Whether another table holds on to what this row made."""
    conditions = []
    if one.action == "new" and kind == "mentor":
        conditions += [
            Pairing.mentor_id == person.id,
            SchemePair.mentor_id == person.id,
            SchemeHold.mentor_id == person.id,
        ]
    if one.action == "new" and kind == "mentee":
        mentee_id = one.after["mentee_id"]
        conditions += [table.mentee_id == mentee_id for table in (Pairing, SchemePair, SchemeHold)]
    if not one.before:
        conditions += _of_new_person(person.id, one, kind)
    return any(session.scalar(select(func.count()).where(condition)) for condition in conditions)


def _of_new_person(person_id: int, one: ImportRow, kind: str) -> list:
    """What else may point at a person whom this import has made."""
    other_parts = [MentorProfile.person_id == person_id] if kind == "mentee" else [Mentee.person_id == person_id]
    if kind == "mentee":
        other_parts.append((Mentee.person_id == person_id) & (Mentee.id != one.after["mentee_id"]))
    return [or_(Avoidance.person_a == person_id, Avoidance.person_b == person_id), *other_parts]


def _scheme_since(session: Session, row: Import) -> bool:
    """A scheme computed after the import counts these people in, paired or not."""
    schemes = select(func.count()).where(Scheme.at >= row.at, Scheme.status != "failed")
    if row.cohort_id is not None:
        schemes = schemes.where(Scheme.cohort_id == row.cohort_id)
    return bool(session.scalar(schemes))


def _role(session: Session, one: ImportRow, kind: str) -> MentorProfile | Mentee | None:
    if kind == "mentor":
        return session.get(MentorProfile, one.person_id)
    return session.get(Mentee, one.after["mentee_id"])


def _take_back(session: Session, one: ImportRow, kind: str) -> None:
    person = session.get_one(Person, one.person_id)
    role = _role(session, one, kind)
    assert role is not None
    if one.action == "new":
        _delete_role(session, role)
    else:
        _restore(session, role, one.before["role"])
    if one.before:
        _restore(session, person, one.before["person"])
    else:
        _delete_person(session, person.id)


def _restore(session: Session, row: Person | MentorProfile | Mentee, values: dict) -> None:
    if values:
        claim(session, row, row.version)
        write(session, row, values)


def _delete_role(session: Session, role: MentorProfile | Mentee) -> None:
    if isinstance(role, MentorProfile):
        session.execute(delete(MentorExpertise).where(MentorExpertise.person_id == role.person_id))
    else:
        session.execute(delete(MenteeNeed).where(MenteeNeed.mentee_id == role.id))
    session.delete(role)
    session.flush()


def _delete_person(session: Session, person_id: int) -> None:
    """The rows of the import stay as the record of what was there; they let go of the person."""
    session.execute(update(ImportRow).where(ImportRow.person_id == person_id).values(person_id=None))
    session.execute(delete(PersonDialect).where(PersonDialect.person_id == person_id))
    session.execute(delete(Person).where(Person.id == person_id))
