"""The plan of a pairing with its items under the four goals, and the stages of growth with their days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Mentee, Pairing, PairingStage, Plan, PlanItem
from programme.access import Action, Actor
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid, Stale
from programme.recordbook.codes import GOALS, STAGES, TRANSFERS
from programme.recordbook.history import columns_of, keep_version, open_entry, pairing_for, strike_out
from programme.recordbook.in_force import demand_in_force, spans_of
from programme.recordbook.taken_over import ITEM, PLAN, STAGE
from programme.recordbook.values import PRIVATE
from programme.usecase import claim, record, use_case

LONGEST = 1000
Values = Mapping[str, Any]


@use_case(Action.KEEP_RECORDS, after_close=True)
def save_plan(
    session: Session, by: Actor, *, pairing_id: int, seen_version: int, agreed_on: date, gap: str = "", outcome: str = "",
    reason: str = "",
) -> None:  # fmt: skip
    """Write down the plan of a pairing (`seen_version` 0), or correct it with a reason."""
    pairing = pairing_for(session, by, pairing_id)
    values = {
        "agreed_on": _not_later(agreed_on, "agreed_on"),
        "gap": _text(gap, "gap"),
        "outcome": _text(outcome, "outcome"),
    }
    row = session.get(Plan, pairing_id)
    if row is None:
        demand_open(session, pairing.cohort_id)
        session.add(Plan(pairing_id=pairing_id, by_id=by.id, **values))
        session.flush()
    elif not seen_version:
        raise Stale("row", kind="plans", seen=0, present=row.version)
    else:
        claim(session, row, seen_version)
        _correct(session, by, row, (PLAN, values), reason)
    record(session, by, Action.KEEP_RECORDS, f"plan:{pairing_id}", act="plan", agreed_on=agreed_on)


@use_case(Action.KEEP_RECORDS)
def add_item(session: Session, by: Actor, *, pairing_id: int, values: Values) -> int:
    """Add an undertaking to the plan: goal, transfer ("" for none), gap, measure, due_on; returns plan_items.id."""
    pairing_for(session, by, pairing_id)
    row = PlanItem(pairing_id=pairing_id, by_id=by.id, **_item(values))
    session.add(row)
    session.flush()
    record(session, by, Action.KEEP_RECORDS, f"plan_item:{row.id}", act="add", pairing=pairing_id, goal=row.goal)
    return row.id


@use_case(Action.KEEP_RECORDS)
def finish_item(
    session: Session, by: Actor, *, item_id: int, seen_version: int, done_on: date, result: str
) -> None:  # fmt: skip
    """Say when an undertaking was done and what came of it."""
    row = open_entry(session, by, PlanItem, item_id, seen_version)
    if row.done_on is not None:
        raise Conflict("item_done_already", day=row.done_on)
    if not result.strip():
        raise Invalid("item_result_needed", field="result")
    row.done_on, row.result = _not_later(done_on, "done_on"), _text(result, "result")
    session.flush()
    record(session, by, Action.KEEP_RECORDS, f"plan_item:{row.id}", act="finish", done_on=done_on)


@use_case(Action.KEEP_RECORDS, after_close=True)
def correct_item(
    session: Session, by: Actor, *, item_id: int, seen_version: int, values: Values, reason: str
) -> None:  # fmt: skip
    """Correct an undertaking; what it said before stays with the reason. `done_on` None makes it open again."""
    row = open_entry(session, by, PlanItem, item_id, seen_version)
    _correct(session, by, row, (ITEM, _item(values)), reason)
    record(session, by, Action.KEEP_RECORDS, f"plan_item:{row.id}", act="correct", reason=reason.strip())


@use_case(Action.KEEP_RECORDS, after_close=True)
def strike_item(session: Session, by: Actor, *, item_id: int, seen_version: int, reason: str) -> None:
    """Strike an undertaking out; it stays readable with the reason."""
    row = open_entry(session, by, PlanItem, item_id, seen_version)
    strike_out(session, by, row, reason)
    record(session, by, Action.KEEP_RECORDS, f"plan_item:{row.id}", act="strike", reason=reason.strip())


@use_case(Action.KEEP_RECORDS)
def enter_stage(
    session: Session, by: Actor, *, pairing_id: int, stage: str, entered_on: date, duty: str = ""
) -> int:  # fmt: skip
    """Say on which day a stage of growth began and what was handed over; returns pairing_stages.id.

    Raises Conflict if the pairing was not in force then, the stage has its day already, or the days would not go
    from learning over working together to working alone.
    """
    pairing_for(session, by, pairing_id)
    values = _stage({"stage": stage, "entered_on": entered_on, "duty": duty})
    _demand_order(session, pairing_id, values)
    row = PairingStage(pairing_id=pairing_id, by_id=by.id, **values)
    session.add(row)
    session.flush()
    told = {"pairing": pairing_id, "stage": stage, "entered_on": entered_on}
    record(session, by, Action.KEEP_RECORDS, f"stage:{row.id}", act="enter", **told)
    return row.id


@use_case(Action.KEEP_RECORDS, after_close=True)
def correct_stage(
    session: Session, by: Actor, *, stage_id: int, seen_version: int, entered_on: date, duty: str, reason: str
) -> None:  # fmt: skip
    """Correct the day of a stage, or what was handed over; what it said before stays with the reason."""
    row = open_entry(session, by, PairingStage, stage_id, seen_version)
    values = _stage({"stage": row.stage, "entered_on": entered_on, "duty": duty})
    _demand_order(session, row.pairing_id, values, but=row)
    _correct(session, by, row, (STAGE, values), reason)
    record(session, by, Action.KEEP_RECORDS, f"stage:{row.id}", act="correct", reason=reason.strip())


@use_case(Action.KEEP_RECORDS, after_close=True)
def strike_stage(session: Session, by: Actor, *, stage_id: int, seen_version: int, reason: str) -> None:
    """Strike a stage out that was entered by mistake."""
    row = open_entry(session, by, PairingStage, stage_id, seen_version)
    strike_out(session, by, row, reason)
    record(session, by, Action.KEEP_RECORDS, f"stage:{row.id}", act="strike", reason=reason.strip())


def _correct(
    session: Session, by: Actor, row: Plan | PlanItem | PairingStage, wanted: tuple[tuple[str, ...], Values], reason: str
) -> None:  # fmt: skip
    names, values = wanted
    before = columns_of(row, names)
    if all(before[name] == value for name, value in values.items()):
        raise Conflict("pool_unchanged")
    keep_version(session, by, row, before, reason)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def _item(values: Values) -> dict[str, Any]:
    goal, transfer = values.get("goal") or "", values.get("transfer") or ""
    for name, code, known in (("goal", goal, GOALS), ("transfer", transfer, ("", *TRANSFERS))):
        if code not in known:
            raise Invalid("not_in_list", field=name, value=code)
    due_on, done_on = values.get("due_on"), values.get("done_on")
    if not isinstance(due_on, date):
        raise Invalid("item_due_needed", field="due_on")
    texts = {name: _text(values.get(name) or "", name) for name in ("gap", "measure", "result")}
    if not texts["measure"]:
        raise Invalid("item_measure_needed", field="measure")
    done = None if done_on is None else _not_later(done_on, "done_on")
    return {"goal": goal, "transfer": transfer, "due_on": due_on, "done_on": done, **texts}


def _stage(values: Values) -> dict[str, Any]:
    if values["stage"] not in STAGES:
        raise Invalid("not_in_list", field="stage", value=values["stage"])
    entered_on = _not_later(values["entered_on"], "entered_on")
    return {"stage": values["stage"], "entered_on": entered_on, "duty": _text(values["duty"], "duty")}


def _demand_order(session: Session, pairing_id: int, values: Values, but: PairingStage | None = None) -> None:
    day, place = values["entered_on"], STAGES.index(values["stage"])
    led = [pairing_id] if but is None or but.taken_from_id is None else _pairings_beside(session, pairing_id)
    found = [span for spans in spans_of(session, led).values() for span in spans]
    demand_in_force(tuple(sorted(found, key=lambda span: span.since)), day)
    rows = select(PairingStage).where(PairingStage.pairing_id == pairing_id, PairingStage.struck_at.is_(None))
    for other in session.scalars(rows.where(PairingStage.id != (but.id if but else 0))):
        if other.stage == values["stage"]:
            raise Conflict("stage_entered_already", day=other.entered_on)
        later = STAGES.index(other.stage) > place
        if (later and other.entered_on < day) or (not later and other.entered_on > day):
            raise Conflict("stage_out_of_order", day=day, other=other.entered_on)


def _pairings_beside(session: Session, pairing_id: int) -> list[int]:
    """All pairings of the person: a stage that was taken over began in one of the earlier ones."""
    own = select(Mentee.person_id).join(Pairing, Pairing.mentee_id == Mentee.id).where(Pairing.id == pairing_id)
    rows = select(Pairing.id).join(Mentee, Mentee.id == Pairing.mentee_id)
    return list(session.scalars(rows.where(Mentee.person_id == own.scalar_subquery())))


def _text(text: str, name: str) -> str:
    plain = text.strip()
    if len(plain) > LONGEST:
        raise Invalid("text_too_long", field=name, length=len(plain), limit=LONGEST)
    if PRIVATE.search(plain):
        raise Invalid("record_private_number", field=name)
    return plain


def _not_later(day: date, name: str) -> date:
    if day > today():
        raise Invalid("record_in_future", field=name, day=day)
    return day
