"""A city to measure on: built once on an engine of its own, with what pages need that the demonstration leaves to its users."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db import engines, schema
from db.engines import Database
from db.models import Account, Change, MentorProfile, Pairing, Record, Scheme
from programme import change_drafts, jobs, schemes, signoff
from programme.change_content import Leaver
from programme.demo import build
from programme.usecase import perform
from tests.support.postgres import find_binaries, start_server

LEAVERS, LED = 5, ("active", "paused")


@dataclass(frozen=True, slots=True)
class City:
    """The accounts by role, and the ids that addresses of pages name."""

    accounts: dict[str, int]
    led: int
    present: int
    mentor: int
    mentee: int
    pairing: int
    record: int
    draft: int
    proposed: int = 0
    change: int = 0


@contextmanager
def standing(engine: str, url: str = "") -> Iterator[str]:
    """The address of a database to build in: the one given, else a throw-away file or server (SystemExit without one)."""
    if url:
        yield url
    elif engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/city.db"
    else:
        binaries = find_binaries()
        if binaries is None:
            sys.exit("PostgreSQL is not installed: measure with --engines sqlite, or name a database with --url.")
        server = start_server(binaries)
        try:
            server.sql("CREATE DATABASE city")
            yield server.url("city")
        finally:
            server.remove()


def settle(url: str, size: str) -> tuple[Database, City, float]:
    """The database as the pages' own, filled where it is empty; the seconds that filling took."""
    os.environ["DATABASE_URL"] = url
    engines.database.cache_clear()
    database = engines.database()
    schema.upgrade(database)
    start = time.perf_counter()
    with database.read() as session:
        empty = session.scalar(select(Account.id).limit(1)) is None
    if empty:
        build(database, size)
        _know_sizes(database)
    took = time.perf_counter() - start
    with database.read() as session:
        city = _city(session)
    return database, _staged(database, city), took


def _know_sizes(database: Database) -> None:
    """What autovacuum does by itself on a server that lives."""
    if not database.is_sqlite:
        with database.write() as session:
            session.execute(text("ANALYZE"))


def _city(session: Session) -> City:
    led = select(Pairing.cohort_id).where(Pairing.status.in_(LED)).group_by(Pairing.cohort_id)
    cohort = session.scalars(led.order_by(func.count().desc())).first()
    pairing = select(Pairing).where(Pairing.cohort_id == cohort, Pairing.status == "active").order_by(Pairing.id)
    bond = session.scalars(pairing.limit(1)).one()
    draft = session.scalars(select(Scheme).order_by(Scheme.id).limit(1)).one()
    record = select(Record.id).where(Record.pairing_id == bond.id).order_by(Record.id.desc()).limit(1)
    return City(
        {account.role: account.id for account in session.scalars(select(Account))},
        led=bond.cohort_id, present=draft.cohort_id, mentor=bond.mentor_id, mentee=bond.mentee_id, pairing=bond.id,
        record=session.scalars(record).one(), draft=draft.id,
    )  # fmt: skip


def _staged(database: Database, city: City) -> City:
    """The same with a proposed copy of the draft and a slip of five mentors who leave, made where they are missing."""
    jobs.launch = lambda url, job_id: None  # type: ignore[assignment,return-value]
    with database.read() as session:
        proposed = session.scalars(select(Scheme.id).where(Scheme.status == "proposed")).first()
        change = session.scalars(select(Change.id).order_by(Change.id)).first()
    return replace(city, proposed=proposed or _propose(database, city), change=change or _leave(database, city))


def _propose(database: Database, city: City) -> int:
    officer = city.accounts["officer"]
    key = perform(database, officer, schemes.copy_scheme, scheme_id=city.draft, name="copy")
    with database.read() as session:
        version = session.get_one(Scheme, key).version
    perform(database, officer, signoff.propose, scheme_id=key, seen_version=version)
    return key


def _leave(database: Database, city: City) -> int:
    """The busiest mentors of the cohort leave."""
    with database.read() as session:
        busy = (
            select(Pairing.mentor_id).join(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
            .where(Pairing.cohort_id == city.led, Pairing.status.in_(LED), MentorProfile.status == "in_pool")
            .group_by(Pairing.mentor_id).order_by(func.count().desc(), Pairing.mentor_id).limit(LEAVERS)
        )  # fmt: skip
        leavers = [Leaver(key, "transfer") for key in session.scalars(busy)]
    head = change_drafts.Head(effective_on=date(2026, 12, 1))
    return perform(
        database, city.accounts["officer"], change_drafts.draw_leave, cohort_id=city.led, leavers=leavers, head=head
    )
