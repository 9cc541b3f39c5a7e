"""Ceremonies (师徒结对仪式): the day, the place, the host, which mentors were there and which pairs were presented."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Ceremony, CeremonyMentor, CeremonyPair, Cohort, MentorProfile, Pairing
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

LONGEST, LONGEST_NOTE = 120, 2000


@dataclass(frozen=True, slots=True)
class Held:
    """What is written down of a ceremony; `cohort_id` None where it belongs to no single cohort."""

    held_on: date
    place: str
    host: str = ""
    note: str = ""
    cohort_id: int | None = None
    mentor_ids: tuple[int, ...] = ()
    pairing_ids: tuple[int, ...] = ()


@use_case(Action.EDIT_POOL)
def record_ceremony(session: Session, by: Actor, *, held: Held) -> int:
    """Write a ceremony down and return its id. Raises Invalid for a day to come, no place, or nobody present."""
    row = Ceremony(by_id=by.id, **_checked(session, held))
    session.add(row)
    session.flush()
    _write_present(session, row, held)
    _told(session, by, row, held, "ceremony")
    return row.id


@use_case(Action.EDIT_POOL)
def edit_ceremony(session: Session, by: Actor, *, ceremony_id: int, seen_version: int, held: Held) -> None:
    """Mend what is written down of a ceremony, with who was present."""
    row = fetch(session, Ceremony, ceremony_id)
    values = _checked(session, held)
    claim(session, row, seen_version)
    for field, value in values.items():
        setattr(row, field, value)
    for model in (CeremonyMentor, CeremonyPair):
        session.execute(delete(model).where(model.ceremony_id == row.id))
    _write_present(session, row, held)
    _told(session, by, row, held, "ceremony_edited")


def _checked(session: Session, held: Held) -> dict[str, object]:
    if held.held_on > today():
        raise Invalid("future_day", value=held.held_on)
    texts = {"place": held.place.strip(), "host": held.host.strip(), "note": held.note.strip()}
    for field, text in texts.items():
        limit = LONGEST_NOTE if field == "note" else LONGEST
        if len(text) > limit:
            raise Invalid("text_too_long", field=field, length=len(text), limit=limit)
    if not texts["place"]:
        raise Invalid("ceremony_place")
    if not held.mentor_ids and not held.pairing_ids:
        raise Invalid("ceremony_nobody")
    if held.cohort_id is not None:
        fetch(session, Cohort, held.cohort_id)
    return {"held_on": held.held_on, "cohort_id": held.cohort_id, **texts}


def _write_present(session: Session, row: Ceremony, held: Held) -> None:
    """The mentors named, those of the pairs presented, and the pairs."""
    mentors = {fetch(session, MentorProfile, key).person_id for key in held.mentor_ids}
    for key in dict.fromkeys(held.pairing_ids):
        pairing = fetch(session, Pairing, key)
        if held.cohort_id is not None and pairing.cohort_id != held.cohort_id:
            raise Conflict("ceremony_other_cohort")
        mentors.add(pairing.mentor_id)
        session.add(CeremonyPair(ceremony_id=row.id, pairing_id=key))
    session.execute(insert(CeremonyMentor), [{"ceremony_id": row.id, "person_id": key} for key in sorted(mentors)])
    session.flush()


def _told(session: Session, by: Actor, row: Ceremony, held: Held, act: str) -> None:
    told = {"act": act, "on": row.held_on, "mentors": len(held.mentor_ids), "pairs": len(held.pairing_ids)}
    record(session, by, Action.EDIT_POOL, f"ceremony:{row.id}", **told)
