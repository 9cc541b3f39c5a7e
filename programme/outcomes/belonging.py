"""Whose mentoring a fact belongs to: the pairing that was in force on its day, unless staff say otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Mentee, MentorProfile, Pairing, Person
from db.queries.viewer import Viewer, reads
from programme.errors import Conflict, Invalid
from programme.recordbook.in_force import Span, spans_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pairing that somebody has or had: on which side, with whom (people.id, name), and when it was in force."""

    pairing_id: int
    cohort_id: int
    side: str
    role: str
    other_id: int
    other: str
    spans: tuple[Span, ...]

    @property
    def since(self) -> date:
        """The first day in force."""
        return self.spans[0].since

    def holds(self, day: date) -> bool:
        """Whether it was in force on the day."""
        return any(span.holds(day) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a fact belongs; ids are None where there is nothing."""

    side: str
    pairing_id: int | None
    cohort_id: int | None


@reads("programme")
def candidates(session: Session, viewer: Viewer, *, person_id: int, day: date) -> list[Candidate]:
    """The pairings of a person that had come into force by the day: those in force on it first, the lead before the second,
    the latest begun before the earlier. [] for a person whom this viewer does not see."""
    person = session.get(Person, person_id)
    if person is None or (viewer.unit_id is not None and person.unit_id != viewer.unit_id):
        return []
    return _sorted(pairings_of(session, person_id), day)


def pairings_of(session: Session, person_id: int) -> list[Candidate]:
    """Every pairing of a person that has ever been in force."""
    led, leads = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Pairing, led.id.label("mentee_person"), led.name.label("mentee"), leads.name.label("mentor"))
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(led, led.id == Mentee.person_id)
        .join(leads, leads.id == Pairing.mentor_id)
        .where(or_(Mentee.person_id == person_id, Pairing.mentor_id == person_id))
    ).all()
    spans = spans_of(session, [row.Pairing.id for row in rows])
    return [_candidate(row, person_id, spans[row.Pairing.id]) for row in rows if spans.get(row.Pairing.id)]


def _candidate(row: Any, person_id: int, spans: tuple[Span, ...]) -> Candidate:
    pairing = row.Pairing
    if row.mentee_person == person_id:
        side, other_id, other = "mentee", pairing.mentor_id, row.mentor
    else:
        side, other_id, other = "mentor", row.mentee_person, row.mentee
    return Candidate(pairing.id, pairing.cohort_id, side, pairing.role, other_id, other, spans)


def _sorted(found: Iterable[Candidate], day: date) -> list[Candidate]:
    begun = (one for one in found if one.since <= day)
    return sorted(begun, key=lambda one: _rank(one, day))


def _rank(one: Candidate, day: date) -> tuple[bool, bool, bool, int, int]:
    return not one.holds(day), one.side != "mentee", one.role != "lead", -one.since.toordinal(), -one.pairing_id


def proposed(found: Iterable[Candidate], day: date, introducer_id: int | None = None) -> Candidate | None:
    """The pairing that a fact belongs to by its day: that of the introducer if he leads the person then, else the lead;
    for a mentor the only one. None where none was in force, or a mentor leads several."""
    holding = [one for one in _sorted(found, day) if one.holds(day)]
    led = [one for one in holding if one.side == "mentee"]
    named = [one for one in led if one.other_id == introducer_id]
    if led:
        return (named or led)[0]
    return holding[0] if len(holding) == 1 else None


def belonging(session: Session, person_id: int, columns: Mapping[str, Any], said: Mapping[str, Any]) -> Belonging:
    """Where the fact belongs: to `said["pairing_id"]` if that key is there (None: to none), else to the proposed pairing.

    Raises Invalid for a pairing that is not the person's, Conflict for one that had not come into force by the day.
    """
    day = columns["happened_on"]
    found = pairings_of(session, person_id)
    if "pairing_id" not in said:
        chosen = proposed(found, day, columns["introducer_id"])
    else:
        chosen = _named(found, said["pairing_id"], day)
    if chosen is not None:
        return Belonging(chosen.side, chosen.pairing_id, chosen.cohort_id)
    return _without(session, person_id)


def _named(found: Iterable[Candidate], pairing_id: int | None, day: date) -> Candidate | None:
    if pairing_id is None:
        return None
    own = [one for one in found if one.pairing_id == pairing_id]
    if not own:
        raise Invalid("outcome_other_pairing", field="pairing_id", pairing_id=pairing_id)
    if own[0].since > day:
        raise Conflict("record_before_force", field="pairing_id", day=day, since=own[0].since)
    return own[0]


def _without(session: Session, person_id: int) -> Belonging:
    """A fact that belongs to no pairing: to the person's latest cohort, if there is one."""
    cohort = select(Mentee.cohort_id).where(Mentee.person_id == person_id).order_by(Mentee.cohort_id.desc())
    cohort_id = session.scalars(cohort.limit(1)).first()
    if cohort_id is not None:
        return Belonging("mentee", None, cohort_id)
    return Belonging("mentor" if session.get(MentorProfile, person_id) else "other", None, None)
