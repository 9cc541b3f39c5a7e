"""Each table has a mark that changes with whatever is written to it, kept by triggers of the database itself.

So nobody who writes is forgotten: no import, no worker, no repair by SQL. A mark is drawn at random, not counted: a database that was
restored from a copy and written again never comes back to a mark that stood for other rows.
"""

from collections.abc import Iterable, Mapping
from secrets import randbits

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.orm import Session

from db.models import TableMark

OWN = frozenset({TableMark.__tablename__, "alembic_version"})
SEEN = "marks"
ACTS = ("INSERT", "UPDATE", "DELETE")
# Once for each transaction: a row that is written again and again within one leaves as many dead versions behind.
POSTGRES = """
CREATE OR REPLACE FUNCTION mark_table() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$ BEGIN
    UPDATE table_marks SET mark = hashtextextended(gen_random_uuid()::text, 0)
    WHERE name = TG_TABLE_NAME AND xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$
"""
WATCHED = """
SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid
WHERE tgname = 'mark_table' AND relnamespace = CAST(current_schema() AS regnamespace)
"""


def watch(connection: Connection) -> None:
    """Give every table that is there its triggers, and a new mark: a migration may have moved its rows."""
    tables = sorted(set(inspect(connection).get_table_names()) - OWN)
    connection.execute(delete(TableMark))
    connection.execute(insert(TableMark), [{"name": name, "mark": randbits(63)} for name in tables])
    (_watch_sqlite if connection.dialect.name == "sqlite" else _watch_postgres)(connection, tables)


def _watch_sqlite(connection: Connection, tables: Iterable[str]) -> None:
    for table in tables:
        for act in ACTS:
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS mark_{table}_{act.lower()} AFTER {act} ON {table} "  # noqa: S608 - our own names
                f"BEGIN UPDATE table_marks SET mark = random() WHERE name = '{table}'; END"
            )


def _watch_postgres(connection: Connection, tables: Iterable[str]) -> None:
    connection.exec_driver_sql(POSTGRES)
    watched = set(connection.exec_driver_sql(WATCHED).scalars())
    for table in (name for name in tables if name not in watched):
        connection.exec_driver_sql(
            f"CREATE TRIGGER mark_table AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION mark_table()"
        )


def marks_of(session: Session) -> Mapping[str, int]:
    """The mark of each table in the state that a reading session sees, asked once for each session."""
    if SEEN not in session.info:
        session.info[SEEN] = dict(session.connection().execute(select(TableMark.name, TableMark.mark)).all())
    seen: Mapping[str, int] = session.info[SEEN]
    return seen
