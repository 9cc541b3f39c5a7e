"""What a change would leave behind: steps or records of later days, a unit that has ended, a pair that the new unit's rules bar."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import MentorProfile, PairingEvent, Person, Record, Unit
from programme.change_content import Content, Line
from programme.change_ground import Bond
from programme.pairings import BEFORE_FORCE
from programme.posts import leads_unit
from programme.recheck import Finding
from programme.rules import Rules

IN_FORCE = ("active", "paused", "due")
Named = Callable[[Line], dict[str, Any]]
"""The names of a line for its sentence."""


def out_of_time(
    session: Session, content: Content, standing: Sequence[tuple[Line, Bond]], named: Named
) -> Iterator[Finding]:
    """A change reaches back neither behind the last step of its pairing nor behind a record: each lies on a day in force."""
    acting = [line for line, bond in standing if line.act != "keep" and bond.status not in BEFORE_FORCE]
    ids = [line.pairing_id for line in acting]
    steps, records = _last_steps(session, ids), _last_records(session, ids)
    for line in acting:
        for code, last in (("before_its_last_step", steps), ("records_after", records)):
            day = last.get(line.pairing_id)
            if day and content.effective_on < day:
                yield Finding(code, line.mentee_id, line.mentor_id, data={**named(line), "day": day})


def _last_steps(session: Session, ids: Sequence[int]) -> Mapping[int, date]:
    """{pairings.id: the day of its last step once it was in force}."""
    rows = select(PairingEvent.pairing_id, func.max(PairingEvent.on_day)).group_by(PairingEvent.pairing_id)
    own = rows.where(PairingEvent.pairing_id.in_(ids), PairingEvent.from_status.in_(IN_FORCE))
    return dict(session.execute(own).all())  # type: ignore[arg-type]


def _last_records(session: Session, ids: Sequence[int]) -> Mapping[int, date]:
    """{pairings.id: the last day of which something is on record}."""
    rows = select(Record.pairing_id, func.max(Record.happened_on)).group_by(Record.pairing_id)
    return dict(session.execute(rows.where(Record.pairing_id.in_(ids), Record.struck_at.is_(None))).all())  # type: ignore[arg-type]


def in_the_new_unit(session: Session, content: Content, rules: Rules, named: Named) -> Iterator[Finding]:
    """Who is transferred goes to a unit that exists, and stays with a mentor whom the rules do not bar there."""
    for one in content.transfers:
        unit = session.get_one(Unit, one.to_unit)
        if unit.valid_to is not None:
            yield Finding("transfer_unit_gone", one.mentee_id, data={"unit": unit.name})
        for line in content.lines:
            if line.mentee_id == one.mentee_id and line.act in ("keep", "pause"):
                yield from (
                    Finding(f"rule_{rule}", line.mentee_id, line.mentor_id, True, named(line))
                    for rule in _barred(session, rules, line.mentor_id, unit)
                )


def _barred(session: Session, rules: Rules, mentor_id: int, unit: Unit) -> Iterator[str]:
    """The rules in force that forbid a mentor to somebody of this unit."""
    person, profile = session.get_one(Person, mentor_id), session.get_one(MentorProfile, mentor_id)
    own = session.get(Unit, person.unit_id) if person.unit_id else None
    streams = {profile.stream or (own.stream if own else ""), unit.stream}
    leads = person.unit_id == unit.id and leads_unit(person.post, profile.standing)
    if rules.policy.rule("command") == "forbid" and leads:
        yield "command"
    if rules.policy.rule("stream") == "forbid" and len(streams) > 1 and streams & rules.policy.closed_streams:
        yield "stream"
