"""What stands around acts on units: whom one would touch, what becomes of pairings by it, and the acts on file."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Account, Mentee, MentorProfile, Person, Unit, UnitAct
from db.queries.viewer import Viewer, reads
from programme.change_ground import open_bonds
from programme.change_people import people_of
from programme.desk_cards import Who
from programme.errors import Forbidden
from programme.posts import leads_unit


@dataclass(frozen=True, slots=True)
class SamePair:
    """An open pairing that a new unit brings under one roof: whether the mentor then leads the mentee's unit."""

    pairing_id: int
    mentee: Who
    mentor: Who
    command: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom an act touches: people, accounts and sub-units that go over, and pairings that come under one roof or part."""

    people: int
    mentors: int
    mentees: int
    accounts: int
    parts: int
    joined: tuple[SamePair, ...]
    parted: tuple[SamePair, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act on file."""

    id: int
    version: int
    kind: str
    unit: str
    other: str
    on: date
    number: str
    reason: str
    people: int
    by: str
    undone_by: str
    undone_why: str


@reads("programme")
def touched_by(session: Session, viewer: Viewer, *, unit_id: int, other_id: int | None = None) -> Touched:
    """Whom it touches that a unit goes over into another (or, without one, changes its name or is split)."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    people = set(session.scalars(select(Person.id).where(Person.unit_id == unit_id)))
    others = set(session.scalars(select(Person.id).where(Person.unit_id == other_id))) if other_id else set()
    return Touched(
        people=len(people),
        mentors=len(people & set(session.scalars(select(MentorProfile.person_id)))),
        mentees=len(
            people & set(session.scalars(select(Mentee.person_id).where(Mentee.status.in_(("waiting", "paired")))))
        ),
        accounts=len(session.scalars(select(Account.id).where(Account.unit_id == unit_id)).all()),
        parts=len(session.scalars(select(Unit.id).where(Unit.parent_id == unit_id)).all()),
        joined=tuple(_pairs(session, people, others)),
        parted=tuple(_pairs(session, people, people)) if other_id is None else (),
    )


@reads("programme")
def acts(session: Session, viewer: Viewer) -> list[Act]:
    """Every act on file, the newest first."""
    names = dict(session.execute(select(Unit.id, Unit.name)).all())  # type: ignore[arg-type]
    staff = dict(session.execute(select(Account.id, Account.name)).all())  # type: ignore[arg-type]
    rows = select(UnitAct).order_by(UnitAct.id.desc())
    if viewer.unit_id is not None:
        rows = rows.where(or_(UnitAct.unit_id == viewer.unit_id, UnitAct.other_id == viewer.unit_id))
    return [
        Act(
            id=row.id,
            version=row.version,
            kind=row.kind,
            unit=row.detail.get("old") or names[row.unit_id],
            other=row.detail.get("new") or names.get(row.other_id or 0, ""),
            on=row.effective_on,
            number=row.paper,
            reason=row.reason,
            people=len(row.detail["people"]),
            by=staff[row.by_id],
            undone_by=staff.get(row.undone_by_id or 0, ""),
            undone_why=row.undone_why,
        )
        for row in session.scalars(rows)
    ]


def _pairs(session: Session, one: set[int], other: set[int]) -> list[SamePair]:
    """Open pairings with the mentor on one side and the mentee on the other."""
    bonds = [
        bond
        for bond in open_bonds(session)
        if (bond.mentor_id in one and bond.person_id in other) or (bond.mentor_id in other and bond.person_id in one)
    ]
    named = people_of(session, {bond.mentor_id for bond in bonds}, {bond.mentee_id for bond in bonds})
    standing = dict(
        session.execute(
            select(MentorProfile.person_id, MentorProfile.standing).where(
                MentorProfile.person_id.in_([bond.mentor_id for bond in bonds])
            )
        ).all()
    )  # type: ignore[arg-type]
    return [
        SamePair(
            bond.id, named.mentees[bond.mentee_id], named.mentors[bond.mentor_id],
            leads_unit(named.mentors[bond.mentor_id].post, standing.get(bond.mentor_id, "")),
        )
        for bond in bonds
    ]  # fmt: skip
