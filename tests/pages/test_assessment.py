"""The page of assessment: evidence beside the form, a grade in one form, a proposal, a second person's decision, quota and closing."""

from collections.abc import Iterator
from datetime import date
from zlib import crc32

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Assessment, AssessmentRound, Change, Cohort, Conclusion, Nomination, Unit
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


def show(world: World, who: str = "officer", view: str = "list", locale: str = "zh-CN", **state: object) -> AppTest:
    """The page in one of its views (in Chinese, for AppTest looks rounds up by the words of its own language)."""
    screen = open_page(world.staff[who], PAGE, locale=locale, ass_view=view, **state)
    assert not screen.exception, screen.exception
    return screen


def test_without_a_round_the_officer_opens_one_with_the_usual_weights(world: World) -> None:
    assert "本批次尚未开展考核" in said(show(world, "leader"))
    screen = show(world)
    screen.button(key="ass_open").click().run()
    assert not screen.exception
    row = world.row(AssessmentRound, 1)
    assert (row.kind, row.year, row.quota) == ("annual", today().year, 20)
    assert (row.weight_self, row.weight_mentor, row.weight_leader, row.weight_head) == (10, 30, 30, 30)


def test_a_cohort_without_open_pairings_leads_to_one_that_has_some(world: World) -> None:
    days = {"eligible_on": date(2030, 1, 1), "starts_on": date(2030, 2, 1), "ends_on": date(2031, 1, 31)}
    with world.database.write() as session:
        empty = Cohort(name="2030", **days)
        session.add(empty)
        session.flush()
        later = empty.id
    screen = show(world, cohort=later, cohort_kept=later)
    assert "本批次尚无未结束的结对" in said(screen)
    screen.button(key=f"cohort-{world.cohort_id}").click().run()
    assert not screen.exception and screen.button(key="ass_open")


def test_with_two_levels_each_hand_is_told_what_agreeing_does_now(world: World) -> None:
    opened(world)
    key = proposed(world, "甲", "end", reason="promoted", ground="提拔任用")
    world.change(Change, world.row(Conclusion, key).change_id, sign_levels=2)

    def agree(who: str) -> AppTest:
        ticked = f"ass_decide-{crc32(repr([key]).encode())}-0"
        picked = {"selection": {"rows": [0], "columns": [], "cells": []}}
        return show(world, who, "decide", **{ticked: picked})

    assert agree("leader").button(key="ass_decide-yes").disabled
    screen = agree("chief").button(key="ass_decide-yes").click().run()
    assert "尚待执行" in said(screen)
    assert "下一步由部领导签批" in said(agree("chief"))
    screen = agree("leader").button(key="ass_decide-yes").click().run()
    assert not screen.exception and "尚待执行" in said(screen)
    screen = agree("chief").button(key="ass_decide-yes").click().run()
    assert world.row(Conclusion, key).status == "carried_out"


def test_the_first_who_waits_is_graded_in_one_form_and_the_next_is_there(world: World) -> None:
    opened(world)
    screen = show(world)
    row = assessment_of(world, "丙")
    key = f"ass-{row.id}-{row.version}"
    for part, score in SCORES.items():
        screen.number_input(key=f"{key}-{part}").set_value(float(score))
    grades = next(one for one in screen.get("button_group") if one.key == f"{key}-grade")
    grades.set_value("qualified")
    next(button for button in screen.button if "下一份" in button.label).click().run()
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
    assert "1人出师条件全部达到" in said(show(world, "chief", "decide"))
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


def test_a_liaison_sees_and_grades_its_own_unit_and_no_page_of_the_office(world: World, staff: Staff) -> None:
    with world.database.write() as session:
        unit = Unit(name="青坞镇", kind="township")
        session.add(unit)
        session.flush()
        key = unit.id
    opened(world)
    world.change(Assessment, assessment_of(world, "甲").id, unit_id=key)
    world.staff = {**world.staff, "liaison": staff("liaison", unit_id=key)}
    screen = show(world, "liaison")
    assert "甲" in said(screen)
    assert "丙" not in said(screen)
    views = next(one for one in screen.get("button_group") if one.key == "ass_view")
    assert len(views.options) == 4


def test_what_was_concluded_offers_the_graduate_as_mentor_in_one_click(world: World) -> None:
    opened(world)
    planned(world, "甲", 5, 5)
    graded(world, "甲")
    decided(world, proposed(world, "甲"))
    screen = show(world)
    screen.query_params["assessment"] = str(assessment_of(world, "甲").id)
    screen.run()
    screen.button(key=f"ass-nominate-{world.mentees['甲']}").click().run()
    assert not screen.exception
    with world.database.read() as session:
        assert session.scalars(select(Nomination)).one().mentee_id == world.mentees["甲"]


def test_a_dispute_is_taken_down_and_decided_by_another_on_the_page(world: World) -> None:
    opened(world)
    graded(world, "甲", "basically_qualified")
    row = assessment_of(world, "甲")
    screen = show(world)
    screen.query_params["assessment"] = str(row.id)
    screen.run()
    key = f"ass-raise-{row.id}-{row.version}"
    screen.text_area(key=f"{key}-content").set_value("漏计走访").run()
    screen.button(key=f"{key}-go").click().run()
    assert not screen.exception
    assert assessment_of(world, "甲").status == "disputed"
    screen = show(world, "chief")
    screen.query_params["assessment"] = str(row.id)
    screen.run()
    screen.text_area(key="ass-dispute-1-1-reason").set_value("记录已计入").run()
    screen.button(key="ass-dispute-1-1-no").click().run()
    assert not screen.exception
    assert assessment_of(world, "甲").status == "graded"


def test_the_close_tells_what_stands_open_and_is_barred(world: World) -> None:
    opened(world)
    screen = show(world, view="close")
    assert screen.button(key="ass-close-go").disabled


def test_a_table_of_grades_is_shown_row_by_row_and_only_sound_rows_are_taken_in(world: World) -> None:
    opened(world)
    screen = show(world, view="excel")
    heads = "考核编号,帮带对象,自评分,导师评分,分管领导评分,主要负责人评分,帮带等次,年度考核等次"
    sound = f"{assessment_of(world, '甲').id},甲,{','.join(str(score) for score in SCORES.values())},合格,"
    screen.file_uploader[0].upload("考核.csv", f"{heads}\n{sound}\n999,无名,,,,,合格,".encode(), "text/csv").run()
    assert list(screen.dataframe[0].value["state"]) == ["待更正", "新增"]
    screen.button(key="ass_take_in").click().run()
    assert not screen.exception and assessment_of(world, "甲").grade == "qualified"
