"""The schema: what the migrations make is what the models say, step by step, on both engines."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from db import schema
from db.engines import Database
from db.models import Account, Base, TableMark
from tests.conftest import Staff

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines


def test_models_and_migrated_schema_are_the_same(database: Database) -> None:
    assert schema.is_current(database)
    assert schema.differences(database) == []


def test_the_comparison_notices_a_missing_column(database: Database) -> None:
    """The control of the test above."""
    with database.write() as session:
        session.execute(text("ALTER TABLE exports DROP COLUMN mime"))
    assert schema.differences(database)


def test_every_table_of_the_models_is_there_and_no_other(database: Database) -> None:
    with database.read() as session:
        there = set(inspect(session.connection()).get_table_names())
    assert there == {table.name for table in Base.metadata.sorted_tables} | {"alembic_version"}


def unwatched(database: Database) -> set[str]:
    """The tables whose writes change no mark."""
    of_postgres = """
        SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE proname = 'mark_table' AND tgenabled <> 'D' AND tgtype = 4 + 8 + 16 + 32
    """
    of_sqlite = """
        SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'mark%'
        AND instr(sql, 'WHERE name = ' || quote(tbl_name)) GROUP BY tbl_name HAVING count(*) = 3
    """
    with database.read() as session:
        tables = set(inspect(session.connection()).get_table_names()) - {"alembic_version", "table_marks"}
        marked = set(session.scalars(select(TableMark.name)))
        watched = set(session.scalars(text(of_sqlite if database.is_sqlite else of_postgres)))
    return tables - (marked & watched)


def test_every_table_has_its_mark_also_one_that_a_later_migration_makes(database: Database) -> None:
    assert unwatched(database) == set()
    with database.write() as session:
        session.execute(text("CREATE TABLE later (x INTEGER)"))
    assert unwatched(database) == {"later"}
    schema.upgrade(database)
    assert unwatched(database) == set()


def test_the_migrations_form_one_line(lite: Database) -> None:
    with lite.read() as session:
        scripts = ScriptDirectory.from_config(schema.config(session.connection()))
    assert len(scripts.get_heads()) == 1
    assert [script.revision for script in scripts.walk_revisions()][::-1] == sorted(
        script.revision for script in scripts.walk_revisions()
    )


def test_going_back_and_up_again_keeps_the_rows(database: Database, staff: Staff) -> None:
    """As far back as before settings and locks, with an account in the tables."""
    actor = staff("liaison")
    with database.write() as session:
        command.downgrade(schema.config(session.connection()), "0002")
    assert not schema.is_current(database)
    assert schema.differences(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    assert schema.differences(database) == []
    with database.read() as session:
        assert session.scalars(select(Account.login)).one() == actor.login


def test_an_upgrade_that_fails_leaves_the_old_schema(database: Database) -> None:
    """All migrations go in one transaction: the last statement fails, the first is undone."""
    with database.write() as session:
        command.downgrade(schema.config(session.connection()), "0002")
        session.execute(text("CREATE TABLE locks (other INTEGER)"))
    before = schema.revision(database)
    try:
        schema.upgrade(database)
    except Exception as failure:  # noqa: BLE001 - whatever the engine calls it
        assert "locks" in str(failure)
    else:
        raise AssertionError("the upgrade found the table in its way")
    assert schema.revision(database) == before
    with database.read() as session:
        assert "settings" not in inspect(session.connection()).get_table_names()


def test_a_revision_of_another_program_is_not_known(lite: Database) -> None:
    assert schema.knows(lite, "0001")
    assert not schema.knows(lite, "9999")
