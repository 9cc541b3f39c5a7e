"""Read models of the rules: every saving of a cohort with who, when and the note, and whom rules may name."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Mentee, MentorProfile, Person, PolicyRow, Unit
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads


@reads("programme")
def rule_rows(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """All rows, the newest first: id, number, rules (JSON), note, by (name), at (UTC)."""
    return frame(
        session,
        select(PolicyRow.id, PolicyRow.number, PolicyRow.rules, PolicyRow.note, Account.name.label("by"), PolicyRow.at)
        .join(Account, Account.id == PolicyRow.by_id)
        .where(PolicyRow.cohort_id == cohort_id)
        .order_by(PolicyRow.number.desc()),
    )


@reads("programme")
def rule_people(session: Session, viewer: Viewer, *, person_ids: list[int]) -> pd.DataFrame:
    """Who these people are, as far as the viewer sees them: id, name, unit ("" for none)."""
    rows = select(Person.id, Person.name, Unit.name.label("unit")).outerjoin(Unit, Unit.id == Person.unit_id)
    return frame(session, in_scope(rows.where(Person.id.in_(person_ids)), viewer)).fillna({"unit": ""})


@reads("programme")
def accounts_named(session: Session, viewer: Viewer) -> dict[int, str]:
    """Who put his name to something: {accounts.id: name}."""
    return dict(session.execute(select(Account.id, Account.name)).all())


@reads("programme")
def mentors_to_name(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Mentors who have not left the pool, in the official order of units: id, name, unit, capacity, standing."""
    rows = (
        select(Person.id, Person.name, Unit.name.label("unit"), MentorProfile.capacity, MentorProfile.standing)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(MentorProfile.status != "left")
        .order_by(Unit.position, Person.name_key, Person.id)
    )
    return frame(session, in_scope(rows, viewer)).fillna({"unit": ""})


@reads("programme")
def mentees_to_name(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Mentees of the cohort who still wait, in the official order of units: id (of the person), name, unit."""
    rows = (
        select(Person.id, Person.name, Unit.name.label("unit"))
        .join(Mentee, Mentee.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id, Mentee.status == "waiting")
        .order_by(Unit.position, Person.name_key, Person.id)
    )
    return frame(session, in_scope(rows, viewer)).fillna({"unit": ""})
