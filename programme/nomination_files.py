"""The file of a nomination: opened with the profile, one step after another, and whose confirmation it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import today
from db.models import MentorExpertise, MentorProfile, Nomination, NominationStep, Person, Term
from programme.access import Actor
from programme.criteria import answered, track_of
from programme.setup import setting

CONFIRMATION = "confirmation"
OPEN_STATES = ("submitted", "returned", "reviewed")
DEPARTMENTS = ("organization", "publicity")
DEFAULT = "any"
# Which sets of departments are enough.
ENOUGH: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "any": (frozenset({"organization"}), frozenset({"publicity"})),
        "organization": (frozenset({"organization"}),),
        "publicity": (frozenset({"publicity"}),),
        "both": (frozenset(DEPARTMENTS),),
    }
)


@dataclass(frozen=True, slots=True)
class About:
    """What a nomination says: its track ("" follows the standing), the material, who recommended, the day (None: today).

    `mentee_id` is the entry of a graduate who becomes a mentor.
    """

    track: str = ""
    material: str = ""
    recommended_by: str = ""
    nominated_on: date | None = None
    mentee_id: int | None = None


def open_file(session: Session, by: Actor, profile: MentorProfile, about: About) -> Nomination:
    """A new nomination of somebody whose profile stands already; the entry answers what it can of the checklist."""
    track = about.track or track_of(profile.standing)
    row = Nomination(
        person_id=profile.person_id,
        track=track,
        source=profile.source,
        material=about.material.strip(),
        recommended_by=about.recommended_by.strip(),
        nominated_on=about.nominated_on or today(),
        criteria=marks_of(session, profile, track),
        mentee_id=about.mentee_id,
        by_id=by.id,
    )
    session.add(row)
    session.flush()
    step(session, by, row, "submitted", row.nominated_on)
    return row


def marks_of(session: Session, profile: MentorProfile, track: str) -> dict[str, bool]:
    """What the entry answers of a track's checklist now."""
    rows = select(Term.code, MentorExpertise.grade).join(MentorExpertise)
    grades: dict[str, int] = dict(session.execute(rows.where(MentorExpertise.person_id == profile.person_id)).all())  # type: ignore[arg-type]
    post = session.get_one(Person, profile.person_id).post
    return answered(track, standing=profile.standing, years=profile.grassroots_years, post=post, grades=grades)


def newest(session: Session, person_id: int) -> Nomination | None:
    """The nomination that counts (None: the person came by an import or before nominations were kept)."""
    rows = select(Nomination).where(Nomination.person_id == person_id).order_by(Nomination.id.desc()).limit(1)
    return session.scalars(rows).first()


def open_nomination(session: Session, by: Actor, profile: MentorProfile) -> Nomination:
    """The nomination under way; one is opened from the profile where an import brought a nominated mentor."""
    row = newest(session, profile.person_id)
    if row is not None and row.status in OPEN_STATES:
        return row
    row = open_file(session, by, profile, About())
    row.required = required_of(session, row.track)
    row.status = "reviewed" if profile.status == "reviewed" else "submitted"
    return row


def step(session: Session, by: Actor, row: Nomination, name: str, on: date, note: str = "") -> None:
    """Write down what happened to a nomination."""
    session.add(NominationStep(nomination_id=row.id, step=name, on_day=on, note=note.strip(), by_id=by.id))
    session.flush()


def required_of(session: Session, track: str) -> str:
    """Whose confirmation a track needs, as the installation has it set."""
    return str(setting(session, CONFIRMATION).get(track, DEFAULT))


def is_enough(required: str, confirmed: Mapping[str, Any]) -> bool:
    """Whether the departments that gave a day are enough; {department: day or None}."""
    given = {department for department, on in confirmed.items() if on}
    return any(wanted <= given for wanted in ENOUGH[required])


def confirmations(row: Nomination) -> dict[str, date | None]:
    """{department: the day of its confirmation}."""
    return {"organization": row.organization_on, "publicity": row.publicity_on}
