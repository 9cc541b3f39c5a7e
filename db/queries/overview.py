"""Read models of the overview: how far each mentee of a cohort has come, and which scheme is on its way."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from db.models import (
    Mentee,
    Pairing,
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

    mentee_id, person_id, no, name, birth, work_start, category, status, unit_id, unit, stream, county (the place served), and 0 or 1:
    planned (has a pair in the scheme), bound (has or had a pairing in the cohort), in_force (one came into force).
    """
    rows = (
        select(
            Mentee.id.label("mentee_id"), Mentee.person_id, Person.no, Person.name, Person.birth, Person.work_start,
            Mentee.category, Mentee.status, Person.unit_id, func.coalesce(Unit.name, "").label("unit"),
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
