"""The database keeps its promises on every connection of its pools."""

from db import schema
from db.engines import Database


def test_models_and_migrated_schema_are_the_same(database: Database) -> None:
    assert schema.is_current(database)
    assert schema.differences(database) == []
