"""The overview: its figures, and the funnel with the people behind each stage."""

from collections.abc import Iterator

import pandas as pd
import pytest

from db.engines import Database
from db.models import Scheme, SchemePair
from pages.parts.progress import funnel, with_stage
from programme.rules import row_in_force
from tests.conftest import Staff
from tests.support.figures import values
from tests.support.match_world import MatchWorld, led_and_waiting
from tests.support.screen import at_the_door, chart, on_database, open_page

PAGE = "home/overview.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    with on_database(lite, monkeypatch):
        yield led_and_waiting(lite, staff("officer"))


def add_scheme(world: MatchWorld, status: str) -> int:
    """A scheme that gives 丙 to 王建国."""
    with world.database.write() as session:
        policy = row_in_force(session, world.officer, world.cohort_id)
        scheme = Scheme(
            cohort_id=world.cohort_id, policy_id=policy.id, name="稿", status=status, by_id=world.officer.id,
            problem={}, solution={},
        )  # fmt: skip
        session.add(scheme)
        session.flush()
        session.add(SchemePair(scheme_id=scheme.id, fit=80_000, **world.pair("丙", "王建国")))
        return scheme.id


def counts(figure: dict) -> list[int]:
    return values(figure["data"][0]["x"])


def test_the_funnel_counts_how_many_came_how_far(world: MatchWorld) -> None:
    """Five in the cohort, four eligible or paired, two bound and in force; the draft adds 丙 to the matched."""
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 2, 2, 2, 2]
    scheme = add_scheme(world, "draft")
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 3, 2, 2, 2]
    world.change(Scheme, scheme, status="proposed")
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 3, 3, 2, 2]


def test_unmatched_counts_eligible_people_without_a_pair(world: MatchWorld) -> None:
    """Without a scheme there is nothing to count; with it 丁 is left, 戊 is not eligible."""

    def unmatched() -> str:
        screen = open_page(world.officer, PAGE)
        return {metric.label: metric.value for metric in screen.metric}["Unmatched in the scheme"]

    assert unmatched() == "–"
    add_scheme(world, "draft")
    assert unmatched() == "1"


def test_a_click_on_a_stage_lists_those_who_stand_there(world: MatchWorld) -> None:
    clicked = {"selection": {"points": [{"customdata": "eligible"}], "point_indices": [0], "box": [], "lasso": []}}
    screen = open_page(world.officer, PAGE, overview_funnel=clicked)
    assert not screen.exception
    assert sorted(screen.dataframe[0].value["name"]) == ["丁", "丙"]


def test_a_pairing_counts_for_more_than_a_scheme() -> None:
    """A scheme sent back to draft does not pull anybody back whose pairing is in force."""
    people = pd.DataFrame(
        {"planned": [1, 1, 0], "bound": [1, 0, 0], "in_force": [1, 0, 0], "eligible": [True, True, False]}
    )
    assert with_stage(people, "draft")["stage"].tolist() == ["in_force", "matched", "entered"]
    assert funnel(with_stage(people, "draft"))["count"].tolist() == [3, 2, 2, 1, 1, 1]


def test_a_link_opens_the_people_of_a_stage(world: MatchWorld) -> None:
    screen = at_the_door(world.officer).switch_page(PAGE)
    screen.query_params["stage"] = "eligible"
    screen.run()
    assert sorted(screen.dataframe[0].value["name"]) == ["丁", "丙"]
