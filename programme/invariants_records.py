"""What must hold of records; see `programme.invariants`."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import EntryVersion, Record
from programme.invariants_pairings import places
from programme.recordbook.in_force import spans_of
from programme.recordbook.keep import BESIDE


def records_lie_in_force(session: Session) -> Iterator[str]:
    """Every record that is not struck out lies on a day on which its pairing was in force, in the pairing's cohort."""
    spans = spans_of(session)
    rows = select(Record.id, Record.pairing_id, Record.happened_on).where(Record.struck_at.is_(None))
    for key, pairing_id, day in session.execute(rows.order_by(Record.id)):
        if not any(span.holds(day) for span in spans.get(pairing_id, ())):
            yield f"record:{key}"


def records_are_whole(session: Session) -> Iterator[str]:
    """What belongs to a kind hangs on the record, and the delay counts the days from the event to its first recording."""
    for kind, model in BESIDE.items():
        lacking = select(Record.id).where(Record.kind == kind, Record.id.not_in(select(model.record_id)))
        strange = select(Record.id).join(model, model.record_id == Record.id).where(Record.kind != kind)
        yield from places(session, "record", lacking)
        yield from places(session, "record", strange)
    rows = select(Record.id, Record.happened_on, Record.recorded_at, Record.delay).order_by(Record.id)
    for key, day, recorded_at, delay in session.execute(rows):
        if delay != (local(recorded_at).date() - day).days or delay < 0:
            yield f"record:{key}"


def corrections_keep_what_was_said(session: Session) -> Iterator[str]:
    """A record's version is one more than its kept versions, and one more when it is struck out."""
    kept = select(EntryVersion.subject_id, func.count().label("count")).where(EntryVersion.subject == "record")
    counts = dict(session.execute(kept.group_by(EntryVersion.subject_id)).all())
    rows = select(Record.id, Record.version, Record.struck_at).where(Record.version > 1).order_by(Record.id)
    for key, version, struck_at in session.execute(rows):
        if version != 1 + counts.get(key, 0) + (struck_at is not None):
            yield f"record:{key}"


CHECKS = (records_lie_in_force, records_are_whole, corrections_keep_what_was_said)
