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
from matching import (
    Bottleneck,
    Diagnosis,
    Mentee,
    Mentor,
    NoMentor,
    Pool,
    Repair,
    build_problem,
    diagnose_problem,
    solve,
)
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
    """A county: seats asked for, seats open with its mentors, seats that a run under these rules would not fill."""

    county: str
    people: int
    seats: int
    short: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A county and a first need: seats asked for, open seats of the county's mentors who know it, and left unfilled."""

    county: str
    need: str
    people: int
    seats: int
    short: int

    @property
    def missing(self) -> int:
        """Seats that the county itself lacks for this need."""
        return max(self.people - self.seats, 0)


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

    Who goes short is told as a run under these rules would have it, so that the scheme afterwards says the same.
    `over_maximum` are mentors with more seats than the programme's maximum: named exceptions, to be looked at.
    `names` has everybody whom a bottleneck or a remedy mentions, by the engine's keys; it is empty, with both of
    them, for who sees one unit only.
    """

    people: int
    seats: int
    short: int
    places: tuple[Place, ...]
    cells: tuple[Cell, ...]
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
    return _seen_by(viewer, pool, rules, people)


def _worked_out(pool: Pool, rules: Rules) -> tuple[Diagnosis, Mapping[str, int]]:
    """The engine's diagnosis, and the seats that a run would leave unfilled: {mentee key: seats}; both once per input."""
    problem = build_problem(pool, rules.policy)
    shelf = _shelf(problem.fingerprint)
    if not shelf:
        left_out = {one.mentee: one.seats for one in solve(problem).unmatched if one.reason != "ineligible"}
        shelf.append((diagnose_problem(problem), left_out))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(fingerprint: str) -> list[tuple[Diagnosis, Mapping[str, int]]]:
    """An empty place for what is worked out from this input."""
    return []


def _seen_by(viewer: Viewer, pool: Pool, rules: Rules, people: Mapping[str, Who]) -> Feasibility:
    found, left_out = _worked_out(pool, rules)
    whole = viewer.unit_id is None
    seen = {key for key, who in people.items() if whole or who.unit_id == viewer.unit_id}
    crowded = (
        mentor.id for mentor in pool.mentors if mentor.capacity > rules.programme_maximum and not mentor.available
    )
    return Feasibility(
        people=found.people,
        seats=found.seats,
        short=found.short,
        places=_places(pool, left_out),
        cells=_cells(pool, left_out),
        asking=tuple(_asking(mentee, people) for mentee in _eligible(pool) if mentee.id in seen),
        barred=tuple(_barred(one, people) for one in found.no_mentor if one.mentee in seen),
        bottlenecks=found.bottlenecks if whole else (),
        repairs=tuple(sorted(found.repairs, key=lambda repair: -repair.gain)) if whole else (),
        names=people if whole else {},
        over_maximum=tuple(people[key] for key in crowded if key in seen),
    )


def _places(pool: Pool, left_out: Mapping[str, int]) -> tuple[Place, ...]:
    """Counties, the one with most people short first."""
    people: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for mentee in _eligible(pool):
        people[mentee.county] += mentee.demand
        short[mentee.county] += left_out.get(mentee.id, 0)
    for mentor in pool.mentors:
        seats[mentor.county] += _open_seats(mentor)
    rows = [Place(county, people[county], seats[county], short[county]) for county in people.keys() | seats.keys()]
    return tuple(sorted(rows, key=lambda row: (-row.short, row.seats - row.people, row.county)))


def _cells(pool: Pool, left_out: Mapping[str, int]) -> tuple[Cell, ...]:
    """County and first need wherever the county lacks seats or somebody goes short, the worst first."""
    people: Counter[tuple[str, str]] = Counter()
    seats: Counter[tuple[str, str]] = Counter()
    short: Counter[tuple[str, str]] = Counter()
    for mentee in _eligible(pool):
        key = mentee.county, first_need(mentee)
        people[key] += mentee.demand
        short[key] += left_out.get(mentee.id, 0)
    for mentor in pool.mentors:
        for code in mentor.expertise:
            seats[mentor.county, code] += _open_seats(mentor)
    cells = (Cell(*key, asked, seats[key], short[key]) for key, asked in people.items())
    worst = sorted(cells, key=lambda cell: (-cell.missing, -cell.short, cell.county, cell.need))
    return tuple(cell for cell in worst if cell.missing or cell.short)


def first_need(mentee: Mentee) -> str:
    """The need that a mentee ranks first, "" without any."""
    return mentee.needs[0] if mentee.needs else ""


def _eligible(pool: Pool) -> list[Mentee]:
    return [mentee for mentee in pool.mentees if not mentee.ineligible]


def _open_seats(mentor: Mentor) -> int:
    return 0 if mentor.available else max(mentor.capacity - mentor.load, 0)


def _asking(mentee: Mentee, people: Mapping[str, Who]) -> Asking:
    return Asking(people[mentee.id], mentee.county, first_need(mentee))


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
