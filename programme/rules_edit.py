"""What staff do to single entries of a cohort's rules: seats by name, quotas, named pairs, and going back.

Each act is a row of its own, made against the number that the user saw; the screen's other values are untouched.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import MentorProfile, PolicyRow, Unit
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, NotFound
from programme.rule_checks import check_pair, check_quotas
from programme.rules import Rules, commit, seen_rules
from programme.rules_named import QuotaRule, override_of, pair_of, quota_of
from programme.usecase import fetch, use_case


@use_case(Action.EDIT_RULES)
def name_seats(
    session: Session, by: Actor, *, cohort_id: int, seen_number: int, person_id: int, seats: int, reason: str
) -> int:
    """Give a mentor so many seats in this cohort, whatever pool and ceilings say; returns the number of the new row."""
    before = seen_rules(session, cohort_id, seen_number)
    fetch(session, MentorProfile, person_id)
    named = override_of(seats, reason, by.id, today())
    return _commit(session, by, cohort_id, before, overrides={**before.overrides, str(person_id): named})


@use_case(Action.EDIT_RULES)
def name_many_seats(
    session: Session, by: Actor, *, cohort_id: int, seen_number: int, seats: Mapping[int, int], reason: str
) -> int:
    """Give several mentors (people.id) seats by name for one reason, in one row; returns the number of the new row."""
    before = seen_rules(session, cohort_id, seen_number)
    if not seats:
        raise Invalid("nothing_changed")
    for person_id in seats:
        fetch(session, MentorProfile, person_id)
    named = {str(key): override_of(count, reason, by.id, today()) for key, count in seats.items()}
    return _commit(session, by, cohort_id, before, overrides={**before.overrides, **named})


@use_case(Action.EDIT_RULES)
def unname_seats(session: Session, by: Actor, *, cohort_id: int, seen_number: int, person_id: int) -> int:
    """Let the pool and the ceilings decide again about a mentor's seats."""
    before = seen_rules(session, cohort_id, seen_number)
    return _commit(session, by, cohort_id, before, overrides=_without(before.overrides, str(person_id)))


@use_case(Action.EDIT_RULES)
def put_quota(
    session: Session,
    by: Actor,
    *,
    cohort_id: int,
    seen_number: int,
    quota: Mapping[str, Any],
    instead_of: str = "",
) -> int:
    """Add a quota (see `rules_named.QuotaRule`), in the place of another where one is named.

    Raises Invalid for one that says nothing or contradicts itself, Conflict for one that contradicts another or the
    pairs that must be.
    """
    before = seen_rules(session, cohort_id, seen_number)
    rule = quota_of(quota)
    _demand_known(session, rule)
    key = instead_of or f"{before.number + 1}-{len(before.quotas) + 1}"
    after = replace(before, quotas={**before.quotas, key: rule})
    check_quotas(session, cohort_id, after, key)
    return _commit(session, by, cohort_id, before, quotas=after.quotas)


@use_case(Action.EDIT_RULES)
def drop_quota(session: Session, by: Actor, *, cohort_id: int, seen_number: int, key: str) -> int:
    """Take a quota out of the rules."""
    before = seen_rules(session, cohort_id, seen_number)
    return _commit(session, by, cohort_id, before, quotas=_without(before.quotas, key))


@use_case(Action.EDIT_RULES)
def name_pair(session: Session, by: Actor, *, cohort_id: int, seen_number: int, pair: Mapping[str, Any]) -> int:
    """Name a pair that every run makes ("must") or never makes ("must_not"); see `rules_named.NamedPair`.

    A pair against a hard rule is refused with the rule; where the rule may be set aside, somebody who may approve can
    give the reason as `waiver`.
    """
    before = seen_rules(session, cohort_id, seen_number)
    named = pair_of(pair, by.id, today())
    if named.key in before.pairs:
        raise Conflict("pair_named_already")
    named = check_pair(session, by, cohort_id, before, named)
    after = replace(before, pairs={**before.pairs, named.key: named})
    check_quotas(session, cohort_id, after)
    return _commit(session, by, cohort_id, before, pairs=after.pairs)


@use_case(Action.EDIT_RULES)
def unname_pair(session: Session, by: Actor, *, cohort_id: int, seen_number: int, key: str) -> int:
    """Take a named pair out of the rules."""
    before = seen_rules(session, cohort_id, seen_number)
    return _commit(session, by, cohort_id, before, pairs=_without(before.pairs, key))


@use_case(Action.EDIT_RULES)
def return_to(session: Session, by: Actor, *, cohort_id: int, seen_number: int, number: int, note: str = "") -> int:
    """Bring an earlier row (0: the defaults) into force again, as a new row; nothing between is lost."""
    before = seen_rules(session, cohort_id, seen_number)
    rows = select(PolicyRow).where(PolicyRow.cohort_id == cohort_id, PolicyRow.number == number)
    row = session.scalars(rows).one_or_none()
    if row is None and number:
        raise NotFound("no_row", kind="policies", key=number)
    return commit(session, by, cohort_id, before, Rules.of(number, row.rules) if row else Rules(), note)


def _commit(session: Session, by: Actor, cohort_id: int, before: Rules, **parts: Any) -> int:
    """Keep the rules with these parts; going back to no entry at all is a change like any other."""
    return commit(session, by, cohort_id, before, replace(before, **parts))


def _without(entries: Mapping[str, Any], key: str) -> dict[str, Any]:
    if key not in entries:
        raise Invalid("nothing_changed")
    return {name: entry for name, entry in entries.items() if name != key}


def _demand_known(session: Session, rule: QuotaRule) -> None:
    """The units and mentors whom a quota names by their ids are there."""
    for group in (rule.mentees, rule.mentors):
        for value in group.of if group.by in ("unit", "person") else ():
            fetch(session, Unit if group.by == "unit" else MentorProfile, value)
