"""Sessions of signed-in browsers: only the hash of a token is kept, and a session can end at any moment."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import WebSession


def hashed(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain SHA-256 cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account_id: int, moment: datetime) -> str:
    """Start a session of an account and return its token."""
    token = secrets.token_urlsafe(32)
    session.add(WebSession(token_hash=hashed(token), account_id=account_id, started_at=moment, seen_at=moment))
    session.flush()
    return token


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account; an open tab is cut off at its next click."""
    session.execute(update(WebSession).where(WebSession.account_id == account_id).values(revoked=True))


def lasts(row: WebSession, moment: datetime, idle: timedelta, absolute: timedelta) -> bool:
    """Whether a session still holds; a clock that was set back must not lengthen it, so a negative age ends it."""
    age = moment - row.started_at
    return timedelta(0) <= age < absolute and moment - row.seen_at < idle and not row.revoked
