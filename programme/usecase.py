"""How every act runs: one transaction, the rights first, an audit row with it; a refusal is audited too.

@use_case(Action.PROPOSE)
def propose(session, by, *, scheme_id, seen_version): ...

perform(database, account_id, propose, scheme_id=3, seen_version=14)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Account
from db.models.base import Base
from programme import audit
from programme.access import Action, Actor, actor_of, require
from programme.cohort_open import guard
from programme.errors import Forbidden, NotFound, Stale

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=Base)
UseCase = Callable[Concatenate[Session, Actor, P], R]


@dataclass(frozen=True, slots=True)
class Registered:
    """A use case with the action it needs, and whether it corrects in a closed cohort; tests walk over all of them."""

    name: str
    action: Action
    run: Callable[..., Any]
    after_close: bool = False


REGISTER: dict[str, Registered] = {}


def use_case(action: Action, *, after_close: bool = False) -> Callable[[UseCase[P, R]], UseCase[P, R]]:
    """Check the right before the first line of the function runs, and register it.

    `after_close`: it also writes to what belongs to a closed cohort, because it corrects with a reason.
    """

    def wrap(function: UseCase[P, R]) -> UseCase[P, R]:
        @wraps(function)
        def guarded(session: Session, by: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            require(by, action)
            return function(session, by, *args, **kwargs)

        guarded.action, guarded.after_close = action, after_close  # type: ignore[attr-defined]
        name = f"{function.__module__.removeprefix('programme.')}.{function.__name__}"
        REGISTER[name] = Registered(name, action, guarded, after_close)
        return guarded

    return wrap


def perform(database: Database, account_id: int, function: Callable[..., R], /, **arguments: Any) -> R:
    """Run a use case as one transaction in the name of an account as it is at this moment.

    TypeError for a function without `@use_case`: nothing that writes goes without a right.
    """
    action: Action | None = getattr(function, "action", None)
    if action is None:
        raise TypeError(f"{function.__name__} is not a use case")
    try:
        with database.write() as session:
            if not function.after_close:  # type: ignore[attr-defined]
                guard(session)
            result = function(session, actor_of(session, account_id), **arguments)
            if not session.info.get("audited"):
                raise RuntimeError(f"{function.__name__} left no audit row")
            return result
    except Forbidden as refusal:
        with database.write() as session:
            audit.append(
                session, account_id=_known(session, account_id), action=action.value, outcome="refused",
                use_case=function.__name__, reason=refusal.code, data=refusal.data,
            )  # fmt: skip
        raise


def _known(session: Session, account_id: int) -> int | None:
    return account_id if session.get(Account, account_id) else None


def look(database: Database, by: Actor, query: Callable[..., R], /, **arguments: Any) -> R:
    """Run a read model in a read-only session, with the viewer's scope; an unmarked query is refused.

    Pages show nobody what is not his to read, so a refusal here is worth a row in the log.
    """
    if _within(by, query):
        with database.read() as session:
            return query(session, by.viewer, **arguments)
    raise _refused(database, by, query)


def look_as(database: Database, account_id: int, query: Callable[..., R], /, **arguments: Any) -> R:
    """As `look`, for an account as it is at this moment, read in the same session."""
    with database.read() as session:
        by = actor_of(session, account_id)
        if _within(by, query):
            return query(session, by.viewer, **arguments)
    raise _refused(database, by, query)


def _within(by: Actor, query: Callable[..., Any]) -> bool:
    return getattr(query, "area", None) in by.viewer.areas


def _refused(database: Database, by: Actor, query: Callable[..., Any]) -> Forbidden:
    with database.write() as session:
        audit.append(session, account_id=by.id, action="look", object=query.__name__, outcome="refused")
    return Forbidden("area", query=query.__name__, role=by.role)


def fetch(session: Session, model: type[Row], key: Any) -> Row:
    """The row, or NotFound with its kind and key."""
    row = session.get(model, key)
    if row is None:
        raise NotFound("no_row", kind=model.__tablename__, key=key)
    return row


def claim(session: Session, row: Any, seen_version: int) -> None:
    """Take the next version of a row for this change, or raise Stale if it moved on since the user saw it."""
    model = type(row)
    keys = [column == getattr(row, column.key) for column in model.__mapper__.primary_key]
    taken = session.execute(update(model).where(*keys, model.version == seen_version).values(version=seen_version + 1))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        session.refresh(row)
        raise Stale("row", kind=model.__tablename__, seen=seen_version, present=row.version)
    session.refresh(row)


def record(session: Session, by: Actor, action: Action, object: str, **detail: Any) -> None:
    """Write the audit row of an act that succeeded."""
    audit.append(session, account_id=by.id, action=action.value, object=object, **detail)
