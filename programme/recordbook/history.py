"""How entries change: what they said before stays, a mistaken one is struck out with a reason, nothing goes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.clock import now
from db.models import (
    CampaignFigure,
    EntryVersion,
    ForceGrade,
    Mentee,
    Outcome,
    Pairing,
    PairingStage,
    Person,
    Plan,
    PlanItem,
    Record,
    SurveyAnswer,
)
from programme.access import Action, Actor
from programme.errors import Conflict, Forbidden, Invalid
from programme.usecase import claim, fetch

SUBJECTS: Mapping[type[Any], str] = {
    Record: "record", Plan: "plan", PlanItem: "plan_item", PairingStage: "stage", Outcome: "outcome",
    CampaignFigure: "campaign_figure", ForceGrade: "force_grade", SurveyAnswer: "survey_answer",
}  # fmt: skip
Strikable = Record | PlanItem | PairingStage | Outcome | CampaignFigure | ForceGrade
Entry = Strikable | Plan | SurveyAnswer


def pairing_for(session: Session, by: Actor, pairing_id: int) -> Pairing:
    """The pairing, if this account may keep its records: a liaison those of its own unit's mentees only.

    Raises NotFound, Forbidden ("unit").
    """
    pairing = fetch(session, Pairing, pairing_id)
    person = session.get_one(Person, session.get_one(Mentee, pairing.mentee_id).person_id)
    if by.role == "liaison" and (person.unit_id is None or person.unit_id != by.unit_id):
        raise Forbidden("unit", action=Action.KEEP_RECORDS.value, unit_id=person.unit_id)
    return pairing


def open_entry(session: Session, by: Actor, model: type[Any], entry_id: int, seen_version: int) -> Any:
    """An entry that is to be changed, claimed at the version the user saw. Raises Conflict once it is struck out."""
    row = fetch(session, model, entry_id)
    pairing_for(session, by, row.pairing_id)
    if getattr(row, "struck_at", None) is not None:
        raise Conflict("entry_struck")
    claim(session, row, seen_version)
    return row


def keep_version(session: Session, by: Actor, row: Entry, content: Mapping[str, Any], reason: str) -> None:
    """Keep what a claimed row said at the version before; the reason says why it is corrected."""
    if not reason.strip():
        raise Invalid("correction_reason_needed", field="reason")
    session.add(
        EntryVersion(
            subject=SUBJECTS[type(row)], subject_id=row.pairing_id if isinstance(row, Plan) else row.id, version=row.version - 1,
            content={name: _plain(value) for name, value in content.items()}, reason=reason.strip(), by_id=by.id,
        )
    )  # fmt: skip
    session.flush()


def columns_of(row: Entry, names: tuple[str, ...]) -> dict[str, Any]:
    """What a row says in these columns."""
    return {name: getattr(row, name) for name in names}


def strike_out(session: Session, by: Actor, row: Strikable, reason: str) -> None:
    """Strike a claimed row out."""
    if not reason.strip():
        raise Invalid("strike_reason_needed", field="reason")
    row.struck_at, row.struck_by_id, row.struck_reason = now(), by.id, reason.strip()
    session.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
