"""Keep records: add one, correct it with its history, strike a mistaken one out. Officers for all, a liaison for its unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.clock import local, now
from db.models import Campaign, Pairing, Record, RecordPost, RecordRemedy, RecordTopic, RecordVisit, Term
from db.queries.records_scope import backfill_days
from programme.access import Action, Actor
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid
from programme.recordbook.history import columns_of, keep_version, open_entry, pairing_for, strike_out
from programme.recordbook.in_force import demand_in_force, spans_of
from programme.recordbook.values import Entry, Values, checked
from programme.usecase import fetch, record, use_case

BESIDE: Mapping[str, type[Any]] = {"home_visit": RecordVisit, "campaign": RecordPost, "remedy": RecordRemedy}
SAID = (
    "kind", "happened_on", "place", "title", "content", "outcome", "reflection", "forms", "methods", "steps", "aspects",
    "problems_found", "problems_solved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it was kept, and whether it counts as back-filled."""

    record_id: int
    delay: int
    backfilled: bool


@use_case(Action.KEEP_RECORDS)
def add(session: Session, by: Actor, *, pairing_id: int, values: Values) -> Kept:
    """Write one event of a pairing down.

    Raises Invalid (the field is in its data), Conflict ("record_before_force" and the like) for a day on which the
    pairing was not in force or in a closed cohort, Forbidden for a liaison of another unit.
    """
    pairing = pairing_for(session, by, pairing_id)
    demand_open(session, pairing.cohort_id)
    entry = checked(values)
    demand_in_force(spans_of(session, [pairing_id]).get(pairing_id, ()), entry.columns["happened_on"])
    row = new_record(by, pairing, entry)
    session.add(row)
    session.flush()
    write_beside(session, row.id, entry)
    told = {"act": "add", "pairing": pairing_id, "kind": row.kind, "day": row.happened_on, "delay": row.delay}
    record(session, by, Action.KEEP_RECORDS, f"record:{row.id}", **told)
    return Kept(row.id, row.delay, row.delay > backfill_days(session))


def new_record(by: Actor, pairing: Pairing, entry: Entry) -> Record:
    """The row of an entry that is recorded now."""
    moment = now()
    delay = (local(moment).date() - entry.columns["happened_on"]).days
    return Record(
        pairing_id=pairing.id, cohort_id=pairing.cohort_id, by_id=by.id, recorded_at=moment, delay=delay, **entry.columns
    )  # fmt: skip


def write_beside(session: Session, record_id: int, entry: Entry) -> None:
    """The row beside a record for its kind, and its topics. Raises Invalid for a word that nobody knows."""
    model = BESIDE.get(entry.kind)
    if model is not None:
        if model is RecordPost:
            _demand_campaign(session, int(entry.beside["campaign_id"]), entry.columns["happened_on"])
        session.add(model(record_id=record_id, **entry.beside))
    ids = term_ids(session, entry.topics)
    session.add_all(RecordTopic(record_id=record_id, term_id=key) for key in ids)
    session.flush()


def term_ids(session: Session, codes: Iterable[str]) -> list[int]:
    """Ids of expertise by their codes."""
    wanted = list(codes)
    rows = select(Term.code, Term.id).where(Term.kind == "expertise", Term.code.in_(wanted))
    known = dict(session.execute(rows).all())
    for code in wanted:
        if code not in known:
            raise Invalid("no_term", field="topics", value=code)
    return [known[code] for code in wanted]


def _demand_campaign(session: Session, campaign_id: int, day: date) -> None:
    campaign = fetch(session, Campaign, campaign_id)
    if day < campaign.starts_on or (campaign.ends_on is not None and day > campaign.ends_on):
        raise Conflict("record_outside_campaign", campaign=campaign.name, day=day, since=campaign.starts_on)


@use_case(Action.KEEP_RECORDS, after_close=True)
def correct(session: Session, by: Actor, *, record_id: int, seen_version: int, values: Values, reason: str) -> Kept:
    """Correct a record: the new version holds from now on, what it said before stays beside it with the reason.

    The kind stays what it is: a record of the wrong kind, or of the wrong pairing, is struck out and entered anew.
    """
    row = open_entry(session, by, Record, record_id, seen_version)
    before = said(session, row)
    entry = checked({**values, "kind": row.kind})
    demand_in_force(spans_of(session, [row.pairing_id]).get(row.pairing_id, ()), entry.columns["happened_on"])
    changed = _changed(before, entry)
    if not changed:
        raise Conflict("pool_unchanged")
    keep_version(session, by, row, before, reason)
    _rewrite(session, row, entry)
    told = {"act": "correct", "fields": changed, "version": row.version, "reason": reason.strip()}
    record(session, by, Action.KEEP_RECORDS, f"record:{row.id}", **told)
    return Kept(row.id, row.delay, row.delay > backfill_days(session))


def said(session: Session, row: Record) -> dict[str, Any]:
    """Everything that a record says: its columns, the row beside it, its topics."""
    content = columns_of(row, SAID)
    model = BESIDE.get(row.kind)
    beside = session.get(model, row.id) if model else None
    if beside is not None:
        names = (column.key for column in beside.__table__.columns if column.key != "record_id")
        content |= {name: getattr(beside, name) for name in names}
    codes = select(Term.code).join(RecordTopic, RecordTopic.term_id == Term.id).where(RecordTopic.record_id == row.id)
    return content | {"topics": sorted(session.scalars(codes))}


def _changed(before: Mapping[str, Any], entry: Entry) -> list[str]:
    after = {**entry.columns, **entry.beside, "topics": sorted(entry.topics)}
    return [name for name, value in after.items() if before.get(name) != value]


def _rewrite(session: Session, row: Record, entry: Entry) -> None:
    for name, value in entry.columns.items():
        setattr(row, name, value)
    row.delay = (local(row.recorded_at).date() - row.happened_on).days
    models: list[type[Any]] = [RecordTopic, *([BESIDE[row.kind]] if row.kind in BESIDE else [])]
    for model in models:
        session.execute(delete(model).where(model.record_id == row.id))
    session.flush()
    session.expire_all()
    write_beside(session, row.id, entry)


@use_case(Action.KEEP_RECORDS, after_close=True)
def strike(session: Session, by: Actor, *, record_id: int, seen_version: int, reason: str) -> None:
    """Strike a mistaken record out; it stays readable with the reason, and counts nowhere."""
    row = open_entry(session, by, Record, record_id, seen_version)
    strike_out(session, by, row, reason)
    told = {"act": "strike", "kind": row.kind, "day": row.happened_on, "reason": reason.strip()}
    record(session, by, Action.KEEP_RECORDS, f"record:{row.id}", **told)
