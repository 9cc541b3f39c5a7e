"""The staff entrance: who comes in, who is inside, who has to leave. Tries are counted before they are judged."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import Database
from db.models import Account, Lock, WebSession
from programme import audit
from programme.errors import Forbidden
from programme.passwords import matches


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts and how many wrong tries are borne (within `lock`, then refused for `lock`)."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    tries: int = 5
    lock: timedelta = timedelta(minutes=15)
    # Being seen is written down at most this often: a click must not cost a disk write each time.
    seen_step: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is inside: the account and a fingerprint of the session that tells nothing about its token."""

    account_id: int
    sid: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A new session: the token for the browser's cookie, and whether a new password comes first."""

    token: str
    must_change: bool


class Door:
    """The entrance of one installation; it keeps nothing itself, so several processes agree."""

    def __init__(self, database: Database, limits: Limits | None = None, clock: Callable[[], datetime] = now):
        self.database = database
        self.limits = limits or Limits()
        self.clock = clock

    def sign_in(self, login: str, password: str, address: str) -> Entry:
        """Let somebody in or raise Forbidden: `locked` with the minutes, else `credentials` whatever was wrong."""
        login = login.strip().lower()[:64]
        subjects = [f"login:{login}", f"address:{address}"]
        self.count_try(subjects)
        with self.database.read() as session:
            account = session.scalars(select(Account).where(Account.login == login)).first()
            kept = account.password_hash if account else ""
            usable = account is not None and not account.disabled
        right = matches(kept, password)
        with self.database.write() as session:
            found = account.id if account else None
            if not (right and usable):
                _note(session, found, "locked" if self._waits(session, subjects) else "failed", address)
            else:
                forget_tries(session, subjects)
                _note(session, found, "done", address)
                assert account
                return Entry(self.open(session, account.id), account.must_change)
        raise Forbidden("credentials")

    def count_try(self, subjects: list[str]) -> None:
        """Take one try of each subject before anything is checked, so that a crowd gets no more than a queue."""
        with self.database.write() as session:
            wait = self._waits(session, subjects)
            for subject in subjects if wait == 0 else ():
                self._take(session, subject)
        if wait:
            raise Forbidden("locked", minutes=wait)

    def open(self, session: Session, account_id: int) -> str:
        """Start a session of an account and return its token; only the hash stays here."""
        token = secrets.token_urlsafe(32)
        moment = self.clock()
        session.add(WebSession(token_hash=hashed(token), account_id=account_id, started_at=moment, seen_at=moment))
        session.flush()
        return token

    def visitor(self, token: str | None) -> Visitor | None:
        """Who holds this token now (None: nobody, timed out, signed out, or the account is disabled)."""
        if not token:
            return None
        with self.database.read() as session:
            row = session.get(WebSession, hashed(token))
            if row is None or not self._lasts(row):
                return None
            account = session.get(Account, row.account_id)
            if account is None or account.disabled:
                return None
            return Visitor(account.id, row.token_hash[:16], account.must_change)

    def seen(self, token: str) -> None:
        """The holder did something: the idle time starts anew."""
        moment = self.clock()
        with self.database.read() as session:
            row = session.get(WebSession, hashed(token))
            if row is None or moment - row.seen_at < self.limits.seen_step:
                return
        with self.database.write() as session:
            session.execute(update(WebSession).where(WebSession.token_hash == hashed(token)).values(seen_at=moment))

    def sign_out(self, token: str) -> None:
        """End a session; its token is dead from now on."""
        with self.database.write() as session:
            row = session.get(WebSession, hashed(token))
            if row is not None and not row.revoked:
                row.revoked = True
                audit.append(session, account_id=row.account_id, action="sign_out", object=f"account:{row.account_id}")

    def _lasts(self, row: WebSession) -> bool:
        moment = self.clock()
        idle, age = moment - row.seen_at, moment - row.started_at
        # A clock that was set back must not lengthen a session: a negative age ends it.
        in_time = timedelta(0) <= age < self.limits.absolute and idle < self.limits.idle
        return in_time and not row.revoked

    def _waits(self, session: Session, subjects: list[str]) -> int:
        """Minutes until the last of the subjects may try again, rounded up (0: all may)."""
        moment = self.clock()
        ends = [lock.until for subject in subjects if (lock := session.get(Lock, subject)) and lock.until]
        return max([0, *(-((moment - end) // timedelta(minutes=1)) for end in ends)])

    def _take(self, session: Session, subject: str) -> None:
        moment = self.clock()
        lock = session.get(Lock, subject)
        if lock is None or lock.until or moment - lock.since >= self.limits.lock:
            lock = session.merge(Lock(subject=subject, tries=0, since=moment, until=None))
        lock.tries += 1
        if lock.tries >= self.limits.tries:
            lock.until = moment + self.limits.lock
        session.flush()


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account; an open tab is cut off at its next click."""
    session.execute(update(WebSession).where(WebSession.account_id == account_id).values(revoked=True))


def forget_tries(session: Session, subjects: list[str]) -> None:
    """A right password clears what was counted before it."""
    for subject in subjects:
        lock = session.get(Lock, subject)
        if lock is not None:
            session.delete(lock)
    session.flush()


def hashed(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain SHA-256 cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _note(session: Session, account_id: int | None, outcome: str, address: str) -> None:
    # What was typed as an unknown name may be a password in the wrong field: it is not written down.
    name = f"account:{account_id}" if account_id else "unknown"
    audit.append(session, account_id=account_id, action="sign_in", object=name, outcome=outcome, address=address)
