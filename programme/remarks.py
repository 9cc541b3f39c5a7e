"""Remarks of those who sign on single pairs, and the officer's answers: each is settled before the next proposal."""

from sqlalchemy.orm import Session

from db.clock import now
from db.models import Mentee, PairRemark, Scheme
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid, NotFound
from programme.usecase import claim, fetch, record, use_case

OPEN_TO_REMARKS = ("draft", "returned", "proposed", "approved")
LONGEST = 500


@use_case(Action.APPROVE)
def remark(session: Session, by: Actor, *, scheme_id: int, mentee_id: int, text: str) -> int:
    """Remark on one mentee's pairing (or on there being none) and return pair_remarks.id.

    Raises Invalid without words, NotFound for somebody of another cohort, Conflict once the scheme is decided.
    """
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in OPEN_TO_REMARKS:
        raise Conflict("wrong_stage", status=scheme.status)
    if fetch(session, Mentee, mentee_id).cohort_id != scheme.cohort_id:
        raise NotFound("not_in_scheme", mentee_id=mentee_id)
    row = PairRemark(scheme_id=scheme_id, mentee_id=mentee_id, remark=_said(text, "remark_needed"), by_id=by.id)
    session.add(row)
    session.flush()
    record(session, by, Action.APPROVE, f"scheme:{scheme_id}", act="remarked", mentee=mentee_id, remark=row.remark)
    return row.id


@use_case(Action.ADJUST)
def settle(session: Session, by: Actor, *, remark_id: int, seen_version: int, reply: str) -> None:
    """Answer a remark and so settle it; Conflict when it is settled already, Stale when it moved on."""
    row = fetch(session, PairRemark, remark_id)
    claim(session, row, seen_version)
    if row.settled_at is not None:
        raise Conflict("remark_settled")
    row.reply, row.settled_by_id, row.settled_at = _said(reply, "reply_needed"), by.id, now()
    session.flush()
    told = {"mentee": row.mentee_id, "reply": row.reply}
    record(session, by, Action.ADJUST, f"scheme:{row.scheme_id}", act="settled", remark=remark_id, **told)


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Invalid(otherwise)
    return text.strip()[:LONGEST]
