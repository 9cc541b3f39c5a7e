"""Read models of how complete the papers of a cohort are: for each pairing what is on record, and which forms were made."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, cast, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Assessment,
    AssessmentRound,
    Certificate,
    Mentee,
    MenteeNeed,
    Pairing,
    PairingEvent,
    PaperPrint,
    Person,
    Record,
    Review,
    ReviewRound,
    Unit,
)
from db.queries.frames import frame
from db.queries.monthly import COMPLETE, EXCUSED
from db.queries.records_scope import RecordFilter, conditions, pairings_of_unit
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
MONTHS_OF_YEAR = 12
IN_FORCE = ("active", "paused", "due", "graduated", "extended", "changed", "ended")


def _seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [] if viewer.unit_id is None else [Pairing.id.in_(pairings_of_unit(viewer.unit_id))]


@reads("programme")
def papers_of(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The pairings of a cohort that are or were in force, in the official order of the mentees' units.

    pairing_id, status, starts_on, ends_on, mentee_id, mentee_person_id, mentee, unit_id, unit, mentor_id, mentor, needs (how many), posts (both
    have unit and post: 1, else 0), certified_until (of the mentor's newest certificate, None without one).
    """
    needs = select(func.count()).where(MenteeNeed.mentee_id == Pairing.mentee_id).scalar_subquery()
    until = select(func.max(Certificate.ends_on)).where(Certificate.person_id == Pairing.mentor_id).scalar_subquery()
    whole = and_(*(one.post != "" for one in (mentee_person, mentor_person)), mentee_person.unit_id.is_not(None), mentor_person.unit_id.is_not(None))  # fmt: skip
    rows = (
        select(
            Pairing.id.label("pairing_id"), Pairing.status, Pairing.starts_on, Pairing.ends_on, Pairing.mentee_id,
            Mentee.person_id.label("mentee_person_id"), mentee_person.name.label("mentee"), mentee_person.unit_id,
            func.coalesce(Unit.name, "").label("unit"), Pairing.mentor_id, mentor_person.name.label("mentor"),
            needs.label("needs"), case((whole, 1), else_=0).label("posts"), until.label("certified_until"),
        )
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == mentee_person.unit_id)
        .where(Pairing.cohort_id == cohort_id, Pairing.status.in_(IN_FORCE), *_seen(viewer))
        .order_by(func.coalesce(Unit.position, 999_999), mentee_person.name_key, Pairing.id)
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def recorded_months(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> pd.DataFrame:
    """What each pairing has on record: pairing_id, talk (1: talks, 0: everything else), count, months: in how many whole
    months after it came into force and before the month of the day there is something."""
    talk = case((Record.kind == "talk", 1), else_=0)
    since = _in_force_since()
    month, first = _month(Record.happened_on), _month(since.c.day)
    whole = or_(month > first, and_(month == first, extract("day", since.c.day) == 1))
    counted = case((and_(whole, Record.happened_on < on.replace(day=1)), month), else_=None)
    rows = select(
        Record.pairing_id, talk.label("talk"), func.count().label("count"), func.count(counted.distinct()).label("months")
    )  # fmt: skip
    rows = rows.join(since, since.c.pairing_id == Record.pairing_id)
    rows = rows.where(*conditions(session, viewer, RecordFilter(cohort_id=cohort_id)))
    return frame(session, rows.group_by(Record.pairing_id, talk))


def _in_force_since() -> Subquery:
    """pairing_id, day on which each pairing first came into force."""
    rows = select(PairingEvent.pairing_id, func.min(PairingEvent.on_day).label("day"))
    return rows.where(PairingEvent.to_status.in_(("active", "due"))).group_by(PairingEvent.pairing_id).subquery()


def _month(column: Any) -> ColumnElement[int]:
    return cast(extract("year", column), Integer) * MONTHS_OF_YEAR + cast(extract("month", column), Integer)


@reads("programme")
def reviewed_months(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> pd.DataFrame:
    """The monthly reviews of each pairing: pairing_id, count (of those begun), owed (due before the day and not excused),
    complete (of those)."""
    owed = and_(ReviewRound.due_on < on, ~EXCUSED)
    counts = {"count": Review.state != "not_started", "owed": owed, "complete": and_(owed, COMPLETE)}
    rows = select(
        Review.pairing_id,
        *(func.coalesce(func.sum(case((kind, 1), else_=0)), 0).label(name) for name, kind in counts.items()),
    )  # fmt: skip
    rows = rows.join(ReviewRound, ReviewRound.id == Review.round_id).join(Pairing, Pairing.id == Review.pairing_id)
    return frame(session, rows.where(Pairing.cohort_id == cohort_id, *_seen(viewer)).group_by(Review.pairing_id))


@reads("programme")
def assessed(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The rounds of assessment that each pairing is in: pairing_id, owed, graded."""
    graded = func.sum(case((Assessment.number > 0, 1), else_=0)).label("graded")
    rows = select(Assessment.pairing_id, func.count().label("owed"), graded)
    rows = rows.join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
    rows = rows.join(Pairing, Pairing.id == Assessment.pairing_id)
    rows = rows.where(AssessmentRound.cohort_id == cohort_id, *_seen(viewer))
    return frame(session, rows.group_by(Assessment.pairing_id))


@reads("programme")
def prints_of(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Which forms were made about the pairings of a cohort and their mentors: form, subject_id, sheets, times, at."""
    own = select(Pairing.id).where(Pairing.cohort_id == cohort_id, *_seen(viewer))
    mentors = select(Pairing.mentor_id).where(Pairing.cohort_id == cohort_id, *_seen(viewer))
    of_mentors = PaperPrint.form.in_(("certificate", "pool_exit"))
    rows = select(PaperPrint.form, PaperPrint.subject_id, PaperPrint.sheets, PaperPrint.times, PaperPrint.at)
    return frame(
        session,
        rows.where(
            or_(and_(of_mentors, PaperPrint.subject_id.in_(mentors)), and_(~of_mentors, PaperPrint.subject_id.in_(own)))
        ),
    )
