"""Read models of the page of one person: who it is, every part played, every pairing, and what decided and changed each."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Audit,
    Change,
    ChangePair,
    Cohort,
    ExamplePair,
    Mentee,
    MenteeNeed,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    Review,
    ReviewComment,
    ReviewRound,
    Scheme,
    SchemeHold,
    SchemePair,
    SchemeVersion,
    Term,
    Unit,
)
from db.queries.frames import frame
from db.queries.pair_people import (
    mentee_person,
    mentee_unit,
    mentor_person,
    mentor_unit,
    own_pair,
    seen_by,
    with_people,
)
from db.queries.people import codes_of, in_scope
from db.queries.viewer import Viewer, reads

MILLI = 1000.0


@reads("programme")
def person(session: Session, viewer: Viewer, *, person_id: int) -> dict[str, Any] | None:
    """One person: the columns of `people`, unit, county, and of the mentor's profile status, status_reason, status_on,
    return_on, standing, source, capacity, grassroots_years, stream (None where there is none), `namesakes` (how many
    others bear the name), `dialects` [code]. None where this viewer sees nobody."""
    others = aliased(Person)
    same = select(func.count()).where(others.name == Person.name, others.id != Person.id).correlate(Person)
    profile = [getattr(MentorProfile, name) for name in ("status", "status_reason", "status_on", "return_on", "standing",
               "source", "capacity", "grassroots_years", "stream")]  # fmt: skip
    rows = (
        select(
            Person.id, Person.no, Person.name, Person.sex, Person.birth, Person.work_start, Person.party, Person.branch, Person.education,
            Person.major, Person.post, Person.remark, func.coalesce(Unit.name, "").label("unit"),
            func.coalesce(Unit.county, "").label("county"), same.scalar_subquery().label("namesakes"), *profile,
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(MentorProfile, MentorProfile.person_id == Person.id)
        .where(Person.id == person_id)
    )  # fmt: skip
    found = session.execute(in_scope(rows, viewer)).mappings().one_or_none()
    return dict(found) if found else None


@reads("programme")
def person_of_mentee(session: Session, viewer: Viewer, *, mentee_id: int) -> int | None:
    """people.id behind an entry as mentee; None where this viewer sees nobody."""
    rows = select(Person.id).join(Mentee, Mentee.person_id == Person.id).where(Mentee.id == mentee_id)
    return session.scalar(in_scope(rows, viewer))


@reads("programme")
def entries(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """The person's entries as mentee, the latest cohort first: mentee_id, cohort_id, cohort, category, status, county, township,
    needs [code], the most wanted first."""
    rows = (
        select(Mentee.id.label("mentee_id"), Mentee.cohort_id, Cohort.name.label("cohort"), Mentee.category, Mentee.status,
               Mentee.county, Mentee.township)
        .join(Person, Person.id == Mentee.person_id)
        .join(Cohort, Cohort.id == Mentee.cohort_id)
        .where(Mentee.person_id == person_id)
        .order_by(Cohort.starts_on.desc(), Mentee.id.desc())
    )  # fmt: skip
    found = frame(session, in_scope(rows, viewer))
    wanted = needs_of(session, found["mentee_id"].astype(int).tolist())
    return found.assign(needs=[wanted.get(key, []) for key in found["mentee_id"]])


def needs_of(session: Session, mentee_ids: list[int]) -> dict[int, list[str]]:
    """{mentees.id: codes of the needs}, the most wanted first."""
    rows = select(MenteeNeed.mentee_id, Term.code).join(Term, Term.id == MenteeNeed.term_id)
    rows = rows.where(MenteeNeed.mentee_id.in_(mentee_ids)).order_by(MenteeNeed.mentee_id, MenteeNeed.rank)
    return codes_of(session, rows)


@reads("programme")
def expertise(session: Session, viewer: Viewer, *, person_id: int) -> dict[str, int]:
    """{code of an expertise: grade 0..5} of a mentor, the best first."""
    rows = select(Term.code, MentorExpertise.grade).join(Term, Term.id == MentorExpertise.term_id)
    rows = rows.where(MentorExpertise.person_id == person_id)
    return dict(session.execute(rows.order_by(MentorExpertise.grade.desc(), Term.position, Term.code)).all())  # type: ignore[arg-type]


@reads("programme")
def needs(session: Session, viewer: Viewer, *, mentee_id: int) -> list[str]:
    """Codes of a mentee's needs, the most wanted first."""
    return needs_of(session, [mentee_id]).get(mentee_id, [])


@reads("programme")
def pairings_of(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """Every pairing in which the person is or was mentor or mentee, the open ones first, then the latest.

    id, status, role, starts_on, ends_on, cohort_id, cohort, mentee_id, mentee_person_id, mentee, mentee_unit, mentor_id,
    mentor, mentor_unit, scheme_id (NA without one), scheme, fit (points), origin ("" unknown), mentor_party, mentor_standing,
    mentee_party, category, example_since (None: no example now). A liaison sees those in which its unit has the mentee or
    the mentor.
    """
    rows = (
        with_people(
            select(
                Pairing.id, Pairing.status, Pairing.role, Pairing.starts_on, Pairing.ends_on, Pairing.cohort_id,
                Cohort.name.label("cohort"), Pairing.mentee_id, Mentee.person_id.label("mentee_person_id"),
                mentee_person.name.label("mentee"), func.coalesce(mentee_unit.name, "").label("mentee_unit"),
                Pairing.mentor_id, mentor_person.name.label("mentor"),
                func.coalesce(mentor_unit.name, "").label("mentor_unit"), Pairing.scheme_id,
                func.coalesce(Scheme.name, "").label("scheme"), (SchemePair.fit / MILLI).label("fit"),
                func.coalesce(SchemePair.origin, "").label("origin"), mentor_person.party.label("mentor_party"),
                func.coalesce(MentorProfile.standing, "").label("mentor_standing"),
                mentee_person.party.label("mentee_party"), Mentee.category, ExamplePair.since.label("example_since"),
            )
        )
        .outerjoin(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
        .outerjoin(ExamplePair, and_(ExamplePair.pairing_id == Pairing.id, ExamplePair.ends_on.is_(None)))
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .outerjoin(Scheme, Scheme.id == Pairing.scheme_id)
        .outerjoin(SchemePair, own_pair())
        .where(or_(Pairing.mentor_id == person_id, Mentee.person_id == person_id))
        .order_by(Pairing.status.in_(("graduated", "extended", "changed", "ended")), Pairing.starts_on.desc(), Pairing.id.desc())
    )  # fmt: skip
    return frame(session, seen_by(viewer, rows))


@reads("programme")
def ground_of_pair(session: Session, viewer: Viewer, *, pairing_id: int) -> dict[str, Any] | None:
    """What a pairing rests on in its scheme: scheme_id, scheme, number of the frozen version (0: none), frozen_hash, origin, fit,
    proof ("" where nothing was computed), and of the lock or the appointment reason, rule, by, at ("" and None without one).
    None for a pairing without a scheme."""
    lock = and_(
        SchemeHold.scheme_id == Pairing.scheme_id, SchemeHold.mentee_id == Pairing.mentee_id,
        SchemeHold.mentor_id == Pairing.mentor_id, SchemeHold.kind == "pin",
    )  # fmt: skip
    kept = and_(SchemeVersion.scheme_id == Scheme.id, SchemeVersion.frozen_hash == Scheme.frozen_hash)
    rows = (
        select(
            Pairing.scheme_id, Scheme.name.label("scheme"), func.coalesce(SchemeVersion.number, 0).label("number"),
            Scheme.frozen_hash, func.coalesce(SchemePair.origin, "").label("origin"),
            func.coalesce(Scheme.solution["status"].as_string(), "").label("proof"),
            (SchemePair.fit / MILLI).label("fit"), func.coalesce(SchemeHold.reason, "").label("reason"),
            func.coalesce(SchemeHold.rule, "").label("rule"), func.coalesce(Account.name, "").label("by"), SchemeHold.at,
        )
        .join(Scheme, Scheme.id == Pairing.scheme_id)
        .outerjoin(SchemeVersion, kept)
        .outerjoin(SchemePair, own_pair())
        .outerjoin(SchemeHold, lock)
        .outerjoin(Account, Account.id == SchemeHold.by_id)
        .where(Pairing.id == pairing_id)
    )  # fmt: skip
    found = session.execute(rows).mappings().first()
    return dict(found) if found else None


@reads("programme")
def slips_of_pair(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """Change slips that were carried out on a pairing or from which it came: change_id, kind, act, effective_on, began (the
    pairing continues another), other_id (the pairing before or after; None: none), at."""
    rows = select(ChangePair.change_id, Change.kind, ChangePair.act, Change.effective_on, ChangePair.pairing_id,
                  ChangePair.successor_id, Change.at)  # fmt: skip
    rows = rows.join(Change, Change.id == ChangePair.change_id)
    rows = rows.where(or_(ChangePair.pairing_id == pairing_id, ChangePair.successor_id == pairing_id))
    found = frame(session, rows.order_by(Change.effective_on, Change.id))
    began = found["successor_id"] == pairing_id
    other = found["pairing_id"].where(began, found["successor_id"])
    return found.assign(began=began, other_id=other).drop(columns=["pairing_id", "successor_id"])


@reads("programme")
def months_of(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """The monthly reviews of a pairing, the earliest first: id, month, round_status, state, mark, score, self_score, head_score,
    leader_score, corrections. A liaison sees those of its unit's mentees."""
    head, leader = aliased(ReviewComment, name="head"), aliased(ReviewComment, name="leader")
    rows = select(Review.id, ReviewRound.month, ReviewRound.status.label("round_status"), Review.state, Review.mark,
                  Review.score, Review.self_score, Review.corrections)  # fmt: skip
    rows = rows.join(ReviewRound, ReviewRound.id == Review.round_id)
    for role, table in (("head", head), ("leader", leader)):
        rows = rows.outerjoin(table, and_(table.review_id == Review.id, table.role == role))
        rows = rows.add_columns(table.score.label(f"{role}_score"))
    rows = rows.where(Review.pairing_id == pairing_id)
    if viewer.unit_id is not None:
        rows = rows.where(Review.unit_id == viewer.unit_id)
    return frame(session, rows.order_by(ReviewRound.month))


@reads("programme")
def log_of(session: Session, viewer: Viewer, *, objects: tuple[str, ...], limit: int = 100) -> pd.DataFrame:
    """The newest acts on some objects ("person:12", "pairing:7"): seq, at (UTC), who, role, action, object, detail. A liaison
    sees none."""
    rows = (
        select(Audit.seq, Audit.at, func.coalesce(Account.name, "").label("who"), func.coalesce(Account.role, "").label("role"),
               Audit.action, Audit.object, Audit.detail)
        .outerjoin(Account, Account.id == Audit.account_id)
        .where(Audit.object.in_(objects if viewer.unit_id is None else ()), Audit.outcome == "done")
        .order_by(Audit.seq.desc())
        .limit(limit)
    )  # fmt: skip
    return frame(session, rows)
