"""Read models of the rules: every saving of a cohort with who, when and the note, and whom rules may name."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Mentee, MentorProfile, Person, PolicyRow, Unit
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

# What an entry says in words, by the part of the rules in which it stands.
SILENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"pairs": ("reason", "leader", "waiver"), "overrides": ("reason",), "quotas": ("reason",)}
)


@reads("programme")
def rule_rows(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """All rows, the newest first: id, number, rules (JSON, see `as_seen`), note, by (name), at (UTC)."""
    rows = frame(
        session,
        select(PolicyRow.id, PolicyRow.number, PolicyRow.rules, PolicyRow.note, Account.name.label("by"), PolicyRow.at)
        .join(Account, Account.id == PolicyRow.by_id)
        .where(PolicyRow.cohort_id == cohort_id)
        .order_by(PolicyRow.number.desc()),
    )
    return (
        rows
        if viewer.unit_id is None
        else rows.assign(rules=[as_seen(session, viewer, rules=one) for one in rows["rules"]])
    )


@reads("programme")
def as_seen(session: Session, viewer: Viewer, *, rules: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row's rules for this viewer: why people of other units are named, and by which leader, is not told to a liaison."""
    if viewer.unit_id is None:
        return rules
    own = frozenset(session.scalars(select(Person.id).where(Person.unit_id == viewer.unit_id)))
    return {**rules, **{part: _told(rules.get(part, {}), part, own) for part in SILENT}}


def _told(entries: Mapping[str, Any], part: str, own: frozenset[int]) -> dict[str, Any]:
    blank = dict.fromkeys(SILENT[part], "")
    return {key: one if own.issuperset(_whom(part, key, one)) else {**one, **blank} for key, one in entries.items()}


def _whom(part: str, key: str, entry: Mapping[str, Any]) -> Iterable[int]:
    """The people whom an entry names."""
    if part == "pairs":
        return entry["mentee"], entry["mentor"]
    if part == "overrides":
        return (int(key),)
    named = entry["mentors"]
    return [int(value) for value in named["of"]] if named["by"] == "person" else ()


@reads("programme")
def rule_people(session: Session, viewer: Viewer, *, person_ids: list[int]) -> pd.DataFrame:
    """Who these people are, as far as the viewer sees them: id, name, unit ("" for none)."""
    rows = select(Person.id, Person.name, Unit.name.label("unit")).outerjoin(Unit, Unit.id == Person.unit_id)
    return frame(session, in_scope(rows.where(Person.id.in_(person_ids)), viewer)).fillna({"unit": ""})


@reads("programme")
def accounts_named(session: Session, viewer: Viewer) -> dict[int, str]:
    """Who put his name to something: {accounts.id: name}."""
    return dict(session.execute(select(Account.id, Account.name)).all())


@reads("programme")
def mentors_to_name(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Mentors who have not left the pool, in the official order of units: id, name, unit, capacity, standing."""
    rows = (
        select(Person.id, Person.name, Unit.name.label("unit"), MentorProfile.capacity, MentorProfile.standing)
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(MentorProfile.status != "left")
        .order_by(Unit.position, Person.name_key, Person.id)
    )
    return frame(session, in_scope(rows, viewer)).fillna({"unit": ""})


@reads("programme")
def mentees_to_name(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """Mentees of the cohort who still wait, in the official order of units: id (of the person), name, unit."""
    rows = (
        select(Person.id, Person.name, Unit.name.label("unit"))
        .join(Mentee, Mentee.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Mentee.cohort_id == cohort_id, Mentee.status == "waiting")
        .order_by(Unit.position, Person.name_key, Person.id)
    )
    return frame(session, in_scope(rows, viewer)).fillna({"unit": ""})
