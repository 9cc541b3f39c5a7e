"""File what one side answered; an answer that is there already is corrected with a reason and keeps what it said."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.clock import now
from db.models import Survey, SurveyAnswer
from programme.access import Action, Actor, require
from programme.errors import Conflict, Forbidden, Invalid
from programme.recordbook.history import columns_of, keep_version
from programme.surveys.values import SAID, checked
from programme.usecase import claim, fetch, record, use_case


@use_case(Action.KEEP_RECORDS)
def file_answer(
    session: Session, by: Actor, *, answer_id: int, seen_version: int, values: Mapping[str, Any], reason: str = ""
) -> str:  # fmt: skip
    """File all questions of one side at once; "file" or "correct". Once the survey is closed only officers correct.

    Raises Invalid, Conflict ("survey_closed", "survey_unchanged"), Forbidden for the answer of another unit's person.
    """
    row = fetch(session, SurveyAnswer, answer_id)
    demand_own(by, row.unit_id)
    columns = checked(values)
    if not columns:
        raise Invalid("survey_empty", field="talking")
    demand_taken(session, by, row)
    claim(session, row, seen_version)
    act = write(session, by, row, columns, reason)
    told = {"survey": row.survey_id, "pairing": row.pairing_id, "side": row.side, "reason": reason.strip()}
    record(session, by, Action.KEEP_RECORDS, f"survey_answer:{row.id}", act=act, **told)
    return act


def demand_own(by: Actor, unit_id: int | None) -> None:
    """Forbidden for a liaison of another unit; whoever has no unit is asked by the department itself."""
    require(by, Action.KEEP_RECORDS, unit_id)
    if by.viewer.unit_id is not None and unit_id is None:
        raise Forbidden("unit", action=Action.KEEP_RECORDS.value, unit_id=unit_id)


def demand_taken(session: Session, by: Actor, row: SurveyAnswer) -> None:
    """Conflict unless the survey still takes this answer."""
    survey = fetch(session, Survey, row.survey_id)
    if survey.status != "open" and not (row.filed_at and by.may(Action.MANAGE_COHORTS)):
        raise Conflict("survey_closed")


def write(session: Session, by: Actor, row: SurveyAnswer, columns: Mapping[str, Any], reason: str) -> str:
    """Write the answers on a claimed row; "file" or "correct". The log has no answers, for they are confidential."""
    before = columns_of(row, SAID)
    if before == columns:
        raise Conflict("survey_unchanged")
    act = "file" if row.filed_at is None else "correct"
    if act == "correct":
        keep_version(session, by, row, before, reason)
    for name, value in columns.items():
        setattr(row, name, value)
    # What was corrected was meant from the first day on; when and by whom it was corrected stands with what it said before.
    if act == "file":
        row.filed_at, row.by_id = now(), by.id
    session.flush()
    return act
