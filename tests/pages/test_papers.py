"""The page of papers makes them, tells how far they are, keeps templates; the statement opens from where the pair stands."""

import json
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Export, Job, PaperTemplate, Setting
from documents.safe import Upload
from programme.papers import making, working
from programme.papers.store import put_template
from tests.conftest import Staff
from tests.support.changing import leave, world_in_force
from tests.support.papers import template
from tests.support.screen import button, on_database, open_page, said, words
from tests.support.signing import World, small_world

PAGE = "outcomes/papers.py"


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """甲 and 乙 with 王, 丙 with 李, all in force, and the pages on this database."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    with on_database(lite, monkeypatch):
        yield world_in_force(lite, staff)


def page(world: World, who: str = "officer", locale: str = "en", **state: object) -> AppTest:
    screen = open_page(world.staff[who], PAGE, locale=locale, **state)
    assert not screen.exception
    return screen


def test_every_form_is_offered_in_both_languages(world: World) -> None:
    english, chinese = (page(world, locale=locale) for locale in ("en", "zh-CN"))
    assert len(english.button_group[1].options) == 18
    assert "聘任证书" in str(chinese.button_group[1].options) and "结对理由书" in str(chinese.button_group[1].options)


def test_a_few_papers_are_made_while_one_waits(world: World) -> None:
    """Three open pairings: all of them, as none is picked."""
    screen = page(world)
    button(screen, "Make the Word file").click().run()
    assert not screen.exception
    with world.database.read() as session:
        (kept,) = session.query(Export).all()
        assert kept.name.startswith("师徒结对协议书_3_")


def test_many_papers_go_to_a_worker_and_their_job_is_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.papers_make.AT_ONCE", 2)
    screen = page(world)
    button(screen, "In one Word file").click().run()
    assert not screen.exception
    assert world.row(Job, 1).payload["count"] == 3
    button(screen, "Give up").click().run()
    assert world.row(Job, 1).status == "cancelled"
    assert "given up" in said(screen)


def test_a_finished_file_is_fetched_from_the_list(world: World) -> None:
    job = world.do("officer", making.start_papers, form="certificate", ids=list(world.mentors.values()))
    world.change(Job, job, status="running")
    world.do("officer", working.keep_made, job_id=job, name="a.docx", content=b"x")
    screen = page(world)
    assert "Certificate of appointment, 3: finished" in said(screen)
    button(screen, "Fetch").click().run()
    with world.database.read() as session:
        assert [row.content for row in session.query(Export).all()] == [b"x"]


@pytest.mark.parametrize(
    "form",
    [
        "certificate",
        "plan",
        "log",
        "talk",
        "monthly",
        "graduation",
        "bulletin",
        "statement",
        "notice",
        "change_slip",
        "handover",
        "pairing_roster",
        "mentor_roster",
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_each_kind_of_form_draws_its_list(world: World, form: str, locale: str) -> None:
    leave(world, "王")
    page(world, locale=locale, form=form)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("agreement", "no open pairing"), ("statement", "no scheme with a plan"), ("notice", "no confirmed scheme"),
        ("change_slip", "no change slip yet"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_yet_the_page_says_what_to_do(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, form: str, told: str
) -> None:
    with on_database(lite, monkeypatch):
        assert told in words(page(small_world(lite, staff), form=form))


def test_the_templates_show_their_placeholders_and_can_be_taken_back(world: World) -> None:
    upload = Upload("我的.docx", template("= {{ mentor }}"))
    key = put_template(world.database, world.staff["officer"], form="certificate", upload=upload)
    screen = page(world, **{"papers-view": "templates"})
    screen.query_params["template"] = "certificate"
    screen.run()
    assert not screen.exception
    button(screen, "Take the own template back").click().run()
    assert world.row(PaperTemplate, key).taken_back_by_id == world.staff["officer"].id


def test_an_uploaded_template_that_names_nobody_is_refused_on_the_page_in_words(world: World) -> None:
    screen = page(world, locale="zh-CN", **{"papers-view": "templates"})
    screen.query_params["template"] = "certificate"
    screen.run()
    screen.file_uploader[0].set_value(("我的.docx", template("= {{ mentr }}"), "application/octet-stream")).run()
    assert "以下占位符无法识别：mentr (→ mentor)" in said(screen)


def test_the_name_of_the_office_is_kept(world: World) -> None:
    screen = page(world, **{"papers-view": "templates"})
    screen.text_input(key="papers-office").input("中共澜州市委组织部").run()
    button(screen, "Keep the name").click().run()
    assert world.row(Setting, "office").value == {"name": "中共澜州市委组织部"}


def test_who_reads_without_exporting_is_told_so(world: World, staff: Staff) -> None:
    screen = open_page(staff("inspector"), PAGE)
    assert "makes no papers of them" in words(screen)
    assert not screen.exception


def test_a_link_by_the_code_of_a_form_opens_that_form(world: World) -> None:
    screen = open_page(world.staff["officer"], PAGE)
    screen.query_params["form"] = "statement"
    screen.run()
    assert not screen.exception and screen.button_group(key="form").value == "statement"


@pytest.mark.parametrize("view", ["archive", "files", "report"])
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_each_view_draws_with_pairings_and_without(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, view: str, locale: str
) -> None:
    with on_database(lite, monkeypatch):
        empty = small_world(lite, staff)
        page(empty, locale=locale, **{"papers-view": view})


@pytest.mark.parametrize("view", ["archive", "files", "report"])
def test_each_view_draws_for_a_city_in_force(world: World, view: str) -> None:
    page(world, locale="zh-CN", **{"papers-view": view})


def test_a_link_to_one_row_shows_that_row_alone_until_everybody_is_asked_for(world: World) -> None:
    screen = open_page(world.staff["officer"], PAGE, locale="zh-CN")
    screen.query_params["paper"] = "agreement:2"
    screen.run()
    assert not screen.exception and screen.button_group(key="form").value == "agreement"
    assert len(screen.dataframe[0].value) == 1
    button(screen, "恢复显示全部").click().run()
    assert not screen.exception and len(screen.dataframe[0].value) == 3


def test_a_link_that_names_nothing_is_passed_over(world: World) -> None:
    screen = open_page(world.staff["officer"], PAGE, locale="zh-CN")
    screen.query_params["paper"] = "agreement:<script>"
    screen.run()
    assert not screen.exception and len(screen.dataframe[0].value) == 3


def test_a_bundle_of_archives_is_asked_for_and_its_job_is_shown(world: World) -> None:
    screen = page(world, locale="zh-CN", **{"papers-view": "archive"})
    button(screen, "生成档案包").click().run()
    assert not screen.exception
    assert world.row(Job, 1).payload["form"] == "archive_mentor"
    button(screen, "放弃").click().run()
    assert world.row(Job, 1).status == "cancelled" and "导师档案" in said(screen)


def test_completeness_tells_of_one_pairing_what_is_missing(world: World) -> None:
    screen = open_page(world.staff["officer"], PAGE, locale="zh-CN")
    screen.query_params.update({"view": "files", "file": "1"})
    screen.run()
    assert not screen.exception
    assert "导师尚无聘任证书" in words(screen) and "王帮带甲" in words(screen)
    title = json.loads(screen.get("plotly_chart")[0].proto.spec)["layout"]["title"]["text"]
    assert title.startswith("截至今日应有材料")


def test_who_may_not_export_still_reads_completeness_and_report(world: World, staff: Staff) -> None:
    screen = open_page(staff("inspector"), PAGE, locale="zh-CN")
    assert not screen.exception
    assert [option.content for option in screen.button_group[0].proto.options] == ["档案齐全度", "情况报告"]


def test_the_report_is_read_on_screen_and_made_as_word(world: World) -> None:
    screen = page(world, locale="zh-CN", **{"papers-view": "report"})
    assert "累计结成师徒3对" in words(screen)
    button(screen, "生成Word文件").click().run()
    assert not screen.exception
    with world.database.read() as session:
        assert [row.name.startswith("“导师帮带制”情况报告_") for row in session.query(Export).all()] == [True]
