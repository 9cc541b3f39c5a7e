"""The page of the monthly review: a month of comments in few clicks, each view drawn, nothing of another unit shown."""

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from programme.frozen import digest
from programme.reviews import bulletin, rounds, spot
from programme.reviews.bulletin import Wording
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import WHOLE, file, opened, review_of, review_world, round_now, set_day
from tests.support.screen import on_database, open_page, said

PAGE = "follow/monthly.py"
VIEWS = ("fill", "units", "excel", "check", "bulletin", "reviewers")


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    with on_database(lite, monkeypatch):
        set_day(monkeypatch, date(2026, 10, 31))
        yield review_world(lite, staff)


def show(world: RecordWorld, who: str = "officer", view: str = "fill", locale: str = "zh-CN") -> AppTest:
    """The page in one of its views (in Chinese, for AppTest looks months up by the words of its own language)."""
    screen = open_page(world.staff[who], PAGE, locale=locale, mon_view=view)
    assert not screen.exception, screen.exception
    return screen


def test_without_a_month_the_officer_opens_one_with_the_usual_values_and_a_liaison_reads_what_comes(
    world: RecordWorld,
) -> None:
    assert "本批次尚未开展月度点评" in said(show(world, "liaison"))
    screen = show(world)
    screen.button(key="mon_open").click().run()
    assert not screen.exception
    row = round_now(world)
    assert (row.month, row.due_on, row.weight_self) == ("2026-10", date(2026, 11, 7), 10)
    assert "应评3份，已完成0份" in said(screen)


def test_the_first_review_that_waits_is_ready_to_fill_and_saving_it_brings_the_next(world: RecordWorld) -> None:
    """Three texts, three scores, two names and one click for each mentee; nothing has to be picked."""
    opened(world)
    screen = show(world, "liaison")
    first = review_of(world, "丁")
    key = f"mon-{first.id}-{first.version}"
    for field, value in WHOLE.items():
        kind = (
            screen.number_input
            if field.endswith("score")
            else screen.text_area
            if field.endswith("text")
            else screen.text_input
        )
        kind(key=f"{key}-{field}").set_value(value)
    next(button for button in screen.button if "保存并填下一份" in button.label).click().run()
    assert not screen.exception
    assert review_of(world, "丁").state == "complete"
    assert screen.query_params["review"] in (str(review_of(world, "戊").id), [str(review_of(world, "戊").id)])


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_before_anything_is_filed(world: RecordWorld, view: str, locale: str) -> None:
    opened(world)
    show(world, "officer", view, locale)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["officer", "leader", "liaison"])
def test_every_view_draws_for_every_role_once_the_month_is_published(world: RecordWorld, view: str, who: str) -> None:
    opened(world)
    for name in ("甲", "丁"):
        file(world, name)
    world.do(spot.draw_check, round_id=round_now(world).id)
    row, wording = round_now(world), Wording()
    seen = digest(world.see(bulletin.preview, round_id=row.id, wording=wording))
    world.do(bulletin.publish, round_id=row.id, seen_version=row.version, seen=seen, wording=wording)
    show(world, who, view)


def test_a_liaison_is_shown_nobody_of_another_unit(world: RecordWorld) -> None:
    opened(world)
    tables = [list(frame.value.get("mentee", frame.value.iloc[:, 0])) for frame in show(world, "liaison").dataframe]
    assert tables == [["丁", "乙", "戊"]] or sorted(tables[0]) == sorted(["丁", "乙", "戊"])


def test_the_mentor_as_commenter_is_refused_in_words_that_say_whom_to_ask(world: RecordWorld) -> None:
    opened(world)
    screen = show(world)
    row = review_of(world, "甲")
    key = f"mon-{row.id}-{row.version}"
    for field, value in {**WHOLE, "head_author": "王"}.items():
        kind = (
            screen.number_input
            if field.endswith("score")
            else screen.text_area
            if field.endswith("text")
            else screen.text_input
        )
        kind(key=f"{key}-{field}").set_value(value)
    next(button for button in screen.button if "保存并填下一份" in button.label).click().run()
    assert "王是甲的导师" in said(screen)
    assert "另请他人点评" in said(screen)


def test_a_closed_month_takes_nothing_in(world: RecordWorld) -> None:
    opened(world)
    world.do(rounds.close_round, round_id=round_now(world).id, seen_version=1)
    screen = show(world, "liaison", "excel")
    assert "本月已停止填报" in said(screen)


def test_a_table_of_reviews_is_shown_row_by_row_and_only_sound_rows_are_taken_in(world: RecordWorld) -> None:
    opened(world)
    screen = show(world, view="excel")
    heads = "点评编号,帮带对象,干部自评,自评得分,主要负责人点评,主要负责人评分,主要负责人姓名,分管领导点评,分管领导评分,分管领导姓名"
    told = f"{heads}\n{review_of(world, '甲').id},甲,走访,80,,,,,,\n999,无名,走访,80,,,,,,"
    screen.file_uploader[0].upload("青坞镇.csv", told.encode(), "text/csv").run()
    assert list(screen.dataframe[0].value["state"]) == ["待更正", "新增"]
    screen.button(key="mon_take_in").click().run()
    assert not screen.exception and review_of(world, "甲").self_text == "走访"
