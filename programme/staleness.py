"""Whether the pool moved on since a scheme was computed, and for whom: a scheme never changes by itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Mentee, Mentor, Pool
from programme.late_pool import LATE, without_signed
from programme.rules import Rules
from programme.scheme_input import frozen_input
from programme.snapshot import load_pool, person_of

UNDECIDED = ("draft", "returned", "proposed", "approved")


@dataclass(frozen=True, slots=True)
class Drift:
    """People (people.id) who came, went or differ from the snapshot, and how many avoidances and hints do."""

    mentors: tuple[int, ...] = ()
    mentees: tuple[int, ...] = ()
    relations: int = 0

    def __bool__(self) -> bool:
        return bool(self.mentors or self.mentees or self.relations)


@reads("programme")
@kept
def drifts(session: Session, viewer: Viewer, *, cohort_id: int) -> dict[int, Drift]:
    """{scheme: what differs now from its snapshot, under its own rules} of every scheme of a cohort that is not decided.

    Schemes without a plan, confirmed or put away are left out. The pool is read once for each kind of limits.
    """
    rows = (
        select(Scheme.id, PolicyRow.number, PolicyRow.rules, Scheme.problem[LATE].as_boolean())
        .join(PolicyRow, PolicyRow.id == Scheme.policy_id)
        .where(Scheme.cohort_id == cohort_id, Scheme.status.in_(UNDECIDED), Scheme.fingerprint != "")
    )
    pools: dict[str, Pool] = {}
    out = {}
    for scheme_id, number, rules, late in session.execute(rows).all():
        limits = json.dumps({name: value for name, value in rules.items() if name != "policy"}, sort_keys=True)
        if limits not in pools:
            pools[limits] = load_pool(session, cohort_id, Rules.of(number, rules))
        pool = without_signed(session, cohort_id, pools[limits], but=scheme_id) if late else pools[limits]
        out[scheme_id] = between(frozen_input(session, scheme_id).snapshot, pool)
    return out


def between(then: Pool, now: Pool) -> Drift:
    """Compare two pools person by person."""
    relations = (then.avoid ^ now.avoid) | (then.command ^ now.command)
    return Drift(_differing(then.mentors, now.mentors), _differing(then.mentees, now.mentees), len(relations))


def _differing(then: Iterable[Mentor | Mentee], now: Iterable[Mentor | Mentee]) -> tuple[int, ...]:
    before, after = ({person.id: person for person in people} for people in (then, now))
    keys = before.keys() | after.keys()
    return tuple(sorted(person_of(key) for key in keys if before.get(key) != after.get(key)))
