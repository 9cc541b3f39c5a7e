"""Read models of plans and stages of growth, of one pairing and over a cohort, and of a pairing's whole story."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Integer, and_, cast, func, select
from sqlalchemy.orm import Session

from db.models import Account, Pairing, PairingStage, Person, Plan, PlanItem
from db.queries.frames import frame
from db.queries.records_scope import pairings_of_unit
from db.queries.viewer import Viewer, reads


def _seen(column: Any, viewer: Viewer) -> list[ColumnElement[bool]]:
    return [] if viewer.unit_id is None else [column.in_(pairings_of_unit(viewer.unit_id))]


@reads("programme")
def plan(session: Session, viewer: Viewer, *, pairing_id: int) -> dict[str, Any] | None:
    """The plan of a pairing as a whole: version, agreed_on, gap, outcome, by, at, taken_from (the mentor of the pairing
    before, "" for its own), taken_since (when that one began); None: there is none yet."""
    rows = select(Plan.version, Plan.agreed_on, Plan.gap, Plan.outcome, Account.name.label("by"), Plan.at,
                  func.coalesce(Person.name, "").label("taken_from"), Pairing.starts_on.label("taken_since"))  # fmt: skip
    rows = rows.join(Account, Account.id == Plan.by_id).outerjoin(Pairing, Pairing.id == Plan.taken_from_id)
    rows = rows.outerjoin(Person, Person.id == Pairing.mentor_id)
    found = session.execute(rows.where(Plan.pairing_id == pairing_id, *_seen(Plan.pairing_id, viewer))).mappings()
    row = found.one_or_none()
    return dict(row) if row else None


@reads("programme")
def plan_items(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """The items of a plan by due day: id, version, goal, transfer, gap, measure, due_on, done_on, result, by,
    taken (whether it was taken over from the pairing before)."""
    rows = (
        select(PlanItem.id, PlanItem.version, PlanItem.goal, PlanItem.transfer, PlanItem.gap, PlanItem.measure,
               PlanItem.due_on, PlanItem.done_on, PlanItem.result, Account.name.label("by"),
               PlanItem.taken_from_id.is_not(None).label("taken"))
        .join(Account, Account.id == PlanItem.by_id)
        .where(PlanItem.pairing_id == pairing_id, PlanItem.struck_at.is_(None), *_seen(PlanItem.pairing_id, viewer))
        .order_by(PlanItem.due_on, PlanItem.id)
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def stages(
    session: Session, viewer: Viewer, *, pairing_id: int | None = None, cohort_id: int | None = None
) -> pd.DataFrame:
    """The stages of growth in the order of days, of one pairing or of a cohort: id, version, pairing_id, stage,
    entered_on, duty (what was handed over), by, taken (whether it was reached in the pairing before)."""
    rows = (
        select(PairingStage.id, PairingStage.version, PairingStage.pairing_id, PairingStage.stage,
               PairingStage.entered_on, PairingStage.duty, Account.name.label("by"),
               PairingStage.taken_from_id.is_not(None).label("taken"))
        .join(Account, Account.id == PairingStage.by_id)
        .where(PairingStage.struck_at.is_(None), *_seen(PairingStage.pairing_id, viewer))
        .order_by(PairingStage.pairing_id, PairingStage.entered_on, PairingStage.id)
    )  # fmt: skip
    if pairing_id is not None:
        rows = rows.where(PairingStage.pairing_id == pairing_id)
    if cohort_id is not None:
        rows = rows.join(Pairing, Pairing.id == PairingStage.pairing_id).where(Pairing.cohort_id == cohort_id)
    return frame(session, rows)


@reads("programme")
def plan_progress(session: Session, viewer: Viewer, *, cohort_id: int, on: date) -> pd.DataFrame:
    """How far the plan of each pairing of the cohort is on a day: pairing_id, agreed_on (None: no plan), items, goals
    (of four that have an item), done, overdue, next_due (None: nothing open)."""
    is_open = PlanItem.done_on.is_(None)
    sums = (
        select(
            PlanItem.pairing_id, func.count().label("items"), func.count(PlanItem.goal.distinct()).label("goals"),
            func.count(PlanItem.done_on).label("done"),
            func.sum(cast(and_(is_open, PlanItem.due_on < on), Integer)).label("overdue"),
            func.min(PlanItem.due_on).filter(is_open).label("next_due"),
        )
        .where(PlanItem.struck_at.is_(None))
        .group_by(PlanItem.pairing_id)
        .subquery()
    )  # fmt: skip
    counts = [func.coalesce(sums.c[name], 0).label(name) for name in ("items", "goals", "done", "overdue")]
    rows = (
        select(Pairing.id.label("pairing_id"), Plan.agreed_on, *counts, sums.c.next_due)
        .outerjoin(Plan, Plan.pairing_id == Pairing.id)
        .outerjoin(sums, sums.c.pairing_id == Pairing.id)
        .where(Pairing.cohort_id == cohort_id, *_seen(Pairing.id, viewer))
        .order_by(Pairing.id)
    )
    return frame(session, rows)
