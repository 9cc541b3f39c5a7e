"""The way of a change slip (变更单): two people sign one frozen content, three where the cohort has two levels of
signing, and it is carried out exactly once.

draft / returned --propose--> proposed --approve (and sign, with two levels)--> approved --carry out--> carried_out
proposed / approved --send back--> returned; whatever is not carried out may be withdrawn, and stays on file.

No confirmed pairing gets another mentor or ends, unless a change that was signed and carried out says so.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local
from db.models import Account, Audit, Change, ChangeSignature, Cohort
from programme import audit, change_check, frozen
from programme.access import Action, Actor, require
from programme.assessment import by_slip
from programme.change_content import EDITABLE, UNDER_WAY, Content
from programme.change_deeds import Done, enact
from programme.errors import Conflict, Invalid, Stale
from programme.recheck import Finding
from programme.sign_levels import all_signed, check_order, check_turn, level_due, this_round
from programme.usecase import claim, fetch, record, use_case


@dataclass(frozen=True, slots=True)
class SignedChange:
    """What a signature did: the hash it stands under and the change's version now."""

    change_id: int
    frozen_hash: str
    version: int


@use_case(Action.PROPOSE)
def propose(session: Session, by: Actor, *, change_id: int, seen_version: int, comment: str = "") -> SignedChange:
    """Freeze the slip as it is and sign it as its proposer; refuses what could not be carried out anyway."""
    change = taken(session, change_id, seen_version, EDITABLE)
    _refuse([finding for finding in change_check.findings(session, change) if not finding.waivable])
    frozen_hash = frozen.digest(change.content)
    if change.status == "returned" and frozen_hash == change.frozen_hash and not comment.strip():
        raise Invalid("slip_unchanged")
    change.status, change.frozen_hash = "proposed", frozen_hash
    change.sign_levels = fetch(session, Cohort, change.cohort_id).sign_levels
    by_slip.proposed_again(session, by, change)
    return _sign(session, by, change, "proposed", comment, Action.PROPOSE)


@use_case(Action.APPROVE)
def approve(session: Session, by: Actor, *, change_id: int, seen_version: int, comment: str = "") -> SignedChange:
    """Put the first name under the frozen content; refused to its proposer, and when it is not the frozen one."""
    return _put_name(session, by, taken(session, change_id, seen_version, ("proposed",)), "approved", comment)


@use_case(Action.SIGN)
def sign(session: Session, by: Actor, *, change_id: int, seen_version: int, comment: str = "") -> SignedChange:
    """Put the second name under the frozen content, after the section chief's and by another person."""
    return _put_name(session, by, taken(session, change_id, seen_version, ("proposed",)), "signed", comment)


def _put_name(session: Session, by: Actor, change: Change, stage: str, comment: str) -> SignedChange:
    """The slip is approved once every name that its levels ask for is there."""
    if frozen.digest(change.content) != change.frozen_hash:
        raise Conflict("not_what_was_signed", hash=frozen.short(change.frozen_hash))
    check_turn(by, change, stage)
    names = _names(session, change)
    if any(row.by_id == by.id for row in names if row.stage == "proposed"):
        raise Conflict("own_change")
    check_order(by, change, stage, names)
    signed = _sign(session, by, change, stage, comment, Action.APPROVE if stage == "approved" else Action.SIGN)
    if not level_due(change.sign_levels, _names(session, change)):
        change.status = "approved"
    return signed


@use_case(Action.APPROVE)
def send_back(session: Session, by: Actor, *, change_id: int, seen_version: int, comment: str) -> SignedChange:
    """Return the slip with what should change."""
    if not comment.strip():
        raise Invalid("comment_needed")
    change = taken(session, change_id, seen_version, UNDER_WAY)
    change.status = "returned"
    return _sign(session, by, change, "returned", comment, Action.APPROVE)


@use_case(Action.PROPOSE, after_close=True)
def withdraw(session: Session, by: Actor, *, change_id: int, seen_version: int, comment: str) -> SignedChange:
    """Put the slip away for good, with the reason; it stays on file and nothing comes of it."""
    if not comment.strip():
        raise Invalid("slip_reason")
    change = taken(session, change_id, seen_version, (*EDITABLE, *UNDER_WAY))
    put_away(session, by, change, comment)
    return SignedChange(change.id, change.frozen_hash, change.version)


def put_away(session: Session, by: Actor, change: Change, comment: str) -> None:
    """Put a claimed slip away, and with it the conclusion that goes by it."""
    change.status = "withdrawn"
    record(session, by, Action.PROPOSE, _object(change), act="change_withdrawn", comment=comment.strip())
    by_slip.put_away(session, by, change, comment)


@use_case(Action.CONFIRM)
def carry_out(session: Session, by: Actor, *, change_id: int, seen_version: int, override: str = "") -> Done:
    """Do what was signed: everything is checked again as it is now, and all happens or nothing.

    `override` is the reason for setting aside what may be set aside; that takes the right to approve. A repeated
    request (same slip, same seen version) returns the first result. Raises Conflict("changed_since") with the
    findings as `data["findings"]` when something stands against it.
    """
    change = fetch(session, Change, change_id)
    if change.status == "carried_out" and change.version == seen_version + 1:
        return _once_more(session, by, change)
    change = taken(session, change_id, seen_version, ("approved",))
    waived = _settle(by, change_check.findings(session, change, carrying_out=True), override)
    if not all_signed(change, _names(session, change)):
        raise Conflict("signature_missing")
    by_slip.demand_slip(session, change)
    done = enact(session, by, change, Content.of(change.content))
    change.status = "carried_out"
    by_slip.carried_out(session, by, change)
    told = asdict(done) | {"act": "change_carried_out", "waived": waived, "override": override.strip()}
    _sign(session, by, change, "carried_out", override, Action.CONFIRM, **told)
    return done


def taken(session: Session, change_id: int, seen_version: int, states: tuple[str, ...]) -> Change:
    """The slip for this step: as the user saw it, else Stale with who did what since; in one of the states."""
    change = fetch(session, Change, change_id)
    try:
        claim(session, change, seen_version)
    except Stale as stale:
        raise Stale("change_moved", **stale.data, **_last_deed(session, change)) from stale
    if change.status not in states:
        raise Conflict("slip_stage", status=change.status)
    return change


def _settle(by: Actor, found: list[Finding], override: str) -> list[str]:
    waivable = [finding for finding in found if finding.waivable]
    if waivable and override.strip():
        require(by, Action.APPROVE)
        _refuse([finding for finding in found if not finding.waivable])
        return [f"{one.code}:{one.mentee_id or ''}:{one.mentor_id or ''}" for one in waivable]
    _refuse(found)
    return []


def _refuse(found: list[Finding]) -> None:
    if found:
        raise Conflict("changed_since", count=len(found), findings=found)


def _names(session: Session, change: Change) -> list[ChangeSignature]:
    """The signatures of the present round under the present content."""
    rows = select(ChangeSignature).where(ChangeSignature.change_id == change.id).order_by(ChangeSignature.id)
    return [row for row in this_round(session.scalars(rows)) if row.frozen_hash == change.frozen_hash]


def _sign(
    session: Session, by: Actor, change: Change, stage: str, comment: str, action: Action, **told: Any
) -> SignedChange:  # fmt: skip
    content = change.content if stage == "proposed" else None
    row = ChangeSignature(
        change_id=change.id, stage=stage, frozen_hash=change.frozen_hash, content=content, comment=comment.strip(),
        by_id=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(session, by, action, _object(change), **({"act": f"change_{stage}", "hash": change.frozen_hash} | told))
    return SignedChange(change.id, change.frozen_hash, change.version)


def _once_more(session: Session, by: Actor, change: Change) -> Done:
    """The result of the first time, as its audit row keeps it."""
    rows = select(Audit).where(Audit.object == _object(change), Audit.action == Action.CONFIRM, Audit.outcome == "done")
    told = next(row.detail for row in session.scalars(rows) if row.detail.get("act") == "change_carried_out")
    audit.append(session, account_id=by.id, action=Action.CONFIRM.value, object=_object(change), outcome="repeated")
    first = Done(**{name: told[name] for name in Done.__slots__ if name in told})
    return replace(first, repeated=True)


def _last_deed(session: Session, change: Change) -> dict[str, Any]:
    row = session.execute(
        select(Account.name, Audit.at)
        .join(Account, Account.id == Audit.account_id)
        .where(Audit.object == _object(change), Audit.outcome == "done")
        .order_by(Audit.seq.desc())
        .limit(1)
    ).first()
    name, at = row or (fetch(session, Account, change.by_id).name, change.at)
    return {"name": name, "at": local(at), "status": change.status}


def _object(change: Change) -> str:
    return f"change:{change.id}"
