"""Read models of the grades by the three forces: those of a campaign, and how many units have which."""

from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Account, Campaign, ForceGrade, Term, Unit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

IN_FORCE = ForceGrade.struck_at.is_(None)


@reads("programme")
def force_grades(session: Session, viewer: Viewer, *, campaign_id: int | None = None) -> pd.DataFrame:
    """The grades in force, by unit in the official order and by force: id, version, campaign_id, unit_id, unit, term_id, force
    (the word as it is now), grade, evidence, by, at. A liaison sees its own unit's."""
    rows = (
        select(
            ForceGrade.id, ForceGrade.version, ForceGrade.campaign_id, ForceGrade.unit_id, Unit.name.label("unit"),
            ForceGrade.term_id, Term.name.label("force"), ForceGrade.grade, ForceGrade.evidence, Account.name.label("by"),
            ForceGrade.at,
        )
        .join(Unit, Unit.id == ForceGrade.unit_id)
        .join(Term, Term.id == ForceGrade.term_id)
        .join(Account, Account.id == ForceGrade.by_id)
        .where(IN_FORCE)
    )  # fmt: skip
    if campaign_id is not None:
        rows = rows.where(ForceGrade.campaign_id == campaign_id)
    if viewer.unit_id is not None:
        rows = rows.where(ForceGrade.unit_id == viewer.unit_id)
    return frame(session, rows.order_by(Unit.position, Unit.id, Term.position, Term.id))


@reads("programme")
def force_counts(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Over all campaigns that are judged by the forces, in the order of the words: force, grade, count (of grades)."""
    rows = select(Term.name.label("force"), ForceGrade.grade, func.count().label("count"))
    rows = rows.join(Term, Term.id == ForceGrade.term_id).join(Campaign, Campaign.id == ForceGrade.campaign_id)
    rows = rows.where(IN_FORCE, Campaign.forces)
    if viewer.unit_id is not None:
        rows = rows.where(ForceGrade.unit_id == viewer.unit_id)
    return frame(
        session, rows.group_by(Term.id, Term.name, Term.position, ForceGrade.grade).order_by(Term.position, Term.id)
    )


@reads("programme")
def campaign_force_counts(session: Session, viewer: Viewer, *, first: date, last: date) -> pd.DataFrame:
    """Of each campaign that ran on some day of a span and is judged by the forces, by its beginning and in the order of the
    words: campaign, force, grade, count (of units). A liaison's counts are those of its own unit."""
    rows = select(
        Campaign.name.label("campaign"), Term.name.label("force"), ForceGrade.grade, func.count().label("count")
    )
    rows = rows.join(Term, Term.id == ForceGrade.term_id).join(Campaign, Campaign.id == ForceGrade.campaign_id)
    rows = rows.where(IN_FORCE, Campaign.forces, Campaign.starts_on <= last)
    rows = rows.where(or_(Campaign.ends_on.is_(None), Campaign.ends_on >= first))
    if viewer.unit_id is not None:
        rows = rows.where(ForceGrade.unit_id == viewer.unit_id)
    rows = rows.group_by(
        Campaign.id, Campaign.name, Campaign.starts_on, Term.id, Term.name, Term.position, ForceGrade.grade
    )
    return frame(session, rows.order_by(Campaign.starts_on, Campaign.id, Term.position, Term.id, ForceGrade.grade))
