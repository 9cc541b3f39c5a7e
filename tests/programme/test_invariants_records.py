"""What the database finds wrong with records is what reading them one by one finds, on each engine."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.engines import Database
from db.models import PairingEvent, Record
from programme.demo.store import write_all
from programme.invariants_records import records_are_whole, records_lie_in_force
from programme.recordbook.in_force import spans_of
from tests.conftest import Staff
from tests.support.record_world import RecordWorld, record_world

# Just before and just after midnight in China, and the middle of the day.
HOURS = ((15, 59), (16, 0), (16, 1), (4, 30), (0, 0), (23, 59))
KINDS = ("log", "talk", "case")


def strewn(world: RecordWorld, random: Random, count: int) -> Iterator[dict[str, Any]]:
    """Records anywhere within three years: most days and delays are right, some are not, some are struck out."""
    first, by = date(2024, 12, 1), world.staff["officer"].id
    for _ in range(count):
        day, delay = first + timedelta(days=random.randrange(1000)), random.choice((0, 0, 1, 5, 40))
        hour, minute = random.choice(HOURS)
        moment = datetime(day.year, day.month, day.day, hour, minute) + timedelta(days=delay)
        told = (local(moment).date() - day).days
        struck = random.random() < 0.2
        yield {
            "pairing_id": random.choice(list(world.pairings.values())), "cohort_id": world.cohort_id, "by_id": by,
            "kind": random.choice(KINDS), "happened_on": day, "recorded_at": moment, "content": "",
            "delay": told if random.random() < 0.8 else random.choice((told + 1, told - 1, -1, 0)),
            "struck_at": moment if struck else None, "struck_by_id": by if struck else None, "struck_reason": "",
        }  # fmt: skip


def one_by_one(session: Session) -> tuple[list[str], list[str]]:
    """Records outside force, and records with a false delay, each looked at by itself."""
    spans, outside, false = spans_of(session), [], []
    for row in session.scalars(select(Record).order_by(Record.id)):
        held = any(span.holds(row.happened_on) for span in spans.get(row.pairing_id, ()))
        outside += [] if held or row.struck_at else [f"record:{row.id}"]
        days = (local(row.recorded_at).date() - row.happened_on).days
        false += [f"record:{row.id}"] if row.delay != days or row.delay < 0 else []
    return outside, false


def again_in_force(world: RecordWorld) -> None:
    """The pairing that was paused goes on after the summer: two spans with a gap."""
    told = {
        "pairing_id": world.pairings["乙"],
        "from_status": "paused",
        "to_status": "active",
        "on_day": date(2026, 9, 1),
    }
    with world.database.write() as session:
        session.add(PairingEvent(**told, reason="", by_id=world.staff["officer"].id))


@pytest.mark.both_engines
def test_wrong_records_are_found_as_by_reading_each(database: Database, staff: Staff) -> None:
    """600 records, a third of them outside force; those of a pairing that rested in between among them."""
    world, random = record_world(database, staff), Random(20261124)
    again_in_force(world)
    with database.write() as session:
        write_all(session, Record, list(strewn(world, random, 600)))
    with database.read() as session:
        outside, false = one_by_one(session)
        assert list(records_lie_in_force(session)) == outside
        assert list(records_are_whole(session)) == false
    assert 100 < len(outside) < 500 and 20 < len(false) < 300


def test_records_that_are_all_in_force_are_not_read_one_by_one(database: Database, staff: Staff) -> None:
    world = record_world(database, staff)
    world.add()
    with database.read() as session:
        assert list(records_lie_in_force(session)) == list(records_are_whole(session)) == []
