"""Declared avoidance (回避): two people who must not be paired, whichever of them is the mentor; the ground is private."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.models import OPEN, Avoidance, Mentee, Pairing, Person
from programme.access import Action, Actor
from programme.codes import GROUNDS
from programme.errors import Conflict, Invalid
from programme.usecase import fetch, record, use_case


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration, and whether the two are bound by an open pairing at this moment."""

    id: int
    bound: bool


@use_case(Action.EDIT_POOL)
def declare(session: Session, by: Actor, *, person_id: int, other_id: int, ground: str) -> Declared:
    """Bar a pair, both ways round. Raises Invalid for one person twice, Conflict when it is declared already."""
    if person_id == other_id:
        raise Invalid("same_two")
    if ground not in GROUNDS:
        raise Invalid("not_in_list", field="ground", value=ground)
    first, second = sorted((fetch(session, Person, person_id).id, fetch(session, Person, other_id).id))
    if session.scalars(select(Avoidance).filter_by(person_a=first, person_b=second)).first():
        raise Conflict("declared_already")
    row = Avoidance(person_a=first, person_b=second, ground=ground, by_id=by.id)
    session.add(row)
    session.flush()
    _record(session, by, "declare_avoidance", row)
    return Declared(row.id, _bound(session, first, second))


@use_case(Action.EDIT_POOL)
def withdraw(session: Session, by: Actor, *, avoidance_id: int) -> None:
    """Take a declaration back; the audit keeps what it said."""
    row = fetch(session, Avoidance, avoidance_id)
    _record(session, by, "withdraw_avoidance", row)
    session.delete(row)


def _record(session: Session, by: Actor, act: str, row: Avoidance) -> None:
    # The object is the declaration and not a person: a person's own history must not show the ground.
    people = [row.person_a, row.person_b]
    record(session, by, Action.EDIT_POOL, f"avoidance:{row.id}", act=act, people=people, ground=row.ground)


def _bound(session: Session, first: int, second: int) -> bool:
    """Whether one of the two mentors the other in an open pairing."""
    rows = (
        select(Pairing.id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .where(
            Pairing.status.in_(OPEN),
            or_(
                and_(Pairing.mentor_id == first, Mentee.person_id == second),
                and_(Pairing.mentor_id == second, Mentee.person_id == first),
            ),
        )
    )
    return session.scalars(rows.limit(1)).first() is not None
