"""Before it happens: who reaches retirement age soon, who has no second eligible mentor, who rests and is due back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import MentorProfile, Pairing, PairingEvent, Person, Unit
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching.substitutes import substitutes
from programme.change_content import CHANGEABLE
from programme.change_ground import Bond, ground_of, open_bonds
from programme.change_people import people_of
from programme.change_returns import mentor_returns, pairing_returns
from programme.desk_cards import Who
from programme.errors import Forbidden
from programme.retirement import months_until, retires_on
from programme.snapshot import person_of

# 返聘 has retired already and stays; the table of ages says nothing about who was hired again.
STAYING = ("rehired",)


@dataclass(frozen=True, slots=True)
class Resting:
    """A pairing or a mentor that rests, since when and until when (None: no day is recorded); a mentor has no cohort."""

    is_mentor: bool
    id: int
    name: str
    unit: str
    mentor: str
    since: date | None
    return_on: date | None
    reason: str
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """A mentor who reaches retirement age: when, in how many months (negative: past), and the pairings that this cuts short.

    `cut` counts open pairings whose term runs beyond that day, `open` all open ones.
    """

    mentor: Who
    on: date
    months: int
    open: int
    cut: int


@dataclass(frozen=True, slots=True)
class Single:
    """A pairing and who could follow: `allowed` mentors by the rules and the floor, `free` of them with a seat now."""

    pairing_id: int
    mentee: Who
    county: str
    mentor: Who
    allowed: int
    free: int
    best: Who | None


@reads("programme")
def resting(session: Session, viewer: Viewer) -> list[Resting]:
    """Pairings that rest, and mentors of the pool who do; the nearest day of return first, then those without one."""
    found = [*_pairings(session, viewer), *_mentors(session, viewer)]
    return sorted(found, key=lambda one: (one.return_on or date.max, one.is_mentor, one.id))


@reads("programme")
@kept
def exits(session: Session, viewer: Viewer, *, within_months: int) -> list[Exit]:
    """Mentors in the pool or resting who reach retirement age within so many months, the nearest first."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    rows = session.execute(
        select(Person.id, Person.birth, Person.sex)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .where(MentorProfile.status.in_(("in_pool", "paused")), MentorProfile.standing.not_in(STAYING))
    )
    days = {key: day for key, birth, sex in rows if (day := retires_on(birth, sex))}
    soon = {key: day for key, day in days.items() if months_until(day, today()) <= within_months}
    named = people_of(session, soon, [])
    bonds = open_bonds(session, Pairing.mentor_id.in_(list(soon)))
    return sorted(
        (_exit(named.mentors[key], day, [one for one in bonds if one.mentor_id == key]) for key, day in soon.items()),
        key=lambda one: (one.on, -one.open, one.mentor.id),
    )


@reads("programme")
@kept
def singles(session: Session, viewer: Viewer, *, cohort_id: int, at_most: int = 1) -> list[Single]:
    """Pairings for which at most so many other mentors are eligible and free (N-1), the barest first."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    bonds = open_bonds(session, Pairing.cohort_id == cohort_id, Pairing.status.in_(CHANGEABLE))
    if not bonds:
        return []
    ground = ground_of(session, cohort_id, bonds)
    counted = {(one.mentee, one.mentor): one for one in substitutes(ground.problem)}
    bare = [(bond, counted[bond.keys]) for bond in bonds if counted[bond.keys].free <= at_most]
    best = {bond.id: person_of(other.best) for bond, other in bare if other.best}
    mentors = {bond.mentor_id for bond, _other in bare} | set(best.values())
    named = people_of(session, mentors, {bond.mentee_id for bond, _other in bare})
    found = [
        Single(
            pairing_id=bond.id,
            mentee=named.mentees[bond.mentee_id],
            county=named.places[bond.mentee_id][0],
            mentor=named.mentors[bond.mentor_id],
            allowed=other.allowed,
            free=other.free,
            best=named.mentor(best.get(bond.id)),
        )
        for bond, other in bare
    ]
    return sorted(found, key=lambda one: (one.free, one.allowed, one.pairing_id))


def _exit(mentor: Who, on: date, bonds: Collection[Bond]) -> Exit:
    cut = sum(bond.ends_on > on and bond.status in CHANGEABLE for bond in bonds)
    return Exit(mentor, on, months_until(on, today()), len(bonds), cut)


def _pairings(session: Session, viewer: Viewer) -> list[Resting]:
    bonds = open_bonds(session, Pairing.status == "paused")
    keys = [bond.id for bond in bonds]
    told = pairing_returns()
    days = select(told.c.pairing_id, told.c.day).where(told.c.pairing_id.in_(keys))
    back: dict[int, date | None] = dict(session.execute(days).all())  # type: ignore[arg-type]
    events = select(PairingEvent).where(PairingEvent.pairing_id.in_(keys), PairingEvent.to_status == "paused")
    since = {row.pairing_id: row for row in session.scalars(events.order_by(PairingEvent.id))}
    named = people_of(session, {bond.mentor_id for bond in bonds}, {bond.mentee_id for bond in bonds})
    return [
        Resting(
            False, bond.id, named.mentees[bond.mentee_id].name, named.mentees[bond.mentee_id].unit,
            named.mentors[bond.mentor_id].name, since[bond.id].on_day if bond.id in since else None,
            back.get(bond.id), since[bond.id].reason if bond.id in since else "", bond.cohort_id,
        )
        for bond in bonds
        if viewer.unit_id in (None, named.mentee_units[bond.mentee_id], named.mentor_units[bond.mentor_id])
    ]  # fmt: skip


def _mentors(session: Session, viewer: Viewer) -> list[Resting]:
    back = mentor_returns()
    rows = (
        select(
            Person.id,
            Person.name,
            func.coalesce(Unit.name, ""),
            MentorProfile.status_on,
            func.coalesce(MentorProfile.return_on, back.c.day),
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(back, back.c.mentor_id == Person.id)
        .where(MentorProfile.status == "paused")
    )
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    return [Resting(True, key, name, unit, "", since, day, "") for key, name, unit, since, day in session.execute(rows)]
