"""What must hold of change slips and of the pairings that they touch; see `programme.invariants`."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import Audit, Change, ChangePair, ChangeSignature, Pairing, PairingEvent
from programme import frozen
from programme.change_content import Content, Line
from programme.pairings import BEFORE_FORCE

UNDER_SIGNATURE = ("proposed", "approved", "carried_out")
CLOSING = ("change", "release", "end")


def nothing_confirmed_moves_unsigned(session: Session) -> Iterator[str]:
    """A pairing that a scheme or a slip made is changed, or ended once in force, by a slip that was carried out only.

    What was in force before this installation began (no scheme, no slip) may have ended before it began.
    """
    closed = set(session.scalars(_links(ChangePair.pairing_id).where(ChangePair.act.in_(CLOSING))))
    made = set(session.scalars(_links(ChangePair.successor_id).where(ChangePair.successor_id.is_not(None))))
    rows = (
        select(Pairing.id, Pairing.scheme_id)
        .join(PairingEvent, PairingEvent.pairing_id == Pairing.id)
        .where(PairingEvent.to_status.in_(("changed", "ended")), PairingEvent.from_status.not_in(BEFORE_FORCE))
        .order_by(Pairing.id)
    )
    for pairing_id, scheme_id in session.execute(rows):
        if (scheme_id is not None or pairing_id in made) and pairing_id not in closed:
            yield f"pairing:{pairing_id}"


def slips_did_what_they_say(session: Session) -> Iterator[str]:
    """A slip that was carried out touched exactly the pairings it names, in the way it says, and no other slip touched any."""
    for change in session.scalars(select(Change).order_by(Change.id)):
        lines = Content.of(change.content).lines if change.status == "carried_out" else ()
        wanted = {line.pairing_id: _wanted(line) for line in lines}
        if wanted != _found(session, change.id):
            yield f"change:{change.id}"


def slips_are_unchanged(session: Session) -> Iterator[str]:
    """What is under signature has the hash that was signed, and every proposal keeps its content."""
    for change in session.scalars(select(Change).where(Change.status.in_(UNDER_SIGNATURE)).order_by(Change.id)):
        if not change.frozen_hash or frozen.digest(change.content) != change.frozen_hash:
            yield f"change:{change.id}"
    for row in session.scalars(select(ChangeSignature).where(ChangeSignature.stage == "proposed")):
        if frozen.digest(row.content) != row.frozen_hash:
            yield f"change:{row.change_id}"


def two_people_signed_each_slip(session: Session) -> Iterator[str]:
    """What is approved or carried out was proposed by one person and approved by another, in the present round; with two
    levels of signing a third one signed it.
    """
    rounds: dict[int, list[ChangeSignature]] = defaultdict(list)
    for row in session.scalars(select(ChangeSignature).order_by(ChangeSignature.id)):
        rounds[row.change_id] = [row] if row.stage == "proposed" else [*rounds[row.change_id], row]
    for change in session.scalars(select(Change).where(Change.status.in_(UNDER_SIGNATURE)).order_by(Change.id)):
        rows = [row for row in rounds[change.id] if row.frozen_hash == change.frozen_hash]
        if not _by_other_hands(change, rows):
            yield f"change:{change.id}"


def audit_knows_every_slip(session: Session) -> Iterator[str]:
    """Each slip that was carried out has one audit row of it with its hash, and each such row its slip."""
    rows = select(Audit.object, Audit.detail).where(Audit.action == "confirm", Audit.outcome == "done")
    told = Counter(
        (place, detail.get("hash", ""))
        for place, detail in session.execute(rows)
        if detail.get("act") == "change_carried_out"
    )
    done = select(Change.id, Change.frozen_hash).where(Change.status == "carried_out")
    found = Counter((f"change:{key}", frozen_hash) for key, frozen_hash in session.execute(done))
    yield from sorted({place for place, _hash in (told - found) | (found - told)})


CHECKS = (
    nothing_confirmed_moves_unsigned,
    slips_did_what_they_say,
    slips_are_unchanged,
    two_people_signed_each_slip,
    audit_knows_every_slip,
)


def _by_other_hands(change: Change, rows: list[ChangeSignature]) -> bool:
    by = {stage: {row.by_id for row in rows if row.stage == stage} for stage in (*UNDER_SIGNATURE, "signed")}
    needed = [*UNDER_SIGNATURE[: UNDER_SIGNATURE.index(change.status) + 1]]
    if change.sign_levels == 2 and change.status != "proposed":
        needed.append("signed")
    names = by["proposed"] & by["approved"] | by["signed"] & (by["proposed"] | by["approved"])
    return all(by[stage] for stage in needed) and not names


def _links(*columns: Any) -> Select:
    return select(*columns).join(Change, Change.id == ChangePair.change_id).where(Change.status == "carried_out")


def _wanted(line: Line) -> tuple[object, ...]:
    """The act, and who continues with whom in which role (None without a successor)."""
    successor = (line.mentee_id, line.new_mentor_id, line.role) if line.act == "change" else None
    return line.act, (line.mentee_id, line.mentor_id, line.role), successor


def _found(session: Session, change_id: int) -> dict[int, tuple[object, ...]]:
    out: dict[int, tuple[object, ...]] = {}
    for row in session.scalars(select(ChangePair).where(ChangePair.change_id == change_id)):
        old = session.get_one(Pairing, row.pairing_id)
        new = session.get(Pairing, row.successor_id) if row.successor_id else None
        pairs = [(one.mentee_id, one.mentor_id, one.role) if one else None for one in (old, new)]
        out[row.pairing_id] = (row.act, *pairs)
    return out
