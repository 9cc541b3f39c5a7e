"""Read models of a cohort's mentees."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.models import OPEN, Cohort, Mentee, MenteeNeed, Pairing, Person, PolicyRow, Term, Unit
from db.queries.frames import frame
from db.queries.people import codes_of, dialects_of_people, in_scope, strengths_of_people
from db.queries.viewer import Viewer, reads


@reads("programme")
def mentees(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Everybody of a cohort in the units' official order: one row per mentee, mentees.id as id.

    Persons: person_id, no, name, sex, birth, work_start, party, branch, education, major, unit_id, unit, stream, post, remark, person_version.
    Entry: category, status, county, township (the place served, else the unit's), field (code or ""), demand, priority,
    mentee_version, served_county, served_township (as entered). Besides: needs [code] the most wanted first, dialects [code], strengths [code],
    mentor_id and mentor (the open lead pairing's; NA and "" without). A missing text is "".
    """
    mentor = aliased(Person)
    rows = (
        select(
            Mentee.id, Mentee.person_id, Person.no, Person.name, Person.sex, Person.birth, Person.work_start,
            Person.party, Person.branch, Person.education, Person.major, Person.unit_id, Unit.name.label("unit"), Unit.stream,
            Person.post, Person.remark, Person.version.label("person_version"), Mentee.category, Mentee.status,
            Mentee.county.label("served_county"), Mentee.township.label("served_township"),
            Unit.county.label("unit_county"), Unit.township.label("unit_township"), Term.code.label("field"),
            Mentee.demand, Mentee.priority, Mentee.version.label("mentee_version"),
            Pairing.mentor_id, mentor.name.label("mentor"),
        )
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Term, Term.id == Mentee.field_id)
        .outerjoin(
            Pairing, (Pairing.mentee_id == Mentee.id) & (Pairing.role == "lead") & Pairing.status.in_(OPEN)
        )
        .outerjoin(mentor, mentor.id == Pairing.mentor_id)
        .where(Mentee.cohort_id == cohort_id)
        .order_by(func.coalesce(Unit.position, 1_000_000), Person.name_key, Person.id)
    )  # fmt: skip
    out = frame(session, in_scope(rows, viewer))
    needed, spoken = ranked_needs(session, cohort_id), dialects_of_people(session)
    out["needs"] = [needed.get(key, []) for key in out["id"]]
    out["dialects"] = [spoken.get(key, []) for key in out["person_id"]]
    good_at = strengths_of_people(session)
    out["strengths"] = [good_at.get(key, []) for key in out["person_id"]]
    out = out.astype({"mentor_id": "Int64", "unit_id": "Int64"})
    texts = ("no", "birth", "work_start", "unit", "stream", "unit_county", "unit_township", "field", "mentor")
    return _placed(out.fillna(dict.fromkeys(texts, "")))


def _placed(out: pd.DataFrame) -> pd.DataFrame:
    """With the place served: as entered, else where the unit stands."""
    own = out["served_county"] != ""
    out["county"] = out["served_county"].where(own, out["unit_county"])
    same = out["county"] == out["unit_county"]
    township = out["served_township"].where(out["served_township"] != "", out["unit_township"].where(same, ""))
    out["township"] = township
    return out.drop(columns=["unit_county", "unit_township"])


def ranked_needs(session: Session, cohort_id: int) -> dict[int, list[str]]:
    """{mentees.id: [code]}, the most wanted first."""
    rows = (
        select(MenteeNeed.mentee_id, Term.code)
        .join(Term, Term.id == MenteeNeed.term_id)
        .join(Mentee, Mentee.id == MenteeNeed.mentee_id)
        .where(Mentee.cohort_id == cohort_id)
        .order_by(MenteeNeed.mentee_id, MenteeNeed.rank)
    )
    return codes_of(session, rows)


@reads("programme")
def judged_by(session: Session, viewer: Viewer, *, cohort_id: int) -> tuple[date, dict[str, Any]]:
    """The day on which a cohort's eligibility is judged, and the rules last saved for it ({}: none yet)."""
    newest = select(PolicyRow.rules).where(PolicyRow.cohort_id == cohort_id).order_by(PolicyRow.number.desc()).limit(1)
    day = session.scalars(select(Cohort.eligible_on).where(Cohort.id == cohort_id)).one()
    return day, session.scalars(newest).first() or {}
