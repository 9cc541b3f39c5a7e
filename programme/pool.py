"""The pool by hand: add and edit mentors and mentees; every edit names the version it was made against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort, Mentee, MentorProfile, Person
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.nomination_files import About, open_file
from programme.pool_rows import Changes, change, kept_mentee, kept_mentor, kept_person, write
from programme.pool_values import MENTEE, MENTOR, PERSON, Values, checked
from programme.usecase import fetch, record, use_case
from programme.words import field_of_major

Seen = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Edited:
    """Who was edited and what changed: {field: [before, after]}."""

    person_id: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class Added:
    """Somebody new in the pool; `mentee_id` is None for a mentor."""

    person_id: int
    mentee_id: int | None = None


@use_case(Action.EDIT_POOL)
def edit_mentor(session: Session, by: Actor, *, person_id: int, seen: Seen, values: Values) -> Edited:
    """Change a mentor; `seen` are the versions {"person": 3, "profile": 2}, `values` see `pool_values.checked`.

    Only what differs is written, and only the row it belongs to has to be as it was seen. Raises Stale, Invalid
    for a value that cannot hold, Conflict for a number or a person that exists already or when nothing differs.
    """
    person = kept_person(session, fetch(session, Person, person_id))
    profile = kept_mentor(session, fetch(session, MentorProfile, person_id))
    wanted = checked(session, values, PERSON + MENTOR)
    changes = change(session, person, seen["person"], _of(wanted, PERSON))
    changes |= change(session, profile, seen["profile"], _of(wanted, MENTOR))
    return _edited(session, by, f"person:{person_id}", Edited(person_id, changes))


@use_case(Action.EDIT_POOL)
def edit_mentee(session: Session, by: Actor, *, mentee_id: int, seen: Seen, values: Values) -> Edited:
    """Change a mentee of a cohort; `seen` are the versions {"person": 3, "mentee": 2}. Raises as `edit_mentor` does."""
    mentee = kept_mentee(session, fetch(session, Mentee, mentee_id))
    person = kept_person(session, fetch(session, Person, mentee.values["person_id"]))
    wanted = checked(session, values, PERSON + MENTEE)
    changes = change(session, person, seen["person"], _of(wanted, PERSON))
    changes |= change(session, mentee, seen["mentee"], _of(wanted, MENTEE))
    return _edited(session, by, f"mentee:{mentee_id}", Edited(mentee.values["person_id"], changes))


@use_case(Action.EDIT_POOL)
def add_mentor(
    session: Session, by: Actor, *, values: Values, person_id: int | None = None, about: About | None = None
) -> Added:  # fmt: skip
    """Nominate a mentor by hand (待审核): a new person, or somebody known already as `person_id`; `about` the nomination."""
    wanted = checked(session, values, PERSON + MENTOR)
    person = _person(session, person_id, wanted)
    if session.get(MentorProfile, person.id):
        raise Conflict("mentor_already", name=person.name)
    profile = MentorProfile(person_id=person.id, status="nominated")
    session.add(profile)
    session.flush()
    write(session, profile, _of(wanted, MENTOR))
    open_file(session, by, profile, about or About())
    record(session, by, Action.EDIT_POOL, f"person:{person.id}", act="add_mentor", values=wanted)
    return Added(person.id)


@use_case(Action.EDIT_POOL)
def add_mentee(session: Session, by: Actor, *, cohort_id: int, values: Values, person_id: int | None = None) -> Added:
    """Add a mentee to a cohort by hand (待结对): a new person, or somebody known already as `person_id`.

    Without a professional field the one that the major leads into is taken, as an import does.
    """
    cohort = fetch(session, Cohort, cohort_id)
    if cohort.status != "open":
        raise Conflict("cohort_closed", cohort=cohort.name)
    wanted = checked(session, {"category": "", **values}, PERSON + MENTEE)
    person = _person(session, person_id, wanted)
    if session.scalars(select(Mentee).filter_by(cohort_id=cohort_id, person_id=person.id)).first():
        raise Conflict("mentee_already", name=person.name, cohort=cohort.name)
    mentee = Mentee(cohort_id=cohort_id, person_id=person.id, category=wanted["category"])
    session.add(mentee)
    session.flush()
    wanted["field"] = wanted.get("field") or field_of_major(session, person.major)
    write(session, mentee, _of(wanted, MENTEE))
    record(session, by, Action.EDIT_POOL, f"mentee:{mentee.id}", act="add_mentee", values=wanted)
    return Added(person.id, mentee.id)


def _person(session: Session, person_id: int | None, wanted: dict[str, Any]) -> Person:
    """Somebody known, as they are, or a new person from the values."""
    if person_id is not None:
        return fetch(session, Person, person_id)
    if "name" not in wanted:
        raise Invalid("bad_name", value="")
    person = Person(name=wanted["name"], name_key="")
    session.add(person)
    session.flush()
    write(session, person, _of(wanted, PERSON))
    return person


def _edited(session: Session, by: Actor, object: str, edited: Edited) -> Edited:
    if not edited.changes:
        raise Conflict("pool_unchanged")
    record(session, by, Action.EDIT_POOL, object, act="edit", changes=edited.changes)
    return edited


def _of(values: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: values[field] for field in fields if field in values}
