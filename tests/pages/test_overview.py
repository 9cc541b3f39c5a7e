"""The overview: the first steps of an empty system, the funnel, what needs doing, and finding a person."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import MentorProfile, Scheme, SchemePair
from pages.parts.progress import funnel, with_stage
from programme.rules import row_in_force
from tests.conftest import Staff
from tests.support.figures import values
from tests.support.match_world import MatchWorld, match_world
from tests.support.screen import chart, on_database, open_page, said, words

PAGE = "home/overview.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    """王建国 (1 seat) leads two; 李 awaits review; 甲 and 乙 are led, 丙 and 丁 wait, 戊 waits without a start of work."""
    world = match_world(lite, staff("officer"))
    world.add_unit("市财政局", "市直")
    world.add_mentor("王建国", 1, "市财政局", {"a": 5})
    world.add_mentor("李", 1, status="nominated")
    for name in "甲乙":
        world.add_mentee(name, "市财政局", status="paired")
        world.add_pairing(world.mentees[name], "王建国")
    for name in "丙丁":
        world.add_mentee(name, "市财政局", ["a"])
    world.add_mentee("戊", "市财政局", category="young_cadre")
    with on_database(lite, monkeypatch):
        yield world


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


def test_an_empty_system_says_the_three_first_steps(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        screen = open_page(staff("officer"), PAGE, locale="zh-CN")
    assert not screen.exception
    assert "三步完成首批结对" in words(screen)


def test_the_funnel_counts_how_many_came_how_far(world: MatchWorld) -> None:
    """Five in the cohort, four eligible or paired, two bound and in force; the draft adds 丙 to the matched."""
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 2, 2, 2, 2]
    scheme = add_scheme(world, "draft")
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 3, 2, 2, 2]
    world.change(Scheme, scheme, status="proposed")
    assert counts(chart(open_page(world.officer, PAGE), "overview_funnel")) == [5, 4, 3, 3, 2, 2]


def test_what_is_wrong_comes_before_the_next_step(world: MatchWorld) -> None:
    text = said(open_page(world.officer, PAGE))
    order = [
        "Mentees without the date that decides eligibility, to be filled in: 1",
        "Mentors who lead more people than they have seats: 1",
        "Nominated mentors who await review or confirmation: 1",
        "Nobody has looked over the rules of this cohort yet",
        "There is no scheme yet: run the matching",
    ]
    places = [text.find(line) for line in order]
    assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize(
    ("status", "task"),
    [
        ("draft", "The draft 稿 pairs 1 people and leaves 1 unmatched"),
        ("proposed", "The scheme 稿 waits for a signature"),
        ("approved", "The scheme 稿 is approved: confirm it"),
    ],
)
def test_the_scheme_says_what_it_waits_for(world: MatchWorld, status: str, task: str) -> None:
    add_scheme(world, status)
    assert task in said(open_page(world.officer, PAGE))


def test_people_whose_mentor_left_are_wrong_and_named(world: MatchWorld) -> None:
    world.change(MentorProfile, world.people["王建国"], status="left")
    assert "People led by a mentor who has left the pool: 2" in said(open_page(world.officer, PAGE))


def test_unmatched_counts_eligible_people_without_a_pair(world: MatchWorld) -> None:
    """Without a scheme there is nothing to count; with it 丁 is left, 戊 is not eligible."""

    def unmatched() -> str:
        screen = open_page(world.officer, PAGE)
        return {metric.label: metric.value for metric in screen.metric}["Unmatched in the scheme"]

    assert unmatched() == "–"
    add_scheme(world, "draft")
    assert unmatched() == "1"


@pytest.mark.parametrize("sought", ["建国", "wangjianguo", "wjg", "WJG 财政"])
def test_a_person_is_found_by_name_sound_initials_and_unit(world: MatchWorld, sought: str) -> None:
    screen = open_page(world.officer, PAGE)
    screen.text_input(key="find_person").set_value(sought).run()
    assert not screen.exception
    assert "王建国 ・ 市财政局 ・ Mentor" in [button.label.replace("\\", "") for button in screen.button]


def test_a_mentee_of_another_cohort_is_opened_in_that_cohort(world: MatchWorld) -> None:
    earlier = world.add_cohort("2025年批次")
    mentee = world.add_mentee("庚", "市财政局", cohort_id=earlier)
    screen = open_page(world.officer, PAGE, cohort=world.cohort_id)
    screen.text_input(key="find_person").set_value("庚").run()
    screen.button(key=f"found_mentee_{mentee}").click().run()
    assert not screen.exception
    assert screen.session_state["cohort"] == earlier


def test_nobody_found_says_what_to_try(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    screen.text_input(key="find_person").set_value("无此人").run()
    assert "Nobody is found under 无此人." in said(screen)


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


def test_a_cohort_without_people_asks_for_the_rosters(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = match_world(lite, staff("officer"))
    with on_database(lite, monkeypatch):
        screen = open_page(world.officer, PAGE)
    assert not screen.exception
    assert "The mentor pool is empty: import the roster of mentors" in said(screen)
    assert "This cohort has no mentees: import their roster" in said(screen)
    assert counts(chart(screen, "overview_funnel")) == [0] * 6


def test_a_liaison_is_told_about_its_own_unit_only(world: MatchWorld, staff: Staff) -> None:
    """戊 lacks a date, but works elsewhere; the unit's own mentor is over capacity."""
    world.add_unit("信访局")
    liaison = staff("liaison", unit_id=world.units["信访局"])
    text = said(open_page(liaison, PAGE))
    assert "Mentees without the date" not in text and "Mentors who lead more people" not in text


def task_links(screen: AppTest) -> list[tuple[str, str]]:
    """(label, page) of the links behind the tasks."""
    return [(one.proto.label, one.proto.page) for one in screen.get("page_link") if "it" in one.proto.label.split()]


def test_the_officer_deals_with_every_task_of_the_beginning(world: MatchWorld) -> None:
    labels = [label for label, _page in task_links(open_page(world.officer, PAGE))]
    assert labels == ["Deal with it"] * 5


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("leader", ["Mentors who lead more people than they have seats: 1", "The scheme 稿 waits for a signature"]),
        ("publicity", ["Nominated mentors who await review or confirmation: 1"]),
        ("inspector", ["Mentors who lead more people than they have seats: 1"]),
    ],
)
def test_a_role_is_told_what_it_can_do_or_should_know_and_nothing_that_others_have_to_do(
    world: MatchWorld, staff: Staff, role: str, told: list[str]
) -> None:
    add_scheme(world, "proposed")
    text = said(open_page(staff(role), PAGE))
    assert all(line in text for line in told)
    assert "to be filled in" not in text and "looked over the rules" not in text
    assert ("Nominated mentors" in text) == (role == "publicity")


def test_only_who_may_sign_is_sent_to_deal_with_a_proposal(world: MatchWorld, staff: Staff) -> None:
    add_scheme(world, "proposed")
    labels = {
        role: [label for label, page in task_links(open_page(staff(role), PAGE)) if "signoff" in page]
        for role in ("leader", "officer")
    }
    assert labels == {"leader": ["Deal with it"], "officer": ["Look at it"]}


def test_a_leader_of_an_empty_system_is_not_sent_to_pages_of_officers(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        screen = open_page(staff("leader"), PAGE)
    assert "Officers set up the first cohort" in said(screen)
    assert not screen.get("page_link")
