"""What orders for one person make of the holds of a desk: a mentor's seats in this scheme, a mentee left alone."""

from dataclasses import replace

from programme.desk_changes import locked_with
from programme.desk_holds import Hold, Pair, lift, pins_of, put
from programme.desk_table import Table
from programme.errors import Conflict
from programme.snapshot import key_of


def seating(table: Table, like: Hold) -> dict[Pair, Hold]:
    """Give a mentor `like.amount` seats more (or fewer) than now; back at the snapshot's number nothing is held."""
    mentor_id, pair = like.mentor_id, (0, like.mentor_id)
    held = table.holds.get(pair)
    amount = like.amount + (held.amount if held else 0)
    seats, needed = seats_in_pool(table, mentor_id) + amount, _taken(table, mentor_id)
    if seats < needed:
        raise Conflict("seats_taken", seats=seats, taken=needed)
    without = lift(table.holds, "seats", [pair])
    return put(without, replace(like, kind="seats", mentee_id=0, amount=amount)) if amount else without


def leaving_alone(table: Table, like: Hold) -> dict[Pair, Hold]:
    """Leave a mentee without a mentor on purpose; locks of this mentee fall."""
    pair = table.state.keys(like.mentee_id, 0) and (like.mentee_id, 0)
    if pair in table.holds:
        raise Conflict("alone_already")
    locks = [hold.pair for hold in pins_of(table.holds, like.mentee_id)]
    return put(lift(table.holds, "pin", locks), replace(like, kind="alone", mentor_id=0))


def calling_back(table: Table, mentee_id: int) -> dict[Pair, Hold]:
    """Let a mentee who was left alone be given a mentor again."""
    if (mentee_id, 0) not in table.holds:
        raise Conflict("not_alone")
    return lift(table.holds, "alone", [(mentee_id, 0)])


def seats_in_pool(table: Table, mentor_id: int) -> int:
    """A mentor's seats as the snapshot has them; Conflict for somebody who is not in it."""
    base = table.state.core.base
    if key_of(mentor_id) not in base.mentors:
        raise Conflict("not_in_snapshot", mentor_id=mentor_id)
    return int(base.capacity[base.mentors.index(key_of(mentor_id))])


def _taken(table: Table, mentor_id: int) -> int:
    """Seats that cannot be taken away: pairings in force and locks."""
    base = table.state.core.base
    return int(base.load[base.mentors.index(key_of(mentor_id))]) + locked_with(table.holds, mentor_id)
