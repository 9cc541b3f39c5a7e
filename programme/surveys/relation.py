"""The relation of a pairing: whether it is at risk and on which grounds, as far as whoever asks may read; the mark of staff."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import local, today
from db.models import Mentee, Pairing, Person, RelationMark
from db.models.surveys import QUESTIONS
from db.queries.surveys import relations_on
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.progress.rules import rules_of
from programme.recordbook.values import PRIVATE
from programme.surveys.risk import Ground, Relation, Risk, risk
from programme.usecase import fetch, record, use_case

LONGEST = 500
AREA = "relations"


def relations(session: Session, *, cohort_id: int, on: date, pairing_id: int | None = None) -> dict[int, Relation]:
    """What is known of each relation of a cohort on a day; answers given before staff cleared it count no more."""
    given, marked = relations_on(session, cohort_id=cohort_id, on=on, pairing_id=pairing_id)
    return {key: _relation(given.get(key, ()), marked.get(key)) for key in given.keys() | marked.keys()}


def _relation(given: Iterable[Any], marked: Any) -> Relation:
    rows = [(row, _counts_from(row, marked)) for row in given]
    if marked and marked.mark == "cleared" and all(moment <= marked.at for _row, moment in rows):
        rows = []
    answers = {row.side: tuple(getattr(row, name) for name in QUESTIONS) for row, _moment in rows}
    latest = max((local(moment).date() for _row, moment in rows), default=None)
    if marked is None:
        return Relation(answers, latest)
    return Relation(answers, latest, marked.mark, local(marked.at).date())


def _counts_from(row: Any, marked: Any) -> datetime:
    """When an answer was given; one that staff had cleared counts anew from its correction."""
    cleared = marked is not None and marked.mark == "cleared" and row.filed_at <= marked.at
    moment: datetime = (row.corrected_at or row.filed_at) if cleared else row.filed_at
    return moment


@dataclass(frozen=True, slots=True)
class Told:
    """A relation as far as somebody may read it: the risk (grounds only those that are his to read), whether he may read
    grounds at all, and the number of the last mark (0: none)."""

    risk: Risk | None
    open: bool
    seen_mark: int


@reads("programme")
def relation_of(session: Session, viewer: Viewer, *, pairing_id: int) -> Told | None:
    """The relation of a pairing today; None for a pairing of another unit."""
    pairing = fetch(session, Pairing, pairing_id)
    units = _units(session, pairing)
    if viewer.unit_id is not None and viewer.unit_id not in units.values():
        return None
    found = relations(session, cohort_id=pairing.cohort_id, on=today(), pairing_id=pairing_id).get(
        pairing_id, Relation()
    )
    limits = rules_of(session, pairing.cohort_id).rules["relation_risk"].figures
    return Told(_readable(risk(found, limits), viewer, units), AREA in viewer.areas, _last_mark(session, pairing_id))


def _units(session: Session, pairing: Pairing) -> dict[str, int | None]:
    """The units of the two sides."""
    mentee = session.get_one(Person, session.get_one(Mentee, pairing.mentee_id).person_id)
    return {"mentee": mentee.unit_id, "mentor": session.get_one(Person, pairing.mentor_id).unit_id}


def _readable(found: Risk | None, viewer: Viewer, units: dict[str, int | None]) -> Risk | None:
    """Without grounds for whoever may not read answers; a liaison reads what its own unit's person answered, and no difference
    unless both are its own."""
    if found is None or AREA not in viewer.areas:
        return found and replace(found, grounds=())
    if viewer.unit_id is None:
        return found
    own = {side for side, unit_id in units.items() if unit_id == viewer.unit_id}
    return replace(found, grounds=tuple(one for one in found.grounds if _is_own(one, own)))


def _is_own(ground: Ground, own: set[str]) -> bool:
    return ground.side in own if ground.side else len(own) > 1


def _last_mark(session: Session, pairing_id: int) -> int:
    rows = select(RelationMark.id).where(RelationMark.pairing_id == pairing_id).order_by(RelationMark.id.desc())
    return session.scalars(rows.limit(1)).first() or 0


@use_case(Action.MANAGE_COHORTS)
def mark_relation(session: Session, by: Actor, *, pairing_id: int, seen_mark: int, mark: str, reason: str) -> int:
    """Mark a relation as at risk ("set"), or say that it is no longer ("cleared"), with the reason; relation_marks.id.

    A cleared one is judged anew by answers that come later. Raises Invalid, Conflict ("relation_moved" where the last mark
    is another than the one seen, "relation_set_already", "relation_not_at_risk").
    """
    pairing = fetch(session, Pairing, pairing_id)
    if mark not in ("set", "cleared"):
        raise Invalid("not_in_list", field="mark", value=mark)
    if _last_mark(session, pairing_id) != seen_mark:
        raise Conflict("relation_moved")
    _demand_change(session, pairing, mark)
    row = RelationMark(pairing_id=pairing_id, mark=mark, reason=_reason(reason), by_id=by.id)
    session.add(row)
    session.flush()
    # The reason is as confidential as the answers are, and the log is read by others.
    record(session, by, Action.MANAGE_COHORTS, f"pairing:{pairing_id}", act=f"relation_{mark}", mark=row.id)
    return row.id


def _demand_change(session: Session, pairing: Pairing, mark: str) -> None:
    known = relations(session, cohort_id=pairing.cohort_id, on=today(), pairing_id=pairing.id)
    found = known.get(pairing.id, Relation())
    if mark == "set" and found.mark == "set":
        raise Conflict("relation_set_already")
    limits = rules_of(session, pairing.cohort_id).rules["relation_risk"].figures
    if mark == "cleared" and risk(found, limits) is None:
        raise Conflict("relation_not_at_risk")


def _reason(text: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid("relation_reason_needed", field="reason")
    if len(said) > LONGEST:
        raise Invalid("text_too_long", field="reason", length=len(said), limit=LONGEST)
    if PRIVATE.search(said):
        raise Invalid("record_private_number", field="reason")
    return said
