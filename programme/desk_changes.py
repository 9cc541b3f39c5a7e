"""What each act on pairs makes of the holds of a desk, and which locks are refused by which rule; nothing is stored."""

from collections.abc import Sequence
from dataclasses import replace

from programme.desk_holds import Hold, Holds, Pair, lift, of_kind, pins_of, put
from programme.desk_table import Table
from programme.errors import Conflict
from programme.scheme_state import SchemeState
from programme.snapshot import key_of, person_of

SET_ASIDE = ("command", "stream", "ineligible")
"""Rules that somebody who may approve can set aside for one pair; what confirming would refuse anyway is not here."""


def locking(table: Table, mentee_ids: Sequence[int], like: Hold) -> dict[Pair, Hold]:
    """Hold every present pair of these mentees fast, with the author and reason of `like`."""
    free = [pair for pair in table.pairs if pair[0] in set(mentee_ids) and pair not in _pinned(table.holds)]
    if not free:
        raise Conflict("nothing_to_lock")
    return put(table.holds, *(replace(like, kind="pin", mentee_id=pair[0], mentor_id=pair[1]) for pair in free))


def unlocking(table: Table, mentee_ids: Sequence[int]) -> dict[Pair, Hold]:
    """Let go of every lock of these mentees."""
    pairs = [pair for pair in _pinned(table.holds) if pair[0] in set(mentee_ids)]
    if not pairs:
        raise Conflict("nothing_to_unlock")
    return lift(table.holds, "pin", pairs)


def banning(table: Table, hold: Hold) -> dict[Pair, Hold]:
    """Rule a pair out, in place of a lock on it."""
    _known(table.state, hold.pair)
    return put(table.holds, replace(hold, kind="ban"))


def unbanning(table: Table, pair: Pair) -> dict[Pair, Hold]:
    """Allow a pair again."""
    if pair not in table.holds or table.holds[pair].kind != "ban":
        raise Conflict("nothing_to_unban")
    return lift(table.holds, "ban", [pair])


def choosing(table: Table, hold: Hold, instead_of: int | None = None) -> dict[Pair, Hold]:
    """Lock this pair in place of the mentor who goes; a second mentor of the same mentee stays, locked too."""
    present = table.mentors_of(hold.mentee_id)
    staying = [mentor for mentor in present if mentor not in (instead_of, hold.mentor_id)]
    room = table.demand(hold.mentee_id) - 1
    if len(staying) > room and room:
        raise Conflict("which_mentor_goes")
    kept = [replace(hold, mentor_id=mentor, origin="system") for mentor in staying[:room]]
    return _with_room(table, _only(table, table.holds, [hold, *kept]), [hold.mentor_id])


def swapping(table: Table, pairs: Sequence[Pair], like: Hold) -> dict[Pair, Hold]:
    """Let two mentees exchange their mentors; `pairs` are two present pairs of different people."""
    present = [(int(a), int(b)) for a, b in pairs if (a, b) in table.pairs]
    if len(present) != 2 or present[0][0] == present[1][0] or present[0][1] == present[1][1]:
        raise Conflict("not_a_swap")
    (first, one), (second, other) = present
    holds = dict(table.holds)
    for mentee, came, went in ((first, other, one), (second, one, other)):
        staying = [mentor for mentor in table.mentors_of(mentee) if mentor not in (came, went)]
        pins = [replace(like, mentee_id=mentee, mentor_id=mentor) for mentor in (came, *staying)]
        holds = _only(table, holds, pins)
    return _with_room(table, holds, (one, other))


def _only(table: Table, holds: Holds, pins: Sequence[Hold]) -> dict[Pair, Hold]:
    """The holds in which exactly these are the locks of one mentee; the first is chosen now, others may be older."""
    mentee_id = pins[0].mentee_id
    old = {hold.pair for hold in pins_of(holds, mentee_id)}
    for pin in pins:
        if pin.pair not in old:
            _allowed(table.state, holds, pin)
    fresh = [pin for pin in pins if pin is pins[0] or pin.pair not in old]
    called = lift(holds, "alone", [(mentee_id, 0)])
    return put(lift(called, "pin", old - {pin.pair for pin in pins}), *fresh)


def rule_against(state: SchemeState, pair: Pair) -> str:
    """The code of the rule or ban that forbids a pair as things stand, "" for none."""
    return state.problem.codes[state.problem.code_at([_known(state, pair)])[0]]


def can_be_set_aside(state: SchemeState, pair: Pair) -> bool:
    """Whether somebody who may approve can choose this pair against the rule that forbids it."""
    return _falls(state, pair[0], rule_against(state, pair))


def to_be_set_aside(state: SchemeState, mentee_id: int) -> frozenset[int]:
    """The mentors (people.id) of whom `can_be_set_aside` is true, in one look at all of them."""
    problem, key = state.problem, state.keys(mentee_id, 0)[0]
    falls = [_falls(state, mentee_id, rule) for rule in problem.codes]
    codes = problem.line(problem.mentees.index(key)).code[0].tolist()
    return frozenset(person_of(mentor) for mentor, code in zip(problem.mentors, codes, strict=True) if falls[code])


def _falls(state: SchemeState, mentee_id: int, rule: str) -> bool:
    led = rule == "ineligible" and state.wanting[state.keys(mentee_id, 0)[0]].ineligible == "already_led"
    return rule in SET_ASIDE and not led


def _allowed(state: SchemeState, holds: Holds, pin: Hold) -> None:
    """Refuse a lock on a pair that a rule forbids and it does not set aside; staff lift their own ban first."""
    rule, held = rule_against(state, pin.pair), holds.get(pin.pair)
    if rule and rule != pin.rule:
        reason = held.reason if held is not None else ""
        raise Conflict(f"pin_{rule}", reason=reason)


def _with_room(table: Table, holds: dict[Pair, Hold], mentor_ids: Sequence[int]) -> dict[Pair, Hold]:
    """The holds, or Conflict when one of these mentors has more locks than seats."""
    problem = table.state.problem
    for mentor_id in mentor_ids:
        column = problem.mentors.index(key_of(mentor_id))
        seats = max(int(problem.capacity[column] - problem.load[column]), 0)
        locked = locked_with(holds, mentor_id)
        if locked > seats:
            raise Conflict("pin_no_seat", seats=seats, locked=locked)
    return holds


def _known(state: SchemeState, pair: Pair) -> Pair:
    """Row and column of a pair, or Conflict when one of them is not in the snapshot."""
    mentee, mentor = state.keys(*pair)
    if mentor not in state.problem.mentors:
        raise Conflict("not_in_snapshot", mentor_id=person_of(mentor))
    return state.problem.mentees.index(mentee), state.problem.mentors.index(mentor)


def locked_with(holds: Holds, mentor_id: int) -> int:
    """How many locks a mentor has."""
    return sum(hold.mentor_id == mentor_id for hold in of_kind(holds, "pin"))


def _pinned(holds: Holds) -> list[Pair]:
    return [hold.pair for hold in of_kind(holds, "pin")]
