"""What exactly is signed: a scheme's content in canonical form, and the SHA-256 over it.

Format 1 of the content: the scheme and its cohort, the digests of the rules and of the frozen problem, the pairs
with fit (milli-points) and origin, the locks and bans with their reasons (and the rule that a lock sets aside, if
any), and where staff ordered any, other seats of a mentor and mentees left alone. Order of rows never matters.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme, SchemeHold, SchemeLimit, SchemePair, SchemeVersion

Content = dict[str, Any]
SHORT = 12


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee whose mentors differ between two versions; person ids, sorted, empty for unpaired."""

    mentee_id: int
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from one frozen version to another; `holds` counts locks, bans and other orders added or taken away."""

    moves: tuple[Move, ...]
    holds: int
    rules_changed: bool
    problem_changed: bool

    def __bool__(self) -> bool:
        return bool(self.moves or self.holds or self.rules_changed or self.problem_changed)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, NFC, UTF-8; not-a-number is refused with ValueError."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text).encode()


def digest(value: Any) -> str:
    """The SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def short(frozen_hash: str) -> str:
    """The beginning of a hash, in groups of four, as it is read aloud and printed."""
    head = frozen_hash[:SHORT].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def content(session: Session, scheme: Scheme) -> Content:
    """The scheme as it is now, in the form that is hashed."""
    policy = session.get(PolicyRow, scheme.policy_id)
    limits = _limits(session, scheme.id)
    return {
        "format": 1,
        "scheme": scheme.id,
        "cohort": scheme.cohort_id,
        "rules": digest(policy.rules if policy else {}),
        "problem": digest(scheme.problem),
        "pairs": _pairs(session, scheme.id),
        "holds": _holds(session, scheme.id),
    } | ({"limits": limits} if limits else {})


def keep(session: Session, scheme: Scheme) -> str:
    """Store the present content as a version (once for each hash) and return its hash."""
    frozen = content(session, scheme)
    frozen_hash = digest(frozen)
    if session.get(SchemeVersion, (scheme.id, frozen_hash)) is None:
        count = select(func.count()).select_from(SchemeVersion).where(SchemeVersion.scheme_id == scheme.id)
        number = session.scalar(count) or 0
        session.add(SchemeVersion(scheme_id=scheme.id, frozen_hash=frozen_hash, number=number + 1, content=frozen))
        session.flush()
    return frozen_hash


def is_intact(session: Session, scheme: Scheme) -> bool:
    """Whether the scheme still is what was frozen."""
    return bool(scheme.frozen_hash) and digest(content(session, scheme)) == scheme.frozen_hash


def differences(before: Content, after: Content) -> Differences:
    """Lay two contents side by side, mentee by mentee in the order of their ids."""
    old, new = mentors_by_mentee(before), mentors_by_mentee(after)
    moves = (Move(key, old.get(key, ()), new.get(key, ())) for key in sorted(old.keys() | new.keys()))
    return Differences(
        moves=tuple(move for move in moves if move.before != move.after),
        holds=len(_order_keys(before) ^ _order_keys(after)),
        rules_changed=before["rules"] != after["rules"],
        problem_changed=before["problem"] != after["problem"],
    )


def _pairs(session: Session, scheme_id: int) -> list[list[Any]]:
    rows = session.execute(
        select(SchemePair.mentee_id, SchemePair.mentor_id, SchemePair.fit, SchemePair.origin).where(
            SchemePair.scheme_id == scheme_id
        )
    )
    return sorted(list(row) for row in rows)


def _holds(session: Session, scheme_id: int) -> list[list[Any]]:
    rows = session.scalars(select(SchemeHold).where(SchemeHold.scheme_id == scheme_id))
    return sorted(
        [row.kind, row.mentee_id, row.mentor_id, row.origin, row.reason, row.by_id] + ([row.rule] if row.rule else [])
        for row in rows
    )


def _limits(session: Session, scheme_id: int) -> list[list[Any]]:
    rows = session.scalars(select(SchemeLimit).where(SchemeLimit.scheme_id == scheme_id))
    return sorted([row.kind, row.person_id, row.amount, row.reason, row.by_id] for row in rows)


def mentors_by_mentee(frozen: Content) -> dict[int, tuple[int, ...]]:
    """{mentees.id: people.id of each mentor, sorted} of a content."""
    found: dict[int, list[int]] = {}
    for mentee_id, mentor_id, *_rest in frozen["pairs"]:
        found.setdefault(mentee_id, []).append(mentor_id)
    return {mentee_id: tuple(sorted(mentors)) for mentee_id, mentors in found.items()}


def _order_keys(frozen: Content) -> set[tuple[Any, ...]]:
    holds = {(kind, mentee_id, mentor_id) for kind, mentee_id, mentor_id, *_rest in frozen["holds"]}
    return holds | {tuple(row[:3]) for row in frozen.get("limits", ())}
