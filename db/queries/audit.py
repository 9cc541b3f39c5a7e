"""Read models of the audit log, for those who watch over it."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.models import Account, Audit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows: an interval [begin, end) in UTC and what else they must have ("" and None: anything)."""

    begin: datetime
    end: datetime
    action: str = ""
    outcome: str = ""
    account_id: int | None = None
    sought: str = ""


@reads("audit")
def audit_rows(
    session: Session, viewer: Viewer, *, wanted: AuditFilter, limit: int = 200, offset: int = 0
) -> pd.DataFrame:
    """The rows, the newest first: seq, at, account_id, who, action, object, outcome, detail."""
    columns = (
        Audit.seq, Audit.at, Audit.account_id, Account.name.label("who"), Audit.action, Audit.object, Audit.outcome,
        Audit.detail,
    )  # fmt: skip
    rows = select(*columns).join(Account, Account.id == Audit.account_id, isouter=True).where(*_terms(wanted))
    return frame(session, rows.order_by(Audit.seq.desc()).limit(limit).offset(offset))


@reads("audit")
def audit_count(session: Session, viewer: Viewer, *, wanted: AuditFilter) -> int:
    """How many rows there are."""
    return session.scalar(select(func.count()).select_from(Audit).where(*_terms(wanted))) or 0


@reads("audit")
def audit_people(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Who ever stands in the log: id, name, login."""
    acted = select(Audit.account_id).distinct()
    columns = (Account.id, Account.name, Account.login)
    return frame(session, select(*columns).where(Account.id.in_(acted)).order_by(Account.login))


@reads("audit")
def audit_actions(session: Session, viewer: Viewer) -> list[str]:
    """The actions that ever stand in the log."""
    return list(session.scalars(select(Audit.action).distinct().order_by(Audit.action)))


def _terms(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    terms = [Audit.at >= wanted.begin, Audit.at < wanted.end]
    if wanted.action:
        terms.append(Audit.action == wanted.action)
    if wanted.outcome:
        terms.append(Audit.outcome == wanted.outcome)
    if wanted.account_id is not None:
        terms.append(Audit.account_id == wanted.account_id)
    if wanted.sought:
        terms.append(Audit.object.contains(wanted.sought, autoescape=True))
    return terms
