"""Which records are meant: the filters of the page and the unit of whoever looks, as conditions on the table of records."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Mentee,
    Pairing,
    Person,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
    Setting,
    Term,
)
from db.queries.viewer import Viewer

SETTING = "records"
BACKFILL_DAYS = 15


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What to leave of the records; everything that is None or "" leaves all.

    `month` is "2026-10"; `backfilled` True or False; `words` stand somewhere in the texts or in one of the two names;
    `struck` shows the struck ones instead; `topic` is the code of an expertise.
    """

    cohort_id: int | None = None
    unit_id: int | None = None
    pairing_id: int | None = None
    mentor_id: int | None = None
    mentee_id: int | None = None
    kind: str = ""
    month: str = ""
    day: date | None = None
    method: str = ""
    form: str = ""
    topic: str = ""
    village: str = ""
    remedy: str = ""
    campaign_id: int | None = None
    import_id: int | None = None
    backfilled: bool | None = None
    words: str = ""
    struck: bool = False


def backfill_days(session: Session) -> int:
    """After how many days a record counts as back-filled."""
    row = session.get(Setting, SETTING)
    return int(row.value.get("backfill_days", BACKFILL_DAYS)) if row else BACKFILL_DAYS


def pairings_of_unit(unit_id: int) -> Select:
    """The pairings whose mentee serves in the unit."""
    rows = select(Pairing.id).join(Mentee, Mentee.id == Pairing.mentee_id)
    return rows.join(Person, Person.id == Mentee.person_id).where(Person.unit_id == unit_id)


def in_unit(viewer: Viewer) -> list[ColumnElement[bool]]:
    """A liaison sees the records of the mentees of its unit, for a talk is nobody else's business."""
    return [] if viewer.unit_id is None else [Record.pairing_id.in_(pairings_of_unit(viewer.unit_id))]


def conditions(session: Session, reader: Viewer, chosen: RecordFilter) -> list[ColumnElement[bool]]:
    """The filter and the scope of whoever reads as conditions on `records`; a part of read models, none itself."""
    found: list[ColumnElement[bool]] = [Record.struck_at.is_not(None) if chosen.struck else Record.struck_at.is_(None)]
    found += in_unit(reader)
    equal = {Record.cohort_id: chosen.cohort_id, Record.pairing_id: chosen.pairing_id, Record.kind: chosen.kind,
             Record.happened_on: chosen.day, Record.import_id: chosen.import_id}  # fmt: skip
    found += [column == value for column, value in equal.items() if value]
    if chosen.unit_id:
        found.append(Record.pairing_id.in_(pairings_of_unit(chosen.unit_id)))
    if chosen.backfilled is not None:
        late = Record.delay > backfill_days(session)
        found.append(late if chosen.backfilled else ~late)
    return [*found, *_of_people(chosen), *_of_time(chosen), *_of_ways(chosen), *_of_words(chosen.words)]


def _of_people(chosen: RecordFilter) -> list[ColumnElement[bool]]:
    keys = {Pairing.mentor_id: chosen.mentor_id, Pairing.mentee_id: chosen.mentee_id}
    return [Record.pairing_id.in_(select(Pairing.id).where(column == key)) for column, key in keys.items() if key]


def _of_time(chosen: RecordFilter) -> list[ColumnElement[bool]]:
    if not chosen.month:
        return []
    first, last = month_span(chosen.month)
    return [Record.happened_on.between(first, last)]


def month_span(month: str) -> tuple[date, date]:
    """The first and the last day of "2026-10"."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _of_ways(chosen: RecordFilter) -> list[ColumnElement[bool]]:
    """Method and form ("none": not said), and what hangs on the record in tables of its own."""
    found = []
    for column, code in ((Record.methods, chosen.method), (Record.forms, chosen.form)):
        if code:
            found.append(column == "" if code == "none" else column.contains(code))
    if chosen.topic:
        about = select(RecordTopic.record_id).join(Term, Term.id == RecordTopic.term_id)
        found.append(Record.id.in_(about.where(Term.kind == "expertise", Term.code == chosen.topic)))
    if chosen.village:
        found.append(Record.id.in_(select(RecordVisit.record_id).where(RecordVisit.village == chosen.village)))
    if chosen.remedy:
        found.append(Record.id.in_(select(RecordRemedy.record_id).where(RecordRemedy.remedy == chosen.remedy)))
    if chosen.campaign_id:
        found.append(Record.id.in_(select(RecordPost.record_id).where(RecordPost.campaign_id == chosen.campaign_id)))
    return found


def _of_words(words: str) -> list[ColumnElement[bool]]:
    """Every word stands in a text of the record, or in the name of one of its two people."""
    return [_said(word) for word in words.split()]


def _said(word: str) -> ColumnElement[bool]:
    texts = (Record.title, Record.content, Record.outcome, Record.reflection, Record.place)
    named = select(Person.id).where(Person.name.icontains(word, autoescape=True))
    led = select(Mentee.id).where(Mentee.person_id.in_(named))
    theirs = select(Pairing.id).where(or_(Pairing.mentor_id.in_(named), Pairing.mentee_id.in_(led)))
    return or_(*(text.icontains(word, autoescape=True) for text in texts), Record.pairing_id.in_(theirs))
