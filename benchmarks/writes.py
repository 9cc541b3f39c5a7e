"""What a colleague writes while somebody looks at a page: one typical act of each part of the programme."""

from collections.abc import Callable, Mapping
from itertools import count
from types import MappingProxyType

from sqlalchemy import select

from benchmarks.city import City
from db.clock import now, today
from db.engines import Database
from db.models import Account, MentorProfile, Person, Scheme, SchemeHold, SchemePair
from programme import desk, pool, rules
from programme.recordbook import keep
from programme.signed_in import open_session
from programme.usecase import perform

Write = Callable[[Database, City], object]
NUMBERS = count(1)


def log(database: Database, city: City) -> None:
    """A log of a pairing."""
    values = {"kind": "log", "happened_on": today(), "content": f"走访农户 {next(NUMBERS)}"}
    perform(database, city.accounts["officer"], keep.add, pairing_id=city.pairing, values=values)


def sign_in(database: Database, city: City) -> None:
    """Somebody comes through the door."""
    with database.write() as session:
        account = session.get_one(Account, city.accounts["officer"])
        open_session(session, account.id, now())


def act_at_the_desk(database: Database, city: City) -> None:
    """A pair of the draft is locked, or let go where it was."""
    with database.read() as session:
        version = session.get_one(Scheme, city.draft).version
        pairs = select(SchemePair.mentee_id).where(SchemePair.scheme_id == city.draft).order_by(SchemePair.mentee_id)
        mentee = session.scalars(pairs.limit(1)).one()
        held = select(SchemeHold.id).where(SchemeHold.scheme_id == city.draft, SchemeHold.mentee_id == mentee)
        act = desk.unlock if session.scalars(held).first() else desk.lock
    perform(
        database,
        city.accounts["officer"],
        act,
        scheme_id=city.draft,
        seen_version=version,
        mentee_ids=[mentee],
        reason="x",
    )


def rule(database: Database, city: City) -> None:
    """The rules of the cohort that is being paired are saved with another floor."""
    with database.read() as session:
        present = rules.rules_in_force(session, city.present)
    values = {"floor": int(present.policy.floor) % 30 + 1}
    perform(
        database,
        city.accounts["officer"],
        rules.save_rules,
        cohort_id=city.present,
        seen_number=present.number,
        values=values,
    )


def person(database: Database, city: City) -> None:
    """A mentor has another number of seats."""
    with database.read() as session:
        row, profile = session.get_one(Person, city.mentor), session.get_one(MentorProfile, city.mentor)
        seen, seats = {"person": row.version, "profile": profile.version}, profile.capacity
    values = {"capacity": seats % 5 + 1}
    perform(database, city.accounts["officer"], pool.edit_mentor, person_id=city.mentor, seen=seen, values=values)


WRITES: Mapping[str, Write] = MappingProxyType(
    {"sign-in": sign_in, "log": log, "desk": act_at_the_desk, "rule": rule, "person": person}
)
