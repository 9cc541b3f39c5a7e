"""What staff and leaders decided in a scheme beside the engine, as the meeting reads it: each with name and reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Mentee, Person, PolicyRow, Scheme, SchemeHold, SchemeLimit, Unit
from db.queries.signoff import leaders
from db.queries.viewer import Viewer, reads
from programme.rules import Rules
from programme.usecase import fetch
from texts import _

KINDS = ("appointed", "chosen", "aside", "ban", "seats", "alone", "ceiling")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in force: `kind` as in KINDS, whom it concerns with units ("" where nobody), why, by whom, since when.

    "appointed" by `leader`, "chosen" by staff, "aside" sets the rule `what` aside, "ban" rules a pair out, "seats" gives
    a mentor `amount` seats more in this scheme, "alone" gives a mentee nobody, "ceiling" names a mentor's seats in the rules.
    """

    kind: str
    mentee: str = ""
    mentor: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None
    leader: str = ""
    what: str = ""
    amount: int = 0
    mentee_id: int | None = None


@reads("programme")
def decisions(session: Session, viewer: Viewer, *, scheme_id: int) -> list[Decision]:
    """Every decision in force in a scheme, by kind; whoever sees one unit only gets none, they name people of others."""
    if viewer.unit_id is not None:
        return []
    found = [*_holds(session, viewer, scheme_id), *_limits(session, scheme_id), *_ceilings(session, scheme_id)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def _holds(session: Session, viewer: Viewer, scheme_id: int) -> Iterator[Decision]:
    mentee, mentor, home, desk = aliased(Person), aliased(Person), aliased(Unit), aliased(Unit)
    named = leaders(session, viewer, scheme_id=scheme_id)
    rows = session.execute(
        select(SchemeHold, mentee.name, home.name, mentor.name, desk.name, Account.name)
        .join(Mentee, Mentee.id == SchemeHold.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == SchemeHold.mentor_id)
        .join(Account, Account.id == SchemeHold.by_id)
        .outerjoin(home, home.id == mentee.unit_id)
        .outerjoin(desk, desk.id == mentor.unit_id)
        .where(SchemeHold.scheme_id == scheme_id)
        .order_by(SchemeHold.id)
    )
    for hold, *people, by in rows:
        kind = _kind(hold)
        if kind:
            leader = named.get((hold.mentee_id, hold.mentor_id), "") if hold.origin == "appointed" else ""
            yield Decision(
                kind, _with_unit(*people[:2]), _with_unit(*people[2:]), hold.reason, by, hold.at, leader, hold.rule,
                mentee_id=hold.mentee_id,
            )  # fmt: skip


def _kind(hold: SchemeHold) -> str:
    """ "" for a lock on what the system proposed: that decides nothing new."""
    if hold.kind == "ban":
        return "ban"
    if hold.rule:
        return "aside"
    return {"appointed": "appointed", "staff": "chosen"}.get(hold.origin, "")


def _limits(session: Session, scheme_id: int) -> Iterator[Decision]:
    rows = session.execute(
        select(SchemeLimit, Person.name, Unit.name, Account.name)
        .join(Person, Person.id == SchemeLimit.person_id)
        .join(Account, Account.id == SchemeLimit.by_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(SchemeLimit.scheme_id == scheme_id)
        .order_by(SchemeLimit.id)
    )
    for row, name, unit, by in rows:
        who, of_mentor = _with_unit(name, unit), row.kind == "seats"
        people = ("", who) if of_mentor else (who, "")
        yield Decision(row.kind, *people, row.reason, by, row.at, amount=row.amount)


def _ceilings(session: Session, scheme_id: int) -> Iterator[Decision]:
    """Mentors whose seats the rules of this scheme name."""
    own = select(PolicyRow).join(Scheme, Scheme.policy_id == PolicyRow.id).where(Scheme.id == scheme_id)
    row = session.scalars(own).one()
    named = Rules.of(row.number, row.rules).overrides
    rows = select(Person.id, Person.name, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id)
    people = session.execute(rows.where(Person.id.in_([int(key) for key in named])).order_by(Person.id))
    by = fetch(session, Account, row.by_id).name
    for key, name, unit in people:
        one = named[str(key)]
        yield Decision("ceiling", mentor=_with_unit(name, unit), reason=one.reason, by=by, at=row.at, amount=one.seats)


def _with_unit(name: str, unit: str | None) -> str:
    return _("{name} ({unit})").format(name=name, unit=unit) if unit else name
