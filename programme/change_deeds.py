"""What carrying out a signed change does to the tables, in the order in which no rule is broken on the way.

First every pairing that ends is closed, then the successors are made, so that nobody has two leads at any moment.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Change, ChangeMentor, ChangePair, Mentee, MentorProfile, Pairing, PairingEvent, Person, Unit
from programme import pairings, pool_rows
from programme.access import Action, Actor
from programme.change_content import EXITS, Content, Leaver, Line, Transfer
from programme.change_returns import pairing_returns
from programme.pairings import BEFORE_FORCE
from programme.recordbook.taken_over import take_over
from programme.usecase import fetch, record

# How a successor comes to where its predecessor stood.
WAY = {
    "notice": ("notice",),
    "confirmed": ("confirmed",),
    "active": ("confirmed", "active"),
    "paused": ("confirmed", "active", "paused"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did, in numbers: pairings with a successor, ended, paused, mentees who wait again, mentors who went."""

    change_id: int
    changed: int
    ended: int
    paused: int
    waiting: int
    mentors: int
    transferred: int
    repeated: bool = False


def enact(session: Session, by: Actor, change: Change, content: Content) -> Done:
    """Do everything that the content says; the caller has checked it and holds the change's version."""
    rows = {line.pairing_id: fetch(session, Pairing, line.pairing_id) for line in content.lines}
    for line in content.lines:
        _close(session, by, rows[line.pairing_id], line, content)
    for line in content.lines:
        successor = _continue(session, by, rows[line.pairing_id], line, content) if line.act == "change" else None
        _link(session, by, change, line, successor)
    for leaver in content.leavers:
        _leave(session, by, change, leaver)
    for transfer in content.transfers:
        _transfer(session, by, change, transfer)
    acts = [line.act for line in content.lines]
    return Done(
        change_id=change.id,
        changed=acts.count("change"),
        ended=acts.count("end"),
        paused=acts.count("pause"),
        waiting=acts.count("release"),
        mentors=len(content.leavers),
        transferred=len(content.transfers),
    )


def _close(session: Session, by: Actor, row: Pairing, line: Line, content: Content) -> None:
    """The old pairing's own step; before it came into force it can only end."""
    early = row.status in BEFORE_FORCE
    changed = "ended" if early else "changed"
    to = {"change": changed, "release": changed, "end": "ended", "pause": "paused"}.get(line.act)
    if to is None:
        return
    row.version += 1
    pairings.shift(session, by, row, to, line.note or content.note, on=content.effective_on)


def _continue(session: Session, by: Actor, old: Pairing, line: Line, content: Content) -> Pairing:
    """The pairing with the new mentor, in the state of the old one and for the rest of its term."""
    new = Pairing(
        cohort_id=old.cohort_id,
        mentee_id=old.mentee_id,
        mentor_id=line.new_mentor_id,
        role=old.role,
        status=line.status,
        starts_on=min(max(old.starts_on, content.effective_on), old.ends_on),
        ends_on=old.ends_on,
    )
    session.add(new)
    session.flush()
    before = ""
    for after in WAY[line.status]:
        # A notice counts from the day on which it is published, everything else from the day of the change.
        day = today() if after == "notice" else content.effective_on
        session.add(_event(new, before, after, day, line.note or content.note, by))
        session.flush()
        before = after
    mentee = fetch(session, Mentee, old.mentee_id)
    mentee.status, mentee.version = "paired", mentee.version + 1
    session.flush()
    take_over(session, by, old, new)
    return new


def _event(row: Pairing, before: str, after: str, day: date, reason: str, by: Actor) -> PairingEvent:
    return PairingEvent(
        pairing_id=row.id, from_status=before, to_status=after, on_day=day, reason=reason.strip(), by_id=by.id
    )


def _link(session: Session, by: Actor, change: Change, line: Line, successor: Pairing | None) -> None:
    key, back = successor.id if successor else None, line.return_on
    if successor is not None and line.status == "paused":
        # The rest goes on with the new mentor, and ends on the day on which it was to end.
        returns = pairing_returns()
        back = session.scalar(select(returns.c.day).where(returns.c.pairing_id == line.pairing_id))
    row = ChangePair(change_id=change.id, pairing_id=line.pairing_id, act=line.act, successor_id=key, return_on=back)
    session.add(row)
    session.flush()
    told = {"act": "changed_by_slip", "change": change.id, "what": line.act, "successor": key}
    record(session, by, Action.CONFIRM, f"pairing:{line.pairing_id}", **told)


def _leave(session: Session, by: Actor, change: Change, leaver: Leaver) -> None:
    """Out of the pool or to rest; the row is kept, with the day and one of the pool's reasons."""
    profile = fetch(session, MentorProfile, leaver.mentor_id)
    to, reason = EXITS[leaver.ground]
    before = profile.status
    if before != to:
        profile.status, profile.status_reason, profile.status_on = to, reason, change.effective_on
        profile.return_on = leaver.return_on
        profile.version += 1
    session.add(ChangeMentor(change_id=change.id, mentor_id=leaver.mentor_id, to_status=to, return_on=leaver.return_on))
    session.flush()
    told = {"act": "move", "changes": {"status": [before, to]}, "reason": reason, "change": change.id}
    record(session, by, Action.CONFIRM, f"person:{leaver.mentor_id}", **told)


def _transfer(session: Session, by: Actor, change: Change, transfer: Transfer) -> None:
    """To the new unit; the place served follows it."""
    mentee = fetch(session, Mentee, transfer.mentee_id)
    person, unit = fetch(session, Person, mentee.person_id), fetch(session, Unit, transfer.to_unit)
    person.version += 1
    pool_rows.write(session, person, {"unit_id": unit.id})
    mentee.county, mentee.township, mentee.version = unit.county, unit.township, mentee.version + 1
    session.flush()
    told = {"act": "transfer", "changes": {"unit_id": [transfer.from_unit, unit.id]}, "change": change.id}
    record(session, by, Action.CONFIRM, f"person:{person.id}", **told)
