"""What an act would do, before anything is stored: the exact price, who moves, or the rule that refuses it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from programme import desk_changes as changes
from programme import desk_limits as limits
from programme.desk_cards import Preview
from programme.desk_contrast import Side, contrast_of, price_between, shifts_of, side_of
from programme.desk_holds import Hold, Holds, Pair
from programme.desk_people import people_of
from programme.desk_table import Table, resolved, spread
from programme.errors import Forbidden, ProgrammeError
from programme.named_kept import demand_kept, named_pairs
from programme.scheme_state import SchemeState

STEPS: Mapping[str, int] = {"more": 1, "fewer": -1}


@reads("programme")
def preview(
    session: Session, viewer: Viewer, *, scheme_id: int, kind: str, pairs: Sequence[Pair], instead_of: int | None = None
) -> Preview:
    """The act of this kind on these pairs, solved but not stored.

    Kinds: reassign, appoint and override (the pair to be), ban, unban, unlock (the present pair), swap (two present
    pairs), more and fewer (one seat for the mentor of the pair), alone and call_back (the mentee of the pair).
    """
    table = _spread(session, viewer, scheme_id)
    try:
        holds = _holds(table, kind, pairs, instead_of)
        demand_kept(named_pairs(session, table.scheme, table.state.mentees), table.holds, holds)
    except ProgrammeError as refusal:
        return Preview(refused=refusal)
    solved = resolved(table, holds)
    return _compared(session, table, side_of(solved.core), {mentee for mentee, _mentor in pairs})


@reads("programme")
def priced(
    session: Session, viewer: Viewer, *, scheme_id: int, pair: Pair, moves: Sequence[tuple[int, int | None, int | None]]
) -> Preview:
    """The price of giving a pair when the moves that follow are known already from the card (no solving needed)."""
    table = _spread(session, viewer, scheme_id)
    plan = dict(table.pairs)
    gone = [*moves, *((pair[0], mentor, None) for mentor in table.mentors_of(pair[0])[: table.demand(pair[0])])]
    for mentee, former, _to in gone:
        plan.pop((mentee, former), None)  # type: ignore[arg-type]
    come = [pair, *((mentee, mentor) for mentee, _from, mentor in moves if mentor is not None)]
    cells = [_cell(table.state, one) for one in come]
    plan.update(zip(come, table.state.problem.fit_at(cells), strict=True))
    return _compared(session, table, side_of(table.state.core, plan), {pair[0]})


def _spread(session: Session, viewer: Viewer, scheme_id: int) -> Table:
    """The desk; Forbidden for a viewer of one unit, since prices and moves name people of others."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    return spread(session, scheme_id)


def _holds(table: Table, kind: str, pairs: Sequence[Pair], instead_of: int | None) -> Holds:
    hold = Hold("pin", *pairs[0])
    match kind:
        case "reassign" | "appoint":
            return changes.choosing(table, hold, instead_of)
        case "override":
            rule = changes.rule_against(table.state, hold.pair)
            aside = changes.can_be_set_aside(table.state, hold.pair)
            return changes.choosing(table, replace(hold, rule=rule) if aside else hold, instead_of)
        case "ban":
            return changes.banning(table, hold)
        case "unban":
            return changes.unbanning(table, pairs[0])
        case "unlock":
            return changes.unlocking(table, [pairs[0][0]])
        case "swap":
            return changes.swapping(table, pairs, hold)
    return _limits(table, kind, hold)


def _limits(table: Table, kind: str, hold: Hold) -> Holds:
    match kind:
        case "more" | "fewer":
            return limits.seating(table, replace(hold, amount=STEPS[kind]))
        case "alone":
            return limits.leaving_alone(table, hold)
        case "call_back":
            return limits.calling_back(table, hold.mentee_id)
    raise ValueError(kind)


def _compared(session: Session, table: Table, after: Side, named: set[int]) -> Preview:
    people, before = people_of(session, table.state), side_of(table.state.core)
    shifts = shifts_of(before.plan, after.plan, people)
    return Preview(
        price=price_between(before, after),
        own=tuple(shift for shift in shifts if shift.mentee.id in named),
        moves=tuple(shift for shift in shifts if shift.mentee.id not in named),
        contrast=contrast_of(before, after, people),
    )


def _cell(state: SchemeState, pair: Pair) -> tuple[int, int]:
    mentee, mentor = state.keys(*pair)
    return state.problem.mentees.index(mentee), state.problem.mentors.index(mentor)
