"""What papers say of a pairing and of a mentor: plain texts under the names of the placeholders, "" for what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db.clock import today
from db.models import OPEN, Cohort, Mentee, MenteeNeed, MentorExpertise, MentorProfile, Pairing, Person, Term, Unit
from db.queries.people import codes_of, dialects_of_people
from db.queries.viewer import Viewer
from programme import roster_words
from programme.access import Actor
from programme.codes import word_of
from programme.desk_people import terms_of
from programme.papers.alterations import successors_of
from programme.papers.form_words import JOIN
from programme.papers.office import office
from programme.papers.words import day, partial, term, titled

Values = dict[str, Any]
mentee, mentor = aliased(Person, name="mentee"), aliased(Person, name="mentor")
home, desk = aliased(Unit, name="home"), aliased(Unit, name="desk")
ROLES = {"lead": roster_words.LEAD, "second": roster_words.SECOND}


def common(session: Session, by: Actor) -> Values:
    """The day, the year, and under whose name the paper goes out."""
    now = today()
    return {"today": day(now), "year": now.year, "office": office(session, by.viewer)}


def pairing_values(session: Session, viewer: Viewer, pairing_ids: Iterable[int]) -> dict[int, Values]:
    """{pairings.id: everything that is known of the two}; only pairings that this viewer sees."""
    rows = (
        select(Pairing, Cohort.name, Mentee, mentee, home, mentor, desk)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == Pairing.mentor_id)
        .outerjoin(home, home.id == mentee.unit_id)
        .outerjoin(desk, desk.id == mentor.unit_id)
        .where(Pairing.id.in_(list(pairing_ids)))
    )
    if viewer.unit_id is not None:
        rows = rows.where(or_(mentee.unit_id == viewer.unit_id, mentor.unit_id == viewer.unit_id))
    found = session.execute(rows).all()
    words, known = terms_of(session), _expertise(session, [row[5].id for row in found])
    needs = _needs(session, [row[2].id for row in found])
    out = {}
    for pairing, cohort, entry, younger, unit, elder, other in found:
        both = {**_mentee(entry, younger, unit), **_mentor(elder, other)}
        wanted = JOIN.join(words[code] for code in needs[entry.id])
        knows = JOIN.join(words[code] for code in known[elder.id])
        out[pairing.id] = {**_bond(pairing, cohort), **both, "needs": wanted, "mentor_expertise": knows}
    return out


def _bond(pairing: Pairing, cohort: str) -> Values:
    return {
        "cohort": cohort,
        "role": ROLES[pairing.role],
        "starts": day(pairing.starts_on),
        "ends": day(pairing.ends_on),
        "term": term(pairing.starts_on, pairing.ends_on),
    }


def _mentee(entry: Mentee, person: Person, unit: Unit | None) -> Values:
    county = entry.county or (unit.county if unit else "")
    township = entry.township or (unit.township if unit else "")
    return {
        "mentee": person.name,
        "mentee_sex": word_of("sex", person.sex),
        "mentee_birth": partial(person.birth, ""),
        "mentee_unit": unit.name if unit else "",
        "mentee_post": person.post,
        "mentee_title": titled(unit.name if unit else "", person.post),
        "category": word_of("category", entry.category),
        "work_start": partial(person.work_start, ""),
        "education": word_of("education", person.education),
        "major": person.major,
        "place": county + township.removeprefix(county),
    }


def _mentor(person: Person, unit: Unit | None) -> Values:
    return {
        "mentor": person.name,
        "mentor_sex": word_of("sex", person.sex),
        "mentor_birth": partial(person.birth, ""),
        "mentor_unit": unit.name if unit else "",
        "mentor_post": person.post,
        "mentor_title": titled(unit.name if unit else "", person.post),
    }


def mentor_values(session: Session, viewer: Viewer, person_ids: Iterable[int]) -> dict[int, Values]:
    """{people.id: everything that is known of a mentor}; only those whom this viewer sees."""
    rows = (
        select(MentorProfile, Person, Unit)
        .join(Person, Person.id == MentorProfile.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(list(person_ids)))
    )
    if viewer.unit_id is not None:
        rows = rows.where(Person.unit_id == viewer.unit_id)
    found = session.execute(rows).all()
    ids = [person.id for _profile, person, _unit in found]
    words, known, spoken = terms_of(session), _expertise(session, ids), dialects_of_people(session)
    led = led_by(session, ids)
    return {
        person.id: {
            **_mentor(person, unit), **_profile(profile, person), "load": len(led[person.id]), "led": led[person.id],
            "mentor_expertise": JOIN.join(words[code] for code in known[person.id]),
            "mentor_dialects": JOIN.join(words[code] for code in spoken.get(person.id, [])),
        }
        for profile, person, unit in found
    }  # fmt: skip


def _profile(profile: MentorProfile, person: Person) -> Values:
    confirmed = [word for column, word in roster_words.DEPARTMENTS.items() if getattr(profile, column)]
    return {
        "mentor_party": word_of("party", person.party),
        "mentor_education": word_of("education", person.education),
        "grassroots_years": f"{profile.grassroots_years:g}",
        "source": word_of("source", profile.source),
        "confirmed_by": JOIN.join(confirmed),
        "capacity": profile.capacity,
        "status": roster_words.MENTOR_STATES[profile.status],
        "status_reason": roster_words.MENTOR_REASONS.get(profile.status_reason, ""),
        "status_on": day(profile.status_on),
    }


def led_by(session: Session, person_ids: Iterable[int]) -> Mapping[int, list[Values]]:
    """{people.id of a mentor: whom they lead now}, in the order of time."""
    rows = (
        select(Pairing, Person.name, Unit.name)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Pairing.mentor_id.in_(list(person_ids)), Pairing.status.in_(OPEN))
        .order_by(Pairing.starts_on, Pairing.id)
    )
    out: dict[int, list[Values]] = defaultdict(list)
    for row, name, unit in session.execute(rows):
        state = roster_words.PAIRING_STATES[row.status] or roster_words.IN_FORCE
        told = {"mentee": name, "unit": unit or "", "term": term(row.starts_on, row.ends_on), "state": state}
        out[row.mentor_id].append({**told, "pairing_id": row.id})
    follow = successors_of(session, [one["pairing_id"] for led in out.values() for one in led])
    for one in (one for led in out.values() for one in led):
        one["successor"] = follow.get(one.pop("pairing_id"), "")
    return out


def _expertise(session: Session, person_ids: list[int]) -> Mapping[int, list[str]]:
    rows = select(MentorExpertise.person_id, Term.code).join(Term, Term.id == MentorExpertise.term_id)
    rows = rows.where(MentorExpertise.person_id.in_(person_ids))
    ordered = rows.order_by(MentorExpertise.person_id, MentorExpertise.grade.desc(), Term.position)
    return defaultdict(list, codes_of(session, ordered))


def _needs(session: Session, mentee_ids: list[int]) -> Mapping[int, list[str]]:
    rows = select(MenteeNeed.mentee_id, Term.code).join(Term, Term.id == MenteeNeed.term_id)
    rows = rows.where(MenteeNeed.mentee_id.in_(mentee_ids)).order_by(MenteeNeed.mentee_id, MenteeNeed.rank)
    return defaultdict(list, codes_of(session, rows))
