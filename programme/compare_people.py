"""The people of a comparison with what fairness is asked by: unit, county, category, sex."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee, MentorProfile, Person, Unit

DIMENSIONS = ("county", "unit", "category", "sex")


@dataclass(frozen=True, slots=True)
class Mentored:
    """A mentee of the cohort; "" is "not recorded"."""

    name: str
    unit: str
    county: str
    category: str
    sex: str

    def group(self, dimension: str) -> str:
        """The value by which the person counts in one of DIMENSIONS."""
        return str(getattr(self, dimension))


@dataclass(frozen=True, slots=True)
class Mentoring:
    """A mentor; `label` adds the unit where the name repeats."""

    name: str
    unit: str
    county: str
    label: str


@dataclass(frozen=True, slots=True)
class People:
    """Mentees by mentees.id (a liaison's own unit only), mentors by people.id."""

    mentees: Mapping[int, Mentored]
    mentors: Mapping[int, Mentoring]


def people_of(session: Session, cohort_id: int, unit_id: int | None) -> People:
    """The mentees of a cohort whom a viewer sees, and every mentor, with the names and units that they have now."""
    mentees = (
        select(Mentee.id, Person.name, Unit.name, Mentee.county, Unit.county, Mentee.category, Person.sex)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id)
    )
    if unit_id is not None:
        mentees = mentees.where(Person.unit_id == unit_id)
    return People(
        {
            key: Mentored(name, unit or "", own or county or "", category, sex or "")
            for key, name, unit, own, county, category, sex in session.execute(mentees)
        },
        _mentors(session),
    )


def _mentors(session: Session) -> dict[int, Mentoring]:
    rows = session.execute(
        select(Person.id, Person.name, Unit.name, Unit.county)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    ).all()
    often = Counter(name for _key, name, _unit, _county in rows)
    return {
        key: Mentoring(name, unit or "", county or "", f"{name}·{unit}" if often[name] > 1 and unit else name)
        for key, name, unit, county in rows
    }
