"""Finished files that wait to be fetched: once, by the account that made them, within minutes."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import Database
from db.models import Export
from programme import audit
from programme.access import Actor
from programme.signed_in import hashed

WAITS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it goes to the browser."""

    name: str
    mime: str
    content: bytes


def offer(session: Session, by: Actor, name: str, mime: str, content: bytes) -> str:
    """Lay a file ready for its maker and return the token that fetches it, at `/export/<token>`."""
    moment = now()
    session.execute(delete(Export).where(Export.expires_at < moment))
    token = secrets.token_urlsafe(32)
    row = Export(
        token_hash=hashed(token),
        account_id=by.id,
        name=name,
        mime=mime,
        content=content,
        expires_at=moment + WAITS,
    )
    session.add(row)
    session.flush()
    audit.append(session, account_id=by.id, action="export", object=name[:120], act="offer", size=len(content))
    return token


def take(database: Database, account_id: int, token: str) -> File | None:
    """Fetch the file and remove it (None: another's, fetched before, too late, or never there)."""
    with database.write() as session:
        row = session.get(Export, hashed(token))
        if row is None or row.account_id != account_id or row.expires_at < now():
            return None
        file = File(row.name, row.mime, row.content)
        session.delete(row)
        audit.append(session, account_id=account_id, action="export", object=row.name[:120], act="fetch")
        return file
