"""Read models of a mentor's way through the pool: nominations under way, appointments with their terms, exits, ceremonies."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    OPEN,
    Account,
    Ceremony,
    CeremonyMentor,
    CeremonyPair,
    Certificate,
    Cohort,
    Mentee,
    MentorExit,
    MentorProfile,
    Nomination,
    NominationStep,
    Pairing,
    Person,
    Setting,
    Unit,
)
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

LAST = 1_000_000


@reads("programme")
def nominations(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The newest nomination of everybody who has one, and whoever awaits review or confirmation without one.

    id (people.id), name, unit, profile_status, profile_version, source, nomination_id (None without one), version, track,
    material, recommended_by, nominated_on, criteria, override, status, required, organization_on, publicity_on, mentee_id.
    """
    newest = select(Nomination.person_id, func.max(Nomination.id).label("id"))
    last = newest.group_by(Nomination.person_id).subquery()
    rows = (
        select(
            Person.id, Person.name, func.coalesce(Unit.name, "").label("unit"), Person.post,
            MentorProfile.status.label("profile_status"), MentorProfile.version.label("profile_version"),
            MentorProfile.standing, MentorProfile.source, Nomination.id.label("nomination_id"), Nomination.version,
            Nomination.track, Nomination.material, Nomination.recommended_by, Nomination.nominated_on,
            Nomination.criteria, Nomination.override, Nomination.status, Nomination.required,
            Nomination.organization_on, Nomination.publicity_on, Nomination.mentee_id,
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(last, last.c.person_id == Person.id)
        .outerjoin(Nomination, Nomination.id == last.c.id)
        .where(Nomination.id.is_not(None) | MentorProfile.status.in_(("nominated", "reviewed")))
        .order_by(Nomination.nominated_on, func.coalesce(Unit.position, LAST), Person.name_key, Person.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def nomination_steps(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """Every step of all nominations of a person, the newest nomination first: nomination_id, step, on_day, note, who."""
    rows = (
        select(Nomination.id.label("nomination_id"), NominationStep.step, NominationStep.on_day, NominationStep.note,
               Account.name.label("who"))
        .join(Nomination, Nomination.id == NominationStep.nomination_id)
        .join(Person, Person.id == Nomination.person_id)
        .join(Account, Account.id == NominationStep.by_id)
        .where(Nomination.person_id == person_id)
        .order_by(Nomination.id.desc(), NominationStep.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def appointments(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Everybody in the pool or paused with the newest certificate, in the official order of units.

    id (people.id), name, unit, post, status, certificates (how many), year, number, kind, starts_on, ends_on, issued_on
    (None for who has none yet).
    """
    newest = select(Certificate.person_id, func.max(Certificate.id).label("id"), func.count().label("certificates"))
    last = newest.group_by(Certificate.person_id).subquery()
    rows = (
        select(
            Person.id, Person.name, func.coalesce(Unit.name, "").label("unit"), Person.post, MentorProfile.status,
            func.coalesce(last.c.certificates, 0).label("certificates"), Certificate.year, Certificate.number,
            Certificate.kind, Certificate.starts_on, Certificate.ends_on, Certificate.issued_on,
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(last, last.c.person_id == Person.id)
        .outerjoin(Certificate, Certificate.id == last.c.id)
        .where(MentorProfile.status.in_(("in_pool", "paused")))
        .order_by(func.coalesce(Unit.position, LAST), Person.name_key, Person.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def certificates(session: Session, viewer: Viewer, *, person_id: int) -> pd.DataFrame:
    """A mentor's certificates, the newest first: id, year, number, kind, starts_on, ends_on, issued_on, who."""
    rows = (
        select(Certificate.id, Certificate.year, Certificate.number, Certificate.kind, Certificate.starts_on,
               Certificate.ends_on, Certificate.issued_on, Account.name.label("who"))
        .join(Person, Person.id == Certificate.person_id)
        .join(Account, Account.id == Certificate.by_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.id.desc())
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def exits(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Every exit, those that wait first, then the newest: id, person_id, name, unit, reason, ground, leaves_on, status, answer,
    proposer, decider, by_id, version, profile_status, load (open pairings)."""
    proposer, decider = aliased(Account), aliased(Account)
    rows = (
        select(
            MentorExit.id, MentorExit.person_id, Person.name, func.coalesce(Unit.name, "").label("unit"),
            MentorExit.reason, MentorExit.ground, MentorExit.leaves_on, MentorExit.status, MentorExit.answer,
            proposer.name.label("proposer"), decider.name.label("decider"), MentorExit.by_id, MentorExit.version,
            MentorProfile.status.label("profile_status"), _load().label("load"),
        )
        .join(Person, Person.id == MentorExit.person_id)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(proposer, proposer.id == MentorExit.by_id)
        .outerjoin(decider, decider.id == MentorExit.decided_by_id)
        .order_by(MentorExit.status != "proposed", MentorExit.leaves_on.desc(), MentorExit.id.desc())
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


def _load() -> Any:
    rows = select(func.count()).where(Pairing.mentor_id == MentorExit.person_id, Pairing.status.in_(OPEN))
    return rows.correlate(MentorExit).scalar_subquery()


@reads("programme")
def ceremonies(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Ceremonies, the latest first: id, held_on, place, host, note, cohort_id, cohort, mentors and pairs (present), version.

    A liaison sees the ceremonies at which somebody of its unit was.
    """
    rows = (
        select(
            Ceremony.id, Ceremony.held_on, Ceremony.place, Ceremony.host, Ceremony.note, Ceremony.cohort_id,
            func.coalesce(Cohort.name, "").label("cohort"), _count(CeremonyMentor).label("mentors"),
            _count(CeremonyPair).label("pairs"), Ceremony.version,
        )
        .outerjoin(Cohort, Cohort.id == Ceremony.cohort_id)
        .order_by(Ceremony.held_on.desc(), Ceremony.id.desc())
    )  # fmt: skip
    if viewer.unit_id is not None:
        own = select(CeremonyMentor.ceremony_id).join(Person, Person.id == CeremonyMentor.person_id)
        rows = rows.where(Ceremony.id.in_(own.where(Person.unit_id == viewer.unit_id)))
    return frame(session, rows)


def _count(model: type[CeremonyMentor] | type[CeremonyPair]) -> Any:
    rows: Select = select(func.count()).where(model.ceremony_id == Ceremony.id)
    return rows.correlate(Ceremony).scalar_subquery()


@reads("programme")
def present_at(session: Session, viewer: Viewer, *, ceremony_id: int) -> pd.DataFrame:
    """The mentors of a ceremony with the pairs presented: person_id, name, unit, pairs (how many)."""
    shown = (
        select(Pairing.mentor_id, func.count().label("pairs"))
        .join(CeremonyPair, CeremonyPair.pairing_id == Pairing.id)
        .where(CeremonyPair.ceremony_id == ceremony_id)
        .group_by(Pairing.mentor_id)
        .subquery()
    )
    rows = (
        select(Person.id.label("person_id"), Person.name, func.coalesce(Unit.name, "").label("unit"),
               func.coalesce(shown.c.pairs, 0).label("pairs"))
        .join(CeremonyMentor, CeremonyMentor.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(shown, shown.c.mentor_id == Person.id)
        .where(CeremonyMentor.ceremony_id == ceremony_id)
        .order_by(func.coalesce(Unit.position, LAST), Person.name_key, Person.id)
    )  # fmt: skip
    return frame(session, in_scope(rows, viewer))


@reads("programme")
def presentable(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The open pairings of a cohort to present at a ceremony: id, mentor_id, mentor, mentee, unit."""
    return frame(session, _pairs(viewer).where(Pairing.cohort_id == cohort_id, Pairing.status.in_(OPEN)))


def _pairs(viewer: Viewer) -> Select:
    mentor = aliased(Person)
    rows = (
        select(Pairing.id, Pairing.mentor_id, mentor.name.label("mentor"), Person.name.label("mentee"),
               func.coalesce(Unit.name, "").label("unit"))
        .join(mentor, mentor.id == Pairing.mentor_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(func.coalesce(Unit.position, LAST), Person.name_key, Pairing.id)
    )  # fmt: skip
    return in_scope(rows, viewer)


@reads("programme")
def confirmation_rule(session: Session, viewer: Viewer) -> dict[str, str]:
    """{track: whose confirmation it needs}; a track that is absent needs that of one department, whichever."""
    row = session.get(Setting, "confirmation")
    return dict(row.value) if row else {}


@reads("programme")
def next_certificate(session: Session, viewer: Viewer, *, year: int) -> int:
    """The number after the highest one of a year."""
    return int(session.scalar(select(func.max(Certificate.number)).where(Certificate.year == year)) or 0) + 1
