"""The rules as a page reads them: those in force, or an earlier row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import PolicyRow
from db.queries.rules import as_seen
from db.queries.viewer import Viewer, reads
from programme.errors import NotFound
from programme.rules import Rules, rules_in_force


@reads("programme")
def present_rules(session: Session, viewer: Viewer, *, cohort_id: int) -> Rules:
    """The rules in force, as far as they are told to the viewer."""
    return _as_seen(session, viewer, rules_in_force(session, cohort_id))


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
    return _as_seen(session, viewer, Rules.of(row.number, row.rules))


def _as_seen(session: Session, viewer: Viewer, rules: Rules) -> Rules:
    return rules if viewer.unit_id is None else Rules.of(rules.number, as_seen(session, viewer, rules=rules.to_dict()))
