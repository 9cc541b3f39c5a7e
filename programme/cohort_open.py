"""Whether a cohort is still open: what is closed only takes corrections with a reason.

`guard` watches every act: nothing that belongs to a closed cohort is written, on whatever way it comes in, unless the use
case says that it corrects (`@use_case(..., after_close=True)`). What belongs to a cohort is read from the foreign keys, so
a new table is watched without a word here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Select, Table, event, select
from sqlalchemy.orm import Session

from db.models import Cohort
from db.models.base import Base
from programme.errors import Conflict, NotFound

# These speak of somebody in a cohort but belong to the pool, or only prepare an import that is guarded itself.
APART = frozenset({"nominations", "nomination_steps", "import_drafts", "import_files"})
COHORTS = Cohort.__tablename__


def demand_open(session: Session, cohort_id: int) -> Cohort:
    """The cohort; Conflict("cohort_is_closed") when it is closed."""
    row = session.get(Cohort, cohort_id)
    if row is None:
        raise NotFound("no_row", kind=COHORTS, key=cohort_id)
    if row.status != "open":
        raise Conflict("cohort_is_closed", cohort=row.name)
    return row


def guard(session: Session) -> None:
    """From now on this session refuses to write what belongs to a cohort that was closed before."""
    closed = dict(session.execute(select(Cohort.id, Cohort.name).where(Cohort.status != "open")).all())  # type: ignore[arg-type]
    if not closed:
        return

    def watch(session: Session, _context: Any, _instances: Any) -> None:
        with session.no_autoflush:
            touched = [row for row in session.dirty if session.is_modified(row)]
            demand_outside(session, [*session.new, *touched, *session.deleted], closed)

    event.listen(session, "before_flush", watch)


def demand_outside(session: Session, rows: Iterable[Any], closed: Mapping[int, str]) -> None:
    """Conflict("cohort_is_closed") when one of these rows belongs to a cohort of `closed` {cohorts.id: name}."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        found = _owner(row)
        if found is not None:
            wanted[found[0]].add(found[1])
    for table, keys in wanted.items():
        cohorts = keys if table == COHORTS else set(session.scalars(cohorts_of(table, keys)))
        barred = sorted(key for key in closed if key in cohorts)
        if barred:
            raise Conflict("cohort_is_closed", cohort=closed[barred[0]])


def _owner(row: Any) -> tuple[str, int] | None:
    """The table and key by which a row belongs to a cohort; None for what belongs to none."""
    table: Table = row.__table__
    if table.name == COHORTS:
        return (COHORTS, row.id) if row.id is not None else None
    for column, target in leading(table.name):
        key = getattr(row, row.__mapper__.get_property_by_column(column).key)
        if key is not None:
            return target, key
    return None


@cache
def leading(name: str) -> tuple[tuple[Column[Any], str], ...]:
    """The columns of a table that lead to its cohort and the tables they lead to, the shortest way first."""
    depths = _depths()
    if name in APART or name not in depths:
        return ()
    keys = [(key.parent, key.column.table.name) for key in Base.metadata.tables[name].foreign_keys]
    ways = [(column, target) for column, target in keys if depths.get(target, depths[name]) < depths[name]]
    return tuple(sorted(ways, key=lambda way: (depths[way[1]], way[0].nullable, way[0].name)))


@cache
def _depths() -> dict[str, int]:
    """How many steps each table stands from the cohorts; tables that lead to none are missing."""
    depths = {COHORTS: 0}
    for step in range(1, len(Base.metadata.tables)):
        last = {name for name, depth in depths.items() if depth == step - 1} - APART
        for table in Base.metadata.tables.values():
            if table.name not in depths and any(key.column.table.name in last for key in table.foreign_keys):
                depths[table.name] = step
    return depths


def cohorts_of(name: str, keys: Collection[int]) -> Select[tuple[int]]:
    """The cohorts of these rows of a table, by its shortest way."""
    table = Base.metadata.tables[name]
    where = next(iter(table.primary_key)).in_(keys)
    statement = select()
    source: Any = table
    while True:
        column, target = leading(table.name)[0]
        if target == COHORTS:
            return statement.add_columns(column).select_from(source).where(where).distinct()
        other = Base.metadata.tables[target]
        source = source.join(other, column == next(iter(other.primary_key)))
        table = other
