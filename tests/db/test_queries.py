"""Read models: every one says whose area it is, so that none can be looked at by mistake."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from db import queries
from db.clock import now
from db.engines import Database
from db.queries.accounts import accounts
from db.queries.audit import AuditFilter, audit_actions, audit_count, audit_people, audit_rows
from programme import audit
from programme.access import READS, Actor
from programme.locks import take_try
from programme.usecase import look
from tests.conftest import Staff
from tests.support.clock import Clock

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of db.queries that takes a session and a viewer."""
    for module in pkgutil.iter_modules(queries.__path__):
        loaded = import_module(f"db.queries.{module.name}")
        for name, value in vars(loaded).items():
            own = inspect.isfunction(value) and value.__module__ == loaded.__name__
            if own and not name.startswith("_") and {"session", "viewer"} <= set(inspect.signature(value).parameters):
                yield f"{module.name}.{name}", value


FUNCTIONS = dict(public_functions())


def test_every_read_model_is_marked_with_its_area() -> None:
    assert len(FUNCTIONS) > 100
    known = {area for areas in READS.values() for area in areas}
    assert [name for name, one in FUNCTIONS.items() if getattr(one, "area", None) not in known] == []


def test_every_read_model_takes_session_and_viewer_first() -> None:
    for name, one in FUNCTIONS.items():
        first, second, *others = inspect.signature(one).parameters.values()
        assert (first.name, second.name) == ("session", "viewer"), name
        assert all(other.kind is inspect.Parameter.KEYWORD_ONLY for other in others), name


def test_the_list_of_accounts_never_shows_a_hash(database: Database, staff: Staff) -> None:
    keeper = staff("secadmin")
    staff("liaison")
    table = look(database, keeper, accounts)
    assert list(table["role"]) == ["liaison", "secadmin"]
    assert table["unit"].notna().tolist() == [True, False]
    assert not [column for column in table.columns if "hash" in column or "password" in column]


def test_the_list_of_accounts_says_who_is_locked(database: Database, staff: Staff) -> None:
    keeper, other = staff("secadmin"), staff("officer")
    with database.write() as session:
        for _ in range(5):
            take_try(session, [f"login:{other.login}"], now())
    table = look(database, keeper, accounts)
    assert dict(zip(table["login"], map(bool, table["locked"]), strict=True)) == {
        keeper.login: False,
        other.login: True,
    }


@pytest.fixture
def watched(database: Database, staff: Staff) -> tuple[Database, Actor, Actor]:
    """A log with three entries of an officer and one of nobody, and the auditor who reads it."""
    officer, auditor = staff("officer"), staff("auditor")
    with database.write() as session:
        for number in range(3):
            audit.append(session, account_id=officer.id, action="adjust", object=f"scheme:{number}")
        audit.append(session, account_id=None, action="sign_in", object="100%_sure", outcome="failed")
    return database, officer, auditor


def wanted(**others: Any) -> AuditFilter:
    """Everything, or less."""
    clock = Clock()
    return AuditFilter(clock().replace(year=2000), clock().replace(year=2100), **others)


@pytest.mark.parametrize(
    ("others", "count"),
    [
        ({}, 4),
        ({"action": "adjust"}, 3),
        ({"outcome": "failed"}, 1),
        ({"sought": "scheme:1"}, 1),
        ({"sought": "%"}, 1),
        ({"sought": "_"}, 1),
        ({"sought": "' OR 1=1 --"}, 0),
    ],
)
def test_the_log_is_searched_by_what_it_says(
    watched: tuple[Database, Actor, Actor], others: dict[str, str], count: int
) -> None:
    database, _officer, auditor = watched
    assert look(database, auditor, audit_count, wanted=wanted(**others)) == count
    assert len(look(database, auditor, audit_rows, wanted=wanted(**others))) == count


def test_the_log_is_read_page_by_page_the_newest_first(watched: tuple[Database, Actor, Actor]) -> None:
    database, officer, auditor = watched
    pages = [look(database, auditor, audit_rows, wanted=wanted(), limit=3, offset=offset) for offset in (0, 3)]
    assert [list(page["seq"]) for page in pages] == [[4, 3, 2], [1]]
    mine = look(database, auditor, audit_rows, wanted=wanted(account_id=officer.id))
    assert set(mine["who"]) == {officer.name}
    assert look(database, auditor, audit_actions) == ["adjust", "sign_in"]
    assert list(look(database, auditor, audit_people)["id"]) == [officer.id]


def test_a_day_without_entries_is_an_empty_table_with_its_columns(watched: tuple[Database, Actor, Actor]) -> None:
    database, _officer, auditor = watched
    long_ago = Clock()().replace(year=1999)
    table = look(database, auditor, audit_rows, wanted=AuditFilter(long_ago, long_ago))
    assert table.empty
    assert list(table.columns) == ["seq", "at", "account_id", "who", "action", "object", "outcome", "detail"]
