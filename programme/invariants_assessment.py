"""What must hold of assessments and of the conclusions drawn from them; see `programme.invariants`."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Assessment, AssessmentGrade, Change, Conclusion, GradeDispute, Pairing
from programme.assessment.by_slip import BY_SLIP
from programme.assessment.grading import is_as_signed
from programme.change_content import EDITABLE, UNDER_WAY

AFTER = {"graduate": "graduated", "extend": "extended"}


def grades_are_as_signed(session: Session) -> Iterator[str]:
    """Every signed grade has its hash, they are numbered without a gap, and an assessment shows the last of them."""
    signed: dict[int, list[AssessmentGrade]] = defaultdict(list)
    for grade in session.scalars(select(AssessmentGrade).order_by(AssessmentGrade.number)):
        signed[grade.assessment_id].append(grade)
    for row in session.scalars(select(Assessment).order_by(Assessment.id)):
        found = signed[row.id]
        shown = (found[-1].grade, found[-1].annual_grade) if found else ("", row.annual_grade)
        numbered = [one.number for one in found] == list(range(1, row.number + 1))
        if not numbered or shown != (row.grade, row.annual_grade) or not all(map(is_as_signed, found)):
            yield f"assessment:{row.id}"


def disputes_show(session: Session) -> Iterator[str]:
    """An assessment is disputed exactly while a dispute of it is open, and nobody decided about a grade of his own."""
    still = set(session.scalars(select(GradeDispute.assessment_id).where(GradeDispute.decision == "")))
    shown = set(session.scalars(select(Assessment.id).where(Assessment.status == "disputed")))
    yield from (f"assessment:{key}" for key in sorted(still ^ shown))
    own = select(GradeDispute.assessment_id).join(
        AssessmentGrade,
        (AssessmentGrade.assessment_id == GradeDispute.assessment_id) & (AssessmentGrade.number == GradeDispute.number),
    )
    yield from (
        f"assessment:{key}" for key in session.scalars(own.where(AssessmentGrade.by_id == GradeDispute.decided_by_id))
    )


def nobody_graduates_undecided(session: Session) -> Iterator[str]:
    """A lead that a scheme made graduates or goes on only by a conclusion that two people drew and that was carried out."""
    done = select(Conclusion.pairing_id, Conclusion.kind).where(Conclusion.status == "carried_out")
    concluded = {(key, AFTER[kind]) for key, kind in session.execute(done) if kind in AFTER}
    rows = select(Pairing.id, Pairing.status).where(
        Pairing.status.in_(AFTER.values()), Pairing.role == "lead", Pairing.scheme_id.is_not(None)
    )
    ended = {(key, status) for key, status in session.execute(rows)}
    yield from (f"pairing:{key}" for key, _status in sorted(ended - concluded))
    states = dict(session.execute(select(Pairing.id, Pairing.status)).all())
    yield from (f"pairing:{key}" for key, status in sorted(concluded) if states[key] != status)


def conclusions_follow_their_slips(session: Session) -> Iterator[str]:
    """What goes by a change slip waits exactly as long as the slip is under way, and is carried out only with it."""
    rows = select(Conclusion.id, Conclusion.status, Conclusion.kind, Change.status).where(
        Change.id == Conclusion.change_id
    )
    for key, status, kind, slip in session.execute(rows.order_by(Conclusion.id)):
        waits, under_way = status == "proposed", slip in (*EDITABLE, *UNDER_WAY)
        if kind in BY_SLIP and (waits != under_way or (status == "carried_out") > (slip == "carried_out")):
            yield f"conclusion:{key}"


CHECKS = (grades_are_as_signed, disputes_show, nobody_graduates_undecided, conclusions_follow_their_slips)
