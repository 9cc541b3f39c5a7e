"""What an act would do, before anything is stored: the exact price, who moves, or the rule that refuses it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from db.queries.viewer import Viewer, reads
from programme import desk_changes as changes
from programme.desk_cards import Preview, Price, Shift
from programme.desk_holds import Hold, Holds, Pair
from programme.desk_people import People, people_of
from programme.desk_plan import MILLI, plan_of, weights_of
from programme.desk_table import Table, resolved, spread
from programme.errors import Forbidden, ProgrammeError
from programme.scheme_state import SchemeState

Plan = Mapping[Pair, int]
EVENNESS = 50


@reads("programme")
def preview(
    session: Session, viewer: Viewer, *, scheme_id: int, kind: str, pairs: Sequence[Pair], instead_of: int | None = None
) -> Preview:
    """The act of this kind on these pairs, solved but not stored.

    Kinds: reassign and appoint (the pair to be), ban, unban, unlock (the present pair), swap (two present pairs).
    """
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    table = spread(session, scheme_id)
    try:
        holds = _holds(table, kind, pairs, instead_of)
    except ProgrammeError as refusal:
        return Preview(refused=refusal)
    solved = resolved(table, holds)
    return _compared(table, plan_of(solved), people_of(session, table.state), {mentee for mentee, _mentor in pairs})


@reads("programme")
def priced(
    session: Session, viewer: Viewer, *, scheme_id: int, pair: Pair, moves: Sequence[tuple[int, int | None, int | None]]
) -> Preview:
    """The price of giving a pair when the moves that follow are known already from the card (no solving needed)."""
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    table = spread(session, scheme_id)
    plan = dict(table.pairs)
    gone = [*moves, *((pair[0], mentor, None) for mentor in table.mentors_of(pair[0])[: table.demand(pair[0])])]
    for mentee, former, _to in gone:
        plan.pop((mentee, former), None)  # type: ignore[arg-type]
    come = [pair, *((mentee, mentor) for mentee, _from, mentor in moves if mentor is not None)]
    cells = [_cell(table.state, one) for one in come]
    plan.update(zip(come, table.state.problem.fit_at(cells), strict=True))
    return _compared(table, plan, people_of(session, table.state), {pair[0]})


def _holds(table: Table, kind: str, pairs: Sequence[Pair], instead_of: int | None) -> Holds:
    hold = Hold("pin", *pairs[0])
    match kind:
        case "reassign" | "appoint":
            return changes.choosing(table, hold, instead_of)
        case "ban":
            return changes.banning(table, hold)
        case "unban":
            return changes.unbanning(table, pairs[0])
        case "unlock":
            return changes.unlocking(table, [pairs[0][0]])
        case "swap":
            return changes.swapping(table, pairs, hold)
    raise ValueError(kind)


def _compared(table: Table, new: Plan, people: People, named: set[int]) -> Preview:
    shifts = shifts_of(table.pairs, new, people)
    return Preview(
        price=price_between(table.state, table.pairs, new),
        own=tuple(shift for shift in shifts if shift.mentee.id in named),
        moves=tuple(shift for shift in shifts if shift.mentee.id not in named),
    )


def shifts_of(old: Plan, new: Plan, people: People) -> list[Shift]:
    """Everybody whose mentor differs between two plans, by mentees.id."""
    out: list[Shift] = []
    for mentee in sorted({pair[0] for pair in old.keys() ^ new.keys()}):
        lost = [mentor for one, mentor in sorted(old.keys() - new.keys()) if one == mentee]
        came = [mentor for one, mentor in sorted(new.keys() - old.keys()) if one == mentee]
        for place in range(max(len(lost), len(came))):
            mentor = came[place] if place < len(came) else None
            out.append(
                Shift(
                    mentee=people.mentees[mentee],
                    from_mentor=people.mentors[lost[place]] if place < len(lost) else None,
                    to_mentor=people.mentors[mentor] if mentor is not None else None,
                    fit_after=new[mentee, mentor] / MILLI if mentor is not None else None,
                )
            )
    return out


def price_between(state: SchemeState, old: Plan, new: Plan) -> Price:
    """What the second plan brings against the first; negative is a loss."""
    fit = (sum(new.values()) - sum(old.values())) / MILLI
    balance = _burden_cost(state, old) - _burden_cost(state, new)
    weight_of_fit, weight_of_balance = weights_of(state)
    bar = round(state.policy.floor * MILLI)
    moved = [fit for pair, fit in new.items() if pair not in old]
    return Price(
        total=weight_of_fit * fit + weight_of_balance * balance,
        fit=fit,
        balance=balance,
        unmatched=len({mentee for mentee, _ in old}) - len({mentee for mentee, _ in new}),
        below_floor=sum(fit < bar for fit in new.values()) - sum(fit < bar for fit in old.values()),
        lowest=min(moved) / MILLI if moved else None,
    )


def _burden_cost(state: SchemeState, plan: Plan) -> float:
    """50 x burden^2 / capacity over all mentors, in points: the measure of evenness that the engine minimises."""
    new = Counter(mentor for _mentee, mentor in plan)
    seats = ((person.capacity, person.load + new[int(person.id[1:])]) for person in state.pool.mentors)
    return sum(EVENNESS * burden**2 / max(capacity, 1) for capacity, burden in seats)


def _cell(state: SchemeState, pair: Pair) -> tuple[int, int]:
    mentee, mentor = state.keys(*pair)
    return state.problem.mentees.index(mentee), state.problem.mentors.index(mentor)
