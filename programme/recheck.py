"""What stands against a scheme now, one named check each: read before proposing, and again inside the confirmation.

A finding either stops, or may be set aside (`waivable`) with a named reason by whoever may approve.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Mentee, PairRemark, Person, PolicyRow, Scheme
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from matching import Pool
from programme import frozen, present_rules, quotas_now
from programme.situation import MenteeNow, MentorNow, Pair, Situation, read
from programme.snapshot import load_pool
from programme.usecase import fetch

BEFORE_FREEZING = ("draft", "returned")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that changed or does not hold; `data` fills its sentence, the ids lead to the people."""

    code: str
    mentee_id: int | None = None
    mentor_id: int | None = None
    waivable: bool = False
    data: dict[str, Any] = field(default_factory=dict)


Check = Callable[[Situation], Iterator[Finding]]


def findings(session: Session, scheme: Scheme) -> list[Finding]:
    """Everything that stands against confirming this scheme, what stops first."""
    situation = read(session, scheme)
    found = [finding for check in CHECKS for finding in check(situation)]
    found += _not_what_was_signed(session, scheme)
    found += _rules_moved_on(session, scheme)
    found += _remarks_open(session, scheme)
    pool = load_pool(session, scheme.cohort_id)
    found += _under_the_rules(pool, scheme, situation)
    found += _quotas_kept(session, scheme, situation, pool)
    return sorted(found, key=lambda finding: finding.waivable)


@reads("programme")
@kept
def standing(session: Session, viewer: Viewer, *, scheme_id: int) -> list[Finding]:
    """The findings for the page; whoever sees one unit only gets none, they name people of others.

    Confirming never relies on what was kept.
    """
    return [] if viewer.unit_id is not None else findings(session, fetch(session, Scheme, scheme_id))


def nothing_paired(now: Situation) -> Iterator[Finding]:
    """A scheme without pairs cannot be signed."""
    if not now.pairs:
        yield Finding("nothing_paired")


def mentor_available(now: Situation) -> Iterator[Finding]:
    """Every mentor is in the pool and not paused."""
    for mentor_id in sorted(now.new):
        mentor = now.mentors[mentor_id]
        if mentor.status != "in_pool":
            code = {"paused": "mentor_paused", "left": "mentor_left"}.get(mentor.status, "mentor_unconfirmed")
            yield Finding(code, mentor_id=mentor_id, data=_named(mentor=mentor))


def capacity_kept(now: Situation) -> Iterator[Finding]:
    """Open pairings as they are now and the new ones together fit into each mentor's seats."""
    for mentor_id, new in sorted(now.new.items()):
        mentor = now.mentors[mentor_id]
        if mentor.load + new > mentor.capacity:
            seats = {"load": mentor.load, "new": new, "capacity": mentor.capacity}
            yield Finding("over_capacity", mentor_id=mentor_id, data=_named(mentor=mentor) | seats)


def mentee_waits(now: Situation) -> Iterator[Finding]:
    """Every mentee still waits and has no mentor yet."""
    for mentee_id in sorted({pair.mentee_id for pair in now.pairs}):
        mentee = now.mentees[mentee_id]
        if mentee.open:
            yield Finding("mentee_taken", mentee_id=mentee_id, data=_named(mentee=mentee))
        elif mentee.status != "waiting":
            yield Finding("mentee_not_waiting", mentee_id=mentee_id, data=_named(mentee=mentee))


def demand_kept(now: Situation) -> Iterator[Finding]:
    """Nobody gets more mentors than asked for."""
    for mentee_id, count in sorted(Counter(pair.mentee_id for pair in now.pairs).items()):
        mentee = now.mentees[mentee_id]
        if count > mentee.demand:
            data = _named(mentee=mentee) | {"count": count, "demand": mentee.demand}
            yield Finding("too_many_mentors", mentee_id=mentee_id, data=data)


def nobody_alone(now: Situation) -> Iterator[Finding]:
    """Nobody is their own mentor, and no two people are each other's."""
    leads = {(pair.mentor_id, now.person(pair)) for pair in now.pairs} | now.mentoring
    for pair in now.pairs:
        person = now.person(pair)
        if person == pair.mentor_id:
            yield _about(now, "self_pair", pair)
        elif (person, pair.mentor_id) in leads:
            yield _about(now, "mutual_pair", pair)


def avoidance_kept(now: Situation) -> Iterator[Finding]:
    """No two people who declared that they must avoid each other; the ground stays private."""
    for pair in now.pairs:
        one, other = sorted((now.person(pair), pair.mentor_id))
        if (one, other) in now.avoidances:
            yield _about(now, "avoidance", pair)


def locks_kept(now: Situation) -> Iterator[Finding]:
    """Every lock is in the scheme and no ban is."""
    for mentee_id, mentor_id in sorted(now.pins - now.chosen):
        data = _named(mentee=now.mentees[mentee_id])
        yield Finding("lock_broken", mentee_id=mentee_id, mentor_id=mentor_id, data=data)
    for pair in now.pairs:
        if (pair.mentee_id, pair.mentor_id) in now.bans:
            yield _about(now, "ban_broken", pair)


CHECKS: tuple[Check, ...] = (
    nothing_paired, mentor_available, capacity_kept, mentee_waits, demand_kept, nobody_alone, avoidance_kept,
    locks_kept,
)  # fmt: skip


def _not_what_was_signed(session: Session, scheme: Scheme) -> Iterator[Finding]:
    """What was signed is what stands there now."""
    if scheme.status not in BEFORE_FREEZING and not frozen.is_intact(session, scheme):
        yield Finding("not_what_was_signed", data={"hash": frozen.short(scheme.frozen_hash)})


def _rules_moved_on(session: Session, scheme: Scheme) -> Iterator[Finding]:
    """Somebody saved other rules for the cohort after this scheme was computed."""
    newest = session.scalar(select(func.max(PolicyRow.number)).where(PolicyRow.cohort_id == scheme.cohort_id))
    own = fetch(session, PolicyRow, scheme.policy_id).number
    if newest and newest > own:
        yield Finding("rules_moved_on", waivable=True, data={"own": own, "newest": newest})


def _remarks_open(session: Session, scheme: Scheme) -> Iterator[Finding]:
    """Somebody who signs remarked on a pair and nobody has answered."""
    rows = session.execute(
        select(PairRemark.mentee_id, Person.name)
        .join(Mentee, Mentee.id == PairRemark.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(PairRemark.scheme_id == scheme.id, PairRemark.settled_at.is_(None))
        .order_by(PairRemark.id)
    )
    for mentee_id, name in rows:
        yield Finding("remark_open", mentee_id=mentee_id, waivable=True, data={"mentee": name})


def _under_the_rules(pool: Pool, scheme: Scheme, now: Situation) -> Iterator[Finding]:
    """The engine's own rules on the pool as it is now; a choice that staff gave a reason for stands."""
    for code, pair in present_rules.broken(pool, scheme, now):
        if (pair.mentee_id, pair.mentor_id) not in now.reasoned:
            yield _about(now, code, pair, waivable=True)


def _quotas_kept(session: Session, scheme: Scheme, now: Situation, pool: Pool) -> Iterator[Finding]:
    """The quotas of the scheme's rules, whoever has come, gone or moved to another unit since."""
    for one in quotas_now.broken(session, scheme, now, pool):
        mentor = now.mentors.get(one.mentor_id or 0)
        data = {"number": one.number, "bound": one.bound, "pairs": one.pairs} | _named(mentor=mentor)
        yield Finding(one.code, mentor_id=one.mentor_id, waivable=True, data=data)


def _about(now: Situation, code: str, pair: Pair, *, waivable: bool = False) -> Finding:
    names = _named(now.mentees[pair.mentee_id], now.mentors[pair.mentor_id])
    return Finding(code, pair.mentee_id, pair.mentor_id, waivable, names)


def _named(mentee: MenteeNow | None = None, mentor: MentorNow | None = None) -> dict[str, Any]:
    people = {"mentee": mentee, "mentor": mentor}
    return {role: " ".join(filter(None, (who.name, who.unit))) for role, who in people.items() if who}
