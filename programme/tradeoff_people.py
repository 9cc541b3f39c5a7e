"""Who would move at a point of the frontier: the plan of the point, solved as a run of it would be, never stored."""

from dataclasses import replace

from sqlalchemy.orm import Session

from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Near, solve
from matching.problem import Cells
from matching.tradeoff import weighted
from programme.desk_cards import Shift
from programme.desk_contrast import shifts_of
from programme.desk_people import people_of
from programme.desk_plan import plan_of as present_plan
from programme.errors import Forbidden
from programme.scheme_answers import opening
from programme.scheme_state import load_scheme
from programme.tradeoffs import nearer_to, plan_of


@reads("programme")
@kept
def point_moves(
    session: Session, viewer: Viewer, *, scheme_id: int, term: str, weight: float, other_id: int | None = None
) -> tuple[Shift, ...]:
    """Everybody whose mentor differs between the present plan and that of a point, who falls to the lowest fit first.

    Raises Forbidden for a viewer of one unit: moves name people of other units.
    """
    if viewer.unit_id is not None:
        raise Forbidden("unit")
    state = load_scheme(session, scheme_id)
    problem = nearer_to(state.problem, plan_of(session, other_id)) if other_id is not None else state.problem
    found = solve(replace(problem, policy=weighted(problem.policy, term, weight)), near=Near(opening(state.core.base)))
    fits = problem.fit_at(Cells(problem.mentees, problem.mentors).of(found.pairs))
    after = {state.ids(pair): fit for pair, fit in zip(found.pairs, fits, strict=True)}
    shifts = shifts_of(present_plan(state), after, people_of(session, state))
    return tuple(sorted(shifts, key=lambda shift: shift.fit_after or 0.0))
