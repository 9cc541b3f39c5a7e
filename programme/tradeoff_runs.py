"""A scheme of a point on the frontier: the same snapshot and orders, solved under the weight that gives the point."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemeLimit
from matching import Policy
from matching.tradeoff import weighted
from programme import jobs
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.runs import SOLVE, Started, copy_holds, keyed_holds, own_name
from programme.scheme_state import HANDMADE, load_scheme
from programme.studies import BALANCE, CHANGES
from programme.tradeoffs import known_in, plan_of
from programme.usecase import fetch, record, use_case

MOST = 1000


@use_case(Action.RUN_SCHEME)
def run_point(
    session: Session, by: Actor, *, scheme_id: int, term: str, weight: float, name: str, other_id: int | None = None
) -> Started:
    """Send a new scheme to a worker: that one's snapshot, locks, bans and seats, with `term` at this weight.

    `term` is "balance" or "changes" (then `other_id` is the scheme whose pairs are given up at that price). The first
    scheme stays as it is. Raises Invalid for a weight that nobody offered, Conflict without a plan to start from.
    """
    old = fetch(session, Scheme, scheme_id)
    if old.kind == HANDMADE:
        raise Conflict("scheme_is_handmade", name=old.name)
    if term not in (BALANCE, CHANGES) or not 0 <= weight <= MOST or round(weight, 3) != weight:
        raise Invalid("not_a_point", term=term, weight=weight)
    state = load_scheme(session, scheme_id)
    near = state.keep if other_id is None else known_in(state.problem, plan_of(session, other_id))
    policy = weighted(Policy.from_dict(old.problem["policy"]), term, weight)
    new = twin(session, by, old, own_name(session, old.cohort_id, name), policy)
    job = jobs.enqueue(session, by, SOLVE, {"scheme_id": new.id, "keep": [list(pair) for pair in near]})
    told = {"term": term, "weight": weight, "near": other_id}
    record(session, by, Action.RUN_SCHEME, f"scheme:{new.id}", job=job.id, name=new.name, point_of=old.id, **told)
    return Started(new.id, job.id)


def twin(session: Session, by: Actor, old: Scheme, name: str, policy: Policy) -> Scheme:
    """A scheme yet to be computed with the same snapshot, locks, bans and seats, under another policy."""
    new = Scheme(
        cohort_id=old.cohort_id,
        policy_id=old.policy_id,
        name=name,
        problem={**old.problem, "policy": policy.to_dict()},
        solution={},
        by_id=by.id,
    )
    session.add(new)
    session.flush()
    copy_holds(session, keyed_holds(session, old.id).values(), new.id)
    kept = ("kind", "person_id", "amount", "reason", "by_id", "at")
    limits = session.scalars(select(SchemeLimit).where(SchemeLimit.scheme_id == old.id))
    session.add_all(SchemeLimit(scheme_id=new.id, **{key: getattr(row, key) for key in kept}) for row in limits)
    session.flush()
    return new
