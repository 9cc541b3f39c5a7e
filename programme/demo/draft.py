"""A ready draft in the present cohort, computed by the engine like any other, so that the desk is not empty at first."""

from sqlalchemy.orm import Session

from db.models import Scheme
from matching import solve
from programme.access import Actor
from programme.demo.draw import table
from programme.ground import ground_of
from programme.rules import row_in_force
from programme.scheme_state import freeze, store_solution
from programme.snapshot import waiting_mentees


def draw_up(session: Session, by: Actor, cohort_id: int) -> int:
    """Solve the cohort under the rules in force and store the plan as a draft; the number of pairs."""
    row = row_in_force(session, by, cohort_id)
    ground = ground_of(session, cohort_id)
    scheme = Scheme(
        cohort_id=cohort_id,
        policy_id=row.id,
        name=table("people")["draft"],
        status="draft",
        problem=freeze(ground.pool, ground.rules.policy, waiting_mentees(session, cohort_id), ground.bounds),
        solution={},
        by_id=by.id,
    )
    session.add(scheme)
    session.flush()
    solution = solve(ground.problem)
    store_solution(session, by, scheme, solution)
    return len(solution.pairs)
