"""From nomination to the pool: material and criteria, review by staff, confirmation by the departments, many at once.

submitted --accept--> reviewed --the required confirmations--> confirmed (在库)
submitted / reviewed --send back--> returned --submit again--> submitted; or rejected, and the row stays with its reason.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.clock import today
from db.models import Mentee, MentorExit, MentorProfile, Nomination, Person, Unit
from programme.access import Action, Actor
from programme.codes import SOURCES
from programme.criteria import criteria_of, track_of, unmet
from programme.eligibility import age_on
from programme.errors import Conflict, Forbidden, Invalid
from programme.nomination_files import (
    CONFIRMATION,
    DEPARTMENTS,
    ENOUGH,
    About,
    confirmations,
    is_enough,
    newest,
    open_file,
    open_nomination,
    required_of,
    step,
)
from programme.setup import put_setting, setting
from programme.usecase import claim, fetch, record, use_case

OUTCOMES = ("accepted", "returned", "rejected")
LONGEST, LONGEST_NAMES, MOST = 4000, 200, 500
TEXTS = {"material": LONGEST, "override": LONGEST, "recommended_by": LONGEST_NAMES}
FIELDS = ("track", "source", "material", "recommended_by", "nominated_on", "criteria", "override")
Seen = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """How many were dealt with, and how many of them are in the pool now."""

    count: int
    in_pool: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A review's outcome ("accepted", "returned" or "rejected"), its reason or note, and its day (None: today)."""

    outcome: str
    note: str = ""
    on: date | None = None


@use_case(Action.EDIT_POOL)
def nominate_graduate(session: Session, by: Actor, *, mentee_id: int, material: str = "") -> int:
    """Nominate a graduated mentee as mentor (徒成师); who he is comes with him. Returns people.id.

    Raises Conflict for somebody who has not graduated or stands in the mentor pool already.
    """
    mentee = fetch(session, Mentee, mentee_id)
    person = fetch(session, Person, mentee.person_id)
    if mentee.status != "graduated":
        raise Conflict("not_graduated", name=person.name)
    if session.get(MentorProfile, person.id):
        raise Conflict("mentor_already", name=person.name)
    profile = _profile_of(session, person)
    row = open_file(session, by, profile, About(material=_text("material", material), mentee_id=mentee_id))
    record(session, by, Action.EDIT_POOL, f"person:{person.id}", act="nominate_graduate", nomination=row.id)
    return person.id


def _profile_of(session: Session, person: Person) -> MentorProfile:
    """What the entry of a mentee says of a mentor: the stream of the unit, and the years of work in towns and villages."""
    unit = session.get(Unit, person.unit_id) if person.unit_id else None
    stream = unit.stream if unit else ""
    years = age_on(person.work_start, today()) if stream in ("township", "village") else None
    profile = MentorProfile(
        person_id=person.id, status="nominated", status_on=today(), source="organization_recommendation",
        stream=stream, grassroots_years=years or 0,
    )  # fmt: skip
    session.add(profile)
    session.flush()
    return profile


@use_case(Action.EDIT_POOL)
def edit_nomination(
    session: Session, by: Actor, *, person_id: int, seen_version: int, values: Mapping[str, Any]
) -> dict[str, list[Any]]:  # fmt: skip
    """Change what a nomination under way says, see FIELDS; one that was sent back is thereby submitted again.

    `seen_version` is the nomination's (0 where an import left none). Returns {field: [before, after]}.
    """
    profile = fetch(session, MentorProfile, person_id)
    if profile.status not in ("nominated", "reviewed"):
        raise Conflict("nomination_over")
    row = open_nomination(session, by, profile)
    wanted = {
        field: _checked(field, values[field], values.get("track", row.track)) for field in FIELDS if field in values
    }
    changes = {field: [getattr(row, field), value] for field, value in wanted.items() if getattr(row, field) != value}
    if not changes and row.status != "returned":
        raise Conflict("pool_unchanged")
    claim(session, row, seen_version or row.version)
    for field, (_before, after) in changes.items():
        setattr(row, field, after)
    if row.status == "returned":
        row.status = "submitted"
        step(session, by, row, "submitted", today())
    _follow(profile, changes)
    record(
        session, by, Action.EDIT_POOL, f"person:{person_id}", act="edit_nomination", nomination=row.id, changes=changes
    )
    return changes


def _follow(profile: MentorProfile, changes: Mapping[str, list[Any]]) -> None:
    if "source" in changes:
        profile.source = changes["source"][1]
        profile.version += 1


def _checked(field: str, value: Any, track: str) -> Any:
    if field in TEXTS:
        return _text(field, value)
    if field == "criteria":
        return {code: bool(value[code]) for code in criteria_of(track) if code in value}
    if field == "nominated_on":
        return _day(value)
    known = ("grassroots", "professional") if field == "track" else ("", *SOURCES)
    if value not in known:
        raise Invalid("not_in_list", field=field, value=value)
    return value


def _text(field: str, value: str) -> str:
    text = str(value or "").strip()
    if len(text) > TEXTS[field]:
        raise Invalid("text_too_long", field=field, length=len(text), limit=TEXTS[field])
    return text


def _day(on: date | None) -> date:
    day = on or today()
    if day > today():
        raise Invalid("future_day", value=day)
    return day


@use_case(Action.EDIT_POOL)
def review(session: Session, by: Actor, *, seen: Seen, verdict: Verdict) -> Judged:
    """Review nominations (审核); `seen` is {people.id: the profile's version that was seen}. All or none.

    Sending back and rejecting need a reason. Accepting against the checklist needs one too: it is kept as the override.
    """
    day, note = _day(verdict.on), _text("override", verdict.note)
    if verdict.outcome not in OUTCOMES:
        raise Invalid("not_in_list", field="outcome", value=verdict.outcome)
    if verdict.outcome != "accepted" and not note:
        raise Invalid("verdict_reason")
    for person_id, profile in _claimed(session, seen, _stages(verdict.outcome)).items():
        row = open_nomination(session, by, profile)
        JUDGE[verdict.outcome](session, profile, row, note)
        row.version += 1
        profile.status_on = day
        name = "reviewed" if verdict.outcome == "accepted" else verdict.outcome
        step(session, by, row, name, day, note)
        told = {"act": f"nomination_{name}", "nomination": row.id, "note": note, "on": day}
        record(session, by, Action.EDIT_POOL, f"person:{person_id}", **told)
    return Judged(len(seen))


def _stages(outcome: str) -> tuple[str, ...]:
    return ("nominated",) if outcome == "accepted" else ("nominated", "reviewed")


def _accept(session: Session, profile: MentorProfile, row: Nomination, note: str) -> None:
    open_points = unmet(row.track, row.criteria)
    if open_points and not (row.override or note):
        name = fetch(session, Person, profile.person_id).name
        raise Invalid("criteria_unmet", name=name, count=len(open_points))
    row.status, row.required = "reviewed", required_of(session, row.track)
    row.override = (row.override or note) if open_points else row.override
    profile.status, profile.status_reason = "reviewed", ""


def _send_back(session: Session, profile: MentorProfile, row: Nomination, note: str) -> None:
    row.status, profile.status = "returned", "nominated"


def _reject(session: Session, profile: MentorProfile, row: Nomination, note: str) -> None:
    row.status, profile.status, profile.status_reason = "rejected", "left", "not_accepted"


JUDGE = {"accepted": _accept, "returned": _send_back, "rejected": _reject}


@use_case(Action.CONFIRM_MENTOR)
def confirm(session: Session, by: Actor, *, seen: Seen, department: str, on: date | None = None) -> Judged:
    """Record a department's confirmation (确定) of reviewed mentors, or of mentors in the pool; all or none.

    Who has the confirmations that the review asked for comes into the pool on that day. The publicity department's own
    account records its own confirmations only.
    """
    _check_department(by, department)
    day, states = _day(on), Counter[str]()
    for person_id, profile in _claimed(session, seen, ("reviewed", "in_pool", "paused")).items():
        setattr(profile, f"{department}_on", day)
        _confirm_file(session, by, profile, department, day)
        record(session, by, Action.CONFIRM_MENTOR, f"person:{person_id}", act="confirm", department=department, on=day)
        states[profile.status] += 1
    return Judged(len(seen), states["in_pool"])


def _confirm_file(session: Session, by: Actor, profile: MentorProfile, department: str, day: date) -> None:
    """The nomination's own confirmation; mentors without one (an import's, an earlier release's) have the profile's only."""
    entering = profile.status == "reviewed"
    row = open_nomination(session, by, profile) if entering else newest(session, profile.person_id)
    if row is None:
        return
    setattr(row, f"{department}_on", day)
    setattr(row, f"{department}_by_id", by.id)
    row.version += 1
    step(session, by, row, f"confirmed_{department}", day)
    if entering and is_enough(row.required, confirmations(row)):
        row.status = "confirmed"
        profile.status, profile.status_reason, profile.status_on = "in_pool", "", day


def _check_department(by: Actor, department: str) -> None:
    if department not in DEPARTMENTS:
        raise Invalid("not_in_list", field="department", value=department)
    if by.role == "publicity" and department != "publicity":
        raise Forbidden("other_department", role=by.role, department=department)


def _claimed(session: Session, seen: Seen, states: tuple[str, ...]) -> dict[int, MentorProfile]:
    """The profiles of a bulk act, each as it was seen and in one of the states."""
    if not seen:
        raise Invalid("no_mentor_chosen")
    if len(seen) > MOST:
        raise Invalid("mentors_too_many", count=len(seen), limit=MOST)
    out = {}
    for person_id in sorted(seen):
        profile = fetch(session, MentorProfile, person_id)
        if profile.status not in states:
            name = fetch(session, Person, person_id).name
            raise Conflict("not_reviewed" if states[0] == "reviewed" else "not_at_this_stage", name=name)
        claim(session, profile, seen[person_id])
        out[person_id] = profile
    return out


@use_case(Action.APPROVE)
def require_confirmation(session: Session, by: Actor, *, track: str, required: str) -> None:
    """Set whose confirmation a track needs from now on (see ENOUGH); by somebody who may approve, so that no one spares
    himself a confirmation. Nominations that are reviewed already keep what was asked for then."""
    if track not in ("grassroots", "professional"):
        raise Invalid("not_in_list", field="track", value=track)
    if required not in ENOUGH:
        raise Invalid("not_in_list", field="required", value=required)
    before = required_of(session, track)
    put_setting(session, CONFIRMATION, {**setting(session, CONFIRMATION), track: required})
    record(session, by, Action.APPROVE, "setting:confirmation", track=track, changes={"required": [before, required]})


def reopen(session: Session, by: Actor, profile: MentorProfile) -> Nomination:
    """A new nomination of somebody who had left: earlier confirmations stay with the earlier nomination.

    A proposal to leave that a change slip overtook is closed with it.
    """
    stale = update(MentorExit).where(MentorExit.person_id == profile.person_id, MentorExit.status == "proposed")
    session.execute(stale.values(status="withdrawn", version=MentorExit.version + 1))
    profile.organization_on = profile.publicity_on = None
    return open_file(session, by, profile, About(track_of(profile.standing)))
