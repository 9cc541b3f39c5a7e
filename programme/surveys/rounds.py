"""Surveys of a cohort: opened with a day until which both sides answer, brought up to date, closed, opened again."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.clock import today
from db.models import Mentee, Pairing, Person, Survey, SurveyAnswer
from db.models.surveys import SIDES
from programme.access import Action, Actor
from programme.cohort_open import demand_open
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

USUAL_DAYS = 14
# Whoever rests is not asked: there is nothing to judge at the moment.
ASKED = ("active", "due")


def usual_due() -> date:
    """Two weeks from today."""
    return today() + timedelta(days=USUAL_DAYS)


@use_case(Action.MANAGE_COHORTS)
def open_survey(session: Session, by: Actor, *, cohort_id: int, due_on: date) -> int:
    """Ask both sides of every lead pairing in force of a cohort; returns surveys.id.

    Raises Invalid (a day that is over), Conflict ("survey_open" while another one runs, "survey_nobody").
    """
    demand_open(session, cohort_id)
    if due_on < today():
        raise Invalid("survey_due", field="due_on", day=due_on)
    numbers = select(func.max(Survey.number)).where(Survey.cohort_id == cohort_id)
    running = session.scalars(select(Survey.number).filter_by(cohort_id=cohort_id, status="open")).first()
    if running is not None:
        raise Conflict("survey_open", number=running)
    number = (session.scalar(numbers) or 0) + 1
    row = Survey(cohort_id=cohort_id, number=number, opens_on=today(), due_on=due_on, by_id=by.id)
    session.add(row)
    session.flush()
    asked = _lay_out(session, row)
    if not asked:
        raise Conflict("survey_nobody")
    told = {"number": row.number, "due_on": due_on, "asked": asked}
    record(session, by, Action.MANAGE_COHORTS, f"survey:{row.id}", act="open", **told)
    return row.id


def _lay_out(session: Session, survey: Survey) -> int:
    """An empty answer for each side that has none yet, with the unit that collects it; how many are new."""
    mentee, mentor = aliased(Person), aliased(Person)
    rows = select(Pairing.id, mentee.unit_id.label("mentee"), mentor.unit_id.label("mentor"))
    rows = rows.join(Mentee, Mentee.id == Pairing.mentee_id).join(mentee, mentee.id == Mentee.person_id)
    rows = rows.join(mentor, mentor.id == Pairing.mentor_id)
    rows = rows.where(Pairing.cohort_id == survey.cohort_id, Pairing.role == "lead", Pairing.status.in_(ASKED))
    there = select(SurveyAnswer.pairing_id).where(SurveyAnswer.survey_id == survey.id)
    new = [
        SurveyAnswer(survey_id=survey.id, pairing_id=row.id, side=side, unit_id=getattr(row, side))
        for row in session.execute(rows.where(Pairing.id.not_in(there)).order_by(Pairing.id))
        for side in SIDES
    ]
    session.add_all(new)
    session.flush()
    return len(new)


@use_case(Action.MANAGE_COHORTS)
def take_up(session: Session, by: Actor, *, survey_id: int, seen_version: int) -> int:
    """Ask the pairings that came into force since an open survey began; returns how many answers more are awaited."""
    row = _claimed(session, survey_id, seen_version, "open")
    added = _lay_out(session, row)
    record(session, by, Action.MANAGE_COHORTS, f"survey:{row.id}", act="take_up", added=added)
    return added


@use_case(Action.MANAGE_COHORTS)
def close_survey(session: Session, by: Actor, *, survey_id: int, seen_version: int) -> None:
    """Take no more answers; those that are missing stay missing."""
    row = _claimed(session, survey_id, seen_version, "open")
    row.status = "closed"
    record(session, by, Action.MANAGE_COHORTS, f"survey:{row.id}", act="close", number=row.number)


@use_case(Action.MANAGE_COHORTS)
def reopen_survey(session: Session, by: Actor, *, survey_id: int, seen_version: int, due_on: date) -> None:
    """Take answers again until another day. Raises Conflict while a later survey of the cohort runs."""
    row = _claimed(session, survey_id, seen_version, "closed")
    if due_on < today():
        raise Invalid("survey_due", field="due_on", day=due_on)
    running = session.scalars(select(Survey.number).filter_by(cohort_id=row.cohort_id, status="open")).first()
    if running is not None:
        raise Conflict("survey_open", number=running)
    row.status, row.due_on = "open", due_on
    record(session, by, Action.MANAGE_COHORTS, f"survey:{row.id}", act="reopen", due_on=due_on)


def _claimed(session: Session, survey_id: int, seen_version: int, status: str) -> Survey:
    row = fetch(session, Survey, survey_id)
    claim(session, row, seen_version)
    if row.status != status:
        raise Conflict("survey_closed" if status == "open" else "survey_not_closed")
    return row
