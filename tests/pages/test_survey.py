"""The mutual survey on the page of progress: collected one after another, read as sums by whoever may not read answers."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import RelationMark
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import set_day
from tests.support.screen import at_the_door, chart, on_database, open_page, said
from tests.support.survey_world import TODAY, answered, asked, survey_world

PAGE = "follow/progress.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    with on_database(lite, monkeypatch):
        set_day(monkeypatch, TODAY)
        yield survey_world(lite, staff)


def show(world: RecordWorld, who: str, view: str = "survey", locale: str = "zh-CN", **state: str) -> AppTest:
    """The page in one of its views."""
    screen = open_page(world.staff[who], PAGE, locale=locale, progress_view=view, **state)
    assert not screen.exception, screen.exception
    return screen


def test_a_liaison_collects_one_answer_and_the_next_one_is_there(world: RecordWorld) -> None:
    screen = show(world, "liaison")
    assert "已收集0份，应收2份" in said(screen)
    first = asked(world, "丁")
    key = f"survey-{first.id}-1"
    for name in ("talking", "help", "respect", "effort", "willing"):
        screen.segmented_control(key=f"{key}-{name}").set_value(3)
    screen.text_area(key=f"{key}-remark").set_value("愿意多下村")
    screen.button(key=f"FormSubmitter:{key}-保存并填下一份").click().run()
    assert not screen.exception
    row = asked(world, "丁")
    assert (row.talking, row.willing, row.remark) == (3, 3, "愿意多下村")
    assert "**戊**（帮带对象，青坞镇）评价 **李**" in said(screen)


def test_a_leader_reads_sums_and_no_answer(world: RecordWorld) -> None:
    for name in "甲丁戊":
        answered(world, name, 4, 4, 2, 4, 4, remark="听不懂方言")
    screen = show(world, "leader")
    told = said(screen)
    assert screen.segmented_control(key="survey_inner").options == ["互评结果"]
    title = chart(screen, "survey-steps-1")["layout"]["title"]["text"]
    assert title == "评价最低：“理解尊重”（帮带对象），符合率0%"
    assert "导师：仅0份问卷，不足3份，不作汇总显示。" in told and "听不懂方言" not in told


@pytest.mark.parametrize("inner", ["fill", "excel", "results"])
def test_every_part_draws_in_english(world: RecordWorld, inner: str) -> None:
    show(world, "officer", locale="en", survey_inner=inner)


def test_the_panel_of_a_pairing_tells_the_grounds_to_those_who_may_and_staff_clear_it(world: RecordWorld) -> None:
    answered(world, "丁", 1, 2, 3, 3, 3)
    pairing = world.pairings["丁"]
    chosen = {"progress_chosen": [pairing]}
    leader = said(show(world, "leader", "queue", **chosen))
    assert "关系风险" in leader and "有2题答" not in leader and "由组织部门掌握" in leader
    screen = show(world, "officer", "queue", **chosen)
    assert "帮带对象：有2题答“不太符合”或“不符合”" in said(screen)
    key = f"progress-relation-{pairing}-0"
    screen.text_input(key=f"{key}-why").set_value("已分别谈心，双方愿意继续")
    screen.button(key=f"FormSubmitter:{key}-解除关系风险").click().run()
    assert not screen.exception
    assert [(row.mark, row.reason) for row in world.rows(RelationMark)] == [("cleared", "已分别谈心，双方愿意继续")]


def test_the_page_of_a_person_tells_of_the_risk_as_far_as_one_may_read_it(world: RecordWorld) -> None:
    """The liaison reads that its own mentee is not content, and no reason of staff."""
    answered(world, "丁", 1, 2, 3, 3, 3)
    for who, told in (("liaison", True), ("leader", False)):
        screen = at_the_door(world.staff[who], "zh-CN")
        screen.query_params["person"], screen.query_params["tab"] = str(world.people["丁"]), "process"
        screen.switch_page("prepare/person.py").run()
        assert not screen.exception, screen.exception
        assert "关系风险" in said(screen) and ("有2题答" in said(screen)) == told
