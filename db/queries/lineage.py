"""Who was led by whom (师承), and which graduates became mentors themselves (徒成师)."""

from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.models import Mentee, MentorProfile, Pairing, Person, Unit
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

PAST_AND_PRESENT = ("active", "paused", "due", "graduated", "extended")
COUNTED = ("in_pool", "paused")


@reads("programme")
def lineage(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Each step from a mentor to a mentee who was nominated as mentor later on, once per pair of people.

    mentor_id, mentor, mentee_id (people.id of the younger), mentee, unit, status (the younger one's in the pool), since
    (the first day of their pairing), graduated (whether it ended in graduation).
    """
    elder, younger = Person.__table__.alias("elder"), Person
    rows = (
        select(
            Pairing.mentor_id, elder.c.name.label("mentor"), younger.id.label("mentee_id"), younger.name.label("mentee"),
            func.coalesce(Unit.name, "").label("unit"), MentorProfile.status, func.min(Pairing.starts_on).label("since"),
            func.max(_graduated()).label("graduated"),
        )
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(younger, younger.id == Mentee.person_id)
        .join(MentorProfile, MentorProfile.person_id == younger.id)
        .join(elder, elder.c.id == Pairing.mentor_id)
        .outerjoin(Unit, Unit.id == younger.unit_id)
        .where(Pairing.status.in_(PAST_AND_PRESENT), Pairing.mentor_id != younger.id)
        .group_by(Pairing.mentor_id, elder.c.name, younger.id, younger.name, Unit.name, MentorProfile.status)
        .order_by(func.min(Pairing.starts_on), Pairing.mentor_id, younger.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


def _graduated() -> Any:
    return case((Pairing.status == "graduated", 1), else_=0)


@reads("programme")
def graduates(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Graduated mentees who are not in the mentor pool in any state, the latest cohort first.

    mentee_id (mentees.id), person_id, name, unit, post, category, cohort_id.
    """
    known = select(MentorProfile.person_id)
    rows = (
        select(Mentee.id.label("mentee_id"), Person.id.label("person_id"), Person.name,
               func.coalesce(Unit.name, "").label("unit"), Person.post, Mentee.category, Mentee.cohort_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.status == "graduated", Person.id.not_in(known))
        .order_by(Mentee.cohort_id.desc(), func.coalesce(Unit.position, 1_000_000), Person.name_key, Mentee.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def made_mentors(session: Session, viewer: Viewer) -> int:
    """How many graduates are mentors of the pool now."""
    rows = (
        select(func.count(func.distinct(Person.id)))
        .join(Mentee, Mentee.person_id == Person.id)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .where(Mentee.status == "graduated", MentorProfile.status.in_(COUNTED))
    )
    return int(session.scalar(in_scope(rows, viewer)) or 0)
