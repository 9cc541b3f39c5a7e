"""From drawn people to rows: who is in which table, written in few statements."""

from typing import Any

from sqlalchemy.orm import Session

from db.models import (
    Avoidance,
    Cohort,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    PairingEvent,
    Person,
    PersonDialect,
)
from programme.demo.draw import Dice, table
from programme.demo.history import Bond, event_rows
from programme.demo.mentees import Learner
from programme.demo.mentors import FIRST_SEEN, Drawn
from programme.demo.sizes import CURRENT, TERMS
from programme.demo.store import Terms, insert_all


def write_cohorts(session: Session) -> dict[int, int]:
    """Year -> cohort id; only the first cohort is closed."""
    rows = [
        {
            "name": f"{term.year}{table('people')['cohort']}",
            "eligible_on": term.eligible_on,
            "starts_on": term.starts_on,
            "ends_on": term.ends_on,
            "status": "closed" if term is TERMS[0] else "open",
        }
        for term in TERMS
    ]
    return dict(zip((term.year for term in TERMS), insert_all(session, Cohort, rows), strict=True))


def write_mentors(session: Session, mentors: list[Drawn], terms: Terms) -> list[int]:
    """Person ids of the mentors in their order."""
    ids = insert_all(session, Person, [one.person for one in mentors])
    pairs = list(zip(ids, mentors, strict=True))
    insert_all(session, MentorProfile, [{"person_id": key} | one.profile for key, one in pairs])
    insert_all(
        session,
        MentorExpertise,
        [
            {"person_id": key, "term_id": terms["expertise", word], "grade": grade}
            for key, one in pairs
            for word, grade in one.expertise.items()
        ],
    )
    insert_all(session, PersonDialect, [row for key, one in pairs for row in _spoken(key, one.dialects, terms)])
    return ids


def write_mentees(session: Session, mentees: list[Learner], terms: Terms, cohorts: dict[int, int]) -> list[int]:
    """Mentee ids in the order of the list; the people are written with them."""
    people = insert_all(session, Person, [one.person for one in mentees])
    rows = [
        one.profile
        | {
            "cohort_id": cohorts[one.term.year],
            "person_id": key,
            "field_id": terms.get(("field", one.field)),
        }
        for key, one in zip(people, mentees, strict=True)
    ]
    ids = insert_all(session, Mentee, rows)
    insert_all(
        session,
        MenteeNeed,
        [
            {"mentee_id": key, "rank": rank, "term_id": terms["expertise", word]}
            for key, one in zip(ids, mentees, strict=True)
            for rank, word in enumerate(one.needs, start=1)
        ],
    )
    spoken = [row for key, one in zip(people, mentees, strict=True) for row in _spoken(key, one.dialects, terms)]
    insert_all(session, PersonDialect, spoken)
    return ids


def _spoken(person_id: int, words: list[str], terms: Terms) -> list[dict[str, int]]:
    return [{"person_id": person_id, "term_id": terms["dialect", word]} for word in words]


def write_bonds(
    session: Session, bonds: list[Bond], people: tuple[list[int], list[int]], staff: tuple[int, dict]
) -> list[tuple[int, int]]:
    """Pairings with their steps, as (id, cohort id); `people` are mentor and mentee ids, `staff` the acting account and
    the cohort ids."""
    (mentors, mentees), (by_id, cohorts) = people, staff
    rows: list[dict[str, Any]] = [
        {
            "cohort_id": cohorts[bond.term.year],
            "mentee_id": mentees[bond.mentee],
            "mentor_id": mentors[bond.mentor],
            "status": bond.status,
            "starts_on": bond.starts_on,
            "ends_on": bond.ends_on,
        }
        for bond in bonds
    ]
    ids = insert_all(session, Pairing, rows)
    insert_all(session, PairingEvent, event_rows(bonds, ids, by_id))
    return [(key, row["cohort_id"]) for key, row in zip(ids, rows, strict=True)]


def declare(session: Session, seed: int, mentors: list[int], mentees: list[Learner], by_id: int) -> None:
    """Declared kinship between some of the present cohort's mentees and mentors of the pool."""
    dice, shares = Dice(seed, "avoidances"), table("people")["avoidances"]
    numbers = [one.person["no"] for one in mentees if one.term is CURRENT]
    people = session.query(Person.id).where(Person.no.in_(numbers)).order_by(Person.id)
    chosen = dice.random.sample([key for (key,) in people], min(len(numbers), max(2, len(numbers) // 10)))
    pairs = {tuple(sorted((key, dice.one(mentors)))) for key in chosen}
    rows = [
        {"person_a": a, "person_b": b, "ground": dice.share(shares), "by_id": by_id, "at": FIRST_SEEN}
        for a, b in sorted(pairs)
    ]
    insert_all(session, Avoidance, rows)
