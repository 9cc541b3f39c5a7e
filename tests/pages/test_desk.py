"""The desk as a page: queue, pair and mentors; every act from its price to the history, in both languages."""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import MentorProfile, Person, Scheme
from programme import desk
from programme.access import Actor
from programme.remarks import remark
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import match_world
from tests.support.screen import button, chart, on_database, open_page, said

PAGE = "match/desk.py"


@pytest.fixture
def table(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskWorld]:
    """The desk computed by hand in `tests/support/desk_world.py`: 甲-王, 乙-陈."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(lite, staff("officer"))
    people_by_hand(world)
    table = on_the_desk(world, staff)
    with on_database(lite, monkeypatch):
        yield table


def opened(table: DeskWorld, mentee: str = "甲", by: Actor | None = None, locale: str = "zh-CN") -> AppTest:
    """The desk with this mentee chosen."""
    screen = open_page(by or table.world.officer, PAGE, locale=locale)
    screen.query_params["mentee"] = str(table.world.mentees[mentee])
    return sound(screen.run())


def sound(screen: AppTest) -> AppTest:
    assert not screen.exception, screen.exception[0].value
    return screen


def grid(screen: AppTest, column: str) -> Any:
    """The table that has this column."""
    return next(one.value for one in screen.dataframe if column in one.value.columns)


def mark(screen: AppTest, table: DeskWorld, mentee: str, mentor: str) -> AppTest:
    """Click on a mentor in the table of candidates."""
    row = grid(screen, "price")["mentor"].tolist().index(mentor)
    key = f"desk-candidates-{table.world.mentees[mentee]}-{table.version}-None"
    screen.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return sound(screen.run())


def fill(screen: AppTest, ending: str, words: str) -> None:
    next(one for one in screen.text_input if one.key.endswith(ending)).set_value(words)


def press(screen: AppTest, start: str, ending: str = "") -> AppTest:
    next(one for one in screen.button if one.key.startswith(start) and one.key.endswith(ending)).click()
    return sound(screen.run())


@pytest.mark.parametrize(("locale", "proof"), [("zh-CN", "已证明最优"), ("en", "Proved optimal")])
def test_the_first_lines_show_proof_version_and_figures(table: DeskWorld, locale: str, proof: str) -> None:
    text = said(opened(table, locale=locale))
    assert proof in text
    assert "2 / 2" in text and "67.5" in text and "60.0" in text


def test_the_pair_stands_between_the_queue_and_the_ranked_mentors(table: DeskWorld) -> None:
    screen = opened(table)
    screen.segmented_control(key="desk-segment").set_value("all")
    screen.run()
    assert grid(screen, "marks")["name"].tolist() == ["乙", "甲"]
    assert "王的专长覆盖需求 100%" in said(screen)
    found = grid(screen, "price")
    assert (found["mentor"].tolist(), found["price"].tolist()) == (["王", "陈", "赵"], [0.0, -15.0, -30.0])
    assert found["moves"].tolist() == ["现任", "乙 → 王", "无人变动"]


def test_the_bars_show_what_each_criterion_gives_of_its_weight(table: DeskWorld) -> None:
    figure = chart(opened(table), "desk-bars")
    most, gained = figure["data"]
    assert [name.rsplit(" ", 1)[0] for name in gained["y"]] == ["基层经历", "需求×专长"]
    assert figure["layout"]["title"]["text"].startswith("匹配度 75.0")
    assert len(most["y"]) == len(gained["y"]) == 2


def test_choosing_a_mentor_shows_what_follows_and_changes_nothing(table: DeskWorld) -> None:
    before = table.state()
    text = said(mark(opened(table), table, "甲", "陈"))
    assert "甲改由陈带；总匹配度 −15.0；乙改由王带；变动后无人低于 60。" in text
    assert table.state() == before


def test_giving_somebody_to_another_mentor_from_click_to_history(table: DeskWorld) -> None:
    screen = mark(opened(table), table, "甲", "陈")
    fill(screen, "-reason", "岗位相近")
    screen = press(screen, "desk-form-reassign", "-do")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    assert "改给他：已完成，另有 1 人随之变动（第 3 版）。" in said(screen)
    assert "60.0 :small[:red[↓ −7.5]]" in said(screen).replace("**", "")
    assert grid(screen, "did")["reason"].tolist() == ["岗位相近"]


def test_without_a_reason_the_page_says_so_and_nothing_is_done(table: DeskWorld) -> None:
    before = table.state()
    screen = press(mark(opened(table), table, "甲", "陈"), "desk-form-reassign", "-do")
    assert "这一步会使人员变动，请填写理由。" in said(screen)
    assert table.state() == before


def test_a_leaders_appointment_asks_for_the_name(table: DeskWorld) -> None:
    screen = mark(opened(table), table, "甲", "陈")
    next(one for one in screen.segmented_control if one.key.startswith("desk-kind")).set_value("appoint")
    screen.run()
    fill(screen, "-leader", "周部长")
    fill(screen, "-reason", "工作需要")
    screen = press(screen, "desk-form-appoint", "-do")
    assert table.acts()[0]["detail"]["leader"] == "周部长"
    assert "按周部长点名，把甲改给陈" in grid(screen, "did")["did"].tolist()


def test_lock_undo_and_redo_are_one_click_each(table: DeskWorld) -> None:
    first = table.state()
    screen = press(opened(table), "desk-lock-")
    locked = table.state()
    assert [hold["kind"] for hold in locked["holds"]] == ["pin"]
    screen = press(screen, "desk-undo")
    assert table.state() == first
    press(screen, "desk-redo")
    assert table.state() == locked


def test_the_ban_beside_a_pair_leads_to_its_price_and_reason(table: DeskWorld) -> None:
    screen = press(opened(table), "desk-offer-ban-")
    assert "甲改由陈带；总匹配度 −15.0" in said(screen)
    fill(screen, "-reason", "不合适")
    press(screen, "desk-form-ban", "-do")
    assert table.plan() == {"甲": "陈", "乙": "王"}


def test_what_was_opened_for_one_person_is_not_open_for_the_next(table: DeskWorld) -> None:
    screen = press(opened(table), "desk-offer-ban-")
    screen.query_params["mentee"] = str(table.world.mentees["乙"])
    sound(screen.run())
    assert not [one for one in screen.button if one.key and one.key.startswith("desk-form")]


def test_two_ticked_rows_exchange_their_mentors(table: DeskWorld) -> None:
    screen = opened(table)
    screen.segmented_control(key="desk-segment").set_value("all")
    screen.toggle(key="desk-swapping").set_value(True)
    screen.run()
    assert "请在左侧队列勾选两位" in said(screen)
    pairs = [table.ids("乙", "陈"), table.ids("甲", "王")]
    screen.session_state[f"desk-two-{crc32(str(pairs).encode())}"] = {
        "selection": {"rows": [0, 1], "columns": [], "cells": []}
    }
    screen.run()
    assert "总匹配度 −15.0；其他人不动" in said(screen)
    fill(screen, "-reason", "本人要求")
    press(screen, "desk-form-swap", "-do")
    assert table.plan() == {"甲": "陈", "乙": "王"}


def test_a_forbidden_mentor_shows_the_rule_and_no_button(table: DeskWorld) -> None:
    table.world.declare("甲", "赵")
    fresh = on_the_desk_again(table)
    screen = opened(fresh)
    assert grid(screen, "price")["mentor"].tolist() == ["王", "陈"]
    screen.segmented_control(key=f"desk-side-{fresh.world.mentees['甲']}").set_value("barred")
    screen = mark(sound(screen.run()), fresh, "甲", "赵")
    assert "赵：不可结对（亲属回避）。" in said(screen)
    assert not [one for one in screen.button if one.key.startswith("desk-form")]


def on_the_desk_again(table: DeskWorld) -> DeskWorld:
    from tests.support.runs import run_here

    return DeskWorld(table.world, run_here(table.world, "二稿"), table.colleague)


def test_somebody_without_a_mentor_has_the_reason_and_what_would_help(table: DeskWorld) -> None:
    table.world.add_mentee("丙", needs=["b"], category="young_cadre", work_start="2001-01")
    fresh = on_the_desk_again(table)
    text = said(opened(fresh, "丙"))
    assert "不符合资格：参加工作已满三年。" in text
    assert "如登记有误请先更正" in text


def test_a_colleagues_edit_is_announced_and_never_overwritten(table: DeskWorld) -> None:
    screen = opened(table)
    table.act(desk.reassign, table.colleague, **table.pair("乙", "王"), reason="同条线")
    after = table.state()
    screen = press(screen, "desk-lock-")
    assert f"{table.colleague.name}已于" in said(screen) and "涉及乙" in said(screen)
    assert table.state() == after
    assert "第 3 版" in said(screen)


def test_the_banner_says_who_changed_what(table: DeskWorld) -> None:
    """The poll compares the version drawn with the one in the database: here the page is told an older one."""
    table.act(desk.reassign, table.colleague, **table.pair("甲", "陈"), reason="同条线")
    older = table.version - 1

    def script(scheme_id: int, version: int) -> None:
        from pages.parts.desk_top import watch

        watch(scheme_id, version)

    screen = AppTest.from_function(script, kwargs={"scheme_id": table.scheme_id, "version": older}, default_timeout=30)
    screen.user, screen.context = {"account": str(table.world.officer.id)}, {"locale": "zh-CN"}
    text = said(sound(screen.run()))
    assert f"{table.colleague.name}把甲改给陈；理由：同条线；2 人变动；总匹配度 −15.0。" in text
    assert button(screen, "查看最新")


@pytest.mark.parametrize("status", ["proposed", "approved", "confirmed"])
def test_a_signed_scheme_is_only_to_look_at(table: DeskWorld, status: str) -> None:
    table.world.change(Scheme, table.scheme_id, status=status)
    screen = mark(opened(table), table, "甲", "陈")
    assert "总匹配度 −15.0" in said(screen)
    assert all(
        one.disabled
        for one in screen.button
        if one.key and one.key.startswith(("desk-lock", "desk-offer", "desk-undo"))
    )
    assert not [one for one in screen.button if one.key and one.key.startswith("desk-form")]


def test_an_inspector_sees_prices_and_cannot_act(table: DeskWorld, staff: Staff) -> None:
    screen = mark(opened(table, by=staff("inspector")), table, "甲", "陈")
    assert "总匹配度 −15.0" in said(screen)
    assert not [one for one in screen.button if one.key and one.key.startswith("desk-form")]


def test_a_liaison_sees_the_own_unit_only(table: DeskWorld, staff: Staff) -> None:
    screen = sound(open_page(staff("liaison", unit_id=table.world.units["市财政局"]), PAGE, locale="zh-CN"))
    screen.segmented_control(key="desk-segment").set_value("all")
    sound(screen.run())
    assert grid(screen, "marks")["name"].tolist() == ["甲"]
    assert "不向您显示" in said(screen)
    assert "送审" not in [one.label for one in screen.button]


def test_a_badge_says_when_the_pool_has_moved_on(table: DeskWorld) -> None:
    assert "宜重新运行" not in said(opened(table))
    table.world.change(MentorProfile, table.world.people["赵"], capacity=2)
    assert "宜重新运行" in said(opened(table))


def test_a_cohort_without_a_scheme_says_what_to_do_next(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = staff("officer")
    match_world(lite, officer)
    with on_database(lite, monkeypatch):
        assert "本批次还没有方案" in said(sound(open_page(officer, PAGE, locale="zh-CN")))


def test_the_queue_is_found_by_name_unit_and_sound(table: DeskWorld) -> None:
    screen = opened(table)
    screen.segmented_control(key="desk-segment").set_value("all")
    screen.text_input(key="desk-find").set_value("水务")
    sound(screen.run())
    assert grid(screen, "marks")["name"].tolist() == ["乙"]
    screen.text_input(key="desk-find").set_value("没有这个人")
    assert "这里没有人" in said(sound(screen.run()))


def test_names_are_never_read_as_markdown(table: DeskWorld) -> None:
    table.world.change(Person, table.world.people["甲"], name="![x](http://a)")
    screen = opened(table)
    assert all("![x](" not in part.value for part in screen.markdown)


def test_a_wrong_address_shows_the_first_of_the_queue(table: DeskWorld) -> None:
    screen = open_page(table.world.officer, PAGE, locale="zh-CN")
    screen.query_params["mentee"] = "99999"
    screen.query_params["scheme"] = "99999"
    assert "已证明最优" in said(sound(screen.run()))


def test_a_remark_of_whoever_signs_stands_first_with_the_pair_and_is_answered_there(
    table: DeskWorld, staff: Staff
) -> None:  # fmt: skip
    said_so = {"mentee_id": table.world.mentees["甲"], "text": "请另选一位"}
    table.world.do(remark, staff("chief"), scheme_id=table.scheme_id, **said_so)
    assert "请另选一位" not in said(opened(table, "乙"))
    screen = opened(table, "甲")
    assert "请另选一位" in said(screen)
    screen.text_input(key="reply-1-1").input("已研究").run()
    button(screen, "办结").click().run()
    assert "请另选一位" not in said(sound(screen))
