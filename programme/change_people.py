"""Who stands behind the ids of a slip: names with the unit where a name repeats, and the units for the scope of a liaison."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, Person, Unit
from programme.desk_cards import Who


@dataclass(frozen=True, slots=True)
class Named:
    """Mentors by people.id and mentees by mentees.id, and the unit of each."""

    mentors: dict[int, Who]
    mentees: dict[int, Who]
    mentor_units: dict[int, int | None]
    mentee_units: dict[int, int | None]
    places: dict[int, tuple[str, str]]

    def mentor(self, key: int | None) -> Who | None:
        """The mentor, None for nobody."""
        return self.mentors.get(key) if key is not None else None


def people_of(session: Session, mentor_ids: Collection[int], mentee_ids: Collection[int]) -> Named:
    """Names as they are now; a mentee's place is (county, category)."""
    person = (Person.name, Person.post, Person.unit_id, Unit.name.label("unit"))
    mentors = session.execute(
        select(Person.id, *person).outerjoin(Unit, Unit.id == Person.unit_id).where(Person.id.in_(mentor_ids))
    ).all()
    mentees = session.execute(
        select(Mentee.id, *person, Mentee.county, Mentee.category, Unit.county.label("unit_county"))
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.id.in_(mentee_ids))
    ).all()
    return Named(
        mentors=_named(mentors),
        mentees=_named(mentees),
        mentor_units={row.id: row.unit_id for row in mentors},
        mentee_units={row.id: row.unit_id for row in mentees},
        places={row.id: (row.county or row.unit_county or "", row.category) for row in mentees},
    )


def _named(rows: Collection[Any]) -> dict[int, Who]:
    often = Counter(row.name for row in rows)
    return {row.id: _who(row, repeats=often[row.name] > 1) for row in rows}


def _who(row: Any, *, repeats: bool) -> Who:
    unit = row.unit or ""
    label = f"{row.name}·{unit}" if repeats and unit else row.name
    return Who(row.id, row.name, label, unit, row.post)
