"""The page of progress: why a pairing is red in words, a follow-up in few clicks, every view drawn, nothing of other units."""

from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import FollowUp, ProgressRules, Record
from pages.parts.charts_progress import in_bin, quiet_bins
from programme.progress.calendar import month_ago
from programme.progress.follow_ups import assign
from programme.progress.rules import defaults, save_rules
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import file, opened, review_world, set_day
from tests.support.screen import chart, on_database, open_page, said

PAGE = "follow/progress.py"
VIEWS = ("queue", "follow_ups", "places", "growth", "contacts", "course", "survey", "rules")
TODAY = date(2026, 11, 20)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    with on_database(lite, monkeypatch):
        set_day(monkeypatch, TODAY)
        yield review_world(lite, staff)


def show(world: RecordWorld, who: str = "officer", view: str = "queue", locale: str = "zh-CN") -> AppTest:
    """The page in one of its views."""
    screen = open_page(world.staff[who], PAGE, locale=locale, progress_view=view)
    assert not screen.exception, screen.exception
    return screen


def test_the_figures_are_those_of_the_states_and_the_worst_pairing_is_told_with_its_reasons(world: RecordWorld) -> None:
    """甲 and 丁 are red, 乙 rests, 戊 began 20 days ago; a month ago 戊 was not in force, and nothing else differed."""
    screen = show(world)
    told = {one.label: (one.value, one.delta) for one in screen.metric}
    assert told["红（停滞）"] == ("2", "") and told["暂停中"] == ("1", "") and told["起步期"] == ("1", "1")
    text = said(screen)
    assert "自2026年1月5日结对以来319天没有任何联系记录（限60天）。" in text
    assert "120天内走访0户次（应不少于10户次）。" in text
    assert "与师徒双方及所在单位谈话，研究是否更换导师。" in text


def test_a_follow_up_is_assigned_and_finished_beside_its_pairing(world: RecordWorld) -> None:
    screen = show(world)
    screen.button(key="FormSubmitter:assign-{}-1-交办".format(world.pairings["丁"])).click().run()
    assert not screen.exception
    row = world.rows(FollowUp)[0]
    assert (row.pairing_id, row.owner_id, row.due_on) == (
        world.pairings["丁"],
        world.staff["officer"].id,
        date(2026, 12, 4),
    )
    key = f"pair-{row.id}-{row.version}"
    screen.text_input(key=f"end-text-{key}").set_value("已约定每周三见面")
    screen.button(key=f"FormSubmitter:end-{key}-办结").click().run()
    assert not screen.exception
    assert (world.row(FollowUp, row.id).status, world.row(FollowUp, row.id).outcome) == ("done", "已约定每周三见面")
    assert "已办结" in said(screen)


def test_an_end_without_words_is_refused_and_says_so(world: RecordWorld) -> None:
    give(world, "丁")
    screen = show(world)
    row = world.rows(FollowUp)[0]
    screen.button(key=f"FormSubmitter:end-pair-{row.id}-1-办结").click().run()
    assert "请填写办理结果。" in said(screen)
    assert world.row(FollowUp, row.id).status == "open"


def give(world: RecordWorld, *names: str) -> None:
    """A follow-up of these pairings for the officer, until today."""
    keys = [world.pairings[name] for name in names]
    world.do(assign, pairing_ids=keys, text="了解情况", owner_id=world.staff["officer"].id, due_on=TODAY)


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_in_both_languages(world: RecordWorld, view: str, locale: str) -> None:
    show(world, "officer", view, locale)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["leader", "liaison"])
def test_every_view_draws_for_whoever_only_reads_or_has_one_unit(world: RecordWorld, view: str, who: str) -> None:
    opened(world, due_on=TODAY)
    file(world, "甲")
    give(world, "甲", "丁")
    show(world, who, view)


def test_a_liaison_is_shown_nobody_of_another_unit_and_assigns_nothing(world: RecordWorld) -> None:
    give(world, "甲")
    screen = show(world, "liaison")
    assert sorted(screen.dataframe[0].value["mentee"]) == sorted("乙丁戊")
    assert not [one for one in screen.button if "assign" in (one.key or "")]
    assert "甲" not in said(screen)


def test_filters_leave_what_fits(world: RecordWorld) -> None:
    screen = show(world)
    screen.selectbox(key="progress_reason").set_value("visits_low").run()
    assert list(screen.dataframe[0].value["mentee"]) == ["丁"]
    screen.selectbox(key="progress_reason").set_value(None).run()
    screen.text_input(key="progress_words").set_value("财政").run()
    assert list(screen.dataframe[0].value["mentee"]) == ["甲"]
    screen.text_input(key="progress_words").set_value("nobody").run()
    assert "没有符合条件的结对" in said(screen)


def test_what_may_still_be_recorded_is_told_apart(world: RecordWorld) -> None:
    with world.database.write() as session:
        by = world.staff["officer"].id
        session.add(
            Record(pairing_id=world.pairings["甲"], cohort_id=world.cohort_id, kind="talk", happened_on=date(2026, 9, 20),
                   delay=0, recorded_at=datetime(2026, 9, 20), by_id=by, content="x")
        )  # fmt: skip
    screen = open_page(world.staff["officer"], PAGE, locale="zh-CN")
    screen.query_params["pairing"] = str(world.pairings["甲"])
    screen.run()
    assert "尚未登记：2026年12月4日前仍可补记。" in said(screen)


def test_of_fewer_than_three_pairings_no_chart_is_drawn(world: RecordWorld) -> None:
    """Two counties: 市直 has one pairing, 竹源县 three; only the latter has a bar."""
    bars = chart(show(world, view="places"), "progress_counties")
    assert {name for trace in bars["data"] for name in trace["y"]} == {"竹源县"}


def test_rules_are_changed_on_the_page_with_a_reason(world: RecordWorld) -> None:
    screen = show(world, view="rules")
    screen.number_input(key="progress-silent-days").set_value(90)
    screen.text_input(key="progress-note").set_value("汛期工作重")
    screen.button(key=f"FormSubmitter:progress-rules-{world.cohort_id}-0-保存").click().run()
    assert not screen.exception
    assert world.rows(ProgressRules)[0].rules["rules"]["silent"]["days"] == 90
    assert "久未联系（天）：60 → 90" in said(screen)


def test_the_savings_are_read_by_whoever_may_not_change_them(world: RecordWorld) -> None:
    told = defaults().to_dict()
    told["colours"]["red"] = 5
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, rules=told, note="试行")
    screen = show(world, "leader", "rules")
    assert "试行" in said(screen) and screen.number_input(key="progress-red").disabled
    assert "保存" not in [one.label for one in screen.button]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 20), date(2026, 10, 20)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2026, 1, 5), date(2025, 12, 5)),
    ],
)
def test_a_month_ago_is_the_same_day_or_the_last_one(day: date, before: date) -> None:
    assert month_ago(day) == before


def test_every_pairing_lies_in_one_bin_of_silence() -> None:
    quiet = pd.Series([0, 14, 15, 60, 61, 400, None], dtype="Int64")
    bins = quiet_bins(quiet, 60)
    assert dict(zip(bins["bin"], bins["count"], strict=True)) == {
        "0": 2, "15": 1, "31": 0, "46": 1, "61": 1, "91": 0, "121": 1, "none": 1,
    }  # fmt: skip
    assert [int(in_bin(quiet, one).sum()) for one in bins["bin"]] == list(bins["count"])
    assert list(bins["late"]) == [False] * 4 + [True] * 4
