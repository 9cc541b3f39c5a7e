"""The database keeps its promises on every connection of its pools."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.copies import copy_to, is_whole
from db.engines import Database
from db.models import Account, Setting
from db.sqlite_library import journal_mode
from tests.conftest import Staff

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

PROMISED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 10000,
    "trusted_schema": 0,
}


def pragmas(session: Session) -> dict[str, object]:
    """The settings of the connection that this session has."""
    return {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in PROMISED}


def test_every_reading_connection_of_the_pool_has_the_promised_settings(lite: Database) -> None:
    """Held open together, so that they are ten different ones."""
    sessions = [Session(lite._reader) for _ in range(10)]
    try:
        assert [pragmas(session) for session in sessions] == [PROMISED] * 10
        assert [session.execute(text("PRAGMA query_only")).scalar() for session in sessions] == [1] * 10
    finally:
        for session in sessions:
            session.close()


def test_the_writing_connection_has_them_too(lite: Database) -> None:
    with lite.write() as session:
        assert pragmas(session) == PROMISED


def test_the_sqlite_in_use_is_one_that_cannot_damage_a_database(lite: Database) -> None:
    with lite.read() as session:
        version = str(session.execute(text("SELECT sqlite_version()")).scalar())
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly|read-only"), database.read() as session:
        session.add(Setting(key="x", value={}))
        session.flush()


def test_a_reading_session_sees_one_state_whatever_is_written_meanwhile(database: Database, staff: Staff) -> None:
    with database.read() as session:
        before = session.query(Account).count()
        staff("officer")
        assert session.query(Account).count() == before
    with database.read() as session:
        assert session.query(Account).count() == before + 1


def test_a_reader_does_not_hold_up_a_writer(database: Database) -> None:
    with database.read() as reading:
        reading.execute(text("SELECT count(*) FROM accounts"))
        with database.write() as session:
            session.add(Setting(key="x", value={"a": 1}))


def test_a_write_that_fails_leaves_no_trace(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(Setting(key="x", value={}))
        session.flush()
        1 / 0  # noqa: B018
    with database.read() as session:
        assert session.get(Setting, "x") is None


def test_an_error_of_the_database_does_not_tell_the_values(database: Database) -> None:
    """Errors go to logs, and values are people's."""
    with pytest.raises(DBAPIError) as failure, database.write() as session:
        session.add(Account(login="zhang", name="secret-name", role="emperor", password_hash="secret-hash"))
    assert "secret" not in str(failure.value).split("DETAIL")[0]


def test_a_new_database_file_is_its_owners_only(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'new.db'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE x (y)"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3, "the database, its journal and the journal's index"
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    database.close()


def test_deleted_text_cannot_be_read_in_the_file(lite: Database) -> None:
    canary = "canary-" + "7" * 40
    with lite.write() as session:
        session.add(Setting(key="x", value={"text": canary}))
    with lite.write() as session:
        session.delete(session.get_one(Setting, "x"))
    lite.close()
    assert canary.encode() not in Path(str(lite.url.database)).read_bytes()


def test_a_copy_made_while_others_write_is_whole(lite: Database, tmp_path: Path, staff: Staff) -> None:
    staff("officer")
    copy = tmp_path / "copy.db"
    with lite.write() as session:
        session.add(Setting(key="unfinished", value={}))
        session.flush()
        copy_to(lite, copy)
    assert is_whole(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    restored = Database(f"sqlite:///{copy}")
    with restored.read() as session:
        assert session.query(Account).count() == 1
        assert session.get(Setting, "unfinished") is None
    restored.close()


def test_a_copy_never_overwrites_a_file(lite: Database, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(FileExistsError):
        copy_to(lite, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_damaged_copy_is_noticed(lite: Database, tmp_path: Path) -> None:
    """A page of zeros in the middle of the accounts' index."""
    copy = tmp_path / "copy.db"
    copy_to(lite, copy)
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\x00" * 4096)
    assert not is_whole(copy)


@pytest.mark.parametrize("scheme", ["postgres://u@/d", "postgresql://u@/d", "postgresql+psycopg://u@/d"])
def test_a_postgresql_address_may_be_written_as_people_write_it(scheme: str) -> None:
    database = Database(scheme)
    assert not database.is_sqlite
    assert database.engine.dialect.driver == "psycopg"
    database.close()


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 53, 4), "WAL"), ((3, 51, 3), "WAL"), ((3, 51, 2), "TRUNCATE"), ((3, 50, 7), "WAL"), ((3, 50, 6), "TRUNCATE"),
     ((3, 44, 6), "WAL"), ((3, 40, 1), "TRUNCATE")],
)  # fmt: skip
def test_a_library_that_can_damage_a_wal_database_never_gets_one(version, mode):
    assert journal_mode(version) == mode
