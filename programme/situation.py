"""A scheme against the tables as they are at this moment: what every check before signing and confirming reads."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    OPEN,
    Avoidance,
    Mentee,
    MentorProfile,
    Pairing,
    Person,
    PolicyRow,
    Scheme,
    SchemeHold,
    SchemeLimit,
    SchemePair,
    Unit,
)
from programme.rules import Rules
from programme.seats import seats_of
from programme.usecase import fetch


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of the scheme: mentees.id, people.id of the mentor, fit in milli-points."""

    mentee_id: int
    mentor_id: int
    fit: int
    origin: str


@dataclass(frozen=True, slots=True)
class MentorNow:
    """A mentor as the pool has them now; `status` is "" where there is no profile, `load` counts open pairings.

    `capacity` is that of the pool and what staff ordered for this scheme beside it, with a reason that is signed.
    """

    name: str
    unit: str
    status: str
    capacity: int
    load: int


@dataclass(frozen=True, slots=True)
class MenteeNow:
    """A mentee as the cohort has them now; `open` counts the person's open pairings as mentee, in whatever cohort."""

    person_id: int
    name: str
    unit: str
    status: str
    demand: int
    open: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Pairs and holds of the scheme, everybody they name, who avoids whom, and who mentors whom now (by people.id)."""

    pairs: tuple[Pair, ...]
    pins: frozenset[tuple[int, int]]
    bans: frozenset[tuple[int, int]]
    reasoned: frozenset[tuple[int, int]]
    mentors: Mapping[int, MentorNow]
    mentees: Mapping[int, MenteeNow]
    avoidances: frozenset[tuple[int, int]]
    mentoring: frozenset[tuple[int, int]]

    @property
    def chosen(self) -> frozenset[tuple[int, int]]:
        """The pairs as (mentees.id, people.id of the mentor)."""
        return frozenset((pair.mentee_id, pair.mentor_id) for pair in self.pairs)

    @property
    def new(self) -> Counter[int]:
        """How many new mentees each mentor gets."""
        return Counter(pair.mentor_id for pair in self.pairs)

    def person(self, pair: Pair) -> int:
        """The people.id of the pair's mentee."""
        return self.mentees[pair.mentee_id].person_id


def read(session: Session, scheme: Scheme) -> Situation:
    """Everything at once, in a handful of statements whatever the size of the scheme."""
    pairs = _pairs(session, scheme.id)
    holds = session.scalars(select(SchemeHold).where(SchemeHold.scheme_id == scheme.id)).all()
    chosen_by_staff = {"staff", "appointed"}
    return Situation(
        pairs=pairs,
        pins=frozenset((hold.mentee_id, hold.mentor_id) for hold in holds if hold.kind == "pin"),
        bans=frozenset((hold.mentee_id, hold.mentor_id) for hold in holds if hold.kind == "ban"),
        reasoned=frozenset(
            (hold.mentee_id, hold.mentor_id)
            for hold in holds
            if hold.kind == "pin" and hold.origin in chosen_by_staff and hold.reason.strip()
        ),
        mentors=_mentors(session, scheme),
        mentees=_mentees(session, scheme.id),
        avoidances=frozenset((a, b) for a, b in session.execute(select(Avoidance.person_a, Avoidance.person_b))),
        mentoring=_mentoring(session),
    )


def _pairs(session: Session, scheme_id: int) -> tuple[Pair, ...]:
    rows = session.scalars(
        select(SchemePair)
        .where(SchemePair.scheme_id == scheme_id)
        .order_by(SchemePair.mentee_id, SchemePair.fit.desc(), SchemePair.mentor_id)
    )
    return tuple(Pair(row.mentee_id, row.mentor_id, row.fit, row.origin) for row in rows)


def _mentors(session: Session, scheme: Scheme) -> dict[int, MentorNow]:
    row = fetch(session, PolicyRow, scheme.policy_id)
    rules = Rules.of(row.number, row.rules)
    loads = (
        select(Pairing.mentor_id, func.count().label("load"))
        .where(Pairing.status.in_(OPEN))
        .group_by(Pairing.mentor_id)
        .subquery()
    )
    own_limit = and_(
        SchemeLimit.person_id == Person.id, SchemeLimit.scheme_id == scheme.id, SchemeLimit.kind == "seats"
    )  # fmt: skip
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            func.coalesce(Unit.name, ""),
            func.coalesce(MentorProfile.status, ""),
            func.coalesce(MentorProfile.capacity, 0),
            func.coalesce(SchemeLimit.amount, 0),
            func.coalesce(loads.c.load, 0),
            func.coalesce(MentorProfile.standing, ""),
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(loads, loads.c.mentor_id == Person.id)
        .outerjoin(SchemeLimit, own_limit)
        .where(Person.id.in_(select(SchemePair.mentor_id).where(SchemePair.scheme_id == scheme.id)))
    )
    return {
        key: MentorNow(name, unit, status, seats_of(rules, key, own, standing).seats + ordered, load)
        for key, name, unit, status, own, ordered, load, standing in rows
    }


def _mentees(session: Session, scheme_id: int) -> dict[int, MenteeNow]:
    named = select(SchemePair.mentee_id).where(SchemePair.scheme_id == scheme_id)
    held = select(SchemeHold.mentee_id).where(SchemeHold.scheme_id == scheme_id)
    led = _led()
    rows = session.execute(
        select(
            Mentee.id,
            Mentee.person_id,
            Person.name,
            func.coalesce(Unit.name, ""),
            Mentee.status,
            Mentee.demand,
            func.coalesce(led.c.open, 0),
        )
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(led, led.c.person_id == Mentee.person_id)
        .where(Mentee.id.in_(named.union(held)))
    )
    return {key: MenteeNow(*rest) for key, *rest in rows}


def _led() -> Subquery:
    other = aliased(Mentee)
    return (
        select(other.person_id, func.count().label("open"))
        .join(Pairing, Pairing.mentee_id == other.id)
        .where(Pairing.status.in_(OPEN))
        .group_by(other.person_id)
        .subquery()
    )


def _mentoring(session: Session) -> frozenset[tuple[int, int]]:
    rows = session.execute(
        select(Pairing.mentor_id, Mentee.person_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(Pairing.status.in_(OPEN))
    )
    return frozenset((mentor, mentee) for mentor, mentee in rows)
