"""What staff do with whole schemes: name, copy, put away. Computing them is `programme.runs`."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemeLimit, SchemePair
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.runs import EDITABLE, copy_holds, keyed_holds, own_name
from programme.usecase import claim, fetch, record, use_case

PUT_AWAY = ("draft", "returned", "failed")


@use_case(Action.RUN_SCHEME)
def rename(session: Session, by: Actor, *, scheme_id: int, seen_version: int, name: str) -> int:
    """Give a scheme another name and return its version; a signed one keeps the name it was signed under."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in EDITABLE:
        raise Conflict("scheme_is_fixed", name=scheme.name, status=scheme.status)
    old, new = scheme.name, own_name(session, scheme.cohort_id, name, scheme_id)
    claim(session, scheme, seen_version)
    scheme.name = new
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", renamed=[old, new])
    return scheme.version


@use_case(Action.RUN_SCHEME)
def put_away(session: Session, by: Actor, *, scheme_id: int, seen_version: int) -> None:
    """Take a draft, a returned or a failed scheme off the desk: it becomes `superseded`, nothing is deleted."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in PUT_AWAY:
        raise Conflict("scheme_is_fixed", name=scheme.name, status=scheme.status)
    claim(session, scheme, seen_version)
    scheme.status = "superseded"
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", put_away=scheme.name)


@use_case(Action.RUN_SCHEME)
def copy_scheme(session: Session, by: Actor, *, scheme_id: int, name: str) -> int:
    """A new draft with the same snapshot, plan, locks, bans and other orders, whatever became of the first; returns its id."""
    old = fetch(session, Scheme, scheme_id)
    if not old.fingerprint:
        raise Conflict("no_solution_yet", name=old.name, status=old.status)
    new = Scheme(
        cohort_id=old.cohort_id,
        policy_id=old.policy_id,
        name=own_name(session, old.cohort_id, name),
        kind=old.kind,
        status="draft",
        problem=old.problem,
        solution=old.solution,
        fingerprint=old.fingerprint,
        by_id=by.id,
    )
    session.add(new)
    session.flush()
    copy_holds(session, keyed_holds(session, old.id).values(), new.id)
    _copy_limits(session, old.id, new.id)
    _copy_pairs(session, old.id, new.id)
    record(session, by, Action.RUN_SCHEME, f"scheme:{new.id}", copied_from=old.id, name=new.name)
    return new.id


def _copy_pairs(session: Session, old_id: int, new_id: int) -> None:
    rows = session.scalars(select(SchemePair).where(SchemePair.scheme_id == old_id))
    session.add_all(
        SchemePair(scheme_id=new_id, mentee_id=row.mentee_id, mentor_id=row.mentor_id, fit=row.fit, origin=row.origin)
        for row in rows
    )
    session.flush()


def _copy_limits(session: Session, old_id: int, new_id: int) -> None:
    """Seats as ordered and people left alone on purpose, with author, reason and instant."""
    kept = ("kind", "person_id", "amount", "reason", "by_id", "at")
    rows = session.scalars(select(SchemeLimit).where(SchemeLimit.scheme_id == old_id))
    session.add_all(SchemeLimit(scheme_id=new_id, **{name: getattr(row, name) for name in kept}) for row in rows)
    session.flush()
