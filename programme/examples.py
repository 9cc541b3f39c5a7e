"""Pairings that others are shown as an example (示范对子): named and taken back by whoever may approve, for a reason.

Also after their cohort is closed: what a pairing was an example of is often told only then, and a name that was given has
to be taken back at any time. Nothing of the cohort itself is altered by it.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ExamplePair, Pairing
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.standings import begin, finish
from programme.usecase import claim, fetch, record, use_case

# A pairing shows something once it has come into force; one that ended without success is no example.
SHOWN = ("active", "paused", "due", "graduated", "extended")


@use_case(Action.APPROVE, after_close=True)
def name_example(session: Session, by: Actor, *, pairing_id: int, seen_version: int, since: date, reason: str) -> int:
    """Name a pairing an example from a day on; returns example_pairs.id.

    Raises Conflict for one that is not in force or is an example already, Invalid for a day before it began, Stale.
    """
    row = fetch(session, Pairing, pairing_id)
    claim(session, row, seen_version)
    if row.status not in SHOWN:
        raise Conflict("example_not_in_force")
    if session.scalars(select(ExamplePair.id).filter_by(pairing_id=pairing_id, ends_on=None)).first():
        raise Conflict("example_already")
    if since < row.starts_on:
        raise Invalid("example_before", day=row.starts_on)
    key = begin(session, by, ExamplePair(pairing_id=pairing_id, since=since), reason)
    told = {"act": "example", "since": since.isoformat(), "reason": reason.strip()}
    record(session, by, Action.APPROVE, f"pairing:{pairing_id}", **told)
    return key


@use_case(Action.APPROVE, after_close=True)
def end_example(session: Session, by: Actor, *, example_id: int, seen_version: int, on: date, reason: str) -> None:
    """A pairing is an example no more from a day on; what it was stays on record. Raises as `standings.finish` does."""
    row = fetch(session, ExamplePair, example_id)
    finish(session, by, row, seen_version, (on, reason))
    told = {"act": "example_ended", "on": on.isoformat(), "reason": reason.strip()}
    record(session, by, Action.APPROVE, f"pairing:{row.pairing_id}", **told)
