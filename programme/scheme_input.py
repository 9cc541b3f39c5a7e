"""What a scheme was frozen with, rebuilt once: a scheme's problem never changes, so content decides, never time.

Any scheme will do, computed or made by hand: only its snapshot, its rules and its pairs are read, not its solution.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, SchemePair
from matching import Policy, Pool, Problem, build_problem
from programme.desk_figures import Seats
from programme.snapshot import person_of

Pair = tuple[int, int]
SHELVES = 12


@dataclass(frozen=True, eq=False)
class Input:
    """A snapshot with its rules. `mentees` is {"p12": mentees.id}; `ineligible` and `eligible` are mentees.id.

    `seats` and `available` are by people.id of the mentors.
    """

    pool: Pool
    policy: Policy
    mentees: Mapping[str, int]
    eligible: frozenset[int]
    ineligible: frozenset[int]
    seats: Mapping[int, Seats]
    available: frozenset[int]

    @property
    def floor(self) -> int:
        """The fit in milli-points under which a pair is to be looked at."""
        return round(self.policy.floor * 1000)

    @cached_property
    def problem(self) -> Problem:
        """The snapshot under its rules, without any lock or ban: what scores a plan and finds broken rules."""
        return build_problem(self.pool, self.policy)


def input_of(pool: Pool, policy: Policy, mentees: Mapping[str, int]) -> Input:
    """The same by ids of the tables."""
    refused = frozenset(mentees[one.id] for one in pool.mentees if one.ineligible and one.id in mentees)
    return Input(
        pool=pool,
        policy=policy,
        mentees=mentees,
        eligible=frozenset(mentees.values()) - refused,
        ineligible=refused,
        seats={person_of(one.id): Seats(one.capacity, one.load) for one in pool.mentors},
        available=frozenset(person_of(one.id) for one in pool.mentors if not one.available),
    )


def frozen_input(session: Session, scheme_id: int, fingerprint: str) -> Input:
    """The input of a scheme that has a plan; its problem is read only the first time."""
    shelf = _shelf(str(session.get_bind().engine.url), scheme_id, fingerprint, "")
    if not shelf:
        problem = session.scalars(select(Scheme.problem).where(Scheme.id == scheme_id)).one()
        pool, policy = Pool.from_dict(problem["pool"]), Policy.from_dict(problem["policy"])
        shelf.append(input_of(pool, policy, problem["mentees"]))
    return shelf[0]


def under_rules(session: Session, scheme_id: int, fingerprint: str, policy: Policy) -> Input:
    """The snapshot of a scheme that has a plan under other rules than its own; who is eligible stays as it was."""
    rules = json.dumps(policy.to_dict(), sort_keys=True)
    shelf = _shelf(str(session.get_bind().engine.url), scheme_id, fingerprint, rules)
    if not shelf:
        own = frozen_input(session, scheme_id, fingerprint)
        shelf.append(input_of(own.pool, policy, own.mentees))
    return shelf[0]


def plans(session: Session, scheme_ids: list[int]) -> dict[int, dict[Pair, int]]:
    """{scheme: {(mentees.id, people.id of the mentor): fit in milli-points}}, empty for one without pairs."""
    out: dict[int, dict[Pair, int]] = {key: {} for key in scheme_ids}
    rows = select(SchemePair.scheme_id, SchemePair.mentee_id, SchemePair.mentor_id, SchemePair.fit)
    for scheme_id, mentee_id, mentor_id, fit in session.execute(rows.where(SchemePair.scheme_id.in_(scheme_ids))):
        out[scheme_id][mentee_id, mentor_id] = fit
    return out


@lru_cache(maxsize=SHELVES)
def _shelf(url: str, scheme_id: int, fingerprint: str, rules: str) -> list[Input]:
    """An empty place for what is rebuilt under this key; two threads may fill it, with equal things."""
    return []
