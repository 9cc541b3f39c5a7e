"""The tables of a month that leave the house: the one to fill in with everything filed so far, and who is still to be reminded."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import Cohort, ReviewRound
from db.queries.monthly import ReviewFilter, reviews, texts_of_round
from documents.reviewlist import words
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.results import CHINESE, XLSX, Offer
from programme.reviews.values import PARTS, is_absent
from programme.usecase import fetch, use_case
from texts import days, speaking

GIVEN = {"number": "id", "mentee": "mentee", "unit": "unit", "mentor": "mentor"}


@use_case(Action.KEEP_RECORDS)
def offer_table(session: Session, by: Actor, *, round_id: int, unit_id: int | None = None) -> Offer:
    """Lay the table of a month ready (of a unit, if given; a liaison's is its own), with all that is filed already.

    Raises Conflict "nothing_to_export" where nobody is reviewed.
    """
    row = fetch(session, ReviewRound, round_id)
    listed = reviews(session, by.viewer, round_id=round_id, chosen=ReviewFilter(unit_id))
    listed = listed[~listed["excused"].astype(bool)]
    if listed.empty:
        raise Conflict("nothing_to_export")
    told = texts_of_round(session, by.viewer, round_id=round_id).drop(columns=["unit_id", "self_score"])
    both = listed.merge(told, on="id", how="left").to_dict("records")
    title = _title(session, row, "paper")
    unit = str(listed.iloc[0]["unit"]) if listed["unit"].nunique() == 1 else ""
    with speaking(CHINESE):
        content = _table(title, row, both)
    return _offer(session, by, (f"{unit}{title}", content, len(both)))


def _offer(session: Session, by: Actor, told: tuple[str, bytes, int]) -> Offer:
    name, content, rows = told
    file = f"{name}.xlsx"
    return Offer(exports.offer(session, by, file, XLSX, content), file, rows)


def _title(session: Session, row: ReviewRound, name: str) -> str:
    year, month = row.month.split("-")
    cohort = fetch(session, Cohort, row.cohort_id).name
    return str(words()[name]["title"]).format(cohort=cohort, year=year, month=int(month))


def _table(title: str, row: ReviewRound, both: list[dict[Any, Any]]) -> bytes:
    told, fields = words()["paper"], list(words()["headers"])
    heads = [Head(words()["headers"][name][0], words()["widths"].get(name, 14)) for name in fields]
    rows = [[_cell(one, name) for name in fields] for one in both]
    subtitle = told["subtitle"].format(due=days.spoken(row.due_on))
    guide = Sheet(told["guide"], told["guide"], "", [Head(told["guide"], 90.0)], [[line] for line in told["lines"]])
    return write_book([Sheet(told["sheet"], title, subtitle, heads, rows), guide])


def _cell(one: Mapping[Any, Any], name: str) -> Any:
    """What is filed; where nothing is, the name of the one who is asked."""
    value = one.get(GIVEN.get(name, name))
    if value is not None and not is_absent(value) and value != "":
        return int(value) if isinstance(value, float) and value.is_integer() else value
    part, _under, field = name.partition("_")
    return one[f"{part}_name"] if part in PARTS[1:] and field == "author" else ""


@use_case(Action.EXPORT)
def offer_missing(session: Session, by: Actor, *, round_id: int, unit_id: int | None = None) -> Offer:
    """Lay the list of what is still to file ready, by unit in the official order, to remind the units of."""
    row = fetch(session, ReviewRound, round_id)
    found = reviews(session, by.viewer, round_id=round_id, chosen=ReviewFilter(unit_id, "outstanding"))
    if found.empty:
        raise Conflict("nothing_to_export")
    told, title = words()["missing"], _title(session, row, "missing")
    total = told["sum"].format(units=found["unit"].nunique(), count=len(found))
    with speaking(CHINESE):
        content = write_book([Sheet(told["sheet"], title, "", told["heads"], _missing(found, row), [total])])
    return _offer(session, by, (title, content, len(found)))


def _missing(found: Any, row: ReviewRound) -> Iterator[list[Any]]:
    told = words()["missing"]
    for number, one in enumerate(found.to_dict("records"), start=1):
        nobody = any(not one[f"{role}_name"] and not one[f"{role}_post"] for role in PARTS[1:])
        state = told["states"][one["state"]]
        remark = told["reviewer"] if nobody else ""
        yield [number, one["unit"], one["mentee"], one["mentor"], state, row.due_on, remark]
