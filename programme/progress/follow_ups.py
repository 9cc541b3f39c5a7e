"""Follow-ups (督办): assigned for one or several pairings, finished with an outcome, or dropped with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.clock import now, today
from db.models import Account, FollowUp, Mentee, Pairing, Person
from db.queries.progress import OWNERS
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.progress.states import states
from programme.recordbook.history import pairing_for
from programme.recordbook.values import PRIVATE
from programme.usecase import claim, fetch, record, use_case

LONGEST, MOST = 1000, 100


@dataclass(frozen=True, slots=True)
class Assigned:
    """The follow-ups that were assigned: follow_ups.id by pairings.id."""

    ids: Mapping[int, int]


@use_case(Action.MANAGE_COHORTS)
def assign(
    session: Session, by: Actor, *, pairing_ids: Iterable[int], text: str, owner_id: int, due_on: date
) -> Assigned:  # fmt: skip
    """Ask somebody to look after these pairings until a day; their colour and reasons of this day are kept with it.

    Raises Invalid (text, day, nobody chosen), Conflict for an owner who cannot finish it: another role, an account that
    is closed, a liaison of another unit.
    """
    wanted = list(dict.fromkeys(pairing_ids))
    if not 1 <= len(wanted) <= MOST:
        raise Invalid("follow_up_pairs", field="pairing_ids", most=MOST)
    if due_on < today():
        raise Invalid("follow_up_due", field="due_on", day=due_on)
    said, owner = _words(text, "follow_up_text_needed"), fetch(session, Account, owner_id)
    pairings = [fetch(session, Pairing, key) for key in wanted]
    for pairing in pairings:
        _demand_owner(session, owner, pairing)
    found = _found(session, by, pairings)
    rows = [
        FollowUp(pairing_id=key, text=said, found=found[key], owner_id=owner_id, due_on=due_on, by_id=by.id) for key in wanted
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    told = {"act": "follow_up", "pairings": wanted, "owner": owner_id, "due_on": due_on}
    record(session, by, Action.MANAGE_COHORTS, f"follow_up:{rows[0].id}", **told)
    return Assigned({row.pairing_id: row.id for row in rows})


def _demand_owner(session: Session, owner: Account, pairing: Pairing) -> None:
    if owner.disabled or owner.role not in OWNERS:
        raise Conflict("follow_up_owner", field="owner_id", name=owner.name)
    person = session.get_one(Person, session.get_one(Mentee, pairing.mentee_id).person_id)
    if owner.role == "liaison" and (person.unit_id is None or person.unit_id != owner.unit_id):
        raise Conflict("follow_up_owner_unit", field="owner_id", name=owner.name, mentee=person.name)


def _found(session: Session, by: Actor, pairings: list[Pairing]) -> dict[int, dict[str, Any]]:
    """Colour and reasons of today by pairing; a pairing that is over has none."""
    found: dict[int, dict[str, Any]] = {pairing.id: {"colour": "", "reasons": []} for pairing in pairings}
    for cohort_id in sorted({pairing.cohort_id for pairing in pairings}):
        for row in states(session, by.viewer, cohort_id=cohort_id).itertuples():
            if row.pairing_id in found:
                found[row.pairing_id] = {"colour": row.colour, "reasons": row.reasons}
    return found


@use_case(Action.KEEP_RECORDS)
def finish(session: Session, by: Actor, *, follow_up_id: int, seen_version: int, outcome: str) -> None:
    """Say what came of it. A liaison finishes those of its own unit's mentees."""
    _close(session, by, (follow_up_id, seen_version), "done", _words(outcome, "follow_up_outcome_needed"))


@use_case(Action.MANAGE_COHORTS, after_close=True)
def drop(session: Session, by: Actor, *, follow_up_id: int, seen_version: int, reason: str) -> None:
    """Let it be, with the reason; it stays readable."""
    _close(session, by, (follow_up_id, seen_version), "dropped", _words(reason, "follow_up_reason_needed"))


def _close(session: Session, by: Actor, seen: tuple[int, int], status: str, outcome: str) -> None:
    row = fetch(session, FollowUp, seen[0])
    pairing_for(session, by, row.pairing_id)
    if row.status != "open":
        raise Conflict("follow_up_closed")
    claim(session, row, seen[1])
    row.status, row.outcome, row.closed_by_id, row.closed_at = status, outcome, by.id, now()
    session.flush()
    action = Action.KEEP_RECORDS if status == "done" else Action.MANAGE_COHORTS
    record(session, by, action, f"follow_up:{row.id}", act=status, pairing=row.pairing_id, outcome=outcome)


def _words(text: str, code: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid(code, field="text")
    if len(said) > LONGEST:
        raise Invalid("text_too_long", field="text", length=len(said), limit=LONGEST)
    if PRIVATE.search(said):
        raise Invalid("record_private_number", field="text")
    return said
