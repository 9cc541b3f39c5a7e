"""A scheme as it stands: the frozen problem rebuilt from its JSON, what staff hold fast, and the solution.

Problem and solution depend on nothing but the scheme's fingerprint and its holds, so what was rebuilt once is kept
for the next look: content decides, never time. The plan to which a solution kept among equals (`keep`) is part of
its input and stands beside it in `schemes.solution`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from db.models import Mentee as MenteeRow
from db.models import Scheme, SchemeHold, SchemePair
from matching import (
    Ban,
    Mentee,
    Policy,
    Pool,
    Problem,
    Solution,
    Warning,
    build_problem,
    read_solution,
    solve,
    write_solution,
)
from programme.access import Actor
from programme.errors import Conflict, NotFound
from programme.snapshot import key_of, person_of
from programme.usecase import fetch

Keys = tuple[str, str]
SHELVES = 8


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a scheme's JSON holds, as the engine's own values; `mentees` is {"p12": mentees.id}."""

    pool: Pool
    policy: Policy
    mentees: Mapping[str, int]
    wanting: Mapping[str, Mentee]
    keep: tuple[Keys, ...]
    problem: Problem
    solution: Solution


@dataclass(frozen=True, slots=True)
class SchemeState:
    """A scheme with everything that the desk and the signing need; pairs are (mentee key, mentor key).

    `scheme` is the row in the session that loaded it. `pins` gives the origin of each lock ("system", "staff",
    "appointed"), `bans` the reason of each ban, `keep` the plan that was kept to among equals. `problem` contains
    all three, `solution` is the last one stored. `wanting` gives the engine's mentee of a key.
    """

    scheme: Scheme
    pool: Pool
    policy: Policy
    pins: Mapping[Keys, str]
    bans: Mapping[Keys, str]
    keep: tuple[Keys, ...]
    problem: Problem
    solution: Solution
    mentees: Mapping[str, int]
    wanting: Mapping[str, Mentee]

    def ids(self, pair: Keys) -> tuple[int, int]:
        """(mentees.id, people.id of the mentor) of a pair of keys."""
        return self.mentees[pair[0]], person_of(pair[1])

    def keys(self, mentee_id: int, mentor_id: int) -> Keys:
        """The inverse of `ids`; raises NotFound for a mentee who is not in the snapshot."""
        for key, known in self.mentees.items():
            if known == mentee_id:
                return key, key_of(mentor_id)
        raise NotFound("not_in_scheme", mentee_id=mentee_id)


def load_scheme(session: Session, scheme_id: int) -> SchemeState:
    """The scheme as it is now; raises NotFound without such a scheme, Conflict while it has no solution yet."""
    scheme = session.get(Scheme, scheme_id, options=[defer(Scheme.problem), defer(Scheme.solution)])
    if scheme is None:
        raise NotFound("no_row", kind="schemes", key=scheme_id)
    if not scheme.fingerprint:
        raise Conflict("no_solution_yet", name=scheme.name, status=scheme.status)
    pins, bans = _holds(session, scheme.id)
    shelf = _shelf(str(session.get_bind().engine.url), scheme_id, scheme.fingerprint, _frozen(pins), _frozen(bans))
    if not shelf:
        shelf.append(_rebuild(scheme, pins, bans))
    found = shelf[0]
    return SchemeState(
        scheme, found.pool, found.policy, pins, bans, found.keep,
        found.problem, found.solution, found.mentees, found.wanting,
    )  # fmt: skip


def read_problem(session: Session, scheme_id: int, keep: Iterable[Keys] = ()) -> Problem:
    """The problem of a scheme that may have no solution yet: its snapshot with the holds in force."""
    scheme = fetch(session, Scheme, scheme_id)
    return _problem(scheme, *_holds(session, scheme_id), tuple(keep))


def solve_with(
    state: SchemeState, pins: Mapping[Keys, str], bans: Mapping[Keys, str], keep: Iterable[Keys] = ()
) -> SchemeState:
    """The state as it would be under these holds: the problem built and solved anew; nothing is stored.

    Among equally good plans the one that differs least from `keep` is taken.
    """
    kept = tuple(sorted(keep))
    problem = build_problem(state.pool, state.policy, pins=pins, bans=_bans(bans), incumbent=kept)
    return replace(state, pins=pins, bans=bans, keep=kept, problem=problem, solution=solve(problem))


def freeze(pool: Pool, policy: Policy, mentees: Mapping[str, int]) -> dict[str, Any]:
    """What `schemes.problem` keeps: the whole input of the engine but the holds, which stay rows."""
    return {"pool": pool.to_dict(), "policy": policy.to_dict(), "mentees": dict(mentees)}


def store_solution(session: Session, by: Actor, scheme: Scheme, solution: Solution, keep: Iterable[Keys] = ()) -> None:
    """Write the solution and its pairs; a pair that staff hold keeps the origin of its lock, the rest are "system".

    `scheme.problem`, the holds and `keep` must be those that were solved, else ValueError. The caller claims the
    version and records the act in the name of `by`.
    """
    pins, bans = _holds(session, scheme.id)
    kept = sorted(keep)
    problem = _problem(scheme, pins, bans, kept)
    if problem.fingerprint != solution.fingerprint:
        raise ValueError(f"scheme {scheme.id}: the solution is not one of this snapshot with these holds")
    mentees = scheme.problem["mentees"]
    scheme.solution = {**write_solution(problem, solution), "keep": [list(pair) for pair in kept]}
    scheme.fingerprint = solution.fingerprint
    session.execute(delete(SchemePair).where(SchemePair.scheme_id == scheme.id))
    session.add_all(
        SchemePair(
            scheme_id=scheme.id,
            mentee_id=mentees[pair[0]],
            mentor_id=person_of(pair[1]),
            fit=fit,
            origin=pins.get(pair, "system"),
        )
        for pair, fit in zip(solution.pairs, solution.fits, strict=True)
    )
    session.flush()


@lru_cache(maxsize=SHELVES)
def _shelf(url: str, scheme_id: int, fingerprint: str, pins: tuple, bans: tuple) -> list[Rebuilt]:
    """An empty place for what is rebuilt under this key; two threads may fill it, with equal things."""
    return []


def _rebuild(scheme: Scheme, pins: Mapping[Keys, str], bans: Mapping[Keys, str]) -> Rebuilt:
    answer = dict(scheme.solution)
    keep = tuple((mentee, mentor) for mentee, mentor in answer.pop("keep", ()))
    problem = _problem(scheme, pins, bans, keep)
    pool = Pool.from_dict(scheme.problem["pool"])
    wanting = {mentee.id: mentee for mentee in pool.mentees}
    return Rebuilt(pool, problem.policy, scheme.problem["mentees"], wanting, keep, problem, _solution(problem, answer))


def _problem(scheme: Scheme, pins: Mapping[Keys, str], bans: Mapping[Keys, str], keep: Iterable[Keys]) -> Problem:
    pool, policy = Pool.from_dict(scheme.problem["pool"]), Policy.from_dict(scheme.problem["policy"])
    return build_problem(pool, policy, pins=pins, bans=_bans(bans), incumbent=keep)


def _solution(problem: Problem, answer: dict[str, Any]) -> Solution:
    """The stored solution with its warnings, which the engine's own reader leaves to a fresh run."""
    told = [dict(warning) for warning in answer["warnings"]]
    warnings = tuple(Warning(warning.pop("code"), warning) for warning in told)
    return replace(read_solution(problem, answer), warnings=warnings)


def _holds(session: Session, scheme_id: int) -> tuple[dict[Keys, str], dict[Keys, str]]:
    """Locks with their origins and bans with their reasons, by pair of keys."""
    rows = session.execute(
        select(MenteeRow.person_id, SchemeHold.mentor_id, SchemeHold.kind, SchemeHold.origin, SchemeHold.reason)
        .join(MenteeRow, MenteeRow.id == SchemeHold.mentee_id)
        .where(SchemeHold.scheme_id == scheme_id)
        .order_by(SchemeHold.id)
    ).all()
    pins = {(key_of(row.person_id), key_of(row.mentor_id)): row.origin for row in rows if row.kind == "pin"}
    bans = {(key_of(row.person_id), key_of(row.mentor_id)): row.reason for row in rows if row.kind == "ban"}
    return pins, bans


def _bans(bans: Mapping[Keys, str]) -> Iterable[Ban]:
    return [Ban(*pair, reason) for pair, reason in bans.items()]


def _frozen(holds: Mapping[Keys, str]) -> tuple:
    return tuple(sorted(holds.items()))
