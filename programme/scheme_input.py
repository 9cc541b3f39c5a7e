"""What a scheme was frozen with, rebuilt once: a scheme's problem never changes, so content decides, never time.

Any scheme will do, computed or made by hand: only its snapshot, its rules and its pairs are read, not its solution.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemePair
from matching import Policy, Pool, Problem, Quota, build_problem
from programme.desk_figures import Seats
from programme.quota_sets import thawed
from programme.scheme_orders import Orders, orders_of, under_orders
from programme.snapshot import person_of

Pair = tuple[int, int]
SHELVES = 12


@dataclass(frozen=True, eq=False)
class Input:
    """A snapshot with its rules and what staff ordered of seats. `mentees` is {"p12": mentees.id}.

    `snapshot` is the pool as it was frozen; `seats` (by people.id of the mentors) are those that count, as ordered.
    `eligible` and `ineligible` are mentees.id, `available` people.id.
    """

    snapshot: Pool
    policy: Policy
    quotas: tuple[Quota, ...]
    orders: Orders
    mentees: Mapping[str, int]

    @property
    def floor(self) -> int:
        """The fit in milli-points under which a pair is to be looked at."""
        return round(self.policy.floor * 1000)

    @cached_property
    def problem(self) -> Problem:
        """What scores a plan and finds broken rules: seats as ordered, but no lock and no ban."""
        return under_orders(build_problem(self.snapshot, self.policy, quotas=self.quotas), self.orders, ())

    @cached_property
    def ineligible(self) -> frozenset[int]:
        """Who waits without being eligible."""
        return frozenset(self.mentees[one.id] for one in self.snapshot.mentees if one.ineligible)

    @cached_property
    def eligible(self) -> frozenset[int]:
        """Who could be paired."""
        return frozenset(self.mentees.values()) - self.ineligible

    @cached_property
    def seats(self) -> Mapping[int, Seats]:
        """The seats of every mentor of the snapshot."""
        more = self.orders.seats
        return {
            person_of(one.id): Seats(max(one.capacity + more.get(one.id, 0), 0), one.load)
            for one in self.snapshot.mentors
        }

    @cached_property
    def available(self) -> frozenset[int]:
        """Mentors who could get somebody."""
        return frozenset(person_of(one.id) for one in self.snapshot.mentors if not one.available)


def frozen_input(session: Session, scheme_id: int) -> Input:
    """The input of a scheme; its problem is read only the first time."""
    orders = orders_of(session, scheme_id)
    kept = Orders(seats=orders.seats, alone=orders.alone)
    shelf = _shelf(_place(session, scheme_id), kept.key(), "")
    if not shelf:
        problem = session.scalars(select(Scheme.problem).where(Scheme.id == scheme_id)).one()
        pool, policy = Pool.from_dict(problem["pool"]), Policy.from_dict(problem["policy"])
        shelf.append(Input(pool, policy, tuple(thawed(problem)), kept, problem["mentees"]))
    return shelf[0]


def under_rules(session: Session, scheme_id: int, policy: Policy) -> Input:
    """The snapshot of a scheme under another policy than its own; who is eligible and the quotas stay as they were."""
    own = frozen_input(session, scheme_id)
    shelf = _shelf(_place(session, scheme_id), own.orders.key(), json.dumps(policy.to_dict(), sort_keys=True))
    if not shelf:
        shelf.append(replace(own, policy=policy))
    return shelf[0]


def _place(session: Session, scheme_id: int) -> tuple[str, int, str]:
    """Which row of which database: a key that another row of the same number never has."""
    at = session.scalars(select(Scheme.at).where(Scheme.id == scheme_id)).one()
    return str(session.get_bind().engine.url), scheme_id, at.isoformat()


def plans(session: Session, scheme_ids: list[int]) -> dict[int, dict[Pair, int]]:
    """{scheme: {(mentees.id, people.id of the mentor): fit in milli-points}}, empty for one without pairs."""
    out: dict[int, dict[Pair, int]] = {key: {} for key in scheme_ids}
    rows = select(SchemePair.scheme_id, SchemePair.mentee_id, SchemePair.mentor_id, SchemePair.fit)
    for scheme_id, mentee_id, mentor_id, fit in session.execute(rows.where(SchemePair.scheme_id.in_(scheme_ids))):
        out[scheme_id][mentee_id, mentor_id] = fit
    return out


@lru_cache(maxsize=SHELVES)
def _shelf(place: tuple[str, int, str], orders: tuple[Any, ...], rules: str) -> list[Input]:
    """An empty place for what is rebuilt under this key; two threads may fill it, with equal things."""
    return []
