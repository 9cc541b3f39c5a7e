"""Import records: read the files, compare them with what is kept, confirm all that the preview showed, undo by striking out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.clock import today
from db.engines import Database
from db.models import (
    Campaign,
    Cohort,
    ColumnMapping,
    Import,
    ImportRow,
    Mentee,
    Pairing,
    Person,
    Record,
    RecordTopic,
    RecordVisit,
    Term,
)
from documents.grid import Refused
from documents.recordlist import RecordContext, read_record_list
from documents.roster import Roster
from documents.roster.headers import header_key
from documents.values.text import key
from programme.access import Action, Actor, require
from programme.errors import Stale
from programme.handmade.who import Side
from programme.recordbook.difference import STATES, Book, Comparison, Difference, Pair, Step, mark
from programme.recordbook.history import pairing_for
from programme.recordbook.in_force import spans_of
from programme.recordbook.keep import BESIDE, new_record, term_ids
from programme.recordbook.taken_in import standing_of, take_back
from programme.roster.confirm import Outcome
from programme.roster.draft import Draft, refused
from programme.roster.known import people
from programme.roster.words import remembered, wordbook
from programme.usecase import record, use_case

KIND = "record"


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """The rows of the files with what saving them would do; the roster's faults include those that only the database tells."""

    roster: Roster
    difference: Difference


def preview(database: Database, by: Actor, draft: Draft) -> RecordPreview:
    """What an import would do. The files are read in processes of their own; nothing is saved. Raises Forbidden, Invalid."""
    require(by, Action.KEEP_RECORDS)
    with database.read() as session:
        context, headers = _context(session), remembered(session, KIND)
    try:
        roster = read_record_list(
            draft.uploads,
            context,
            mappings={**headers, **draft.mappings},
            corrections=draft.corrections,
            reader=draft.reader,
        )
    except Refused as error:
        files = "、".join(upload.name for upload in draft.uploads)
        raise refused(Refused(error.rule, **{"file": files, **error.data})) from error
    with database.read() as session:
        comparison, steps = compare(session, by, roster, draft)
    whole = replace(roster, faults=(*roster.faults, *comparison.faults))
    return RecordPreview(whole, Difference(tuple(step.entry for step in steps)))


def _context(session: Session) -> RecordContext:
    rows = select(Campaign.name, Campaign.id).where(Campaign.status == "open").order_by(Campaign.id)
    return RecordContext(wordbook(session).vocabulary, dict(session.execute(rows).all()), today())


def compare(session: Session, by: Actor, roster: Roster, draft: Draft) -> tuple[Comparison, list[Step]]:
    """The rows against the database as this session sees it; the comparison holds the faults it found."""
    comparison = Comparison(roster, draft, _book(session, by, roster, draft))
    return comparison, comparison.steps()


def _book(session: Session, by: Actor, roster: Roster, draft: Draft) -> Book:
    pairs = _pairs(session, by)
    by_mentee: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_mentee[pair.mentee_id].append(pair)
    everybody = people(session, "mentor", None)
    side = Side(everybody, frozenset(by_mentee), wordbook(session).vocabulary)
    named = {str(row.values.get("name") or "") for row in roster.rows}
    ids = [pair.id for name in named for one in everybody.named(name) for pair in by_mentee.get(one.id, ())]
    ids += [decision for decision in draft.decisions.values() if isinstance(decision, int)]
    kept, days = _on_record(session, ids)
    topics = dict(session.execute(select(Term.name, Term.code).where(Term.kind == "expertise")).all())
    campaigns = {row.id: (row.name, row.starts_on, row.ends_on) for row in session.scalars(select(Campaign))}
    mentees = {person: tuple(found) for person, found in by_mentee.items()}
    return Book(side, mentees, {pair.id: pair for pair in pairs}, topics, campaigns, kept, days)


def _pairs(session: Session, by: Actor) -> list[Pair]:
    """The pairings that may be meant: those that were in force at any time; for a liaison of its own unit."""
    mentor = select(Person.id, Person.name_key).subquery()
    rows: Select = (
        select(Pairing.id, Mentee.person_id, Pairing.mentor_id, mentor.c.name_key, Cohort.name, Cohort.status)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .join(mentor, mentor.c.id == Pairing.mentor_id)
        .order_by(Pairing.id)
    )
    if by.role == "liaison":
        rows = rows.where(Person.unit_id == by.unit_id)
    found = session.execute(rows).all()
    spans = spans_of(session)
    pairs = (
        Pair(one, mentee, mentor_id, key(name), spans.get(one, ()), "" if status == "open" else cohort)
        for one, mentee, mentor_id, name, cohort, status in found
    )
    return [pair for pair in pairs if pair.spans]


def _on_record(session: Session, ids: list[int]) -> tuple[frozenset[Any], frozenset[Any]]:
    """Signatures of the records of these pairings, and the days on which they have one of a kind."""
    kept, days = set(), set()
    for start in range(0, len(ids), 500):
        rows = (
            select(Record.pairing_id, Record.kind, Record.happened_on, Record.title, Record.content, RecordVisit.village,
                   RecordVisit.households_visited)
            .outerjoin(RecordVisit, RecordVisit.record_id == Record.id)
            .where(Record.pairing_id.in_(ids[start : start + 500]), Record.struck_at.is_(None))
        )  # fmt: skip
        for pairing_id, kind, day, title, content, village, visited in session.execute(rows):
            kept.add(mark(pairing_id, (kind, day), (title, content), (village, visited)))
            days.add((pairing_id, kind, day))
    return frozenset(kept), frozenset(days)


@use_case(Action.KEEP_RECORDS)
def confirm(session: Session, by: Actor, *, roster: Roster, draft: Draft, seen: str) -> Outcome:
    """Keep the new rows as one import that can be undone; rows that are held back, doubtful or left out stay out.

    `seen` is the fingerprint of the difference that the user looked at: Stale("import_moved") if it is another now.
    """
    _comparison, steps = compare(session, by, roster, draft)
    difference = Difference(tuple(step.entry for step in steps))
    if difference.fingerprint != seen:
        raise Stale("import_moved", seen=seen, present=difference.fingerprint)
    counts = {state: difference.count(state) for state in STATES}
    for header, name in draft.mappings.items():
        session.merge(ColumnMapping(kind=KIND, header=header_key(header)[:120], field=name))
    row = _save(session, by, draft, [step for step in steps if step.told], counts) if counts["new"] else None
    told = {"digest": draft.digest, **counts}
    record(session, by, Action.KEEP_RECORDS, f"import:{row.id}" if row else "import", act="import", **told)
    return Outcome(row.id if row else None, counts)


def _save(session: Session, by: Actor, draft: Draft, steps: list[Step], counts: Mapping[str, int]) -> Import:
    files = "\n".join(upload.name for upload in draft.uploads)
    row = Import(kind=KIND, digest=draft.digest, files=files, summary={"counts": dict(counts)}, by_id=by.id)
    session.add(row)
    session.flush()
    pairings = {key: pairing_for(session, by, key) for key in sorted({step.entry.pairing_id or 0 for step in steps})}
    made = []
    for step in steps:
        assert step.told is not None and step.entry.pairing_id is not None
        one = new_record(by, pairings[step.entry.pairing_id], step.told)
        one.import_id = row.id
        made.append((one, step))
    session.add_all(one for one, _step in made)
    session.flush()
    _save_beside(session, row, made)
    return row


def _save_beside(session: Session, row: Import, made: list[tuple[Record, Step]]) -> None:
    """What hangs on the records, and what each row of the files became."""
    codes = sorted({code for _one, step in made if step.told for code in step.told.topics})
    terms = dict(zip(codes, term_ids(session, codes), strict=True))
    for one, step in made:
        assert step.told is not None
        model = BESIDE.get(step.told.kind)
        if model is not None:
            session.add(model(record_id=one.id, **step.told.beside))
        session.add_all(RecordTopic(record_id=one.id, term_id=terms[code]) for code in step.told.topics)
        after = {"record_id": one.id}
        session.add(
            ImportRow(
                import_id=row.id, sheet=step.entry.sheet[:200], row=step.entry.row, action="new", before={}, after=after
            )
        )
    session.flush()


@use_case(Action.KEEP_RECORDS)
def undo(session: Session, by: Actor, *, import_id: int, seen_version: int) -> int:
    """Take an import back: its records are struck out with that reason; returns how many.

    Raises Conflict "import_undone", or "record_import_corrected" once one of them was corrected; Forbidden if they are
    not all this account's to keep.
    """
    rows = standing_of(session, KIND, import_id, Record)
    for pairing_id in {one.pairing_id for one in rows}:
        pairing_for(session, by, pairing_id)
    return take_back(session, by, import_id, seen_version, rows)
