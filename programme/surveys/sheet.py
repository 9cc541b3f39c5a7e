"""The table of a survey that goes to a unit: whoever has not answered yet, and nothing of what others said."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import Cohort, Survey
from db.queries.surveys import AnswerFilter, answers
from documents.surveylist import words
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import fetch, use_case
from texts import days, speaking

GIVEN = {"number": "id", "name": "name", "unit": "unit", "other": "other"}


@use_case(Action.KEEP_RECORDS)
def offer_table(session: Session, by: Actor, *, survey_id: int, unit_id: int | None = None) -> Offer:
    """Lay the table of those who have not answered ready (of a unit, if given; a liaison's is its own).

    Raises Conflict "nothing_to_export" where everybody has answered.
    """
    row = fetch(session, Survey, survey_id)
    found = answers(session, by.viewer, survey_id=survey_id, chosen=AnswerFilter(unit_id, stand="outstanding"))
    if found.empty:
        raise Conflict("nothing_to_export")
    cohort, unit = fetch(session, Cohort, row.cohort_id).name, ""
    if found["unit"].nunique() == 1:
        unit = str(found.iloc[0]["unit"])
    title = words()["paper"]["title"].format(cohort=cohort, number=row.number)
    with speaking(CHINESE):
        content = _table(title, row, found.to_dict("records"))
    file = f"{unit}{title}.xlsx"
    return Offer(exports.offer(session, by, file, XLSX, content), file, len(found))


def _table(title: str, row: Survey, asked: list[dict[Any, Any]]) -> bytes:
    told, fields = words()["paper"], list(words()["headers"])
    heads = [Head(words()["headers"][name][0], words()["widths"].get(name, 12)) for name in fields]
    rows = [[_cell(one, name) for name in fields] for one in asked]
    subtitle = told["subtitle"].format(due=days.spoken(row.due_on))
    guide = Sheet(told["guide"], told["guide"], "", [Head(told["guide"], 90.0)], [[line] for line in told["lines"]])
    return write_book([Sheet(told["sheet"], title, subtitle, heads, rows), guide])


def _cell(one: Mapping[Any, Any], name: str) -> Any:
    if name == "side":
        return words()["sides"][one["side"]]
    return one[GIVEN[name]] if name in GIVEN else ""
