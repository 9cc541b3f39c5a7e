"""Read models of pairings: the roster of a cohort, and the history of one pairing."""

import pandas as pd
from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from db.models import (
    Account,
    Cohort,
    ExamplePair,
    Mentee,
    MentorProfile,
    Pairing,
    PairingEvent,
    Scheme,
    SchemePair,
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
from db.queries.viewer import Viewer, reads

LAST = 1_000_000
MILLI = 1000.0


@reads("programme")
def pairings(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The pairings of a cohort in the official order of the mentors' units; a liaison sees those of its unit.

    id, version, scheme_id (NA without one), status, role, starts_on, ends_on, mentee_id, mentee, mentee_sex, mentee_birth, mentee_unit,
    mentee_post, category, county, mentor_id, mentor, mentor_unit, mentor_post, mentor_order, fit (points), origin,
    notice_from (day of publishing, None without a notice), notice_days (as they were when it began), mentor_party, mentor_standing
    ("" without), mentee_party, mentee_person_id, example_since (None: no example now).
    """
    published = _published()
    statement = with_people(
        select(
            Pairing.id, Pairing.version, Pairing.scheme_id, Pairing.status, Pairing.role, Pairing.starts_on, Pairing.ends_on,
            Pairing.mentee_id, mentee_person.name.label("mentee"), mentee_person.sex.label("mentee_sex"),
            mentee_person.birth.label("mentee_birth"), func.coalesce(mentee_unit.name, "").label("mentee_unit"),
            mentee_person.post.label("mentee_post"), Mentee.category, Mentee.county, Pairing.mentor_id,
            mentor_person.name.label("mentor"), func.coalesce(mentor_unit.name, "").label("mentor_unit"),
            mentor_person.post.label("mentor_post"), func.coalesce(mentor_unit.position, LAST).label("mentor_order"),
            (SchemePair.fit / MILLI).label("fit"), func.coalesce(SchemePair.origin, "").label("origin"),
            published.c.day.label("notice_from"),
            func.coalesce(Scheme.notice_days, Cohort.notice_days).label("notice_days"),
            mentor_person.party.label("mentor_party"), func.coalesce(MentorProfile.standing, "").label("mentor_standing"),
            mentee_person.party.label("mentee_party"), Mentee.person_id.label("mentee_person_id"),
            ExamplePair.since.label("example_since"),
        )
    )  # fmt: skip
    statement = (
        statement.join(Cohort, Cohort.id == Pairing.cohort_id)
        .outerjoin(Scheme, Scheme.id == Pairing.scheme_id)
        .outerjoin(SchemePair, own_pair())
        .outerjoin(published, published.c.pairing_id == Pairing.id)
        .outerjoin(MentorProfile, MentorProfile.person_id == Pairing.mentor_id)
        .outerjoin(ExamplePair, and_(ExamplePair.pairing_id == Pairing.id, ExamplePair.ends_on.is_(None)))
        .where(Pairing.cohort_id == cohort_id)
        .order_by("mentor_order", mentor_person.name_key, Pairing.mentor_id, Pairing.mentee_id, Pairing.id)
    )
    return frame(session, seen_by(viewer, statement))


def _published() -> Subquery:
    """The first day on which each pairing was on public notice."""
    rows = select(PairingEvent.pairing_id, func.min(PairingEvent.on_day).label("day"))
    return rows.where(PairingEvent.to_status == "notice").group_by(PairingEvent.pairing_id).subquery()


@reads("programme")
def pairing_events(session: Session, viewer: Viewer, *, pairing_id: int) -> pd.DataFrame:
    """The states of a pairing in the order of time: from_status, to_status, on_day, reason, by, at."""
    statement = (
        with_people(
            select(
                PairingEvent.from_status, PairingEvent.to_status, PairingEvent.on_day, PairingEvent.reason,
                Account.name.label("by"), PairingEvent.at,
            ).select_from(Pairing)
        )
        .join(PairingEvent, PairingEvent.pairing_id == Pairing.id)
        .join(Account, Account.id == PairingEvent.by_id)
        .where(Pairing.id == pairing_id)
        .order_by(PairingEvent.id)
    )  # fmt: skip
    return frame(session, seen_by(viewer, statement))
