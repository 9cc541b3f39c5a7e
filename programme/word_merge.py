"""Move everybody who has one word to another: expertise, needs, strengths, dialects of people and places, fields, topics of records.

Whoever had both keeps the better of the two. The versions of the rows go up, so that a form opened before is stale.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import (
    ForceGrade,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Person,
    PersonDialect,
    PersonStrength,
    PlaceDialect,
    RecordTopic,
)

OfPerson = TypeVar("OfPerson", PersonDialect, PersonStrength)


def absorb(session: Session, keep: int, gone: int) -> int:
    """Move every entry from the term `gone` to the term `keep` (ids) and say how many of people there were."""
    return sum(move(session, keep, gone) for move in MOVES)


def _touch(session: Session, model: type[MentorProfile] | type[Mentee] | type[Person], ids: Iterable[int]) -> None:
    key = model.__mapper__.primary_key[0]
    session.execute(update(model).where(key.in_(list(ids))).values(version=model.version + 1))


def _move_expertise(session: Session, keep: int, gone: int) -> int:
    rows = session.scalars(select(MentorExpertise).where(MentorExpertise.term_id == gone)).all()
    for row in rows:
        twin = session.get(MentorExpertise, (row.person_id, keep))
        if twin:
            twin.grade = max(twin.grade, row.grade)
        else:
            session.add(MentorExpertise(person_id=row.person_id, term_id=keep, grade=row.grade))
        session.delete(row)
    session.flush()
    _touch(session, MentorProfile, [row.person_id for row in rows])
    return len(rows)


def _move_needs(session: Session, keep: int, gone: int) -> int:
    rows = session.scalars(select(MenteeNeed).where(MenteeNeed.term_id == gone)).all()
    for row in rows:
        _replace_need(session, row.mentee_id, keep, gone)
    _touch(session, Mentee, [row.mentee_id for row in rows])
    return len(rows)


def _replace_need(session: Session, mentee_id: int, keep: int, gone: int) -> None:
    ranked = select(MenteeNeed).where(MenteeNeed.mentee_id == mentee_id).order_by(MenteeNeed.rank)
    rows = session.scalars(ranked).all()
    wanted = list(dict.fromkeys(keep if row.term_id == gone else row.term_id for row in rows))
    for row in rows:
        session.delete(row)
    session.flush()
    session.add_all(MenteeNeed(mentee_id=mentee_id, rank=rank, term_id=term) for rank, term in enumerate(wanted, 1))
    session.flush()


def _move_spoken(session: Session, keep: int, gone: int) -> int:
    return _move_of_people(session, PersonDialect, keep, gone)


def _move_strengths(session: Session, keep: int, gone: int) -> int:
    return _move_of_people(session, PersonStrength, keep, gone)


def _move_of_people(session: Session, model: type[OfPerson], keep: int, gone: int) -> int:
    rows = session.scalars(select(model).where(model.term_id == gone)).all()
    for row in rows:
        if session.get(model, (row.person_id, keep)) is None:
            session.add(model(person_id=row.person_id, term_id=keep))
        session.delete(row)
    session.flush()
    _touch(session, Person, [row.person_id for row in rows])
    return len(rows)


def _move_places(session: Session, keep: int, gone: int) -> int:
    rows = session.scalars(select(PlaceDialect).where(PlaceDialect.term_id == gone)).all()
    for row in rows:
        here = {"county": row.county, "township": row.township, "term_id": keep}
        if session.scalars(select(PlaceDialect).filter_by(**here)).first():
            session.delete(row)
        else:
            row.term_id = keep
    session.flush()
    return 0


def _move_fields(session: Session, keep: int, gone: int) -> int:
    ids = list(session.scalars(select(Mentee.id).where(Mentee.field_id == gone)))
    session.execute(update(Mentee).where(Mentee.id.in_(ids)).values(field_id=keep))
    _touch(session, Mentee, ids)
    return len(ids)


def _move_topics(session: Session, keep: int, gone: int) -> int:
    """What records are about; they are nobody's entry in the pool."""
    both = select(RecordTopic.record_id).where(RecordTopic.term_id == keep)
    moving = RecordTopic.term_id == gone
    session.execute(delete(RecordTopic).where(moving, RecordTopic.record_id.in_(both)))
    session.execute(update(RecordTopic).where(moving).values(term_id=keep))
    return 0


def _move_forces(session: Session, keep: int, gone: int) -> int:
    """Grades of units in campaigns; a unit that is graded by both words keeps its grade by the retired one."""
    for row in session.scalars(
        select(ForceGrade).where(ForceGrade.term_id == gone, ForceGrade.struck_at.is_(None))
    ).all():
        here = {"campaign_id": row.campaign_id, "unit_id": row.unit_id, "term_id": keep, "struck_at": None}
        if session.scalars(select(ForceGrade.id).filter_by(**here)).first() is None:
            row.term_id = keep
    session.flush()
    return 0


MOVES: tuple[Callable[[Session, int, int], int], ...] = (
    _move_expertise,
    _move_needs,
    _move_spoken,
    _move_strengths,
    _move_places,
    _move_fields,
    _move_topics,
    _move_forces,
)
