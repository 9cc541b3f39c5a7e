"""Who stands behind the ids of a scheme: names with the unit where a name repeats, and the words of needs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Audit, Mentee, MentorProfile, Person, Term, Unit
from programme.desk_cards import Who
from programme.scheme_state import SchemeState
from programme.snapshot import key_of, person_of
from texts import language

SHELVES = 8


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
    """Everybody in the snapshot, with the names that they have now.

    Kept until the next act anywhere but at a desk: without one no name has changed, since every change of anything
    leaves a row in the audit.
    """
    last = session.scalar(select(Audit.hash).where(Audit.action != "adjust").order_by(Audit.seq.desc()).limit(1))
    shelf = _shelf(str(session.get_bind().engine.url), last, state.scheme.cohort_id) if last else []
    if not shelf:
        shelf.append(_read(session, state))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(place: str, last: str, cohort_id: int) -> list[People]:
    """An empty place for the people of a cohort of one database as they were at this act."""
    return []


def _read(session: Session, state: SchemeState) -> People:
    person = (Person.name, Unit.name.label("unit"), Person.post)
    mentees = (
        select(Mentee.id, Mentee.category, Mentee.person_id, *person)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == state.scheme.cohort_id)
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
