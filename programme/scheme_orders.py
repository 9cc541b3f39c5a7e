"""What staff order in a scheme beside its snapshot, in the engine's names, and the problem that this makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee as MenteeRow
from db.models import SchemeHold, SchemeLimit
from matching import Ban, Pool, Problem
from matching.problem import with_decisions
from programme.snapshot import key_of

Keys = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """`pins` gives the origin of each lock, `bans` the reason of each ban, by (mentee key, mentor key).

    `seats` are seats more (or fewer) of a mentor than the snapshot says, `alone` mentees who get nobody on purpose.
    """

    pins: Mapping[Keys, str] = field(default_factory=dict)
    bans: Mapping[Keys, str] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    def key(self) -> tuple[Any, ...]:
        """The same for equal orders, and hashable."""
        maps = (tuple(sorted(part.items())) for part in (self.pins, self.bans, self.seats))
        return (*maps, tuple(sorted(self.alone)))


def orders_of(session: Session, scheme_id: int) -> Orders:
    """The orders in force."""
    rows = session.execute(
        select(MenteeRow.person_id, SchemeHold.mentor_id, SchemeHold.kind, SchemeHold.origin, SchemeHold.reason)
        .join(MenteeRow, MenteeRow.id == SchemeHold.mentee_id)
        .where(SchemeHold.scheme_id == scheme_id)
        .order_by(SchemeHold.id)
    ).all()
    limits = session.scalars(
        select(SchemeLimit).where(SchemeLimit.scheme_id == scheme_id).order_by(SchemeLimit.id)
    ).all()
    return Orders(
        pins={(key_of(row.person_id), key_of(row.mentor_id)): row.origin for row in rows if row.kind == "pin"},
        bans={(key_of(row.person_id), key_of(row.mentor_id)): row.reason for row in rows if row.kind == "ban"},
        seats={key_of(row.person_id): row.amount for row in limits if row.kind == "seats"},
        alone=frozenset(key_of(row.person_id) for row in limits if row.kind == "alone"),
    )


def under_orders(base: Problem, orders: Orders, keep: Iterable[Keys]) -> Problem:
    """The problem of a snapshot under the orders; `keep` is the plan to keep to among equals.

    Its pool has the seats and demands as ordered, its fits are those of the base.
    """
    bans = [Ban(*pair, reason) for pair, reason in orders.bans.items()]
    problem = with_decisions(base, orders.pins, bans, keep, base.quotas)
    if not orders.seats and not orders.alone:
        return problem
    capacity, demand = base.capacity.copy(), base.demand.copy()
    for key, amount in orders.seats.items():
        column = base.mentors.index(key)
        capacity[column] = max(int(capacity[column]) + amount, 0)
    for key in orders.alone:
        demand[base.mentees.index(key)] = 0
    return replace(problem, capacity=capacity, demand=demand, pool=base.pool and _pool(base.pool, orders))


def _pool(pool: Pool, orders: Orders) -> Pool:
    seats, alone = orders.seats, orders.alone
    return replace(
        pool,
        mentors=tuple(
            replace(one, capacity=max(one.capacity + seats[one.id], 0)) if one.id in seats else one
            for one in pool.mentors
        ),
        mentees=tuple(replace(one, demand=0) if one.id in alone else one for one in pool.mentees),
    )
