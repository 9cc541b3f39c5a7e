"""Read models of the vocabularies, the units and the dialects of places, with how often each is used."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from db.models import (
    ForceGrade,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    Person,
    PersonDialect,
    PersonStrength,
    PilotUnit,
    PlaceDialect,
    Term,
    TermAlias,
    Unit,
    UnitAlias,
)
from db.queries.frames import frame
from db.queries.people import codes_of
from db.queries.viewer import Viewer, reads


@reads("programme")
def terms(session: Session, viewer: Viewer) -> pd.DataFrame:
    """All words: id, kind, code, name, name_en, position, active, aliases [text], held, wanted.

    `held` counts mentors with the expertise, speakers of the dialect or people with the strength, `wanted` mentees who need it, have it as
    their field, places where it is spoken, or units that are graded by the force. A liaison's people and unit are counted alone.
    """
    out = frame(session, select(Term.__table__).order_by(Term.kind, Term.position, Term.id))
    aliases = codes_of(session, select(TermAlias.term_id, TermAlias.alias).order_by(TermAlias.alias))
    held, wanted = _counts(session, viewer, HELD), _counts(session, viewer, WANTED)
    out["aliases"] = [aliases.get(key, []) for key in out["id"]]
    out["held"] = [held.get(key, 0) for key in out["id"]]
    out["wanted"] = [wanted.get(key, 0) for key in out["id"]]
    return out


Sources = tuple[tuple[Select, Any], ...]


def _by_person(table: Any) -> Select:
    return select(table.term_id).join(Person, Person.id == table.person_id)


# Each with the column of the unit that its rows belong to; what places speak belongs to everybody.
HELD = (
    (_by_person(MentorExpertise).where(MentorExpertise.grade > 0), Person.unit_id),
    (_by_person(PersonDialect), Person.unit_id),
    (_by_person(PersonStrength), Person.unit_id),
)
WANTED = (
    (select(MenteeNeed.term_id).join(Mentee).join(Person, Person.id == Mentee.person_id), Person.unit_id),
    (select(Mentee.field_id.label("term_id")).join(Person, Person.id == Mentee.person_id), Person.unit_id),
    (select(PlaceDialect.term_id), None),
    (select(ForceGrade.term_id).where(ForceGrade.struck_at.is_(None)), ForceGrade.unit_id),
)


def _counts(session: Session, viewer: Viewer, sources: Sources) -> dict[int, int]:
    own = [
        rows if unit is None or viewer.unit_id is None else rows.where(unit == viewer.unit_id) for rows, unit in sources
    ]
    used = union_all(*own).subquery()
    rows = session.execute(
        select(used.c.term_id, func.count()).where(used.c.term_id.is_not(None)).group_by(used.c.term_id)
    )
    return dict(rows.all())


@reads("programme")
def units(session: Session, viewer: Viewer, *, ended: bool = False) -> pd.DataFrame:
    """Units in their official order: id, name, kind, county, township, stream, position, valid_to, aliases [text], people,
    pilot_since (None: no pilot unit now).

    Those that were merged away only with `ended`; a liaison sees its own.
    """
    people = select(Person.unit_id, func.count().label("people")).group_by(Person.unit_id).subquery()
    rows = select(
        Unit.id, Unit.name, Unit.kind, Unit.county, Unit.township, Unit.stream, Unit.position, Unit.valid_to,
        func.coalesce(people.c.people, 0).label("people"), PilotUnit.since.label("pilot_since"),
    )  # fmt: skip
    pilot = (PilotUnit.unit_id == Unit.id) & PilotUnit.ends_on.is_(None)
    rows = rows.outerjoin(people, people.c.unit_id == Unit.id).outerjoin(PilotUnit, pilot)
    rows = rows.order_by(Unit.position, Unit.name)
    if not ended:
        rows = rows.where(Unit.valid_to.is_(None))
    if viewer.unit_id is not None:
        rows = rows.where(Unit.id == viewer.unit_id)
    out = frame(session, rows)
    aliases = codes_of(session, select(UnitAlias.unit_id, UnitAlias.alias).order_by(UnitAlias.alias))
    out["aliases"] = [aliases.get(key, []) for key in out["id"]]
    return out


@reads("programme")
def places(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Counties and townships where units stand, the county first: county, township, units, dialects [code]."""
    counties = select(Unit.county, Unit.position, Unit.id).add_columns(func.coalesce(None, "").label("township"))
    townships = select(Unit.county, Unit.position, Unit.id, Unit.township).where(Unit.township != "")
    both = union_all(counties, townships).subquery()
    rows = (
        select(both.c.county, both.c.township, func.count().label("units"))
        .where(both.c.county != "")
        .group_by(both.c.county, both.c.township)
        .order_by(func.min(both.c.position), both.c.county, both.c.township)
    )
    out = frame(session, rows)
    spoken: dict[tuple[str, str], list[str]] = {}
    for county, township, code in session.execute(
        select(PlaceDialect.county, PlaceDialect.township, Term.code)
        .join(Term, Term.id == PlaceDialect.term_id)
        .order_by(Term.position)
    ):
        spoken.setdefault((county, township), []).append(code)
    out["dialects"] = [spoken.get(place, []) for place in zip(out["county"], out["township"], strict=True)]
    return _by_county(out)


def _by_county(out: pd.DataFrame) -> pd.DataFrame:
    """Each county followed by its townships, both in the order of their units."""
    first = {county: place for place, county in reversed(list(enumerate(out["county"])))}
    keys = [
        (first[county], township != "", place) for place, county, township in out[["county", "township"]].itertuples()
    ]
    return out.iloc[sorted(range(len(out)), key=keys.__getitem__)].reset_index(drop=True)
