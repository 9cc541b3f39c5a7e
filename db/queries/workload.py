"""Read models of the mentors' workload: load against capacity, supply against demand, who is led and who waits."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from db.models import (
    OPEN,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    Scheme,
    SchemePair,
    Unit,
)
from db.models import Term as Word
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

PROJECTED = ("draft", "proposed", "approved")


@reads("programme")
def projections(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Schemes of the cohort not yet in force, the newest first: id, name, status, pairs."""
    pairs = select(func.count()).where(SchemePair.scheme_id == Scheme.id).scalar_subquery()
    rows = (
        select(Scheme.id, Scheme.name, Scheme.status, pairs.label("pairs"))
        .where(Scheme.cohort_id == cohort_id, Scheme.status.in_(PROJECTED), Scheme.kind == "computed")
        .order_by(Scheme.id.desc())
    )
    return frame(session, rows)


@reads("programme")
def mentor_loads(session: Session, viewer: Viewer, *, scheme_id: int | None = None) -> pd.DataFrame:
    """One row per mentor who is in the pool or paused, or who still leads somebody.

    person_id, no, name, sex, birth, post, unit_id, unit, unit_kind, county, unit_position, standing, status, capacity,
    load (open pairings of every cohort) and proposed (pairs of the scheme, 0 without one). The order is that of the units.
    """
    loads, proposed = _loads(), _proposed(scheme_id)
    load, more = func.coalesce(loads.c.load, 0), func.coalesce(proposed.c.proposed, 0)
    rows = (
        select(
            *_person_columns(), Person.sex, Person.birth, Person.post, *_unit_columns(),
            MentorProfile.standing, MentorProfile.status, MentorProfile.capacity,
            load.label("load"), more.label("proposed"),
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(loads, loads.c.mentor_id == Person.id)
        .outerjoin(proposed, proposed.c.mentor_id == Person.id)
        .where(or_(MentorProfile.status.in_(("in_pool", "paused")), load > 0), _in_scope(viewer))
    )  # fmt: skip
    return frame(session, _in_order(rows))


@reads("programme")
def mentees_of_mentors(session: Session, viewer: Viewer, *, mentor_ids: list[int]) -> pd.DataFrame:
    """The open pairings of some mentors: pairing_id, mentor_id, person_id, no, name, unit, status, starts_on, ends_on."""
    from_mentor = select(Person.id).where(Person.id.in_(mentor_ids), _in_scope(viewer))
    rows = (
        select(
            Pairing.id.label("pairing_id"), Pairing.mentor_id, *_person_columns(), Unit.name.label("unit"),
            Pairing.status, Pairing.starts_on, Pairing.ends_on,
        )
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Pairing.mentor_id.in_(from_mentor), Pairing.status.in_(OPEN), _in_scope(viewer))
        .order_by(Pairing.mentor_id, Pairing.starts_on, Person.id)
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def mentee_coverage(session: Session, viewer: Viewer, *, cohort_id: int, scheme_id: int | None = None) -> pd.DataFrame:
    """One row per mentee of the cohort, in the order of the units.

    mentee_id, person_id, no, name, post, unit_id, unit, unit_kind, county (the place served, else the unit's),
    unit_position, category, status, led (was or is led in this cohort) and proposed (has a pair in the scheme).
    """
    led = case((Mentee.status.in_(("paired", "graduated", "extended")), 1), else_=0)
    in_scheme = (
        select(SchemePair.mentee_id).where(SchemePair.scheme_id == (scheme_id or 0), SchemePair.mentee_id == Mentee.id)
    ).exists()
    rows = (
        select(
            Mentee.id.label("mentee_id"), *_person_columns(), Person.post, *_unit_columns(Mentee.county),
            Mentee.category, Mentee.status, led.label("led"), case((in_scheme, 1), else_=0).label("proposed"),
        )
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id, _in_scope(viewer))
    )  # fmt: skip
    return frame(session, _in_order(rows))


@reads("programme")
def expertise_balance(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Supply and demand per expertise that anybody has or wants: term_id, code, name, name_en, needs, holders, seats.

    `needs`: waiting mentees of the cohort who name it; `holders`: mentors in the pool who know it (grade 1 and more);
    `seats`: the free seats of those holders, so one seat counts under everything its holder knows.
    """
    needs, holders = _needs(viewer, cohort_id), _holders(viewer)
    count = {name: func.coalesce(column, 0) for name, column in
             (("needs", needs.c.needs), ("holders", holders.c.holders), ("seats", holders.c.seats))}  # fmt: skip
    rows = (
        select(
            Word.id.label("term_id"), Word.code, Word.name, Word.name_en,
            *(column.label(name) for name, column in count.items()),
        )
        .outerjoin(needs, needs.c.term_id == Word.id)
        .outerjoin(holders, holders.c.term_id == Word.id)
        .where(Word.kind == "expertise", count["needs"] + count["holders"] > 0)
        .order_by(count["needs"].desc(), Word.position)
    )  # fmt: skip
    return frame(session, rows)


@reads("programme")
def expertise_holders(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Who in the pool knows which expertise (grade 1 and more): term_id, person_id."""
    rows = (
        select(MentorExpertise.term_id, MentorExpertise.person_id)
        .join(MentorProfile, MentorProfile.person_id == MentorExpertise.person_id)
        .join(Person, Person.id == MentorProfile.person_id)
        .where(_holds(), _in_scope(viewer))
        .order_by(MentorExpertise.term_id, MentorExpertise.person_id)
    )
    return frame(session, rows)


@reads("programme")
def expertise_people(session: Session, viewer: Viewer, *, cohort_id: int, term_id: int) -> pd.DataFrame:
    """Who knows an expertise and who waits for it: person_id, no, name, unit, side (mentor, mentee), grade, free.

    `grade` is 0..5 for mentors and the rank of the need for mentees; `free` the mentor's free seats (0 for mentees).
    """
    loads = _loads()
    mentors = (
        select(*_person_columns(), Unit.name.label("unit"), MentorExpertise.grade, _free(loads).label("free"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .join(MentorExpertise, MentorExpertise.person_id == Person.id)
        .outerjoin(loads, loads.c.mentor_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(MentorExpertise.term_id == term_id, _holds(), _in_scope(viewer))
        .order_by(MentorExpertise.grade.desc(), Person.id)
    )
    mentees = (
        select(*_person_columns(), Unit.name.label("unit"), MenteeNeed.rank.label("grade"))
        .join(Mentee, Mentee.person_id == Person.id)
        .join(MenteeNeed, MenteeNeed.mentee_id == Mentee.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(MenteeNeed.term_id == term_id, _waits(cohort_id), _in_scope(viewer))
        .order_by(MenteeNeed.rank, Person.id)
    )
    sides = [frame(session, mentors).assign(side="mentor"), frame(session, mentees).assign(side="mentee", free=0)]
    return pd.concat([side for side in sides if len(side)] or sides[:1], ignore_index=True)


def _person_columns() -> tuple[Any, ...]:
    return Person.id.label("person_id"), Person.no, Person.name


def _unit_columns(place: Any = None) -> tuple[Any, ...]:
    county: Any = func.coalesce(Unit.county, "")
    served = county if place is None else case((place != "", place), else_=county)
    return (
        Person.unit_id,
        func.coalesce(Unit.name, "").label("unit"),
        func.coalesce(Unit.kind, "").label("unit_kind"),
        served.label("county"),
        func.coalesce(Unit.position, 0).label("unit_position"),
    )


def _in_order(rows: Select) -> Select:
    return rows.order_by(func.coalesce(Unit.position, 999_999), Person.id)


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.unit_id is None else Person.unit_id == viewer.unit_id


def _loads() -> Subquery:
    rows = select(Pairing.mentor_id, func.count().label("load")).where(Pairing.status.in_(OPEN))
    return rows.group_by(Pairing.mentor_id).subquery("loads")


def _proposed(scheme_id: int | None) -> Subquery:
    rows = select(SchemePair.mentor_id, func.count().label("proposed")).where(SchemePair.scheme_id == (scheme_id or 0))
    return rows.group_by(SchemePair.mentor_id).subquery("proposed")


def _free(loads: Subquery) -> ColumnElement[int]:
    left = MentorProfile.capacity - func.coalesce(loads.c.load, 0)
    return case((left > 0, left), else_=0)


def _holds() -> ColumnElement[bool]:
    return and_(MentorProfile.status == "in_pool", MentorExpertise.grade > 0)


def _waits(cohort_id: int) -> ColumnElement[bool]:
    return and_(Mentee.cohort_id == cohort_id, Mentee.status == "waiting")


def _needs(viewer: Viewer, cohort_id: int) -> Subquery:
    return (
        select(MenteeNeed.term_id, func.count().label("needs"))
        .join(Mentee, Mentee.id == MenteeNeed.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(_waits(cohort_id), _in_scope(viewer))
        .group_by(MenteeNeed.term_id)
        .subquery("needs")
    )


def _holders(viewer: Viewer) -> Subquery:
    loads = _loads()
    return (
        select(
            MentorExpertise.term_id,
            func.count().label("holders"),
            func.sum(_free(loads)).label("seats"),
        )
        .join(MentorProfile, MentorProfile.person_id == MentorExpertise.person_id)
        .join(Person, Person.id == MentorProfile.person_id)
        .outerjoin(loads, loads.c.mentor_id == Person.id)
        .where(_holds(), _in_scope(viewer))
        .group_by(MentorExpertise.term_id)
        .subquery("holders")
    )
