"""Read models of the sign-off: the pairs as the meeting reads them, and who signed what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Account,
    Adjustment,
    Cohort,
    Mentee,
    Person,
    PolicyRow,
    Scheme,
    SchemeHold,
    SchemePair,
    SchemeVersion,
    Signature,
    Unit,
)
from db.queries.frames import frame
from db.queries.rules import as_seen
from db.queries.viewer import Viewer, reads

MILLI = 1000.0
NOT_YET_PROPOSED = ("draft", "returned")
# The acts at the desk that carry a leader's name.
NAMING = ("appoint", "override")


@reads("programme")
def scheme_to_sign(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """One row: id, cohort_id, name, status, version, frozen_hash, floor (points), proof, notice_days, levels, eligible_on,
    starts_on, ends_on, by, at. `levels` of signing are the scheme's own once it was proposed, else the cohort's; `number` is that of the frozen version (0: none)."""
    kept = and_(SchemeVersion.scheme_id == Scheme.id, SchemeVersion.frozen_hash == Scheme.frozen_hash)
    levels = case((Scheme.status.in_(NOT_YET_PROPOSED), Cohort.sign_levels), else_=Scheme.sign_levels)
    return frame(
        session,
        select(
            Scheme.id, Scheme.cohort_id, Scheme.name, Scheme.status, Scheme.version, Scheme.frozen_hash,
            func.coalesce(Scheme.problem["policy"]["floor"].as_float(), 0.0).label("floor"),
            func.coalesce(Scheme.solution["status"].as_string(), "").label("proof"),
            func.coalesce(Scheme.notice_days, Cohort.notice_days).label("notice_days"), levels.label("levels"),
            func.coalesce(SchemeVersion.number, 0).label("number"),
            Cohort.eligible_on, Cohort.starts_on, Cohort.ends_on, Account.name.label("by"), Scheme.at,
        )
        .join(Cohort, Cohort.id == Scheme.cohort_id)
        .join(Account, Account.id == Scheme.by_id)
        .outerjoin(SchemeVersion, kept)
        .where(Scheme.id == scheme_id),
    )  # fmt: skip


@reads("programme")
def pairs_to_sign(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The pairs, the lowest fit first: mentee_id, mentee, mentee_unit, county, category, sex, mentor_id, mentor,
    mentor_unit, fit (points), origin, reason and by of the lock (empty without one)."""
    mentee, mentor, home, desk = aliased(Person), aliased(Person), aliased(Unit), aliased(Unit)
    lock = and_(
        SchemeHold.scheme_id == SchemePair.scheme_id, SchemeHold.mentee_id == SchemePair.mentee_id,
        SchemeHold.mentor_id == SchemePair.mentor_id, SchemeHold.kind == "pin",
    )  # fmt: skip
    statement = (
        select(
            SchemePair.mentee_id, mentee.name.label("mentee"), func.coalesce(home.name, "").label("mentee_unit"),
            Mentee.county, Mentee.category, mentee.sex, SchemePair.mentor_id, mentor.name.label("mentor"),
            func.coalesce(desk.name, "").label("mentor_unit"), (SchemePair.fit / MILLI).label("fit"),
            SchemePair.origin, func.coalesce(SchemeHold.reason, "").label("reason"),
            func.coalesce(Account.name, "").label("by"),
        )
        .join(Mentee, Mentee.id == SchemePair.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == SchemePair.mentor_id)
        .outerjoin(home, home.id == mentee.unit_id)
        .outerjoin(desk, desk.id == mentor.unit_id)
        .outerjoin(SchemeHold, lock)
        .outerjoin(Account, Account.id == SchemeHold.by_id)
        .where(SchemePair.scheme_id == scheme_id)
        .order_by(SchemePair.fit, SchemePair.mentee_id, SchemePair.mentor_id)
    )  # fmt: skip
    if viewer.unit_id is not None:
        statement = statement.where(mentee.unit_id == viewer.unit_id)
    return frame(session, statement)


@reads("programme")
def signatures(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """Who signed, in the order of time: id, stage, frozen_hash, comment, by_id, by, role, at (UTC)."""
    return frame(
        session,
        select(
            Signature.id, Signature.stage, Signature.frozen_hash, Signature.comment, Signature.by_id,
            Account.name.label("by"), Account.role, Signature.at,
        )
        .join(Account, Account.id == Signature.by_id)
        .where(Signature.scheme_id == scheme_id)
        .order_by(Signature.id),
    )  # fmt: skip


@reads("programme")
def leaders(session: Session, viewer: Viewer, *, scheme_id: int) -> dict[tuple[int, int], str]:
    """Which leader named a pair: {(mentees.id, people.id of the mentor): the name}, in the rules or by an act at the desk.

    A re-run and a copy keep the appointment but not the act, which stands with the scheme where it was made: acts in
    other schemes of the cohort that were not undone count too, those of this one last, so that they hold.
    """
    own = select(Scheme.cohort_id).where(Scheme.id == scheme_id).scalar_subquery()
    acts = (
        select(Adjustment.detail)
        .join(Scheme, Scheme.id == Adjustment.scheme_id)
        .where(Scheme.cohort_id == own, Adjustment.kind.in_(NAMING), Adjustment.undone.is_(False))
    )
    told = session.scalars(acts.order_by(Adjustment.scheme_id == scheme_id, Adjustment.id))
    named = {(one["mentee_ids"][0], one["mentor_ids"][0]): one["leader"] for one in told}
    return {**_named_in_rules(session, scheme_id), **named}


def _named_in_rules(session: Session, scheme_id: int) -> dict[tuple[int, int], str]:
    """The pairs that the rules of a scheme name in a leader's name."""
    own = select(PolicyRow.rules, Scheme.cohort_id).join(Scheme, Scheme.policy_id == PolicyRow.id)
    rules, cohort_id = session.execute(own.where(Scheme.id == scheme_id)).one()
    pairs = [one for one in rules.get("pairs", {}).values() if one.get("leader")]
    people = select(Mentee.person_id, Mentee.id).where(Mentee.cohort_id == cohort_id)
    ids = (
        dict(session.execute(people.where(Mentee.person_id.in_([one["mentee"] for one in pairs]))).all())
        if pairs
        else {}
    )
    return {(ids[one["mentee"]], one["mentor"]): one["leader"] for one in pairs if one["mentee"] in ids}


@dataclass(frozen=True, slots=True)
class RulesRow:
    """A saving of rules as the viewer is told it; `rules` is JSON, `at` UTC."""

    number: int
    rules: Mapping[str, Any]
    note: str
    by: str
    at: datetime


@reads("programme")
def rules_of_scheme(session: Session, viewer: Viewer, *, scheme_id: int) -> RulesRow:
    """The rules that a scheme was computed under."""
    row = session.execute(
        select(PolicyRow.number, PolicyRow.rules, PolicyRow.note, Account.name.label("by"), PolicyRow.at)
        .join(Scheme, Scheme.policy_id == PolicyRow.id)
        .join(Account, Account.id == PolicyRow.by_id)
        .where(Scheme.id == scheme_id)
    ).one()
    return RulesRow(row.number, as_seen(session, viewer, rules=row.rules), row.note, row.by, row.at)
