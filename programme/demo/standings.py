"""What the city named and noted besides: Party branches, strengths of the young, pilot units, example pairs."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.models import Account, ExamplePair, Mentee, Pairing, Person, PersonStrength, PilotUnit, Unit
from programme.demo.city import Place
from programme.demo.draw import Dice, table
from programme.demo.store import Terms, insert_all, write_all
from programme.pair_kinds import OF_THE_PARTY

NUMBERS = ("第一", "第二", "第三")
AFTER = timedelta(days=150)


def write_standings(session: Session, seed: int, places: list[Place], terms: Terms) -> None:
    """All four; the pilots are named by the officer, the examples by the section chief."""
    _branches(session, seed)
    _strengths(session, seed, terms)
    staff = {role: session.scalars(select(Account.id).filter_by(role=role)).one() for role in ("officer", "chief")}
    _pilots(session, {place.name: place.id for place in places}, staff["officer"])
    _examples(session, staff["chief"])


def _branches(session: Session, seed: int) -> None:
    """The branch of Party members and probationary members, by their unit."""
    dice, told = Dice(seed, "branches"), table("standings")["branches"]
    members = select(Person.id, Unit.name, Unit.kind).join(Unit, Unit.id == Person.unit_id)
    rows = []
    for key, unit, kind in session.execute(members.where(Person.party.in_(OF_THE_PARTY)).order_by(Person.id)):
        number = dice.one(NUMBERS) if kind in told["numbered"] else ""
        if dice.chance(told["told"]):
            rows.append({"person": key, "told": f"{unit}{number}党支部"})
    people = Person.metadata.tables[Person.__tablename__]
    if rows:
        statement = update(people).where(people.c.id == bindparam("person")).values(branch=bindparam("told"))
        session.connection().execute(statement, rows)
    session.expire_all()


def _strengths(session: Session, seed: int, terms: Terms) -> None:
    """One to three words for most mentees."""
    dice, told = Dice(seed, "strengths"), table("standings")["strengths"]
    rows = []
    for (key,) in session.execute(select(Mentee.person_id).distinct().order_by(Mentee.person_id)):
        words = dice.several(told["words"], dice.whole(1, 3)) if dice.chance(told["told"]) else []
        rows += [{"person_id": key, "term_id": terms["strength", word]} for word in words]
    write_all(session, PersonStrength, rows)


def _pilots(session: Session, units: dict[str, int], by_id: int) -> None:
    rows = [
        _standing(one["since"], one["reason"], by_id)
        | {"unit_id": units[one["unit"]], "ends_on": one.get("until"), "ended_why": one.get("ended_why", "")}
        | {"ended_by_id": by_id if "until" in one else None}
        for one in table("standings")["pilots"]
    ]
    insert_all(session, PilotUnit, rows)


def _examples(session: Session, by_id: int) -> None:
    """The first pairings of each cohort that went well; the first of all was taken back."""
    told, taken = table("standings")["examples"], dict[int, int]()
    rows: list[dict[str, Any]] = []
    good = select(Pairing.id, Pairing.cohort_id, Pairing.starts_on).where(Pairing.status.in_(("graduated", "active")))
    for key, cohort, starts in session.execute(good.order_by(Pairing.id)):
        number = taken[cohort] = taken.get(cohort, 0) + 1
        if number <= told["each"]:
            reason = told["reasons"][len(rows) % len(told["reasons"])]
            ended = {"ends_on": None, "ended_why": "", "ended_by_id": None}
            rows.append(_standing(starts + AFTER, reason, by_id) | {"pairing_id": key} | ended)
    if rows:
        first = rows[0]
        first |= {"ends_on": first["since"] + AFTER, "ended_why": told["ended_why"], "ended_by_id": by_id}
    insert_all(session, ExamplePair, rows)


def _standing(since: Any, reason: str, by_id: int) -> dict[str, Any]:
    return {"since": since, "reason": reason, "by_id": by_id, "at": datetime.combine(since, time(2))}
