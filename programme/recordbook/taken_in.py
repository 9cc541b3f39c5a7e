"""What came in from Excel is taken back whole: struck out with that reason, unless somebody has corrected it since."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Import, Outcome, Record
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.usecase import claim, fetch, record

Taken = type[Record] | type[Outcome]
UNDONE = "import_undone"


def standing_of(session: Session, kind: str, import_id: int, model: Taken) -> list[Any]:
    """The rows of an import that still stand, for its undoing.

    Raises Conflict "import_undone", or "record_import_corrected" once one of them was corrected.
    """
    row = fetch(session, Import, import_id)
    if row.kind != kind or row.status != "saved":
        raise Conflict("import_undone")
    rows = select(model).where(model.import_id == import_id, model.struck_at.is_(None))
    found: list[Any] = list(session.scalars(rows))
    corrected = sum(one.version > 1 for one in found)
    if corrected:
        raise Conflict("record_import_corrected", count=corrected)
    return found


def take_back(session: Session, by: Actor, import_id: int, seen_version: int, rows: list[Any]) -> int:
    """Strike these rows out and mark their import as undone; returns how many. Raises Stale."""
    row = fetch(session, Import, import_id)
    claim(session, row, seen_version)
    for one in rows:
        one.struck_at, one.struck_by_id, one.struck_reason = now(), by.id, UNDONE
        one.version += 1
    row.status = "undone"
    session.flush()
    record(session, by, Action.KEEP_RECORDS, f"import:{import_id}", act="undo", rows=len(rows))
    return len(rows)
