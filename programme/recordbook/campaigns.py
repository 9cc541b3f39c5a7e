"""What records rest on: campaigns, months in which a unit owes nothing, and after how many days a record is back-filled."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models import Campaign, ExemptMonth, Record, RecordPost, Unit
from db.queries.records_scope import SETTING, backfill_days
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.recordbook.codes import CAMPAIGN_KINDS
from programme.setup import put_setting, setting
from programme.usecase import claim, fetch, record, use_case

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
FEWEST_DAYS, MOST_DAYS = 1, 180
FIELDS = ("name", "kind", "starts_on", "ends_on", "note", "status", "forces")


@use_case(Action.MANAGE_COHORTS)
def add_campaign(session: Session, by: Actor, *, values: Mapping[str, Any]) -> int:
    """Open a campaign: name, kind, starts_on, ends_on (None: still running), note, forces (whether units are graded by the three
    forces); returns campaigns.id."""
    wanted = _checked({"status": "open", "note": "", "ends_on": None, "forces": False, **values})
    _demand_free(session, wanted["name"], 0)
    row = Campaign(by_id=by.id, **wanted)
    session.add(row)
    session.flush()
    record(session, by, Action.MANAGE_COHORTS, f"campaign:{row.id}", act="add", name=row.name)
    return row.id


@use_case(Action.MANAGE_COHORTS)
def edit_campaign(
    session: Session, by: Actor, *, campaign_id: int, seen_version: int, values: Mapping[str, Any]
) -> None:
    """Change a campaign or close it. Raises Conflict if a post is on record outside its new days."""
    row = fetch(session, Campaign, campaign_id)
    claim(session, row, seen_version)
    before = {name: getattr(row, name) for name in FIELDS}
    wanted = _checked({**before, **values})
    _demand_free(session, wanted["name"], row.id)
    _demand_days(session, row.id, wanted)
    for name, value in wanted.items():
        setattr(row, name, value)
    session.flush()
    changes = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    record(session, by, Action.MANAGE_COHORTS, f"campaign:{row.id}", act="edit", changes=changes)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    name = str(values.get("name") or "").strip()[:120]
    if not name:
        raise Invalid("campaign_name_needed", field="name")
    for field, known in (("kind", CAMPAIGN_KINDS), ("status", ("open", "closed"))):
        if values.get(field) not in known:
            raise Invalid("not_in_list", field=field, value=values.get(field))
    if not isinstance(values.get("starts_on"), date):
        raise Invalid("campaign_start_needed", field="starts_on")
    if values["ends_on"] is not None and values["ends_on"] < values["starts_on"]:
        raise Invalid("campaign_days", field="ends_on")
    if not isinstance(values["forces"], bool):
        raise Invalid("not_in_list", field="forces", value=values["forces"])
    return {**{field: values[field] for field in FIELDS}, "name": name, "note": str(values["note"]).strip()[:1000]}


def _demand_free(session: Session, name: str, but: int) -> None:
    if session.scalars(select(Campaign.id).where(Campaign.name == name, Campaign.id != but)).first():
        raise Conflict("campaign_taken", name=name)


def _demand_days(session: Session, campaign_id: int, wanted: Mapping[str, Any]) -> None:
    days = select(func.min(Record.happened_on), func.max(Record.happened_on)).join(RecordPost)
    days = days.where(RecordPost.campaign_id == campaign_id, Record.struck_at.is_(None))
    first, last = session.execute(days).one()
    if first and (first < wanted["starts_on"] or (wanted["ends_on"] and last > wanted["ends_on"])):
        raise Conflict("campaign_has_posts", first=first, last=last)


@use_case(Action.MANAGE_COHORTS)
def excuse(session: Session, by: Actor, *, month: str, unit_ids: Iterable[int], reason: str) -> int:
    """Excuse units from records in a month ("2026-07"), with the reason; returns for how many that is new."""
    wanted = sorted(set(unit_ids))
    if not MONTH.fullmatch(month):
        raise Invalid("bad_month", value=month)
    if not wanted:
        raise Invalid("units_needed")
    if not reason.strip():
        raise Invalid("excuse_reason_needed", field="reason")
    there = select(ExemptMonth.unit_id).where(ExemptMonth.month == month)
    known = set(session.scalars(there)) | (
        set(wanted) - set(session.scalars(select(Unit.id).where(Unit.id.in_(wanted))))
    )
    new = [key for key in wanted if key not in known]
    session.add_all(ExemptMonth(unit_id=key, month=month, reason=reason.strip()[:120], by_id=by.id) for key in new)
    session.flush()
    record(session, by, Action.MANAGE_COHORTS, f"month:{month}", act="excuse", units=new, reason=reason.strip())
    return len(new)


@use_case(Action.MANAGE_COHORTS)
def excuse_no_more(session: Session, by: Actor, *, month: str, unit_id: int) -> None:
    """Take an excuse back; that it was there stays in the log."""
    row = fetch(session, ExemptMonth, (unit_id, month))
    told = {"units": [unit_id], "reason": row.reason}
    session.execute(delete(ExemptMonth).where(ExemptMonth.unit_id == unit_id, ExemptMonth.month == month))
    record(session, by, Action.MANAGE_COHORTS, f"month:{month}", act="excuse_no_more", **told)


@use_case(Action.MANAGE_COHORTS)
def set_backfill_days(session: Session, by: Actor, *, days: int) -> None:
    """After how many days a record counts as back-filled, for all records, old and new alike."""
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise Invalid("backfill_days_range", low=FEWEST_DAYS, high=MOST_DAYS)
    before = backfill_days(session)
    put_setting(session, SETTING, {**setting(session, SETTING), "backfill_days": days})
    record(session, by, Action.MANAGE_COHORTS, "setting:records", act="backfill_days", change=[before, days])
