"""Who stands behind the ids of a scheme: names with the unit where a name repeats, and the words of needs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, MentorProfile, Person, Term, Unit
from db.queries.kept import kept
from programme.desk_cards import Who
from programme.scheme_state import SchemeState
from programme.snapshot import key_of, person_of
from texts import language


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The people of a scheme by mentees.id and by people.id of the mentors; `categories` by mentees.id.

    Compared by identity, so that what is derived from them can be kept.
    """

    mentees: dict[int, Who]
    mentors: dict[int, Who]
    ids: Mapping[str, int]
    categories: dict[int, str]

    def mentee(self, key: str) -> Who:
        """The mentee of an engine's key."""
        return self.mentees[self.ids[key]]

    def mentor(self, key: str) -> Who:
        """The mentor of an engine's key."""
        return self.mentors[person_of(key)]


def people_of(session: Session, state: SchemeState) -> People:
    """Everybody in the snapshot, with the names that they have now."""
    return _people(session, state.scheme.cohort_id)


@kept
def _people(session: Session, cohort_id: int) -> People:
    person = (Person.name, Unit.name.label("unit"), Person.post)
    mentees = (
        select(Mentee.id, Mentee.category, Mentee.person_id, *person)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id)
    )
    mentors = (
        select(Person.id, *person)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )
    rows = session.execute(mentees).all()
    categories = {row.id: row.category for row in rows}
    ids = {key_of(row.person_id): row.id for row in rows}
    return People(_named(rows), _named(session.execute(mentors).all()), ids, categories)


def _named(rows: Any) -> dict[int, Who]:
    often = Counter(row.name for row in rows)
    return {row.id: _who(row, repeats=often[row.name] > 1) for row in rows}


def _who(row: Any, *, repeats: bool) -> Who:
    unit = row.unit or ""
    label = f"{row.name}·{unit}" if repeats and unit else row.name
    return Who(row.id, row.name, label, unit, row.post)


def terms_of(session: Session) -> dict[str, str]:
    """{code: word in the reader's language} of expertise, fields and dialects."""
    rows = session.execute(select(Term.code, Term.name, Term.name_en))
    english = language() == "en"
    return {row.code: (row.name_en if english and row.name_en else row.name) for row in rows}


def scope_of(session: Session, cohort_id: int, unit_id: int | None) -> frozenset[int] | None:
    """The mentees (mentees.id) whom a viewer of one unit sees; None without such a limit."""
    if unit_id is None:
        return None
    own = select(Mentee.id).join(Person, Person.id == Mentee.person_id)
    return frozenset(session.scalars(own.where(Mentee.cohort_id == cohort_id, Person.unit_id == unit_id)))
