"""What is named for a time and taken back: a day, a reason, a name, and never two at once; pilot units and example pairs."""

from datetime import date

from sqlalchemy.orm import Session

from db.clock import today
from db.models import ExamplePair, PilotUnit
from programme.access import Actor
from programme.errors import Conflict, Invalid
from programme.usecase import claim

Named = PilotUnit | ExamplePair
MAX_REASON = 500


def begin(session: Session, by: Actor, row: Named, reason: str) -> int:
    """Keep a standing from its day `since` on; its id. Raises Invalid for a day to come or without a reason."""
    _check(row.since, reason)
    row.reason, row.by_id = reason.strip(), by.id
    session.add(row)
    session.flush()
    return row.id


def finish(session: Session, by: Actor, row: Named, seen_version: int, end: tuple[date, str]) -> None:
    """Take a standing back on a day for a reason; the row stays as what was. Raises Stale, Conflict where it has ended,
    Invalid for a day before it began."""
    on, reason = end
    claim(session, row, seen_version)
    if row.ends_on is not None:
        raise Conflict("standing_ended", day=row.ends_on)
    _check(on, reason)
    if on < row.since:
        raise Invalid("standing_before", day=row.since)
    row.ends_on, row.ended_why, row.ended_by_id = on, reason.strip(), by.id
    session.flush()


def _check(day: date, reason: str) -> None:
    if day > today():
        raise Invalid("future_day", value=day)
    if not reason.strip() or len(reason) > MAX_REASON:
        raise Invalid("standing_reason", limit=MAX_REASON)
