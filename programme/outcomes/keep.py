"""Keep outcomes: write a fact down, correct it with its history, strike a mistaken one out. A liaison does so for its own unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Outcome, Person
from db.models.outcomes import PARTY_STEPS
from programme.access import Action, Actor
from programme.errors import Conflict, Forbidden, Invalid
from programme.outcomes import person_row
from programme.outcomes.belonging import Belonging, belonging
from programme.outcomes.values import Values, checked
from programme.recordbook.history import columns_of, keep_version, strike_out
from programme.usecase import claim, fetch, record, use_case

SAID = (
    "kind", "step", "happened_on", "until_on", "title", "place", "from_post", "to_post", "from_level", "to_level",
    "from_grade", "to_grade", "amount", "introducer_id", "other_introducer", "follows_id", "evidence", "source", "note",
    "pairing_id", "side", "cohort_id",
)  # fmt: skip


@use_case(Action.KEEP_RECORDS)
def add(session: Session, by: Actor, *, person_id: int, values: Values, row_version: int | None = None) -> int:
    """Write a fact about a person down; returns outcomes.id.

    Without `values["pairing_id"]` it belongs to the pairing in force on its day. With `row_version`, the version of the
    person's row that the user saw, a step into the Party or a new post is written there too. Raises Invalid (the field is in its
    data), Conflict for a step into the Party out of order, Forbidden for a liaison of another unit.
    """
    person = person_for(session, by, person_id)
    row = new_outcome(session, by, person, values)
    told = {"act": "add", "person": person_id, "kind": row.kind, "step": row.step, "day": row.happened_on}
    record(session, by, Action.KEEP_RECORDS, f"outcome:{row.id}", **told, pairing=row.pairing_id)
    if row_version is not None:
        person_row.bring(session, by, row, row_version)
    return row.id


def new_outcome(session: Session, by: Actor, person: Person, values: Values, import_id: int | None = None) -> Outcome:
    """The row of a fact, checked against everything that is known of the person, and kept."""
    columns, place = _placed(session, person.id, values)
    columns["follows_id"] = _follows(session, (person.id, 0), columns["happened_on"], values.get("follows_id"))
    _demand_order(session, (person.id, 0), columns)
    row = Outcome(
        person_id=person.id, unit_id=person.unit_id, by_id=by.id, import_id=import_id, **columns, **place
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _placed(session: Session, person_id: int, values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    columns = checked(values)
    if columns["introducer_id"] is not None:
        _demand_introducer(session, person_id, columns["introducer_id"])
    found: Belonging = belonging(session, person_id, columns, values)
    return columns, {"side": found.side, "pairing_id": found.pairing_id, "cohort_id": found.cohort_id}


def _demand_introducer(session: Session, person_id: int, introducer_id: int) -> None:
    fetch(session, Person, introducer_id)
    if introducer_id == person_id:
        raise Invalid("outcome_own_introducer", field="introducer_id")


def person_for(session: Session, by: Actor, person_id: int) -> Person:
    """The person, if this account may keep facts about them: a liaison those of its own unit only."""
    person = fetch(session, Person, person_id)
    if by.role == "liaison" and (person.unit_id is None or person.unit_id != by.unit_id):
        raise Forbidden("unit", action=Action.KEEP_RECORDS.value, unit_id=person.unit_id)
    return person


@use_case(Action.KEEP_RECORDS, after_close=True)
def correct(
    session: Session, by: Actor, *, outcome_id: int, seen_version: int, values: Values, reason: str
) -> None:  # fmt: skip
    """Correct a fact: what it said before stays beside it with the reason. Its kind and its person stay what they are.

    Without `values["pairing_id"]` the pairing stays as well; the person's row follows if it had been brought up to date
    with this fact. Raises Stale, Invalid, Conflict as `add` does.
    """
    row = _open(session, by, outcome_id, seen_version)
    before = columns_of(row, SAID)
    told = {"pairing_id": row.pairing_id, "follows_id": row.follows_id, **values, "kind": row.kind}
    columns, place = _placed(session, row.person_id, told)
    columns |= place
    columns["follows_id"] = _follows(session, (row.person_id, row.id), columns["happened_on"], told["follows_id"])
    _demand_order(session, (row.person_id, row.id), columns)
    _demand_later(session, row.id, columns)
    changed = [name for name, value in columns.items() if before[name] != value]
    if not changed:
        raise Conflict("pool_unchanged")
    keep_version(session, by, row, before, reason)
    for name in changed:
        setattr(row, name, columns[name])
    session.flush()
    record(session, by, Action.KEEP_RECORDS, f"outcome:{row.id}", act="correct", fields=changed, reason=reason.strip())
    person_row.follow(session, by, row)


@use_case(Action.KEEP_RECORDS, after_close=True)
def strike(session: Session, by: Actor, *, outcome_id: int, seen_version: int, reason: str) -> None:
    """Strike a mistaken fact out; it stays readable with the reason, counts nowhere, and what it changed is undone."""
    row = _open(session, by, outcome_id, seen_version)
    strike_out(session, by, row, reason)
    person_row.put_back(session, by, row)
    told = {"act": "strike", "kind": row.kind, "day": row.happened_on, "reason": reason.strip()}
    record(session, by, Action.KEEP_RECORDS, f"outcome:{row.id}", **told)


def _open(session: Session, by: Actor, outcome_id: int, seen_version: int) -> Outcome:
    row = fetch(session, Outcome, outcome_id)
    person_for(session, by, row.person_id)
    if row.struck_at is not None:
        raise Conflict("entry_struck")
    claim(session, row, seen_version)
    return row


def _demand_order(session: Session, whose: tuple[int, int], columns: Values) -> None:
    person_id, but = whose
    if columns["kind"] == "party":
        rows = select(Outcome.step, Outcome.happened_on).where(
            Outcome.person_id == person_id, Outcome.kind == "party", Outcome.struck_at.is_(None), Outcome.id != but
        )
        demand_in_order(((step, day) for step, day in session.execute(rows)), columns)


def demand_in_order(others: Iterable[tuple[str, date]], columns: Values) -> None:
    """Steps into the Party come once each, on days that follow one another. Raises Conflict."""
    if columns["kind"] != "party":
        return
    place, day = PARTY_STEPS.index(columns["step"]), columns["happened_on"]
    for step, other in others:
        if step == columns["step"]:
            raise Conflict("outcome_party_taken", field="step", day=other)
        later = PARTY_STEPS.index(step) > place
        if (later and other < day) or (not later and other > day):
            raise Conflict("outcome_party_order", field="happened_on", day=day, other=other)


def _follows(session: Session, whose: tuple[int, int], day: Any, earlier_id: int | None) -> int | None:
    """The earlier fact of the same person that this one came of. Raises Invalid for a later one, a circle, somebody else's."""
    if not earlier_id:
        return None
    person_id, own = whose
    earlier = fetch(session, Outcome, earlier_id)
    if earlier.person_id != person_id or earlier.struck_at is not None:
        raise Invalid("outcome_follows_other", field="follows_id")
    if earlier.happened_on > day:
        raise Invalid("outcome_follows_later", field="follows_id", day=earlier.happened_on)
    step: Outcome | None = earlier
    while step is not None:
        if step.id == own:
            raise Invalid("outcome_follows_circle", field="follows_id")
        step = session.get(Outcome, step.follows_id) if step.follows_id else None
    return earlier.id


def _demand_later(session: Session, outcome_id: int, columns: Values) -> None:
    """What came of a fact cannot lie before it."""
    rows = select(Outcome.happened_on).where(Outcome.follows_id == outcome_id, Outcome.struck_at.is_(None))
    first = session.scalars(rows.order_by(Outcome.happened_on).limit(1)).first()
    if first is not None and first < columns["happened_on"]:
        raise Conflict("outcome_before_followers", field="happened_on", day=columns["happened_on"], first=first)
