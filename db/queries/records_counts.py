"""Read models of what records add up to: the calendar, the mix of methods, coverage of villages, the case library."""

from datetime import date

import pandas as pd
from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    Campaign,
    ExemptMonth,
    Pairing,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
    Term,
    Unit,
)
from db.queries.frames import frame
from db.queries.kept import kept
from db.queries.pair_people import mentee_person, mentee_unit, mentor_person, with_people
from db.queries.records import EVERYTHING, topics_of
from db.queries.records_scope import RecordFilter, backfill_days, conditions
from db.queries.viewer import Viewer, reads


@reads("programme")
@kept
def activity(
    session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING, since: date | None = None
) -> pd.DataFrame:
    """Records by day and kind: day, kind, count, backfilled (how many of them)."""
    late = func.sum(cast(Record.delay > backfill_days(session), Integer)).label("backfilled")
    rows = select(Record.happened_on.label("day"), Record.kind, func.count().label("count"), late)
    rows = rows.where(*conditions(session, viewer, chosen))
    if since is not None:
        rows = rows.where(Record.happened_on >= since)
    return frame(session, rows.group_by(Record.happened_on, Record.kind).order_by(Record.happened_on, Record.kind))


@reads("programme")
@kept
def pairings_behind(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> int:
    """How many pairings have a record that the filter leaves: a chart of fewer than three would show persons."""
    return (
        session.scalar(select(func.count(Record.pairing_id.distinct())).where(*conditions(session, viewer, chosen)))
        or 0
    )


@reads("programme")
def mix(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> pd.DataFrame:
    """Records by the codes of their methods and forms, joined by commas as they are kept: methods, forms, count."""
    rows = select(Record.methods, Record.forms, func.count().label("count"))
    rows = rows.where(*conditions(session, viewer, chosen)).group_by(Record.methods, Record.forms)
    return frame(session, rows.order_by(Record.methods, Record.forms))


@reads("programme")
def coverage(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> pd.DataFrame:
    """Home visits by village, the most visited first: village, visits, households (visited, each visit counted),
    total (households of the village, the largest number told; None: never told), found, solved, pairings, last_on."""
    rows = (
        select(
            RecordVisit.village, func.count().label("visits"), func.sum(RecordVisit.households_visited).label("households"),
            func.max(RecordVisit.households_total).label("total"),
            func.coalesce(func.sum(Record.problems_found), 0).label("found"),
            func.coalesce(func.sum(Record.problems_solved), 0).label("solved"),
            func.count(Record.pairing_id.distinct()).label("pairings"), func.max(Record.happened_on).label("last_on"),
        )
        .join(Record, Record.id == RecordVisit.record_id)
        .where(*conditions(session, viewer, chosen))
        .group_by(RecordVisit.village)
        .order_by(func.sum(RecordVisit.households_visited).desc(), RecordVisit.village)
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def remedies(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> pd.DataFrame:
    """The four local remedies: remedy, count, feedback (villagers who rated), rating (mean over villagers, None: nobody)."""
    weight = RecordRemedy.feedback_count * RecordRemedy.rating
    rows = select(
        RecordRemedy.remedy, func.count().label("count"),
        func.coalesce(func.sum(RecordRemedy.feedback_count), 0).label("feedback"),
        (func.sum(weight) / func.nullif(func.sum(RecordRemedy.feedback_count), 0)).label("rating"),
    ).join(Record, Record.id == RecordRemedy.record_id)  # fmt: skip
    return frame(session, rows.where(*conditions(session, viewer, chosen)).group_by(RecordRemedy.remedy))


@reads("programme")
def cases(
    session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING, limit: int = 100, offset: int = 0
) -> pd.DataFrame:
    """The case library: id, title, content, outcome, methods, happened_on, topics [code], problems_found, problems_solved,
    mentee, mentee_unit, mentor; the newest first."""
    rows = with_people(
        select(
            Record.id, Record.title, Record.content, Record.outcome, Record.methods, Record.happened_on,
            Record.problems_found, Record.problems_solved, mentee_person.name.label("mentee"),
            func.coalesce(mentee_unit.name, "").label("mentee_unit"), mentor_person.name.label("mentor"),
        ).join(Pairing, Pairing.id == Record.pairing_id)
    ).where(Record.kind == "case", *conditions(session, viewer, chosen))  # fmt: skip
    found = frame(session, rows.order_by(Record.happened_on.desc(), Record.id.desc()).limit(limit).offset(offset))
    topics = topics_of(session, found["id"].tolist())
    return found.assign(topics=[topics.get(key, []) for key in found["id"]])


@reads("programme")
def case_topics(session: Session, viewer: Viewer, *, chosen: RecordFilter = EVERYTHING) -> pd.DataFrame:
    """How many cases each topic has, the most first: code, count; what a case without a topic has is code ""."""
    about = (
        select(func.coalesce(Term.code, "").label("code"), func.count().label("count"))
        .select_from(Record)
        .outerjoin(RecordTopic, RecordTopic.record_id == Record.id)
        .outerjoin(Term, Term.id == RecordTopic.term_id)
        .where(Record.kind == "case", *conditions(session, viewer, chosen))
        .group_by("code")
    )
    return frame(session, about.order_by(func.count().desc(), "code"))


@reads("programme")
def villages(session: Session, viewer: Viewer) -> list[str]:
    """Villages to choose from: the units that are villages, and those visited before."""
    units = select(Unit.name).where(Unit.kind == "village", Unit.valid_to.is_(None)).order_by(Unit.position)
    visited = select(RecordVisit.village).distinct().order_by(RecordVisit.village)
    return list(dict.fromkeys([*session.scalars(units), *session.scalars(visited)]))


@reads("programme")
def campaigns(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Campaigns, the newest first, with what the records add up to: id, version, name, kind, starts_on, ends_on, note,
    status, forces, records, people, links, visits. A liaison's sums are those of its unit."""
    rows = (
        select(RecordPost.campaign_id, func.count().label("records"),
               func.count(Record.pairing_id.distinct()).label("people"), func.sum(RecordPost.links).label("links"),
               func.sum(RecordPost.visits).label("visits"))
        .join(Record, Record.id == RecordPost.record_id)
        .where(*conditions(session, viewer, EVERYTHING))
        .group_by(RecordPost.campaign_id)
    )  # fmt: skip
    sums = rows.subquery()
    zero = {name: func.coalesce(sums.c[name], 0).label(name) for name in ("records", "people", "links", "visits")}
    statement = select(
        Campaign.id, Campaign.version, Campaign.name, Campaign.kind, Campaign.starts_on, Campaign.ends_on, Campaign.note,
        Campaign.status, Campaign.forces, *zero.values(),
    ).outerjoin(sums, sums.c.campaign_id == Campaign.id)  # fmt: skip
    return frame(session, statement.order_by(Campaign.starts_on.desc(), Campaign.id.desc()))


@reads("programme")
def exempt_months(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Months in which a unit owes nothing, the latest first: unit_id, unit, month ("2026-07"), reason, by, at."""
    rows = (
        select(ExemptMonth.unit_id, Unit.name.label("unit"), ExemptMonth.month, ExemptMonth.reason,
               Account.name.label("by"), ExemptMonth.at)
        .join(Unit, Unit.id == ExemptMonth.unit_id)
        .join(Account, Account.id == ExemptMonth.by_id)
        .order_by(ExemptMonth.month.desc(), Unit.position)
    )  # fmt: skip
    if viewer.unit_id is not None:
        rows = rows.where(ExemptMonth.unit_id == viewer.unit_id)
    return frame(session, rows)


@reads("programme")
def pulse(session: Session, viewer: Viewer, *, cohort_id: int, since: date | None = None) -> pd.DataFrame:
    """What each pairing of the cohort has on record (since a day, if given), one row for each kind that it has:
    pairing_id, kind, count, backfilled, first_on, last_on."""
    late = func.sum(cast(Record.delay > backfill_days(session), Integer)).label("backfilled")
    rows = select(
        Record.pairing_id, Record.kind, func.count().label("count"), late,
        func.min(Record.happened_on).label("first_on"), func.max(Record.happened_on).label("last_on"),
    ).where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id)))  # fmt: skip
    if since is not None:
        rows = rows.where(Record.happened_on >= since)
    return frame(session, rows.group_by(Record.pairing_id, Record.kind).order_by(Record.pairing_id, Record.kind))


@reads("programme")
def monthly(session: Session, viewer: Viewer, *, cohort_id: int, month: str) -> pd.DataFrame:
    """What each pairing of the cohort has on record for one month: pairing_id, kind, count, backfilled."""
    late = func.sum(cast(Record.delay > backfill_days(session), Integer)).label("backfilled")
    rows = select(Record.pairing_id, Record.kind, func.count().label("count"), late)
    rows = rows.where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id, month=month)))
    return frame(session, rows.group_by(Record.pairing_id, Record.kind).order_by(Record.pairing_id, Record.kind))


@reads("programme")
def backfill_limit(session: Session, viewer: Viewer) -> int:
    """After how many days a record counts as back-filled."""
    return backfill_days(session)
