"""Where a mentor stands in the pool and a mentee in the cohort: states with their reasons, and confirmations by two departments.

Nobody is ever deleted: who leaves keeps the row, with the day and the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import OPEN, Mentee, MentorProfile, Pairing
from programme.access import Action, Actor
from programme.codes import END_REASONS, LEAVE_REASONS, PAUSE_REASONS
from programme.errors import Conflict, Forbidden, Invalid
from programme.usecase import claim, fetch, record, use_case

MENTOR_MOVES: Mapping[str, tuple[str, ...]] = {
    "nominated": ("reviewed", "left"),
    "reviewed": ("in_pool", "nominated", "left"),
    "in_pool": ("paused", "left"),
    "paused": ("in_pool", "left"),
    "left": ("nominated",),
}
# The other states of a mentee follow from pairings and are nobody's to set by hand.
MENTEE_MOVES: Mapping[str, tuple[str, ...]] = {"waiting": ("ended",), "ended": ("waiting",)}
REASONS: Mapping[str, tuple[str, ...]] = {"paused": PAUSE_REASONS, "left": LEAVE_REASONS, "ended": END_REASONS}
DEPARTMENTS = ("organization", "publicity")


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state: where to, why (a code, needed for some states), on which day, and a note."""

    to: str
    reason: str = ""
    on: date | None = None
    note: str = ""

    @property
    def day(self) -> date:
        """The day it counts from: the one given, else today."""
        return self.on or today()


@dataclass(frozen=True, slots=True)
class Moved:
    """The state reached, and the open pairings that now have to be thought about."""

    status: str
    open_pairings: int


@use_case(Action.EDIT_POOL)
def move_mentor(session: Session, by: Actor, *, person_id: int, seen_version: int, move: Move) -> Moved:
    """Bring a mentor to another state; open pairings stay as they are and are counted for whoever has to act.

    Raises Conflict for a step that does not exist or a mentor whom no department confirmed, Invalid without a
    reason where one is needed; weak results need a note, because two people will have to stand by it.
    """
    profile = fetch(session, MentorProfile, person_id)
    _check(profile.status, move, MENTOR_MOVES)
    if move.reason == "weak_results" and not move.note.strip():
        raise Invalid("note_missing")
    if profile.status == "reviewed" and move.to == "in_pool" and not _confirmed(profile):
        raise Conflict("not_confirmed")
    before = profile.status
    claim(session, profile, seen_version)
    profile.status, profile.status_reason, profile.status_on = move.to, move.reason, move.day
    _record(session, by, f"person:{person_id}", before, move)
    return Moved(move.to, _open_pairings(session, person_id))


@use_case(Action.EDIT_POOL)
def move_mentee(session: Session, by: Actor, *, mentee_id: int, seen_version: int, move: Move) -> Moved:
    """Take a waiting mentee out of the cohort with a reason, or back in."""
    mentee = fetch(session, Mentee, mentee_id)
    _check(mentee.status, move, MENTEE_MOVES)
    before = mentee.status
    claim(session, mentee, seen_version)
    mentee.status = move.to
    _record(session, by, f"mentee:{mentee_id}", before, move)
    return Moved(move.to, 0)


@use_case(Action.CONFIRM_MENTOR)
def confirm_mentor(
    session: Session, by: Actor, *, person_id: int, seen_version: int, department: str, on: date
) -> Moved:
    """Record that a department confirmed a mentor on a day; one confirmation brings a reviewed mentor into the pool.

    The publicity department's own account may record its own confirmation only.
    """
    _check_department(by, department)
    profile = fetch(session, MentorProfile, person_id)
    _check_day(on)
    if profile.status in ("nominated", "left"):
        raise Conflict("not_reviewed")
    claim(session, profile, seen_version)
    setattr(profile, f"{department}_on", on)
    if profile.status == "reviewed":
        profile.status, profile.status_reason, profile.status_on = "in_pool", "", on
    record(session, by, Action.CONFIRM_MENTOR, f"person:{person_id}", act="confirm", department=department, on=on)
    return Moved(profile.status, _open_pairings(session, person_id))


def _check(status: str, move: Move, moves: Mapping[str, tuple[str, ...]]) -> None:
    if move.to not in moves.get(status, ()):
        raise Conflict("no_such_move", status=status, to=move.to)
    _check_day(move.day)
    reasons = REASONS.get(move.to, ("",))
    if move.reason not in reasons:
        raise Invalid("reason_missing", to=move.to, reason=move.reason)


def _check_day(on: date) -> None:
    if on > today():
        raise Invalid("future_day", value=on)


def _check_department(by: Actor, department: str) -> None:
    if department not in DEPARTMENTS:
        raise Invalid("not_in_list", field="department", value=department)
    if by.role == "publicity" and department != "publicity":
        raise Forbidden("other_department", role=by.role, department=department)


def _confirmed(profile: MentorProfile) -> bool:
    return bool(profile.organization_on or profile.publicity_on)


def _open_pairings(session: Session, person_id: int) -> int:
    rows = select(func.count()).where(Pairing.mentor_id == person_id, Pairing.status.in_(OPEN))
    return int(session.scalar(rows) or 0)


def _record(session: Session, by: Actor, object: str, before: str, move: Move) -> None:
    record(
        session, by, Action.EDIT_POOL, object,
        act="move", changes={"status": [before, move.to]}, reason=move.reason, on=move.day, note=move.note.strip(),
    )  # fmt: skip
