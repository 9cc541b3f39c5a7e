"""Tasks of the public notice: objections without a decision, notices that run or are over, pairings to bring into force."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from db.models import Cohort, Objection, Pairing, PairingEvent, Scheme
from programme.access import Action
from programme.holidays import calendar_of
from programme.todo.joined import mentee_person, mentor_person, of_unit, paired
from programme.todo.task import Asked, Task
from programme.workdays import last_day

SIGNOFF, PAIRINGS = "match/signoff.py", "match/pairings.py"


def objections(asked: Asked) -> list[Task]:
    """Objections without a decision; the notice's last day is their day."""
    published = _published()
    rows = paired(
        Objection.received_on, Pairing.scheme_id, mentee_person.name.label("mentee"), mentor_person.name.label("mentor"),
        mentee_person.id.label("mentee_id"), mentor_person.id.label("mentor_id"), Cohort.name.label("cohort"),
        published.c.day, _days().label("days"),
    ).join(Objection, Objection.pairing_id == Pairing.id)  # fmt: skip
    rows = rows.outerjoin(Scheme, Scheme.id == Pairing.scheme_id).outerjoin(
        published, published.c.pairing_id == Pairing.id
    )
    rows = of_unit(asked, rows.where(Objection.decision == "").order_by(Objection.id))
    calendar = calendar_of(asked.session)
    found = [
        asked.task(
            "objection", SIGNOFF, Action.CONFIRM, told=True, weight="wrong", cohort=row.cohort,
            params={"scheme": str(row.scheme_id)} if row.scheme_id else {}, since=row.received_on,
            due_on=last_day(row.day, row.days, calendar) if row.day else None,
            data={"mentee": row.mentee, "mentor": row.mentor, "day": row.received_on},
            people=frozenset({row.mentee_id, row.mentor_id}),
        )
        for row in asked.session.execute(rows)
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"])


def _published() -> Any:
    rows = select(PairingEvent.pairing_id, func.max(PairingEvent.on_day).label("day"))
    return rows.where(PairingEvent.to_status == "notice").group_by(PairingEvent.pairing_id).subquery()


def _days() -> Any:
    """The notice's days as they were when it began."""
    return func.coalesce(Scheme.notice_days, Cohort.notice_days)


def notices(asked: Asked) -> Iterator[Task]:
    """Public notices of each cohort: those that run, with their last day, and those that are over."""
    published, calendar = _published(), calendar_of(asked.session)
    rows = paired(Cohort.name.label("cohort"), published.c.day, _days().label("days"), func.count().label("many"))
    rows = rows.outerjoin(Scheme, Scheme.id == Pairing.scheme_id).join(published, published.c.pairing_id == Pairing.id)
    rows = of_unit(asked, rows.where(Pairing.status == "notice"))
    for row in asked.session.execute(rows.group_by(Cohort.name, published.c.day, _days())):
        until = last_day(row.day, row.days, calendar)
        data = {"count": row.many, "until": until, "cohort": row.cohort}
        over = asked.on > until or row.days == 0
        kind, due = ("notice_over", last_day(until, 1, calendar)) if over else ("notice_running", until)
        yield asked.task(
            kind, PAIRINGS, Action.CONFIRM, told=True, weight="next" if over else "look", data=data, cohort=row.cohort,
            due_on=due, since=row.day,
        )  # fmt: skip


def confirmed(asked: Asked) -> Iterator[Task]:
    """Pairings that are confirmed without a notice and not in force yet."""
    rows = paired(Cohort.name.label("cohort"), func.min(Pairing.starts_on).label("day"), func.count().label("many"))
    rows = of_unit(asked, rows.where(Pairing.status == "confirmed").group_by(Cohort.name))
    for row in asked.session.execute(rows):
        data = {"count": row.many, "cohort": row.cohort}
        yield asked.task(
            "into_force", PAIRINGS, Action.CONFIRM, told=True, data=data, cohort=row.cohort, due_on=row.day
        )
