"""Figures of a campaign by unit: written down with their day, corrected with their history, struck out when mistaken."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Campaign, CampaignFigure, Unit
from db.models.outcomes import COUNTS
from programme.access import Action, Actor, require
from programme.errors import Conflict
from programme.outcomes.values import Values, checked_figures
from programme.recordbook.history import columns_of, keep_version, strike_out
from programme.usecase import claim, fetch, record, use_case

SAID = ("as_of", *COUNTS, "evidence", "source", "note")


@use_case(Action.KEEP_RECORDS)
def add_figures(session: Session, by: Actor, *, campaign_id: int, unit_id: int, values: Values) -> int:
    """Write down what a unit had reached in a campaign by a day, counted from the campaign's beginning; campaign_figures.id.

    Raises Invalid (field in its data), Conflict for a day before the campaign or one that has its figures already.
    """
    require(by, Action.KEEP_RECORDS, unit_id)
    fetch(session, Unit, unit_id)
    columns = checked_figures(values)
    _demand_day(session, (campaign_id, unit_id, 0), columns)
    row = CampaignFigure(campaign_id=campaign_id, unit_id=unit_id, by_id=by.id, **columns)
    session.add(row)
    session.flush()
    told = {name: columns[name] for name in COUNTS if columns[name] is not None}
    place = {"campaign": campaign_id, "unit": unit_id, "day": row.as_of}
    record(session, by, Action.KEEP_RECORDS, f"campaign_figure:{row.id}", act="add", **place, figures=told)
    return row.id


def _demand_day(session: Session, place: tuple[int, int, int], columns: Values) -> None:
    campaign_id, unit_id, but = place
    campaign, day = fetch(session, Campaign, campaign_id), columns["as_of"]
    if day < campaign.starts_on:
        raise Conflict("figures_before_campaign", field="as_of", day=day, since=campaign.starts_on)
    taken = select(CampaignFigure.id).where(
        CampaignFigure.campaign_id == campaign_id, CampaignFigure.unit_id == unit_id, CampaignFigure.as_of == day,
        CampaignFigure.struck_at.is_(None), CampaignFigure.id != but,
    )  # fmt: skip
    if session.scalars(taken).first():
        raise Conflict("figures_taken", field="as_of", day=day)


@use_case(Action.KEEP_RECORDS)
def correct_figures(
    session: Session, by: Actor, *, figure_id: int, seen_version: int, values: Values, reason: str
) -> None:  # fmt: skip
    """Correct figures; what they said before stays with the reason. Raises Stale, Invalid, Conflict."""
    row = _open(session, by, figure_id, seen_version)
    before, columns = columns_of(row, SAID), checked_figures(values)
    _demand_day(session, (row.campaign_id, row.unit_id, row.id), columns)
    changed = [name for name, value in columns.items() if before[name] != value]
    if not changed:
        raise Conflict("pool_unchanged")
    keep_version(session, by, row, before, reason)
    for name in changed:
        setattr(row, name, columns[name])
    session.flush()
    told = {"act": "correct", "fields": changed, "reason": reason.strip()}
    record(session, by, Action.KEEP_RECORDS, f"campaign_figure:{row.id}", **told)


@use_case(Action.KEEP_RECORDS)
def strike_figures(session: Session, by: Actor, *, figure_id: int, seen_version: int, reason: str) -> None:
    """Strike mistaken figures out; the day before them is in force again."""
    row = _open(session, by, figure_id, seen_version)
    strike_out(session, by, row, reason)
    record(session, by, Action.KEEP_RECORDS, f"campaign_figure:{row.id}", act="strike", reason=reason.strip())


def _open(session: Session, by: Actor, figure_id: int, seen_version: int) -> CampaignFigure:
    row = fetch(session, CampaignFigure, figure_id)
    require(by, Action.KEEP_RECORDS, row.unit_id)
    if row.struck_at is not None:
        raise Conflict("entry_struck")
    claim(session, row, seen_version)
    return row
