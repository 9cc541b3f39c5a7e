"""What must hold of records; see `programme.invariants`."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.orm import Session

from db.models import EntryVersion, Record
from programme.invariants_pairings import places
from programme.recordbook.in_force import Span, spans_of
from programme.recordbook.keep import BESIDE

# The days from the event to the day in China on which it was written down.
DAYS = {
    "sqlite": "julianday(date(records.recorded_at, '+8 hours')) - julianday(records.happened_on)",
    "postgresql": "CAST(records.recorded_at + INTERVAL '8 hours' AS date) - records.happened_on",
}


def records_lie_in_force(session: Session) -> Iterator[str]:
    """Every record that is not struck out lies on a day on which its pairing was in force, in the pairing's cohort."""
    spans, stands = spans_of(session), Record.struck_at.is_(None)
    days = select(Record.pairing_id, func.min(Record.happened_on), func.max(Record.happened_on)).where(stands)
    ends = session.execute(days.group_by(Record.pairing_id)).all()
    doubtful = {key for key, first, last in ends if not _in_one(spans.get(key, ()), first, last)}
    rows = select(Record.id, Record.pairing_id, Record.happened_on).where(stands).order_by(Record.id)
    for key, pairing_id, day in session.execute(rows) if doubtful else ():
        if pairing_id in doubtful and not any(span.holds(day) for span in spans.get(pairing_id, ())):
            yield f"record:{key}"


def _in_one(spans: tuple[Span, ...], first: date, last: date) -> bool:
    """Whether one span holds the first and the last day, and so every day between them."""
    return any(span.holds(first) and span.holds(last) for span in spans)


def records_are_whole(session: Session) -> Iterator[str]:
    """What belongs to a kind hangs on the record, and the delay counts the days from the event to its first recording."""
    for kind, model in BESIDE.items():
        lacking = select(Record.id).where(Record.kind == kind, Record.id.not_in(select(model.record_id)))
        strange = select(Record.id).join(model, model.record_id == Record.id).where(Record.kind != kind)
        yield from places(session, "record", lacking)
        yield from places(session, "record", strange)
    days: ColumnElement[int] = literal_column(DAYS[session.get_bind().dialect.name])
    wrong = or_(Record.delay != days, Record.delay < 0)
    yield from places(session, "record", select(Record.id).where(wrong).order_by(Record.id))


def corrections_keep_what_was_said(session: Session) -> Iterator[str]:
    """A record's version is one more than its kept versions, and one more when it is struck out."""
    kept = select(EntryVersion.subject_id, func.count().label("count")).where(EntryVersion.subject == "record")
    counts = dict(session.execute(kept.group_by(EntryVersion.subject_id)).all())
    rows = select(Record.id, Record.version, Record.struck_at).where(Record.version > 1).order_by(Record.id)
    for key, version, struck_at in session.execute(rows):
        if version != 1 + counts.get(key, 0) + (struck_at is not None):
            yield f"record:{key}"


CHECKS = (records_lie_in_force, records_are_whole, corrections_keep_what_was_said)
