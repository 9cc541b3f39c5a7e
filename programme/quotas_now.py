"""The quotas of a scheme's rules on its pairs and on people as they are now: what the plan itself could not know.

A largest number always holds. A smallest holds as far as it can: it is told only where the computed plan kept it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme
from matching import Pool
from programme.quota_sets import Bound, bounds_of, read_facts
from programme.rule_checks import in_list
from programme.rules import Rules
from programme.situation import Situation
from programme.snapshot import key_of, person_of
from programme.usecase import fetch

Keys = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A quota that is not kept: `number` is its place in the list of the rules, `pairs` how many there are.

    `code` is "quota_over" or "quota_under" (`bound` is the largest or smallest number), or "quota_each_over" with the
    mentor (people.id) whom it concerns.
    """

    code: str
    number: int
    bound: int
    pairs: int
    mentor_id: int | None = None


def broken(session: Session, scheme: Scheme, now: Situation, pool: Pool) -> Iterator[Broken]:
    """Each quota that the pairs of the scheme do not keep in the present pool."""
    row = fetch(session, PolicyRow, scheme.policy_id)
    rules = Rules.of(row.number, row.rules)
    if not rules.quotas:
        return
    places = {key: place for place, key in enumerate(in_list(rules), 1)}
    pairs = [(key_of(now.person(pair)), key_of(pair.mentor_id)) for pair in now.pairs]
    for bound in bounds_of(rules.quotas, pool, read_facts(session, scheme.cohort_id)):
        yield from _judged(bound, _count(bound, pairs), places[bound.rule], _kept_when_made(scheme, pairs))


def _judged(bound: Bound, pairs: int, number: int, kept: Collection[str]) -> Iterator[Broken]:
    quota = bound.quota
    if quota.max is not None and pairs > quota.max:
        one = person_of(next(iter(quota.mentors))) if len(quota.mentors) == 1 else None
        yield Broken("quota_each_over" if one else "quota_over", number, quota.max, pairs, one)
    elif pairs < quota.min and bound.rule in kept:
        yield Broken("quota_under", number, quota.min, pairs)


def _kept_when_made(scheme: Scheme, pairs: Collection[Keys]) -> frozenset[str]:
    """The rules whose smallest number these pairs keep among the people of the snapshot."""
    told = scheme.problem.get("quotas", ())
    return frozenset(
        one["rule"]
        for one in told
        if sum(mentee in one["mentees"] and mentor in one["mentors"] for mentee, mentor in pairs) >= one["min"]
    )


def _count(bound: Bound, pairs: Collection[Keys]) -> int:
    return sum(mentee in bound.quota.mentees and mentor in bound.quota.mentors for mentee, mentor in pairs)
