"""Facts that change what a person's row says (入党、提拔): brought up to date when asked for, and undone with the fact.

What the row said before stays in `entry_versions` (subject `person_row`, by the outcome): it is put back when the fact is
struck out, unless somebody has written something else there since.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import EntryVersion, Outcome, Person
from db.queries.viewer import Viewer, reads
from programme.access import Action, Actor, require
from programme.outcomes.values import Values
from programme.pool_rows import change, kept_person
from programme.usecase import fetch, record

SUBJECT = "person_row"
PARTY_OF = {"probationary": "probationary_member", "full": "party_member"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a fact would change: `field` "party" or "post" of the person's row at this version, and what it says now."""

    version: int
    field: str
    now: str


def told_by(fact: Values) -> dict[str, str]:
    """What a fact says of the person's row, from its kind, step and post; {} where it says nothing.

    >>> told_by({"kind": "party", "step": "full"}), told_by({"kind": "promotion", "to_post": "副镇长"})
    ({'party': 'party_member'}, {'post': '副镇长'})
    """
    if fact["kind"] == "party" and fact.get("step") in PARTY_OF:
        return {"party": PARTY_OF[fact["step"]]}
    return {"post": fact["to_post"]} if fact["kind"] == "promotion" and fact.get("to_post") else {}


@reads("programme")
def row_offer(
    session: Session, viewer: Viewer, *, person_id: int, kind: str, step: str = "", day: date
) -> Offer | None:  # fmt: skip
    """What a fact of this kind on this day would bring up to date, if it would: the newest of its kind alone does."""
    field = next(iter(told_by({"kind": kind, "step": step, "to_post": "-"})), "")
    person = fetch(session, Person, person_id)
    if not field or (viewer.unit_id is not None and person.unit_id != viewer.unit_id):
        return None
    now = str(getattr(person, field))
    if _later(session, person_id, kind, day) or now == PARTY_OF.get(step):
        return None
    return Offer(person.version, field, now)


@reads("programme")
def row_brought(session: Session, viewer: Viewer, *, outcome_id: int) -> dict[str, str] | None:
    """What a fact brought up to date and stands for still: field, before, after; None for nothing."""
    outcome = fetch(session, Outcome, outcome_id)
    person = fetch(session, Person, outcome.person_id)
    return None if viewer.unit_id not in (None, person.unit_id) else _kept(session, outcome_id)


def bring(session: Session, by: Actor, outcome: Outcome, seen_version: int) -> None:
    """Write what the fact says into the person's row, as seen at this version; nothing where a later fact is on record.

    Raises Forbidden without the right to edit the pool, Stale.
    """
    require(by, Action.EDIT_POOL)
    _bring(session, by, outcome, seen_version)


def put_back(session: Session, by: Actor, outcome: Outcome) -> bool:
    """What the row said before this fact stands there again, unless it was changed since; whether the fact had brought it."""
    kept = _kept(session, outcome.id)
    if kept is None:
        return False
    person = fetch(session, Person, outcome.person_id)
    if getattr(person, kept["field"]) == kept["after"]:
        _write(session, by, outcome, {kept["field"]: kept["before"]}, person.version)
    _keep(session, by, outcome.id, {})
    return True


def follow(session: Session, by: Actor, outcome: Outcome) -> None:
    """After a correction of the fact the row says what the fact says now, if the fact had been brought to it."""
    if put_back(session, by, outcome):
        _bring(session, by, outcome, fetch(session, Person, outcome.person_id).version)


def _bring(session: Session, by: Actor, outcome: Outcome, seen_version: int) -> None:
    told = told_by({"kind": outcome.kind, "step": outcome.step, "to_post": outcome.to_post})
    if not told or _later(session, outcome.person_id, outcome.kind, outcome.happened_on):
        return
    for field, (before, after) in _write(session, by, outcome, told, seen_version).items():
        _keep(session, by, outcome.id, {"field": field, "before": before, "after": after})


def _write(
    session: Session, by: Actor, outcome: Outcome, told: dict[str, str], seen_version: int
) -> dict[str, list[Any]]:  # fmt: skip
    changes = change(session, kept_person(session, fetch(session, Person, outcome.person_id)), seen_version, told)
    if changes:
        about = {"act": "edit", "changes": changes, "fact": outcome.id}
        record(session, by, Action.EDIT_POOL, f"person:{outcome.person_id}", **about)
    return changes


def _later(session: Session, person_id: int, kind: str, day: date) -> bool:
    rows = select(Outcome.id).where(
        Outcome.person_id == person_id, Outcome.kind == kind, Outcome.happened_on > day, Outcome.struck_at.is_(None)
    )
    if kind == "promotion":
        rows = rows.where(Outcome.to_post != "")
    return session.scalars(rows.limit(1)).first() is not None


def _kept(session: Session, outcome_id: int) -> dict[str, str] | None:
    rows = select(EntryVersion.content).filter_by(subject=SUBJECT, subject_id=outcome_id)
    return session.scalars(rows.order_by(EntryVersion.version.desc()).limit(1)).first() or None


def _keep(session: Session, by: Actor, outcome_id: int, content: dict[str, str]) -> None:
    """What the fact changed; empty once it is undone."""
    rows = select(func.max(EntryVersion.version)).filter_by(subject=SUBJECT, subject_id=outcome_id)
    number = (session.scalar(rows) or 0) + 1
    told = {"subject": SUBJECT, "subject_id": outcome_id, "version": number, "content": content, "by_id": by.id}
    session.add(EntryVersion(**told))
    session.flush()
