"""How the city's mentors came into the pool and out of it: nominations, certificates, a ceremony, exits, two lineages."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import (
    Account,
    Ceremony,
    CeremonyMentor,
    Mentee,
    MentorExit,
    MentorExpertise,
    MentorProfile,
    Nomination,
    NominationStep,
    Pairing,
    Person,
    PersonDialect,
)
from programme.criteria import answered, track_of
from programme.demo.certificates import write_certificates
from programme.demo.mentors import SINGLE_FIELD, Drawn
from programme.demo.sizes import TERMS
from programme.demo.store import insert_all

FIRST = TERMS[0]
CALLED_UP = ("in_pool", "paused", "left")
STATUS = {"nominated": "submitted", "reviewed": "reviewed"}
LINEAGES = 2


def write_pool_life(session: Session, mentors: list[Drawn], people: list[int], by_id: int) -> None:
    """Everything about the mentors in their order; `people` are their ids, changed where a graduate takes a place."""
    made = _graduates(session, mentors, people)
    pairs = list(zip(people, mentors, strict=True))
    rows = [_nomination(key, one, made.get(key), by_id) for key, one in pairs]
    ids = insert_all(session, Nomination, rows)
    insert_all(session, NominationStep, [step for key, row in zip(ids, rows, strict=True) for step in _steps(key, row)])
    called = [key for key, one in pairs if one.profile["status"] in CALLED_UP]
    write_certificates(session, called, by_id)
    _ceremony(session, called, by_id)
    _exits(session, pairs, by_id)


def _graduates(session: Session, mentors: list[Drawn], people: list[int]) -> dict[int, int]:
    """Two graduates of the first cohort stand in the pool in place of mentors who lead nobody: {people.id: mentee}."""
    busy = set(session.scalars(select(Pairing.mentor_id)))
    names = Counter(session.scalars(select(Person.name)))
    free = [
        place
        for place, one in enumerate(mentors)
        if one.profile["status"] == "in_pool" and people[place] not in busy and SINGLE_FIELD not in one.expertise
        and names[one.person["name"]] == 1
    ][:LINEAGES]  # fmt: skip
    graduates = select(Mentee.id, Mentee.person_id).where(Mentee.status == "graduated").order_by(Mentee.id)
    made = {}
    for place, (mentee_id, person_id) in zip(free, session.execute(graduates.limit(len(free))), strict=False):
        _take_place(session, people[place], person_id)
        people[place], made[person_id] = person_id, mentee_id
    return made


def _take_place(session: Session, old: int, new: int) -> None:
    """The profile with its expertise goes to the graduate, who has a dialect of his own."""
    for model in (MentorProfile, MentorExpertise):
        session.execute(update(model).where(model.person_id == old).values(person_id=new))
    session.execute(delete(PersonDialect).where(PersonDialect.person_id == old))
    session.execute(delete(Person).where(Person.id == old))


def _nomination(person_id: int, one: Drawn, mentee_id: int | None, by_id: int) -> dict[str, Any]:
    profile = one.profile
    track = track_of(profile["standing"])
    day = min(profile["organization_on"] or profile["publicity_on"] or profile["status_on"], profile["status_on"])
    grades, years = one.expertise, profile["grassroots_years"]
    marks = answered(track, standing=profile["standing"], years=years, post=one.person["post"], grades=grades)
    confirmed = {name: profile[f"{name}_on"] for name in ("organization", "publicity")}
    return {
        "person_id": person_id, "track": track, "source": profile["source"], "material": "", "recommended_by": "",
        "nominated_on": day - timedelta(days=20), "criteria": marks, "override": "", "required": "any",
        "status": STATUS.get(profile["status"], "confirmed"), "mentee_id": mentee_id, "by_id": by_id,
        "at": datetime.combine(day, time(2)),
        **{f"{name}_on": on for name, on in confirmed.items()},
        **{f"{name}_by_id": by_id if on else None for name, on in confirmed.items()},
    }  # fmt: skip


def _steps(nomination_id: int, row: dict[str, Any]) -> list[dict[str, Any]]:
    days = [("submitted", row["nominated_on"])]
    if row["status"] != "submitted":
        days.append(("reviewed", row["nominated_on"] + timedelta(days=10)))
    days += [(f"confirmed_{name}", row[f"{name}_on"]) for name in ("organization", "publicity") if row[f"{name}_on"]]
    return [
        {"nomination_id": nomination_id, "step": name, "on_day": day, "note": "", "by_id": row["by_id"],
         "at": datetime.combine(day, time(2))}
        for name, day in days
    ]  # fmt: skip


def _ceremony(session: Session, called: Sequence[int], by_id: int) -> None:
    day = FIRST.starts_on
    held = {"held_on": day, "place": "市委党校", "host": "市委组织部", "note": "", "cohort_id": None, "by_id": by_id,
            "at": datetime.combine(day, time(2))}  # fmt: skip
    (key,) = insert_all(session, Ceremony, [held])
    insert_all(session, CeremonyMentor, [{"ceremony_id": key, "person_id": person} for person in sorted(called)])


def _exits(session: Session, pairs: list[tuple[int, Drawn]], by_id: int) -> None:
    """Whoever left was proposed by the officer and agreed to by the chief."""
    chief = session.scalars(select(Account.id).where(Account.role == "chief")).one()
    rows = [
        {
            "person_id": key, "reason": one.profile["status_reason"], "ground": "", "answer": "",
            "leaves_on": one.profile["status_on"], "status": "decided", "by_id": by_id, "decided_by_id": chief,
            "at": datetime.combine(one.profile["status_on"], time(1)),
            "decided_at": datetime.combine(one.profile["status_on"], time(2)),
        }
        for key, one in pairs
        if one.profile["status"] == "left"
    ]  # fmt: skip
    insert_all(session, MentorExit, rows)
