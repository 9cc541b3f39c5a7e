"""Today: what waits for whom, its links, the funnel and the months beside it; and finding a person from any page."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import MentorProfile
from pages.parts.charts_today import by_month, last_months
from pages.parts.landing import address, fits
from programme.access import Actor
from tests.conftest import Staff
from tests.support.figures import values
from tests.support.match_world import MatchWorld, led_and_waiting
from tests.support.record_world import record_world
from tests.support.screen import SHELL, at_the_door, chart, on_database, open_page, said, words

PAGE, PERSON, PAGES = "home/today.py", "prepare/person.py", SHELL.parent


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    with on_database(lite, monkeypatch):
        yield led_and_waiting(lite, staff("officer"))


def landing(account: Actor, file: str, **params: str) -> AppTest:
    """A page opened by a link with these parameters."""
    screen = at_the_door(account).switch_page(file)
    for name, value in params.items():
        screen.query_params[name] = value
    return screen.run()


def ways(screen: AppTest) -> list[tuple[str, dict[str, str]]]:
    """(label, query parameters) of the links of the page."""
    return [(one.proto.label, dict(parse_qsl(one.proto.query_string))) for one in screen.get("page_link")]


def test_the_first_page_after_signing_in_is_today(world: MatchWorld) -> None:
    screen = AppTest.from_file(str(SHELL), default_timeout=30)
    screen.user, screen.context = {"account": str(world.officer.id)}, {"locale": "zh-CN"}
    assert "## 今日待办" in words(screen.run())


def test_an_empty_system_says_the_three_first_steps(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        screen = open_page(staff("officer"), PAGE, locale="zh-CN")
    assert not screen.exception
    assert "三步完成首批结对" in words(screen)


def test_a_leader_of_an_empty_system_is_not_sent_to_pages_of_officers(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        screen = open_page(staff("leader"), PAGE)
    assert "Officers set up the first cohort" in said(screen)
    assert not screen.get("page_link")


def test_what_waits_stands_there_with_its_owner(world: MatchWorld) -> None:
    text = said(open_page(world.officer, PAGE))
    told = [
        "Mentees without the date that decides eligibility: 1",
        "王建国 leads more people (2) than there are seats (1)",
        "李 is nominated as mentor and awaits review",
        "Nobody has looked over the rules of this cohort yet",
        "3 mentees wait and there is no scheme yet",
    ]
    assert all(line in text for line in told)
    assert "Me ・ 2026年批次" in text


def test_every_link_leads_to_a_page_that_is_there(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    files = {one.proto.page for one in screen.get("page_link")}
    assert len(files) > 3
    names = {path.stem.replace("_", "-") for path in PAGES.glob("*/*.py")}
    assert files <= names | {f"/{name}" for name in names}


def test_a_nomination_leads_to_its_row_on_the_page_of_nominations(world: MatchWorld) -> None:
    found = [params for _label, params in ways(open_page(world.officer, PAGE)) if params.get("view") == "nominations"]
    assert [parse_qs(params["at"]) for params in found] == [{"nomination_search": ["李"]}]
    screen = landing(world.officer, "prepare/appointments.py", **found[0])
    assert not screen.exception
    assert screen.text_input(key="nomination_search").value == "李"


def test_a_link_brings_its_cohort_along_and_the_filter_that_it_names(world: MatchWorld) -> None:
    earlier = world.add_cohort("2025年批次")
    world.add_mentee("庚", "市财政局", cohort_id=earlier, category="young_cadre")
    told = address({"mentee_state": "waiting", "mentee_eligible": "no"}, earlier)
    screen = landing(world.officer, "prepare/mentees.py", **told)
    assert not screen.exception
    assert screen.session_state["cohort"] == earlier
    assert (screen.selectbox(key="mentee_state").value, screen.selectbox(key="mentee_eligible").value) == (
        "waiting",
        "no",
    )


@pytest.mark.parametrize(
    ("name", "value", "let"),
    [("plan_state", "none", True), ("plan_state", "<b>", False), ("month", "2026-10", True), ("month", "2026-13", False),
     ("account", "1", False), ("nomination_search", "李", True), ("nomination_search", "李" * 61, False)],
)  # fmt: skip
def test_an_address_sets_nothing_but_known_filters_to_known_codes(name: str, value: str, let: bool) -> None:
    assert fits(name, value) == let


def test_what_others_deal_with_stands_apart(world: MatchWorld, staff: Staff) -> None:
    """A leader has nothing to do here, so the list begins with what is worth knowing."""
    text = said(open_page(staff("leader"), PAGE))
    assert "王建国 leads more people (2) than there are seats (1)" in text and "Officer, Section chief" in text
    assert "to be filled" not in text and "looked over the rules" not in text


def test_a_topic_leaves_its_own_tasks(world: MatchWorld) -> None:
    text = said(open_page(world.officer, PAGE, today_topic="pool"))
    assert "李 is nominated as mentor" in text and "looked over the rules" not in text


def test_a_calm_day_says_so(world: MatchWorld, staff: Staff) -> None:
    world.add_unit("信访局")
    liaison = staff("liaison", unit_id=world.units["信访局"])
    assert "Nothing is waiting for you." in said(open_page(liaison, PAGE))


def test_the_funnel_counts_how_many_came_how_far(world: MatchWorld) -> None:
    """Five in the cohort, four eligible or paired, none in a scheme, two bound and in force."""
    figure = chart(open_page(world.officer, PAGE), "today_funnel")
    assert values(figure["data"][0]["x"]) == [5, 4, 2, 2, 2, 2]


def test_months_are_counted_with_what_was_back_filled() -> None:
    assert last_months(date(2026, 2, 1), 3) == ["2025-12", "2026-01", "2026-02"]
    days = [date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 1)]
    activity = pd.DataFrame({"day": days, "kind": "log", "count": [3, 2, 1], "backfilled": [1, 0, 1]})
    found = by_month(activity, last_months(date(2026, 2, 1), 3))
    assert found.to_dict("list") == {
        "month": ["2025-12", "2026-01", "2026-02"], "prompt": [0, 4, 0], "backfilled": [0, 1, 1],
    }  # fmt: skip
    assert by_month(activity.head(0), ["2026-01"])["prompt"].tolist() == [0]


def search(screen: AppTest, sought: str) -> AppTest:
    """Type into the search of the first line."""
    screen.text_input(key="find_person").set_value(sought)
    return screen.run()


def found_people(screen: AppTest) -> list[tuple[str, str]]:
    """(name and unit, number and parts) of those found, in their order."""
    links = [
        one.proto.label.replace("\\", "") for one in screen.get("page_link") if "person=" in one.proto.query_string
    ]
    told = [one.value.replace("\\", "").removeprefix("&emsp;&emsp;") for one in screen.caption]
    return list(zip(links, [text for text in told if "Ment" in text], strict=True))


@pytest.mark.parametrize("sought", ["建国", "wangjianguo", "wjg", "WJG 财政"])
def test_a_person_is_found_by_name_sound_initials_and_unit(world: MatchWorld, sought: str) -> None:
    screen = search(open_page(world.officer, PERSON), sought)
    assert found_people(screen) == [("王建国 ・ 市财政局", "Mentor (In the pool)")]


def test_namesakes_are_told_apart_by_unit_and_part(world: MatchWorld) -> None:
    world.add_unit("信访局")
    other = world.people.pop("王建国")
    world.add_mentee("王建国", "信访局")
    assert other != world.people["王建国"]
    assert found_people(search(open_page(world.officer, PERSON), "王建国")) == [
        ("王建国 ・ 市财政局", "Mentor (In the pool)"),
        ("王建国 ・ 信访局", "Mentee, 2026年批次"),
    ]


def test_a_liaison_finds_its_own_people_only(world: MatchWorld, staff: Staff) -> None:
    world.add_unit("信访局")
    liaison = staff("liaison", unit_id=world.units["信访局"])
    assert "Nobody is found under 王建国." in said(search(open_page(liaison, PERSON), "王建国"))


@pytest.mark.parametrize("file", ["home/overview.py", "prepare/mentors.py", "match/desk.py", "manage/words.py"])
def test_the_search_is_on_every_page_and_reads_nobody_before_one_types(
    world: MatchWorld, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unexpected(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("the search read people although nobody typed")

    monkeypatch.setattr("pages.parts.find.findable", unexpected)
    screen = open_page(world.officer, file)
    assert not screen.exception
    assert "find_person" in [one.key for one in screen.text_input]


def test_a_mentor_who_left_is_news_for_a_leader_too(world: MatchWorld, staff: Staff) -> None:
    world.change(MentorProfile, world.people["王建国"], status="left")
    assert "王建国 has left the pool and 2 people are without a successor" in said(open_page(staff("leader"), PAGE))


def test_a_liaison_of_fewer_than_three_pairings_sees_no_chart_of_months(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unit of 青坞镇 has two pairings with records; a bar would tell about persons."""
    world = record_world(lite, staff)
    for _number in range(4):
        world.add("甲")
    with on_database(lite, monkeypatch):
        text = said(open_page(world.staff["liaison"], PAGE))
    assert "fewer than three pairings" in text
