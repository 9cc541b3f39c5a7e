"""The tables of the page of outcomes as Excel: the list as it is filtered, who is behind a figure, campaigns by unit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from db.models.outcomes import COUNTS
from db.queries.campaign_figures import latest_figures
from db.queries.force_grades import force_grades
from db.queries.outcome_figures import new_members, posted_people
from db.queries.outcomes import outcomes
from db.queries.outcomes_scope import OutcomeFilter
from documents.workbook import Head, Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.outcomes.wording import line, word
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import use_case
from texts import N_, _, days, speaking

Column = tuple[str, str, float]
# Columns of this width hold sentences.
LONG = 30
LIST: Sequence[Column] = (
    ("happened_on", N_("Day"), 13), ("name", N_("Name"), 10), ("unit", N_("Unit"), 24), ("kind", N_("Kind"), 14),
    ("line", N_("What it says"), 46), ("mentor", N_("Mentor"), 10), ("evidence", N_("Paper number"), 22),
    ("source", N_("Source"), 16), ("note", N_("Note"), 30),
)  # fmt: skip
MEMBERS: Sequence[Column] = (
    ("happened_on", N_("Day"), 13), ("name", N_("Name"), 10), ("unit", N_("Unit"), 24), ("mentor", N_("Mentor"), 10),
    ("introduced", N_("Introduced"), 16), ("introducer", N_("Introducer"), 14),
)  # fmt: skip
POSTED: Sequence[Column] = (
    ("name", N_("Name"), 10), ("unit", N_("Unit"), 24), ("place", N_("Posted to"), 24), ("since", N_("From"), 13),
    ("until_on", N_("Posted until"), 13), ("promoted_on", N_("Promoted on"), 13), ("to_level", N_("Level"), 16), ("to_post", N_("Post"), 24),
)  # fmt: skip
FIGURES: Sequence[Column] = (
    ("campaign", N_("Campaign"), 30), ("unit", N_("Unit"), 24), ("as_of", N_("As of"), 13),
    *((name, name, 12.0) for name in COUNTS), ("evidence", N_("Paper number"), 22), ("source", N_("Source"), 16),
    ("forces", N_("By the three forces"), 52),
)  # fmt: skip


@use_case(Action.EXPORT)
def offer_outcomes(session: Session, by: Actor, *, chosen: OutcomeFilter) -> Offer:
    """Lay the facts that the filter leaves ready. Raises Conflict "nothing_to_export"."""
    with speaking(CHINESE):
        found = outcomes(session, by.viewer, chosen=chosen)
        told = [row | {"line": line(row), "kind": word("kind", row["kind"])} for row in found.to_dict("records")]
        return _offer(session, by, _("Growth outcomes"), LIST, told)


@use_case(Action.EXPORT)
def offer_members(session: Session, by: Actor, *, cohort_id: int | None = None) -> Offer:
    """Lay the new Party members with their introducers ready."""
    with speaking(CHINESE):
        found = new_members(session, by.viewer, cohort_id=cohort_id)
        told = [row | {"introduced": word("introduced", row["introduced"])} for row in found.to_dict("records")]
        return _offer(session, by, _("New Party members and their introducers"), MEMBERS, told)


@use_case(Action.EXPORT)
def offer_posted(session: Session, by: Actor, *, cohort_id: int | None = None) -> Offer:
    """Lay the people on temporary posting ready, with their promotions."""
    with speaking(CHINESE):
        found = posted_people(session, by.viewer, cohort_id=cohort_id)
        told = [row | {"to_level": word("level", row["to_level"])} for row in found.to_dict("records")]
        return _offer(session, by, _("People on temporary posting and their promotions"), POSTED, told)


@use_case(Action.EXPORT)
def offer_figures(session: Session, by: Actor, *, campaign_id: int | None = None) -> Offer:
    """Lay the latest figures of campaigns by unit ready."""
    with speaking(CHINESE):
        graded = _graded(session, by, campaign_id)
        told = [
            row | {"forces": graded.get((row["campaign_id"], row["unit_id"]), "")}
            for row in latest_figures(session, by.viewer, campaign_id=campaign_id).to_dict("records")
        ]
        return _offer(session, by, _("Figures of campaigns by unit"), FIGURES, told)


def _graded(session: Session, by: Actor, campaign_id: int | None) -> dict[tuple[int, int], str]:
    """The grades of each unit in each campaign, in one cell."""
    found: dict[tuple[int, int], list[str]] = {}
    for row in force_grades(session, by.viewer, campaign_id=campaign_id).to_dict("records"):
        told = f"{row['force']}：{word('force_grade', row['grade'])}（{row['evidence']}）"
        found.setdefault((row["campaign_id"], row["unit_id"]), []).append(told)
    return {key: "；".join(told) for key, told in found.items()}


def _offer(session: Session, by: Actor, title: str, columns: Sequence[Column], told: list[dict[Any, Any]]) -> Offer:
    """The workbook: empty cells stay empty, for what was not reported is not nought."""
    if not told:
        raise Conflict("nothing_to_export")
    heads = [
        Head(word("count", label) if label in COUNTS else _(label), width, width >= LONG)
        for _name, label, width in columns
    ]
    rows = [[_cell(row.get(name)) for name, _label, _width in columns] for row in told]
    day = today()
    told_on = _("As of {day}").format(day=days.spoken(day))
    content = write_book([Sheet(title, title, told_on, heads, rows)])
    name = f"{title}{day:%Y%m%d}.xlsx"
    return Offer(exports.offer(session, by, name, XLSX, content), name, len(rows))


def _cell(value: Any) -> Any:
    # A number or a day that is missing is the only value that differs from itself.
    if value is None or value != value:
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() else value
