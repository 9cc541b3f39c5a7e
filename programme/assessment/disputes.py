"""Disputes of a grade (异议 / 复核): taken down with a receipt, decided by somebody else than who signed, within thirty days."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from db.clock import local, now, today
from db.models import Assessment, AssessmentGrade, AssessmentRound, GradeDispute
from programme.access import Action, Actor, require
from programme.assessment.grading import sign
from programme.assessment.values import DISPUTANTS, read_grade, read_text
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

APPEAL_DAYS = DECISION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a dispute ends: upheld with other grades ("" leaves one as it is), or dismissed; always with the reason."""

    upheld: bool
    reason: str
    grade: str = ""
    annual_grade: str = ""


@use_case(Action.KEEP_RECORDS)
def raise_dispute(
    session: Session, by: Actor, *, assessment_id: int, seen_version: int, raised_by: str, content: str,
    received_on: date | None = None,
) -> int:  # fmt: skip
    """Take down that the mentee, the mentor or the unit disputes the grade in force; the receipt is the id returned.

    It has to come within 30 days of the grade and is decided within 30 days of its receipt. Raises Conflict
    ("grade_missing", "grade_disputed", "dispute_late"), Invalid, Forbidden for another unit.
    """
    row = fetch(session, Assessment, assessment_id)
    require(by, Action.KEEP_RECORDS, row.unit_id)
    told, day = read_text({"content": content}, "content"), received_on or today()
    _check(row, raised_by, told, day)
    claim(session, row, seen_version)
    row.status = "disputed"
    dispute = GradeDispute(
        assessment_id=row.id, number=row.number, raised_by=raised_by, received_on=day, content=told, by_id=by.id,
        due_on=day + timedelta(days=DECISION_DAYS),
    )  # fmt: skip
    session.add(dispute)
    session.flush()
    about = {"act": "dispute", "dispute": dispute.id, "number": row.number, "raised_by": raised_by}
    record(session, by, Action.KEEP_RECORDS, f"assessment:{row.id}", **about)
    return dispute.id


def _check(row: Assessment, raised_by: str, content: str, day: date) -> None:
    if raised_by not in DISPUTANTS:
        raise Invalid("not_in_list", field="raised_by", value=raised_by)
    if not content:
        raise Invalid("dispute_words", field="content")
    if row.status == "disputed":
        raise Conflict("grade_disputed")
    if row.graded_at is None:
        raise Conflict("grade_missing")
    graded_on = local(row.graded_at).date()
    last = graded_on + timedelta(days=APPEAL_DAYS)
    if day > today() or day < graded_on:
        raise Invalid("dispute_day", field="received_on", since=graded_on)
    if day > last:
        raise Conflict("dispute_late", until=last)


@use_case(Action.APPROVE)
def decide_dispute(session: Session, by: Actor, *, dispute_id: int, seen_version: int, verdict: Verdict) -> str:
    """Decide a dispute; upheld, another grade is signed beside the old one. Returns the grade in force.

    Raises Conflict("own_grade") for whoever signed the disputed grade, Conflict("dispute_over").
    """
    dispute = fetch(session, GradeDispute, dispute_id)
    row = fetch(session, Assessment, dispute.assessment_id)
    reason = read_text({"reason": verdict.reason}, "reason")
    if dispute.decision:
        raise Conflict("dispute_over")
    if fetch(session, AssessmentGrade, (row.id, dispute.number)).by_id == by.id:
        raise Conflict("own_grade")
    if not reason:
        raise Invalid("verdict_reason", field="reason")
    claim(session, dispute, seen_version)
    claim(session, row, row.version)
    dispute.decision = "upheld" if verdict.upheld else "dismissed"
    dispute.reason, dispute.decided_by_id, dispute.decided_at = reason, by.id, now()
    row.status = "graded"
    if verdict.upheld:
        _sign_again(session, by, row, verdict)
    session.flush()
    told = {"act": f"dispute_{dispute.decision}", "dispute": dispute.id, "grade": row.grade, "reason": reason}
    record(session, by, Action.APPROVE, f"assessment:{row.id}", **told)
    return row.grade


def _sign_again(session: Session, by: Actor, row: Assessment, verdict: Verdict) -> None:
    wanted = {"grade": verdict.grade, "annual_grade": verdict.annual_grade}
    grades = {name: read_grade(wanted, name) or getattr(row, name) for name in wanted}
    if all(getattr(row, name) == grade for name, grade in grades.items()):
        raise Invalid("dispute_same_grade", field="grade")
    row.grade, row.annual_grade = grades["grade"], grades["annual_grade"]
    sign(session, by, row, fetch(session, AssessmentRound, row.round_id), verdict.reason)
