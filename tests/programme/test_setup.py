"""A new installation: no account, no default password, one way in, and it is guarded by a code on the console."""

import pytest
from sqlalchemy import select, text

from db import schema
from db.engines import Database
from db.models import Account, Setting
from programme import setup
from programme.door import Door
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError
from tests.conftest import Staff

FORM = {"login": "Admin1", "name": "Wang", "new": "Quiet-Harbour-7", "repeat": "Quiet-Harbour-7"}
HERE = "10.0.0.1"


def test_an_empty_database_gets_its_tables_and_nobody_in_it(tmp_path, postgres_server) -> None:  # type: ignore[no-untyped-def]
    postgres_server.sql("CREATE DATABASE bare")
    for url in (f"sqlite:///{tmp_path / 'new' / 'bare.db'}", postgres_server.url("bare")):
        database = Database(url)
        setup.settle(database)
        assert schema.is_current(database)
        assert setup.is_empty(database)
        setup.settle(database)
        database.close()
    postgres_server.sql("DROP DATABASE bare WITH (FORCE)")


@pytest.mark.parametrize(("revision", "code"), [("0001", "old_schema"), ("9999", "new_schema")])
def test_a_database_of_another_release_is_not_touched(lite: Database, revision: str, code: str) -> None:
    with lite.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    with pytest.raises(Conflict) as refusal:
        setup.settle(lite)
    assert (refusal.value.code, refusal.value.data) == (code, {"revision": revision})


@pytest.mark.both_engines
def test_the_code_on_the_console_makes_the_first_administrator_and_signs_him_in(database: Database) -> None:
    door = Door(database)
    code = setup.issue_code(database)
    assert code is not None
    visitor = door.visitor(door.first(FORM | {"code": f" {code.upper()} "}, HERE))
    assert visitor is not None
    assert not visitor.must_change
    with database.read() as session:
        row = session.scalars(select(Account)).one()
        assert (row.login, row.name, row.role) == ("admin1", "Wang", "secadmin")


def test_the_code_itself_is_not_kept(lite: Database) -> None:
    code = setup.issue_code(lite)
    with lite.read() as session:
        assert code not in str([row.value for row in session.scalars(select(Setting))])


def test_each_start_has_a_code_of_its_own(lite: Database) -> None:
    old, new = setup.issue_code(lite), setup.issue_code(lite)
    assert old != new
    with pytest.raises(Invalid, match="setup_code"):
        Door(lite).first(FORM | {"code": str(old)}, HERE)


@pytest.mark.parametrize(
    "change",
    [{"code": "0000000000"}, {"code": ""}, {"repeat": "other"}, {"new": "weak", "repeat": "weak"}, {"login": ""}],
)
def test_a_form_that_is_not_right_makes_nobody(lite: Database, change: dict[str, str]) -> None:
    code = setup.issue_code(lite)
    with pytest.raises(ProgrammeError):
        Door(lite).first(FORM | {"code": str(code)} | change, HERE)
    assert setup.is_empty(lite)


def test_guessing_the_code_ends_after_five_tries(lite: Database) -> None:
    code = setup.issue_code(lite)
    door = Door(lite)
    for _ in range(5):
        with pytest.raises(Invalid):
            door.first(FORM | {"code": "wrong"}, HERE)
    with pytest.raises(Forbidden, match="locked"):
        door.first(FORM | {"code": str(code)}, HERE)


def test_where_there_is_an_account_no_first_one_is_made(lite: Database, staff: Staff) -> None:
    code = setup.issue_code(lite)
    staff("officer")
    assert setup.issue_code(lite) is None
    with pytest.raises(Conflict, match="has_accounts"):
        Door(lite).first(FORM | {"code": str(code)}, HERE)


def test_without_a_code_issued_the_empty_code_opens_nothing(lite: Database) -> None:
    with pytest.raises(Invalid, match="setup_code"):
        Door(lite).first(FORM | {"code": ""}, HERE)


def test_a_real_installation_shows_no_account_on_its_sign_in(lite: Database, staff: Staff) -> None:
    staff("officer")
    assert setup.demonstration(lite) == ("", [])


def test_a_database_with_accounts_does_not_become_a_demonstration(lite: Database, staff: Staff) -> None:
    staff("officer")
    with lite.write() as session, pytest.raises(Conflict):
        setup.mark_demo(session, "Quiet-Harbour-7")


def test_a_demonstration_shows_its_accounts_but_not_the_disabled_ones(lite: Database, staff: Staff) -> None:
    with lite.write() as session:
        setup.mark_demo(session, "Quiet-Harbour-7")
    shown, hidden = staff("officer"), staff("chief")
    with lite.write() as session:
        session.get_one(Account, hidden.id).disabled = True
    assert setup.demonstration(lite) == ("Quiet-Harbour-7", [(shown.login, shown.name, "officer")])
