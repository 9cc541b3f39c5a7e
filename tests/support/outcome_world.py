"""Shorthand over the world of records: facts about its people, and people of one's own with a pairing and its days."""

from datetime import date
from typing import Any

from db.models import Campaign, Cohort, Mentee, Pairing, PairingEvent, Person
from programme.outcomes import figures, keep
from tests.support.record_world import RecordWorld

DAY = date(2026, 3, 5)


def fact(world: RecordWorld, name: str, kind: str, day: date = DAY, who: str = "officer", **values: Any) -> int:
    """Keep a fact about somebody of the world; a title stands where none is given."""
    told = {"kind": kind, "happened_on": day, "title": "优秀共青团干部", **values}
    return int(world.do(keep.add, who, person_id=world.people[name], values=told))


def joins(world: RecordWorld, name: str, day: date, introducer: str = "", **values: Any) -> int:
    """Somebody becomes a probationary member, introduced by somebody of the world ("": nobody is named)."""
    if introducer:
        values["introducer_id"] = world.people[introducer]
    return fact(world, name, "party", day, step="probationary", title="", **values)


def promoted(world: RecordWorld, name: str, day: date, level: str = "county_deputy", **values: Any) -> int:
    """Somebody is promoted to a post of a level."""
    return fact(world, name, "promotion", day, to_level=level, to_post="副县长", title="", **values)


def posted(world: RecordWorld, name: str, day: date, step: str = "temporary_posting", **values: Any) -> int:
    """Somebody is posted to a township."""
    return fact(world, name, "posting", day, step=step, place="杏湾镇", title="", **values)


def newcomer(
    world: RecordWorld, name: str, mentor: str = "王", unit: str = "青坞镇", since: date = date(2026, 1, 5), birth: str | None = None
) -> None:  # fmt: skip
    """One more mentee with a pairing in force since a day; without a mentor ("") a person of no cohort."""
    with world.database.write() as session:
        person = Person(name=name, name_key=name, unit_id=world.units[unit], birth=birth)
        session.add(person)
        session.flush()
        world.people[name] = person.id
        if mentor:
            mentee = Mentee(cohort_id=world.cohort_id, person_id=person.id, category="reserve_cadre", status="paired")
            session.add(mentee)
            session.flush()
            world.mentees[name] = mentee.id
    if mentor:
        pair(world, name, mentor, [("active", since)])


def change(world: RecordWorld, pairing_id: int, day: date) -> None:
    """A pairing ends on a day because the mentor changes."""
    with world.database.write() as session:
        session.get_one(Pairing, pairing_id).status = "changed"
        by_id = world.staff["officer"].id
        session.add(PairingEvent(pairing_id=pairing_id, to_status="changed", on_day=day, by_id=by_id))


def pair(world: RecordWorld, name: str, mentor: str, steps: list[tuple[str, date]], role: str = "lead") -> int:
    """One more pairing of somebody with these steps; its id."""
    with world.database.write() as session:
        pairing = Pairing(
            cohort_id=world.cohort_id, mentee_id=world.mentees[name], mentor_id=world.people[mentor], status=steps[-1][0],
            role=role, starts_on=steps[0][1], ends_on=date(2027, 1, 4),
        )  # fmt: skip
        session.add(pairing)
        session.flush()
        by_id = world.staff["officer"].id
        for state, day in steps:
            session.add(PairingEvent(pairing_id=pairing.id, to_status=state, on_day=day, by_id=by_id))
            session.flush()
        world.pairings[name] = pairing.id
        return int(pairing.id)


def cohort(world: RecordWorld, name: str) -> int:
    """One more cohort."""
    with world.database.write() as session:
        row = Cohort(name=name, eligible_on=DAY, starts_on=DAY, ends_on=DAY)
        session.add(row)
        session.flush()
        return int(row.id)


def campaign(world: RecordWorld, name: str = "百名专员助企业", since: date = date(2026, 1, 1)) -> int:
    """A campaign that is open."""
    with world.database.write() as session:
        row = Campaign(name=name, kind="enterprises", starts_on=since, by_id=world.staff["officer"].id)
        session.add(row)
        session.flush()
        return int(row.id)


def report(
    world: RecordWorld, campaign_id: int, unit: str, day: date = DAY, who: str = "officer", **counts: Any
) -> int:
    """Figures of a unit in a campaign by a day."""
    values = {"as_of": day, **counts}
    return int(world.do(figures.add_figures, who, campaign_id=campaign_id, unit_id=world.units[unit], values=values))
