"""A pairing that follows another begins where that one stood: its plan and the stages of growth reached are taken over."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Pairing, PairingStage, Plan, PlanItem
from programme.access import Action, Actor
from programme.recordbook.history import columns_of
from programme.usecase import record

PLAN = ("agreed_on", "gap", "outcome")
ITEM = ("goal", "transfer", "gap", "measure", "due_on", "done_on", "result")
STAGE = ("stage", "entered_on", "duty")


def take_over(session: Session, by: Actor, old: Pairing, new: Pairing) -> None:
    """Copy plan, undertakings (those done with their results) and stages, marked with the pairing they come from.

    The predecessor keeps its own as they were; what was struck out there stays behind.
    """
    told = {"pairing_id": new.id, "taken_from_id": old.id, "by_id": by.id}
    plan = session.get(Plan, old.id)
    made: list[Any] = [Plan(**columns_of(plan, PLAN), **told)] if plan else []
    items = _standing(session, PlanItem, old.id)
    stages = _standing(session, PairingStage, old.id)
    made += [PlanItem(**columns_of(one, ITEM), **told) for one in items]
    made += [PairingStage(**columns_of(one, STAGE), **told) for one in stages]
    if not made:
        return
    session.add_all(made)
    session.flush()
    about = {"act": "taken_over", "pairing": old.id, "items": len(items), "stages": len(stages)}
    record(session, by, Action.KEEP_RECORDS, f"plan:{new.id}", **about)


def _standing(session: Session, model: type[Any], pairing_id: int) -> list[Any]:
    rows = select(model).where(model.pairing_id == pairing_id, model.struck_at.is_(None))
    return list(session.scalars(rows.order_by(model.id)))
