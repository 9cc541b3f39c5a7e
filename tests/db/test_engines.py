"""The database keeps its promises on every connection of its pools."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import schema
from db.engines import Database
from db.models import Account


def test_models_and_migrated_schema_are_the_same(database: Database) -> None:
    assert schema.is_current(database)
    assert schema.differences(database) == []
