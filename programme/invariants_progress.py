"""What must hold of follow-ups, surveys and marks on relations; see `programme.invariants`."""

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from db.models import EntryVersion, FollowUp, Pairing, RelationMark, Survey, SurveyAnswer
from programme.invariants_pairings import places


def follow_ups_end_with_an_outcome(session: Session) -> Iterator[str]:
    """A follow-up says what is to be done; one that is over says what came of it, by whom, and not before it was assigned."""
    still = and_(FollowUp.status == "open", or_(FollowUp.outcome != "", FollowUp.closed_by_id.is_not(None)))
    bare = or_(FollowUp.outcome == "", FollowUp.closed_by_id.is_(None), FollowUp.closed_at < FollowUp.at)
    wrong = or_(FollowUp.text == "", still, and_(FollowUp.status != "open", bare))
    yield from places(session, "follow_up", select(FollowUp.id).where(wrong).order_by(FollowUp.id))


def answers_belong_to_their_survey(session: Session) -> Iterator[str]:
    """An answer is one side of a lead pairing of its survey's cohort, and who filed it is known exactly where it is filed."""
    rows = select(SurveyAnswer.id).join(Survey, Survey.id == SurveyAnswer.survey_id)
    rows = rows.join(Pairing, Pairing.id == SurveyAnswer.pairing_id)
    foreign = or_(Pairing.cohort_id != Survey.cohort_id, Pairing.role != "lead")
    authorless = SurveyAnswer.filed_at.is_(None) != SurveyAnswer.by_id.is_(None)
    yield from places(session, "survey_answer", rows.where(or_(foreign, authorless)).order_by(SurveyAnswer.id))


def corrected_answers_keep_what_was_said(session: Session) -> Iterator[str]:
    """An answer's version is one for its being laid out, one for its filing, and one for each correction that is kept."""
    kept = select(EntryVersion.subject_id, func.count()).where(EntryVersion.subject == "survey_answer")
    counts = dict(session.execute(kept.group_by(EntryVersion.subject_id)).all())
    rows = select(SurveyAnswer.id, SurveyAnswer.version, SurveyAnswer.filed_at).order_by(SurveyAnswer.id)
    for key, version, filed_at in session.execute(rows):
        if version != 1 + (filed_at is not None) + counts.get(key, 0):
            yield f"survey_answer:{key}"


def marks_have_reasons(session: Session) -> Iterator[str]:
    """Every mark on a relation has its reason, and none is set twice in a row."""
    last: dict[int, str] = {}
    for row in session.scalars(select(RelationMark).order_by(RelationMark.id)):
        if not row.reason.strip() or (row.mark == "set" and last.get(row.pairing_id) == "set"):
            yield f"relation_mark:{row.id}"
        last[row.pairing_id] = row.mark


CHECKS = (
    follow_ups_end_with_an_outcome,
    answers_belong_to_their_survey,
    corrected_answers_keep_what_was_said,
    marks_have_reasons,
)
