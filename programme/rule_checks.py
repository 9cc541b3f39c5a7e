"""What rules may not say together: quotas that contradict each other or the named pairs, pairs against hard rules."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from matching import Quota
from programme.access import Action, Actor
from programme.errors import Conflict, Forbidden
from programme.ground import Ground, ground_of, held_of, in_order
from programme.holds_kept import WAIVABLE, Judge
from programme.quota_sets import Bound
from programme.rules import Rules
from programme.rules_named import NamedPair, QuotaRule

# A code of ineligibility is one of many; the sentence is the same.
PLAIN = frozenset(
    {
        "mentee_not_waiting", "mentor_unknown", "paused", "left", "unconfirmed", "same_person", "two_cycle", "kinship",
        "command", "stream", "mutual", "mentee_full", "mentor_full",
    }
)  # fmt: skip


def check_pair(session: Session, by: Actor, cohort_id: int, rules: Rules, pair: NamedPair) -> NamedPair:
    """The pair as it can be kept beside those of `rules`; Conflict with the rule that forbids it.

    A waiver counts only where a rule has to be set aside, and then only from somebody who may approve (Forbidden).
    """
    ground = ground_of(session, cohort_id, rules)
    judge, hold = Judge(ground.bare), held_of(pair)
    for other in in_order(ground.held):
        judge.admit(other)
    code = next(judge.objections(hold), "")
    if code:
        raise Conflict(f"pair_{code}" if code in PLAIN else "pair_ineligible")
    set_aside = judge.rule(hold.pair) if hold.kind == "pin" else ""
    if set_aside in WAIVABLE and not by.may(Action.APPROVE):
        raise Forbidden("waiver_needs_approver", rule=set_aside)
    return pair if set_aside else replace(pair, waiver="")


def check_quotas(session: Session, cohort_id: int, rules: Rules, key: str = "") -> None:
    """Conflict when quotas cannot hold together, whoever is chosen; `key` is the one that was just put.

    Numbers in the error are the places of the quotas in the list, from 1.
    """
    if key and rules.quotas[key] in (other for name, other in rules.quotas.items() if name != key):
        raise Conflict("quota_twice", number=_place(rules, _same(rules, key)))
    ground = ground_of(session, cohort_id, rules)
    for outer in ground.bounds:
        if outer.quota.max is not None:
            _demand_room(rules, outer, list(_apart_within(ground, outer)))
            _demand_pairs(ground, outer)


def _demand_room(rules: Rules, outer: Bound, inner: list[Bound]) -> None:
    """What the quotas inside one ask for together fits under its maximum."""
    least, most = sum(bound.quota.min for bound in inner), outer.quota.max or 0
    if least > most:
        numbers = "/".join(str(_place(rules, bound.rule)) for bound in inner)
        raise Conflict("quotas_contradict", number=_place(rules, outer.rule), most=most, numbers=numbers, least=least)


def _apart_within(ground: Ground, outer: Bound) -> Iterator[Bound]:
    """Quotas that count only pairs of `outer` and no pair twice, the most demanding first."""
    taken: list[Quota] = []
    for bound in sorted(ground.bounds, key=lambda bound: -bound.quota.min):
        quota = bound.quota
        inside = quota.mentees <= outer.quota.mentees and quota.mentors <= outer.quota.mentors
        if quota.min and inside and all(_apart(quota, other) for other in taken):
            taken.append(quota)
            yield bound


def _apart(one: Quota, other: Quota) -> bool:
    return one.mentees.isdisjoint(other.mentees) or one.mentors.isdisjoint(other.mentors)


def _demand_pairs(ground: Ground, bound: Bound) -> None:
    """The pairs that must be do not fill more than a quota allows."""
    inside = [
        hold
        for hold in ground.held
        if hold.kind == "pin" and hold.pair[0] in bound.quota.mentees and hold.pair[1] in bound.quota.mentors
    ]
    if len(inside) > (bound.quota.max or 0):
        number = _place(ground.rules, bound.rule)
        raise Conflict("quota_against_pairs", number=number, most=bound.quota.max, pairs=len(inside))


def _same(rules: Rules, key: str) -> str:
    rule: QuotaRule = rules.quotas[key]
    return next(name for name, other in rules.quotas.items() if other == rule and name != key)


def _place(rules: Rules, key: str) -> int:
    return in_list(rules).index(key) + 1


def in_list(rules: Rules) -> list[str]:
    """The keys of the quotas in the order in which they are shown."""
    return sorted(rules.quotas, key=lambda key: [int(part) for part in key.split("-")])
