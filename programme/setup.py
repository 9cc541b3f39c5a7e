"""A new installation: its settings, its first administrator, and the code on the console that guards the way to it."""

import hashlib
import hmac
import secrets
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import schema
from db.engines import Database
from db.models import Account, Person, Setting
from programme import audit
from programme.access import Actor
from programme.errors import Conflict, Invalid
from programme.passwords import conceal, demand
from programme.seed import seed_words
from texts import LANGUAGES, _, speaking

DEMO = "demo"
CODE = "setup_code"


def setting(session: Session, key: str) -> dict[str, Any]:
    """A property of this installation ({}: not set)."""
    row = session.get(Setting, key)
    return dict(row.value) if row else {}


def put_setting(session: Session, key: str, value: dict[str, Any]) -> None:
    """Set a property of this installation."""
    session.merge(Setting(key=key, value=value))
    session.flush()


def mark_demo(session: Session, password: str) -> None:
    """Say that everybody in this database is invented; the sign-in page then shows its accounts and this password."""
    if has_accounts(session):
        raise Conflict("not_empty")
    put_setting(session, DEMO, {"password": password})


def demo_password(session: Session) -> str:
    """The password that all accounts of a demonstration share ("": this is none)."""
    return str(setting(session, DEMO).get("password", ""))


def demonstration(database: Database) -> tuple[str, list[tuple[str, str, str]]]:
    """The shared password of a demonstration and its accounts as (login, name, role); ("", []) in a real installation."""
    with database.read() as session:
        password = demo_password(session)
        if not password:
            return "", []
        usable = select(Account.login, Account.name, Account.role).where(Account.disabled.is_(False))
        return password, [(row.login, row.name, row.role) for row in session.execute(usable.order_by(Account.id))]


def has_accounts(session: Session) -> bool:
    """Whether somebody can sign in at all."""
    return bool(session.scalar(select(func.count()).select_from(Account)))


def is_empty(database: Database) -> bool:
    """Whether the database remembers neither accounts nor people."""
    with database.read() as session:
        return not has_accounts(session) and session.scalars(select(Person.id).limit(1)).first() is None


def settle(database: Database) -> None:
    """Make the tables and the first words of an empty database; an older one is refused: its owner keeps a copy first."""
    present = schema.revision(database)
    if present is None:
        schema.upgrade(database)
        with database.write() as session:
            seed_words(session)
    elif not schema.is_current(database):
        raise Conflict("old_schema" if schema.knows(database, present) else "new_schema", revision=present)


def issue_code(database: Database) -> str | None:
    """A new set-up code, of which only the hash is kept (None: the first administrator exists)."""
    code = secrets.token_hex(5)
    with database.write() as session:
        if has_accounts(session):
            return None
        put_setting(session, CODE, {"hash": _digest(code)})
        return code


def welcome(code: str) -> str:
    """What the console says at the first start, in both languages: nobody has chosen one yet."""
    lines = []
    for language in LANGUAGES:
        with speaking(language):
            lines.append(_("First start: open the site and enter the set-up code {code}").format(code=code))
    return "\n".join(lines)


def first_administrator(session: Session, *, login: str, name: str, password: str, code: str | None = None) -> Actor:
    """Create the security administrator of an installation without accounts; `code` is asked of browsers only."""
    if has_accounts(session):
        raise Conflict("has_accounts")
    if code is not None and not hmac.compare_digest(str(setting(session, CODE).get("hash", "")), _digest(code)):
        raise Invalid("setup_code")
    demand(password, login)
    row = Account(
        login=login_name(login),
        name=name.strip() or login,
        role="secadmin",
        password_hash=conceal(password),
        must_change=False,
    )
    session.add(row)
    session.flush()
    put_setting(session, CODE, {})
    audit.append(session, account_id=row.id, action="first_administrator", object=f"account:{row.id}")
    return Actor(row.id, row.login, row.name, row.role)


def login_name(text: str) -> str:
    """A login as it is kept: 2 to 64 of a-z, 0-9, dot, dash, underscore; capitals do not count."""
    login = text.strip().lower()
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    if not 2 <= len(login) <= 64 or not set(login) <= allowed:
        raise Invalid("login", login=text)
    return login


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()
