"""Pairings in force as a problem of the engine: who may be given to whom, with everything else left where it is.

A pairing *in play* may get another mentor; every other open pairing only fills its mentor's seat.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import OPEN, Mentee, Pairing
from matching import Ban, Pool, Problem, build_problem
from programme.rules import rules_in_force
from programme.snapshot import key_of, load_bound, person_of


@dataclass(frozen=True, slots=True)
class Bond:
    """An open pairing; `person_id` is the mentee's."""

    id: int
    cohort_id: int
    mentee_id: int
    person_id: int
    mentor_id: int
    role: str
    status: str
    starts_on: date
    ends_on: date
    version: int

    @property
    def keys(self) -> tuple[str, str]:
        """(mentee, mentor) as the engine knows them."""
        return key_of(self.person_id), key_of(self.mentor_id)


@dataclass(frozen=True, slots=True)
class Ground:
    """The pairings in play and the problem whose `incumbent` they are; `mentees` is {engine's key: mentees.id}."""

    bonds: tuple[Bond, ...]
    problem: Problem
    mentees: Mapping[str, int]


def open_bonds(session: Session, *which: ColumnElement[bool]) -> list[Bond]:
    """Open pairings in the order of their ids, leads before seconds of the same mentee."""
    return _bonds(session, Pairing.status.in_(OPEN), *which)


def bonds_by_id(session: Session, ids: Collection[int]) -> dict[int, Bond]:
    """Pairings in whatever state, by id: what a slip spoke of stays readable once it is carried out."""
    return {bond.id: bond for bond in _bonds(session, Pairing.id.in_(ids))}


def _bonds(session: Session, *which: ColumnElement[bool]) -> list[Bond]:
    columns = (
        Pairing.id, Pairing.cohort_id, Pairing.mentee_id, Mentee.person_id, Pairing.mentor_id, Pairing.role,
        Pairing.status, Pairing.starts_on, Pairing.ends_on, Pairing.version,
    )  # fmt: skip
    rows = select(*columns).join(Mentee, Mentee.id == Pairing.mentee_id).where(*which)
    ordered = rows.order_by(Pairing.mentee_id, Pairing.role, Pairing.id)
    return [Bond(*values) for (*values,) in session.execute(ordered)]


def ground_of(
    session: Session,
    cohort_id: int,
    in_play: Iterable[Bond],
    *,
    pins: Iterable[tuple[str, str]] = (),
    barred: Iterable[tuple[str, str]] = (),
) -> Ground:
    """The problem of these pairings under the rules in force of a cohort; `barred` pairs of keys are no choice."""
    bonds = tuple(in_play)
    rules = rules_in_force(session, cohort_id)
    pool = _with_seats(load_bound(session, {bond.mentee_id for bond in bonds}, rules), bonds)
    mentors = {mentor.id for mentor in pool.mentors}
    bans = _bans(open_bonds(session), bonds, mentors)
    bans += [Ban(*pair, "leaving") for pair in sorted(set(barred) - {(ban.mentee, ban.mentor) for ban in bans})]
    problem = build_problem(pool, rules.policy, pins=pins, bans=bans, incumbent=[bond.keys for bond in bonds])
    return Ground(bonds, problem, {key_of(bond.person_id): bond.mentee_id for bond in bonds})


def fits(ground: Ground, pairs: Collection[tuple[str, str]]) -> list[int]:
    """The fit of pairs of keys in milli-points, whether or not a rule forbids them."""
    rows, columns = _places(ground.problem)
    return list(ground.problem.fit_at([(rows[mentee], columns[mentor]) for mentee, mentor in pairs]))


def codes(ground: Ground, pairs: Collection[tuple[str, str]]) -> list[str]:
    """The rule that forbids each pair of keys now, "" for none."""
    rows, columns = _places(ground.problem)
    cells = [(rows[mentee], columns[mentor]) for mentee, mentor in pairs]
    return [ground.problem.codes[code] for code in ground.problem.code_at(cells)]


def mentors_by_bond(ground: Ground, pairs: Iterable[tuple[str, str]]) -> dict[int, int | None]:
    """{pairings.id: people.id of the mentor} of a plan: who keeps a mentor keeps the pairing, the lead is filled first."""
    given: dict[str, list[str]] = defaultdict(list)
    for mentee, mentor in pairs:
        given[mentee].append(mentor)
    out: dict[int, int | None] = {}
    for bond in ground.bonds:
        mentee, mentor = bond.keys
        if mentor in given[mentee]:
            given[mentee].remove(mentor)
            out[bond.id] = bond.mentor_id
    for bond in ground.bonds:
        if bond.id not in out:
            rest = given[bond.keys[0]]
            out[bond.id] = person_of(rest.pop(0)) if rest else None
    return out


def _places(problem: Problem) -> tuple[dict[str, int], dict[str, int]]:
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (problem.mentees, problem.mentors))
    return rows, columns


def _with_seats(pool: Pool, bonds: Iterable[Bond]) -> Pool:
    """The pairings in play give their seats back; each mentee asks for as many mentors as are in play.

    Whoever leads more people than seats, because seats were cut since, may keep them: nobody moves for that alone.
    """
    freed = Counter(bond.keys[1] for bond in bonds)
    asked = Counter(bond.keys[0] for bond in bonds)
    return replace(
        pool,
        mentors=tuple(
            replace(mentor, capacity=max(mentor.capacity, mentor.load), load=max(mentor.load - freed[mentor.id], 0))
            for mentor in pool.mentors
        ),
        mentees=tuple(replace(mentee, demand=asked[mentee.id]) for mentee in pool.mentees),
    )


def _bans(everything: Iterable[Bond], in_play: Iterable[Bond], mentors: Collection[str]) -> list[Ban]:
    """Whom a mentee has or leads already, outside of what is in play."""
    playing, people = {bond.id for bond in in_play}, {bond.keys[0] for bond in in_play}
    found: dict[tuple[str, str], str] = {}
    for bond in everything:
        mentee, mentor = bond.keys
        if bond.id not in playing and mentee in people:
            found[mentee, mentor] = "has_already"
        if mentor in people and mentee in mentors:
            found[mentor, mentee] = "mutual"
    return [Ban(*pair, reason) for pair, reason in sorted(found.items()) if pair[1] in mentors]
