"""A mentor leaves the pool (动态调整): proposed by one person with a reason, decided by another, never by the machine.

Whoever still leads somebody leaves by a signed change slip, which says who continues; that takes two people as well.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now, today
from db.models import MentorExit, MentorProfile, Person
from programme.access import Action, Actor
from programme.codes import LEAVE_REASONS
from programme.errors import Conflict, Invalid
from programme.pool_states import open_pairings
from programme.usecase import claim, fetch, record, use_case

LONGEST = 2000
INSIDE = ("in_pool", "paused")


@dataclass(frozen=True, slots=True)
class Way:
    """Why a mentor should leave (one of LEAVE_REASONS), what that rests on, and from which day (None: today)."""

    reason: str
    ground: str = ""
    leaves_on: date | None = None


@use_case(Action.EDIT_POOL)
def propose_exit(session: Session, by: Actor, *, person_id: int, seen_version: int, way: Way) -> int:
    """Propose that a mentor leaves the pool; nothing moves. Returns the exit's id.

    Weak results and other reasons need a ground, for somebody else will have to judge by it. Raises Conflict for a
    mentor who is not in the pool or whose exit is proposed already; `seen_version` is the profile's.
    """
    profile = fetch(session, MentorProfile, person_id)
    ground = _text(way.ground)
    if way.reason not in LEAVE_REASONS:
        raise Invalid("reason_missing", to="left", reason=way.reason)
    if way.reason != "left_post" and not ground:
        raise Invalid("note_missing" if way.reason == "weak_results" else "exit_ground")
    if profile.status not in INSIDE:
        raise Conflict("no_such_move", status=profile.status, to="left")
    if session.scalars(select(MentorExit).filter_by(person_id=person_id, status="proposed")).first():
        raise Conflict("exit_proposed", name=fetch(session, Person, person_id).name)
    claim(session, profile, seen_version)
    row = MentorExit(
        person_id=person_id, reason=way.reason, ground=ground, leaves_on=way.leaves_on or today(), by_id=by.id
    )
    session.add(row)
    session.flush()
    told = {"act": "exit_proposed", "exit": row.id, "reason": way.reason, "note": ground, "on": row.leaves_on}
    record(session, by, Action.EDIT_POOL, f"person:{person_id}", **told)
    return row.id


@use_case(Action.APPROVE)
def decide_exit(
    session: Session, by: Actor, *, exit_id: int, seen_version: int, agreed: bool, answer: str = ""
) -> str:  # fmt: skip
    """Decide on a proposed exit, never on one's own; returns the mentor's state. A refusal needs its reason.

    Raises Conflict("exit_has_pairs") while the mentor leads somebody, and before the day of leaving has come.
    """
    row = _proposed(session, exit_id, seen_version)
    if row.by_id == by.id:
        raise Conflict("own_exit")
    if not agreed and not answer.strip():
        raise Invalid("verdict_reason")
    row.status, row.answer = "decided" if agreed else "refused", _text(answer)
    row.decided_by_id, row.decided_at = by.id, now()
    profile = fetch(session, MentorProfile, row.person_id)
    before = profile.status
    if agreed:
        _take_out(session, row, profile)
    session.flush()
    told = {"act": f"exit_{row.status}", "exit": row.id, "reason": row.reason, "note": row.answer}
    if agreed:
        told["changes"] = {"status": [before, "left"]}
    record(session, by, Action.APPROVE, f"person:{row.person_id}", **told)
    return profile.status


@use_case(Action.EDIT_POOL)
def withdraw_exit(session: Session, by: Actor, *, exit_id: int, seen_version: int) -> None:
    """Take a proposal back; it stays on file."""
    row = _proposed(session, exit_id, seen_version)
    row.status = "withdrawn"
    session.flush()
    record(session, by, Action.EDIT_POOL, f"person:{row.person_id}", act="exit_withdrawn", exit=row.id)


def _proposed(session: Session, exit_id: int, seen_version: int) -> MentorExit:
    row = fetch(session, MentorExit, exit_id)
    if row.status != "proposed":
        raise Conflict("exit_over")
    claim(session, row, seen_version)
    return row


def _take_out(session: Session, row: MentorExit, profile: MentorProfile) -> None:
    if profile.status not in INSIDE:
        raise Conflict("no_such_move", status=profile.status, to="left")
    if row.leaves_on > today():
        raise Conflict("exit_too_early", on=row.leaves_on)
    count = open_pairings(session, row.person_id)
    if count:
        raise Conflict("exit_has_pairs", count=count)
    profile.status, profile.status_reason, profile.status_on = "left", row.reason, row.leaves_on
    profile.return_on = None
    profile.version += 1


def _text(value: str) -> str:
    text = value.strip()
    if len(text) > LONGEST:
        raise Invalid("text_too_long", field="ground", length=len(text), limit=LONGEST)
    return text
