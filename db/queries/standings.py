"""Read models of what is named for a time: pilot units, and pairings that are an example."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Cohort, ExamplePair, Mentee, Pairing, Person, PilotUnit, Unit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

mentee_person, mentor_person = aliased(Person, name="mentee_person"), aliased(Person, name="mentor_person")
mentee_unit, mentor_unit = aliased(Unit, name="mentee_unit"), aliased(Unit, name="mentor_unit")
ender = aliased(Account, name="ender")


def pilot_on(day: date | ScalarSelect[Any]) -> tuple[ColumnElement[bool], ...]:
    """The conditions for a pilot unit of that day; the last day counts no more."""
    return PilotUnit.since <= day, or_(PilotUnit.ends_on.is_(None), PilotUnit.ends_on > day)


def _told(model: type[PilotUnit] | type[ExamplePair]) -> list[Any]:
    """id, version, since, reason, by, at, ends_on (None while it holds), ended_why, ended_by ("" while it holds)."""
    return [
        model.id, model.version, model.since, model.reason, Account.name.label("by"), model.at, model.ends_on,
        model.ended_why, func.coalesce(ender.name, "").label("ended_by"),
    ]  # fmt: skip


def _with_names(rows: Select, model: type[PilotUnit] | type[ExamplePair]) -> Select:
    return rows.join(Account, Account.id == model.by_id).outerjoin(ender, ender.id == model.ended_by_id)


@reads("programme")
def pilots(session: Session, viewer: Viewer, *, unit_id: int | None = None) -> pd.DataFrame:
    """Every time that a unit was or is a pilot, of one unit or of all, in the official order, the latest first: unit_id,
    unit, county, and id, version, since, reason, by, at, ends_on, ended_why, ended_by. A liaison sees its own unit's."""
    rows = select(PilotUnit.unit_id, Unit.name.label("unit"), Unit.county, *_told(PilotUnit))
    told = _with_names(rows.join(Unit, Unit.id == PilotUnit.unit_id), PilotUnit)
    for wanted in (unit_id, viewer.unit_id):
        if wanted is not None:
            told = told.where(PilotUnit.unit_id == wanted)
    return frame(session, told.order_by(Unit.position, Unit.id, PilotUnit.since.desc(), PilotUnit.id.desc()))


@reads("programme")
def examples(
    session: Session, viewer: Viewer, *, cohort_id: int | None = None, pairing_id: int | None = None
) -> pd.DataFrame:  # fmt: skip
    """Every time that a pairing was or is an example, the latest first: pairing_id, cohort, status, mentor_id, mentor,
    mentor_unit, mentee_id, mentee, mentee_unit, mentee_unit_id, and id, version, since, reason, by, at, ends_on, ended_why,
    ended_by. A liaison sees those in which its unit has the mentee or the mentor."""
    rows = select(
        ExamplePair.pairing_id, Cohort.name.label("cohort"), Pairing.status, Pairing.mentor_id,
        mentor_person.name.label("mentor"), func.coalesce(mentor_unit.name, "").label("mentor_unit"), Pairing.mentee_id,
        mentee_person.name.label("mentee"), func.coalesce(mentee_unit.name, "").label("mentee_unit"),
        mentee_person.unit_id.label("mentee_unit_id"), *_told(ExamplePair),
    )  # fmt: skip
    told = _with_names(_with_people(rows), ExamplePair)
    for column, wanted in ((Pairing.cohort_id, cohort_id), (Pairing.id, pairing_id)):
        if wanted is not None:
            told = told.where(column == wanted)
    if viewer.unit_id is not None:
        told = told.where(or_(mentee_person.unit_id == viewer.unit_id, mentor_person.unit_id == viewer.unit_id))
    return frame(session, told.order_by(ExamplePair.since.desc(), ExamplePair.id.desc()))


def _with_people(rows: Select) -> Select:
    return (
        rows.join(Pairing, Pairing.id == ExamplePair.pairing_id)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee_person, mentee_person.id == Mentee.person_id)
        .join(mentor_person, mentor_person.id == Pairing.mentor_id)
        .outerjoin(mentee_unit, mentee_unit.id == mentee_person.unit_id)
        .outerjoin(mentor_unit, mentor_unit.id == mentor_person.unit_id)
    )
