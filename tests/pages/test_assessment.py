"""The page of assessment: evidence beside the form, a grade in one form, a proposal, a second person's decision, quota and closing."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import AssessmentRound, Conclusion
from tests.conftest import Staff
from tests.support.assess_world import (
    SCORES,
    assess_world,
    assessment_of,
    decided,
    graded,
    mentee_state,
    opened,
    planned,
    proposed,
)
from tests.support.screen import on_database, open_page, said
from tests.support.signing import World

PAGE = "outcomes/assessment.py"
VIEWS = ("list", "decide", "quota", "excel", "weak", "close")


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with on_database(lite, monkeypatch):
        yield assess_world(lite, staff)


def show(world: World, who: str = "officer", view: str = "list", locale: str = "en", **state: object) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, ass_view=view, **state)
    assert not screen.exception, screen.exception
    return screen


def test_without_a_round_the_officer_opens_one_with_the_usual_weights(world: World) -> None:
    assert "No round of assessment is open" in said(show(world, "leader"))
    screen = show(world)
    screen.button(key="ass_open").click().run()
    assert not screen.exception
    row = world.row(AssessmentRound, 1)
    assert (row.kind, row.year, row.quota) == ("annual", today().year, 20)
    assert (row.weight_self, row.weight_mentor, row.weight_leader, row.weight_head) == (10, 30, 30, 30)


def test_the_first_who_waits_is_graded_in_one_form_and_the_next_is_there(world: World) -> None:
    opened(world)
    screen = show(world)
    row = assessment_of(world, "丙")
    key = f"ass-{row.id}-{row.version}"
    for part, score in SCORES.items():
        screen.number_input(key=f"{key}-{part}").set_value(float(score))
    grades = next(one for one in screen.get("button_group") if one.key == f"{key}-grade")
    grades.set_value("qualified")
    next(button for button in screen.button if "next" in button.label).click().run()
    assert not screen.exception
    done = assessment_of(world, "丙")
    assert (done.grade, done.score, done.number) == ("qualified", 81.0, 1)
    assert screen.query_params["assessment"] in (["2"], "2")


def test_a_proposal_of_one_is_decided_by_another_on_the_page(world: World) -> None:
    opened(world)
    planned(world, "甲", 5, 5)
    graded(world, "甲")
    screen = show(world, ass_stand="clear")
    screen.button(key="ass_propose_all").click().run()
    assert not screen.exception
    assert world.row(Conclusion, 1).status == "proposed"
    assert "somebody else decides" not in said(show(world, "chief", "decide"))
    screen = show(world, "chief", "decide")
    screen.button(key="ass_decide-agree-all").click().run()
    assert not screen.exception
    assert mentee_state(world, "甲") == "graduated"


def test_whoever_proposed_is_not_offered_the_decision(world: World) -> None:
    opened(world)
    planned(world, "甲", 5, 5)
    graded(world, "甲")
    proposed(world, "甲", who="chief")
    screen = show(world, "chief", "decide")
    assert not [button for button in screen.button if button.key == "ass_decide-agree-all"]


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_in_both_languages(world: World, view: str, locale: str) -> None:
    opened(world)
    planned(world, "甲", 5, 5)
    graded(world, "甲", "excellent")
    decided(world, proposed(world, "甲"))
    graded(world, "乙", "unqualified")
    proposed(world, "乙", "end", reason="returned", ground="退回原单位")
    show(world, "officer", view, locale)
    show(world, "leader", view, locale)
