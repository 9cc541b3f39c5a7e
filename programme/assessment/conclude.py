"""What becomes of a pairing (出师 / 延期 / 变更 / 终止): one person proposes, another decides, and deciding carries it out.

proposed --decide--> carried_out or refused; what is proposed may be withdrawn. A change of mentor and an end go by a
change slip: what is signed, put away or carried out here is so there, and the other way round (`by_slip`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from db.clock import now, today
from db.models import Change, Conclusion, Pairing
from programme import change_drafts, changes
from programme.access import Action, Actor
from programme.assessment import by_slip, deeds
from programme.assessment.by_slip import BY_SLIP
from programme.assessment.checks import bases, check_reason, demand_possible, failed, kept
from programme.assessment.values import CONCLUSION_KINDS, read_text
from programme.change_content import EDITABLE, UNDER_WAY
from programme.change_drafts import Head
from programme.change_slip import name_due
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

LONGEST_TERM = 3 * 366
MOST = 500
Seen = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: `kind` of CONCLUSION_KINDS, `reason` a ground of the slip for a change or an end, `ground` in words.

    `override` says why checks are set aside; `ends_on` is an extension's new end; `mentor_id` another mentor.
    """

    kind: str
    reason: str = ""
    ground: str = ""
    override: str = ""
    effective_on: date | None = None
    ends_on: date | None = None
    mentor_id: int | None = None


@use_case(Action.PROPOSE)
def propose(session: Session, by: Actor, *, pairing_id: int, seen_version: int, proposal: Proposal) -> int:
    """Propose what shall become of a pairing; nothing moves. Returns conclusions.id; `seen_version` is the pairing's.

    Raises Invalid, Conflict ("conclusion_state", "conclusion_checks", "conclusion_there", "grade_disputed",
    "in_other_slip", "extension_barred").
    """
    row = fetch(session, Pairing, pairing_id)
    return _proposed(session, by, row, seen_version, proposal).id


@use_case(Action.PROPOSE)
def propose_graduations(session: Session, by: Actor, *, seen: Seen) -> int:
    """Propose graduation for the clear ones, all of them or none; {pairings.id: version}. Returns how many."""
    if not seen:
        raise Invalid("nobody_chosen")
    if len(seen) > MOST:
        raise Invalid("too_many_chosen", count=len(seen), limit=MOST)
    for key in sorted(seen):
        _proposed(session, by, fetch(session, Pairing, key), seen[key], Proposal("graduate"))
    return len(seen)


def _proposed(session: Session, by: Actor, row: Pairing, seen_version: int, proposal: Proposal) -> Conclusion:
    basis = bases(session, [row.id])[row.id]
    _check(proposal, row)
    demand_possible(session, row, proposal.kind, basis)
    against, override = failed(proposal.kind, basis), read_text({"override": proposal.override}, "override")
    if against and not override:
        raise Conflict("conclusion_checks", mentee=deeds.mentee_of(session, row), count=len(against))
    if proposal.kind == "extend" and proposal.mentor_id is not None:
        deeds.demand_free_seat(session, row, proposal.mentor_id)
    claim(session, row, seen_version)
    made = Conclusion(
        pairing_id=row.id, assessment_id=basis.assessment_id, number=basis.number, kind=proposal.kind,
        reason=proposal.reason, ground=read_text({"ground": proposal.ground}, "ground"), checks=kept(basis, against),
        override=override, effective_on=proposal.effective_on or today(), ends_on=proposal.ends_on,
        mentor_id=proposal.mentor_id, by_id=by.id,
    )  # fmt: skip
    made.change_id = _slip(session, by, made)
    session.add(made)
    session.flush()
    told = {"act": "conclusion_proposed", "conclusion": made.id, "kind": made.kind, "reason": made.reason}
    record(session, by, Action.PROPOSE, f"pairing:{row.id}", against=against, override=override, **told)
    return made


def _check(proposal: Proposal, row: Pairing) -> None:
    if proposal.kind not in CONCLUSION_KINDS:
        raise Invalid("not_in_list", field="kind", value=proposal.kind)
    check_reason(proposal.kind, proposal.reason)
    day = proposal.effective_on or today()
    if not row.starts_on <= day <= today() + timedelta(days=366):
        raise Invalid("effective_day", value=day)
    if proposal.kind in BY_SLIP and not proposal.ground.strip():
        raise Invalid("slip_reason", field="ground")
    if proposal.kind == "change" and proposal.mentor_id is None:
        raise Invalid("successor_missing", field="mentor_id")
    if proposal.kind == "extend":
        _check_extension(proposal, row)


def _check_extension(proposal: Proposal, row: Pairing) -> None:
    first = max(row.ends_on, today())
    if proposal.ends_on is None or not first < proposal.ends_on <= first + timedelta(days=LONGEST_TERM):
        raise Invalid("extension_until", field="ends_on", since=first)
    if proposal.mentor_id == row.mentor_id:
        raise Invalid("extension_same_mentor", field="mentor_id")


def _slip(session: Session, by: Actor, made: Conclusion) -> int | None:
    """The change slip of a change or an end, drawn up and proposed; None for the others."""
    if made.kind not in BY_SLIP:
        return None
    line = {"new_mentor_id": made.mentor_id} if made.kind == "change" else {}
    head = Head(made.effective_on, made.reason, made.ground)
    key = change_drafts.draw_single(
        session, by, kind=made.kind, pairing_id=made.pairing_id, head=head, line=line
    )  # fmt: skip
    changes.propose(session, by, change_id=key, seen_version=fetch(session, Change, key).version)
    return key


@use_case(Action.APPROVE)
def decide(
    session: Session, by: Actor, *, conclusion_id: int, seen_version: int, agreed: bool, answer: str = ""
) -> str:  # fmt: skip
    """Decide on what somebody else proposed; agreeing carries it out at once. Returns the pairing's state.

    What goes by a slip takes the name that is due under it, and is carried out with the last one by whoever may; until
    then it stays proposed. Everything is checked again as it is now. Raises Conflict ("own_conclusion",
    "conclusion_over", "conclusion_moved", "conclusion_not_yet", "conclusion_checks", "grade_disputed",
    "conclusion_slip_moved"), Invalid without a reason to refuse.
    """
    row = _claimed(session, conclusion_id, seen_version)
    if row.by_id == by.id:
        raise Conflict("own_conclusion")
    row.answer = read_text({"answer": answer}, "answer")
    if not agreed and not row.answer:
        raise Invalid("verdict_reason", field="answer")
    pairing = fetch(session, Pairing, row.pairing_id)
    if row.change_id is not None:
        _decide_slip(session, by, row, agreed)
        return pairing.status
    if agreed:
        _carry_out(session, by, row, pairing)
    row.status = "carried_out" if agreed else "refused"
    row.decided_by_id, row.decided_at = by.id, now()
    session.flush()
    told = {"act": f"conclusion_{row.status}", "conclusion": row.id, "kind": row.kind, "successor": row.successor_id}
    record(session, by, Action.APPROVE, f"pairing:{row.pairing_id}", answer=row.answer, **told)
    return pairing.status


def _decide_slip(session: Session, by: Actor, row: Conclusion, agreed: bool) -> None:
    """One step of the slip; the slip settles the conclusion when it is carried out or put away."""
    change = fetch(session, Change, row.change_id)
    if not agreed and change.status in (*EDITABLE, *UNDER_WAY):
        claim(session, change, change.version)
        changes.put_away(session, by, change, row.answer)
        return
    if change.status not in UNDER_WAY:
        raise Conflict("conclusion_slip_moved", number=change.id)
    by_slip.demand_slip(session, change)
    if change.status == "proposed":
        put_name = changes.sign if name_due(session, change) == "signed" else changes.approve
        put_name(session, by, change_id=change.id, seen_version=change.version, comment=row.answer)
    if change.status == "approved" and by.may(Action.CONFIRM) and row.effective_on <= today():
        changes.carry_out(session, by, change_id=change.id, seen_version=change.version)


@use_case(Action.APPROVE)
def decide_graduations(session: Session, by: Actor, *, seen: Seen, answer: str = "") -> int:
    """Agree to graduations that somebody else proposed, all of them or none; {conclusions.id: version}. Returns how many."""
    if not seen:
        raise Invalid("nobody_chosen")
    for key in sorted(seen):
        if fetch(session, Conclusion, key).kind != "graduate":
            raise Invalid("not_in_list", field="kind", value=fetch(session, Conclusion, key).kind)
        decide(session, by, conclusion_id=key, seen_version=seen[key], agreed=True, answer=answer)
    return len(seen)


@use_case(Action.PROPOSE)
def withdraw(session: Session, by: Actor, *, conclusion_id: int, seen_version: int, comment: str) -> None:
    """Take a proposal back, with the reason; it stays on file."""
    row = _claimed(session, conclusion_id, seen_version)
    if not comment.strip():
        raise Invalid("verdict_reason", field="comment")
    row.answer = read_text({"comment": comment}, "comment")
    change = fetch(session, Change, row.change_id) if row.change_id is not None else None
    if change is not None and change.status in (*EDITABLE, *UNDER_WAY):
        changes.withdraw(session, by, change_id=change.id, seen_version=change.version, comment=comment)
        return
    row.status = "withdrawn"
    session.flush()
    told = {"act": "conclusion_withdrawn", "conclusion": row.id, "reason": row.answer}
    record(session, by, Action.PROPOSE, f"pairing:{row.pairing_id}", **told)


def _claimed(session: Session, conclusion_id: int, seen_version: int) -> Conclusion:
    row = fetch(session, Conclusion, conclusion_id)
    claim(session, row, seen_version)
    if row.status != "proposed":
        raise Conflict("conclusion_over")
    return row


def _carry_out(session: Session, by: Actor, row: Conclusion, pairing: Pairing) -> None:
    basis = bases(session, [pairing.id])[pairing.id]
    if row.effective_on > today():
        raise Conflict("conclusion_not_yet", day=row.effective_on)
    by_slip.demand_as_proposed(session, row, basis)
    new = set(failed(row.kind, basis)) - set(row.checks["failed"])
    if new:
        raise Conflict("conclusion_checks", mentee=deeds.mentee_of(session, pairing), count=len(new))
    if row.kind == "graduate":
        deeds.graduate(session, by, row, pairing)
    else:
        row.successor_id = deeds.extend(session, by, row, pairing).id
