"""File what the four assessors say and sign a grade: people grade, the evidence of that moment is kept with it.

A signed grade is never changed; signing again needs a reason and stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Assessment, AssessmentGrade, AssessmentRound, Conclusion
from programme.access import Action, Actor, require
from programme.assessment.evidence import gather, since_of
from programme.assessment.rounds import FIELDS
from programme.assessment.values import (
    ASSESSORS,
    OPINIONS,
    Values,
    read_grade,
    read_indicators,
    read_scores,
    read_text,
    weighted,
)
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid
from programme.frozen import digest
from programme.usecase import claim, fetch, record, use_case


@dataclass(frozen=True, slots=True)
class Filed:
    """An assessment after it was filed: its state, its weighted score (None while somebody is missing), the grades."""

    status: str
    score: float | None
    grade: str
    annual_grade: str
    number: int


@use_case(Action.KEEP_RECORDS)
def file_assessment(
    session: Session, by: Actor, *, assessment_id: int, seen_version: int, values: Values, reason: str = ""
) -> Filed:  # fmt: skip
    """File scores and opinions, and sign the grade where one is given; what is blank stays as it was.

    `values`: self, mentor, leader, head (a score or one for each indicator), mentor_opinion, unit_opinion, grade,
    annual_grade. What is signed already changes with a reason only. Raises Forbidden for another unit, Invalid, Conflict
    ("assessment_round_closed", "grade_needs_scores", "grade_disputed", "grade_concluded", "assessment_unchanged").
    """
    row = fetch(session, Assessment, assessment_id)
    require(by, Action.KEEP_RECORDS, row.unit_id)
    round_ = fetch(session, AssessmentRound, row.round_id)
    demand_open(session, round_.cohort_id)
    if round_.status != "open":
        raise Conflict("assessment_round_closed")
    return _filed(session, by, row, Filing(round_, values, reason, seen_version, Action.KEEP_RECORDS))


@use_case(Action.MANAGE_COHORTS, after_close=True)
def correct(
    session: Session, by: Actor, *, assessment_id: int, seen_version: int, values: Values, reason: str
) -> Filed:  # fmt: skip
    """Correct an assessment of a round that is closed, or grade somebody who was left out: always with a reason."""
    row = fetch(session, Assessment, assessment_id)
    round_ = fetch(session, AssessmentRound, row.round_id)
    if round_.status == "open":
        raise Conflict("assessment_round_open")
    if not reason.strip():
        raise Invalid("grade_reason_needed", field="reason")
    return _filed(session, by, row, Filing(round_, values, reason, seen_version, Action.MANAGE_COHORTS))


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed in which round, why, against which version, under which right."""

    round: AssessmentRound
    values: Values
    reason: str
    seen_version: int
    action: Action


def _filed(session: Session, by: Actor, row: Assessment, filing: Filing) -> Filed:
    before = _said(row)
    after = _whole(row, filing)
    if after == before:
        raise Conflict("assessment_unchanged")
    claim(session, row, filing.seen_version)
    _demand_free(session, row, filing.reason)
    for name, value in after.items():
        setattr(row, name, value)
    row.score = weighted(row.scores, weights_of(filing.round))
    if row.grade:
        sign(session, by, row, filing.round, filing.reason)
    session.flush()
    changed = [name for name in after if after[name] != before[name]]
    told = {"act": "file", "changed": changed, "grade": row.grade, "annual": row.annual_grade, "number": row.number}
    record(session, by, filing.action, f"assessment:{row.id}", reason=filing.reason.strip(), **told)
    return Filed(row.status, row.score, row.grade, row.annual_grade, row.number)


def _said(row: Assessment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("scores", *OPINIONS, "grade", "annual_grade")}


def _whole(row: Assessment, filing: Filing) -> dict[str, Any]:
    """What the assessment says once the given values are laid over it."""
    values, indicators = filing.values, read_indicators(filing.round.indicators)
    scores = {**row.scores, **read_scores(values, indicators)}
    texts = {name: read_text(values, name) or getattr(row, name) for name in OPINIONS}
    grades = {name: read_grade(values, name) or getattr(row, name) for name in ("grade", "annual_grade")}
    return {"scores": {part: scores[part] for part in ASSESSORS if part in scores}, **texts, **grades}


def _demand_free(session: Session, row: Assessment, reason: str) -> None:
    """A grade under dispute is decided there; one that a conclusion rests on stays; a signed one changes with a reason."""
    if row.status == "disputed":
        raise Conflict("grade_disputed")
    resting = select(Conclusion.id).where(
        Conclusion.assessment_id == row.id, Conclusion.status.in_(("proposed", "carried_out"))
    )
    if row.number and session.scalars(resting).first():
        raise Conflict("grade_concluded")
    if row.number and not reason.strip():
        raise Invalid("grade_reason_needed", field="reason")


def weights_of(row: AssessmentRound) -> Mapping[str, int]:
    """{assessor: weight} of a round."""
    return {part: getattr(row, name) for part, name in zip(ASSESSORS, FIELDS, strict=True)}


def sign(
    session: Session, by: Actor, row: Assessment, round_: AssessmentRound, reason: str = ""
) -> AssessmentGrade:  # fmt: skip
    """Sign the grades that stand on a claimed assessment, with scores, opinions and the evidence of this moment."""
    if row.score is None:
        missing = [part for part, weight in weights_of(round_).items() if weight and part not in row.scores]
        raise Conflict("grade_needs_scores", field=missing[0], count=len(missing))
    row.number, row.status, row.graded_by_id, row.graded_at = row.number + 1, "graded", by.id, now()
    session.flush()
    signed = laid_down(row, round_, gather(session, [row.pairing_id], since_of(round_))[row.pairing_id])
    grade = AssessmentGrade(
        assessment_id=row.id, number=row.number, reason=reason.strip(), by_id=by.id, at=row.graded_at, **signed
    )
    session.add(grade)
    session.flush()
    return grade


def laid_down(row: Assessment, round_: AssessmentRound, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """What is signed, with the hash over it."""
    content = {name: getattr(row, name) for name in ("scores", *OPINIONS)} | {"weights": weights_of(round_)}
    signed = {"grade": row.grade, "annual_grade": row.annual_grade, "score": row.score, "content": content}
    signed |= {"evidence": dict(evidence)}
    return signed | {"frozen_hash": digest(signed)}


def is_as_signed(grade: AssessmentGrade) -> bool:
    """Whether a signed grade still has its hash."""
    names = ("grade", "annual_grade", "score", "content", "evidence")
    return digest({name: getattr(grade, name) for name in names}) == grade.frozen_hash
