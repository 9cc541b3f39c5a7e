"""Read models of the search: whom one may look for, and what part each plays."""

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Cohort, Mentee, MentorProfile, Person, Unit
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

LAST = 999_999


@reads("programme")
def findable(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Everybody who is or was a mentor or a mentee, in the official order of units: person_id, name, no ("" for none), unit."""
    mentor = select(MentorProfile.person_id).where(MentorProfile.person_id == Person.id).exists()
    mentee = select(Mentee.person_id).where(Mentee.person_id == Person.id).exists()
    rows = (
        select(Person.id.label("person_id"), Person.name, func.coalesce(Person.no, "").label("no"),
               func.coalesce(Unit.name, "").label("unit"))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(or_(mentor, mentee))
        .order_by(func.coalesce(Unit.position, LAST), Person.name_key, Person.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def parts_played(session: Session, viewer: Viewer, *, person_ids: list[int]) -> pd.DataFrame:
    """The parts of some people, mentors first: person_id, part (mentor, mentee), status, cohort ("" for mentors), post."""
    mentors = select(Person.id.label("person_id"), MentorProfile.status, Person.post)
    mentors = mentors.join(MentorProfile, MentorProfile.person_id == Person.id).where(Person.id.in_(person_ids))
    mentees = (
        select(Person.id.label("person_id"), Mentee.status, Cohort.name.label("cohort"), Person.post)
        .join(Mentee, Mentee.person_id == Person.id)
        .join(Cohort, Cohort.id == Mentee.cohort_id)
        .where(Person.id.in_(person_ids))
        .order_by(Cohort.starts_on.desc())
    )
    parts = [
        frame(session, in_scope(mentors, viewer)).assign(part="mentor", cohort=""),
        frame(session, in_scope(mentees, viewer)).assign(part="mentee"),
    ]
    return pd.concat(parts, ignore_index=True)
