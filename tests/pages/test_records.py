"""The page of records: an entry in a few fields, a list that leads to one record, plans, cases, charts, import, rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Campaign, ExemptMonth, Import, PairingStage, Plan, PlanItem, Record
from documents.safe import Upload
from pages.parts.charts_records import calendar, mix_counts, months
from programme.recordbook import keep
from programme.recordbook.drafts import open_draft
from tests.conftest import Staff
from tests.support.record_world import DAY, RecordWorld, record_world
from tests.support.screen import button, chart, on_database, open_page, said, words

PAGE = "follow/records.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    with on_database(lite, monkeypatch):
        yield record_world(lite, staff)


def page(world: RecordWorld, view: str = "list", who: str = "officer", locale: str = "en", **state: Any) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, records_view=view, **state)
    assert not screen.exception
    return screen


def run(screen: AppTest) -> AppTest:
    screen.run()
    assert not screen.exception
    return screen


def listed(screen: AppTest) -> list[str]:
    return list(screen.dataframe[0].value["text"])


def enter(screen: AppTest, pairing: int, text: str, day: date | None = None) -> AppTest:
    """Choose the pairing, then fill the form in: what stands in a form is sent with it alone."""
    screen.selectbox(key="rec_pairing").set_value(pairing)
    screen = run(screen)
    if day:
        screen.date_input(key="new-log-happened_on").set_value(day)
        screen.button_group(key="new-log-forms").set_value(["telling"])
    screen.text_area(key="new-log-content").set_value(text)
    return press(screen, "Save")


def press(screen: AppTest, label: str) -> AppTest:
    button(screen, label).click()
    return run(screen)


def test_a_log_needs_a_pairing_and_a_few_words_and_the_form_is_ready_for_the_next(world: RecordWorld) -> None:
    """After saving, the pairing and the words are gone; form, method and day stay."""
    screen = enter(page(world), world.pairings["甲"], "走访农户三家", DAY)
    assert [row.content for row in world.rows(Record)] == ["走访农户三家"]
    assert listed(screen) == ["走访农户三家"]
    assert screen.selectbox(key="rec_pairing").value is None
    assert screen.text_area(key="new-log-content").value == ""
    assert screen.date_input(key="new-log-happened_on").value == DAY
    screen = enter(screen, world.pairings["甲"], "第二件事")
    assert [row.forms for row in world.rows(Record)] == ["telling", "telling"]


def test_without_a_pairing_or_out_of_force_the_words_stay_and_the_reason_is_told(world: RecordWorld) -> None:
    screen = page(world)
    screen.text_area(key="new-log-content").set_value("走访")
    screen = press(screen, "Save")
    assert "Choose the pairing first" in words(screen)
    screen = enter(screen, world.pairings["甲"], "走访", date(2026, 1, 1))
    assert "not in force yet" in said(screen)
    assert screen.text_area(key="new-log-content").value == "走访" and not world.rows(Record)


def test_the_pairing_entered_last_stands_first(world: RecordWorld) -> None:
    world.add("乙")
    labels = page(world).selectbox(key="rec_pairing").options
    assert labels[0].startswith("乙") and labels[-1].endswith("over")


@pytest.mark.parametrize("kind", ["talk", "home_visit", "case", "look_back", "campaign", "remedy"])
def test_every_kind_has_its_fields(world: RecordWorld, kind: str) -> None:
    screen = page(world, rec_entry_kind=kind)
    assert screen.text_area(key=f"new-{kind}-content").value == ""


def test_a_home_visit_is_kept_from_its_fields(world: RecordWorld) -> None:
    screen = page(world, rec_entry_kind="home_visit")
    screen.selectbox(key="rec_pairing").set_value(world.pairings["甲"])
    screen = run(screen)
    screen.selectbox(key="new-home_visit-village").set_value("上岚村")
    screen.number_input(key="new-home_visit-households_visited").set_value(12)
    screen = press(screen, "Save")
    assert world.rows(Record)[0].kind == "home_visit"


def test_filters_leave_what_they_say_and_one_click_clears_them(world: RecordWorld) -> None:
    world.add("甲", content="征地")
    world.add("乙", kind="talk", content="谈心")
    assert listed(page(world, rec_kind="talk")) == ["谈心"]
    screen = page(world, rec_words="没有的词")
    assert "No record fits" in words(screen)
    assert len(listed(press(screen, "Take all filters away"))) == 2


def test_a_record_is_read_corrected_and_struck_out_beside_the_list(world: RecordWorld) -> None:
    key = world.add("甲", content="走访两家", title="入户").record_id
    screen = page(world)
    screen.query_params["record"] = str(key)
    screen = run(screen)
    assert "走访两家" in said(screen) and "Back-filled" in words(screen)
    screen.text_area(key=f"fix-{key}-1-content").set_value("走访三家")
    screen.text_input(key=f"fix-{key}-1-why").set_value("少记一家")
    screen = press(screen, "Save the correction")
    row = world.row(Record, key)
    assert (row.content, row.title, row.version) == ("走访三家", "入户", 2)
    assert "少记一家" in said(screen)
    screen.text_input(key=f"strike-{key}").set_value("记错人")
    screen = press(run(screen), "Strike this record out")
    assert world.row(Record, key).struck_reason == "记错人" and "记错人" in said(screen)


def test_who_only_reads_has_no_form(world: RecordWorld) -> None:
    world.add()
    screen = page(world, who="leader")
    assert listed(screen) == ["走访农户"] and not screen.text_area
    assert "From Excel" not in str(screen.button_group[0].options)


def test_a_liaison_sees_and_enters_its_own_unit(world: RecordWorld) -> None:
    world.add("甲", content="别单位")
    screen = page(world, who="liaison")
    assert all(label.startswith(("乙", "丙")) for label in screen.selectbox(key="rec_pairing").options)
    assert "No record fits" in words(screen)


def test_a_plan_is_written_down_and_its_stage_entered(world: RecordWorld) -> None:
    screen = page(world, "plans")
    screen.query_params["pairing"] = str(world.pairings["甲"])
    screen = run(screen)
    assert "No plan has been written down yet" in words(screen)
    screen = press(screen, "Save the plan")
    screen.text_input(key=f"newitem-{world.pairings['甲']}-measure").set_value("随导师走访五十户")
    screen = press(screen, "Add")
    assert world.rows(Plan) and world.rows(PlanItem)[0].measure == "随导师走访五十户"
    screen = press(screen, "Enter the stage Learning")
    assert world.rows(PairingStage)[0].stage == "learning"
    screen.text_input(key="item-1-1-result").set_value("走访六十户")
    screen = press(screen, "Mark as done")
    assert world.rows(PlanItem)[0].result == "走访六十户" and "done on" in said(screen)


def test_the_case_library_is_sorted_by_topic_and_searched_by_words(world: RecordWorld) -> None:
    assert "No case fits" in words(page(world, "cases"))
    world.add("甲", kind="case", title="征地调解", topics=["land_acquisition"])
    world.add("甲", kind="case", title="邻里纠纷", topics=["mass_work"])
    assert len(page(world, "cases").dataframe[0].value) == 2
    assert page(world, "cases", case_topic="mass_work").dataframe[0].value["text"].tolist() == ["邻里纠纷"]
    assert page(world, "cases", case_words="征地").dataframe[0].value["text"].tolist() == ["征地调解"]


def test_charts_are_drawn_of_three_pairings_and_of_fewer_only_the_list(world: RecordWorld) -> None:
    world.add("甲")
    world.add("乙", kind="home_visit", village="上岚村", households_visited=3)
    screen = page(world, "charts")
    assert "Fewer than three pairings" in words(screen) and not screen.get("plotly_chart")
    world.add("丙", kind="talk", happened_on=date(2025, 3, 1))
    screen = page(world, "charts")
    assert sum(map(int, filter(None, chart(screen, "rec-calendar")["data"][0]["text"]))) >= 2
    assert len(screen.get("plotly_chart")) == 5


def test_a_day_of_the_calendar_leads_to_its_records(world: RecordWorld) -> None:
    for name in "甲乙":
        world.add(name)
    screen = page(world, rec_day=DAY.isoformat())
    assert len(listed(screen)) == 2 and button(screen, "Only 2026-03-05")
    assert "No record fits" in words(page(world, rec_day="2026-03-06"))


def test_chart_figures_count_by_hand() -> None:
    import pandas as pd

    activity = pd.DataFrame(
        {
            "day": [date(2026, 3, 5), date(2026, 3, 5), date(2026, 4, 1)],
            "kind": ["log", "talk", "log"],
            "count": [2, 1, 4],
        }
    )
    squares = calendar(activity, date(2026, 4, 10), "t").data[0]
    told = {key: text for key, text in zip(squares.customdata, squares.text, strict=True) if text}
    assert told == {"2026-03-05": "3", "2026-04-01": "4"}
    bars = {bar.name: list(bar.y) for bar in months(activity, "t").data}
    assert list(bars.values()) == [[2, 4], [1, 0]]
    mix = pd.DataFrame({"methods": ["case_teaching,demonstration", "", "demonstration"], "count": [2, 3, 5]})
    counts = dict(mix_counts(mix, "methods", ("case_teaching", "demonstration", "reflective_summary")))
    assert counts == {"case_teaching": 2, "demonstration": 7, "reflective_summary": 0, "none": 3}


def test_a_table_is_mended_confirmed_and_undone_on_the_page(world: RecordWorld) -> None:
    lines = "帮带对象,单位,导师,日期,类型,内容\n甲,市财政局,王,2026.3.5,日记,走访\n甲,市财政局,王,2026.3.6,日记,下村\n乙,,李,2026.3.7,日志,谈心"
    draft_id = open_draft(world.database, world.staff["officer"], [Upload("日志.csv", lines.encode())])
    screen = page(world, "import")
    screen.query_params["draft"] = str(draft_id)
    screen = run(screen)
    assert "Held back by a fault: 2" in words(screen) and "2 cells of this column say" in said(screen)
    screen = press(screen, "帮带日志")
    assert "New: 2" in words(screen)
    screen.button_group(key="record_import_view").set_value("doubts")
    screen = run(screen)
    assert "led by somebody else" in words(screen)
    screen = press(screen, "乙 (青坞镇), mentor 王")
    screen = press(screen, "Keep 3 records")
    assert len(world.rows(Record)) == 3 and "Imports so far" in words(screen)
    screen.query_params["import"] = "1"
    screen = press(run(screen), "Undo this import")
    assert all(row.struck_at for row in world.rows(Record)) and world.rows(Import)[0].status == "undone"


def test_campaigns_excuses_and_the_limit_are_set_on_the_page(world: RecordWorld) -> None:
    screen = page(world, "setup")
    screen.text_input(key="campaign-new-name").set_value("清村行动")
    screen = press(screen, "Save")
    assert world.rows(Campaign)[0].name == "清村行动"
    screen.text_input(key="excuse-month").set_value("2026-07")
    screen.text_input(key="excuse-reason").set_value("防汛救灾")
    screen.multiselect(key="excuse-counties").set_value(["竹源县"])
    screen = press(screen, "Excuse them")
    assert len(world.rows(ExemptMonth)) == 2
    screen.number_input(key="rec_limit").set_value(45)
    screen = press(run(screen), "Set the limit")
    assert "more than 45 days" in words(screen)


def test_a_cohort_without_pairings_leads_to_one_that_has_some(world: RecordWorld) -> None:
    from programme import cohorts

    empty = world.do(cohorts.create, name="新批次", eligible_on=DAY, starts_on=DAY, ends_on=date(2027, 3, 5))
    screen = page(world, cohort=empty, cohort_kept=empty)
    assert "No pairing of this cohort has come into force yet" in words(screen)
    screen = press(screen, "Records of 2026年批次 (3 pairings)")
    assert screen.selectbox(key="rec_pairing")


@pytest.mark.parametrize("view", ["list", "plans", "cases", "charts", "import", "setup"])
def test_each_view_is_complete_in_chinese(world: RecordWorld, view: str) -> None:
    for name in "甲乙":
        world.add(name, kind="case", title="案例", topics=["mass_work"])
    screen = page(world, view, locale="zh-CN")
    assert "帮带记录" in words(screen)


def test_names_and_texts_are_shown_as_they_are(world: RecordWorld) -> None:
    key = world.add("甲", content="![x](http://example.invalid) **粗** :red[红]").record_id
    screen = page(world)
    screen.query_params["record"] = str(key)
    told = words(run(screen))
    assert "![x]" not in told and "\\!\\[x\\]" in told


def test_an_undone_import_is_named_as_the_reason(world: RecordWorld) -> None:
    key = world.add("甲").record_id
    world.do(keep.strike, record_id=key, seen_version=1, reason="import_undone")
    screen = page(world)
    screen.query_params["record"] = str(key)
    assert "the import was undone" in said(run(screen))
