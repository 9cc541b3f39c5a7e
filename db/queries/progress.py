"""Read models of follow-ups (督办), of who may own one, and of a cohort's rules of progress; a liaison sees its own unit's."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, FollowUp, Mentee, Pairing, Person, ProgressRules, Unit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
owner, assigner = aliased(Account, name="owner"), aliased(Account, name="assigner")
OWNERS = ("officer", "chief", "liaison")


def as_frame(rows: list[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows (tuples) as a frame whose columns are named even when there is no row."""
    return pd.DataFrame(rows, columns=list(columns))


@reads("programme")
def follow_ups(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, account_id: int | None = None,
    pairing_id: int | None = None, open_only: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """Follow-ups, the open ones first and of these the most urgent; what is overdue so comes first.

    id, version, pairing_id, cohort_id, mentee, mentor, unit, text, found (colour and reasons then), owner_id, owner,
    due_on, status, outcome, by, at, closed_at.
    """
    rows = (
        select(
            FollowUp.id, FollowUp.version, FollowUp.pairing_id, Pairing.cohort_id, mentee_person.name.label("mentee"),
            mentor_person.name.label("mentor"), func.coalesce(Unit.name, "").label("unit"), FollowUp.text, FollowUp.found,
            FollowUp.owner_id, owner.name.label("owner"), FollowUp.due_on, FollowUp.status, FollowUp.outcome,
            assigner.name.label("by"), FollowUp.at, FollowUp.closed_at,
        )
        .join(Pairing, Pairing.id == FollowUp.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .join(owner, owner.id == FollowUp.owner_id)
        .join(assigner, assigner.id == FollowUp.by_id)
        .outerjoin(Unit, Unit.id == mentee_person.unit_id)
    )  # fmt: skip
    equal = {Pairing.cohort_id: cohort_id, FollowUp.owner_id: account_id, FollowUp.pairing_id: pairing_id}
    chosen: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    chosen += [FollowUp.status == "open"] if open_only else []
    chosen += [] if viewer.unit_id is None else [mentee_person.unit_id == viewer.unit_id]
    return frame(session, rows.where(*chosen).order_by(FollowUp.status != "open", FollowUp.due_on, FollowUp.id))


@reads("programme")
def follow_up_owners(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Who may own a follow-up, officers first: id, name, role, unit_id, unit (of a liaison, who owns those of its unit only)."""
    rows = select(Account.id, Account.name, Account.role, Account.unit_id, func.coalesce(Unit.name, "").label("unit"))
    rows = rows.outerjoin(Unit, Unit.id == Account.unit_id)
    rows = rows.where(Account.role.in_(OWNERS), Account.disabled.is_(False))
    if viewer.unit_id is not None:
        rows = rows.where(Account.role == "liaison", Account.unit_id == viewer.unit_id)
    return frame(session, rows.order_by(Account.role == "liaison", Account.id))


@reads("programme")
def progress_rules_history(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The savings of a cohort's rules of progress, the newest first: number, rules (as stored), note, by, at."""
    rows = select(
        ProgressRules.number, ProgressRules.rules, ProgressRules.note, Account.name.label("by"), ProgressRules.at
    )
    rows = rows.join(Account, Account.id == ProgressRules.by_id).where(ProgressRules.cohort_id == cohort_id)
    return frame(session, rows.order_by(ProgressRules.number.desc()))
