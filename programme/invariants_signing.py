"""What must hold of schemes, their signatures and the audit; see `programme.invariants`."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Adjustment,
    Audit,
    Mentee,
    Objection,
    Pairing,
    PairingEvent,
    PairRemark,
    PolicyRow,
    Scheme,
    SchemeHold,
    SchemePair,
    SchemeVersion,
    Signature,
)
from programme import audit, frozen
from programme.invariants_pairings import places
from programme.pairings import BEFORE_FORCE
from programme.sign_levels import SIGNING

UNDER_SIGNATURE = ("proposed", "approved", "confirmed")


def pairings_are_what_was_confirmed(session: Session) -> Iterator[str]:
    """A confirmed scheme has exactly its pairs as pairings, and no other scheme has any."""
    confirmed = set(session.scalars(select(Scheme.id).where(Scheme.status == "confirmed")))
    pairs = session.execute(select(SchemePair.scheme_id, SchemePair.mentee_id, SchemePair.mentor_id))
    wanted = Counter((row[0], row[1], row[2]) for row in pairs if row[0] in confirmed)
    rows = session.execute(select(Pairing.scheme_id, Pairing.mentee_id, Pairing.mentor_id))
    found = Counter((row[0], row[1], row[2]) for row in rows if row[0] is not None)
    wrong = {key[0] for key in (wanted - found) | (found - wanted)}
    yield from (f"scheme:{key}" for key in sorted(wrong))


def locks_are_kept(session: Session) -> Iterator[str]:
    """In a scheme under signature or confirmed, every lock is a pair and no ban is."""
    held = and_(SchemePair.scheme_id == SchemeHold.scheme_id, SchemePair.mentee_id == SchemeHold.mentee_id)
    joined = (
        select(SchemeHold.scheme_id)
        .join(Scheme, and_(Scheme.id == SchemeHold.scheme_id, Scheme.status.in_(UNDER_SIGNATURE)))
        .outerjoin(SchemePair, and_(held, SchemePair.mentor_id == SchemeHold.mentor_id))
    )
    lost = and_(SchemeHold.kind == "pin", SchemePair.scheme_id.is_(None))
    kept = and_(SchemeHold.kind == "ban", SchemePair.scheme_id.is_not(None))
    yield from places(session, "scheme", joined.where(or_(lost, kept)).distinct())


def nobody_exceeds_the_demand(session: Session) -> Iterator[str]:
    """A scheme gives nobody more mentors than asked for."""
    yield from places(
        session,
        "scheme",
        select(SchemePair.scheme_id, SchemePair.mentee_id)
        .join(Mentee, Mentee.id == SchemePair.mentee_id)
        .group_by(SchemePair.scheme_id, SchemePair.mentee_id, Mentee.demand)
        .having(func.count() > Mentee.demand),
    )


def signed_content_is_unchanged(session: Session) -> Iterator[str]:
    """What is under signature or confirmed still has the hash that was signed, and its frozen version is kept."""
    for scheme in session.scalars(select(Scheme).where(Scheme.status.in_(UNDER_SIGNATURE)).order_by(Scheme.id)):
        kept = session.get(SchemeVersion, (scheme.id, scheme.frozen_hash))
        if kept is None or not frozen.is_intact(session, scheme):
            yield f"scheme:{scheme.id}"


def versions_have_their_hash(session: Session) -> Iterator[str]:
    """Every frozen version still hashes to its key, and versions are numbered without a gap."""
    numbers: Counter[int] = Counter()
    for row in session.scalars(select(SchemeVersion).order_by(SchemeVersion.scheme_id, SchemeVersion.number)):
        numbers[row.scheme_id] += 1
        if frozen.digest(row.content) != row.frozen_hash or row.number != numbers[row.scheme_id]:
            yield f"scheme:{row.scheme_id}"


def every_level_signed(session: Session) -> Iterator[str]:
    """Nobody signed a content that he proposed himself, and what is approved or confirmed has every name it needs.

    One name proposed it, one approved it, with two levels a third signed it: each another person, under one hash.
    """
    signed: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for row in session.scalars(select(Signature)):
        signed[row.scheme_id, row.frozen_hash, row.stage].add(row.by_id)
    names = ((key, people & signed[*key[:2], "proposed"]) for key, people in list(signed.items()))
    wrong = {key[0] for key, own in names if own and key[2] in SIGNING}
    schemes = session.execute(select(Scheme.id, Scheme.status, Scheme.frozen_hash, Scheme.sign_levels)).all()
    for key, status, frozen_hash, levels in schemes:
        if not all(signed[key, frozen_hash, stage] for stage in _needed(status, levels)):
            wrong.add(key)
    yield from (f"scheme:{key}" for key in sorted(wrong))


def _needed(status: str, levels: int) -> tuple[str, ...]:
    """The stages that a scheme in this state has behind it."""
    names = ("proposed", *SIGNING[:levels])
    return {"proposed": names[:1], "approved": names, "confirmed": (*names, "confirmed")}.get(status, ())


def nobody_signed_twice(session: Session) -> Iterator[str]:
    """Between two proposals of a scheme nobody put his name twice, and a scheme was confirmed at most once."""
    hands: dict[int, set[int]] = defaultdict(set)
    confirmed: set[int] = set()
    for row in session.scalars(select(Signature).order_by(Signature.id)):
        seen = hands[row.scheme_id] if row.stage in SIGNING else confirmed if row.stage == "confirmed" else set()
        mark = row.by_id if row.stage in SIGNING else row.scheme_id
        if mark in seen:
            yield f"scheme:{row.scheme_id}"
        seen.add(mark)
        if row.stage == "proposed":
            hands[row.scheme_id] = set()


def levels_sign_in_order(session: Session) -> Iterator[str]:
    """A second name stands only after a first one, in the round that the last proposal began."""
    approved: dict[int, bool] = {}
    for row in session.scalars(select(Signature).order_by(Signature.id)):
        if row.stage == "proposed":
            approved[row.scheme_id] = False
        elif row.stage == "approved":
            approved[row.scheme_id] = True
        elif row.stage == "signed" and not approved.get(row.scheme_id):
            yield f"scheme:{row.scheme_id}"


def answers_have_an_author(session: Session) -> Iterator[str]:
    """A remark is open, or has an answer with its author and instant."""
    parts = (PairRemark.reply != "", PairRemark.settled_by_id.is_not(None), PairRemark.settled_at.is_not(None))
    yield from places(session, "remark", select(PairRemark.id).where(~or_(and_(*parts), not_(or_(*parts)))))


def objections_are_decided_before_force(session: Session) -> Iterator[str]:
    """An upheld objection has ended its pairing, a decision has reason and author, and none is open in force."""
    joined = select(Objection.id).join(Pairing, Pairing.id == Objection.pairing_id).order_by(Objection.id)
    not_ended = and_(Objection.decision == "upheld", Pairing.status != "ended")
    too_early = and_(Objection.decision == "", Pairing.status.not_in((*BEFORE_FORCE, "ended")))
    unfounded = and_(Objection.decision != "", or_(Objection.reason == "", Objection.decided_by_id.is_(None)))
    yield from places(session, "objection", joined.where(or_(not_ended, too_early, unfounded)))


def audit_knows_every_confirmation(session: Session) -> Iterator[str]:
    """Each confirmed scheme has one audit row of its confirmation with its hash, and each such row its scheme."""
    told = Counter[tuple[str, str]]()
    rows = select(Audit.object, Audit.detail).where(Audit.action == "confirm", Audit.outcome == "done")
    for place, detail in session.execute(rows):
        if detail.get("act") == "confirmed":
            told[place, detail.get("hash", "")] += 1
    confirmed = select(Scheme.id, Scheme.frozen_hash).where(Scheme.status == "confirmed")
    found = Counter((f"scheme:{key}", frozen_hash) for key, frozen_hash in session.execute(confirmed))
    yield from sorted({place for place, _hash in (told - found) | (found - told)})


def audit_knows_every_pairing_in_force(session: Session) -> Iterator[str]:
    """Each pairing that a scheme made and that came into force was audited when it did, once."""
    told = Counter(
        place
        for place, detail in session.execute(select(Audit.object, Audit.detail).where(Audit.action == "confirm"))
        if detail.get("act") == "into_force"
    )
    came = select(PairingEvent.pairing_id).join(Pairing, Pairing.id == PairingEvent.pairing_id)
    came = came.where(PairingEvent.from_status == "confirmed", PairingEvent.to_status == "active")
    found = Counter(f"pairing:{key}" for key in session.scalars(came.where(Pairing.scheme_id.is_not(None))))
    yield from sorted((told - found) | (found - told))


def the_audit_chain_holds(session: Session) -> Iterator[str]:
    """No row of the audit was edited, removed, added or moved."""
    broken_at = audit.verify(session).broken_at
    if broken_at is not None:
        yield f"audit:{broken_at}"


def rules_are_numbered(session: Session) -> Iterator[str]:
    """A cohort's rules are numbered from one without a gap."""
    yield from places(
        session,
        "cohort",
        select(PolicyRow.cohort_id)
        .group_by(PolicyRow.cohort_id)
        .having(or_(func.min(PolicyRow.number) != 1, func.max(PolicyRow.number) != func.count())),
    )


def desk_acts_are_numbered(session: Session) -> Iterator[str]:
    """What staff did at the desk is numbered from one without a gap: nothing was taken out."""
    yield from places(
        session,
        "scheme",
        select(Adjustment.scheme_id)
        .group_by(Adjustment.scheme_id)
        .having(or_(func.min(Adjustment.seq) != 1, func.max(Adjustment.seq) != func.count())),
    )


CHECKS = (
    pairings_are_what_was_confirmed,
    locks_are_kept,
    nobody_exceeds_the_demand,
    signed_content_is_unchanged,
    versions_have_their_hash,
    every_level_signed,
    nobody_signed_twice,
    levels_sign_in_order,
    answers_have_an_author,
    objections_are_decided_before_force,
    audit_knows_every_confirmation,
    audit_knows_every_pairing_in_force,
    the_audit_chain_holds,
    rules_are_numbered,
    desk_acts_are_numbered,
)
