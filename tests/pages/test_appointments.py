"""Nominations, appointment, exits and lineage on screen, for those who act, those who only read, and a liaison."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Mentee, MentorExit, MentorProfile
from programme import nominations, pool_exits
from programme.access import Actor
from programme.nominations import Verdict
from programme.pool_exits import Way
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.screen import button, on_database, open_page, said

PAGE = "prepare/appointments.py"
VIEWS = ("nominations", "appointments", "exits", "lineage")
DAY = date(2026, 9, 3)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """王建国 is nominated; 陈思远 is a mentee."""
    world = small_pool(lite, staff("officer"))
    with on_database(lite, monkeypatch):
        yield world


def show(world: World, view: str, by: Actor | None = None, locale: str = "en") -> AppTest:
    screen = open_page(by or world.by, PAGE, locale=locale, **{"appointments-view": view})
    assert not screen.exception
    return screen


def into_pool(world: World) -> None:
    world.act(nominations.review, seen={world.mentor: 1}, verdict=Verdict("accepted", on=DAY))
    world.act(nominations.confirm, seen={world.mentor: 2}, department="organization", on=DAY)


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_in_both_languages_empty_or_not(world: World, view: str, locale: str) -> None:
    show(world, view, locale=locale)
    into_pool(world)
    show(world, view, locale=locale)


@pytest.mark.parametrize("role", ["leader", "publicity", "inspector"])
def test_whoever_only_reads_has_no_button_that_nominates_or_appoints(world: World, staff: Staff, role: str) -> None:
    reader = staff(role)
    into_pool(world)
    for view in VIEWS:
        labels = [one.label for one in show(world, view, by=reader).button]
        assert not {"Propose the exit", "Record the ceremony", "Record the review"} & set(labels)


def test_a_liaison_sees_nominations_of_its_own_unit_only(world: World, staff: Staff) -> None:
    own, other = staff("liaison", unit_id=world.village), staff("liaison", unit_id=world.finance)
    assert list(show(world, "nominations", by=own).dataframe[0].value["name"]) == ["王建国"]
    assert "Nobody is nominated yet." in said(show(world, "nominations", by=other))


def test_a_proposed_exit_is_agreed_to_by_a_second_person_on_the_page(world: World, staff: Staff) -> None:
    into_pool(world)
    version = world.row(MentorProfile, world.mentor).version
    way = Way("left_post", "", DAY)
    key = world.act(pool_exits.propose_exit, person_id=world.mentor, seen_version=version, way=way)
    screen = show(world, "exits", by=staff("chief"))
    screen.query_params["exit"] = str(key)
    screen.run()
    button(screen, "Agree").click().run()
    assert not screen.exception
    assert world.row(MentorExit, key).status == "decided"
    assert world.row(MentorProfile, world.mentor).status == "left"


def test_a_graduate_is_nominated_with_one_button(world: World) -> None:
    with world.database.write() as session:
        session.get_one(Mentee, world.mentee).status = "graduated"
    screen = show(world, "lineage")
    screen.query_params["graduate"] = str(world.mentee)
    screen.run()
    button(screen, "Nominate 陈思远 as mentor").click().run()
    assert not screen.exception
    assert world.row(MentorProfile, world.mentee_person).status == "nominated"
