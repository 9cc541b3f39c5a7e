"""Read models of what is named for a time: pilot units, and pairings that are an example."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Cohort, ExamplePair, Pairing, PilotUnit, Unit
from db.queries.frames import frame
from db.queries.pair_people import mentee_person, mentee_unit, mentor_person, mentor_unit, seen_by, with_people
from db.queries.viewer import Viewer, reads

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
    of_pairing = rows.join(Pairing, Pairing.id == ExamplePair.pairing_id).join(Cohort, Cohort.id == Pairing.cohort_id)
    told = _with_names(with_people(of_pairing), ExamplePair)
    for column, wanted in ((Pairing.cohort_id, cohort_id), (Pairing.id, pairing_id)):
        if wanted is not None:
            told = told.where(column == wanted)
    return frame(session, seen_by(viewer, told).order_by(ExamplePair.since.desc(), ExamplePair.id.desc()))
