"""A small world for signing: one unit, a few mentors and mentees by name, one cohort, a scheme with given pairs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.engines import Database
from db.models import (
    Cohort,
    Mentee,
    MentorProfile,
    Pairing,
    PairingEvent,
    Person,
    PolicyRow,
    Scheme,
    SchemeHold,
    SchemePair,
    Unit,
)
from programme import signoff
from programme.access import Actor
from programme.rules import Rules
from programme.scheme_state import freeze
from programme.snapshot import load_pool, waiting_mentees
from programme.usecase import perform
from tests.support.remember import remembered

LOW_FIT = 20_000


@dataclass
class World:
    """People by their names; `do` runs a use case in somebody's name, `scheme` reads one fresh."""

    database: Database
    staff: Mapping[str, Actor]
    cohort_id: int = 0
    mentors: dict[str, int] = field(default_factory=dict)
    mentees: dict[str, int] = field(default_factory=dict)

    def do(self, who: str, use_case: Callable[..., Any], **arguments: Any) -> Any:
        """Run a use case as a member of staff."""
        return perform(self.database, self.staff[who].id, use_case, **arguments)

    def row(self, model: Any, key: Any) -> Any:
        """A row as it is now, detached."""
        with self.database.read() as session:
            found = session.get(model, key)
            session.expunge(found)
            return found

    def version(self, scheme_id: int) -> int:
        """The present version of a scheme."""
        return int(self.row(Scheme, scheme_id).version)

    def change(self, model: Any, key: Any, **values: Any) -> None:
        """Change a row behind everybody's back."""
        with self.database.write() as session:
            row = session.get(model, key)
            for name, value in values.items():
                setattr(row, name, value)

    def add(self, *rows: Any) -> None:
        """Put rows in behind everybody's back."""
        with self.database.write() as session:
            session.add_all(rows)

    def step(self, who: str, act: str, scheme_id: int, **arguments: Any) -> Any:
        """One step of the sign-off at the scheme's present version."""
        version = self.version(scheme_id)
        return self.do(who, getattr(signoff, act), scheme_id=scheme_id, seen_version=version, **arguments)

    def approved(self, scheme_id: int) -> int:
        """Propose and approve; the version that a confirmation has to have seen."""
        self.step("officer", "propose", scheme_id)
        self.step("chief", "approve", scheme_id)
        return self.version(scheme_id)

    def scheme(self, pairs: Mapping[str, str], name: str = "first", status: str = "draft") -> int:
        """A scheme of the cohort with these pairs (mentee -> mentor), as if it had just been computed."""
        with self.database.write() as session:
            return add_scheme(session, self, pairs, name, status)


@remembered
def small_world(database: Database, make_staff: Callable[..., Actor], *, notice_days: int = 3) -> World:
    """Mentors 王 and 李 with two seats each, 赵 with one; mentees 甲, 乙, 丙, 丁 who all wait."""
    staff = {role: make_staff(role) for role in ("officer", "chief", "leader")}
    world = World(database, {**staff, "colleague": make_staff("officer"), "deputy": make_staff("chief")})
    with database.write() as session:
        unit = Unit(name="澜州市农业农村局", kind="organ", county="澜东区")
        cohort = Cohort(
            name="2026年批次", eligible_on=date(2026, 9, 1), starts_on=date(2026, 10, 8), ends_on=date(2027, 10, 7),
            notice_days=notice_days,
        )  # fmt: skip
        session.add_all([unit, cohort])
        session.flush()
        world.cohort_id = cohort.id
        for name, seats in (("王", 2), ("李", 2), ("赵", 1)):
            world.mentors[name] = add_mentor(session, name, seats, unit.id)
        for name in "甲乙丙丁":
            world.mentees[name] = add_mentee(session, cohort.id, name, unit.id)
    return world


def add_mentor(session: Session, name: str, seats: int, unit_id: int) -> int:
    """A confirmed mentor in the pool; returns people.id."""
    person_id = _person(session, name, unit_id)
    session.add(MentorProfile(person_id=person_id, capacity=seats, status="in_pool", standing="second_line"))
    return person_id


def add_mentee(session: Session, cohort_id: int, name: str, unit_id: int) -> int:
    """A mentee whose category has no limit of years; returns mentees.id."""
    mentee = Mentee(cohort_id=cohort_id, person_id=_person(session, name, unit_id), category="reserve_cadre")
    session.add(mentee)
    session.flush()
    return mentee.id


def add_scheme(session: Session, world: World, pairs: Mapping[str, str], name: str, status: str = "draft") -> int:
    """A scheme row with a problem as the runs freeze it, and these pairs under every floor; returns its id."""
    by = world.staff["officer"].id
    number = session.query(PolicyRow).filter_by(cohort_id=world.cohort_id).count()
    policy = PolicyRow(cohort_id=world.cohort_id, number=number + 1, rules=Rules().to_dict(), by_id=by)
    if number:
        policy = session.query(PolicyRow).filter_by(cohort_id=world.cohort_id, number=number).one()
    session.add(policy)
    session.flush()
    pool = load_pool(session, world.cohort_id)
    scheme = Scheme(
        cohort_id=world.cohort_id, policy_id=policy.id, name=name, status=status, by_id=by, fingerprint="f",
        problem=freeze(pool, Rules().policy, waiting_mentees(session, world.cohort_id)), solution={},
    )  # fmt: skip
    session.add(scheme)
    session.flush()
    for mentee, mentor in pairs.items():
        ids = {"mentee_id": world.mentees[mentee], "mentor_id": world.mentors[mentor]}
        session.add(SchemePair(scheme_id=scheme.id, fit=LOW_FIT, **ids))
    return int(scheme.id)


def hold(world: World, scheme_id: int, kind: str, mentee: str, mentor: str, **values: Any) -> SchemeHold:
    """A lock or ban on a pair, by name."""
    ids = {"mentee_id": world.mentees[mentee], "mentor_id": world.mentors[mentor]}
    return SchemeHold(scheme_id=scheme_id, kind=kind, by_id=world.staff["officer"].id, **ids, **values)


def taken_elsewhere(world: World, mentor: str) -> int:
    """Another cohort gives the mentor a mentee 戊, in force; returns pairings.id."""
    day, by = date(2026, 9, 1), world.staff["officer"].id
    with world.database.write() as session:
        cohort = Cohort(name="增补批次", eligible_on=day, starts_on=day, ends_on=date(2027, 8, 31))
        session.add(cohort)
        session.flush()
        mentee = Mentee(
            cohort_id=cohort.id, person_id=_person(session, "戊"), category="reserve_cadre", status="paired"
        )
        session.add(mentee)
        session.flush()
        pairing = Pairing(
            cohort_id=cohort.id, mentee_id=mentee.id, mentor_id=world.mentors[mentor], status="active",
            starts_on=day, ends_on=cohort.ends_on,
        )  # fmt: skip
        session.add(pairing)
        session.flush()
        for before, after in (("", "confirmed"), ("confirmed", "active")):
            step = PairingEvent(pairing_id=pairing.id, from_status=before, to_status=after, on_day=day, by_id=by)
            session.add(step)
            session.flush()
        return pairing.id


def _person(session: Session, name: str, unit_id: int | None = None) -> int:
    person = Person(name=name, name_key=name, unit_id=unit_id)
    session.add(person)
    session.flush()
    return person.id
