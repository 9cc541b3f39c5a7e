"""What carrying a conclusion out does to the pairings of a mentee: the second mentor's first, the lead's last.

So the mentee's state follows the lead, and nobody has two leads at any moment.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OPEN, Conclusion, Mentee, Pairing, PairingEvent, Person
from db.queries.viewer import Viewer
from programme import pairings
from programme.access import Action, Actor
from programme.change_candidates import successors
from programme.errors import Conflict
from programme.pairings import BEFORE_FORCE
from programme.recordbook.taken_over import take_over
from programme.usecase import claim, fetch, record

# Which steps lead a pairing from where it is to its end, one after the other along the graph.
WAYS = {
    "graduated": {"active": ("graduated",), "due": ("graduated",), "paused": ("active", "graduated")},
    "extended": {"active": ("due", "extended"), "due": ("extended",), "paused": ("active", "due", "extended")},
}


def graduate(session: Session, by: Actor, row: Conclusion, lead: Pairing) -> None:
    """The pairings of the mentee end in graduation; what never came into force just ends."""
    for one in _all_open(session, lead):
        _close(session, by, one, "graduated", row)


def extend(session: Session, by: Actor, row: Conclusion, lead: Pairing) -> Pairing:
    """The pairings end extended and go on as new ones until the new day, the lead with another mentor if the row names one.

    Returns the lead's successor.
    """
    if row.mentor_id is not None:
        demand_free_seat(session, lead, row.mentor_id)
    found = _all_open(session, lead)
    for one in found:
        _close(session, by, one, "extended", row)
    going_on = [one for one in found if one.status == "extended"]
    made = [_continue(session, by, one, row, row.mentor_id if one is lead else None) for one in going_on]
    return made[-1]


def _all_open(session: Session, lead: Pairing) -> Sequence[Pairing]:
    """The open pairings of the mentee, the lead last, each claimed."""
    rows = select(Pairing).where(Pairing.mentee_id == lead.mentee_id, Pairing.status.in_(OPEN), Pairing.id != lead.id)
    found = [*session.scalars(rows.order_by(Pairing.id)), lead]
    for one in found:
        claim(session, one, one.version)
    return found


def _close(session: Session, by: Actor, one: Pairing, to: str, row: Conclusion) -> None:
    if one.status not in (*WAYS[to], *BEFORE_FORCE):
        raise Conflict("conclusion_state", status=one.status, kind=row.kind)
    for step in WAYS[to].get(one.status, ("ended",)):
        pairings.shift(session, by, one, step, row.ground, on=row.effective_on)


def _continue(session: Session, by: Actor, old: Pairing, row: Conclusion, mentor_id: int | None) -> Pairing:
    """The pairing that goes on, in force from the day of the conclusion."""
    new = Pairing(
        cohort_id=old.cohort_id, mentee_id=old.mentee_id, mentor_id=mentor_id or old.mentor_id, role=old.role,
        status="active", starts_on=row.effective_on, ends_on=row.ends_on,
    )  # fmt: skip
    bring_in(session, by, new, row.effective_on, row.ground)
    take_over(session, by, old, new)
    told = {"act": "extends", "pairing": old.id, "conclusion": row.id, "until": row.ends_on}
    record(session, by, Action.APPROVE, f"pairing:{new.id}", **told)
    return new


def bring_in(session: Session, by: Actor, new: Pairing, day: date, reason: str) -> None:
    """Put a pairing in force that two people signed before, with its events; the mentee is led again."""
    session.add(new)
    session.flush()
    for before, after in (("", "confirmed"), ("confirmed", "active")):
        event = {"from_status": before, "to_status": after, "on_day": day, "reason": reason.strip(), "by_id": by.id}
        session.add(PairingEvent(pairing_id=new.id, **event))
        session.flush()
    mentee = fetch(session, Mentee, new.mentee_id)
    if mentee.status != "paired":
        mentee.status, mentee.version = "paired", mentee.version + 1
    session.flush()


def demand_free_seat(session: Session, row: Pairing, mentor_id: int) -> None:
    """Conflict("extension_barred") when a rule or a full mentor stands against the pair, as the change page tells it."""
    found = successors(session, Viewer(frozenset({"programme"})), pairing_id=row.id)
    one = next((one for one in found if one.mentor.id == mentor_id), None)
    if one is None or one.forbidden:
        name = fetch(session, Person, mentor_id).name
        raise Conflict("extension_barred", mentor=name, rule=one.forbidden if one else "not_in_pool")


def mentee_of(session: Session, row: Pairing) -> str:
    """The mentee's name."""
    return fetch(session, Person, fetch(session, Mentee, row.mentee_id).person_id).name
