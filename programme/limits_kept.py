"""Orders for one person on a fresh pool: a re-run keeps those that still stand and names the others with the reason."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemeLimit
from matching import Problem
from programme.holds_kept import Dropped
from programme.scheme_orders import Orders, under_orders
from programme.snapshot import key_of

KEPT = ("kind", "person_id", "amount", "reason", "by_id", "at")


def carry_limits(session: Session, old: Scheme, new: Scheme, bare: Problem) -> tuple[Problem, list[Dropped]]:
    """Copy what stands; the problem without decisions but with these seats and people left alone, and what is lost.

    A lost order names its person on both sides of the pair, with the code why: `mentor_unknown`, `mentor_full` (more
    people in force than seats would be left), `mentee_not_waiting`.
    """
    rows = session.scalars(select(SchemeLimit).where(SchemeLimit.scheme_id == old.id).order_by(SchemeLimit.id)).all()
    lost = {row.id: code for row in rows for code in _objections(bare, row)}
    kept = [row for row in rows if row.id not in lost]
    session.add_all(SchemeLimit(scheme_id=new.id, **{name: getattr(row, name) for name in KEPT}) for row in kept)
    session.flush()
    orders = Orders(
        seats={key_of(row.person_id): row.amount for row in kept if row.kind == "seats"},
        alone=frozenset(key_of(row.person_id) for row in kept if row.kind == "alone"),
    )
    gone = [Dropped(row.kind, _pair(row), lost[row.id]) for row in rows if row.id in lost]
    return under_orders(bare, orders, ()), gone


def _objections(bare: Problem, row: SchemeLimit) -> Iterator[str]:
    key = key_of(row.person_id)
    if row.kind == "alone":
        if key not in bare.mentees:
            yield "mentee_not_waiting"
    elif key not in bare.mentors:
        yield "mentor_unknown"
    elif row.amount < 0:
        column = bare.mentors.index(key)
        if int(bare.capacity[column]) + row.amount < int(bare.load[column]):
            yield "mentor_full"


def _pair(row: SchemeLimit) -> tuple[str, str]:
    return key_of(row.person_id), key_of(row.person_id)
