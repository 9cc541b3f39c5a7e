"""One or two levels of signing: who may put which name under a proposal, in which order, and when all names are there.

With one level a section chief or a department leader approves. With two, a section chief approves first and a
department leader signs then. Nobody signs what he proposed, nobody signs twice, and all names stand under one hash.
"""

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, Signature
from programme.access import Action, Actor
from programme.errors import Conflict

LEVELS = (1, 2)
SIGNING = ("approved", "signed")


class Name(Protocol):
    """A signature as far as the order needs it: a row of the table or of a frame."""

    id: int
    stage: str
    frozen_hash: str
    by_id: int


def this_round(signatures: Iterable[Name]) -> list[Name]:
    """The signatures since the last proposal, that one included; earlier rounds count no longer."""
    rows = list(signatures)
    last = max((row.id for row in rows if row.stage == "proposed"), default=0)
    return [row for row in rows if row.id >= last]


def level_due(levels: int, signatures: Iterable[Name]) -> str:
    """The stage that the present round waits for: "approved", "signed", or "" when every name is there."""
    have = {row.stage for row in this_round(signatures)}
    wanted = SIGNING[:levels]
    return next((stage for stage in wanted if stage not in have), "")


def signatures_under(session: Session, scheme: Scheme) -> list[Signature]:
    """The signatures under the present hash in the order of time, of every round."""
    rows = select(Signature).where(Signature.scheme_id == scheme.id, Signature.frozen_hash == scheme.frozen_hash)
    return list(session.scalars(rows.order_by(Signature.id)))


def check_hand(session: Session, by: Actor, scheme: Scheme, stage: str) -> None:
    """Raise Conflict unless this person may put this name under the scheme now."""
    names = signatures_under(session, scheme)
    if scheme.sign_levels == 1 and stage == "signed":
        raise Conflict("one_level_only")
    if scheme.sign_levels == 2 and stage == "approved" and by.may(Action.SIGN):
        raise Conflict("chief_first")
    if any(row.stage == "proposed" and row.by_id == by.id for row in names):
        raise Conflict("own_proposal")
    if any(row.stage in SIGNING and row.by_id == by.id for row in this_round(names)):
        raise Conflict("signed_already")
    if stage == "signed" and level_due(scheme.sign_levels, names) == "approved":
        raise Conflict("approval_missing")


def is_complete(session: Session, scheme: Scheme) -> bool:
    """Whether the present round has every name that the scheme's levels ask for, each by another person."""
    rows = this_round(signatures_under(session, scheme))
    hands = {stage: {row.by_id for row in rows if row.stage == stage} for stage in ("proposed", *SIGNING)}
    approvers = hands["approved"] - hands["proposed"]
    signers = hands["signed"] - hands["proposed"] - hands["approved"]
    return bool(hands["proposed"] and approvers and (scheme.sign_levels == 1 or signers))
