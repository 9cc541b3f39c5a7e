"""Accounts of staff: made and ended by the security administrator; everybody keeps his own password."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ROLES, Account, Unit
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.locks import forget_tries
from programme.passwords import conceal, demand, invent, matches
from programme.setup import demo_password, login_name
from programme.signed_in import end_sessions
from programme.usecase import claim, fetch, record, use_case

# One person must not both run the system and judge its log (三员): the log would be his own.
APART = (frozenset({"sysadmin", "auditor"}), frozenset({"secadmin", "auditor"}))


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account with the password that is shown once and has to be changed at the first sign-in."""

    id: int
    login: str
    password: str


@use_case(Action.MANAGE_ACCOUNTS)
def create(
    session: Session, by: Actor, *, login: str, name: str, role: str, unit_id: int | None = None, password: str = ""
) -> NewAccount:
    """Make an account; without a password it gets one to hand over once. Only a demonstration's need no change."""
    login, name = login_name(login), name.strip()
    if session.scalars(select(Account.id).where(Account.login == login)).first():
        raise Conflict("login_taken", login=login)
    if not name:
        raise Invalid("account_name")
    _demand_post(session, name, role, unit_id)
    word = password or invent()
    demand(word, login)
    row = Account(
        login=login,
        name=name,
        role=role,
        unit_id=unit_id,
        password_hash=conceal(word),
        must_change=not demo_password(session),
    )
    session.add(row)
    session.flush()
    record(session, by, Action.MANAGE_ACCOUNTS, _named(row), act="create", login=login, role=role, unit_id=unit_id)
    return NewAccount(row.id, login, word)


@use_case(Action.MANAGE_ACCOUNTS)
def change_post(
    session: Session, by: Actor, *, account_id: int, role: str, unit_id: int | None = None, seen_version: int
) -> None:
    """Give an account another role or unit; its open tabs end, for they show what the old role saw."""
    row = _of_another(session, by, account_id)
    if frozenset({row.role, role}) in APART:
        raise Conflict("roles_apart", old=row.role, new=role)
    _demand_post(session, row.name, role, unit_id, besides=row.id)
    claim(session, row, seen_version)
    before = {"role": row.role, "unit_id": row.unit_id}
    row.role, row.unit_id = role, unit_id
    end_sessions(session, row.id)
    record(session, by, Action.MANAGE_ACCOUNTS, _named(row), act="post", before=before, role=role, unit_id=unit_id)


@use_case(Action.MANAGE_ACCOUNTS)
def disable(session: Session, by: Actor, *, account_id: int, seen_version: int) -> None:
    """End an account; what it did keeps its name."""
    _switch(session, by, account_id, seen_version, disabled=True)


@use_case(Action.MANAGE_ACCOUNTS)
def enable(session: Session, by: Actor, *, account_id: int, seen_version: int) -> None:
    """Take an ended account up again."""
    _switch(session, by, account_id, seen_version, disabled=False)


@use_case(Action.MANAGE_ACCOUNTS)
def reset_password(session: Session, by: Actor, *, account_id: int, seen_version: int) -> NewAccount:
    """Give somebody who forgot his password one to use once; his sessions and his lock end."""
    row = _of_another(session, by, account_id)
    claim(session, row, seen_version)
    word = invent()
    row.password_hash, row.must_change = conceal(word), True
    end_sessions(session, row.id)
    forget_tries(session, [f"login:{row.login}"])
    record(session, by, Action.MANAGE_ACCOUNTS, _named(row), act="reset_password")
    return NewAccount(row.id, row.login, word)


@use_case(Action.OWN_ACCOUNT)
def change_password(session: Session, by: Actor, *, old: str, new: str) -> None:
    """Change one's own password; every session of the account ends, this one too."""
    row = fetch(session, Account, by.id)
    if not matches(row.password_hash, old):
        raise Invalid("old_password")
    if old == new:
        raise Invalid("same_password")
    demand(new, row.login)
    row.password_hash, row.must_change, row.version = conceal(new), False, row.version + 1
    end_sessions(session, row.id)
    record(session, by, Action.OWN_ACCOUNT, _named(row), act="password")


def _switch(session: Session, by: Actor, account_id: int, seen_version: int, *, disabled: bool) -> None:
    row = _of_another(session, by, account_id)
    if not disabled:
        _demand_apart(session, row.name, row.role, besides=row.id)
    claim(session, row, seen_version)
    row.disabled = disabled
    end_sessions(session, row.id)
    record(session, by, Action.MANAGE_ACCOUNTS, _named(row), act="disable" if disabled else "enable")


def _of_another(session: Session, by: Actor, account_id: int) -> Account:
    # Nobody raises or ends himself: so one security administrator always stays.
    if account_id == by.id:
        raise Conflict("own_account")
    return fetch(session, Account, account_id)


def _demand_post(session: Session, name: str, role: str, unit_id: int | None, besides: int = 0) -> None:
    if role not in ROLES:
        raise Invalid("account_role", role=role)
    if role == "liaison" and unit_id is None:
        raise Invalid("liaison_unit")
    if unit_id is not None:
        fetch(session, Unit, unit_id)
    _demand_apart(session, name, role, besides)


def _demand_apart(session: Session, name: str, role: str, besides: int = 0) -> None:
    """Refuse one person's second account where the two roles must be two people."""
    others = select(Account.role).where(Account.name == name, Account.id != besides, Account.disabled.is_(False))
    for other in session.scalars(others):
        if frozenset({other, role}) in APART:
            raise Conflict("person_apart", name=name, old=other, new=role)


def _named(row: Account) -> str:
    return f"account:{row.id}"
