"""Read models of accounts, for the security administrator; password hashes never leave the table."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Account, Lock, Unit, WebSession
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("accounts")
def accounts(session: Session, viewer: Viewer) -> pd.DataFrame:
    """All accounts by login: id, login, name, role, unit_id, unit, disabled, must_change, locked, seen_at, version."""
    last = select(func.max(WebSession.seen_at)).where(WebSession.account_id == Account.id).scalar_subquery()
    locked = select(Lock.subject).where(Lock.subject == "login:" + Account.login, Lock.until > now()).exists()
    columns: list[Any] = [
        Account.id, Account.login, Account.name, Account.role, Account.unit_id, Unit.name.label("unit"),
        Account.disabled, Account.must_change, locked.label("locked"), last.label("seen_at"), Account.version,
    ]  # fmt: skip
    return frame(session, select(*columns).join(Unit, isouter=True).order_by(Account.login))


@reads("accounts")
def account_units(session: Session, viewer: Viewer) -> pd.DataFrame:
    """The units a liaison may belong to, in their official order: id, name."""
    return frame(session, select(Unit.id, Unit.name).order_by(Unit.position, Unit.id))
