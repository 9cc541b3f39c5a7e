"""Tasks of the running programme: months of reviews, spot checks, bulletins, plans."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, not_, or_, select

from db.clock import local
from db.models import (
    Cohort,
    ExemptMonth,
    Pairing,
    Plan,
    PlanItem,
    Review,
    ReviewRound,
    SpotCheck,
    SpotFinding,
)
from programme.access import Action
from programme.todo.joined import mentee_person, paired
from programme.todo.task import Asked, Task

MONTHLY, RECORDS = "follow/monthly.py", "follow/records.py"
# A pairing has its plan within a month of its beginning.
PLAN_WITHIN = timedelta(days=30)


def reviews(asked: Asked) -> Iterator[Task]:
    """Open months with reviews still to file (of a liaison's unit only), and months whose filing is over."""
    for row in asked.session.execute(_rounds(asked)):
        params = {"month": row.month}
        more: dict[str, Any] = {"cohort": row.cohort, "params": params, "due_on": row.due_on, "since": row.opens_on}
        data = {"month": row.month, "cohort": row.cohort, "count": int(row.outstanding), "due": row.due_on}
        if row.status == "open" and row.outstanding:
            yield asked.task(
                "review_file", MONTHLY, Action.KEEP_RECORDS, told=True, data=data,
                **more | {"params": {**params, "view": "fill", "mon_stand": "outstanding"}},
            )  # fmt: skip
        if row.status == "open" and row.due_on < asked.on and asked.unit_id is None:
            yield asked.task("review_close", MONTHLY, Action.MANAGE_COHORTS, data=data, **more)
        if row.status == "closed" and asked.unit_id is None:
            kind, view = ("review_publish", "bulletin") if row.checks else ("check_draw", "check")
            kept = more | {"params": {**params, "view": view}, "due_on": None}
            yield asked.task(kind, MONTHLY, Action.MANAGE_COHORTS, data=data, **kept)


def _rounds(asked: Asked) -> Any:
    exempt = exists().where(ExemptMonth.unit_id == Review.unit_id, ExemptMonth.month == ReviewRound.month)
    owed = and_(Review.state != "complete", not_(Review.paused), not_(exempt))
    checks = select(func.count()).where(SpotCheck.round_id == ReviewRound.id).correlate(ReviewRound).scalar_subquery()
    columns = (ReviewRound.id, ReviewRound.month, ReviewRound.status, ReviewRound.opens_on, ReviewRound.due_on,
               Cohort.name.label("cohort"))  # fmt: skip
    own = [] if asked.unit_id is None else [Review.unit_id == asked.unit_id]
    return (
        select(*columns, func.coalesce(func.sum(case((owed, 1), else_=0)), 0).label("outstanding"), checks.label("checks"))
        .join(Cohort, Cohort.id == ReviewRound.cohort_id)
        .outerjoin(Review, and_(Review.round_id == ReviewRound.id, *own))
        .where(ReviewRound.status.in_(("open", "closed")))
        .group_by(*columns)
        .order_by(ReviewRound.month, ReviewRound.id)
    )  # fmt: skip


def months_to_open(asked: Asked) -> Iterator[Task]:
    """The month before this one, for cohorts that had pairings in force then and have no round for it."""
    last = asked.on.replace(day=1) - timedelta(days=1)
    month = f"{last:%Y-%m}"
    there = select(ReviewRound.id).where(ReviewRound.cohort_id == Cohort.id, ReviewRound.month == month).exists()
    led = select(Pairing.id).where(
        Pairing.cohort_id == Cohort.id, Pairing.status == "active", Pairing.starts_on <= last
    )
    rows = select(Cohort.name).where(Cohort.status == "open", led.exists(), not_(there)).order_by(Cohort.starts_on)
    for cohort in asked.session.scalars(rows):
        yield asked.task(
            "month_open", MONTHLY, Action.MANAGE_COHORTS, cohort=cohort, data={"month": month, "cohort": cohort},
            since=date(asked.on.year, asked.on.month, 1),
        )  # fmt: skip


def findings(asked: Asked) -> Iterator[Task]:
    """Drawn reviews of the last draw of a month that nobody has judged yet."""
    newest = select(func.max(SpotCheck.id)).group_by(SpotCheck.round_id)
    rows = (
        select(ReviewRound.month, Cohort.name.label("cohort"), func.count().label("open"), SpotCheck.at)
        .select_from(SpotFinding)
        .join(SpotCheck, SpotCheck.id == SpotFinding.check_id)
        .join(ReviewRound, ReviewRound.id == SpotCheck.round_id)
        .join(Cohort, Cohort.id == ReviewRound.cohort_id)
        .where(SpotFinding.verdict == "", SpotCheck.id.in_(newest))
        .group_by(SpotCheck.id, ReviewRound.month, Cohort.name, SpotCheck.at)
        .order_by(ReviewRound.month)
    )
    for row in asked.session.execute(rows):
        yield asked.task(
            "findings", MONTHLY, Action.MANAGE_COHORTS, cohort=row.cohort, params={"month": row.month, "view": "check"},
            data={"month": row.month, "cohort": row.cohort, "count": row.open}, since=local(row.at).date(),
        )  # fmt: skip


def plans(asked: Asked) -> Iterator[Task]:
    """Pairings in force without a plan after a month, and plans with an undertaking overdue, by cohort."""
    late = exists().where(
        PlanItem.pairing_id == Pairing.id, PlanItem.struck_at.is_(None), PlanItem.done_on.is_(None),
        PlanItem.due_on < asked.on,
    )  # fmt: skip
    bare = not_(or_(exists().where(Plan.pairing_id == Pairing.id), exists().where(PlanItem.pairing_id == Pairing.id)))
    missing = and_(bare, Pairing.starts_on <= asked.on - PLAN_WITHIN)
    counts = [func.sum(case((test, 1), else_=0)).label(name) for name, test in (("none", missing), ("overdue", late))]
    rows = paired(Cohort.name.label("cohort"), *counts).where(Pairing.status == "active").group_by(Cohort.name)
    if asked.unit_id is not None:
        rows = rows.where(mentee_person.unit_id == asked.unit_id)
    for row in asked.session.execute(rows.order_by(Cohort.name)):
        for state in ("none", "overdue"):
            if count := int(getattr(row, state)):
                yield asked.task(
                    f"plan_{state}", RECORDS, Action.KEEP_RECORDS, cohort=row.cohort,
                    params={"view": "plans", "plan_state": state}, data={"count": count, "cohort": row.cohort},
                )  # fmt: skip
