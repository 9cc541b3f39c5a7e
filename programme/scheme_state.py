"""A scheme as it stands: the frozen problem rebuilt from its JSON, what staff order, and the solution.

Problem and solution depend on nothing but the snapshot and the orders, so what was rebuilt or solved once is kept for
the next look: content decides, never time. The plan to which a solution kept among equals (`keep`) is part of
its input and stands beside it in `schemes.solution`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy.orm import Session, defer

from db.models import Scheme
from matching import (
    Mentee,
    Policy,
    Pool,
    Problem,
    Solution,
    build_problem,
    read_solution,
    write_solution,
)
from programme.access import Actor
from programme.errors import Conflict, NotFound
from programme.quota_sets import Bound, frozen, thawed
from programme.scheme_answers import answer
from programme.scheme_orders import Keys, Orders, orders_of, under_orders
from programme.scheme_pairs import store_pairs
from programme.snapshot import key_of, person_of
from programme.usecase import fetch

SHELVES = 16
HANDMADE = "handmade"


@dataclass(frozen=True, eq=False)
class Core:
    """A snapshot (`base`, without any order) under orders, with its solution; `mentees` is {"p12": mentees.id}.

    Compared by identity, so that what is derived from it can be kept beside it.
    """

    base: Problem
    mentees: Mapping[str, int]
    orders: Orders
    keep: tuple[Keys, ...]
    problem: Problem
    solution: Solution

    @property
    def pool(self) -> Pool:
        """Everybody, with seats and demands as ordered."""
        if self.problem.pool is None:
            raise ValueError("a scheme's problem is built from a pool")
        return self.problem.pool

    @cached_property
    def wanting(self) -> Mapping[str, Mentee]:
        """The engine's mentee of a key."""
        return {mentee.id: mentee for mentee in self.pool.mentees}

    @cached_property
    def places(self) -> Mapping[int, str]:
        """The key of a mentees.id."""
        return {mentee_id: key for key, mentee_id in self.mentees.items()}


@dataclass(frozen=True, slots=True)
class SchemeState:
    """A scheme with everything that the desk and the signing need; pairs are (mentee key, mentor key).

    `scheme` is the row in the session that loaded it, `core` what was solved.
    """

    scheme: Scheme
    core: Core

    @property
    def pool(self) -> Pool:
        """Everybody, with seats and demands as ordered."""
        return self.core.pool

    @property
    def policy(self) -> Policy:
        """The rules of the snapshot."""
        return self.core.problem.policy

    @property
    def orders(self) -> Orders:
        """What staff ordered."""
        return self.core.orders

    @property
    def pins(self) -> Mapping[Keys, str]:
        """The origin of each lock ("system", "staff", "appointed")."""
        return self.core.orders.pins

    @property
    def bans(self) -> Mapping[Keys, str]:
        """The reason of each ban."""
        return self.core.orders.bans

    @property
    def keep(self) -> tuple[Keys, ...]:
        """The plan that was kept to among equals."""
        return self.core.keep

    @property
    def problem(self) -> Problem:
        """The snapshot under the orders."""
        return self.core.problem

    @property
    def solution(self) -> Solution:
        """The solution of `problem`, as it was stored last."""
        return self.core.solution

    @property
    def mentees(self) -> Mapping[str, int]:
        """{"p12": mentees.id}."""
        return self.core.mentees

    @property
    def wanting(self) -> Mapping[str, Mentee]:
        """The engine's mentee of a key."""
        return self.core.wanting

    def ids(self, pair: Keys) -> tuple[int, int]:
        """(mentees.id, people.id of the mentor) of a pair of keys."""
        return self.mentees[pair[0]], person_of(pair[1])

    def keys(self, mentee_id: int, mentor_id: int) -> Keys:
        """The inverse of `ids`; raises NotFound for a mentee who is not in the snapshot."""
        if mentee_id not in self.core.places:
            raise NotFound("not_in_scheme", mentee_id=mentee_id)
        return self.core.places[mentee_id], key_of(mentor_id)


def row_of(session: Session, scheme_id: int) -> Scheme:
    """The row without its snapshot and its solution, which are large and read only when asked for; or NotFound."""
    scheme = session.get(Scheme, scheme_id, options=[defer(Scheme.problem), defer(Scheme.solution)])
    if scheme is None:
        raise NotFound("no_row", kind="schemes", key=scheme_id)
    return scheme


def load_scheme(session: Session, scheme_id: int) -> SchemeState:
    """The scheme as it is now; raises NotFound without such a scheme, Conflict while it has no solution yet."""
    scheme = row_of(session, scheme_id)
    if not scheme.fingerprint:
        raise Conflict("no_solution_yet", name=scheme.name, status=scheme.status)
    if scheme.kind == HANDMADE:
        raise Conflict("scheme_is_handmade", name=scheme.name)
    orders = orders_of(session, scheme.id)
    shelf = _shelf(_place(session, scheme), scheme.fingerprint, orders.key())
    if not shelf:
        shelf.append(_rebuilt(session, scheme, orders))
    return SchemeState(scheme, shelf[0])


def read_problem(session: Session, scheme_id: int, keep: Iterable[Keys] = ()) -> Problem:
    """The problem of a scheme that may have no solution yet: its snapshot under the orders in force."""
    scheme = fetch(session, Scheme, scheme_id)
    return under_orders(_snapshot(scheme), orders_of(session, scheme_id), tuple(keep))


def solve_with(
    state: SchemeState, orders: Orders, keep: Iterable[Keys] = (), plan: Iterable[Keys] | None = None
) -> SchemeState:
    """The state as it would be under these orders: the problem made and solved anew; nothing is stored.

    Among equally good plans the one that differs least from `keep` is taken. `plan` is one that may be the best: where
    its proof is found, no other is searched for.
    """
    core, kept = state.core, tuple(sorted(keep))
    problem = under_orders(core.base, orders, kept)
    solution = answer(core.base, problem, plan)
    return replace(state, core=Core(core.base, core.mentees, orders, kept, problem, solution))


def freeze(pool: Pool, policy: Policy, mentees: Mapping[str, int], bounds: Iterable[Bound] = ()) -> dict[str, Any]:
    """What `schemes.problem` keeps: the whole input of the engine but the orders, which stay rows."""
    quotas = frozen(bounds)
    told = {"pool": pool.to_dict(), "policy": policy.to_dict(), "mentees": dict(mentees)}
    return {**told, "quotas": quotas} if quotas else told


def store_solution(session: Session, by: Actor, scheme: Scheme, solution: Solution, keep: Iterable[Keys] = ()) -> None:
    """Write the solution and its pairs; a pair that staff hold keeps the origin of its lock, the rest are "system".

    `scheme.problem`, the orders in force and `keep` must be those that were solved, else ValueError. The caller
    claims the version and records the act in the name of `by`.
    """
    base, orders, kept = _snapshot(scheme), orders_of(session, scheme.id), tuple(sorted(keep))
    problem = under_orders(base, orders, kept)
    _store(session, scheme, Core(base, scheme.problem["mentees"], orders, kept, problem, solution))


def store_state(session: Session, state: SchemeState) -> None:
    """Write what `solve_with` gave, as `store_solution` does; ValueError when other orders are in force."""
    if orders_of(session, state.scheme.id).key() != state.orders.key():
        raise ValueError(f"scheme {state.scheme.id}: other orders are in force than were solved")
    _store(session, state.scheme, state.core)


def _store(session: Session, scheme: Scheme, core: Core) -> None:
    solution = core.solution
    if core.problem.fingerprint != solution.fingerprint:
        raise ValueError(f"scheme {scheme.id}: the solution is not one of this snapshot under these orders")
    told = [list(pair) for pair in core.keep]
    scheme.solution = {**write_solution(core.problem, solution), "keep": told}
    scheme.fingerprint = solution.fingerprint
    store_pairs(session, scheme.id, {
        (core.mentees[pair[0]], person_of(pair[1])): (fit, core.orders.pins.get(pair, "system"))
        for pair, fit in zip(solution.pairs, solution.fits, strict=True)
    })  # fmt: skip
    shelf = _shelf(_place(session, scheme), solution.fingerprint, core.orders.key())
    if not shelf:
        # The very same where nothing is left out: what was derived from it holds for the next click too.
        shelf.append(core if solution.start is None else replace(core, solution=replace(solution, start=None)))


@lru_cache(maxsize=SHELVES)
def _shelf(place: tuple[str, int, str], fingerprint: str, orders: tuple[Any, ...]) -> list[Core]:
    """An empty place for what is rebuilt under this key; two threads may fill it, with equal things."""
    return []


@lru_cache(maxsize=SHELVES)
def _base_shelf(place: tuple[str, int, str]) -> list[tuple[Problem, Mapping[str, int]]]:
    """An empty place for a snapshot, which never changes after the row was made."""
    return []


def _place(session: Session, scheme: Scheme) -> tuple[str, int, str]:
    """Which row of which database: a key that another row of the same number never has."""
    return str(session.get_bind().engine.url), scheme.id, scheme.at.isoformat()


def _rebuilt(session: Session, scheme: Scheme, orders: Orders) -> Core:
    """From the row's JSON, and the snapshot from memory where it was read before."""
    answer = dict(scheme.solution)
    keep = tuple((mentee, mentor) for mentee, mentor in answer.pop("keep", ()))
    shelf = _base_shelf(_place(session, scheme))
    if not shelf:
        shelf.append((_snapshot(scheme), scheme.problem["mentees"]))
    base, mentees = shelf[0]
    problem = under_orders(base, orders, keep)
    return Core(base, mentees, orders, keep, problem, read_solution(problem, answer))


def _snapshot(scheme: Scheme) -> Problem:
    """The problem as it was frozen, without any order."""
    pool, policy = Pool.from_dict(scheme.problem["pool"]), Policy.from_dict(scheme.problem["policy"])
    return build_problem(pool, policy, quotas=thawed(scheme.problem))
