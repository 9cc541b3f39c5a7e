"""The empty table of records that units fill in, with their pairs already written, and how to fill it."""

from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.models import Cohort
from db.queries.records import pairing_choices
from documents.recordlist.fields import usual, words
from documents.recordlist.layout import usual_header
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.recordbook.codes import FORMS, KINDS, METHODS
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import fetch, use_case
from texts import speaking

WIDE = {"content": 44.0, "title": 20.0, "outcome": 24.0, "reflection": 24.0, "mentee_unit": 20.0, "day": 14.0}
PREFILLED = {"mentee": "mentee", "mentee_no": "mentee_no", "mentee_unit": "mentee_unit", "mentor": "mentor"}


@use_case(Action.KEEP_RECORDS)
def offer_template(session: Session, by: Actor, *, cohort_id: int, unit_id: int | None = None) -> Offer:
    """Lay the empty table ready, one line for each pair in force (of a unit, if given; a liaison's are its own).

    Raises Conflict "nothing_to_export" where no pair is in force.
    """
    cohort = fetch(session, Cohort, cohort_id)
    pairs = pairing_choices(session, by.viewer, cohort_id=cohort_id)
    pairs = pairs[pairs["status"].isin(["active", "due"])]
    if unit_id is not None:
        pairs = pairs[pairs["mentee_unit_id"] == unit_id]
    if pairs.empty:
        raise Conflict("nothing_to_export")
    unit = str(pairs.iloc[0]["mentee_unit"]) if pairs["mentee_unit"].nunique() == 1 else ""
    name = f"{unit}{cohort.name}{words()['template']['title']}.xlsx"
    with speaking(CHINESE):
        content = write_template(cohort.name, pairs.to_dict("records"))
    return Offer(exports.offer(session, by, name, XLSX, content), name, len(pairs))


def write_template(cohort: str, pairs: list[dict[str, Any]]) -> bytes:
    """The workbook: the table with its pairs, and a sheet that says how to fill it."""
    told = words()["template"]
    day = today()
    heads = [Head(usual_header(name), WIDE.get(name)) for name in told["columns"]]
    rows = [[pair.get(PREFILLED.get(name, ""), "") or "" for name in told["columns"]] for pair in pairs]
    lists = {"kinds": _all("kind", KINDS), "forms": _all("forms", FORMS), "methods": _all("methods", METHODS)}
    lines = [[line.format(**lists)] for line in told["lines"]]
    title = f"{cohort}{told['title']}"
    head = f"{day.year}.{day.month:02d}"
    return write_book(
        [Sheet(told["sheet"], title, head, heads, rows), Sheet(told["guide"], told["guide"], "", [Head(told["guide"], 90.0)], lines)]
    )  # fmt: skip


def _all(list_name: str, codes: tuple[str, ...]) -> str:
    return "、".join(usual(list_name, code) for code in codes)
