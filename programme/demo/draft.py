"""A ready draft in the present cohort, computed by the engine like any other, so that the desk is not empty at first."""

from sqlalchemy.orm import Session

from db.models import Scheme, SchemeStudy
from matching import solve
from programme.access import Actor
from programme.demo.draw import table
from programme.firmness import SAMPLES, samples_for, study
from programme.ground import ground_of
from programme.rules import row_in_force
from programme.scheme_state import freeze, load_scheme, store_solution
from programme.snapshot import waiting_mentees
from programme.studies import FIRMNESS


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
    if samples_for(len(ground.pool.mentees), len(ground.pool.mentors)) == SAMPLES:
        _study(session, by, scheme)
    return len(solution.pairs)


def _study(session: Session, by: Actor, scheme: Scheme) -> None:
    """How firm each pair is, as the worker finds it after a run; a large city leaves that to the worker."""
    found = study(load_scheme(session, scheme.id), lambda _share, _stage: None, lambda: False)
    row = SchemeStudy(scheme_id=scheme.id, kind=FIRMNESS, fingerprint=scheme.fingerprint, content=found, by_id=by.id)
    session.add(row)
    session.flush()
