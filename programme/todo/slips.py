"""Tasks of change: slips on their way, people whose mentor has left, rests that are over, terms that have run out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, not_, or_, select

from db.clock import local
from db.models import (
    OPEN,
    Assessment,
    AssessmentRound,
    Change,
    ChangeSignature,
    Cohort,
    MentorProfile,
    Pairing,
    Person,
)
from programme.access import Action
from programme.change_content import Content
from programme.change_people import Named, people_of
from programme.change_returns import mentor_returns, pairing_returns
from programme.todo.joined import mentee_person, mentor_person, of_unit, paired
from programme.todo.task import ONE_BY_ONE, Asked, Task

CHANGES, PAIRINGS, MENTORS = "match/changes.py", "match/pairings.py", "prepare/mentors.py"
STEPS = {
    "draft": Action.PROPOSE, "returned": Action.PROPOSE, "proposed": Action.APPROVE, "approved": Action.CONFIRM,
}  # fmt: skip
AHEAD = timedelta(days=7)
RUNNING = ("active", "paused", "due")


def slips(asked: Asked) -> Iterator[Task]:
    """Change slips that are neither carried out nor put away, and whose turn it is."""
    proposals = select(func.max(ChangeSignature.id)).where(ChangeSignature.stage == "proposed")
    last = proposals.where(ChangeSignature.change_id == Change.id).correlate(Change).scalar_subquery()
    approved = (
        select(func.count())
        .where(ChangeSignature.change_id == Change.id, ChangeSignature.stage == "approved", ChangeSignature.id > last)
        .correlate(Change)
        .scalar_subquery()
    )
    rows = (
        select(Change.id, Change.kind, Change.status, Change.sign_levels, approved.label("approved"), Change.effective_on, Change.content, Change.at,
               Cohort.name.label("cohort"), ChangeSignature.by_id.label("proposer"), ChangeSignature.at.label("proposed"))
        .join(Cohort, Cohort.id == Change.cohort_id)
        .outerjoin(ChangeSignature, ChangeSignature.id == last)
        .where(Change.status.in_(STEPS))
        .order_by(Change.effective_on, Change.id)
    )  # fmt: skip
    found = [(row, Content.of(row.content)) for row in asked.session.execute(rows)]
    mentors = {leaver.mentor_id for _row, content in found for leaver in content.leavers}
    mentees = {line.mentee_id for _row, content in found for line in content.lines}
    named = people_of(asked.session, mentors, mentees)
    for row, content in found:
        if asked.unit_id is None or _touches(asked, named, content):
            yield _slip(asked, row, content, named)


def _touches(asked: Asked, named: Named, content: Content) -> bool:
    return any(named.mentee_units.get(line.mentee_id) == asked.unit_id for line in content.lines)


def _slip(asked: Asked, row: Any, content: Content, named: Named) -> Task:
    own = row.status == "proposed" and row.proposer == asked.by.id
    step = Action.SIGN if row.status == "proposed" and row.approved and row.sign_levels == 2 else STEPS[row.status]
    who = [named.mentors[one.mentor_id] for one in content.leavers if one.mentor_id in named.mentors]
    who = who or [named.mentees[one.mentee_id] for one in content.lines if one.mentee_id in named.mentees]
    # A liaison is not told why, or that, a mentor of another unit leaves.
    names = "、".join(one.label for one in who[:ONE_BY_ONE]) if asked.unit_id is None else ""
    data = {"number": row.id, "change": row.kind, "names": names, "day": row.effective_on, "count": len(content.lines)}
    return asked.task(
        f"slip_{row.status}", CHANGES, step, barred=own, told=True, cohort=row.cohort, data=data,
        params={"change": str(row.id)}, due_on=row.effective_on, since=local(row.proposed or row.at).date(),
        people=frozenset(one.mentor_id for one in content.leavers),
    )  # fmt: skip


def stranded(asked: Asked) -> list[Task]:
    """Mentors who have left the pool and still lead somebody; what is due for appraisal stays with them until then."""
    rows = paired(
        Pairing.mentor_id, mentor_person.name, mentee_person.id.label("mentee_id"), Cohort.name.label("cohort"),
        MentorProfile.status_on,
    ).join(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)  # fmt: skip
    rows = of_unit(asked, rows.where(Pairing.status.in_(OPEN), Pairing.status != "due", MentorProfile.status == "left"))
    led: dict[int, list[Any]] = defaultdict(list)
    for row in asked.session.execute(rows.order_by(Pairing.mentor_id)):
        led[row.mentor_id].append(row)
    found = [
        asked.task(
            "stranded", CHANGES, Action.CONFIRM, told=True, weight="wrong", params={"view": "leave"},
            cohort=rows_[0].cohort, data={"mentor": rows_[0].name, "count": len(rows_)}, since=rows_[0].status_on,
            people=frozenset({key, *(row.mentee_id for row in rows_)}),
        )
        for key, rows_ in led.items()
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentor"], params={"view": "leave"})


def pauses(asked: Asked) -> list[Task]:
    """Pairings that rest and whose day of return has come, or comes within a week."""
    latest = pairing_returns()
    rows = paired(
        Pairing.id, mentee_person.name.label("mentee"), mentor_person.name.label("mentor"),
        mentee_person.id.label("mentee_id"), mentor_person.id.label("mentor_id"), Cohort.name.label("cohort"), latest.c.day,
    ).join(latest, latest.c.pairing_id == Pairing.id)  # fmt: skip
    rows = rows.where(Pairing.status == "paused", latest.c.day <= asked.on + AHEAD).order_by(latest.c.day, Pairing.id)
    found = [
        asked.task(
            "pause_over", CHANGES, Action.CONFIRM, told=True, cohort=row.cohort, due_on=row.day,
            params={"view": "single", "pairing": str(row.id)},
            data={"mentee": row.mentee, "mentor": row.mentor, "day": row.day},
            people=frozenset({row.mentee_id, row.mentor_id}),
        )
        for row in asked.session.execute(of_unit(asked, rows))
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"], params={"view": "single"})


def mentors_back(asked: Asked) -> list[Task]:
    """Mentors of the pool who rest and whose day of return has come, or comes within a week."""
    latest = mentor_returns()
    day = func.coalesce(MentorProfile.return_on, latest.c.day)
    rows = (
        select(Person.id, Person.name, MentorProfile.return_on, latest.c.day)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(latest, latest.c.mentor_id == Person.id)
        .where(MentorProfile.status == "paused", day <= asked.on + AHEAD)
        .order_by(day, Person.id)
    )
    if asked.unit_id is not None:
        rows = rows.where(Person.unit_id == asked.unit_id)
    found = [
        asked.task(
            "mentor_back", MENTORS, Action.EDIT_POOL, params={"mentor": str(row.id)},
            due_on=row.return_on or row.day, data={"mentor": row.name, "day": row.return_on or row.day},
            people=frozenset({row.id}),
        )
        for row in asked.session.execute(rows)
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentor"], params={"mentor_state": "paused"})


def terms(asked: Asked) -> list[Task]:
    """Pairings that are due for appraisal or in force beyond their last day, by cohort; not those in a final assessment."""
    rows = paired(
        Pairing.id, mentee_person.name.label("mentee"), mentor_person.name.label("mentor"), Pairing.ends_on,
        mentee_person.id.label("mentee_id"), mentor_person.id.label("mentor_id"), Cohort.name.label("cohort"),
    )  # fmt: skip
    run_out = or_(Pairing.status == "due", Pairing.ends_on < asked.on)
    rows = rows.where(Pairing.status.in_(RUNNING), run_out, not_(_in_final_round()))
    rows = rows.order_by(Pairing.ends_on, Pairing.id)
    by_cohort: dict[str, list[Task]] = defaultdict(list)
    for row in asked.session.execute(of_unit(asked, rows)):
        by_cohort[row.cohort].append(_term(asked, row))
    way: dict[str, Any] = {"params": {}}
    return [task for rows in by_cohort.values() for task in asked.fold(rows, lambda task: task.data["mentee"], **way)]


def _in_final_round() -> Any:
    rows = exists().where(Assessment.pairing_id == Pairing.id, Assessment.round_id == AssessmentRound.id)
    return rows.where(AssessmentRound.kind == "final").correlate(Pairing)


def _term(asked: Asked, row: Any) -> Task:
    return asked.task(
        "term_over", PAIRINGS, Action.CONFIRM, told=True, cohort=row.cohort, params={"pairing-search": row.mentee},
        due_on=row.ends_on, data={"mentee": row.mentee, "mentor": row.mentor, "day": row.ends_on},
        people=frozenset({row.mentee_id, row.mentor_id}),
    )  # fmt: skip
