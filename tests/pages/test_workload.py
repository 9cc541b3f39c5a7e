"""The workload page: every view in both languages, bars keyed by person, clicks that lead to people, scope and emptiness."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from db.engines import Database
from db.models import MentorProfile, Person
from pages.parts.charts_cover import SMALL, leaving_bars
from tests.conftest import Staff
from tests.support.figures import bars
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.screen import chart, on_database, open_page, said, words

PAGE = "follow/workload.py"
VIEWS = ("mentors", "places", "balance", "supply", "coverage", "risk")


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """竹源县: 王 (2 seats) leads 甲 and 乙 and one more, 李 (1 seat) nobody; 市直: 张 (3 seats) leads 丁; 丙 waits, needs a."""
    world = match_world(database, staff("officer"))
    world.add_unit("竹源县信访局", "竹源县", position=2)
    world.add_unit("市财政局", "市直", position=1)
    world.add_mentor("王", 2, "竹源县信访局", {"a": 5})
    world.add_mentor("李", 1, "竹源县信访局", {"b": 5})
    world.add_mentor("张", 3, "市财政局", {"b": 4})
    for name, mentor in (("甲", "王"), ("乙", "王"), ("戊", "王"), ("丁", "张")):
        world.add_mentee(name, "竹源县信访局", status="paired")
        world.add_pairing(world.mentees[name], mentor)
    world.add_mentee("丙", "竹源县信访局", ["a"])
    return world


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    """竹源县: 王 (2 seats) leads 甲 and 乙 and one more, 李 (1 seat) nobody; 市直: 张 (3 seats) leads 丁; 丙 waits, needs a."""
    world = built(lite, staff)
    with on_database(lite, monkeypatch):
        yield world


def click(key: str, point: Any) -> dict[str, Any]:
    """Session state as the browser leaves it after a click on a mark."""
    return {key: {"selection": {"points": [{"customdata": point}], "point_indices": [0], "box": [], "lasso": []}}}


def figures(screen: Any) -> dict[str, str]:
    return {metric.label: metric.value for metric in screen.metric}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_view_is_drawn_in_both_languages(world: MatchWorld, view: str, locale: str) -> None:
    screen = open_page(world.officer, PAGE, locale=locale, workload_view=view)
    assert not screen.exception
    assert screen.get("plotly_chart") or view == "risk"


def test_six_figures_say_how_the_pool_stands(world: MatchWorld) -> None:
    """Six seats, four people; 李 has one seat free, 张 two; 王 leads three on two seats.

    Lorenz, the least used seats first: 李 (1/6, 0), 张 (4/6, 1/4), 王 (1, 1); Gini 1 - 3/6 * 1/4 - 2/6 * 5/4 = 0.46.
    """
    screen = open_page(world.officer, PAGE)
    assert figures(screen) == {
        "Mentors with seats": "3", "Seats": "6", "People led": "4", "Free seats": "3", "Over capacity": "1",
        "Gini of the load": "0.46",
    }  # fmt: skip


def test_namesakes_are_two_bars(world: MatchWorld) -> None:
    with world.database.write() as session:
        twin = Person(name="张", name_key="张", unit_id=world.units["市财政局"])
        session.add(twin)
        session.flush()
        session.add(MentorProfile(person_id=twin.id, capacity=1))
        twin_id = twin.id
    lengths = bars(chart(open_page(world.officer, PAGE), "load_bars"), "Free seats")
    assert lengths[str(world.people["张"])] == 1 and lengths[str(twin_id)] == 0


def test_a_click_on_a_bar_shows_the_people_of_that_mentor(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, **click("load_bars", world.people["王"]))
    assert not screen.exception
    assert "王 (竹源县信访局) leads 3 of 2" in said(screen)
    assert sorted(screen.dataframe[0].value["name"]) == ["乙", "戊", "甲"]


def test_a_scheme_laid_over_the_picture_moves_the_figures(world: MatchWorld) -> None:
    draft = world.add_draft("丙", "李")
    screen = open_page(world.officer, PAGE)
    screen.selectbox(key="load_overlay").set_value(draft).run()
    assert not screen.exception
    assert figures(screen)["Free seats"] == "2"
    proposed = bars(chart(screen, "load_bars"), "Proposed")
    assert proposed[str(world.people["李"])] == 1 and sum(proposed.values()) == 1


def test_the_county_that_lacks_seats_is_named_in_the_title(world: MatchWorld) -> None:
    """Two wait in 竹源县 where one seat is free."""
    world.add_mentee("己", "竹源县信访局")
    figure = chart(open_page(world.officer, PAGE, workload_view="places"), "load_counties")
    assert figure["layout"]["title"]["text"] == "竹源县 lacks seats: 2 wait (diamond), 1 seats are free"


def test_a_click_on_a_county_lists_its_mentors_and_draws_its_units(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, workload_view="places", **click("load_counties", "竹源县"))
    assert sorted(screen.dataframe[0].value["name"]) == ["李", "王"]
    assert bars(chart(screen, "load_units"), "Led now") == {"竹源县信访局": 3}


def test_an_expertise_leads_to_its_holders_and_to_those_who_wait_for_it(world: MatchWorld) -> None:
    screen = open_page(
        world.officer, PAGE, workload_view="supply", **click("load_supply", world.terms["expertise", "a"])
    )
    assert not screen.exception
    tables = [table.value["name"].tolist() for table in screen.dataframe]
    assert tables == [["王"], ["丙"]]


def test_single_holders_are_listed_without_a_click(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, workload_view="supply")
    rows = screen.dataframe[0].value
    assert rows[["holders", "needs"]].to_numpy().tolist() == [[1, 1]]


def test_filters_that_fit_nobody_say_so(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE, load_states=["full"])
    assert "No mentor fits these choices." in words(screen)


def test_without_mentors_the_page_says_the_first_step(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = staff("officer")
    with on_database(lite, monkeypatch):
        assert "There is no cohort yet." in words(open_page(officer, PAGE))
        match_world(lite, officer)
        screen = open_page(officer, PAGE)
    assert not screen.exception
    assert "There are no mentors in the pool yet. Import their roster first" in words(screen)


def test_a_liaison_sees_the_figures_of_its_own_unit(world: MatchWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=world.units["市财政局"])
    assert figures(open_page(liaison, PAGE))["Seats"] == "3"


def test_small_groups_are_not_counted_out_in_the_picture_of_ages() -> None:
    """Two people show as fewer than three, and their bar is as long as one person's would be."""

    def drawn(count: int) -> Any:
        rows = pd.DataFrame({"half": [2027.0, 2027.5], "word": ["H1", "H2"], "count": [count, 5]})
        return leaving_bars(rows, "").data[0]

    assert drawn(1).text[0] == drawn(2).text[0] == f"<{SMALL}" and drawn(2).text[1] == "5"
    assert drawn(1).y[0] == drawn(2).y[0]
