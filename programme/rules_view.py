"""The rules as a page reads them: those in force, or an earlier row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PolicyRow
from db.queries.viewer import Viewer, reads
from programme.errors import NotFound
from programme.rules import Rules, rules_in_force


@reads("programme")
def present_rules(session: Session, viewer: Viewer, *, cohort_id: int) -> Rules:
    """The rules in force."""
    return rules_in_force(session, cohort_id)


@reads("programme")
def rules_numbered(session: Session, viewer: Viewer, *, cohort_id: int, number: int) -> Rules:
    """The rules of one row, 0 for the defaults; NotFound for a number that was never saved."""
    if number == 0:
        return Rules()
    row = session.scalars(
        select(PolicyRow).where(PolicyRow.cohort_id == cohort_id, PolicyRow.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("no_row", kind="policies", key=number)
    return Rules.of(row.number, row.rules)
