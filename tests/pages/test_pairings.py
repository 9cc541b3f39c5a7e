"""The page of pairings lists, filters and tells the history, and brings into force what is ready."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Export, Mentee, Pairing, PairingEvent, Person, Unit
from pages.parts.pairing_list import with_notice
from tests.conftest import Staff
from tests.support.remember import remembered
from tests.support.screen import button, on_database, open_page, words
from tests.support.signing import World, small_world

PAGE = "match/pairings.py"
PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@remembered
def built(database: Database, staff: Staff) -> World:
    """Three pairings on public notice since today."""
    made = small_world(database, staff)
    scheme_id = made.scheme(PAIRS)
    made.approved(scheme_id)
    made.step("officer", "confirm", scheme_id)
    return made


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Three pairings on public notice since today."""
    with on_database(lite, monkeypatch):
        made = built(lite, staff)
        yield made


def page(world: World, who: str = "officer", locale: str = "en", **state: object) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, **state)
    assert not screen.exception
    return screen


def published_long_ago(world: World) -> None:
    with world.database.write() as session:
        session.execute(update(PairingEvent).values(on_day=today() - timedelta(days=30)))


def listed(screen: AppTest) -> list[str]:
    return list(screen.dataframe[0].value["mentee"])


def pick(screen: AppTest, *rows: int) -> AppTest:
    """Mark rows of the table; AppTest knows no clicks on a table, but the state that they leave."""
    key = "pairings-" + screen.dataframe[0].proto.id.rsplit("pairings-", 1)[1]
    screen.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    screen.run()
    assert not screen.exception
    return screen


def test_without_pairings_the_page_says_where_they_come_from(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        world = small_world(lite, staff)
        assert "They are made when an approved scheme is confirmed" in words(page(world))


def test_figures_and_rows_of_a_running_notice(world: World) -> None:
    screen = page(world)
    assert set(listed(screen)) == {"甲", "乙", "丙"}
    assert "On public notice]]  \n**3**" in words(screen)
    assert "3 pairings are on public notice until" in words(screen)
    assert "No pairing is ready" in words(screen)


def test_after_the_notice_one_click_brings_all_into_force(world: World) -> None:
    published_long_ago(world)
    screen = page(world)
    button(screen, "Bring 3 pairings into force").click().run()
    assert {world.row(Pairing, key).status for key in (1, 2, 3)} == {"active"}


def test_one_pairing_shows_its_people_and_history(world: World) -> None:
    screen = pick(page(world), 0)
    told = words(screen)
    assert "Lead mentor" in told
    assert world.staff["officer"].name in told.replace("\\", "")
    assert "On public notice until" in told


def test_an_objection_needs_its_reason_and_then_ends_the_pairing(world: World) -> None:
    screen = pick(page(world), 0)
    button(screen, "Uphold an objection").click().run()
    assert {world.row(Pairing, key).status for key in (1, 2, 3)} == {"notice"}
    screen.text_input(key="pairing-reason").input("群众反映属实").run()
    button(screen, "Uphold an objection").click().run()
    assert sorted(world.row(Pairing, key).status for key in (1, 2, 3)) == ["ended", "notice", "notice"]


def test_several_picked_on_notice_ask_for_a_reason(world: World) -> None:
    screen = pick(page(world), 0, 1)
    assert "The notice of 2 of them still runs" in words(screen)
    button(screen, "Bring 2 pairings into force").click().run()
    assert "still runs until" in words(screen)
    screen = pick(page(world), 0, 1)
    screen.text_input(key="pairing-early").input("9月5日为调休工作日").run()
    button(screen, "Bring 2 pairings into force").click().run()
    assert sorted(world.row(Pairing, key).status for key in (1, 2, 3)) == ["active", "active", "notice"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ({"pairing-search": "李"}, {"丙"}), ({"pairing-search": "甲 王"}, {"甲"}), ({"pairing-search": "li"}, {"丙"}),
        ({"pairing-states": ["active"]}, {"乙"}), ({"pairing-county": "竹源县"}, {"甲"}),
        ({"pairing-unit": "别的单位"}, {"丙"}), ({"pairing-search": "nobody"}, set()),
    ],
    ids=str,
)  # fmt: skip
def test_each_filter_leaves_whom_it_says(world: World, state: dict, names: set[str]) -> None:
    world.change(Pairing, 2, status="active")
    world.change(Mentee, world.mentees["甲"], county="竹源县")
    with world.database.write() as session:
        unit = Unit(name="别的单位", kind="organ")
        session.add(unit)
        session.flush()
        unit_id = unit.id
    world.change(Person, world.row(Mentee, world.mentees["丙"]).person_id, unit_id=unit_id)
    assert set(listed(page(world, **state))) == names


def test_the_roster_is_made_on_demand_and_fetched_by_a_link_that_works_once(world: World) -> None:
    screen = page(world)
    button(screen, "Pairing list").click().run()
    assert "Save file" in [one.proto.label for one in screen.get("link_button")]
    with world.database.read() as session:
        assert session.query(Export).count() == 1


def test_who_may_not_confirm_sees_the_roster_and_no_button(world: World) -> None:
    screen = pick(page(world, "leader"), 0)
    assert "Lead mentor" in words(screen)
    assert not [one for one in screen.button if str(one.key).startswith("pairing-") and "roster" not in str(one.key)]


def test_the_page_is_complete_in_chinese(world: World) -> None:
    assert "3 对结对正在公示" in words(page(world, locale="zh-CN"))


def test_a_pairing_is_ready_when_confirmed_or_when_its_notice_is_over() -> None:
    """Published on a Friday with three working days: over on the Thursday after, whatever today is."""
    long_ago, now = date(2020, 1, 3), today()
    frame = pd.DataFrame(
        {
            "status": ["notice", "notice", "confirmed", "active"],
            "notice_from": [long_ago, now, None, long_ago],
            "notice_days": [3, 3, 3, 3],
        }
    )
    told = with_notice(frame)
    assert told["ready"].tolist() == [True, False, True, False]
    assert told["until"].tolist()[0] == date(2020, 1, 8)
