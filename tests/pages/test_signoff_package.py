"""The package for the meeting: each view says what it holds, leads to the person, and takes what is said about a pair."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Adjustment, Cohort, Mentee, Objection, Pairing, PairRemark, Person, Scheme, SchemePair
from programme import holidays, objections, remarks
from programme.rules_edit import name_pair, put_quota
from tests.conftest import Staff
from tests.support.screen import button, chart, on_database, open_page, said, words
from tests.support.signing import World, hold, small_world

PAGE = "match/signoff.py"
PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
UNIT = "澜州市农业农村局"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small world with a draft of three pairs at 20.0, and the pages on its database."""
    with on_database(lite, monkeypatch):
        made = small_world(lite, staff)
        made.scheme(PAIRS)
        yield made


def page(world: World, view: str, who: str = "officer", locale: str = "en") -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, **{"signoff-view": view})
    assert not screen.exception
    return screen


def table(screen: AppTest, place: int = 0) -> list[dict]:
    return screen.dataframe[place].value.to_dict("records")


def pick(screen: AppTest, key: str, row: int) -> AppTest:
    """Select a row of a table."""
    screen.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return screen.run()


def test_the_summary_counts_the_eligible_the_paired_those_without_and_the_rest_apart(world: World) -> None:
    """Four wait and all are eligible; three are paired; the fits are 20."""
    told = said(page(world, "summary"))
    assert "Of 4 eligible people 3 are paired and 1 are without a mentor; 0 more are not eligible" in told
    assert "The fit is 20.0 on average and 20.0 at the lowest; 3 pairs lie under the floor of 40" in told
    assert "2 of 3 mentors get somebody" in told
    assert "Nothing: the plan is what the engine computed" in told


def test_the_summary_lists_what_people_decided_with_names_and_reasons(world: World) -> None:
    world.add(hold(world, 1, "pin", "甲", "王", reason="同在项目专班", origin="appointed"))
    ids = {"mentee_ids": [world.mentees["甲"]], "mentor_ids": [world.mentors["王"]]}
    by = world.staff["officer"].id
    for seq, (leader, undone) in enumerate((("张部长", False), ("李部长", True)), start=1):
        detail = ids | {"leader": leader}
        world.add(Adjustment(scheme_id=1, seq=seq, kind="appoint", detail=detail, undone=undone, by_id=by))
    (row,) = table(page(world, "summary"))
    assert row["kind"] == "Appointed by a leader: 张部长"
    assert row["whom"] == f"甲 ({UNIT}) → 王 ({UNIT})"
    assert row["reason"] == "同在项目专班"


def test_contested_pairs_stand_with_their_reasons_and_lead_to_the_desk(world: World) -> None:
    screen = page(world, "contested")
    assert [(row["mentee"], row["why"]) for row in table(screen)] == [(name, "under the floor.") for name in "甲乙丙"]
    assert "How firm the pairs are is not computed yet" in words(screen)
    pick(screen, "signoff-contested-1-1", 2)
    links = [one.proto.label for one in screen.get("page_link")]
    assert "Open 丙 at the desk" in links


def test_a_leader_remarks_where_a_row_is_picked_and_the_officer_finds_it_first(world: World) -> None:
    world.step("officer", "propose", 1)
    screen = page(world, "all", "leader")
    version = world.version(1)
    pick(screen, f"signoff-all-1-{version}", 0)
    screen.text_input(key=f"remark-1-{world.mentees['甲']}").input("请另选一位").run()
    button(screen, "Add remark").click().run()
    assert world.row(PairRemark, 1).remark == "请另选一位"
    screen = open_page(world.staff["officer"], PAGE)
    assert "1 remarks wait for an answer" in words(screen)
    assert "请另选一位" in said(screen)
    screen.text_input(key="reply-1-1").input("已与本人沟通").run()
    button(screen, "Settle").click().run()
    assert world.row(PairRemark, 1).reply == "已与本人沟通"
    assert "已与本人沟通" in said(page(world, "remarks", "leader"))


def test_who_does_not_sign_has_no_form_for_remarks_and_who_does_not_edit_none_for_answers(world: World) -> None:
    world.step("officer", "propose", 1)
    screen = page(world, "all", "officer")
    pick(screen, f"signoff-all-1-{world.version(1)}", 0)
    assert not [one for one in screen.button if one.label == "Add remark"]
    world.do("leader", remarks.remark, scheme_id=1, mentee_id=world.mentees["甲"], text="?")
    assert not [one for one in page(world, "remarks", "leader").button if one.label == "Settle"]


def test_without_a_mentor_and_not_eligible_are_two_lists(world: World) -> None:
    keys = {name: f"p{world.row(Mentee, world.mentees[name]).person_id}" for name in "乙丁"}
    left = [
        {"mentee": keys["乙"], "seats": 1, "reason": "ineligible", "details": {"reason": "months_reached"}},
        {"mentee": keys["丁"], "seats": 1, "reason": "seats_full", "details": {"mentors": ["p1", "p2"]}},
    ]
    world.change(Scheme, 1, solution={"unmatched": left})
    with world.database.write() as session:
        session.delete(session.get(SchemePair, (1, world.mentees["乙"], world.mentors["王"])))
    screen = page(world, "unmatched")
    assert [(row["name"], row["why"]) for row in table(screen)] == [("丁", "All 2 suitable mentors are full.")]
    assert [row["name"] for row in table(screen, 1)] == ["乙"]


def test_the_structure_counts_both_sides_and_a_bar_leads_to_its_people(world: World) -> None:
    """王 is born in 1970, 李 in 1985, the mentees have no birth on record: 56, 41, and three not recorded."""
    for name, birth in (("王", "1970-03"), ("李", "1985")):
        world.change(Person, world.mentors[name], birth=birth)
    screen = page(world, "structure")
    spec = chart(screen, "structure-age")
    groups = dict(zip(spec["data"][0]["y"], spec["data"][0]["x"], strict=True))
    assert groups == {"Middle (36 to 50)": -1, "Senior (51 and above)": -1, "not recorded": 0}
    assert list(spec["data"][1]["x"]) == [0, 0, 3]
    screen.session_state["structure-age-1"] = {
        "selection": {"points": [{"customdata": "age|old"}], "point_indices": [0]}
    }
    screen.run()
    assert [(row["part"], row["name"]) for row in table(screen)] == [("Mentor", "王")]


def test_a_step_of_the_fits_leads_to_its_pairs(world: World) -> None:
    world.change(SchemePair, (1, world.mentees["丙"], world.mentors["李"]), fit=61_500)
    screen = page(world, "structure")
    assert not screen.dataframe
    screen.session_state["signoff-fits"] = {"selection": {"points": [{"x": 62.5}], "point_indices": [12]}}
    screen.run()
    assert [row["mentee"] for row in table(screen)] == ["丙"]


def test_the_first_version_has_nothing_to_compare_with(world: World) -> None:
    assert "there is nothing to compare with" in words(page(world, "versions"))


def test_what_changed_since_the_last_meeting_is_there_without_choosing(world: World) -> None:
    """Two clicks: the page and the view; the last meeting's version and the present state are chosen already."""
    world.step("officer", "propose", 1)
    world.step("chief", "send_back", 1, comment="丙应由赵带")
    world.change(SchemePair, (1, world.mentees["丙"], world.mentors["李"]), mentor_id=world.mentors["赵"], fit=50_000)
    screen = page(world, "versions")
    before, after, difference = table(screen)
    assert (before["mean_fit"], after["mean_fit"], difference["mean_fit"]) == ("20.0", "30.0", "+10.0")
    (row,) = table(screen, 1)
    assert (row["mentee"], row["before"], row["after"]) == ("丙", f"李 ({UNIT})", f"赵 ({UNIT})")
    assert "0 pairs added, 0 removed, 1 changed" in words(screen)


def test_rules_that_changed_since_the_last_meeting_are_told_value_by_value(world: World) -> None:
    """Between the two states a lock by name and a quota came into the rules."""
    world.step("officer", "propose", 1)
    world.step("chief", "send_back", 1, comment="按新规则重排")
    anybody = {"by": "all", "of": []}
    quota = {"mentees": anybody, "mentors": anybody, "least": 0, "most": 4, "reason": "编制所限"}
    world.do("officer", put_quota, cohort_id=world.cohort_id, seen_number=1, quota=quota)
    mentee = world.row(Mentee, world.mentees["甲"]).person_id
    pair = {"kind": "must", "mentee": mentee, "mentor": world.mentors["王"], "reason": "部务会意见"}
    world.do("officer", name_pair, cohort_id=world.cohort_id, seen_number=2, pair=pair)
    world.scheme(PAIRS, "second")
    chosen = {"signoff-view": "versions", "versions-after-1": "2.0"}
    told = words(open_page(world.staff["officer"], PAGE, locale="en", **chosen)).replace("\\", "")
    assert "Rules no. 1 became no. 3" in told
    assert "all mentees with all mentors together: at most 4 pairs" in told and "Must be paired" in told


def test_two_levels_are_told_and_offered_in_their_order(world: World) -> None:
    world.change(Cohort, world.cohort_id, sign_levels=2)
    world.step("officer", "propose", 1)
    screen = page(world, "summary", "leader")
    assert button(screen, "Sign").disabled
    assert "The section chief approves first; then it is yours to sign" in words(screen)
    button(page(world, "summary", "chief"), "Approve").click().run()
    screen = page(world, "summary", "leader")
    assert "the section chief has approved" in words(screen)
    button(screen, "Sign").click().run()
    assert world.row(Scheme, 1).status == "approved"
    assert "Signed by the leader" in words(page(world, "summary"))


def test_the_day_of_posting_is_chosen_and_holidays_count(world: World) -> None:
    """Without the year's holidays the page says that Monday to Friday were counted; with them it does not."""
    world.approved(1)
    screen = page(world, "summary")
    assert "are not entered on the page of cohorts" in words(screen)
    text = f"{today().month}月{today().day}日放假"
    for year in {today().year, today().year + 1}:
        world.do("officer", holidays.enter_year, year=year, text=text)
    screen = page(world, "summary")
    assert "are not entered on the page of cohorts" not in words(screen)
    button(screen, "Confirm").click().run()
    assert world.row(Scheme, 1).status == "confirmed"


def confirmed(world: World) -> None:
    world.approved(1)
    world.step("officer", "confirm", 1)


def test_a_confirmed_scheme_shows_its_notice_first_with_days_list_and_text(world: World) -> None:
    confirmed(world)
    screen = open_page(world.staff["officer"], PAGE)
    told = words(screen)
    assert "3 working days, until" in told and "It runs still." in told
    assert {(row["mentor"], row["mentee"]) for row in table(screen)} == {("王", "甲"), ("王", "乙"), ("李", "丙")}
    assert "3 pairs are to be formed" in screen.code[0].value


def test_an_objection_is_written_down_and_decided_on_the_page(world: World) -> None:
    confirmed(world)
    screen = page(world, "notice")
    screen.text_input(key="objection-who").input("王干事")
    screen.text_area(key="objection-content").input("反映两人系表亲")
    button(screen, "Write it down").click().run()
    assert world.row(Objection, 1).received_by == "王干事"
    screen = page(world, "notice")
    screen.text_input(key="objection-1-1").input("经核实属实").run()
    button(screen, "Uphold: the pairing ends").click().run()
    ended = world.row(Objection, 1).pairing_id
    assert (world.row(Objection, 1).decision, world.row(Pairing, ended).status) == ("upheld", "ended")


def test_a_leader_reads_objections_and_decides_none(world: World) -> None:
    confirmed(world)
    told = {"received_on": today(), "received_by": "王干事", "content": "反映"}
    world.do("officer", objections.receive, pairing_id=1, **told)
    screen = page(world, "notice", "leader")
    assert "反映" in said(screen)
    assert not [one for one in screen.button if "Uphold" in one.label]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_print_view_holds_everything_without_a_scrolling_table(world: World, locale: str) -> None:
    """Six charts of structure and the fits, every list as a table that paper can hold, and no control."""
    screen = open_page(world.staff["leader"], PAGE, locale=locale)
    screen.query_params["paper"] = "1"
    screen.run()
    assert not screen.exception
    assert len(screen.get("plotly_chart")) == 7
    assert not screen.dataframe and not screen.button and not screen.selectbox
    assert "甲" in str([one.value for one in screen.table])
    assert ("会议决定：" if locale == "zh-CN" else "Decision of the meeting:") in words(screen)


def test_an_old_address_of_a_scheme_says_so(world: World) -> None:
    screen = open_page(world.staff["leader"], PAGE)
    screen.query_params["paper"] = "99"
    screen.run()
    assert not screen.exception
    assert "There is no such scheme" in words(screen)


@pytest.mark.parametrize("view", ["summary", "contested", "unmatched", "structure", "versions", "remarks", "all"])
def test_a_liaison_of_another_unit_reads_no_name(world: World, staff: Staff, view: str) -> None:
    world.step("officer", "propose", 1)
    world.do("leader", remarks.remark, scheme_id=1, mentee_id=world.mentees["甲"], text="不宜公开")
    world.staff = {**world.staff, "liaison": staff("liaison")}
    screen = page(world, view, "liaison")
    shown = words(screen) + str([one.value.to_dict() for one in screen.dataframe])
    assert not [name for name in "甲乙丙丁王李赵" if name in shown.replace(UNIT, "")]
    assert "不宜公开" not in shown
