"""Read models of campaigns by unit: the figures in force, all that were reported, and what they add up to."""

import pandas as pd
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Campaign, CampaignFigure, Unit
from db.models.outcomes import COUNTS
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def latest_figures(session: Session, viewer: Viewer, *, campaign_id: int | None = None) -> pd.DataFrame:
    """The figures in force, one row for each campaign and unit: id, version, campaign_id, campaign, unit_id, unit, as_of,
    the counts (None: not reported), evidence, source, note. A liaison sees its own unit's."""
    newest = (
        select(CampaignFigure.campaign_id, CampaignFigure.unit_id, func.max(CampaignFigure.as_of).label("day"))
        .where(CampaignFigure.struck_at.is_(None))
        .group_by(CampaignFigure.campaign_id, CampaignFigure.unit_id)
        .subquery()
    )
    rows = (
        _figures()
        .join(
            newest,
            (newest.c.campaign_id == CampaignFigure.campaign_id)
            & (newest.c.unit_id == CampaignFigure.unit_id)
            & (newest.c.day == CampaignFigure.as_of),
        )
        .where(CampaignFigure.struck_at.is_(None))
        .order_by(Campaign.starts_on.desc(), Campaign.id, func.coalesce(Unit.position, 999_999))
    )
    if campaign_id is not None:
        rows = rows.where(CampaignFigure.campaign_id == campaign_id)
    return frame(session, _own_unit(rows, viewer))


def _figures() -> Select:
    counts = [getattr(CampaignFigure, name) for name in COUNTS]
    return (
        select(
            CampaignFigure.id, CampaignFigure.version, CampaignFigure.campaign_id, Campaign.name.label("campaign"),
            CampaignFigure.unit_id, Unit.name.label("unit"), CampaignFigure.as_of, *counts, CampaignFigure.evidence,
            CampaignFigure.source, CampaignFigure.note,
        )
        .join(Campaign, Campaign.id == CampaignFigure.campaign_id)
        .join(Unit, Unit.id == CampaignFigure.unit_id)
    )  # fmt: skip


def _own_unit(rows: Select, viewer: Viewer) -> Select:
    return rows if viewer.unit_id is None else rows.where(CampaignFigure.unit_id == viewer.unit_id)


@reads("programme")
def figure_days(session: Session, viewer: Viewer, *, campaign_id: int, unit_id: int) -> pd.DataFrame:
    """All figures of a unit in a campaign, struck ones too, the latest first: the columns of `latest_figures`, `struck`,
    `struck_reason`."""
    rows = _figures().add_columns(CampaignFigure.struck_at.is_not(None).label("struck"), CampaignFigure.struck_reason)
    rows = rows.where(CampaignFigure.campaign_id == campaign_id, CampaignFigure.unit_id == unit_id)
    return frame(session, _own_unit(rows, viewer).order_by(CampaignFigure.as_of.desc(), CampaignFigure.id.desc()))


def campaign_sums(figures: pd.DataFrame) -> pd.DataFrame:
    """`latest_figures` by campaign: campaign_id, campaign, units, the counts summed over the units that reported them (NaN: none
    did), links_each and visits_each (per person on it, over units that reported both), completion (0..1)."""
    if figures.empty:
        return pd.DataFrame(
            columns=["campaign_id", "campaign", "units", *COUNTS, "links_each", "visits_each", "completion"]
        )
    numbers = figures.assign(**{name: figures[name].astype(float) for name in COUNTS})
    groups = numbers.groupby(["campaign_id", "campaign"], sort=False)
    sums = groups[list(COUNTS)].sum(min_count=1).assign(units=groups.size())
    for name in ("links", "visits"):
        both = numbers[numbers["staff"].gt(0) & numbers[name].notna()].groupby(["campaign_id", "campaign"], sort=False)
        sums[f"{name}_each"] = both[name].sum() / both["staff"].sum()
    whole = numbers[numbers["projects"].gt(0) & numbers["projects_done"].notna()]
    whole = whole.groupby(["campaign_id", "campaign"], sort=False)
    sums["completion"] = whole["projects_done"].sum() / whole["projects"].sum()
    return sums.reset_index()
