"""Bring a database to the present schema, and say whether it is there."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db.engines import ROOT, Database
from db.marks import watch
from db.models import Base


def config(connection: object) -> Config:
    """Alembic's settings, without a file: the scripts' place and the open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "db" / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(database: Database) -> None:
    """Apply every missing migration in one transaction: the old schema or the new one, never between."""
    with database.write() as session:
        command.upgrade(config(session.connection()), "head")
        watch(session.connection())


def revision(database: Database) -> str | None:
    """The revision that the database is at (None: it is empty)."""
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def is_current(database: Database) -> bool:
    """Whether no migration is missing."""
    with database.read() as session:
        return revision(database) == ScriptDirectory.from_config(config(session.connection())).get_current_head()


def knows(database: Database, present: str) -> bool:
    """Whether this program has the migration that the database is at (no: a newer program made it)."""
    with database.read() as session:
        scripts = ScriptDirectory.from_config(config(session.connection()))
        return present in {script.revision for script in scripts.walk_revisions()}


def differences(database: Database) -> list[object]:
    """What the models say and the database does not have (for the test that holds them together)."""
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)
