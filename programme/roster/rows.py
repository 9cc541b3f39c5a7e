"""Write the steps of an import, and keep what it takes to undo them: new people in few statements, known ones singly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import (
    ImportRow,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Person,
    PersonDialect,
    PersonStrength,
)
from documents.values import name_key
from programme.pool_rows import Kept, change, kept_mentee, kept_mentor, kept_person, write
from programme.pool_values import term_ids
from programme.roster.difference import OF_PERSON, Step, kind_of
from programme.roster.draft import Draft

PERSON = (
    "no", "name", "sex", "birth", "work_start", "party", "branch", "education", "major", "unit_id", "post", "remark",
    "dialects", "strengths",
)  # fmt: skip
WORDS = ("dialects", "strengths", "expertise", "needs", "field")
Values = dict[str, Any]
Role = MentorProfile | Mentee


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows go: the kind, the draft's cohort and state, unit ids by name, codes by (kind, word) for new words."""

    kind: str
    draft: Draft
    units: Mapping[str, int]
    codes: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """A step that has been saved: the rows it went to, its values, and what was there before."""

    step: Step
    person: Person
    role: Role
    values: tuple[Values, Values]
    before: Values

    def row(self) -> ImportRow:
        """What undoing needs; `before` is empty for a new person and has no "role" for a new part."""
        return ImportRow(
            sheet=self.step.entry.sheet[:200],
            row=self.step.entry.row,
            person_id=self.person.id,
            action="changed" if "role" in self.before else "new",
            before=self.before,
            after={
                "person": self.values[0],
                "role": self.values[1],
                "person_version": self.person.version,
                "role_version": self.role.version,
                "mentee_id": self.role.id if isinstance(self.role, Mentee) else None,
            },
        )


def write_steps(session: Session, steps: Sequence[Step], target: Target) -> list[ImportRow]:
    """Save the new and changed rows of a roster in their order."""
    new = _write_new(session, [step for step in steps if step.somebody is None], target)
    known = [_write_known(session, step, target) for step in steps if step.somebody is not None]
    order = {step.entry.line: number for number, step in enumerate(steps)}
    return [written.row() for written in sorted([*new, *known], key=lambda one: order[one.step.entry.line])]


def _write_new(session: Session, steps: list[Step], target: Target) -> list[Written]:
    """People whom the database does not know: a statement for each table, not for each person."""
    values = [_values(step, target) for step in steps]
    people = [_person(person) for person, _ in values]
    session.add_all(people)
    session.flush()
    fields = term_ids(session, "field")
    roles = [_new_role(one, role, target, fields) for one, (_, role) in zip(people, values, strict=True)]
    session.add_all(roles)
    session.flush()
    session.add_all(_word_rows(session, zip(people, roles, values, strict=True)))
    session.flush()
    return [Written(*parts, {}) for parts in zip(steps, people, roles, values, strict=True)]


def _person(values: Values) -> Person:
    return Person(
        **{name: value for name, value in values.items() if name not in WORDS}, name_key=name_key(values["name"])
    )


def _new_role(person: Person, values: Values, target: Target, fields: Mapping[str, int]) -> Role:
    """A mentor whom the organization department imports into the pool is confirmed by it on that day."""
    plain = {name: value for name, value in values.items() if name not in WORDS}
    if target.kind == "mentee":
        return Mentee(
            cohort_id=target.draft.cohort_id, person_id=person.id, field_id=fields.get(values.get("field", "")), **plain
        )
    status = target.draft.mentor_status
    confirmed = today() if status == "in_pool" else None
    return MentorProfile(person_id=person.id, status=status, status_on=today(), organization_on=confirmed, **plain)


def _word_rows(session: Session, written: Iterable[tuple[Person, Role, tuple[Values, Values]]]) -> list[Any]:
    """Dialects, strengths, graded expertise and ranked needs as rows."""
    dialects, strengths, expertise = (term_ids(session, kind) for kind in ("dialect", "strength", "expertise"))
    rows: list[Any] = []
    for person, role, (told, part) in written:
        rows += [PersonDialect(person_id=person.id, term_id=dialects[code]) for code in told.get("dialects", ())]
        rows += [PersonStrength(person_id=person.id, term_id=strengths[code]) for code in told.get("strengths", ())]
        rows += [
            MentorExpertise(person_id=person.id, term_id=expertise[code], grade=grade)
            for code, grade in part.get("expertise", {}).items()
        ]
        if isinstance(role, Mentee):
            needs = enumerate(part.get("needs", ()), start=1)
            rows += [MenteeNeed(mentee_id=role.id, rank=rank, term_id=expertise[code]) for rank, code in needs]
    return rows


def _write_known(session: Session, step: Step, target: Target) -> Written:
    """Somebody whom the database knows: what differs is written, and the part if it is new."""
    assert step.somebody is not None
    values = _values(step, target)
    person = session.get_one(Person, step.somebody.id)
    before: Values = {"person": _changed(session, kept_person(session, person), values[0])}
    kept = _kept_role(session, person, target)
    if kept is not None:
        before["role"] = _changed(session, kept, values[1])
        return Written(step, person, kept.row, values, before)  # type: ignore[arg-type]
    role = _new_role(person, values[1], target, term_ids(session, "field"))
    session.add(role)
    session.flush()
    write(session, role, {name: values[1][name] for name in ("expertise", "needs") if name in values[1]})
    return Written(step, person, role, values, before)


def _values(step: Step, target: Target) -> tuple[Values, Values]:
    """The step's changes sorted to the tables, with ids for units and codes for words."""
    after = {name: pair[1] for name, pair in step.entry.changes.items()}
    if "unit" in after:
        after["unit_id"] = target.units[after.pop("unit")]
    for name in {*OF_PERSON, "needs"} & set(after):
        after[name] = [target.codes.get((kind_of(name), word), word) for word in after[name]]
    person = {name: value for name, value in after.items() if name in PERSON}
    return person, {name: value for name, value in after.items() if name not in PERSON}


def _changed(session: Session, kept: Kept, values: Values) -> Values:
    """Write what differs; what was there before."""
    changes = change(session, kept, kept.row.version, values)
    return {name: pair[0] for name, pair in changes.items()}


def _kept_role(session: Session, person: Person, target: Target) -> Kept | None:
    if target.kind == "mentor":
        profile = session.get(MentorProfile, person.id)
        return kept_mentor(session, profile) if profile else None
    here = select(Mentee).where(Mentee.cohort_id == target.draft.cohort_id, Mentee.person_id == person.id)
    mentee = session.scalars(here).one_or_none()
    return kept_mentee(session, mentee) if mentee else None
