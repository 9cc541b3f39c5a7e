"""Read models of the city report: what was recorded month by month, and who was in force with nothing recorded lately."""

from datetime import date

import pandas as pd
from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from db.models import (
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    Record,
    RecordVisit,
    Term,
    Unit,
)
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.records_scope import RecordFilter, backfill_days, conditions
from db.queries.viewer import Viewer, reads


@reads("programme")
def records_by_month(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Records of a cohort by month and kind: year, month, kind, count, backfilled, households, found, solved."""
    year, month = extract("year", Record.happened_on), extract("month", Record.happened_on)
    late = func.sum(cast(Record.delay > backfill_days(session), Integer))
    sums = {
        "households": RecordVisit.households_visited,
        "found": Record.problems_found,
        "solved": Record.problems_solved,
    }
    rows = select(
        cast(year, Integer).label("year"), cast(month, Integer).label("month"), Record.kind, func.count().label("count"),
        late.label("backfilled"), *(func.coalesce(func.sum(column), 0).label(name) for name, column in sums.items()),
    )  # fmt: skip
    rows = rows.outerjoin(RecordVisit, RecordVisit.record_id == Record.id)
    rows = rows.where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id)))
    return frame(session, rows.group_by(year, month, Record.kind).order_by(year, month, Record.kind))


@reads("programme")
def silent_pairings(session: Session, viewer: Viewer, *, cohort_id: int, since: date) -> pd.DataFrame:
    """Pairings in force from before that day on with nothing recorded since: pairing_id, mentee, unit, last_on (None: never)."""
    last = (
        select(Record.pairing_id, func.max(Record.happened_on).label("last_on"))
        .where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id)))
        .group_by(Record.pairing_id)
        .subquery()
    )
    rows = (
        select(Pairing.id.label("pairing_id"), Person.name.label("mentee"), func.coalesce(Unit.name, "").label("unit"),
               last.c.last_on)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(last, last.c.pairing_id == Pairing.id)
        .where(Pairing.cohort_id == cohort_id, Pairing.status == "active", Pairing.starts_on < since)
        .where((last.c.last_on < since) | last.c.last_on.is_(None))
        .order_by(Unit.position, Person.name_key, Pairing.id)
    )  # fmt: skip
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    return frame(session, rows)


@reads("programme")
def pairing_states(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The pairings of a cohort: pairing_id, mentee_id, mentor_id, status, starts_on, ends_on; a liaison's are those of its mentees."""
    rows = select(
        Pairing.id.label("pairing_id"), Pairing.mentee_id, Pairing.mentor_id, Pairing.status, Pairing.starts_on, Pairing.ends_on
    )  # fmt: skip
    rows = rows.join(Mentee, Mentee.id == Pairing.mentee_id).join(Person, Person.id == Mentee.person_id)
    rows = rows.where(Pairing.cohort_id == cohort_id)
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    return frame(session, rows.order_by(Pairing.id))


@reads("programme")
def expertise_demand(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """What mentees of a cohort need and who in the pool knows it, the most wanted first: name, wanted, holders (grade 1 and more)."""
    wanted = select(MenteeNeed.term_id, func.count().label("wanted")).join(Mentee, Mentee.id == MenteeNeed.mentee_id)
    wanted = in_scope(wanted.join(Person, Person.id == Mentee.person_id).where(Mentee.cohort_id == cohort_id), viewer)
    needs = wanted.group_by(MenteeNeed.term_id).subquery()
    held = select(MentorExpertise.term_id, func.count().label("holders"))
    held = held.join(MentorProfile, MentorProfile.person_id == MentorExpertise.person_id)
    held = held.join(Person, Person.id == MentorExpertise.person_id)
    held = in_scope(held.where(MentorProfile.status == "in_pool", MentorExpertise.grade >= 1), viewer)
    known = held.group_by(MentorExpertise.term_id).subquery()
    rows = (
        select(Term.name, needs.c.wanted, func.coalesce(known.c.holders, 0).label("holders"))
        .join(needs, needs.c.term_id == Term.id)
        .outerjoin(known, known.c.term_id == Term.id)
        .order_by(needs.c.wanted.desc(), Term.position)
    )
    return frame(session, rows)
