"""Acts at the desk that go beyond the pool or the rules: seats of a mentor in this scheme, a mentee left alone on
purpose, and an appointment against a rule in the name of somebody who may approve.

All of them are holds: the plan is the proven optimum of the snapshot under them, undo and redo take them back.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from programme import desk_changes as changes
from programme import desk_limits as limits
from programme.access import Action, Actor, require
from programme.desk import needed
from programme.desk_holds import Hold
from programme.desk_table import Act, Outcome, settle, sit_down, stamp
from programme.errors import Conflict, Invalid
from programme.usecase import use_case

MOST_SEATS = 5


@use_case(Action.ADJUST)
def change_seats(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentor_id: int, amount: int, reason: str
) -> Outcome:
    """Give a mentor `amount` seats more (or fewer, below 0) in this scheme than now; the pool itself is untouched."""
    if not 1 <= abs(amount) <= MOST_SEATS:
        raise Invalid("seats_amount", most=MOST_SEATS)
    table = sit_down(session, scheme_id, seen_version)
    hold = Hold("seats", 0, mentor_id, "staff", needed(reason), by.id, stamp(), amount)
    kind = "more" if amount > 0 else "fewer"
    act = Act(kind, limits.seating(table, hold), reason, (), (mentor_id,), amount=amount)
    return settle(session, by, table, act)


@use_case(Action.ADJUST)
def leave_alone(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_id: int, reason: str
) -> Outcome:
    """Leave a mentee without a mentor on purpose; the seat goes to whoever is best with it."""
    table = sit_down(session, scheme_id, seen_version)
    hold = Hold("alone", mentee_id, 0, "staff", needed(reason), by.id, stamp())
    went = tuple(table.mentors_of(mentee_id))
    return settle(session, by, table, Act("alone", limits.leaving_alone(table, hold), reason, (mentee_id,), went))


@use_case(Action.ADJUST)
def call_back(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, mentee_id: int, reason: str = ""
) -> Outcome:
    """Let a mentee who was left alone be given a mentor again; a reason is demanded when somebody then moves."""
    table = sit_down(session, scheme_id, seen_version)
    return settle(session, by, table, Act("call_back", limits.calling_back(table, mentee_id), reason, (mentee_id,)))


@use_case(Action.ADJUST)
def appoint_against_rule(
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
    """Give a mentee to the mentor whom a leader named although a rule speaks against it.

    Takes the right to approve as well. Rules that confirming never sets aside (declared avoidance, a mentor who is not
    in the pool, a person who has a mentor) are refused here too.
    """
    require(by, Action.APPROVE)
    table, pair = sit_down(session, scheme_id, seen_version), (mentee_id, mentor_id)
    rule = changes.rule_against(table.state, pair)
    if not rule:
        raise Conflict("no_rule_against")
    named, hold = needed(leader, "leader"), Hold("pin", *pair, "appointed", needed(reason), by.id, stamp())
    if changes.can_be_set_aside(table.state, pair):
        hold = replace(hold, rule=rule)
    holds = changes.choosing(table, hold, instead_of)
    return settle(session, by, table, Act("override", holds, reason, (mentee_id,), (mentor_id,), named))
