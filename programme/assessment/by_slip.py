"""A conclusion that goes by a change slip (变更、终止) is one story with it: each step of the slip settles the conclusion.

The slip is drafted, sent back, proposed or approved: the conclusion is proposed. It is carried out: so is the conclusion.
It is withdrawn: the conclusion is refused if that was done by somebody else who may decide, and withdrawn otherwise.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Change, ChangePair, ChangeSignature, Conclusion, Pairing
from programme.access import Action, Actor
from programme.assessment import deeds
from programme.assessment.checks import Basis, bases, kept
from programme.change_content import Content, Line
from programme.errors import Conflict
from programme.sign_levels import SIGNING
from programme.usecase import fetch, record

BY_SLIP = ("change", "end")
CLOSING = ("change", "release", "end")


def proposed_again(session: Session, by: Actor, change: Change) -> None:
    """The slip was changed and submitted again: the conclusion says what it says now, on the grade as it is now.

    A slip that neither ends the pairing nor changes its mentor any more goes its way without the conclusion.
    """
    row = _standing(session, change)
    if row is None:
        return
    content = Content.of(change.content)
    line = _line(content, row)
    if line is None or line.act not in BY_SLIP:
        _settle(session, by, row, "withdrawn")
        return
    basis = bases(session, [row.pairing_id])[row.pairing_id]
    row.kind, row.reason, row.ground, row.mentor_id = line.act, content.ground, content.note, line.new_mentor_id
    row.effective_on, row.by_id = content.effective_on, by.id
    row.assessment_id, row.number, row.checks = basis.assessment_id, basis.number, kept(basis, ())
    row.version += 1
    session.flush()


def demand_as_proposed(session: Session, row: Conclusion, basis: Basis) -> None:
    """Raise Conflict("grade_disputed", "conclusion_moved") unless the grade is still that on which it was proposed."""
    if basis.status == "disputed":
        raise Conflict("grade_disputed")
    if (basis.assessment_id, basis.number) != (row.assessment_id, row.number):
        raise Conflict("conclusion_moved", mentee=deeds.mentee_of(session, fetch(session, Pairing, row.pairing_id)))


def demand_slip(session: Session, change: Change) -> None:
    """The same for the conclusion that goes by a slip, if there is one, before the slip is carried out."""
    row = _standing(session, change)
    if row is not None:
        demand_as_proposed(session, row, bases(session, [row.pairing_id])[row.pairing_id])


def carried_out(session: Session, by: Actor, change: Change) -> None:
    """The conclusion is carried out with its slip, decided by whoever signed last; others about its pairings are overtaken."""
    content = Content.of(change.content)
    row = _standing(session, change)
    if row is not None:
        row.by_id, row.decided_by_id = _hands(session, change)
        row.decided_at, row.successor_id = now(), _successor(session, change, row)
        _settle(session, by, row, "carried_out")
    closed = [line.pairing_id for line in content.lines if line.act in CLOSING]
    rows = select(Conclusion).where(Conclusion.pairing_id.in_(closed), Conclusion.status == "proposed")
    for other in session.scalars(rows.order_by(Conclusion.id)):
        other.change_id = change.id
        _settle(session, by, other, "withdrawn")


def put_away(session: Session, by: Actor, change: Change, comment: str) -> None:
    """The slip was put away, and with it what was proposed."""
    row = _standing(session, change)
    if row is None:
        return
    refused = by.id != row.by_id and by.may(Action.APPROVE)
    if refused:
        row.decided_by_id, row.decided_at = by.id, now()
    row.answer = comment.strip()
    _settle(session, by, row, "refused" if refused else "withdrawn")


def _standing(session: Session, change: Change) -> Conclusion | None:
    return session.scalars(select(Conclusion).filter_by(change_id=change.id, status="proposed")).one_or_none()


def _line(content: Content, row: Conclusion) -> Line | None:
    return next((line for line in content.lines if line.pairing_id == row.pairing_id), None)


def _hands(session: Session, change: Change) -> tuple[int, int]:
    """Who proposed the slip as it is, and who put the last name under it."""
    rows = select(ChangeSignature.stage, ChangeSignature.by_id).where(ChangeSignature.change_id == change.id)
    signed = dict(session.execute(rows.order_by(ChangeSignature.id)).all())  # type: ignore[arg-type]
    return signed["proposed"], signed[SIGNING[change.sign_levels - 1]]


def _successor(session: Session, change: Change, row: Conclusion) -> int | None:
    rows = select(ChangePair.successor_id).filter_by(change_id=change.id, pairing_id=row.pairing_id)
    return session.scalars(rows).one_or_none()


def _settle(session: Session, by: Actor, row: Conclusion, status: str) -> None:
    row.status, row.version = status, row.version + 1
    session.flush()
    told = {"act": f"conclusion_{status}", "conclusion": row.id, "kind": row.kind, "change": row.change_id}
    action = Action.PROPOSE if status == "withdrawn" else Action.APPROVE
    record(session, by, action, f"pairing:{row.pairing_id}", answer=row.answer, successor=row.successor_id, **told)
