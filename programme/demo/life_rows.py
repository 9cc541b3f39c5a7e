"""From drawn lives to rows, written in few statements."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.models import (
    Campaign,
    ExemptMonth,
    PairingStage,
    Plan,
    PlanItem,
    Record,
    RecordPost,
    RecordRemedy,
    RecordTopic,
    RecordVisit,
)
from programme.demo.city import Place
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL, Life
from programme.demo.store import Terms, insert_all, write_all

BESIDE: dict[str, type[Any]] = {"home_visit": RecordVisit, "campaign": RecordPost, "remedy": RecordRemedy}
MORNING = time(2)


def write_lives(
    session: Session, lives: list[Life], pairings: list[tuple[int, int]], staff: tuple[int, Terms], seed: int
) -> int:
    """Records, stages and plans of pairings (id, cohort id); `staff` is the acting account and the words. The number of records."""
    by_id, terms = staff
    campaigns = _write_campaigns(session, by_id)
    whole = list(zip(lives, pairings, strict=True))
    drawn = sorted(((row, pairing) for life, pairing in whole for row in life.records), key=_written)
    dice, struck = Dice(seed, "struck"), table("life")["shares"]["struck"]
    ids = insert_all(session, Record, [_record(row, pairing, by_id, dice.chance(struck)) for row, pairing in drawn])
    for kind, model in BESIDE.items():
        rows = [(key, row["beside"]) for key, (row, _) in zip(ids, drawn, strict=True) if row["kind"] == kind]
        write_all(session, model, [{"record_id": key, **_beside(beside, campaigns)} for key, beside in rows])
    topics = [(key, word) for key, (row, _) in zip(ids, drawn, strict=True) for word in row["topics"]]
    write_all(session, RecordTopic, [{"record_id": key, "term_id": terms["expertise", word]} for key, word in topics])
    _write_growth(session, whole, by_id)
    return len(ids)


def _written(drawn: tuple[dict[str, Any], tuple[int, int]]) -> tuple[Any, ...]:
    """In the order in which they were written down, the logs of a day last."""
    row, (pairing_id, _) = drawn
    return row["recorded_at"].date(), row["kind"] == "log", row["recorded_at"], pairing_id


def _record(row: dict[str, Any], pairing: tuple[int, int], by_id: int, struck: bool) -> dict[str, Any]:
    out = {name: value for name, value in row.items() if name not in ("beside", "topics")}
    out |= {"pairing_id": pairing[0], "cohort_id": pairing[1], "by_id": by_id}
    reasons = table("life")["texts"]["struck"]
    mark = {"struck_at": row["recorded_at"] + timedelta(days=1), "struck_by_id": by_id, "struck_reason": reasons[0]}
    return out | (mark if struck else {**dict.fromkeys(mark), "struck_reason": ""})


def _beside(beside: dict[str, Any], campaigns: dict[str, int]) -> dict[str, Any]:
    if "campaign" not in beside:
        return beside
    return {name: value for name, value in beside.items() if name != "campaign"} | {
        "campaign_id": campaigns[beside["campaign"]]
    }


def _write_campaigns(session: Session, by_id: int) -> dict[str, int]:
    drawn = table("life")["campaigns"]
    rows = [
        {name: one[name] for name in ("name", "kind", "starts_on", "note")}
        | {"ends_on": one.get("ends_on"), "status": "closed" if one.get("ends_on") else "open", "by_id": by_id}
        | {"at": datetime.combine(one["starts_on"], MORNING)}
        for one in drawn
    ]
    return dict(zip((one["name"] for one in drawn), insert_all(session, Campaign, rows), strict=True))


def _write_growth(session: Session, whole: Iterable[tuple[Life, tuple[int, int]]], by_id: int) -> None:
    """Stages, plans and their items, written down on the day they speak of."""
    stages, plans, items = [], [], []
    for life, (pairing_id, _) in whole:
        own = {"pairing_id": pairing_id, "by_id": by_id}
        stages += [row | own | {"at": datetime.combine(row["entered_on"], MORNING)} for row in life.stages]
        if life.plan:
            moment = datetime.combine(life.plan["agreed_on"], MORNING)
            plans.append(life.plan | own | {"at": moment})
            items += [row | own | {"at": moment} for row in life.items]
    for model, rows in ((PairingStage, stages), (Plan, plans), (PlanItem, items)):
        write_all(session, model, rows)


def excuse(session: Session, places: list[Place], by_id: int) -> None:
    """Months in which the townships of a county had other things to do."""
    rows = [
        {"unit_id": place.id, "month": one["month"], "reason": one["reason"], "by_id": by_id,
         "at": datetime.combine(UNTIL, MORNING)}
        for one in table("life")["excused"] for place in places
        if place.county == one["county"] and place.kind in ("township", "village")
    ]  # fmt: skip
    write_all(session, ExemptMonth, rows)
