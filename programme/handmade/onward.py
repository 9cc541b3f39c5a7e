"""From a list made by hand to schemes that can be worked at: the optimum nearest to it, or a draft that locks its pairs."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db.models import Scheme, SchemeHold
from matching import Policy, Pool, Problem, build_problem
from programme import jobs
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.holds_kept import Dropped, Held, sift
from programme.quota_sets import thawed
from programme.runs import SOLVE, Started, keyed_holds, own_name
from programme.scheme_state import HANDMADE
from programme.snapshot import person_of
from programme.tradeoff_runs import twin
from programme.tradeoffs import plan_of
from programme.usecase import fetch, record, use_case


@use_case(Action.RUN_SCHEME)
def improve(session: Session, by: Actor, *, scheme_id: int, name: str) -> Started:
    """Send a new scheme on the list's snapshot to a worker: the optimum, among equals the one with most of its pairs."""
    old, pairs = _list(session, scheme_id)
    new = twin(session, by, old, own_name(session, old.cohort_id, name), Policy.from_dict(old.problem["policy"]))
    return _send(session, by, old, new, {"keep": [list(pair) for pair in pairs]})


@use_case(Action.RUN_SCHEME)
def make_draft(session: Session, by: Actor, *, scheme_id: int, name: str, reason: str) -> Started:
    """Send a new scheme on the list's snapshot to a worker in which the list's pairs are locked and the rest is found.

    A pair that a rule forbids, for which a seat is missing or which a quota has no room for is not locked and told in
    `dropped`.
    """
    old, pairs = _list(session, scheme_id)
    new = twin(session, by, old, own_name(session, old.cohort_id, name), Policy.from_dict(old.problem["policy"]))
    held = keyed_holds(session, new.id)
    known = {hold.pair for hold in held}
    wanted = [Held("pin", pair) for pair in pairs if pair not in known]
    # What the rules name stands there already and takes its seats first.
    kept, dropped = sift(_bare(new), [*held, *wanted])
    _lock(session, by, new, [hold for hold in kept if hold not in held], reason)
    lost = [hold for hold in dropped if hold.pair not in known]
    told = [[hold.kind, *hold.pair, hold.code] for hold in lost]
    return _send(session, by, old, new, {"dropped": told}, lost)


def _list(session: Session, scheme_id: int) -> tuple[Scheme, tuple[tuple[str, str], ...]]:
    old = fetch(session, Scheme, scheme_id)
    if old.kind != HANDMADE:
        raise Conflict("scheme_not_handmade", name=old.name)
    pairs = plan_of(session, scheme_id)
    if not pairs:
        raise Conflict("hand_list_empty", name=old.name)
    return old, pairs


def _bare(scheme: Scheme) -> Problem:
    """The snapshot with its quotas, without any lock or ban."""
    pool, policy = Pool.from_dict(scheme.problem["pool"]), Policy.from_dict(scheme.problem["policy"])
    return build_problem(pool, policy, quotas=thawed(scheme.problem))


def _lock(session: Session, by: Actor, new: Scheme, holds: Sequence[Held], reason: str) -> None:
    ids = new.problem["mentees"]
    session.add_all(
        SchemeHold(
            scheme_id=new.id,
            kind="pin",
            origin="staff",
            mentee_id=ids[hold.pair[0]],
            mentor_id=person_of(hold.pair[1]),
            reason=reason.strip(),
            by_id=by.id,
        )
        for hold in holds
    )
    session.flush()


def _send(
    session: Session,
    by: Actor,
    old: Scheme,
    new: Scheme,
    extra: dict[str, list[list[str]]],
    lost: Sequence[Dropped] = (),
) -> Started:
    job = jobs.enqueue(session, by, SOLVE, {"scheme_id": new.id, **extra})
    told = {"job": job.id, "name": new.name, "of_list": old.id, "dropped": extra.get("dropped", [])}
    record(session, by, Action.RUN_SCHEME, f"scheme:{new.id}", **told)
    return Started(new.id, job.id, tuple(lost))
