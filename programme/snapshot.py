"""The pool of a cohort as the engine takes it: who may mentor, who waits, what is known between them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from json import dumps

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    OPEN,
    Avoidance,
    Cohort,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    PersonDialect,
    PlaceDialect,
    Term,
    Unit,
)
from db.queries.kept import kept
from matching import Mentee as Wanting
from matching import Mentor, Pool
from programme.eligibility import Candidate, judge
from programme.pilots import Reach, reach
from programme.posts import leads_unit
from programme.rules import Rules, rules_in_force
from programme.seats import counting
from programme.usecase import fetch

UNAVAILABLE = {"nominated": "unconfirmed", "reviewed": "unconfirmed", "paused": "paused", "left": "left"}
Codes = Mapping[int, Mapping[str, int]]
SeatsOf = Callable[[Row], int]


def key_of(person_id: int) -> str:
    """The engine's id of a person, the same whether as mentor or as mentee."""
    return f"p{person_id}"


def person_of(key: str) -> int:
    """The inverse of `key_of`."""
    return int(key[1:])


@dataclass(frozen=True, slots=True)
class Told:
    """Rules that are alike where they say the same; who is in a pool does not hang on their weights."""

    text: str
    rules: Rules = field(compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables say about people by their ids: term codes with grades, places with dialects, loads."""

    expertise: Codes
    dialects: Codes
    needs: Mapping[int, tuple[str, ...]]
    fields: frozenset[str]
    spoken: Mapping[tuple[str, str], frozenset[str]]
    loads: Mapping[int, int]
    led: frozenset[int]


def load_pool(session: Session, cohort_id: int, rules: Rules | None = None) -> Pool:
    """Every mentor with seats and load, and every mentee of the cohort who still waits; judged by the rules in force
    unless others are given.

    A mentor's capacity is what counts under those rules (`seats.seats_of`), the load the number of open pairings, in
    whatever cohort. Who cannot be given anybody, or cannot be given to anybody, is in the pool with the code of the
    reason.
    """
    told = rules or rules_in_force(session, cohort_id)
    limits = {name: value for name, value in told.to_dict().items() if name != "policy"}
    return _pool(session, cohort_id, Told(dumps(limits, sort_keys=True), told))


@kept
def _pool(session: Session, cohort_id: int, told: Told) -> Pool:
    cohort, limits = fetch(session, Cohort, cohort_id), told.rules
    known = _known(session, Mentee.cohort_id == cohort_id)
    mentors = session.execute(_mentor_rows()).all()
    mentees = session.execute(_mentee_rows(*_waits(cohort_id))).all()
    within, day = reach(session, cohort), cohort.eligible_on
    verdicts = [judge(_candidate(row, within), day, limits) for row in mentees]
    reasons = ["" if verdict.ok else verdict.code for verdict in verdicts]
    seats = _seats(limits)
    return Pool(
        mentors=tuple(_mentor(row, known, seats(row)) for row in mentors),
        mentees=tuple(_mentee(row, known, reason) for row, reason in zip(mentees, reasons, strict=True)),
        avoid=_avoidances(session, mentors, mentees),
        command=frozenset(_command(mentors, mentees)),
    )


def load_bound(session: Session, mentee_ids: Collection[int], rules: Rules | None = None) -> Pool:
    """Every mentor with seats and load, and these mentees, whoever leads them now; judged eligible once, they stay so.

    The seats are those under `rules`, or those of the pool.
    """
    known = _known(session, Mentee.id.in_(mentee_ids))
    mentors = session.execute(_mentor_rows()).all()
    mentees = session.execute(_mentee_rows(Mentee.id.in_(mentee_ids))).all()
    seats = _seats(rules)
    return Pool(
        mentors=tuple(_mentor(row, known, seats(row)) for row in mentors),
        mentees=tuple(replace(_mentee(row, known, ""), ineligible="") for row in mentees),
        avoid=_avoidances(session, mentors, mentees),
        command=frozenset(_command(mentors, mentees)),
    )


def waiting_mentees(session: Session, cohort_id: int) -> dict[str, int]:
    """{"p12": mentees.id} of everybody in the cohort who still waits."""
    return {key_of(row.person_id): row.mentee_id for row in session.execute(_mentee_rows(*_waits(cohort_id)))}


def _mentor_rows() -> Select:
    """Plain columns: thousands of rows that nobody changes need no objects."""
    own = MentorProfile.person_id, MentorProfile.capacity, MentorProfile.standing, MentorProfile.status
    unit = Unit.id.label("unit_id"), Unit.county, Unit.township, Unit.stream.label("unit_stream")
    return (
        select(*own, MentorProfile.stream, MentorProfile.grassroots_years, Person.post, *unit)
        .join(Person, Person.id == MentorProfile.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(Person.id)
    )


def _waits(cohort_id: int) -> tuple[ColumnElement[bool], ...]:
    return Mentee.cohort_id == cohort_id, Mentee.status == "waiting"


def _mentee_rows(*which: ColumnElement[bool]) -> Select:
    own = Mentee.person_id, Mentee.demand, Mentee.priority, Mentee.category
    place = Mentee.county.label("own_county"), Mentee.township.label("own_township")
    unit = Unit.id.label("unit_id"), Unit.county, Unit.township, Unit.stream
    return (
        select(
            Mentee.id.label("mentee_id"), *own, *place, Person.birth, Person.work_start, *unit, Term.code.label("field")
        )
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Term, Term.id == Mentee.field_id)
        .where(*which)
        .order_by(Person.id)
    )


def _candidate(row: Row, within: Reach) -> Candidate:
    return Candidate(row.category, row.stream or "", row.birth, row.work_start, within.covers(row.unit_id))


def _seats(rules: Rules | None) -> SeatsOf:
    """The seats of a mentor's row: those that count under the rules, or those of the pool."""
    if rules is None:
        return lambda row: int(row.capacity)
    seats = counting(rules)
    return lambda row: seats(row.person_id, row.capacity, row.standing).seats


def _mentor(row: Row, known: Known, seats: int) -> Mentor:
    key = row.person_id
    expertise = {code: grade for code, grade in known.expertise.get(key, {}).items() if grade}
    return Mentor(
        id=key_of(key),
        capacity=seats,
        load=known.loads.get(key, 0),
        expertise=expertise,
        fields=frozenset(expertise) & known.fields,
        dialects=frozenset(known.dialects.get(key, ())),
        county=row.county or "",
        township=row.township or "",
        unit=_unit_key(row.unit_id),
        stream=row.stream or row.unit_stream or "",
        grassroots_years=row.grassroots_years,
        available=UNAVAILABLE.get(row.status, ""),
    )


def _mentee(row: Row, known: Known, reason: str) -> Wanting:
    county = row.own_county or row.county or ""
    township = row.own_township or (row.township if row.county == county and row.township else "")
    return Wanting(
        id=key_of(row.person_id),
        demand=row.demand,
        priority=row.priority,
        needs=known.needs.get(row.mentee_id, ()),
        field=row.field or "",
        place_dialects=known.spoken.get((county, ""), frozenset()) | known.spoken.get((county, township), frozenset()),
        county=county,
        township=township,
        unit=_unit_key(row.unit_id),
        stream=row.stream or "",
        ineligible="already_led" if row.person_id in known.led else reason,
    )


def _unit_key(unit_id: int | None) -> str:
    return f"u{unit_id}" if unit_id is not None else ""


def _known(session: Session, which: ColumnElement[bool]) -> Known:
    return Known(
        expertise=_expertise(session),
        dialects=_dialects(session),
        needs=_needs(session, which),
        fields=frozenset(session.scalars(select(Term.code).where(Term.kind == "field"))),
        spoken=_spoken(session),
        loads=loads(session),
        led=_led(session),
    )


@kept
def _expertise(session: Session) -> Codes:
    rows = select(MentorExpertise.person_id, Term.code, MentorExpertise.grade)
    return _codes(session.execute(rows.join(Term, Term.id == MentorExpertise.term_id)))


@kept
def _dialects(session: Session) -> Codes:
    rows = select(PersonDialect.person_id, Term.code, Term.id)
    return _codes(session.execute(rows.join(Term, Term.id == PersonDialect.term_id)))


def loads(session: Session) -> dict[int, int]:
    """Open pairings of each mentor, over all cohorts: {people.id: count}; who has none is not in it."""
    rows = select(Pairing.mentor_id, func.count()).where(Pairing.status.in_(OPEN)).group_by(Pairing.mentor_id)
    return dict(session.execute(rows).all())


def _led(session: Session) -> frozenset[int]:
    """People who have an open pairing as mentee, whatever the cohort."""
    rows = select(Mentee.person_id).join(Pairing, Pairing.mentee_id == Mentee.id).where(Pairing.status.in_(OPEN))
    return frozenset(session.scalars(rows))


def _codes(rows: Iterable[Row]) -> Codes:
    out: dict[int, dict[str, int]] = defaultdict(dict)
    for person, code, grade in rows:
        out[person][code] = grade
    return out


def _needs(session: Session, which: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    rows = (
        select(MenteeNeed.mentee_id, Term.code)
        .join(Term, Term.id == MenteeNeed.term_id)
        .join(Mentee, Mentee.id == MenteeNeed.mentee_id)
        .where(which)
        .order_by(MenteeNeed.mentee_id, MenteeNeed.rank)
    )
    out: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for mentee, code in session.execute(rows):
        out[mentee] += (code,)
    return out


def _spoken(session: Session) -> dict[tuple[str, str], frozenset[str]]:
    """Dialects by (county, township); "" as township means the whole county."""
    rows = select(PlaceDialect.county, PlaceDialect.township, Term.code).join(Term, Term.id == PlaceDialect.term_id)
    out: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for county, township, code in session.execute(rows):
        out[county, township] |= {code}
    return out


def _avoidances(session: Session, mentors: Iterable[Row], mentees: Iterable[Row]) -> frozenset[tuple[str, str]]:
    """Declared grounds as (mentee, mentor), both ways round: either person may be on either side."""
    sides = {row.person_id for row in mentees}, {row.person_id for row in mentors}
    rows = session.execute(
        select(Avoidance.person_a, Avoidance.person_b).where(
            or_(Avoidance.person_a.in_(sides[0]), Avoidance.person_b.in_(sides[0]))
        )
    ).all()
    both = [(a, b) for a, b in rows] + [(b, a) for a, b in rows]
    return frozenset((key_of(a), key_of(b)) for a, b in both if a in sides[0] and b in sides[1])


def _command(mentors: Iterable[Row], mentees: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """(mentee, mentor) of one unit where the mentor's post leads it: the hint that a roster gives, no more."""
    leaders = defaultdict(list)
    for row in mentors:
        if row.unit_id is not None and leads_unit(row.post, row.standing):
            leaders[row.unit_id].append(row.person_id)
    for row in mentees:
        for leader in leaders.get(row.unit_id, []):
            if leader != row.person_id:
                yield key_of(row.person_id), key_of(leader)
