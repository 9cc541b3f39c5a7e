"""Write one step of an import, and keep what it takes to undo it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.models import ImportRow, Mentee, MentorProfile, Person
from documents.values import name_key
from programme.pool_rows import Kept, change, kept_mentee, kept_mentor, kept_person, write
from programme.roster.difference import Step
from programme.roster.draft import Draft

PERSON = (
    "no",
    "name",
    "sex",
    "birth",
    "work_start",
    "party",
    "education",
    "major",
    "unit_id",
    "post",
    "remark",
    "dialects",
)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows go: the kind, the draft's cohort and state, unit ids by name, codes by word for new words."""

    kind: str
    draft: Draft
    units: Mapping[str, int]
    codes: Mapping[str, str]


def write_step(session: Session, step: Step, target: Target) -> ImportRow:
    """Save a new or changed row; `before` and `after` hold the values of the person and of the part, with versions."""
    person_values, role_values = _values(step, target)
    if step.somebody is None:
        person = _new_person(session, person_values)
        before: Values = {}
    else:
        kept = kept_person(session, session.get_one(Person, step.somebody.id))
        person = session.get_one(Person, step.somebody.id)
        before = {"person": _changed(session, kept, person_values)}
    role, role_before = _write_role(session, person, role_values, target)
    if role_before is not None:
        before["role"] = role_before
    return ImportRow(
        sheet=step.entry.sheet[:200],
        row=step.entry.row,
        person_id=person.id,
        action="new" if role_before is None else "changed",
        before=before,
        after={
            "person": person_values,
            "role": role_values,
            "person_version": person.version,
            "role_version": role.version,
            "mentee_id": role.id if isinstance(role, Mentee) else None,
        },
    )


def _values(step: Step, target: Target) -> tuple[Values, Values]:
    """The step's changes sorted to the tables, with ids for units and codes for words."""
    after = {name: pair[1] for name, pair in step.entry.changes.items()}
    if "unit" in after:
        after["unit_id"] = target.units[after.pop("unit")]
    for name in {"dialects", "needs"} & set(after):
        after[name] = [target.codes.get(word, word) for word in after[name]]
    person = {name: value for name, value in after.items() if name in PERSON}
    return person, {name: value for name, value in after.items() if name not in PERSON}


def _new_person(session: Session, values: Values) -> Person:
    person = Person(name=values["name"], name_key=name_key(values["name"]))
    session.add(person)
    session.flush()
    write(session, person, values)
    return person


def _changed(session: Session, kept: Kept, values: Values) -> Values:
    """Write what differs; what was there before."""
    changes = change(session, kept, kept.row.version, values)
    return {name: pair[0] for name, pair in changes.items()}


def _write_role(
    session: Session, person: Person, values: Values, target: Target
) -> tuple[MentorProfile | Mentee, Values | None]:
    """The part with its values, and what they were before (None: the part is new)."""
    kept = _kept_role(session, person, target)
    if kept is not None:
        return kept.row, _changed(session, kept, values)  # type: ignore[return-value]
    role = _new_role(person, values, target)
    session.add(role)
    session.flush()
    write(session, role, values)
    return role, None


def _kept_role(session: Session, person: Person, target: Target) -> Kept | None:
    if target.kind == "mentor":
        profile = session.get(MentorProfile, person.id)
        return kept_mentor(session, profile) if profile else None
    mentee = session.query(Mentee).filter_by(cohort_id=target.draft.cohort_id, person_id=person.id).one_or_none()
    return kept_mentee(session, mentee) if mentee else None


def _new_role(person: Person, values: Values, target: Target) -> MentorProfile | Mentee:
    """A mentor whom the organization department imports into the pool is confirmed by it on that day."""
    if target.kind == "mentee":
        return Mentee(cohort_id=target.draft.cohort_id, person_id=person.id, category=values["category"])
    status = target.draft.mentor_status
    confirmed = today() if status == "in_pool" else None
    return MentorProfile(person_id=person.id, status=status, status_on=today(), organization_on=confirmed)
