"""Read models of the system page: what the database is and how much it holds, never what stands in it."""

import pandas as pd
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Base
from db.queries.viewer import Viewer, reads


@reads("system")
def table_counts(session: Session, viewer: Viewer) -> pd.DataFrame:
    """How many rows each table holds: table, rows; never what stands in them."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    counts = [(table.name, session.scalar(select(func.count()).select_from(table)) or 0) for table in tables]
    return pd.DataFrame(counts, columns=["table", "rows"])


@reads("system")
def engine_facts(session: Session, viewer: Viewer) -> dict[str, str]:
    """What the database is: `kind` (sqlite or postgresql), `release`, `revision` of the schema ("" for none)."""
    bind = session.get_bind()
    release = "SELECT sqlite_version()" if bind.dialect.name == "sqlite" else "SHOW server_version"
    connection = session.connection()
    revision = MigrationContext.configure(connection).get_current_revision()
    return {
        "kind": bind.dialect.name,
        "release": str(connection.exec_driver_sql(release).scalar()),
        "revision": revision or "",
    }
