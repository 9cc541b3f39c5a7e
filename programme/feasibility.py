"""Seats against people before any run: what is short, for whom, why, and remedies that were tried by re-solving."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee as MenteeRow
from db.models import Person, Unit
from db.queries.viewer import Viewer, reads
from matching import Bottleneck, Diagnosis, Mentee, NoMentor, Pool, Repair, Shortage, build_problem, diagnose
from programme.rules import Rules, rules_in_force, rules_of
from programme.snapshot import key_of, load_pool

SHELVES = 16


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a list shows them; `mentee_id` is None for who does not wait in this cohort."""

    person_id: int
    name: str
    unit: str
    unit_id: int | None
    mentee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A county: seats asked for, seats open with its mentors, seats that nobody can give (wherever the mentor sits)."""

    county: str
    people: int
    seats: int
    short: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A mentee who waits and is eligible, by county and first need."""

    who: Who
    county: str
    need: str


@dataclass(frozen=True, slots=True)
class Barred:
    """A mentee whom no mentor may take: `reason` of ineligibility, or how many mentors each rule takes away."""

    who: Who
    reason: str
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The count before any run. `people` and `seats` are seats asked for and seats open, `short` cannot be placed.

    `over_maximum` are mentors with more seats than the programme's maximum: named exceptions, to be looked at.
    `names` has everybody whom a bottleneck or a remedy mentions, by the engine's keys; it is empty, with both of
    them, for who sees one unit only.
    """

    people: int
    seats: int
    short: int
    places: tuple[Place, ...]
    shortages: tuple[Shortage, ...]
    asking: tuple[Asking, ...]
    barred: tuple[Barred, ...]
    bottlenecks: tuple[Bottleneck, ...]
    repairs: tuple[Repair, ...]
    names: Mapping[str, Who]
    over_maximum: tuple[Who, ...]


@reads("programme")
def feasibility(
    session: Session, viewer: Viewer, *, cohort_id: int, values: Mapping[str, Any] | None = None
) -> Feasibility:
    """The count under the rules in force, or under a form's values that nobody saved yet (see `rules.rules_of`)."""
    rules = rules_in_force(session, cohort_id)
    rules = rules_of(values, rules) if values else rules
    pool = load_pool(session, cohort_id, rules)
    people = _people(session, cohort_id, pool)
    return _seen_by(viewer, pool, rules, _diagnosed(pool, rules), people)


def _diagnosed(pool: Pool, rules: Rules) -> Diagnosis:
    """The engine's diagnosis; the same pool under the same rules is worked out once."""
    shelf = _shelf(build_problem(pool, rules.policy).fingerprint)
    if not shelf:
        shelf.append(diagnose(pool, rules.policy))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(fingerprint: str) -> list[Diagnosis]:
    """An empty place for the diagnosis of this input."""
    return []


def _seen_by(viewer: Viewer, pool: Pool, rules: Rules, found: Diagnosis, people: Mapping[str, Who]) -> Feasibility:
    whole = viewer.unit_id is None
    seen = {key for key, who in people.items() if whole or who.unit_id == viewer.unit_id}
    crowded = (
        mentor.id for mentor in pool.mentors if mentor.capacity > rules.programme_maximum and not mentor.available
    )
    return Feasibility(
        people=found.people,
        seats=found.seats,
        short=found.short,
        places=_places(pool, found),
        shortages=found.shortages,
        asking=tuple(_asking(mentee, people) for mentee in pool.mentees if not mentee.ineligible and mentee.id in seen),
        barred=tuple(_barred(one, people) for one in found.no_mentor if one.mentee in seen),
        bottlenecks=found.bottlenecks if whole else (),
        repairs=tuple(sorted(found.repairs, key=lambda repair: -repair.gain)) if whole else (),
        names=people if whole else {},
        over_maximum=tuple(people[key] for key in crowded if key in seen),
    )


def _places(pool: Pool, found: Diagnosis) -> tuple[Place, ...]:
    """Counties, the one with most people short first."""
    people: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for mentee in pool.mentees:
        people[mentee.county] += 0 if mentee.ineligible else mentee.demand
    for mentor in pool.mentors:
        seats[mentor.county] += 0 if mentor.available else max(mentor.capacity - mentor.load, 0)
    for row in found.shortages:
        short[row.county] += row.unplaced
    rows = [Place(county, people[county], seats[county], short[county]) for county in people.keys() | seats.keys()]
    return tuple(sorted(rows, key=lambda row: (-row.short, row.seats - row.people, row.county)))


def _asking(mentee: Mentee, people: Mapping[str, Who]) -> Asking:
    return Asking(people[mentee.id], mentee.county, mentee.needs[0] if mentee.needs else "")


def _barred(one: NoMentor, people: Mapping[str, Who]) -> Barred:
    return Barred(people[one.mentee], one.ineligible, one.rules)


def _people(session: Session, cohort_id: int, pool: Pool) -> dict[str, Who]:
    """Everybody in the pool by key."""
    keys = {mentor.id for mentor in pool.mentors} | {mentee.id for mentee in pool.mentees}
    here = (MenteeRow.person_id == Person.id) & (MenteeRow.cohort_id == cohort_id)
    rows = session.execute(
        select(Person.id, Person.name, Unit.name, Unit.id, MenteeRow.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(MenteeRow, here)
    )
    found = {key_of(row[0]): Who(row[0], row[1], row[2] or "", row[3], row[4]) for row in rows}
    return {key: who for key, who in found.items() if key in keys}
