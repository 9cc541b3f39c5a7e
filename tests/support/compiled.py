"""Statements compiled once for all databases of a test run's process: every test has a new one, with the same schema.

SQLAlchemy keeps what it compiled with each engine, and looks it up by the statement and the engine's dialect. Engines of
one kind are given the dialect and the store of the first; it has met a server, so it knows what it can do.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, create_engine

from db import engines
from db.sqlite_library import library

# More than the product's statements: nothing is compiled twice.
ROOM = 10_000


def sqlite_model() -> Engine:
    """An engine that has met SQLite."""
    return _met(create_engine("sqlite://", module=library, query_cache_size=ROOM))


def postgres_model(url: str) -> Engine:
    """An engine that has met this PostgreSQL server."""
    return _met(create_engine(url, query_cache_size=ROOM))


def like(model: Engine, create: Callable[..., Engine]) -> Callable[..., Engine]:
    """`create_engine` for the product: what it makes of the model's kind compiles nothing that the model has."""

    def shared(*given: Any, **options: Any) -> Engine:
        engine = create(*given, **options)
        if engine.dialect.name == model.dialect.name:
            engine.dialect = engine.pool._dialect = model.dialect
            engine._compiled_cache = model._compiled_cache
        return engine

    return shared


def share(patch: Any, model: Engine) -> None:
    """Let every engine that the product makes from here on be like the model."""
    patch.setattr(engines, "create_engine", like(model, engines.create_engine))


def _met(engine: Engine) -> Engine:
    with engine.connect():
        pass
    engine.dispose()
    return engine
