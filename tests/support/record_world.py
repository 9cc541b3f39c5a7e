"""A world for records: two units, three pairings with their history, one word, and who acts.

甲 (市财政局) led by 王 since 2026-01-05, in force; 乙 (青坞镇) led by 王 from 2026-01-05, paused on 2026-06-01;
丙 (青坞镇) led by 李 from 2025-02-01 to 2025-12-31, graduated. `DAY` is a day on which 甲's pairing is in force.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from db.engines import Database
from db.models import Cohort, Mentee, MentorProfile, Pairing, PairingEvent, Person, Term, Unit
from programme.access import Actor
from programme.recordbook import keep
from programme.usecase import look, perform
from tests.support.remember import remembered

DAY = date(2026, 3, 5)
HISTORY = {
    "甲": ("市财政局", "王", "active", [("notice", date(2025, 12, 25)), ("active", date(2026, 1, 5))]),
    "乙": ("青坞镇", "王", "paused", [("active", date(2026, 1, 5)), ("paused", date(2026, 6, 1))]),
    "丙": ("青坞镇", "李", "graduated", [("active", date(2025, 2, 1)), ("due", date(2025, 12, 1)), ("graduated", date(2025, 12, 31))]),
}  # fmt: skip


@dataclass
class RecordWorld:
    """Pairings by their mentee's name; `log` keeps a log of a pairing in the officer's name."""

    database: Database
    staff: dict[str, Actor]
    cohort_id: int = 0
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    pairings: dict[str, int] = field(default_factory=dict)
    mentees: dict[str, int] = field(default_factory=dict)

    def do(self, use_case: Callable[..., Any], who: str = "officer", **arguments: Any) -> Any:
        """Run a use case as a member of staff."""
        return perform(self.database, self.staff[who].id, use_case, **arguments)

    def see(self, query: Callable[..., Any], who: str = "officer", **arguments: Any) -> Any:
        """Run a read model."""
        return look(self.database, self.staff[who], query, **arguments)

    def add(self, name: str = "甲", who: str = "officer", **values: Any) -> Any:
        """Keep a record of somebody's pairing: a log with a word in it unless the values say otherwise."""
        told = {"kind": "log", "happened_on": DAY, "content": "走访农户", **values}
        return self.do(keep.add, who, pairing_id=self.pairings[name], values=told)

    def row(self, model: Any, key: Any) -> Any:
        """A row as it is now, detached."""
        with self.database.read() as session:
            found = session.get(model, key)
            session.expunge_all()
            return found

    def rows(self, model: Any, **where: Any) -> list[Any]:
        """All rows that fit."""
        with self.database.read() as session:
            found = list(session.scalars(select(model).filter_by(**where)))
            session.expunge_all()
            return found


@remembered
def record_world(database: Database, make_staff: Callable[..., Actor]) -> RecordWorld:
    """The world of the module's first lines; the liaison is that of 青坞镇."""
    world = RecordWorld(database, {role: make_staff(role) for role in ("officer", "chief", "leader")})
    with database.write() as session:
        units = [Unit(name="市财政局", kind="organ", county="市直", position=1)]
        units += [Unit(name="青坞镇", kind="township", county="竹源县", township="青坞镇", position=2)]
        units += [Unit(name="上岚村", kind="village", county="竹源县", township="青坞镇", position=3)]
        terms = [("land_acquisition", "征地拆迁"), ("mass_work", "群众工作")]
        session.add_all([*units, *(Term(kind="expertise", code=code, name=name) for code, name in terms)])
        cohort = Cohort(
            name="2026年批次", eligible_on=date(2025, 9, 1), starts_on=date(2026, 1, 5), ends_on=date(2027, 1, 4)
        )
        session.add(cohort)
        session.flush()
        world.cohort_id, world.units = cohort.id, {unit.name: unit.id for unit in units}
        for name in "王李":
            world.people[name] = _person(session, name, world.units["市财政局"])
            session.add(MentorProfile(person_id=world.people[name], capacity=3, status="in_pool"))
        for name, told in HISTORY.items():
            _pairing(session, world, name, told)
    unit = world.units["青坞镇"]
    world.staff["liaison"] = make_staff("liaison", unit_id=unit)
    return world


def _pairing(session: Any, world: RecordWorld, name: str, told: tuple[str, str, str, list[tuple[str, date]]]) -> None:
    unit, mentor, status, steps = told
    world.people[name] = _person(session, name, world.units[unit])
    mentee = Mentee(cohort_id=world.cohort_id, person_id=world.people[name], category="reserve_cadre", status="paired")
    session.add(mentee)
    session.flush()
    pairing = Pairing(
        cohort_id=world.cohort_id, mentee_id=mentee.id, mentor_id=world.people[mentor], status=status,
        starts_on=steps[0][1], ends_on=date(2027, 1, 4),
    )  # fmt: skip
    session.add(pairing)
    session.flush()
    before = ""
    for state, day in steps:
        session.add(
            PairingEvent(pairing_id=pairing.id, from_status=before, to_status=state, on_day=day, by_id=world.staff["officer"].id)
        )  # fmt: skip
        session.flush()
        before = state
    world.mentees[name], world.pairings[name] = mentee.id, pairing.id


def _person(session: Any, name: str, unit_id: int) -> int:
    person = Person(name=name, name_key=name, unit_id=unit_id)
    session.add(person)
    session.flush()
    return int(person.id)
