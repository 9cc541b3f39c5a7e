"""What is on record of each pairing up to a day, as it could be known then: the ground on which progress is judged.

Every function is one statement over a cohort. Where the day lies back, records written down later are left out, so that
two months can be compared: otherwise the earlier one would always look better.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, ColumnElement, Date, Integer, and_, bindparam, case, cast, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from db.clock import CHINA, today
from db.models import (
    ExemptMonth,
    Mentee,
    Pairing,
    PairingEvent,
    PairingStage,
    Person,
    Plan,
    PlanItem,
    Record,
    RecordVisit,
    Review,
    ReviewRound,
    Unit,
)
from db.queries.frames import frame
from db.queries.kept import kept
from db.queries.records_scope import backfill_days, pairings_of_unit
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules need to know: what is contact, since when records are counted for back-filling, before which due day
    an open undertaking is overdue."""

    on: date
    contact: tuple[str, ...]
    recent_since: date
    due_before: date


class WrittenBy(FunctionElement[bool]):
    """Whether a record (happened_on, delay) had been written down by a day: `delay` days lie between the two."""

    type = Boolean()
    inherit_cache = True


@compiles(WrittenBy, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    happened, delay, on = (compiler.process(part, **kw) for part in element.clauses)
    return f"(julianday({on}) - julianday({happened}) >= {delay})"


@compiles(WrittenBy, "postgresql")
def _on_postgres(element: Any, compiler: Any, **kw: Any) -> str:
    happened, delay, on = (compiler.process(part, **kw) for part in element.clauses)
    return f"(CAST({on} AS DATE) - {happened} >= {delay})"


def known_by(on: date) -> list[ColumnElement[bool]]:
    """Records that had happened and were written down by the day."""
    found: list[ColumnElement[bool]] = [Record.struck_at.is_(None), Record.happened_on <= on]
    if on < today():
        found.append(WrittenBy(Record.happened_on, Record.delay, bindparam(None, on, type_=Date)))
    return found


def end_of(on: date) -> datetime:
    """The instant at which a day ends in China, as it is stored: UTC without zone."""
    return datetime.combine(on + timedelta(days=1), time(), CHINA).astimezone(UTC).replace(tzinfo=None)


def in_scope_of(column: Any, reader: Viewer) -> list[ColumnElement[bool]]:
    """The pairings that somebody may see, as a condition on a column of pairing ids; a part of read models."""
    return [] if reader.unit_id is None else [column.in_(pairings_of_unit(reader.unit_id))]


@reads("programme")
@kept
def people_of_pairings(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The lead pairings of a cohort with their people, in the official order of units.

    pairing_id, mentee_id, mentee, mentee_no, name_key, unit_id, unit, unit_kind, county (that is served), mentor_id,
    mentor, status, starts_on, ends_on, category.
    """
    own = func.coalesce(Unit.county, "")
    rows = (
        select(
            Pairing.id.label("pairing_id"), Pairing.mentee_id, mentee_person.name.label("mentee"),
            mentee_person.no.label("mentee_no"), mentee_person.name_key, mentee_person.unit_id,
            func.coalesce(Unit.name, "").label("unit"), func.coalesce(Unit.kind, "").label("unit_kind"),
            case((Mentee.county != "", Mentee.county), else_=own).label("county"), Pairing.mentor_id,
            mentor_person.name.label("mentor"), Pairing.status, Pairing.starts_on, Pairing.ends_on, Mentee.category,
        )
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == mentee_person.unit_id)
        .where(Pairing.cohort_id == cohort_id, Pairing.role == "lead", *in_scope_of(Pairing.id, viewer))
    )  # fmt: skip
    return frame(session, rows.order_by(func.coalesce(Unit.position, 999_999), mentee_person.name_key, Pairing.id))


@reads("programme")
def steps_of_pairings(session: Session, viewer: Viewer, *, cohort_id: int) -> dict[int, list[tuple[str, date]]]:
    """The history of each pairing: [(state, since which day)], in the order it happened."""
    rows = select(PairingEvent.pairing_id, PairingEvent.to_status, PairingEvent.on_day)
    rows = rows.join(Pairing, Pairing.id == PairingEvent.pairing_id)
    rows = rows.where(Pairing.cohort_id == cohort_id, Pairing.role == "lead", *in_scope_of(Pairing.id, viewer))
    found: dict[int, list[tuple[str, date]]] = {}
    for key, state, day in session.execute(rows.order_by(PairingEvent.id)):
        found.setdefault(key, []).append((state, day))
    return found


@reads("programme")
def excused_months(session: Session, viewer: Viewer) -> dict[int, list[str]]:
    """The excused months of each unit."""
    rows = select(ExemptMonth.unit_id, ExemptMonth.month)
    if viewer.unit_id is not None:
        rows = rows.where(ExemptMonth.unit_id == viewer.unit_id)
    found: dict[int, list[str]] = {}
    for unit_id, month in session.execute(rows.order_by(ExemptMonth.month)):
        found.setdefault(unit_id, []).append(month)
    return found


@reads("programme")
def contacts(session: Session, viewer: Viewer, *, cohort_id: int, asked: Asked) -> dict[int, Any]:
    """By pairing of the cohort: last_contact, first_talk (None: never), recent and backfilled (records since `recent_since`)."""
    late = Record.delay > backfill_days(session)
    counted = select(
        Record.pairing_id, func.count().label("recent"), func.sum(cast(late, Integer)).label("backfilled"),
    ).where(Record.cohort_id == cohort_id, Record.happened_on >= asked.recent_since, *known_by(asked.on))  # fmt: skip
    window = counted.group_by(Record.pairing_id).subquery()
    # One step into the index of each pairing's days, where a maximum over the cohort would read every record of it.
    days = select(Record.happened_on).where(Record.pairing_id == Pairing.id, *known_by(asked.on)).limit(1)
    last = days.where(Record.kind.in_(asked.contact)).order_by(Record.happened_on.desc())
    first = days.where(Record.kind == "talk").order_by(Record.happened_on)
    rows = select(
        Pairing.id.label("pairing_id"), last.scalar_subquery().label("last_contact"), first.scalar_subquery().label("first_talk"),
        *(func.coalesce(window.c[name], 0).label(name) for name in ("recent", "backfilled")),
    ).outerjoin(window, window.c.pairing_id == Pairing.id)  # fmt: skip
    return _by_key(session.execute(rows.where(Pairing.cohort_id == cohort_id, *in_scope_of(Pairing.id, viewer))))


@reads("programme")
def visits(
    session: Session, viewer: Viewer, *, cohort_id: int, on: date, since: date
) -> dict[int, list[tuple[date, int]]]:
    """By pairing the home visits after a day and up to another: [(day, households)]."""
    rows = select(Record.pairing_id, Record.happened_on, RecordVisit.households_visited)
    rows = rows.join(RecordVisit, RecordVisit.record_id == Record.id)
    rows = rows.where(Record.cohort_id == cohort_id, Record.kind == "home_visit", Record.happened_on > since)
    rows = rows.where(*known_by(on), *in_scope_of(Record.pairing_id, viewer))
    found: dict[int, list[tuple[date, int]]] = {}
    for key, day, households in session.execute(rows):
        found.setdefault(key, []).append((day, households))
    return found


@reads("programme")
def undertakings(session: Session, viewer: Viewer, *, cohort_id: int, asked: Asked) -> dict[int, Any]:
    """By pairing that has a plan or an undertaking: agreed_on, items, done, overdue (due before `due_before`), oldest."""
    done = and_(PlanItem.done_on.is_not(None), PlanItem.done_on <= asked.on)
    late = and_(PlanItem.due_on < asked.due_before, or_(PlanItem.done_on.is_(None), PlanItem.done_on > asked.on))
    sums = select(
        PlanItem.pairing_id, func.count().label("items"), func.sum(cast(done, Integer)).label("done"),
        func.sum(cast(late, Integer)).label("overdue"), func.min(PlanItem.due_on).filter(late).label("oldest"),
    ).where(PlanItem.struck_at.is_(None)).group_by(PlanItem.pairing_id).subquery()  # fmt: skip
    counts = [func.coalesce(sums.c[name], 0).label(name) for name in ("items", "done", "overdue")]
    agreed = and_(Plan.pairing_id == Pairing.id, Plan.agreed_on <= asked.on)
    rows = select(Pairing.id.label("pairing_id"), Plan.agreed_on, *counts, sums.c.oldest)
    rows = rows.outerjoin(Plan, agreed).outerjoin(sums, sums.c.pairing_id == Pairing.id)
    rows = rows.where(Pairing.cohort_id == cohort_id, *in_scope_of(Pairing.id, viewer))
    return _by_key(session.execute(rows.where(or_(Plan.pairing_id.is_not(None), sums.c["items"] > 0))))


@reads("programme")
def stages_on(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> dict[int, Any]:
    """By pairing the stage on a day: stage, entered_on (of the last stage begun by then)."""
    entered = func.max(PairingStage.entered_on)
    order = case({"learning": 1, "joint": 2, "independent": 3}, value=PairingStage.stage)
    rows = select(PairingStage.pairing_id, entered.label("entered_on"), func.max(order).label("place"))
    rows = rows.join(Pairing, Pairing.id == PairingStage.pairing_id).where(Pairing.cohort_id == cohort_id)
    rows = rows.where(PairingStage.struck_at.is_(None), PairingStage.entered_on <= on, *in_scope_of(Pairing.id, viewer))
    return _by_key(session.execute(rows.group_by(PairingStage.pairing_id)))


@reads("programme")
def rounds_due(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> list[tuple[int, str]]:
    """The months of a cohort whose reviews were due before a day, the latest first: [(round_id, month)]."""
    rows = select(ReviewRound.id, ReviewRound.month).where(ReviewRound.cohort_id == cohort_id, ReviewRound.due_on < on)
    return [(key, month) for key, month in session.execute(rows.order_by(ReviewRound.month.desc()))]


@reads("programme")
def reviews_of_rounds(
    session: Session, viewer: Viewer, *, round_ids: Iterable[int], on: date
) -> dict[int, dict[int, Any]]:
    """By pairing and round: complete (by the day), mark, score, excused (rests, or an excused month of its unit)."""
    ids = list(round_ids)
    complete = and_(Review.state == "complete", Review.completed_at < end_of(on))
    excused = or_(Review.paused, _exempt())
    rows = select(
        Review.pairing_id, Review.round_id, cast(complete, Integer).label("complete"), Review.mark, Review.score,
        cast(excused, Integer).label("excused"),
    ).join(ReviewRound, ReviewRound.id == Review.round_id)  # fmt: skip
    found: dict[int, dict[int, Any]] = {}
    for row in session.execute(rows.where(Review.round_id.in_(ids), *in_scope_of(Review.pairing_id, viewer))):
        found.setdefault(row.pairing_id, {})[row.round_id] = row
    return found


def _exempt() -> ColumnElement[bool]:
    return exists().where(ExemptMonth.unit_id == Review.unit_id, ExemptMonth.month == ReviewRound.month)


def _by_key(rows: Any) -> dict[int, Any]:
    return {row.pairing_id: row for row in rows}
