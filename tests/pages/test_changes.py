"""The page of changes: every view stands, in both languages; a slip goes from draft to carried out by clicks."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from tests.conftest import Staff
from tests.support.changing import approved, carried_out, leave, mentor_of, single, world_in_force
from tests.support.screen import button, on_database, open_page, said
from tests.support.signing import World

PAGE = "match/changes.py"
VIEWS = ("slips", "leave", "single", "late", "units", "ahead")


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Three pairings in force."""
    with on_database(lite, monkeypatch):
        yield world_in_force(lite, staff)


def page(world: World, who: str = "officer", locale: str = "en", slip: int | None = None, **state: object) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, **state)
    if slip is not None:
        screen.query_params["change"] = str(slip)
        screen.run()
    assert not screen.exception, screen.exception
    return screen


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands(world: World, view: str, locale: str) -> None:
    assert page(world, locale=locale, **{"changes-view": view}).session_state["changes-view"] == view
