"""The cohorts on screen: the first one is made here, dates are changed with clear refusals."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from db.clock import today
from db.engines import Database
from db.models import Cohort
from tests.conftest import Staff
from tests.support.pool import World, small_pool
from tests.support.screen import button, on_database, open_page, said

PAGE = "prepare/cohorts.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """One cohort, judged on 2026-09-01."""
    world = small_pool(lite, staff("officer"))
    with on_database(lite, monkeypatch):
        yield world


def picked(world: World, locale: str = "en") -> AppTest:
    screen = open_page(world.by, PAGE, locale=locale)
    screen.query_params["edit"] = str(world.cohort)
    screen.run()
    assert not screen.exception
    return screen


def test_the_first_cohort_is_made_where_none_is(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = staff("officer")
    with on_database(lite, monkeypatch):
        screen = open_page(officer, PAGE)
        assert "Create the first one; its dates decide who is eligible." in said(screen)
        button(screen, "New cohort").click().run()
        screen.text_input("cohort-new-name").set_value("第一批")
        button(screen, "Create the cohort").click().run()
        assert not screen.exception
        assert screen.dataframe[0].value["name"].tolist() == ["第一批"]


def test_dates_are_written_as_dates_are_written_here(world: World) -> None:
    table = open_page(world.by, PAGE, locale="zh-CN").dataframe[0].value
    assert table[["eligible_on", "starts_on", "ends_on"]].values.tolist() == [
        ["2026年9月1日", "2026年10月1日", "2027年9月30日"]
    ]


def test_a_changed_date_is_saved(world: World) -> None:
    screen = picked(world)
    screen.date_input(f"cohort-{world.cohort}-1-eligible_on").set_value(date(2026, 8, 1))
    button(screen, "Save").click().run()
    assert not screen.exception
    assert world.row(Cohort, world.cohort).eligible_on == date(2026, 8, 1)


def test_an_end_before_the_start_is_refused_with_both_dates(world: World) -> None:
    screen = picked(world, locale="zh-CN")
    screen.date_input(f"cohort-{world.cohort}-1-ends_on").set_value(date(2026, 9, 15))
    button(screen, "保存").click().run()
    assert "结束日期（2026年9月15日）须晚于开始日期（2026年10月1日）" in said(screen)
    assert world.row(Cohort, world.cohort).ends_on == date(2027, 9, 30)


@pytest.mark.parametrize("role", ["leader", "inspector", "liaison"])
def test_who_may_only_read_cannot_change_a_date(world: World, staff: Staff, role: str) -> None:
    screen = open_page(staff(role), PAGE)
    screen.query_params["edit"] = str(world.cohort)
    screen.run()
    assert screen.date_input(f"cohort-{world.cohort}-1-eligible_on").disabled
    assert not {"Save", "New cohort"} & {one.label for one in screen.button}


def test_a_cohort_says_how_many_are_eligible_and_by_which_numbers(world: World) -> None:
    told = said(picked(world, locale="zh-CN"))
    assert "帮带对象 1 人，其中符合资格 1 人" in told
    assert "参加工作不满 36 个月；纪检条线改按 35 周岁以下认定" in told


def test_the_yearly_notice_is_pasted_read_back_and_entered(world: World) -> None:
    """An invented notice: five days off as one span, one Saturday worked."""
    screen = open_page(world.by, PAGE)
    screen.number_input(key="holiday-year").set_value(2031).run()
    screen.text_area(key="holiday-text").input("节日：5月1日至5日放假调休。5月10日（周六）上班。").run()
    assert "off: 节日 2031-05-01–2031-05-05; worked: 2031-05-10" in said(screen)
    button(screen, "Enter 6 days of 2031").click().run()
    assert not screen.exception
    assert "Public holidays and make-up workdays (entered: 2031)" in [one.label for one in screen.expander]
    assert any(one.value.startswith(f"{today().year} is not entered") for one in screen.warning)
    button(screen, "Remove").click().run()
    assert "(entered: —)" in screen.expander[0].label


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_entered(world: World) -> None:
    screen = open_page(world.by, PAGE)
    screen.text_area(key="holiday-text").input("2月30日放假").run()
    assert "2月30日 is no day or span of days" in said(screen)
    assert not [one for one in screen.button if one.label.startswith("Enter ")]


def test_an_officer_sees_the_levels_of_signing_and_a_chief_changes_them(world: World, staff: Staff) -> None:
    key = f"cohort-{world.cohort}-1-levels"
    assert picked(world).selectbox(key=key).disabled
    chief = open_page(staff("chief"), PAGE)
    chief.query_params["edit"] = str(world.cohort)
    chief.run()
    chief.selectbox(key=key).set_value(2).run()
    button(chief, "Save").click().run()
    with world.database.read() as session:
        assert session.get_one(Cohort, world.cohort).sign_levels == 2
