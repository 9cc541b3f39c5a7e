"""What must hold of nominations, certificates and exits; see `programme.invariants`.

Mentors of an import or of an earlier release have no nomination: of them only what this release did is asked.
"""

from collections.abc import Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Change, ChangeMentor, ChangeSignature, MentorExit, MentorProfile, Nomination
from programme.nomination_files import confirmations, is_enough

INSIDE = ("in_pool", "paused")


def the_pool_is_confirmed(session: Session) -> Iterator[str]:
    """Whoever came into the pool by a nomination has the confirmations that its review asked for, each by somebody."""
    newest = select(func.max(Nomination.id)).group_by(Nomination.person_id)
    rows = (
        select(Nomination)
        .join(MentorProfile, MentorProfile.person_id == Nomination.person_id)
        .where(Nomination.id.in_(newest), MentorProfile.status.in_(INSIDE))
        .order_by(Nomination.person_id)
    )
    for row in session.scalars(rows):
        named = {"organization": row.organization_by_id, "publicity": row.publicity_by_id}
        given = {department: on and named[department] for department, on in confirmations(row).items()}
        if row.status != "confirmed" or not is_enough(row.required, given):
            yield f"person:{row.person_id}"


def two_people_decided_each_exit(session: Session) -> Iterator[str]:
    """Nobody has left the pool but by a proposal of one person that another agreed to, or by a slip that two signed.

    Somebody whose nomination was rejected never was in the pool.
    """
    two_hands = set(session.scalars(select(MentorExit.person_id).where(MentorExit.status == "earlier")))
    for row in session.scalars(select(MentorExit).where(MentorExit.status == "decided").order_by(MentorExit.id)):
        if row.by_id == row.decided_by_id:
            yield f"exit:{row.id}"
        else:
            two_hands.add(row.person_id)
    two_hands |= set(session.scalars(_by_slip()))
    left = select(MentorProfile.person_id).where(
        MentorProfile.status == "left", MentorProfile.status_reason != "not_accepted"
    )
    yield from (
        f"person:{key}" for key in session.scalars(left.order_by(MentorProfile.person_id)) if key not in two_hands
    )


def _by_slip() -> Select:
    """Mentors whom a carried-out slip took out of the pool; that two people signed it is a check of its own."""
    approved = select(ChangeSignature.change_id).where(ChangeSignature.stage == "approved")
    return (
        select(ChangeMentor.mentor_id)
        .join(Change, Change.id == ChangeMentor.change_id)
        .where(ChangeMentor.to_status == "left", Change.status == "carried_out", Change.id.in_(approved))
    )


CHECKS = (the_pool_is_confirmed, two_people_decided_each_exit)
