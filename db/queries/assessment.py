"""Read models of assessment: rounds with their figures, pairings with their grades, one of them in full; a liaison sees its own unit's."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Assessment,
    AssessmentGrade,
    AssessmentRound,
    Conclusion,
    GradeDispute,
    Mentee,
    Pairing,
    Person,
    Unit,
)
from db.models.assessment import ANNUAL_GRADES, ASSESSMENT_STATES, PAIR_GRADES
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
grader = aliased(Account, name="grader")
STANDING = ("proposed", "carried_out")
WEIGHTS = ("weight_self", "weight_mentor", "weight_leader", "weight_head")


def _scope(viewer: Viewer) -> list[ColumnElement[bool]]:
    return [] if viewer.unit_id is None else [Assessment.unit_id == viewer.unit_id]


def _sum(condition: ColumnElement[bool], name: str) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)


def _counts() -> list[ColumnElement[Any]]:
    """How many of each state and of each grade of both scales; the annual ones are called annual_<grade>."""
    states = [_sum(Assessment.status == code, code) for code in ASSESSMENT_STATES]
    grades = [_sum(Assessment.grade == code, code) for code in PAIR_GRADES]
    annual = [_sum(Assessment.annual_grade == code, f"annual_{code}") for code in ANNUAL_GRADES]
    return [func.count(Assessment.id).label("people"), *states, *grades, *annual]


@reads("programme")
def rounds(session: Session, viewer: Viewer, *, cohort_id: int | None = None) -> pd.DataFrame:
    """The rounds of a cohort or of all, the latest first.

    id, version, cohort_id, kind, year, opens_on, due_on, the four weights, quota (percent), status, people, waiting,
    graded, disputed, then how many of each pair grade by its code and of each annual grade as annual_<code>.
    """
    own = ("id", "version", "cohort_id", "kind", "year", "opens_on", "due_on", *WEIGHTS, "quota", "status")
    columns = [getattr(AssessmentRound, name) for name in own]
    rows = select(*columns, *_counts()).outerjoin(
        Assessment, and_(Assessment.round_id == AssessmentRound.id, *_scope(viewer))
    )
    if cohort_id is not None:
        rows = rows.where(AssessmentRound.cohort_id == cohort_id)
    ordered = (AssessmentRound.year.desc(), AssessmentRound.opens_on.desc(), AssessmentRound.id.desc())
    return frame(session, rows.group_by(*columns).order_by(*ordered))


@reads("programme")
def assessments(
    session: Session,
    viewer: Viewer,
    *,
    cohort_id: int | None = None,
    round_id: int | None = None,
    pairing_id: int | None = None,
) -> pd.DataFrame:
    """Pairings in rounds, in the official order of units, then by name; the latest round first.

    id, version, round_id, cohort_id, kind, year, round_status, pairing_id, pairing_version, pairing_status, starts_on,
    ends_on, mentee_id, mentee_person_id, mentee, mentee_no, category, mentor_id, mentor, unit_id, unit, score, grade,
    annual_grade ("" while there is none), number (of signed grades), graded_by, graded_at, conclusion_id, conclusion
    (its kind, "" for none), conclusion_status, status (waiting, graded, disputed, concluded).
    """
    rows = _listed().where(*_scope(viewer))
    for column, value in (
        (AssessmentRound.cohort_id, cohort_id),
        (Assessment.round_id, round_id),
        (Assessment.pairing_id, pairing_id),
    ):
        if value is not None:
            rows = rows.where(column == value)
    ordered = (AssessmentRound.year.desc(), AssessmentRound.opens_on.desc(), Unit.position, mentee_person.name_key)
    return frame(session, rows.order_by(*ordered, Assessment.id))


def _listed() -> Select:
    latest = _latest_conclusion()
    done = Conclusion.status == "carried_out"
    columns = (
        Assessment.id, Assessment.version, Assessment.round_id, AssessmentRound.cohort_id, AssessmentRound.kind,
        AssessmentRound.year, AssessmentRound.status.label("round_status"), Assessment.pairing_id,
        Pairing.version.label("pairing_version"), Pairing.status.label("pairing_status"), Pairing.starts_on, Pairing.ends_on,
        Pairing.mentee_id, Mentee.person_id.label("mentee_person_id"), mentee_person.name.label("mentee"),
        mentee_person.no.label("mentee_no"), Mentee.category, Pairing.mentor_id, mentor_person.name.label("mentor"),
        Assessment.unit_id, func.coalesce(Unit.name, "").label("unit"), Assessment.score, Assessment.grade,
        Assessment.annual_grade, Assessment.number, func.coalesce(grader.name, "").label("graded_by"), Assessment.graded_at,
        Conclusion.id.label("conclusion_id"), func.coalesce(Conclusion.kind, "").label("conclusion"),
        func.coalesce(Conclusion.status, "").label("conclusion_status"),
        case((done, "concluded"), else_=Assessment.status).label("status"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
        .join(Pairing, Pairing.id == Assessment.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == Assessment.unit_id)
        .outerjoin(grader, grader.id == Assessment.graded_by_id)
        .outerjoin(latest, latest.c.pairing_id == Assessment.pairing_id)
        .outerjoin(Conclusion, Conclusion.id == latest.c.id)
    )


def _latest_conclusion() -> Any:
    """The conclusion of each pairing that stands: the one proposed, else the one carried out."""
    latest = select(Conclusion.pairing_id, func.max(Conclusion.id).label("id"))
    return latest.where(Conclusion.status.in_(STANDING)).group_by(Conclusion.pairing_id).subquery()


@reads("programme")
def assessment(session: Session, viewer: Viewer, *, assessment_id: int) -> dict[str, Any] | None:
    """One pairing in a round with everything: the columns of `assessments`, weights, due_on, quota, indicators, scores,
    mentor_opinion, unit_opinion, `grades` (signed ones, the newest first) and `disputes`. None where the viewer sees none."""
    more = (AssessmentRound.due_on, AssessmentRound.quota, AssessmentRound.indicators, Assessment.scores,
            Assessment.mentor_opinion, Assessment.unit_opinion, Assessment.graded_by_id)  # fmt: skip
    rows = _listed().add_columns(*more, *(getattr(AssessmentRound, name) for name in WEIGHTS))
    found = session.execute(rows.where(Assessment.id == assessment_id, *_scope(viewer))).mappings().one_or_none()
    if found is None:
        return None
    told = {"grades": _grades(session, assessment_id), "disputes": _disputes(session, assessment_id)}
    return dict(found) | told


def _grades(session: Session, assessment_id: int) -> list[dict[str, Any]]:
    """Signed grades: number, grade, annual_grade, score, content, evidence, frozen_hash, reason, by_id, by, at."""
    own = ("number", "grade", "annual_grade", "score", "content", "evidence", "frozen_hash", "reason", "by_id", "at")
    columns = [getattr(AssessmentGrade, name) for name in own]
    rows = select(*columns, Account.name.label("by")).join(Account, Account.id == AssessmentGrade.by_id)
    rows = rows.where(AssessmentGrade.assessment_id == assessment_id).order_by(AssessmentGrade.number.desc())
    return [dict(row) for row in session.execute(rows).mappings()]


def _disputes(session: Session, assessment_id: int) -> list[dict[str, Any]]:
    rows = _dispute_rows().where(GradeDispute.assessment_id == assessment_id).order_by(GradeDispute.id.desc())
    return [dict(row) for row in session.execute(rows).mappings()]


def _dispute_rows() -> Select:
    taker, decider = aliased(Account, name="taker"), aliased(Account, name="decider")
    own = ("id", "version", "assessment_id", "number", "raised_by", "received_on", "due_on", "content", "decision",
           "reason", "by_id", "at", "decided_by_id", "decided_at")  # fmt: skip
    columns = [getattr(GradeDispute, name) for name in own]
    rows = select(*columns, taker.name.label("by"), func.coalesce(decider.name, "").label("decided_by"))
    return rows.join(taker, taker.id == GradeDispute.by_id).outerjoin(decider, decider.id == GradeDispute.decided_by_id)


@reads("programme")
def distribution(session: Session, viewer: Viewer, *, round_id: int) -> pd.DataFrame:
    """The units of a round in their official order: unit_id, unit, county, and the counts of `rounds` from people on."""
    rows = select(
        Assessment.unit_id, func.coalesce(Unit.name, "").label("unit"), func.coalesce(Unit.county, "").label("county"),
        *_counts(),
    )  # fmt: skip
    rows = rows.outerjoin(Unit, Unit.id == Assessment.unit_id).where(
        Assessment.round_id == round_id, *_scope(viewer)
    )  # fmt: skip
    rows = rows.group_by(Assessment.unit_id, Unit.name, Unit.county, Unit.position)
    return frame(session, rows.order_by(Unit.position, Assessment.unit_id))


@reads("programme")
def disputes(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, open_only: bool = True
) -> pd.DataFrame:  # fmt: skip
    """Disputes of grades, the one due first on top: id, version, assessment_id, number, raised_by, received_on, due_on,
    content, decision, reason, by, decided_by, mentee, unit, grade (in force)."""
    rows = _dispute_rows().join(Assessment, Assessment.id == GradeDispute.assessment_id)
    rows = rows.join(AssessmentRound, AssessmentRound.id == Assessment.round_id)
    rows = rows.join(Pairing, Pairing.id == Assessment.pairing_id).join(Mentee, Mentee.id == Pairing.mentee_id)
    rows = rows.join(mentee_person, mentee_person.id == Mentee.person_id).outerjoin(Unit, Unit.id == Assessment.unit_id)
    rows = rows.add_columns(
        AssessmentRound.cohort_id, mentee_person.name.label("mentee"), func.coalesce(Unit.name, "").label("unit"),
        Assessment.grade,
    ).where(*_scope(viewer))  # fmt: skip
    if cohort_id is not None:
        rows = rows.where(AssessmentRound.cohort_id == cohort_id)
    if open_only:
        rows = rows.where(GradeDispute.decision == "")
    return frame(session, rows.order_by(GradeDispute.due_on, GradeDispute.id))


@reads("programme")
def conclusions(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, status: str = "proposed"
) -> pd.DataFrame:  # fmt: skip
    """Conclusions in a state ("" for all), the newest first: id, version, pairing_id, assessment_id, kind, reason, ground,
    checks, override, effective_on, ends_on, new_mentor, change_id, successor_id, status, answer, by_id, by, at, decided_by,
    decided_at, mentee, mentor, unit_id, unit, grade, score, pairing_status."""
    new_mentor, decider = aliased(Person, name="new_mentor"), aliased(Account, name="decider")
    own = ("id", "version", "pairing_id", "assessment_id", "kind", "reason", "ground", "checks", "override", "effective_on",
           "ends_on", "change_id", "successor_id", "status", "answer", "by_id", "at", "decided_at")  # fmt: skip
    rows = select(
        *(getattr(Conclusion, name) for name in own), func.coalesce(new_mentor.name, "").label("new_mentor"),
        Account.name.label("by"), func.coalesce(decider.name, "").label("decided_by"), Pairing.mentee_id,
        Mentee.person_id.label("mentee_person_id"), mentee_person.name.label("mentee"), mentor_person.name.label("mentor"),
        mentee_person.unit_id, func.coalesce(Unit.name, "").label("unit"), func.coalesce(Assessment.grade, "").label("grade"),
        Assessment.score, Pairing.status.label("pairing_status"), Pairing.cohort_id,
    )  # fmt: skip
    rows = rows.join(Account, Account.id == Conclusion.by_id).outerjoin(decider, decider.id == Conclusion.decided_by_id)
    rows = rows.join(Pairing, Pairing.id == Conclusion.pairing_id).join(Mentee, Mentee.id == Pairing.mentee_id)
    rows = rows.join(mentee_person, mentee_person.id == Mentee.person_id)
    rows = rows.join(mentor_person, mentor_person.id == Pairing.mentor_id)
    rows = rows.outerjoin(Unit, Unit.id == mentee_person.unit_id).outerjoin(
        new_mentor, new_mentor.id == Conclusion.mentor_id
    )
    rows = rows.outerjoin(Assessment, Assessment.id == Conclusion.assessment_id)
    found = [Conclusion.status == status] if status else []
    found += [] if cohort_id is None else [Pairing.cohort_id == cohort_id]
    found += [] if viewer.unit_id is None else [mentee_person.unit_id == viewer.unit_id]
    return frame(session, rows.where(*found).order_by(Conclusion.id.desc()))
