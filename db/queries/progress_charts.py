"""Read models behind the charts of progress: how a cohort grows, files, undertakes and is led, month by month.

Each is a statement of its own, so that a view pays only for what it shows; of fewer than three people no figure is told.
"""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from db.models import (
    ExemptMonth,
    Mentee,
    Pairing,
    PairingEvent,
    PairingStage,
    Person,
    PlanItem,
    Record,
    Review,
    ReviewRound,
    Unit,
)
from db.queries.frames import frame
from db.queries.kept import kept
from db.queries.progress_facts import in_scope_of
from db.queries.records_scope import backfill_days
from db.queries.small import FEWEST
from db.queries.viewer import Viewer, reads

QUARTERS = (0.25, 0.5, 0.75)


@reads("programme")
@kept
def growth(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Monthly scores of a cohort, the earliest month first: month, low, median, high (the quartiles), people; months in
    which fewer than three people have a score are left out."""
    rows = select(ReviewRound.month, Review.score).join(Review, Review.round_id == ReviewRound.id)
    rows = rows.where(
        ReviewRound.cohort_id == cohort_id, Review.score.is_not(None), *in_scope_of(Review.pairing_id, viewer)
    )
    scores = frame(session, rows).astype({"score": "float64"}).groupby("month", sort=True)["score"]
    low, median, high = (scores.quantile(share) for share in QUARTERS)
    told = pd.DataFrame({"low": low, "median": median, "high": high, "people": scores.size()}).reset_index()
    return told[told["people"] >= FEWEST].reset_index(drop=True)


@reads("programme")
@kept
def filing_by_unit(session: Session, viewer: Viewer, *, cohort_id: int, round_ids: list[int]) -> pd.DataFrame:
    """How units filed the reviews of some months, in their official order: unit_id, unit, people, owed, on_time, late
    (back-filled among them), missing. Excused reviews count nowhere."""
    exempt = and_(ExemptMonth.unit_id == Review.unit_id, ExemptMonth.month == ReviewRound.month)
    complete = Review.state == "complete"
    owed = or_(complete, and_(Review.paused.is_(False), ExemptMonth.unit_id.is_(None)))
    parts = {"on_time": and_(complete, Review.mark == ""), "late": and_(complete, Review.mark != ""),
             "missing": and_(owed, ~complete), "owed": owed}  # fmt: skip
    sums = [func.sum(case((test, 1), else_=0)).label(name) for name, test in parts.items()]
    people = func.count(Review.pairing_id.distinct()).label("people")
    rows = select(Review.unit_id, func.coalesce(Unit.name, "").label("unit"), people, *sums)
    rows = rows.join(ReviewRound, ReviewRound.id == Review.round_id).outerjoin(Unit, Unit.id == Review.unit_id)
    rows = rows.outerjoin(ExemptMonth, exempt).where(
        Review.round_id.in_(round_ids), *in_scope_of(Review.pairing_id, viewer)
    )
    rows = rows.group_by(Review.unit_id, Unit.name, Unit.position).order_by(func.coalesce(Unit.position, 999_999))
    return frame(session, rows)


@reads("programme")
@kept
def undertakings_over_time(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> pd.DataFrame:
    """The S-curve of the plans: month, planned (undertakings due by its end), done (by its end; None after `on`), whole."""
    rows = select(PlanItem.due_on, PlanItem.done_on, func.count().label("count"))
    rows = rows.join(Pairing, Pairing.id == PlanItem.pairing_id).where(Pairing.cohort_id == cohort_id)
    # What a later pairing has taken over counts there.
    passed_on = select(PlanItem.taken_from_id).where(PlanItem.taken_from_id.is_not(None))
    rows = rows.where(PlanItem.struck_at.is_(None), PlanItem.pairing_id.not_in(passed_on))
    rows = rows.where(*in_scope_of(PlanItem.pairing_id, viewer))
    told = frame(session, rows.group_by(PlanItem.due_on, PlanItem.done_on))
    if told.empty:
        return pd.DataFrame(columns=["month", "planned", "done", "whole"])
    due, done = _by_month(told, "due_on"), _by_month(told, "done_on")
    months = sorted({*due.index, *done.index})
    curve = pd.DataFrame({"planned": due, "done": done}, index=months).fillna(0).cumsum()
    curve["done"] = curve["done"].where(curve.index <= f"{on:%Y-%m}")
    return curve.assign(whole=int(told["count"].sum())).rename_axis("month").reset_index()


def _by_month(told: pd.DataFrame, column: str) -> pd.Series:
    known = told[told[column].notna()]
    return known["count"].groupby([f"{day:%Y-%m}" for day in known[column]]).sum()


@reads("programme")
@kept
def stage_days(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The pairings of a cohort that came to working alone: pairing_id, starts_on, entered_on, months (between the two)."""
    rows = select(Pairing.id.label("pairing_id"), Pairing.starts_on, PairingStage.entered_on)
    rows = rows.join(PairingStage, PairingStage.pairing_id == Pairing.id).where(Pairing.cohort_id == cohort_id)
    rows = rows.where(
        PairingStage.stage == "independent", PairingStage.struck_at.is_(None), *in_scope_of(Pairing.id, viewer)
    ).where(PairingStage.taken_from_id.is_(None))
    told = frame(session, rows.order_by(Pairing.id))
    months = [_months_between(row.starts_on, row.entered_on) for row in told.itertuples()]
    return told.assign(months=pd.Series(months, index=told.index, dtype="int64"))


def _months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


@reads("programme")
@kept
def course_of_mentees(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """How far each mentee of a cohort has come in a pairing: mentee_id, bound, begun, independent, graduated (0 or 1)."""
    begun = case((Pairing.status.not_in(("notice", "confirmed")), 1), else_=0)
    alone = select(PairingStage.id).where(PairingStage.pairing_id == Pairing.id, PairingStage.stage == "independent")
    alone = alone.where(PairingStage.struck_at.is_(None))
    rows = select(
        Mentee.id.label("mentee_id"), func.count(Pairing.id).label("bound"), func.max(begun).label("begun"),
        func.max(case((alone.exists(), 1), else_=0)).label("independent"),
        func.max(case((Pairing.status == "graduated", 1), else_=0)).label("graduated"),
    ).join(Pairing, Pairing.mentee_id == Mentee.id).join(Person, Person.id == Mentee.person_id)  # fmt: skip
    rows = rows.where(Mentee.cohort_id == cohort_id)
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    return frame(session, rows.group_by(Mentee.id).order_by(Mentee.id))


@reads("programme")
@kept
def led_over_time(session: Session, viewer: Viewer, *, until: date) -> pd.DataFrame:
    """How many people of all cohorts were led at the end of each month, and by how many mentors: month, pairings, mentors."""
    steps = select(PairingEvent.pairing_id, Pairing.mentor_id, PairingEvent.to_status, PairingEvent.on_day)
    steps = steps.join(Pairing, Pairing.id == PairingEvent.pairing_id).where(*in_scope_of(Pairing.id, viewer))
    told = frame(session, steps.order_by(PairingEvent.pairing_id, PairingEvent.id))
    if told.empty:
        return pd.DataFrame(columns=["month", "pairings", "mentors"])
    led = told["to_status"].isin(["active", "due", "paused"])
    days = pd.to_datetime(told["on_day"])
    first = days[led].groupby(told["pairing_id"]).min()
    last = days[~led & ~told["to_status"].isin(["notice", "confirmed"])].groupby(told["pairing_id"]).max()
    whole = pd.DataFrame({"first": first, "last": last, "mentor": told.groupby("pairing_id")["mentor_id"].first()})
    ends = pd.date_range(first.min(), pd.Timestamp(until) + pd.offsets.MonthEnd(0), freq="ME")
    return pd.DataFrame([_month_of(whole, end) for end in ends], columns=["month", "pairings", "mentors"])


def _month_of(whole: pd.DataFrame, end: Any) -> tuple[str, int, int]:
    there = whole[(whole["first"] <= end) & ~(whole["last"] <= end)]
    return f"{end:%Y-%m}", len(there), int(there["mentor"].nunique())


@reads("programme")
def contact_days(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """The records of one pairing, the latest first: day, kind, title, content, backfilled."""
    rows = select(
        Record.happened_on.label("day"),
        Record.kind,
        Record.title,
        Record.content,
        (Record.delay > backfill_days(session)).label("backfilled"),
    )
    rows = rows.where(
        Record.pairing_id == pairing_id, Record.struck_at.is_(None), *in_scope_of(Record.pairing_id, viewer)
    )
    return frame(session, rows.order_by(Record.happened_on.desc(), Record.id.desc()))
