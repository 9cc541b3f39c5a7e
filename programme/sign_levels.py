"""One or two levels of signing: who may put which name under a proposal, in which order, and when all names are there.

With one level a section chief or a department leader approves. With two, a section chief approves first and a
department leader signs then. Nobody signs what he proposed, nobody signs twice, and all names stand under one hash.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Scheme, Signature
from programme.access import Action, Actor
from programme.errors import Conflict

LEVELS = (1, 2)
SIGNING = ("approved", "signed")


class Levelled(Protocol):
    """What is signed: a scheme or a change slip with its levels."""

    sign_levels: int


class Name(Protocol):
    """A signature as far as the order needs it: a row of the table or of a frame."""

    id: int
    stage: str
    frozen_hash: str
    by_id: int


Named = TypeVar("Named", bound=Name)


def this_round(signatures: Iterable[Named]) -> list[Named]:
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
    check_turn(by, scheme, stage)
    if any(row.stage == "proposed" and row.by_id == by.id for row in names):
        raise Conflict("own_proposal")
    check_order(by, scheme, stage, names)


def check_turn(by: Actor, what: Levelled, stage: str) -> None:
    """Raise Conflict unless names of this kind are asked for, from people like this one."""
    if what.sign_levels == 1 and stage == "signed":
        raise Conflict("one_level_only")
    if what.sign_levels == 2 and stage == "approved" and by.may(Action.SIGN):
        raise Conflict("chief_first")


def check_order(by: Actor, what: Levelled, stage: str, names: Iterable[Name]) -> None:
    """Raise Conflict for a second name by one hand, or for a second level before the first; `names` under one hash."""
    names = list(names)
    if any(row.stage in SIGNING and row.by_id == by.id for row in this_round(names)):
        raise Conflict("signed_already")
    if stage == "signed" and level_due(what.sign_levels, names) == "approved":
        raise Conflict("approval_missing")


def is_complete(session: Session, scheme: Scheme) -> bool:
    """Whether the present round has every name that the scheme's levels ask for, each by another person."""
    return all_signed(scheme, signatures_under(session, scheme))


def all_signed(what: Levelled, names: Iterable[Name]) -> bool:
    """Whether the present round of these names under one hash has every one that is asked for, each by another person."""
    rows = this_round(names)
    hands = {stage: {row.by_id for row in rows if row.stage == stage} for stage in ("proposed", *SIGNING)}
    approvers = hands["approved"] - hands["proposed"]
    signers = hands["signed"] - hands["proposed"] - hands["approved"]
    return bool(hands["proposed"] and approvers and (what.sign_levels == 1 or signers))
