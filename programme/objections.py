"""Objections in a public notice: received by whom and when, what they say, upheld or dismissed with the reason.

Who raised an objection is never kept. An upheld one ends the pairing, and the mentee waits again.
"""

from datetime import date

from sqlalchemy.orm import Session

from db.clock import now, today
from db.models import Objection, Pairing
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.pairings import BEFORE_FORCE, end_before_force
from programme.usecase import claim, fetch, record, use_case

DECISIONS = ("upheld", "dismissed")


@use_case(Action.CONFIRM)
def receive(
    session: Session, by: Actor, *, pairing_id: int, received_on: date, received_by: str, content: str
) -> int:  # fmt: skip
    """Write down an objection to a pairing that is not in force yet; returns objections.id.

    Raises Invalid for a day still to come or without words, Conflict once the pairing is in force or has ended.
    """
    pairing = fetch(session, Pairing, pairing_id)
    if pairing.status not in BEFORE_FORCE:
        raise Conflict("in_force_already", status=pairing.status)
    if received_on > today():
        raise Invalid("received_later", day=received_on)
    row = Objection(
        pairing_id=pairing_id, received_on=received_on, received_by=_said(received_by, "receiver_needed"),
        content=_said(content, "content_needed"), by_id=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"received_on": received_on, "received_by": row.received_by, "objection": row.id}
    record(session, by, Action.CONFIRM, f"pairing:{pairing_id}", act="objection", **told)
    return row.id


@use_case(Action.CONFIRM)
def decide(
    session: Session, by: Actor, *, objection_id: int, seen_version: int, decision: str, reason: str
) -> None:  # fmt: skip
    """Uphold an objection (the pairing ends, the mentee waits again) or dismiss it, always with the reason."""
    row = fetch(session, Objection, objection_id)
    claim(session, row, seen_version)
    if row.decision:
        raise Conflict("objection_decided")
    if decision not in DECISIONS:
        raise Invalid("not_in_list", field="decision", value=decision)
    row.decision, row.reason = decision, _said(reason, "decision_reason_needed")
    row.decided_by_id, row.decided_at = by.id, now()
    session.flush()
    if decision == "upheld":
        _end(session, by, row)
    told = {"objection": row.id, "decision": decision, "reason": row.reason}
    record(session, by, Action.CONFIRM, f"pairing:{row.pairing_id}", act="objection_decided", **told)


def _end(session: Session, by: Actor, row: Objection) -> None:
    """A second objection to a pairing that has ended by the first is upheld in words only."""
    pairing = fetch(session, Pairing, row.pairing_id)
    if pairing.status == "ended":
        return
    claim(session, pairing, pairing.version)
    end_before_force(session, by, pairing, row.reason)


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Invalid(otherwise)
    return text.strip()
