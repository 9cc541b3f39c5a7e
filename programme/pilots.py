"""Pilot units (试点单位) and how far a cohort reaches: first the pilots, then their counties, then everywhere (点带面).

A cohort reaches, by its `reach`: `pilot` the units that are pilots on the cohort's day of eligibility, `spread` besides
every unit of the counties where such a pilot stands (the city's own level counts as one), `full` everybody.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from db.models import Cohort, PilotUnit, Unit
from db.queries.standings import pilot_on
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.standings import begin, finish
from programme.usecase import fetch, record, use_case


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a cohort reaches, and the ids of the units within (None: all, and who has no unit too)."""

    code: str = "full"
    units: frozenset[int] | None = None

    def covers(self, unit_id: Any) -> bool:
        """Whether people of a unit are within; who has no unit is within only where everybody is."""
        return self.units is None or unit_id in self.units


@use_case(Action.MANAGE_WORDS)
def name_pilot(session: Session, by: Actor, *, unit_id: int, since: date, reason: str) -> int:
    """Make a unit a pilot from a day on; returns pilot_units.id. Conflict for one that has ended or is a pilot already."""
    unit = fetch(session, Unit, unit_id)
    if unit.valid_to:
        raise Conflict("pilot_of_ended_unit", unit=unit.name)
    if session.scalars(select(PilotUnit.id).filter_by(unit_id=unit_id, ends_on=None)).first():
        raise Conflict("pilot_already", unit=unit.name)
    key = begin(session, by, PilotUnit(unit_id=unit_id, since=since), reason)
    told = {"act": "pilot", "unit": unit.name, "since": since.isoformat(), "reason": reason.strip()}
    record(session, by, Action.MANAGE_WORDS, f"unit:{unit_id}", **told)
    return key


@use_case(Action.MANAGE_WORDS)
def end_pilot(session: Session, by: Actor, *, pilot_id: int, seen_version: int, on: date, reason: str) -> None:
    """A unit is a pilot no more from a day on; what it was stays on record. Raises as `standings.finish` does."""
    row = fetch(session, PilotUnit, pilot_id)
    finish(session, by, row, seen_version, (on, reason))
    told = {"act": "pilot_ended", "on": on.isoformat(), "reason": reason.strip()}
    record(session, by, Action.MANAGE_WORDS, f"unit:{row.unit_id}", **told)


@reads("programme")
def reach_of(session: Session, viewer: Viewer, *, cohort_id: int) -> Reach:
    """How far a cohort reaches."""
    return reach(session, fetch(session, Cohort, cohort_id))


def reach(session: Session, cohort: Cohort) -> Reach:
    """How far a cohort reaches, by the pilots of its day of eligibility."""
    if cohort.reach == "full":
        return Reach()
    pilots = select(PilotUnit.unit_id).where(*pilot_on(cohort.eligible_on))
    within: ColumnElement[bool] = Unit.id.in_(pilots)
    if cohort.reach == "spread":
        within = or_(within, Unit.county.in_(select(Unit.county).where(Unit.id.in_(pilots), Unit.county != "")))
    return Reach(cohort.reach, frozenset(session.scalars(select(Unit.id).where(within))))
