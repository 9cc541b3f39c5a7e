"""The structure of a plan for the meeting: who the mentors and the mentees are, by what a chart can group them by."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.models import Mentee, MenteeNeed, MentorExpertise, MentorProfile, Person, SchemePair, Term, Unit
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads


@reads("programme")
def mentors_of_plan(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The mentors of a scheme's pairs: person_id, name, unit, unit_kind, county, birth, sex, category (standing)."""
    ids = select(SchemePair.mentor_id).where(SchemePair.scheme_id == scheme_id)
    rows = (
        select(*_columns(), MentorProfile.standing.label("category"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(ids))
        .order_by(Person.id)
    )
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def mentees_of_plan(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The mentees of a scheme's pairs: mentee_id and what `mentors_of_plan` has; the county is the place served."""
    ids = select(SchemePair.mentee_id).where(SchemePair.scheme_id == scheme_id)
    served = func.coalesce(func.nullif(Mentee.county, ""), Unit.county, "").label("county")
    rows = (
        select(Mentee.id.label("mentee_id"), *_columns(served), Mentee.category)
        .join(Mentee, Mentee.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.id.in_(ids))
        .order_by(Person.id)
    )
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def expertise_of_plan(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """A row for each expertise of a mentor and each need of a mentee in the plan: side, person_id, mentee_id, word, word_en.

    `side` is "mentor" or "mentee"; a mentor has no mentee_id (0). The most often held or wanted words are the caller's matter.
    """
    person = aliased(Person)
    held = (
        select(MentorExpertise.person_id, Term.name.label("word"), Term.name_en.label("word_en"))
        .join(Term, Term.id == MentorExpertise.term_id)
        .join(person, person.id == MentorExpertise.person_id)
        .where(MentorExpertise.person_id.in_(select(SchemePair.mentor_id).where(SchemePair.scheme_id == scheme_id)))
    )
    wanted = (
        select(
            Mentee.person_id, MenteeNeed.mentee_id, Term.name.label("word"), Term.name_en.label("word_en")
        )
        .join(Term, Term.id == MenteeNeed.term_id)
        .join(Mentee, Mentee.id == MenteeNeed.mentee_id)
        .join(person, person.id == Mentee.person_id)
        .where(MenteeNeed.mentee_id.in_(select(SchemePair.mentee_id).where(SchemePair.scheme_id == scheme_id)))
    )  # fmt: skip
    if viewer.unit_id is not None:
        held, wanted = held.where(person.unit_id == viewer.unit_id), wanted.where(person.unit_id == viewer.unit_id)
    mentors = frame(session, held).assign(side="mentor", mentee_id=0)
    return pd.concat([mentors, frame(session, wanted).assign(side="mentee")], ignore_index=True)


def _columns(county: Any = None) -> list[Any]:
    own = func.coalesce(Unit.county, "").label("county")
    return [
        Person.id.label("person_id"), Person.name, func.coalesce(Unit.name, "").label("unit"),
        func.coalesce(Unit.kind, "").label("unit_kind"), own if county is None else county, Person.birth,
        Person.sex,
    ]  # fmt: skip
