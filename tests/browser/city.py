"""Whom the journeys pick in the fictitious city of the demonstration."""

from collections import Counter

from sqlalchemy import select

from db.engines import Database
from db.models import MentorProfile, Pairing, Person

PAST, PRESENT = "2025年批次", "2026年批次"
LED = ("active", "paused")
LEAVERS = 5
Row = dict[str, object]


def busiest(database: Database) -> dict[int, str]:
    """The mentors in the pool who lead most people in force, whose names nobody shares: {people.id: name}."""
    with database.read() as session:
        names = session.scalars(select(Person.name).join(MentorProfile, MentorProfile.person_id == Person.id)).all()
        rows = session.execute(
            select(Person.id, Person.name)
            .join(Pairing, Pairing.mentor_id == Person.id)
            .join(MentorProfile, MentorProfile.person_id == Person.id)
            .where(Pairing.status.in_(LED), MentorProfile.status == "in_pool")
            .order_by(Pairing.id)
        ).all()
    led = Counter((key, name) for key, name in rows if names.count(name) == 1)
    return dict(key for key, _count in led.most_common(LEAVERS))


def pairings(database: Database) -> dict[int, Row]:
    """Every pairing as it stands, to the last column."""
    with database.read() as session:
        return {row.id: dict(row._mapping) for row in session.execute(select(Pairing.__table__))}
