"""What speaks for a pairing, collected by itself from what is on record; it lies beside the grade and grades nothing.

Plain values that are written down with the signed grade: days as ISO text, counts, two shares in percent.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, cast, func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import (
    Assessment,
    AssessmentRound,
    FollowUp,
    Outcome,
    PairingStage,
    PlanItem,
    Record,
    RecordVisit,
    Review,
    ReviewRound,
)
from db.queries.records_scope import backfill_days
from db.queries.viewer import Viewer, reads
from programme.errors import NotFound
from programme.usecase import fetch

Facts = dict[int, dict[str, Any]]
Span = tuple[date, date]
FINISHED = "complete"


def since_of(row: AssessmentRound) -> date | None:
    """From which day on evidence counts: the year's first for the annual assessment, else the pairing's whole life."""
    return date(row.year, 1, 1) if row.kind == "annual" else None


def gather(
    session: Session, pairing_ids: Collection[int], since: date | None = None, until: date | None = None
) -> Facts:  # fmt: skip
    """The evidence of each of these pairings, in a handful of statements whatever their number; to today if not said."""
    span = since or date.min, until or today()
    told = {"since": since.isoformat() if since else "", "until": span[1].isoformat()}
    found: Facts = {key: dict(told) | _empty() for key in sorted(set(pairing_ids))}
    _records(session, found, span)
    _visits(session, found, span)
    _plans(session, found)
    _reviews(session, found, span)
    _stages(session, found)
    _outcomes(session, found, span)
    _follow_ups(session, found)
    return found


@reads("programme")
def evidence(session: Session, viewer: Viewer, *, assessment_id: int) -> dict[str, Any]:
    """What lies beside one pairing of a round as it is now; NotFound for another unit's."""
    row = fetch(session, Assessment, assessment_id)
    if viewer.unit_id is not None and row.unit_id != viewer.unit_id:
        raise NotFound("no_row", kind="assessments", key=assessment_id)
    return gather(session, [row.pairing_id], since_of(fetch(session, AssessmentRound, row.round_id)))[row.pairing_id]


def _empty() -> dict[str, Any]:
    return {
        "records": {}, "months": {}, "total": 0, "backfilled": 0, "backfilled_share": 0, "last_on": "", "found": 0,
        "solved": 0, "visits": {"count": 0, "villages": 0, "households": 0}, "plan": {"items": 0, "done": 0, "share": 0},
        "reviews": {"complete": 0, "on_time": 0, "missing": 0, "mean": None}, "stages": [], "outcomes": [],
        "follow_ups": {"open": 0, "done": 0},
    }  # fmt: skip


def _records(session: Session, found: Facts, span: Span) -> None:
    month = func.substr(cast(Record.happened_on, String), 1, 7).label("month")
    late = func.sum(cast(Record.delay > backfill_days(session), Integer)).label("late")
    rows = select(
        Record.pairing_id, Record.kind, month, func.count().label("count"), late,
        func.max(Record.happened_on).label("last_on"), func.coalesce(func.sum(Record.problems_found), 0).label("found"),
        func.coalesce(func.sum(Record.problems_solved), 0).label("solved"),
    ).where(Record.pairing_id.in_(found), Record.struck_at.is_(None), Record.happened_on.between(*span))  # fmt: skip
    for row in session.execute(rows.group_by(Record.pairing_id, Record.kind, month)):
        one = found[row.pairing_id]
        one["records"][row.kind] = one["records"].get(row.kind, 0) + row.count
        one["months"][row.month] = one["months"].get(row.month, 0) + row.count
        one["total"] += row.count
        one["backfilled"] += row.late
        one["found"] += row.found
        one["solved"] += row.solved
        one["last_on"] = max(one["last_on"], row.last_on.isoformat())
    for one in found.values():
        one["backfilled_share"] = share(one["backfilled"], one["total"])


def _visits(session: Session, found: Facts, span: Span) -> None:
    rows = (
        select(Record.pairing_id, func.count().label("count"), func.count(RecordVisit.village.distinct()).label("villages"),
               func.sum(RecordVisit.households_visited).label("households"))
        .join(RecordVisit, RecordVisit.record_id == Record.id)
        .where(Record.pairing_id.in_(found), Record.struck_at.is_(None), Record.happened_on.between(*span))
    )  # fmt: skip
    for key, count, villages, households in session.execute(rows.group_by(Record.pairing_id)):
        found[key]["visits"] = {"count": count, "villages": villages, "households": int(households)}


def _plans(session: Session, found: Facts) -> None:
    rows = select(PlanItem.pairing_id, func.count().label("items"), func.count(PlanItem.done_on).label("done"))
    rows = rows.where(PlanItem.pairing_id.in_(found), PlanItem.struck_at.is_(None)).group_by(PlanItem.pairing_id)
    for key, items, done in session.execute(rows):
        found[key]["plan"] = {"items": items, "done": done, "share": share(done, items)}


def _reviews(session: Session, found: Facts, span: Span) -> None:
    done = Review.state == FINISHED
    rows = select(
        Review.pairing_id, func.sum(cast(done, Integer)).label("complete"),
        func.sum(cast(done & (Review.mark == ""), Integer)).label("on_time"),
        func.sum(cast(~done & ~Review.paused & (ReviewRound.due_on < span[1]), Integer)).label("missing"),
        func.avg(Review.score).label("mean"),
    ).join(ReviewRound, ReviewRound.id == Review.round_id).where(Review.pairing_id.in_(found))  # fmt: skip
    rows = rows.where(ReviewRound.month.between(span[0].isoformat()[:7], span[1].isoformat()[:7]))
    for key, complete, on_time, missing, mean in session.execute(rows.group_by(Review.pairing_id)):
        told = {"complete": complete, "on_time": on_time, "missing": missing}
        found[key]["reviews"] = told | {"mean": None if mean is None else round(float(mean), 1)}


def _stages(session: Session, found: Facts) -> None:
    rows = select(PairingStage.pairing_id, PairingStage.stage, PairingStage.entered_on)
    rows = rows.where(PairingStage.pairing_id.in_(found), PairingStage.struck_at.is_(None))
    for key, stage, on in session.execute(rows.order_by(PairingStage.entered_on, PairingStage.id)):
        found[key]["stages"].append({"stage": stage, "on": on.isoformat()})


def _outcomes(session: Session, found: Facts, span: Span) -> None:
    rows = select(Outcome.pairing_id, Outcome.kind, Outcome.step, Outcome.happened_on)
    rows = rows.where(Outcome.pairing_id.in_(found), Outcome.side == "mentee", Outcome.struck_at.is_(None))
    rows = rows.where(Outcome.happened_on.between(*span))
    for row in session.execute(rows.order_by(Outcome.happened_on, Outcome.id)):
        told = {"kind": row.kind, "step": row.step, "on": row.happened_on.isoformat()}
        found[row.pairing_id]["outcomes"].append(told)


def _follow_ups(session: Session, found: Facts) -> None:
    rows = select(FollowUp.pairing_id, FollowUp.status, func.count()).where(FollowUp.pairing_id.in_(found))
    for key, status, count in session.execute(rows.group_by(FollowUp.pairing_id, FollowUp.status)):
        if status in found[key]["follow_ups"]:
            found[key]["follow_ups"][status] = count


def share(part: int, whole: int) -> int:
    """A share in whole percent, downwards so that a bar is never reached by rounding; 0 of nothing.

    >>> share(4, 5), share(79, 99), share(0, 0)
    (80, 79, 0)
    """
    return 100 * part // whole if whole else 0
