"""Read models of schemes: the list with its figures, the pairs, the load they make, who stays without a mentor."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Cohort, Mentee, Person, PolicyRow, Scheme, SchemeHold, SchemePair, Unit
from db.queries.frames import frame
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads

MILLI = 1000


@reads("programme")
def schemes(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The schemes of a cohort, the newest first.

    id, name, status ("handmade" for a list made by hand), version, fingerprint, by, at, rules (number of the row they were computed under), proof
    ("proved", "gap" or ""), paired (people), unmatched (eligible people who lack a seat), ineligible (people),
    mean_fit, lowest_fit (fit points), holds.
    """
    rows = frame(session, _list(cohort_id))
    refused = [[one["reason"] == "ineligible" for one in people or []] for people in rows["unmatched"]]
    rows["ineligible"] = [sum(marks) for marks in refused]
    rows["unmatched"] = [len(marks) - sum(marks) for marks in refused]
    rows["proof"] = rows["proof"].fillna("")
    for column in ("mean_fit", "lowest_fit"):
        rows[column] = rows[column].astype("float64") / MILLI
    return rows


@reads("programme")
def scheme_place(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """Where a scheme is, in one row or none: name, status (as in `schemes`), cohort_id, cohort."""
    columns = Scheme.name, _status(), Scheme.cohort_id, Cohort.name.label("cohort")
    return frame(session, select(*columns).join(Cohort, Cohort.id == Scheme.cohort_id).where(Scheme.id == scheme_id))


def _status() -> ColumnElement[str]:
    """A list made by hand is no draft: neither the desk nor the sign-off takes it."""
    by_hand = and_(Scheme.kind == "handmade", Scheme.status == "draft")
    return case((by_hand, "handmade"), else_=Scheme.status).label("status")


def _list(cohort_id: int) -> Select:
    pairs = (
        select(
            SchemePair.scheme_id,
            func.count(SchemePair.mentee_id.distinct()).label("paired"),
            func.avg(SchemePair.fit).label("mean_fit"),
            func.min(SchemePair.fit).label("lowest_fit"),
        )
        .group_by(SchemePair.scheme_id)
        .subquery()
    )
    holds = select(SchemeHold.scheme_id, func.count().label("holds")).group_by(SchemeHold.scheme_id).subquery()
    return (
        select(
            Scheme.id, Scheme.name, _status(), Scheme.version, Scheme.fingerprint, Account.name.label("by"),
            Scheme.at, PolicyRow.number.label("rules"), Scheme.solution["status"].as_string().label("proof"),
            func.coalesce(pairs.c.paired, 0).label("paired"), Scheme.solution["unmatched"].label("unmatched"),
            pairs.c.mean_fit, pairs.c.lowest_fit, func.coalesce(holds.c.holds, 0).label("holds"),
        )
        .join(Account, Account.id == Scheme.by_id)
        .join(PolicyRow, PolicyRow.id == Scheme.policy_id)
        .outerjoin(pairs, pairs.c.scheme_id == Scheme.id)
        .outerjoin(holds, holds.c.scheme_id == Scheme.id)
        .where(Scheme.cohort_id == cohort_id)
        .order_by(Scheme.id.desc())
    )  # fmt: skip


@reads("programme")
def scheme_floor(session: Session, viewer: Viewer, *, scheme_id: int) -> float:
    """The fit under which a pair of this scheme is to be looked at."""
    return float(
        session.scalar(select(Scheme.problem["policy"]["floor"].as_float()).where(Scheme.id == scheme_id)) or 0
    )


@reads("programme")
def scheme_pairs(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The pairs of a scheme: mentee_id, mentee, mentee_unit, mentor_id, mentor, mentor_unit, fit (points), origin."""
    mentee, mentor, home, desk = aliased(Person), aliased(Person), aliased(Unit), aliased(Unit)
    statement = (
        select(
            SchemePair.mentee_id, mentee.name.label("mentee"), home.name.label("mentee_unit"),
            SchemePair.mentor_id, mentor.name.label("mentor"), desk.name.label("mentor_unit"),
            (SchemePair.fit / float(MILLI)).label("fit"), SchemePair.origin,
        )
        .join(Mentee, Mentee.id == SchemePair.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == SchemePair.mentor_id)
        .outerjoin(home, home.id == mentee.unit_id)
        .outerjoin(desk, desk.id == mentor.unit_id)
        .where(SchemePair.scheme_id == scheme_id)
        .order_by(SchemePair.fit, SchemePair.mentee_id)
    )  # fmt: skip
    if viewer.unit_id is not None:
        statement = statement.where(mentee.unit_id == viewer.unit_id)
    return frame(session, statement)


@reads("programme")
@kept
def scheme_loads(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """Every mentor who was available in the snapshot: mentor_id, mentor, unit, capacity, load, new, burden.

    `burden` is (load + new) / capacity, not a number for a mentor without seats.
    """
    snapshot = session.scalar(select(Scheme.problem["pool"]["mentors"]).where(Scheme.id == scheme_id)) or []
    counts = select(SchemePair.mentor_id, func.count()).where(SchemePair.scheme_id == scheme_id)
    new = dict(session.execute(counts.group_by(SchemePair.mentor_id)).all())
    seats = pd.DataFrame(
        [_seats(mentor, new) for mentor in snapshot if not mentor.get("available")],
        columns=["mentor_id", "capacity", "load", "new"],
    )
    seats["burden"] = (seats["load"] + seats["new"]) / seats["capacity"].where(seats["capacity"] > 0)
    people = frame(session, _people(viewer, Person.id.in_(seats["mentor_id"].tolist())))
    return people.rename(columns={"id": "mentor_id", "name": "mentor"}).merge(seats, on="mentor_id")


@reads("programme")
def scheme_unmatched(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """Who stays without a mentor: mentee_id, name, unit, seats, reason, details (JSON); see `matching.Unmatched`."""
    ids, left_out = session.execute(
        select(Scheme.problem["mentees"], Scheme.solution["unmatched"]).where(Scheme.id == scheme_id)
    ).one()
    rows = [
        [int(one["mentee"][1:]), ids[one["mentee"]], one["seats"], one["reason"], one["details"]]
        for one in left_out or []
    ]
    table = pd.DataFrame(rows, columns=["id", "mentee_id", "seats", "reason", "details"])
    people = frame(session, _people(viewer, Person.id.in_(table["id"].tolist())))
    return table.merge(people, on="id").drop(columns=["id"])


def _people(viewer: Viewer, which: Any) -> Select:
    statement = (
        select(Person.id, Person.name, Unit.name.label("unit"))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(which)
        .order_by(Person.id)
    )
    return statement if viewer.unit_id is None else statement.where(Person.unit_id == viewer.unit_id)


def _seats(mentor: dict[str, Any], new: dict[int, int]) -> list[int]:
    person = int(mentor["id"][1:])
    return [person, mentor["capacity"], mentor.get("load", 0), new.get(person, 0)]
