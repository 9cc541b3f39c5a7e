"""What staff do to a scheme at the desk: hold pairs fast, rule pairs out, choose, swap, appoint, undo, redo.

Orders for one person (a mentor's seats, a mentee left alone) and appointing against a rule are in `programme.desk_orders`.

Every act changes holds only; the plan is then solved anew, so that it is the proven optimum under the frozen problem
and the holds. Whoever else moves is named before (`programme.desk_preview`) and recorded after. Each act takes the
version that the user saw and raises Stale, with who changed whom since, when that is no longer the present one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from programme import desk_changes as changes
from programme.access import Action, Actor, require
from programme.desk_holds import Hold, Pair, next_redo, next_undo, repeat, revert
from programme.desk_table import Act, Outcome, act_of, settle, sit_down, stamp
from programme.errors import Invalid
from programme.usecase import use_case


@use_case(Action.ADJUST)
def lock(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_ids: Sequence[int], reason: str = ""
) -> Outcome:
    """Hold the present pairs of these mentees fast; nobody moves, so a reason is welcome but not demanded."""
    table = sit_down(session, scheme_id, seen_version)
    holds = changes.locking(table, mentee_ids, Hold("pin", 0, 0, "system", reason.strip(), by.id, stamp()))
    return settle(session, by, table, Act("lock", holds, reason, tuple(mentee_ids)))


@use_case(Action.ADJUST)
def unlock(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_ids: Sequence[int], reason: str = ""
) -> Outcome:
    """Let go of every lock of these mentees; a reason is demanded when somebody then moves."""
    table = sit_down(session, scheme_id, seen_version)
    return settle(session, by, table, Act("unlock", changes.unlocking(table, mentee_ids), reason, tuple(mentee_ids)))


@use_case(Action.ADJUST)
def ban(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_id: int, mentor_id: int, reason: str
) -> Outcome:
    """Rule this pair out; whoever is best without it takes the place."""
    table = sit_down(session, scheme_id, seen_version)
    hold = Hold("ban", mentee_id, mentor_id, "staff", needed(reason), by.id, stamp())
    return settle(session, by, table, Act("ban", changes.banning(table, hold), reason, (mentee_id,), (mentor_id,)))


@use_case(Action.ADJUST)
def unban(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_id: int, mentor_id: int, reason: str = ""
) -> Outcome:
    """Allow a pair again that staff had ruled out; a reason is demanded when somebody then moves."""
    table = sit_down(session, scheme_id, seen_version)
    holds = changes.unbanning(table, (mentee_id, mentor_id))
    return settle(session, by, table, Act("unban", holds, reason, (mentee_id,), (mentor_id,)))


@use_case(Action.ADJUST)
def reassign(
    session: Session,
    by: Actor,
    *,
    scheme_id: int,
    seen_version: int,
    mentee_id: int,
    mentor_id: int,
    reason: str,
    instead_of: int | None = None,
) -> Outcome:
    """Give a mentee to this mentor (`instead_of` says which of two mentors goes) and hold the pair fast."""
    table = sit_down(session, scheme_id, seen_version)
    hold = Hold("pin", mentee_id, mentor_id, "staff", needed(reason), by.id, stamp())
    holds = changes.choosing(table, hold, instead_of)
    return settle(session, by, table, Act("reassign", holds, reason, (mentee_id,), (mentor_id,)))


@use_case(Action.ADJUST)
def appoint(
    session: Session,
    by: Actor,
    *,
    scheme_id: int,
    seen_version: int,
    mentee_id: int,
    mentor_id: int,
    leader: str,
    reason: str,
    instead_of: int | None = None,
) -> Outcome:
    """Give a mentee to the mentor whom a leader named (领导点名); the leader's name stays with the act."""
    table = sit_down(session, scheme_id, seen_version)
    named, hold = (
        needed(leader, "leader"),
        Hold("pin", mentee_id, mentor_id, "appointed", needed(reason), by.id, stamp()),
    )
    holds = changes.choosing(table, hold, instead_of)
    return settle(session, by, table, Act("appoint", holds, reason, (mentee_id,), (mentor_id,), named))


@use_case(Action.ADJUST)
def swap(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, pairs: Sequence[Pair], reason: str
) -> Outcome:
    """Let two mentees exchange their mentors; `pairs` are the two present pairs."""
    table = sit_down(session, scheme_id, seen_version)
    holds = changes.swapping(table, pairs, Hold("pin", 0, 0, "staff", needed(reason), by.id, stamp()))
    mentees, mentors = (tuple(side) for side in zip(*pairs, strict=True))
    return settle(session, by, table, Act("swap", holds, reason, mentees, mentors))


@use_case(Action.ADJUST)
def undo(session: Session, by: Actor, *, scheme_id: int, seen_version: int) -> Outcome:
    """Take back the last act in force, whoever did it: holds, plan and proof are then what they were, to the byte."""
    table = sit_down(session, scheme_id, seen_version)
    act = act_of(session, table, next_undo(table.steps), "nothing_to_undo")
    may_bring_back(by, act.detail["holds"]["before"])
    act.undone = True
    return settle(
        session, by, table.before(act.detail), Act.again("undo", revert(table.holds, act.detail["holds"]), act)
    )


@use_case(Action.ADJUST)
def redo(session: Session, by: Actor, *, scheme_id: int, seen_version: int) -> Outcome:
    """Repeat the act that was undone last, as long as nothing new was done since."""
    table = sit_down(session, scheme_id, seen_version)
    act = act_of(session, table, next_redo(table.steps), "nothing_to_redo")
    may_bring_back(by, act.detail["holds"]["after"])
    act.undone = False
    return settle(session, by, table, Act.again("redo", repeat(table.holds, act.detail["holds"]), act))


def may_bring_back(by: Actor, holds: Sequence[Mapping[str, Any]]) -> None:
    """A lock against a rule comes back only through somebody who may set rules aside."""
    if any(values.get("rule") for values in holds):
        require(by, Action.APPROVE)


def needed(words: str, field: str = "reason") -> str:
    """The words without blanks around, or Invalid: an act that moves people says why."""
    if not words.strip():
        raise Invalid(f"{field}_needed", field=field)
    return words.strip()
