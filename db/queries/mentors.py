"""Read models of the mentor pool."""

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import OPEN, Mentee, MentorExpertise, MentorProfile, Pairing, Person, Term, Unit
from db.queries.frames import frame
from db.queries.people import codes_of, dialects_of_people, in_scope
from db.queries.viewer import Viewer, reads


@reads("programme")
def mentors(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The whole pool in the units' official order: one row per mentor, people.id as id.

    Persons: no, name, sex, birth, work_start, party, branch, education, major, unit_id, unit, county, township, post, remark, person_version.
    Profile: standing, source, status, status_reason, status_on, return_on, organization_on, publicity_on, capacity, grassroots_years, stream,
    profile_version. A missing text is "". Besides: expertise [(code, grade)] the best first, dialects [code], load (open pairings), free (seats of a mentor in the pool, else 0).
    """
    load = (
        select(Pairing.mentor_id, func.count().label("load"))
        .where(Pairing.status.in_(OPEN))
        .group_by(Pairing.mentor_id)
        .subquery()
    )
    rows = (
        select(
            Person.id, Person.no, Person.name, Person.sex, Person.birth, Person.work_start, Person.party,
            Person.branch, Person.education, Person.major, Person.unit_id, Unit.name.label("unit"), Unit.county, Unit.township,
            Person.post, Person.remark, Person.version.label("person_version"),
            MentorProfile.standing, MentorProfile.source, MentorProfile.status, MentorProfile.status_reason,
            MentorProfile.status_on, MentorProfile.return_on, MentorProfile.organization_on, MentorProfile.publicity_on,
            MentorProfile.capacity, MentorProfile.grassroots_years, MentorProfile.stream,
            MentorProfile.version.label("profile_version"), func.coalesce(load.c.load, 0).label("load"),
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(load, load.c.mentor_id == Person.id)
        .order_by(func.coalesce(Unit.position, 1_000_000), Person.name_key, Person.id)
    )  # fmt: skip
    out = frame(session, in_scope(rows, viewer))
    graded, spoken = graded_expertise(session), dialects_of_people(session)
    out["unit_id"] = out["unit_id"].astype("Int64")
    out["expertise"] = [graded.get(key, []) for key in out["id"]]
    out["dialects"] = [spoken.get(key, []) for key in out["id"]]
    out["free"] = (out["capacity"] - out["load"]).clip(lower=0).where(out["status"] == "in_pool", 0)
    return out.fillna(dict.fromkeys(("no", "birth", "work_start", "unit", "county", "township"), ""))


def graded_expertise(session: Session) -> dict[int, list[tuple[str, int]]]:
    """{people.id: [(code, grade)]}, the best first."""
    rows = select(MentorExpertise.person_id, Term.code, MentorExpertise.grade)
    rows = rows.join(Term, Term.id == MentorExpertise.term_id)
    return codes_of(session, rows.order_by(MentorExpertise.person_id, MentorExpertise.grade.desc(), Term.position))


@reads("programme")
def led_by(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """Whom a mentor leads now: pairing_id, mentee_id, name, unit, status, starts_on, ends_on."""
    rows = (
        select(
            Pairing.id.label("pairing_id"), Mentee.id.label("mentee_id"), Person.name, Unit.name.label("unit"),
            Pairing.status, Pairing.starts_on, Pairing.ends_on,
        )
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Pairing.mentor_id == person_id, Pairing.status.in_(OPEN))
        .order_by(Pairing.starts_on, Pairing.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))
