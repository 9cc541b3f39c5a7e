"""Cohorts: a batch of the programme with the day on which eligibility is judged, its term and its public notice."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import OPEN, Cohort, Pairing
from programme.access import Action, Actor, require
from programme.codes import REACHES
from programme.cohort_close import demand_nothing_open
from programme.errors import Conflict, Invalid
from programme.pool_rows import Changes
from programme.sign_levels import LEVELS
from programme.usecase import claim, fetch, record, use_case

STATES = ("open", "closed")
MAX_NAME, MAX_NOTICE = 120, 60
FIELDS = ("name", "eligible_on", "starts_on", "ends_on", "notice_days", "sign_levels", "reach", "status")


@use_case(Action.MANAGE_COHORTS)
def create(
    session: Session, by: Actor, *, name: str, eligible_on: date, starts_on: date, ends_on: date, notice_days: int = 3,
    sign_levels: int = 1, reach: str = "full",
) -> int:  # fmt: skip
    """Open a cohort and return its id; `reach` is how far it goes (`codes.REACHES`). Raises Invalid for dates out of
    order, Conflict for a name that is taken."""
    row = Cohort(
        name=name.strip(), eligible_on=eligible_on, starts_on=starts_on, ends_on=ends_on, notice_days=notice_days,
        sign_levels=sign_levels, reach=reach,
    )  # fmt: skip
    _check(session, row)
    session.add(row)
    session.flush()
    dates = {field: str(getattr(row, field)) for field in FIELDS if field != "status"}
    record(session, by, Action.MANAGE_COHORTS, f"cohort:{row.id}", act="create", values=dates)
    return row.id


@use_case(Action.MANAGE_COHORTS, after_close=True)
def edit(session: Session, by: Actor, *, cohort_id: int, seen_version: int, values: dict[str, object]) -> Changes:
    """Change a cohort's name, dates, days of notice, levels of signing, reach or state (open, closed); return what differed.

    The levels of signing are changed by somebody who may approve, so that nobody spares himself a signature; so is a
    closed cohort opened again, of which nothing else changes. A cohort whose pairings are still open, or in which a
    dispute or a conclusion is undecided, cannot be closed; raises Stale, Invalid, Conflict.
    """
    row = fetch(session, Cohort, cohort_id)
    changes = {field: [getattr(row, field), values[field]] for field in FIELDS if _differs(row, field, values)}
    if not changes:
        raise Conflict("pool_unchanged")
    reopened = changes.get("status") == ["closed", "open"]
    if row.status == "closed" and not reopened:
        raise Conflict("cohort_is_closed", cohort=row.name)
    if "sign_levels" in changes or reopened:
        require(by, Action.APPROVE)
    claim(session, row, seen_version)
    for field, (_, after) in changes.items():
        setattr(row, field, after)
    _check(session, row)
    if "status" in changes and row.status == "closed":
        _demand_no_open_pairing(session, row)
        demand_nothing_open(session, row)
    record(session, by, Action.MANAGE_COHORTS, f"cohort:{cohort_id}", act="edit", changes=changes)
    return changes


def _differs(row: Cohort, field: str, values: dict[str, object]) -> bool:
    return field in values and values[field] != getattr(row, field)


def _check(session: Session, row: Cohort) -> None:
    with session.no_autoflush:
        _check_values(row)
        twin = session.scalars(select(Cohort.id).where(Cohort.name == row.name, Cohort.id != (row.id or 0))).first()
    if twin:
        raise Conflict("cohort_name_taken", name=row.name)


def _check_values(row: Cohort) -> None:
    if not row.name or len(row.name) > MAX_NAME:
        raise Invalid("cohort_name", limit=MAX_NAME)
    if row.ends_on <= row.starts_on:
        raise Invalid("ends_before_starts", starts_on=row.starts_on, ends_on=row.ends_on)
    if row.eligible_on > row.ends_on:
        raise Invalid("eligible_after_end", eligible_on=row.eligible_on, ends_on=row.ends_on)
    if not 0 <= row.notice_days <= MAX_NOTICE:
        raise Invalid("bad_notice_days", value=row.notice_days, low=0, high=MAX_NOTICE)
    if row.sign_levels not in LEVELS:
        raise Invalid("not_in_list", field="sign_levels", value=row.sign_levels)
    if row.reach not in REACHES:
        raise Invalid("not_in_list", field="reach", value=row.reach)
    if row.status and row.status not in STATES:
        raise Invalid("not_in_list", field="status", value=row.status)


def _demand_no_open_pairing(session: Session, row: Cohort) -> None:
    open_ones = select(Pairing.id).where(Pairing.cohort_id == row.id, Pairing.status.in_(OPEN)).limit(1)
    if session.scalars(open_ones).first():
        raise Conflict("cohort_has_open_pairings", cohort=row.name)
