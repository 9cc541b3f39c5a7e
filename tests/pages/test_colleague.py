"""A page that stays open tells of a colleague's act on what it shows, of nobody else's, and by itself moves nothing."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.queries.colleagues import LastAct, last_act
from programme.change_drafts import Head
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import leave, step, world_in_force
from tests.support.screen import on_database, said
from tests.support.signing import World


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with on_database(lite, monkeypatch):
        yield world_in_force(lite, staff)


def last(world: World, kind: str, key: int | None = None) -> LastAct:
    found: LastAct = look(world.database, world.staff["chief"], last_act, kind=kind, key=key)
    return found


def open_since(world: World, key: int | None, seq: int) -> str:
    """What a page about slips says that was drawn when `seq` was the newest act."""

    def page(key: int | None, seq: int) -> None:
        from pages.parts.colleague import _ask

        _ask("change", key, seq)

    screen = AppTest.from_function(page, kwargs={"key": key, "seq": seq}, default_timeout=60)
    screen.user = {"account": str(world.staff["chief"].id)}
    screen.run()
    assert not screen.exception
    return said(screen)


def test_an_act_on_the_open_slip_is_told_with_the_name_of_whoever_did_it(world: World) -> None:
    first, second = leave(world, "王"), leave(world, "李")
    seen = last(world, "change", first).seq
    assert open_since(world, first, seen) == ""
    step(world, "officer", "propose", second)
    assert open_since(world, first, seen) == ""
    step(world, "officer", "propose", first)
    assert last(world, "change", first).name in open_since(world, first, seen)


@pytest.mark.parametrize(
    ("who", "refused", "told"), [("officer", False, True), ("officer", True, False), ("chief", False, False)]
)
def test_whoever_goes_on_working_meanwhile_is_told_once_with_the_newer_state(
    world: World, who: str, refused: bool, told: bool
) -> None:
    """Not of an act of one's own, and not again where a refused act has said so."""

    def page(key: int) -> None:
        from pages.parts.colleague import watch

        watch("change", key)

    slip = leave(world, "王")
    screen = AppTest.from_function(page, kwargs={"key": slip}, default_timeout=60)
    screen.user = {"account": str(world.staff["chief"].id)}
    assert said(screen.run()) == ""
    step(world, who, "edit_head", slip, head=Head(today(), note="补充说明"))
    screen.session_state["stale"] = refused
    shown = said(screen.run())
    assert (world.staff["officer"].name in shown) is told
    assert said(screen.run()) == ""


def test_the_list_is_told_of_every_slip_and_of_nothing_else(world: World) -> None:
    assert last(world, "change") == LastAct()
    slip = leave(world, "王")
    seen = last(world, "change")
    assert seen == last(world, "change", slip) and seen.name
    again = world.scheme({"丁": "李"}, "late")
    world.approved(again)
    assert last(world, "change") == seen
    assert last(world, "scheme", again).seq > seen.seq
