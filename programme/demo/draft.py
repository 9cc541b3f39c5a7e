"""A ready draft in the present cohort, computed by the engine like any other, so that the desk is not empty at first."""

from sqlalchemy.orm import Session

from db.models import Scheme
from matching import build_problem, solve
from programme.access import Actor
from programme.demo.draw import table
from programme.rules import Rules, row_in_force
from programme.scheme_state import freeze, store_solution
from programme.snapshot import load_pool, waiting_mentees


def draw_up(session: Session, by: Actor, cohort_id: int) -> int:
    """Solve the cohort under the rules in force and store the plan as a draft; the number of pairs."""
    row = row_in_force(session, by, cohort_id)
    policy, pool = Rules.of(row.number, row.rules).policy, load_pool(session, cohort_id)
    scheme = Scheme(
        cohort_id=cohort_id,
        policy_id=row.id,
        name=table("people")["draft"],
        status="draft",
        problem=freeze(pool, policy, waiting_mentees(session, cohort_id)),
        solution={},
        by_id=by.id,
    )
    session.add(scheme)
    session.flush()
    solution = solve(build_problem(pool, policy))
    store_solution(session, by, scheme, solution)
    return len(solution.pairs)
