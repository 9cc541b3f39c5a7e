"""What waits for somebody, by its kind, as the page of today would read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from db.engines import Database
from programme.access import Actor
from programme.todo.task import Task
from programme.todo.tasks import tasks


def waiting(database: Database, by: Actor, *, on: date | None = None) -> dict[str, list[Task]]:
    """{kind: its tasks} of somebody on a day."""
    found: dict[str, list[Task]] = {}
    with database.read() as session:
        for task in tasks(session, by, on=on):
            found.setdefault(task.kind, []).append(task)
    return found


def mine(database: Database, by: Actor, *, on: date | None = None) -> set[str]:
    """The kinds that somebody can deal with."""
    return {kind for kind, found in waiting(database, by, on=on).items() if any(task.mine for task in found)}


def told(database: Database, by: Actor, *, on: date | None = None) -> set[str]:
    """The kinds that somebody is told of while others deal with them."""
    return {kind for kind, found in waiting(database, by, on=on).items() if not any(task.mine for task in found)}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database within the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with database.read() as session:
        engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
