"""The staff entrance: who comes in, who is inside, who has to leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import Database
from db.models import Account, WebSession
from programme import audit
from programme.accounts import change_password
from programme.errors import Forbidden, Invalid
from programme.locks import forget_tries, minutes_left, refuse, take_try
from programme.passwords import matches
from programme.setup import first_administrator, has_accounts
from programme.signed_in import hashed, lasts, open_session
from programme.usecase import perform


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    # Being seen is written down at most this often: a click must not cost a disk write each time.
    seen_step: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is inside: the account and a fingerprint of the session that tells nothing about its token."""

    account_id: int
    sid: str
    must_change: bool


class Door:
    """The entrance of one installation; it keeps nothing itself, so several processes agree."""

    def __init__(self, database: Database, limits: Limits | None = None, clock: Callable[[], datetime] = now):
        self.database = database
        self.limits = limits or Limits()
        self.clock = clock

    def inhabited(self) -> bool:
        """Whether there is an account at all."""
        with self.database.read() as session:
            return has_accounts(session)

    def sign_in(self, login: str, password: str, address: str) -> str:
        """The token of a new session, or Forbidden: `locked` with the minutes, else `credentials` whatever was wrong."""
        login = login.strip().lower()[:64]
        subjects = [f"login:{login}", f"address:{address}"]
        self._count_try(subjects)
        account = self._account(login)
        right = matches(account.password_hash if account else "", password)
        with self.database.write() as session:
            if account and right and not account.disabled:
                forget_tries(session, subjects)
                _note(session, account, "done", address)
                return open_session(session, account.id, self.clock())
            locked = minutes_left(session, subjects, self.clock())
            _note(session, account, "locked" if locked else "failed", address)
        raise Forbidden("credentials")

    def first(self, fields: dict[str, str], address: str) -> str:
        """Create the first administrator from a filled form and let him in; guessing the code is counted."""
        _demand_repeated(fields)
        self._count_try([f"address:{address}"])
        with self.database.write() as session:
            given = {key: fields.get(key, "") for key in ("login", "name", "code")}
            actor = first_administrator(session, password=fields.get("new", ""), **given)
            forget_tries(session, [f"address:{address}"])
            return open_session(session, actor.id, self.clock())

    def renew(self, visitor: Visitor, fields: dict[str, str]) -> str:
        """Change the visitor's own password from a filled form; all his sessions end, a new one begins."""
        _demand_repeated(fields)
        old, new = fields.get("old", ""), fields.get("new", "")
        perform(self.database, visitor.account_id, change_password, old=old, new=new)
        with self.database.write() as session:
            return open_session(session, visitor.account_id, self.clock())

    def visitor(self, token: str | None) -> Visitor | None:
        """Who holds this token now (None: nobody, timed out, signed out, or the account is disabled)."""
        if not token:
            return None
        with self.database.read() as session:
            row = session.get(WebSession, hashed(token))
            if row is None or not self._lasts(row):
                return None
            account = session.get_one(Account, row.account_id)
            if account.disabled:
                return None
            return Visitor(account.id, row.token_hash[:16], account.must_change)

    def seen(self, token: str) -> None:
        """The holder did something: the idle time starts anew."""
        key, moment = hashed(token), self.clock()
        with self.database.read() as session:
            row = session.get(WebSession, key)
            if row is None or not self._lasts(row) or moment - row.seen_at < self.limits.seen_step:
                return
        with self.database.write() as session:
            session.execute(update(WebSession).where(WebSession.token_hash == key).values(seen_at=moment))

    def sign_out(self, token: str) -> None:
        """End a session; its token is dead from now on."""
        with self.database.write() as session:
            row = session.get(WebSession, hashed(token))
            if row is not None and not row.revoked:
                row.revoked = True
                audit.append(session, account_id=row.account_id, action="sign_out", object=f"account:{row.account_id}")

    def _lasts(self, row: WebSession) -> bool:
        return lasts(row, self.clock(), self.limits.idle, self.limits.absolute)

    def _count_try(self, subjects: list[str]) -> None:
        # In a transaction of its own, before anything is checked: a crowd at once gets no more tries than a queue.
        with self.database.write() as session:
            wait = take_try(session, subjects, self.clock())
        refuse(wait)

    def _account(self, login: str) -> Account | None:
        with self.database.read() as session:
            account = session.scalars(select(Account).where(Account.login == login)).first()
            session.expunge_all()
            return account


def _demand_repeated(fields: dict[str, str]) -> None:
    if fields.get("new") != fields.get("repeat"):
        raise Invalid("password_repeat")


def _note(session: Session, account: Account | None, outcome: str, address: str) -> None:
    # What was typed as an unknown name may be a password in the wrong field: it is not written down.
    name = f"account:{account.id}" if account else "unknown"
    key = account.id if account else None
    audit.append(session, account_id=key, action="sign_in", object=name, outcome=outcome, address=address)
