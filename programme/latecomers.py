"""Late joiners (J7): who still waits in a cohort that has signed pairings; they get a scheme of their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import OPEN, Pairing, Scheme, SchemePair
from db.queries.viewer import Viewer, reads
from programme.change_people import people_of
from programme.desk_cards import Who
from programme.ground import ground_of
from programme.late_pool import UNDER_SIGNATURE
from programme.scheme_names import first_free
from programme.snapshot import waiting_mentees


@dataclass(frozen=True, slots=True)
class Latecomers:
    """Who waits for a scheme of their own.

    `new` were in no confirmed scheme's pool, `left` were and got nobody or wait again; `ineligible` are counted apart.
    `signed` counts the pairings in force or on their way and `pending` the pairs under signature: none of them moves.
    `seats` are free for those who wait; `name` is the first free name for their scheme.
    """

    new: tuple[Who, ...]
    left: tuple[Who, ...]
    ineligible: int
    signed: int
    pending: int
    seats: int
    name: str


@reads("programme")
def latecomers(session: Session, viewer: Viewer, *, cohort_id: int, stem: str) -> Latecomers:
    """The late joiners of a cohort as a run for them alone would see them; a liaison sees those of its unit."""
    pool = ground_of(session, cohort_id, late=True).pool
    ids = waiting_mentees(session, cohort_id)
    eligible = [ids[mentee.id] for mentee in pool.mentees if not mentee.ineligible]
    named = people_of(session, [], eligible)
    seen = [key for key in eligible if viewer.unit_id in (None, named.mentee_units[key])]
    known = _in_confirmed(session, cohort_id)
    free = (max(mentor.capacity - mentor.load, 0) for mentor in pool.mentors if not mentor.available)
    return Latecomers(
        new=tuple(named.mentees[key] for key in seen if key not in known),
        left=tuple(named.mentees[key] for key in seen if key in known),
        ineligible=len(pool.mentees) - len(eligible),
        signed=_count(session, select(func.count()).where(Pairing.cohort_id == cohort_id, Pairing.status.in_(OPEN))),
        pending=_pending(session, cohort_id),
        seats=sum(free),
        name=first_free(stem, set(session.scalars(select(Scheme.name).where(Scheme.cohort_id == cohort_id)))),
    )


def _in_confirmed(session: Session, cohort_id: int) -> set[int]:
    """The mentees who were in the pool of a confirmed scheme, or have had a pairing in the cohort."""
    schemes = select(Scheme.problem["mentees"]).where(Scheme.cohort_id == cohort_id, Scheme.status == "confirmed")
    had = set(session.scalars(select(Pairing.mentee_id).where(Pairing.cohort_id == cohort_id)))
    return had.union(*_rows(session.scalars(schemes)))


def _rows(found: Iterable[dict[str, int] | None]) -> list[set[int]]:
    return [set(mentees.values()) for mentees in found if mentees]


def _pending(session: Session, cohort_id: int) -> int:
    pairs = select(func.count()).select_from(SchemePair).join(Scheme, Scheme.id == SchemePair.scheme_id)
    return _count(session, pairs.where(Scheme.cohort_id == cohort_id, Scheme.status.in_(UNDER_SIGNATURE)))


def _count(session: Session, statement: object) -> int:
    return int(session.scalar(statement) or 0)  # type: ignore[call-overload]
