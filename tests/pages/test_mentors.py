"""The mentor pool on screen: filters, the panel of one mentor, saving, states, and what each role may do there."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Avoidance, MentorExit, MentorProfile, Pairing, Person
from pages.parts.charts_pool import age_structure, band, band_names
from programme import nominations, pool, pool_states
from programme.access import Actor
from programme.nominations import Verdict
from programme.rules_edit import name_seats
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.screen import button, chart, on_database, open_page, said

PAGE = "prepare/mentors.py"
MONTH = timedelta(days=30)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """王建国 of the village unit is in the pool with two seats; 李敏 of finance is nominated."""
    world = small_pool(lite, staff("officer"))
    world.act(pool.add_mentor, values={"name": "李敏", "unit_id": world.finance, "birth": "1980.01"})
    world.act(nominations.review, seen={world.mentor: 1}, verdict=Verdict("accepted"))
    world.act(
        pool_states.confirm_mentor, person_id=world.mentor, seen_version=2, department="organization", on=date(2026, 9, 3)
    )  # fmt: skip
    with on_database(lite, monkeypatch):
        yield world


def show(world: World, mentor: object = None, by: Actor | None = None, locale: str = "en", **state: object) -> AppTest:
    screen = open_page(by or world.by, PAGE, locale=locale, **state)
    if mentor is not None:
        screen.query_params["mentor"] = str(mentor)
        screen.run()
    assert not screen.exception
    return screen


def names(screen: AppTest) -> list[str]:
    return list(screen.dataframe[0].value["name"])


def field(screen: AppTest, name: str) -> object:
    """The widget of one field of the panel's form, whatever versions its key holds."""
    found = [one for one in [*screen.text_input, *screen.number_input, *screen.selectbox, *screen.multiselect]
             if str(one.key).startswith("mentor-") and str(one.key).endswith(f"-{name}")]  # fmt: skip
    assert len(found) == 1, name
    return found[0]


def tab(screen: AppTest, label: str) -> AppTest:
    """Open another tab of the panel."""
    screen.session_state["mentor-tabs"] = label
    return screen.run()


def test_an_empty_pool_says_what_to_do_next(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = staff("officer")
    with on_database(lite, monkeypatch):
        screen = open_page(officer, PAGE)
        assert "There is no mentor yet. Import a roster of mentors, or add one by hand." in said(screen)
        button(screen, "Add a mentor").click()
        screen.run()
        field(screen, "name").set_value("李敏")  # type: ignore[attr-defined]
        button(screen, "Add to the pool").click().run()
        assert not screen.exception
        assert names(screen) == ["李敏"]


def test_the_figures_count_seats_of_mentors_in_the_pool_only(world: World) -> None:
    figures = {metric.label: metric.value for metric in show(world).metric}
    assert figures == {
        "In the pool": "1", "Seats": "2", "Being led": "0", "Free seats": "2",
        "Awaiting review or confirmation": "1", "Over capacity": "0",
    }  # fmt: skip


def test_the_table_shows_units_in_their_order_and_expertise_in_words(world: World) -> None:
    table = show(world, locale="zh-CN").dataframe[0].value
    assert table["name"].tolist() == ["李敏", "王建国"]
    assert table["expertise"].tolist() == ["", "群众工作 5、征地拆迁 3"]
    assert table["state"].tolist() == ["待审核", "在库"]


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"mentor_search": "wjg"}, ["王建国"]),
        ({"mentor_search": "limin"}, ["李敏"]),
        ({"mentor_search": "青坞"}, ["王建国"]),
        ({"mentor_search": "王 财政"}, []),
        ({"mentor_state": "nominated"}, ["李敏"]),
        ({"mentor_county": "竹源县"}, ["王建国"]),
        ({"mentor_expertise": "land_acquisition"}, ["王建国"]),
        ({"mentor_expertise": "official_writing"}, []),
        ({"mentor_standing": "second_line"}, ["王建国"]),
        ({"mentor_age": "45–50"}, ["李敏"]),
        ({"mentor_free": True}, ["王建国"]),
        ({"mentor_order": "strokes"}, ["王建国", "李敏"]),
        ({"mentor_order": "sound"}, ["李敏", "王建国"]),
    ],
)
def test_each_filter_and_order_does_what_it_says(world: World, state: dict[str, object], left: list[str]) -> None:
    screen = show(world, **state)
    if left:
        assert names(screen) == left
    else:
        assert "Nobody fits these filters. Take one away." in said(screen)


def leave(world: World) -> None:
    """Bring the mentor out of the pool without any use case."""
    with world.database.write() as session:
        row = session.get(MentorProfile, world.mentor)
        assert row
        row.status, row.status_reason = "left", "left_post"


def test_who_left_is_out_of_sight_until_asked_for(world: World) -> None:
    leave(world)
    assert names(show(world)) == ["李敏"]
    assert names(show(world, mentor_state="left")) == ["王建国"]


def test_a_picked_mentor_is_edited_and_saved_in_the_panel(world: World) -> None:
    screen = show(world, world.mentor)
    field(screen, "capacity").set_value(3)  # type: ignore[attr-defined]
    field(screen, "post").set_value("一级调研员")  # type: ignore[attr-defined]
    button(screen, "Save").click().run()
    assert not screen.exception
    assert "Saved." in said(screen)
    assert world.row(MentorProfile, world.mentor).capacity == 3
    assert world.row(Person, world.mentor).post == "一级调研员"
    assert world.audits()[0].detail["changes"] == {"post": ["", "一级调研员"], "capacity": [2, 3]}


def test_a_date_that_could_be_two_months_is_refused_in_chinese_and_stays_typed(world: World) -> None:
    screen = show(world, world.mentor, locale="zh-CN")
    field(screen, "birth").set_value("1986.1")  # type: ignore[attr-defined]
    button(screen, "保存").click().run()
    assert "“1986.1”可能是1月，也可能是10月。" in said(screen)
    assert field(screen, "birth").value == "1986.1"  # type: ignore[attr-defined]
    assert world.row(Person, world.mentor).birth == "1970-05"


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(world: World) -> None:
    screen = show(world, world.mentor)
    world.act(pool.edit_mentor, person_id=world.mentor, seen={"person": 1, "profile": 3}, values={"capacity": 5})
    field(screen, "capacity").set_value(1)  # type: ignore[attr-defined]
    button(screen, "Save").click().run()
    assert world.row(MentorProfile, world.mentor).capacity == 5
    assert not screen.exception


def test_more_open_pairings_than_seats_are_pointed_out(world: World) -> None:
    with world.database.write() as session:
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status="active",
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip
    assert "capacity of 0" not in said(show(world, world.mentor))
    world.act(pool.edit_mentor, person_id=world.mentor, seen={"person": 1, "profile": 3}, values={"capacity": 0})
    assert "1 open pairings with a capacity of 0" in said(show(world, world.mentor))


def test_the_state_tab_moves_and_the_publicity_department_confirms_its_own(world: World, staff: Staff) -> None:
    screen = tab(show(world, world.mentor, by=staff("publicity")), "State")
    assert [one.label for one in screen.button].count("Record the confirmation") == 1
    button(screen, "Record the confirmation").click().run()
    assert not screen.exception
    assert world.row(MentorProfile, world.mentor).publicity_on is not None


def test_a_pause_asks_for_its_reason_and_the_day_of_return(world: World) -> None:
    screen = tab(show(world, world.mentor), "State")
    screen.selectbox(f"mentor-{world.mentor}-3-move-to").set_value("paused").run()
    screen.selectbox(f"mentor-{world.mentor}-3-move-why").set_value("workload").run()
    screen.date_input(f"mentor-{world.mentor}-3-move-back").set_value(today() + MONTH).run()
    button(screen, "Change the state").click().run()
    row = world.row(MentorProfile, world.mentor)
    assert (row.status, row.status_reason, row.return_on) == ("paused", "workload", today() + MONTH)
    assert "back on " in said(tab(show(world, world.mentor), "State"))


def test_leaving_the_pool_is_only_proposed_in_the_panel(world: World) -> None:
    screen = tab(show(world, world.mentor), "State")
    button(screen, "Propose the exit").click().run()
    assert not screen.exception
    assert [(row.reason, row.status) for row in world.rows(MentorExit)] == [("left_post", "proposed")]
    assert world.row(MentorProfile, world.mentor).status == "in_pool"


def test_the_panel_shows_who_of_a_mentors_graduates_became_a_mentor(world: World) -> None:
    with world.database.write() as session:
        session.add(MentorProfile(person_id=world.mentee_person, status="in_pool", capacity=1))
        session.add(
            Pairing(
                cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status="graduated",
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip
    told = said(tab(show(world, world.mentor), "Lineage"))
    assert "Graduates of this mentor who are mentors now: 1" in told
    assert "└ 陈思远" in told


def test_avoidance_is_declared_and_withdrawn_in_the_panel(world: World) -> None:
    screen = tab(show(world, world.mentor), "Avoidance")
    other = next(one for one in screen.selectbox if one.label == "The other person")
    other.set_value(world.mentee_person)
    button(screen, "Declare").click().run()
    assert [row.ground for row in world.rows(Avoidance)] == ["spouse"]
    screen = tab(show(world, world.mentor), "Avoidance")
    assert "陈思远" in said(screen)
    button(screen, "Withdraw").click().run()
    assert world.rows(Avoidance) == []


def test_the_history_tells_what_changed_in_words(world: World) -> None:
    world.act(
        pool.edit_mentor, person_id=world.mentor, seen={"person": 1, "profile": 3},
        values={"expertise": {"mass_work": 4}, "unit_id": world.finance, "birth": "1971.06"},
    )  # fmt: skip
    told = said(tab(show(world, world.mentor, locale="zh-CN"), "变更记录"))
    assert "专长：征地拆迁 3、群众工作 5 → 群众工作 4" in told
    assert "单位：竹源县青坞镇 → 市财政局" in told
    assert "出生年月：1970年5月 → 1971年6月" in told
    assert "登记确定意见 ・ 组织部 2026年9月3日" in told


@pytest.mark.parametrize("role", ["leader", "publicity", "inspector"])
def test_who_may_only_read_sees_everything_locked(world: World, staff: Staff, role: str) -> None:
    screen = show(world, world.mentor, by=staff(role))
    assert field(screen, "capacity").disabled  # type: ignore[attr-defined]
    labels = [one.label for one in screen.button]
    assert "Save" not in labels
    assert "Add a mentor" not in labels


def test_a_liaison_sees_its_own_unit_and_no_declarations(world: World, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=world.village)
    screen = show(world, world.mentor, by=liaison)
    assert names(screen) == ["王建国"]
    assert "Declarations of avoidance are private" in said(tab(screen, "Avoidance"))


def test_the_ages_are_drawn_from_those_who_have_not_left(world: World) -> None:
    figure = chart(show(world), "mentor-ages")
    assert figure["data"][0]["x"] == band_names()


def test_age_bands_meet_without_gap_or_overlap() -> None:
    assert [band(age) for age in (20, 44, 45, 50, 51, 55, 56, 60, 61, 99, None)] == [
        "≤44", "≤44", "45–50", "45–50", "51–55", "51–55", "56–60", "56–60", "≥61", "≥61", "",
    ]  # fmt: skip


def test_each_bar_counts_its_band_and_the_chosen_one_is_marked() -> None:
    figure = age_structure(pd.Series(["≤44", "≥61", "≥61", ""]), "Title", chosen="≥61")
    bars = figure.data[0]
    assert list(bars.y) == [1, 0, 0, 0, 2]
    assert len(set(bars.marker.color)) == 2
    assert bars.marker.color[-1] != bars.marker.color[0]


def test_the_panel_says_where_the_cohort_counts_other_seats_than_the_pool(world: World) -> None:
    assert "seats count" not in said(show(world, world.mentor))
    world.act(name_seats, cohort_id=world.cohort, seen_number=0, person_id=world.mentor, seats=4, reason="部务会同意")
    assert "In this cohort 4 seats count: by name." in said(show(world, world.mentor))
