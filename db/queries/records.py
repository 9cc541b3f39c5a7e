"""Read models of records: the list with its filters, one record with its history, and what its author entered last."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Campaign,
    Cohort,
    EntryVersion,
    Import,
    Pairing,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
    Term,
)
from db.queries.frames import frame
from db.queries.pair_people import mentee_person, mentee_unit, mentor_person, mentor_unit, with_people
from db.queries.records_scope import RecordFilter, backfill_days, conditions, in_unit, pairings_of_unit
from db.queries.viewer import Viewer, reads

PAGE = 100
LAST = 60
EVERYTHING = RecordFilter()


@reads("programme")
def records(
    session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING, limit: int = PAGE, offset: int = 0
) -> pd.DataFrame:
    """A page of the records that the filter leaves, the latest day first.

    id, version, pairing_id, kind, happened_on, recorded_at, delay, backfilled, title, content, outcome, place, forms,
    methods (codes joined by commas), problems_found, problems_solved, struck, struck_reason, mentee, mentee_id,
    mentee_unit, mentor, mentor_id.
    """
    keys = _keys(session, viewer, chosen).limit(limit).offset(offset)
    return frame(session, _listed(session).where(Record.id.in_(list(session.scalars(keys)))))


@reads("programme")
def record_page(
    session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING, page: int = 1
) -> tuple[int, int, pd.DataFrame]:
    """How many records the filter leaves, the page that is shown (the last one where there are fewer), and its rows as
    `records` gives them. Texts are looked through once, not once to count and once to list."""
    if chosen.words.strip():
        ids = list(session.scalars(_keys(session, viewer, chosen)))
        page = _within(page, len(ids))
        own = ids[(page - 1) * PAGE : page * PAGE]
        return len(ids), page, frame(session, _listed(session).where(Record.id.in_(own)))
    total = record_count(session, viewer, chosen=chosen)
    page = _within(page, total)
    return total, page, records(session, viewer, chosen=chosen, limit=PAGE, offset=(page - 1) * PAGE)


def _within(page: int, total: int) -> int:
    return max(1, min(page, -(-total // PAGE)))


def _keys(session: Session, viewer: Viewer, chosen: RecordFilter) -> Select:
    keys = select(Record.id).where(*conditions(session, viewer, chosen))
    return keys.order_by(Record.happened_on.desc(), Record.id.desc())


def _listed(session: Session) -> Select:
    return with_people(
        select(
            Record.id, Record.version, Record.pairing_id, Record.kind, Record.happened_on, Record.recorded_at,
            Record.delay, (Record.delay > backfill_days(session)).label("backfilled"), Record.title, Record.content,
            Record.outcome, Record.place, Record.forms, Record.methods, Record.problems_found, Record.problems_solved,
            Record.struck_at.is_not(None).label("struck"), Record.struck_reason, mentee_person.name.label("mentee"),
            Pairing.mentee_id, func.coalesce(mentee_unit.name, "").label("mentee_unit"),
            mentor_person.name.label("mentor"), Pairing.mentor_id,
        ).join(Pairing, Pairing.id == Record.pairing_id)
    ).order_by(Record.happened_on.desc(), Record.id.desc())  # fmt: skip


@reads("programme")
def record_count(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> int:
    """How many records the filter leaves."""
    return session.scalar(select(func.count(Record.id)).where(*conditions(session, viewer, chosen))) or 0


@reads("programme")
def record(session: Session, viewer: Viewer, *, record_id: int) -> dict[str, Any] | None:
    """One record with everything: the columns of the table, the people, `backfilled`, `by`, `cohort`, `topics` [code],
    village, households_visited, households_total, campaign_id, campaign, post, mode, links, visits, remedy,
    feedback_count, rating, `struck_by`, `file` it was imported from. None where this viewer sees none."""
    striker = aliased(Account)
    rows = _listed(session).add_columns(
        Record.reflection, Record.steps, Record.aspects, Record.struck_at, Account.name.label("by"),
        Cohort.name.label("cohort"), Pairing.status.label("pairing_status"), mentor_unit.name.label("mentor_unit"),
        RecordVisit.village, RecordVisit.households_visited, RecordVisit.households_total, RecordPost.campaign_id,
        Campaign.name.label("campaign"), RecordPost.post, RecordPost.mode, RecordPost.links, RecordPost.visits,
        RecordRemedy.remedy, RecordRemedy.feedback_count, RecordRemedy.rating, striker.name.label("struck_by"),
        Record.import_id, Import.files.label("file"), mentee_person.unit_id.label("mentee_unit_id"),
    )  # fmt: skip
    rows = (
        rows.join(Account, Account.id == Record.by_id)
        .join(Cohort, Cohort.id == Record.cohort_id)
        .outerjoin(RecordVisit, RecordVisit.record_id == Record.id)
        .outerjoin(RecordPost, RecordPost.record_id == Record.id)
        .outerjoin(Campaign, Campaign.id == RecordPost.campaign_id)
        .outerjoin(RecordRemedy, RecordRemedy.record_id == Record.id)
        .outerjoin(striker, striker.id == Record.struck_by_id)
        .outerjoin(Import, Import.id == Record.import_id)
    )
    found = session.execute(rows.where(Record.id == record_id, *in_unit(viewer))).mappings().one_or_none()
    return dict(found) | {"topics": topics_of(session, [record_id]).get(record_id, [])} if found else None


def topics_of(session: Session, ids: list[int]) -> dict[int, list[str]]:
    """{records.id: codes of its topics}."""
    rows = select(RecordTopic.record_id, Term.code).join(Term, Term.id == RecordTopic.term_id)
    found: dict[int, list[str]] = {}
    for key, code in session.execute(rows.where(RecordTopic.record_id.in_(ids)).order_by(Term.position)):
        found.setdefault(key, []).append(code)
    return found


@reads("programme")
def entry_versions(session: Session, viewer: Viewer, *, subject: str, subject_id: int) -> pd.DataFrame:
    """What an entry said before its corrections, the newest first: version, content, reason, by, at.

    `subject` is "record", "plan", "plan_item" or "stage"; a liaison sees those of its records only.
    """
    rows = (
        select(
            EntryVersion.version, EntryVersion.content, EntryVersion.reason, Account.name.label("by"), EntryVersion.at
        )
        .join(Account, Account.id == EntryVersion.by_id)
        .where(EntryVersion.subject == subject, EntryVersion.subject_id == subject_id)
        .where(EntryVersion.subject.in_(("record", "plan", "plan_item", "stage")))
        .order_by(EntryVersion.version.desc())
    )
    if viewer.unit_id is not None:
        own = select(Record.id).where(Record.pairing_id.in_(pairings_of_unit(viewer.unit_id)))
        rows = rows.where(EntryVersion.subject == "record", EntryVersion.subject_id.in_(own))
    return frame(session, rows)


@reads("programme")
def last_entry(session: Session, viewer: Viewer, *, by_id: int) -> dict[str, Any]:
    """What an account entered last on screen, to begin the next with: kind, forms, methods, place; {} before the first."""
    rows = select(Record.kind, Record.forms, Record.methods, Record.place)
    rows = rows.where(Record.by_id == by_id, Record.import_id.is_(None), *in_unit(viewer))
    found = session.execute(rows.order_by(Record.id.desc()).limit(1)).mappings().one_or_none()
    return dict(found) if found else {}


@reads("programme")
def recent_pairings(session: Session, viewer: Viewer, *, by_id: int) -> list[int]:
    """The pairings for which an account entered something lately, the latest first."""
    rows = select(Record.pairing_id).where(Record.by_id == by_id, *in_unit(viewer))
    return list(dict.fromkeys(session.scalars(rows.order_by(Record.id.desc()).limit(LAST))))


@reads("programme")
def pairing_choices(session: Session, viewer: Viewer, *, cohort_id: int | None = None) -> pd.DataFrame:
    """The pairings that are or were in force, to choose from, in the official order of the mentees' units.

    pairing_id, status, starts_on, ends_on, cohort_id, mentee_id, mentee, mentee_no, mentee_unit, mentee_unit_id,
    mentor_id, mentor, mentor_unit. A liaison chooses among the mentees of its unit.
    """
    statement = with_people(
        select(
            Pairing.id.label("pairing_id"), Pairing.status, Pairing.starts_on, Pairing.ends_on, Pairing.cohort_id,
            Pairing.mentee_id, mentee_person.name.label("mentee"), mentee_person.no.label("mentee_no"),
            func.coalesce(mentee_unit.name, "").label("mentee_unit"), mentee_person.unit_id.label("mentee_unit_id"),
            Pairing.mentor_id, mentor_person.name.label("mentor"),
            func.coalesce(mentor_unit.name, "").label("mentor_unit"),
        )
    )  # fmt: skip
    limits: list[ColumnElement[bool]] = [Pairing.status.not_in(("notice", "confirmed"))]
    if cohort_id is not None:
        limits.append(Pairing.cohort_id == cohort_id)
    if viewer.unit_id is not None:
        limits.append(mentee_person.unit_id == viewer.unit_id)
    order = func.coalesce(mentee_unit.position, 999_999), mentee_person.name_key, Pairing.id
    return frame(session, statement.where(*limits).order_by(*order))


@reads("programme")
def record_imports(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The imports of records, the newest first: id, at, by, files, status, summary, version; a liaison's are those with a
    record of its unit."""
    rows = (
        select(Import.id, Import.at, func.coalesce(Account.name, "").label("by"), Import.files, Import.status,
               Import.summary, Import.version)
        .outerjoin(Account, Account.id == Import.by_id)
        .where(Import.kind == "record")
        .order_by(Import.id.desc())
        .limit(50)
    )  # fmt: skip
    if viewer.unit_id is not None:
        rows = rows.where(Import.id.in_(select(Record.import_id).where(*in_unit(viewer))))
    return frame(session, rows)
