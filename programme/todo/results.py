"""Tasks of progress and assessment: follow-ups, pairings to grade and to conclude, disputes and conclusions to decide."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, exists, func, not_, select

from db.clock import local
from db.models import (
    Assessment,
    AssessmentGrade,
    AssessmentRound,
    Cohort,
    Conclusion,
    FollowUp,
    GradeDispute,
    Pairing,
)
from programme.access import Action
from programme.todo.joined import mentee_person, mentor_person, paired
from programme.todo.task import Asked, Task

PROGRESS, ASSESSMENT = "follow/progress.py", "outcomes/assessment.py"


def _people(*more: Any) -> Select:
    return paired(
        mentee_person.id.label("mentee_id"), mentee_person.name.label("mentee"), mentor_person.id.label("mentor_id"),
        mentor_person.name.label("mentor"), Cohort.name.label("cohort"), *more,
    )  # fmt: skip


def _own_unit(asked: Asked, rows: Select) -> Select:
    """A liaison sees what concerns the mentees of its unit."""
    return rows if asked.unit_id is None else rows.where(mentee_person.unit_id == asked.unit_id)


def _both(row: Any) -> frozenset[int]:
    return frozenset({row.mentee_id, row.mentor_id})


def follow_ups(asked: Asked) -> list[Task]:
    """Open follow-ups that are in this person's name; on the page of a person those of everybody."""
    rows = _people(FollowUp.id, FollowUp.text, FollowUp.due_on, FollowUp.owner_id, FollowUp.at)
    rows = rows.join(FollowUp, FollowUp.pairing_id == Pairing.id).where(FollowUp.status == "open")
    if not asked.whole:
        rows = rows.where(FollowUp.owner_id == asked.by.id)
    found = [
        Task(
            "follow_up", PROGRESS, params={"follow_up": str(row.id)}, cohort=row.cohort, due_on=row.due_on,
            since=local(row.at).date(), mine=row.owner_id == asked.by.id, told=True, people=_both(row),
            data={"mentee": row.mentee, "mentor": row.mentor, "text": row.text},
        )
        for row in asked.session.execute(_own_unit(asked, rows).order_by(FollowUp.due_on, FollowUp.id))
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"], params={})


def gradings(asked: Asked) -> Iterator[Task]:
    """Open rounds of assessment with pairings that have no grade yet."""
    columns = (AssessmentRound.id, AssessmentRound.kind, AssessmentRound.year, AssessmentRound.due_on,
               AssessmentRound.opens_on, Cohort.name.label("cohort"))  # fmt: skip
    rows = (
        select(*columns, func.count(Assessment.id).label("many"))
        .select_from(AssessmentRound)
        .join(Cohort, Cohort.id == AssessmentRound.cohort_id)
        .join(Assessment, Assessment.round_id == AssessmentRound.id)
        .where(AssessmentRound.status == "open", Assessment.status == "waiting")
        .group_by(*columns)
        .order_by(AssessmentRound.due_on)
    )
    if asked.unit_id is not None:
        rows = rows.where(Assessment.unit_id == asked.unit_id)
    for row in asked.session.execute(rows):
        data = {"count": row.many, "cohort": row.cohort, "round": row.kind, "year": str(row.year), "due": row.due_on}
        yield asked.task(
            "assess_file", ASSESSMENT, Action.KEEP_RECORDS, told=True, params={"round": str(row.id)},
            cohort=row.cohort, data=data, due_on=row.due_on, since=row.opens_on,
        )  # fmt: skip


def disputes(asked: Asked) -> list[Task]:
    """Grades that are disputed; who signed the grade does not decide."""
    rows = _people(
        GradeDispute.id, GradeDispute.due_on, GradeDispute.received_on, Assessment.id.label("assessment_id"), Assessment.round_id,
        AssessmentGrade.by_id.label("signer"),
    )  # fmt: skip
    rows = (
        rows.join(Assessment, Assessment.pairing_id == Pairing.id)
        .join(GradeDispute, GradeDispute.assessment_id == Assessment.id)
        .outerjoin(
            AssessmentGrade,
            (AssessmentGrade.assessment_id == Assessment.id) & (AssessmentGrade.number == GradeDispute.number),
        )
        .where(GradeDispute.decision == "")
        .order_by(GradeDispute.due_on, GradeDispute.id)
    )
    found = [
        asked.task(
            "dispute", ASSESSMENT, Action.APPROVE, told=True, barred=row.signer == asked.by.id, cohort=row.cohort,
            params={"round": str(row.round_id), "assessment": str(row.assessment_id)},
            due_on=row.due_on, since=row.received_on, people=_both(row),
            data={"mentee": row.mentee, "mentor": row.mentor},
        )
        for row in asked.session.execute(_own_unit(asked, rows))
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"], params={})


def conclusions(asked: Asked) -> list[Task]:
    """Proposed conclusions that another person decides; what goes by a change slip waits with the slip."""
    rows = _people(Conclusion.id, Conclusion.kind, Conclusion.effective_on, Conclusion.by_id, Conclusion.at,
                   Conclusion.assessment_id, Assessment.round_id)  # fmt: skip
    rows = rows.join(Conclusion, Conclusion.pairing_id == Pairing.id)
    rows = rows.outerjoin(Assessment, Assessment.id == Conclusion.assessment_id)
    rows = rows.where(Conclusion.status == "proposed", Conclusion.change_id.is_(None))
    found = [
        asked.task(
            "conclusion", ASSESSMENT, Action.APPROVE, told=True, barred=row.by_id == asked.by.id, cohort=row.cohort,
            params=_graded(row), due_on=row.effective_on, since=local(row.at).date(), people=_both(row),
            data={"mentee": row.mentee, "mentor": row.mentor, "conclusion": row.kind, "day": row.effective_on},
        )
        for row in asked.session.execute(_own_unit(asked, rows).order_by(Conclusion.effective_on, Conclusion.id))
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"], params={})


def _graded(row: Any) -> dict[str, str]:
    """Where the grade stands on which a conclusion rests; without one the page itself."""
    return {"round": str(row.round_id), "assessment": str(row.assessment_id)} if row.assessment_id else {}


def to_conclude(asked: Asked) -> Iterator[Task]:
    """Final rounds with graded pairings for which nothing is proposed yet."""
    standing = exists().where(
        Conclusion.pairing_id == Assessment.pairing_id, Conclusion.status.in_(("proposed", "carried_out"))
    )
    columns = (AssessmentRound.id, AssessmentRound.year, AssessmentRound.due_on, Cohort.name.label("cohort"))
    rows = (
        select(*columns, func.count(Assessment.id).label("many"))
        .select_from(AssessmentRound)
        .join(Cohort, Cohort.id == AssessmentRound.cohort_id)
        .join(Assessment, Assessment.round_id == AssessmentRound.id)
        .join(Pairing, Pairing.id == Assessment.pairing_id)
        .where(AssessmentRound.kind == "final", Assessment.status == "graded", not_(standing))
        .where(Pairing.status.in_(("active", "paused", "due")))
        .group_by(*columns)
    )
    if asked.unit_id is not None:
        rows = rows.where(Assessment.unit_id == asked.unit_id)
    for row in asked.session.execute(rows):
        yield asked.task(
            "conclude", ASSESSMENT, Action.PROPOSE, cohort=row.cohort, params={"round": str(row.id)},
            data={"count": row.many, "cohort": row.cohort}, due_on=row.due_on,
        )  # fmt: skip
