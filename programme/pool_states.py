"""Where a mentor stands in the pool and a mentee in the cohort: pauses with a day of return, states with their reasons.

Into the pool leads a nomination (`programme.nominations`), out of it a decision of two people (`programme.pool_exits`) or
a signed change slip; nobody is ever deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import OPEN, Mentee, MentorProfile, Pairing
from programme.access import Action, Actor
from programme.codes import END_REASONS, PAUSE_REASONS
from programme.errors import Conflict, Invalid
from programme.nominations import confirm, reopen
from programme.usecase import claim, fetch, record, use_case

MENTOR_MOVES: Mapping[str, tuple[str, ...]] = {
    "nominated": (),
    "reviewed": (),
    "in_pool": ("paused",),
    "paused": ("in_pool",),
    "left": ("nominated",),
}
# The other states of a mentee follow from pairings and are nobody's to set by hand.
MENTEE_MOVES: Mapping[str, tuple[str, ...]] = {"waiting": ("ended",), "ended": ("waiting",)}
REASONS: Mapping[str, tuple[str, ...]] = {"paused": PAUSE_REASONS, "ended": END_REASONS}


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state: where to, why (a code, needed for some states), on which day, a note, and for a pause its end."""

    to: str
    reason: str = ""
    on: date | None = None
    note: str = ""
    return_on: date | None = None

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
    """Pause a mentor, bring one back from a pause, or take up the nomination of one who left anew.

    Open pairings stay as they are and are counted for whoever has to act. Raises Conflict for a step that does not exist,
    Invalid without a reason where one is needed or for a return before the pause.
    """
    profile = fetch(session, MentorProfile, person_id)
    _check(profile.status, move, MENTOR_MOVES)
    if move.return_on and (move.to != "paused" or move.return_on <= move.day):
        raise Invalid("return_before_pause", return_on=move.return_on, on=move.day)
    before = profile.status
    claim(session, profile, seen_version)
    profile.status, profile.status_reason, profile.status_on = move.to, move.reason, move.day
    profile.return_on = move.return_on
    if move.to == "nominated":
        reopen(session, by, profile)
    _record(session, by, f"person:{person_id}", before, move)
    return Moved(move.to, open_pairings(session, person_id))


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
    """Record that a department confirmed one mentor on a day; see `nominations.confirm` for many."""
    confirm(session, by, seen={person_id: seen_version}, department=department, on=on)
    return Moved(fetch(session, MentorProfile, person_id).status, open_pairings(session, person_id))


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


def open_pairings(session: Session, person_id: int) -> int:
    """How many people a mentor leads now."""
    rows = select(func.count()).where(Pairing.mentor_id == person_id, Pairing.status.in_(OPEN))
    return int(session.scalar(rows) or 0)


def _record(session: Session, by: Actor, object: str, before: str, move: Move) -> None:
    record(
        session, by, Action.EDIT_POOL, object,
        act="move", changes={"status": [before, move.to]}, reason=move.reason, on=move.day, note=move.note.strip(),
        **({"return_on": move.return_on} if move.return_on else {}),
    )  # fmt: skip
