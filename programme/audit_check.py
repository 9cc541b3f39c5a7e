"""Verifying the audit chain as an act of its own: who looked, and what was found, stands in the chain too."""

from sqlalchemy.orm import Session

from programme import audit
from programme.access import Action, Actor
from programme.audit import ChainReport
from programme.usecase import record, use_case


@use_case(Action.VERIFY_AUDIT)
def verify_chain(session: Session, by: Actor) -> ChainReport:
    """Walk the whole chain; the report covers the rows before this act."""
    report = audit.verify(session)
    record(session, by, Action.VERIFY_AUDIT, "audit", rows=report.rows, broken_at=report.broken_at, head=report.head)
    return report
