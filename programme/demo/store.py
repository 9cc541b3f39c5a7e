"""Write many rows in few statements, and read the vocabulary back by its words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.models import Term
from db.models.base import Base

Terms = dict[tuple[str, str], int]
AT_ONCE = 500


def insert_all(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows that all have the same keys; their ids in the same order ([] for tables without one)."""
    if not rows:
        return []
    if "id" not in model.__table__.columns:
        session.execute(insert(model), list(rows))
        return []
    # The table, not the model: the ORM would begin a new statement wherever another column is NULL.
    own = model.metadata.tables[model.__tablename__]
    statement = insert(own).returning(own.columns["id"], sort_by_parameter_order=True)
    chunks = (list(rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE))
    return [key for chunk in chunks for key in session.scalars(statement, chunk)]


def write_all(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same keys, where nobody asks for their ids."""
    if rows:
        session.execute(insert(model.metadata.tables[model.__tablename__]), list(rows))


def terms_by_name(session: Session) -> Terms:
    """(kind, Chinese word) -> term id."""
    return {(term.kind, term.name): term.id for term in session.scalars(select(Term))}
