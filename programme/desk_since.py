"""The present plan of a scheme against the one that was computed first: what the acts at the desk have come to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from programme.desk_cards import Since
from programme.desk_contrast import Side, contrast_of, price_between, seats_of, shifts_of, side_of
from programme.desk_figures import Seats
from programme.desk_holds import Pair, of_kind, revert
from programme.desk_people import people_of
from programme.desk_table import Table, details_of, exchanged, spread
from programme.errors import Forbidden

Acts = Sequence[Mapping[str, Any]]
"""What every act did, in order."""


@reads("programme")
def since_start(session: Session, viewer: Viewer, *, scheme_id: int) -> Since | None:
    """What changed since the scheme was computed; None while nothing was done at the desk.

    A viewer of one unit is refused: it names people of others.
    """
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    table = spread(session, scheme_id)
    if not table.steps:
        return None
    people, now, acts = people_of(session, table.state), side_of(table.state.core), details_of(session, table)
    first = Side(table.state.core, first_plan(table, acts), first_seats(table, acts))
    return Since(
        acts=sum(not step.undone and step.kind not in ("undo", "redo") for step in table.steps),
        moves=tuple(shifts_of(first.plan, now.plan, people)),
        price=price_between(first, now),
        contrast=contrast_of(first, now, people),
    )


def first_plan(table: Table, acts: Acts) -> dict[Pair, int]:
    """The plan before the first act with its fits in milli-points: every act of the history taken back in turn."""
    plan = frozenset(table.pairs)
    for act in reversed(acts):
        plan = exchanged(plan, act["in"], act["out"])
    state, base = table.state, table.state.core.base
    row = {key: at for at, key in enumerate(base.mentees)}
    column = {key: at for at, key in enumerate(base.mentors)}
    keys = [(pair, state.keys(*pair)) for pair in sorted(plan)]
    fits = base.fit_at([(row[mentee], column[mentor]) for _pair, (mentee, mentor) in keys])
    return dict(zip((pair for pair, _keys in keys), fits, strict=True))


def first_seats(table: Table, acts: Acts) -> dict[int, Seats]:
    """The seats before the first act: those of the snapshot, and what a scheme before this one had ordered."""
    holds = table.holds
    for act in reversed(acts):
        holds = revert(holds, act["holds"])
    base = table.state.core.base.pool
    seats = seats_of(base) if base is not None else {}
    for hold in of_kind(holds, "seats"):
        own = seats[hold.mentor_id]
        seats[hold.mentor_id] = replace(own, capacity=own.capacity + hold.amount)
    return seats
