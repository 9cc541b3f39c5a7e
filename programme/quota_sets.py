"""A cohort's quotas as the engine takes them: the groups of the rules turned into the people of a pool."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Mentee as MenteeRow
from db.models import MentorProfile, Unit
from matching import Mentee, Mentor, Pool, Quota
from programme.rules_named import Group, QuotaRule
from programme.snapshot import key_of

Person = Mentee | Mentor


@dataclass(frozen=True, slots=True)
class Facts:
    """What a pool does not say about its people, by key: category of mentees, standing of mentors, kind of unit."""

    category: Mapping[str, str]
    standing: Mapping[str, str]
    unit_kind: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A quota of the engine and the key of the rule that it comes from."""

    rule: str
    quota: Quota


def read_facts(session: Session, cohort_id: int) -> Facts:
    """The facts about everybody in the cohort and the pool."""
    mentees = select(MenteeRow.person_id, MenteeRow.category).where(MenteeRow.cohort_id == cohort_id)
    mentors = select(MentorProfile.person_id, MentorProfile.standing)
    return Facts(
        category={key_of(person): code for person, code in session.execute(mentees)},
        standing={key_of(person): code for person, code in session.execute(mentors)},
        unit_kind={f"u{unit}": kind for unit, kind in session.execute(select(Unit.id, Unit.kind))},
    )


def bounds_of(quotas: Mapping[str, QuotaRule], pool: Pool, facts: Facts) -> tuple[Bound, ...]:
    """Every quota that can bind somebody: one for each rule, or one for each mentor where a rule says so."""
    return tuple(Bound(key, quota) for key, rule in quotas.items() for quota in _quotas(rule, pool, facts))


def _quotas(rule: QuotaRule, pool: Pool, facts: Facts) -> Iterator[Quota]:
    mentees = members(rule.mentees, pool.mentees, facts)
    if rule.mentors.by == "each":
        most = rule.most or 0
        able = (one.id for one in pool.mentors if one.capacity - one.load > most)
        if len(mentees) > most:
            yield from (Quota(frozenset({mentor}), mentees, 0, most) for mentor in able)
    else:
        yield Quota(members(rule.mentors, pool.mentors, facts), mentees, rule.least, rule.most)


def members(group: Group, people: Iterable[Person], facts: Facts) -> frozenset[str]:
    """The keys of those who belong to a group."""
    belongs = _test(group, facts)
    return frozenset(one.id for one in people if belongs(one))


def _test(group: Group, facts: Facts) -> Callable[[Person], bool]:
    wanted = frozenset(group.of)
    match group.by:
        case "all" | "each":
            return lambda one: True
        case "unit":
            return lambda one: one.unit in {f"u{unit}" for unit in wanted}
        case "unit_kind":
            return lambda one: facts.unit_kind.get(one.unit) in wanted
        case "county":
            return lambda one: one.county in wanted
        case "person":
            return lambda one: one.id in {key_of(person) for person in wanted}
        case "expertise":
            return lambda one: isinstance(one, Mentor) and not wanted.isdisjoint(one.expertise)
    table = facts.category if group.by == "category" else facts.standing
    return lambda one: table.get(one.id) in wanted


def frozen(bounds: Iterable[Bound]) -> list[dict[str, Any]]:
    """Quotas as a scheme's snapshot keeps them, each with the key of its rule."""
    return [
        {
            "rule": bound.rule,
            "mentors": sorted(bound.quota.mentors),
            "mentees": sorted(bound.quota.mentees),
            "min": bound.quota.min,
            "max": bound.quota.max,
        }
        for bound in bounds
    ]


def thawed(problem: Mapping[str, Any]) -> list[Quota]:
    """The engine's quotas of a snapshot; older snapshots have none."""
    return [
        Quota(frozenset(one["mentors"]), frozenset(one["mentees"]), one["min"], one["max"])
        for one in problem.get("quotas", ())
    ]
