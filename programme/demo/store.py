"""Write many rows in few statements, and read the vocabulary back by its words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.models import Term
from db.models.base import Base

Terms = dict[tuple[str, str], int]


def insert_all(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows that all have the same keys; their ids in the same order ([] for tables without one)."""
    if not rows:
        return []
    if "id" not in model.__table__.columns:
        session.execute(insert(model), list(rows))
        return []
    key = model.__table__.columns["id"]
    return list(session.scalars(insert(model).returning(key, sort_by_parameter_order=True), list(rows)))


def terms_by_name(session: Session) -> Terms:
    """(kind, Chinese word) -> term id."""
    return {(term.kind, term.name): term.id for term in session.scalars(select(Term))}
