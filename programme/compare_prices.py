"""What it would cost a plan to leave somebody with the mentor whom another plan gives: exact, as at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy.orm import Session

from db.models import Scheme
from db.queries.viewer import Viewer, reads
from matching import PriceTable, price_table
from matching.explain import main_tier
from programme.desk_plan import earlier_losses, in_points, plan_of
from programme.desk_reasons import explained
from programme.scheme_input import Pair, plans
from programme.scheme_state import HANDMADE, SchemeState, load_scheme
from programme.usecase import fetch

SHELVES = 4


@dataclass(frozen=True, slots=True)
class Toll:
    """`points` is what the plan's total would lose (as the desk quotes it); None with `rule`, which forbids the pair.

    `earlier` are the aims before fit that would lose as well: `unmatched`, `below_floor`, `min_load`. Beside quotas that
    overlap there may be no more than `least`, which the total loses whatever is done.
    """

    points: float | None
    rule: str = ""
    earlier: tuple[str, ...] = ()
    least: float | None = None


@reads("programme")
def tolls(session: Session, viewer: Viewer, *, scheme_id: int, pairs: Sequence[Pair]) -> dict[Pair, Toll]:
    """The price in a scheme of each pair (mentees.id, people.id of the mentor) that is not in it.

    Empty for a viewer of one unit (a price speaks of other units' people) and for a plan that is not the proven best
    of its own rules, as one made by hand: only a best plan has prices. Pairs of strangers are left out.
    """
    if viewer.unit_id is not None:
        return {}
    if fetch(session, Scheme, scheme_id).kind == HANDMADE:
        return {}
    state = load_scheme(session, scheme_id)
    if state.solution.status != "proved" or plan_of(state) != plans(session, [scheme_id])[scheme_id]:
        return {}
    table = _table(session, state)
    rows = {state.mentees[key]: row for row, key in enumerate(state.problem.mentees)}
    columns = {int(key[1:]): column for column, key in enumerate(state.problem.mentors)}
    known = [pair for pair in pairs if pair[0] in rows and pair[1] in columns]
    return {(a, b): _toll(state, table, (rows[a], columns[b])) for a, b in known}


def _toll(state: SchemeState, table: PriceTable, cell: tuple[int, int]) -> Toll:
    if table.priced[cell]:
        return _paid(state, table.losses(*cell))
    rule = state.problem.codes[state.problem.code_at([cell])[0]]
    return Toll(None, rule) if rule else _as_at_the_desk(state, cell)


def _as_at_the_desk(state: SchemeState, cell: tuple[int, int]) -> Toll:
    """Full and locked mentors have no price; beside quotas that overlap the table has none, but the mentee's card may."""
    known = explained(state.core, state.problem.mentees[cell[0]]).candidates
    one = next(one for one in known if one.mentor == state.problem.mentors[cell[1]])
    if one.forbidden or not (one.tier_losses or one.at_least):
        return Toll(None, one.forbidden)
    if one.price is not None:
        return _paid(state, one.tier_losses)
    bound = _paid(state, one.at_least)
    return replace(bound, points=None, least=None if bound.earlier else bound.points)


def _paid(state: SchemeState, losses: tuple[int, ...]) -> Toll:
    return Toll(in_points(state, losses[main_tier(state.problem)]), earlier=earlier_losses(state, losses))


def _table(session: Session, state: SchemeState) -> PriceTable:
    shelf = _shelf(str(session.get_bind().engine.url), state.scheme.id, state.scheme.fingerprint)
    if not shelf:
        shelf.append(price_table(state.problem, state.solution))
    return shelf[0]


@lru_cache(maxsize=SHELVES)
def _shelf(url: str, scheme_id: int, fingerprint: str) -> list[PriceTable]:
    """An empty place for the prices of a plan; two threads may fill it, with equal things."""
    return []
