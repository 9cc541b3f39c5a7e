"""Seats against people before any run: what is short, for whom, and who has no mentor open to them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Mentee as MenteeRow
from db.models import MentorProfile, Person, Unit
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Mentee, Mentor, Pool, Problem, Unmatched, solve
from programme.ground import Ground, ground_of, keys_of
from programme.rules import Rules, rules_in_force, rules_of
from programme.rules_named import QuotaRule
from programme.seats import Seats, all_seats
from programme.snapshot import key_of, person_of

SHELVES = 16
BARRED = ("ineligible", "no_eligible_mentor")
GROUNDS = ("no_mentor", "ineligible", "unreached")
UNREACHED = "outside_reach"
# A named pair whose mentee has a mentor by now, or is no longer here, needs nobody's attention.
DONE = "mentee_not_waiting"


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

    @property
    def ground(self) -> str:
        """One of GROUNDS: no mentor is open to them, they do not qualify, or the cohort does not reach their unit yet."""
        if not self.reason:
            return "no_mentor"
        return "unreached" if self.reason == UNREACHED else "ineligible"


@dataclass(frozen=True, slots=True)
class Cut:
    """A mentor whose seats are not those of the pool, by a ceiling or by name."""

    who: Who
    seats: Seats


@dataclass(frozen=True, slots=True)
class Missed:
    """A quota that a run cannot keep: pairs asked for (`least` or, with too many locked, `most`) and pairs there.

    `people` are the eligible mentees whom it concerns, `seats` the open seats of its mentors.
    """

    key: str
    quota: QuotaRule
    pairs: int
    people: int
    seats: int


@dataclass(frozen=True, slots=True)
class Unheld:
    """A pair that the rules name and that the next run could not hold, with the code of the reason."""

    key: str
    kind: str
    mentee: Who
    mentor: Who
    code: str


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The count before any run. `people` and `seats` are seats asked for and seats open, `short` cannot be placed.

    Who goes short is told as a run under these rules would have it, so that the scheme afterwards says the same.
    `cuts` are mentors whose seats a ceiling or a name changes, `missed` quotas and `unheld` pairs that cannot be kept.
    `size` is that of the problem, mentees times mentors.
    """

    people: int
    seats: int
    short: int
    places: tuple[Place, ...]
    cells: tuple[Cell, ...]
    asking: tuple[Asking, ...]
    barred: tuple[Barred, ...]
    cuts: tuple[Cut, ...]
    missed: tuple[Missed, ...]
    unheld: tuple[Unheld, ...]
    size: int


@reads("programme")
@kept
def feasibility(
    session: Session, viewer: Viewer, *, cohort_id: int, values: Mapping[str, Any] | None = None
) -> Feasibility:
    """The count under the rules in force, or under a form's values that nobody saved yet (see `rules.rules_of`)."""
    ground = ground_of(session, cohort_id, rules_for(session, cohort_id, values))
    pool = ground.pool
    people = people_of(session, cohort_id, pool)
    seen = {key for key, who in people.items() if viewer.unit_id in (None, who.unit_id)}
    plan = _plan(ground.problem)
    left_out = {one.mentee: one.seats for one in plan.unmatched if one.reason != "ineligible"}
    return Feasibility(
        people=sum(mentee.demand for mentee in _eligible(pool)),
        seats=sum(map(_open_seats, pool.mentors)),
        short=sum(left_out.values()),
        places=_places(pool, left_out),
        cells=_cells(pool, left_out),
        asking=tuple(_asking(mentee, people) for mentee in _eligible(pool) if mentee.id in seen),
        barred=tuple(_barred(one, people) for one in plan.unmatched if one.reason in BARRED and one.mentee in seen),
        cuts=tuple(_cuts(session, ground, people, seen)),
        missed=tuple(_missed(ground, plan.pairs)) if viewer.unit_id is None else (),
        unheld=tuple(_unheld(ground, people)) if viewer.unit_id is None else (),
        size=len(pool.mentees) * len(pool.mentors),
    )


def rules_for(session: Session, cohort_id: int, values: Mapping[str, Any] | None) -> Rules:
    """The rules in force with a form's values laid over them; raises Invalid for one that cannot hold."""
    rules = rules_in_force(session, cohort_id)
    asked = rules_of(values, rules) if values else rules
    # Told in other words (45 and 45.0) they are the same rules, and what stands on them is kept already.
    return rules if asked == rules else asked


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would give."""

    pairs: tuple[tuple[str, str], ...]
    unmatched: tuple[Unmatched, ...]


def _plan(problem: Problem) -> Plan:
    """The pairs of a run, and whom it would leave out; the same pool under the same rules is solved once."""
    shelf = _shelf(problem.fingerprint)
    if not shelf:
        found = solve(problem)
        shelf.append(Plan(found.pairs, found.unmatched))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(fingerprint: str) -> list[Plan]:
    """An empty place for what is worked out from this input."""
    return []


def _cuts(session: Session, ground: Ground, people: Mapping[str, Who], seen: Collection[str]) -> Iterator[Cut]:
    """Mentors who can be given somebody, or could but for a ceiling, whose seats are not those of the pool."""
    seats = all_seats(session, ground.rules)
    for mentor in ground.pool.mentors:
        own = seats[person_of(mentor.id)]
        if own.cause and not mentor.available and mentor.id in seen:
            yield Cut(people[mentor.id], own)


def _missed(ground: Ground, pairs: Iterable[tuple[str, str]]) -> Iterator[Missed]:
    """Each quota of the rules that the plan does not keep, once."""
    told = set()
    for bound in ground.bounds:
        quota = bound.quota
        count = sum(mentee in quota.mentees and mentor in quota.mentors for mentee, mentor in pairs)
        if bound.rule not in told and not quota.min <= count <= (count if quota.max is None else quota.max):
            told.add(bound.rule)
            people = sum(mentee.id in quota.mentees for mentee in _eligible(ground.pool))
            seats = sum(_open_seats(mentor) for mentor in ground.pool.mentors if mentor.id in quota.mentors)
            yield Missed(bound.rule, ground.rules.quotas[bound.rule], count, people, seats)


def _unheld(ground: Ground, people: Mapping[str, Who]) -> Iterator[Unheld]:
    named = {keys_of(pair): (key, pair.kind) for key, pair in ground.rules.pairs.items()}
    for one in ground.dropped:
        if one.code != DONE and one.pair[1] in people:
            mentee, mentor = (people[key] for key in one.pair)
            yield Unheld(*named[one.pair], mentee, mentor, one.code)


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


def _barred(one: Unmatched, people: Mapping[str, Who]) -> Barred:
    return Barred(people[one.mentee], one.details.get("reason", ""), one.details.get("rules", {}))


def people_of(session: Session, cohort_id: int, pool: Pool) -> dict[str, Who]:
    """Everybody in the pool by key."""
    keys = {mentor.id for mentor in pool.mentors} | {mentee.id for mentee in pool.mentees}
    here = (MenteeRow.person_id == Person.id) & (MenteeRow.cohort_id == cohort_id)
    rows = session.execute(
        select(Person.id, Person.name, Unit.name, Unit.id, MenteeRow.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(MenteeRow, here)
        .outerjoin(MentorProfile, MentorProfile.person_id == Person.id)
        .where(or_(MenteeRow.id.is_not(None), MentorProfile.person_id.is_not(None)))
    )
    found = {key_of(row[0]): Who(row[0], row[1], row[2] or "", row[3], row[4]) for row in rows}
    return {key: who for key, who in found.items() if key in keys}
