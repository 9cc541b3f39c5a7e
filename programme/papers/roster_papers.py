"""The two rosters as Word tables, row for row what their workbooks say."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.models import Cohort
from documents.workbook import plain_text
from programme.access import Actor
from programme.results import mentor_table, pairing_table
from programme.usecase import fetch

Values = dict[str, Any]
PAIRING = (
    "number", "cohort", "mentor", "mentor_title", "expertise", "phone", "mentee", "sex", "birth", "mentee_title", "category",
    "starts", "term", "way", "remark",
)  # fmt: skip
MENTOR = (
    "number", "name", "sex", "birth", "party", "branch", "education", "title", "post", "grassroots", "expertise", "dialects", "source",
    "confirmed", "capacity", "load", "status", "remark",
)  # fmt: skip


def pairing_roster(session: Session, by: Actor, cohort_id: int) -> Values:
    """The open pairings of a cohort that this account sees; no rows where there is none."""
    cohort = fetch(session, Cohort, cohort_id)
    rows, total = pairing_table(session, by, cohort)
    return {"cohort": cohort.name, "total": total, "rows": _named(PAIRING, rows)}


def mentor_roster(session: Session, by: Actor) -> Values:
    """Everybody in the pool whom this account sees."""
    rows, total = mentor_table(session, by)
    return {"total": total, "rows": _named(MENTOR, rows)}


def _named(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Values]:
    return [{name: _text(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else plain_text(value)
