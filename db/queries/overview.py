"""Read models of the overview: how far each mentee of a cohort has come, what is on its way, and whom one may look for."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from db.models import (
    OPEN,
    Audit,
    Cohort,
    Mentee,
    MentorProfile,
    Pairing,
    PairingEvent,
    Person,
    Scheme,
    SchemePair,
    Unit,
)
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

ON_THE_WAY = ("draft", "proposed", "approved", "confirmed")
BEFORE_FORCE = ("notice", "confirmed")


@reads("programme")
def scheme_on_its_way(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The scheme of the cohort that has come farthest, the newest of those (no row: there is none): id, name, status, pairs."""
    pairs = select(func.count()).where(SchemePair.scheme_id == Scheme.id).scalar_subquery()
    rank = case({status: place for place, status in enumerate(ON_THE_WAY)}, value=Scheme.status)
    rows = (
        select(Scheme.id, Scheme.name, Scheme.status, pairs.label("pairs"))
        .where(Scheme.cohort_id == cohort_id, Scheme.status.in_(ON_THE_WAY), Scheme.kind == "computed")
        .order_by(rank.desc(), Scheme.id.desc())
        .limit(1)
    )
    return frame(session, rows)


@reads("programme")
def mentee_progress(session: Session, viewer: Viewer, *, cohort_id: int, scheme_id: int | None) -> pd.DataFrame:
    """One row per mentee of the cohort in the order of the units.

    mentee_id, person_id, no, name, birth, work_start, category, status, unit, stream, county (the place served), and 0 or 1:
    planned (has a pair in the scheme), bound (has or had a pairing in the cohort), in_force (one came into force).
    """
    rows = (
        select(
            Mentee.id.label("mentee_id"), Mentee.person_id, Person.no, Person.name, Person.birth, Person.work_start,
            Mentee.category, Mentee.status, func.coalesce(Unit.name, "").label("unit"),
            func.coalesce(Unit.stream, "").label("stream"),
            case((Mentee.county != "", Mentee.county), else_=func.coalesce(Unit.county, "")).label("county"),
            _flag(SchemePair, SchemePair.scheme_id == (scheme_id or 0)).label("planned"),
            _flag(Pairing).label("bound"),
            _flag(Pairing, Pairing.status.not_in(BEFORE_FORCE)).label("in_force"),
        )
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id)
        .order_by(func.coalesce(Unit.position, 999_999), Person.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


def _flag(model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where a row of the model names the mentee, else 0."""
    return case((select(model.mentee_id).where(model.mentee_id == Mentee.id, *conditions).exists(), 1), else_=0)


@reads("programme")
def mentor_states(session: Session, viewer: Viewer) -> dict[str, int]:
    """How many mentors are in each state."""
    rows = select(MentorProfile.status, func.count()).join(Person, Person.id == MentorProfile.person_id)
    counts = session.execute(in_scope(rows.group_by(MentorProfile.status), viewer))
    return {row[0]: row[1] for row in counts}


@reads("programme")
def loose_ends(session: Session, viewer: Viewer) -> dict[str, int]:
    """Pairings of every cohort that need somebody: `due` for appraisal, `stranded` with a mentor who has left the pool.

    What is due stays with its mentor until it is appraised, so it is never stranded.
    """
    gone = and_(Pairing.status.in_(OPEN), Pairing.status != "due", MentorProfile.status == "left")
    rows = (
        select(
            func.coalesce(func.sum(case((Pairing.status == "due", 1), else_=0)), 0).label("due"),
            func.coalesce(func.sum(case((gone, 1), else_=0)), 0).label("stranded"),
        )
        .select_from(Pairing)
        .join(Person, Person.id == Pairing.mentor_id)
        .join(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
    )
    return {name: int(count) for name, count in session.execute(in_scope(rows, viewer)).mappings().one().items()}


@reads("programme")
def notices(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Pairings of the cohort on public notice: pairing_id, published (day), notice_days (as they were when it began)."""
    days = func.coalesce(Scheme.notice_days, Cohort.notice_days).label("notice_days")
    rows = (
        select(Pairing.id.label("pairing_id"), func.max(PairingEvent.on_day).label("published"), days)
        .join(PairingEvent, PairingEvent.pairing_id == Pairing.id)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .outerjoin(Scheme, Scheme.id == Pairing.scheme_id)
        .join(Person, Person.id == Pairing.mentor_id)
        .where(Pairing.cohort_id == cohort_id, Pairing.status == "notice", PairingEvent.to_status == "notice")
        .group_by(Pairing.id, Scheme.notice_days, Cohort.notice_days)
    )
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def rules_reviewed(session: Session, viewer: Viewer, *, cohort_id: int) -> bool:
    """Whether somebody has saved the rules of the cohort; the defaults alone do not count."""
    saved = select(Audit.seq).where(
        Audit.action == "edit_rules", Audit.object == f"cohort:{cohort_id}", Audit.outcome == "done"
    )
    return session.scalars(saved.limit(1)).first() is not None


@reads("programme")
def everybody(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Whom one may look for, a row for each part somebody plays: person_id, no, name, unit, part (mentor, mentee), key, cohort, cohort_id.

    `key` is people.id of a mentor and mentees.id of a mentee; the cohort is the mentee's ("" and 0 for mentors).
    """
    shared = (Person.id.label("person_id"), Person.no, Person.name, func.coalesce(Unit.name, "").label("unit"))
    mentors = (
        select(*shared, Person.id.label("key"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
    )
    mentees = (
        select(*shared, Mentee.id.label("key"), Cohort.name.label("cohort"), Cohort.id.label("cohort_id"))
        .join(Mentee, Mentee.person_id == Person.id)
        .join(Cohort, Cohort.id == Mentee.cohort_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(Cohort.starts_on.desc(), Person.id)
    )
    parts = [
        frame(session, in_scope(mentors, viewer)).assign(part="mentor", cohort="", cohort_id=0),
        frame(session, in_scope(mentees, viewer)).assign(part="mentee"),
    ]
    return pd.concat(parts, ignore_index=True).fillna({"no": ""})
