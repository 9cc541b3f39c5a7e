"""The way of a scheme from the desk to pairings: propose, approve or send back, confirm; always one frozen content.

draft / returned --propose--> proposed --approve (and sign, with two levels)--> approved --confirm--> confirmed
proposed / approved --send back--> returned, --withdraw--> draft

Nobody signs what he proposed, nobody signs twice, and what is confirmed is what was signed, by its hash (see
`programme.sign_levels`). A scheme is "approved" once every name that its levels ask for is there.
A repeated confirmation (same scheme, same seen version) returns the first one's result and does nothing.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.clock import local, today
from db.models import Account, Audit, Cohort, Mentee, PairRemark, Scheme, SchemePair, Signature
from programme import audit, frozen, pairings, recheck
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid, Stale
from programme.holidays import calendar_of
from programme.recheck import Finding
from programme.scheme_state import HANDMADE
from programme.sign_levels import check_hand, is_complete, level_due, signatures_under
from programme.situation import Pair
from programme.usecase import claim, fetch, record, use_case
from programme.workdays import last_day

PROPOSABLE = ("draft", "returned")
UNDER_WAY = ("proposed", "approved")
OVERTAKEN = ("draft", "returned", "proposed", "approved")
LATEST_POSTING = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature did: the hash it stands under and the scheme's version now."""

    scheme_id: int
    frozen_hash: str
    version: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation did; `repeated` when it had been done before and this request changed nothing."""

    scheme_id: int
    pairings: int
    status: str
    notice_until: date | None
    superseded: tuple[int, ...]
    repeated: bool = False


@use_case(Action.PROPOSE)
def propose(session: Session, by: Actor, *, scheme_id: int, seen_version: int, comment: str = "") -> Signed:
    """Freeze the scheme as it is and sign it as its proposer.

    Refuses what could not be confirmed anyway, remarks that nobody has answered, and the same content that was sent
    back unless the comment answers. The cohort's levels of signing hold for this proposal from now on.
    """
    scheme = _taken(session, scheme_id, seen_version, PROPOSABLE)
    if scheme.kind == HANDMADE:
        raise Conflict("scheme_is_handmade", name=scheme.name)
    _demand_answers(session, scheme)
    _refuse([finding for finding in recheck.findings(session, scheme) if not finding.waivable])
    frozen_hash = frozen.keep(session, scheme)
    if scheme.status == "returned" and frozen_hash == scheme.frozen_hash and not comment.strip():
        raise Invalid("returned_unchanged")
    scheme.status, scheme.frozen_hash = "proposed", frozen_hash
    scheme.sign_levels = fetch(session, Cohort, scheme.cohort_id).sign_levels
    return _sign(session, by, scheme, "proposed", comment, Action.PROPOSE)


@use_case(Action.APPROVE)
def approve(session: Session, by: Actor, *, scheme_id: int, seen_version: int, comment: str = "") -> Signed:
    """Put the first name under the frozen content; refused to its proposer and to who signed already.

    With two levels this is the section chief's, and the scheme goes on to the department leader.
    """
    return _put_name(session, by, (scheme_id, seen_version), ("approved", comment), Action.APPROVE)


@use_case(Action.SIGN)
def sign(session: Session, by: Actor, *, scheme_id: int, seen_version: int, comment: str = "") -> Signed:
    """Put the second name under the frozen content, after the section chief's and by another person."""
    return _put_name(session, by, (scheme_id, seen_version), ("signed", comment), Action.SIGN)


def _put_name(
    session: Session, by: Actor, seen: tuple[int, int], said: tuple[str, str], action: Action
) -> Signed:  # fmt: skip
    """`seen` is (scheme, version), `said` (stage, comment); the scheme is approved once every name is there."""
    scheme = _taken(session, *seen, UNDER_WAY)
    if not frozen.is_intact(session, scheme):
        raise Conflict("not_what_was_signed", hash=frozen.short(scheme.frozen_hash))
    check_hand(session, by, scheme, said[0])
    signed = _sign(session, by, scheme, *said, action)
    if not level_due(scheme.sign_levels, signatures_under(session, scheme)):
        scheme.status = "approved"
    return signed


@use_case(Action.APPROVE)
def send_back(session: Session, by: Actor, *, scheme_id: int, seen_version: int, comment: str) -> Signed:
    """Return the scheme to the desk with what should change; editing makes it a draft again."""
    if not comment.strip():
        raise Invalid("comment_needed")
    scheme = _taken(session, scheme_id, seen_version, UNDER_WAY)
    scheme.status = "returned"
    return _sign(session, by, scheme, "returned", comment, Action.APPROVE)


@use_case(Action.PROPOSE)
def withdraw(session: Session, by: Actor, *, scheme_id: int, seen_version: int, comment: str = "") -> Signed:
    """Take a proposal back to the desk before it is confirmed; its signatures count no longer."""
    scheme = _taken(session, scheme_id, seen_version, UNDER_WAY)
    gone, scheme.status, scheme.frozen_hash = scheme.frozen_hash, "draft", ""
    record(session, by, Action.PROPOSE, _object(scheme), act="withdrawn", hash=gone, comment=comment.strip())
    return Signed(scheme.id, gone, scheme.version)


@use_case(Action.CONFIRM)
def confirm(
    session: Session,
    by: Actor,
    *,
    scheme_id: int,
    seen_version: int,
    override: str = "",
    notice_from: date | None = None,
) -> Confirmation:
    """Turn the approved scheme into pairings: everything is checked again as it is now, and all happens or nothing.

    `override` stands under the signature; where something may be set aside it is the reason, and setting aside takes
    the right to approve. `notice_from` is the day on which the public notice is posted, today unless it is later.
    Raises Conflict("changed_since") with the findings as `data["findings"]` when something stands against it.
    """
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status == "confirmed" and scheme.version == seen_version + 1:
        return _once_more(session, by, scheme)
    scheme = _taken(session, scheme_id, seen_version, ("approved",))
    waived = _settle(by, recheck.findings(session, scheme), override)
    if not is_complete(session, scheme):
        raise Conflict("signature_missing")
    done = _carry_out(session, by, scheme, _posting(notice_from))
    told = asdict(done) | {
        "act": "confirmed",
        "hash": scheme.frozen_hash,
        "waived": waived,
        "override": override.strip(),
    }
    _sign(session, by, scheme, "confirmed", override, Action.CONFIRM, **told)
    return done


def _posting(day: date | None) -> date:
    if day is not None and not today() <= day <= today() + LATEST_POSTING:
        raise Invalid("posting_day", first=today(), last=today() + LATEST_POSTING)
    return day or today()


def _demand_answers(session: Session, scheme: Scheme) -> None:
    open_ones = select(func.count()).where(PairRemark.scheme_id == scheme.id, PairRemark.settled_at.is_(None))
    count = session.scalar(open_ones) or 0
    if count:
        raise Conflict("remarks_open", count=count)


def _carry_out(session: Session, by: Actor, scheme: Scheme, posted: date) -> Confirmation:
    cohort = fetch(session, Cohort, scheme.cohort_id)
    rows = session.scalars(select(SchemePair).where(SchemePair.scheme_id == scheme.id))
    pairs = [Pair(row.mentee_id, row.mentor_id, row.fit, row.origin) for row in rows]
    mentees = {pair.mentee_id for pair in pairs}
    created = pairings.create(session, by, cohort, scheme.id, pairs, posted)
    session.execute(update(Mentee).where(Mentee.id.in_(mentees)).values(status="paired", version=Mentee.version + 1))
    scheme.status, scheme.notice_days = "confirmed", cohort.notice_days
    until = last_day(posted, cohort.notice_days, calendar_of(session)) if cohort.notice_days else None
    return Confirmation(scheme.id, len(created), created[0].status, until, _supersede(session, scheme, mentees))


def _supersede(session: Session, scheme: Scheme, mentees: set[int]) -> tuple[int, ...]:
    """Other schemes of the cohort that name one of these mentees are overtaken."""
    overlapping = select(SchemePair.scheme_id).where(SchemePair.mentee_id.in_(mentees))
    others = session.scalars(
        select(Scheme).where(
            Scheme.cohort_id == scheme.cohort_id,
            Scheme.id != scheme.id,
            Scheme.status.in_(OVERTAKEN),
            Scheme.id.in_(overlapping),
        )
    ).all()
    for other in others:
        other.status, other.version = "superseded", other.version + 1
    return tuple(sorted(other.id for other in others))


def _settle(by: Actor, found: list[Finding], override: str) -> list[str]:
    """Refuse what stands against it; what may be set aside is, with a reason, by somebody who may approve."""
    waivable = [finding for finding in found if finding.waivable]
    if waivable and override.strip():
        require(by, Action.APPROVE)
        _refuse([finding for finding in found if not finding.waivable])
        return [_line(finding) for finding in waivable]
    _refuse(found)
    return []


def _refuse(found: list[Finding]) -> None:
    if found:
        raise Conflict("changed_since", count=len(found), findings=found)


def _line(finding: Finding) -> str:
    return f"{finding.code}:{finding.mentee_id or ''}:{finding.mentor_id or ''}"


def _once_more(session: Session, by: Actor, scheme: Scheme) -> Confirmation:
    """The result of the confirmation that has been carried out, as its audit row keeps it."""
    rows = session.scalars(
        select(Audit).where(Audit.object == _object(scheme), Audit.action == Action.CONFIRM, Audit.outcome == "done")
    )
    told = next(row.detail for row in rows if row.detail.get("act") == "confirmed")
    until = told["notice_until"]
    audit.append(session, account_id=by.id, action=Action.CONFIRM.value, object=_object(scheme), outcome="repeated")
    return Confirmation(
        scheme_id=scheme.id,
        pairings=told["pairings"],
        status=told["status"],
        notice_until=date.fromisoformat(until) if until else None,
        superseded=tuple(told["superseded"]),
        repeated=True,
    )


def _taken(session: Session, scheme_id: int, seen_version: int, states: tuple[str, ...]) -> Scheme:
    """The scheme for this change: as the user saw it, else Stale with who did what since; in one of the states."""
    scheme = fetch(session, Scheme, scheme_id)
    try:
        claim(session, scheme, seen_version)
    except Stale as stale:
        raise Stale("scheme_moved", **stale.data, **_last_deed(session, scheme)) from stale
    if scheme.status not in states:
        raise Conflict("wrong_stage", status=scheme.status)
    return scheme


def _last_deed(session: Session, scheme: Scheme) -> dict[str, Any]:
    """Who touched the scheme last, when by the clocks here, and the state it is in."""
    row = session.execute(
        select(Account.name, Audit.at)
        .join(Account, Account.id == Audit.account_id)
        .where(Audit.object == _object(scheme), Audit.outcome == "done")
        .order_by(Audit.seq.desc())
        .limit(1)
    ).first()
    name, at = row or (fetch(session, Account, scheme.by_id).name, scheme.at)
    return {"name": name, "at": local(at), "status": scheme.status}


def _sign(session: Session, by: Actor, scheme: Scheme, stage: str, comment: str, action: Action, **told: Any) -> Signed:
    session.add(
        Signature(
            scheme_id=scheme.id, stage=stage, frozen_hash=scheme.frozen_hash, comment=comment.strip(), by_id=by.id
        )
    )
    session.flush()
    record(session, by, action, _object(scheme), **({"act": stage, "hash": scheme.frozen_hash} | told))
    return Signed(scheme.id, scheme.frozen_hash, scheme.version)


def _object(scheme: Scheme) -> str:
    return f"scheme:{scheme.id}"
