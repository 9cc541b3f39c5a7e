"""The panels of the schemes page: firm pairs, the frontier to choose from, a list made by hand from file to draft."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Job, Scheme
from documents.grid import Sheet
from programme import studies, worker
from programme.handmade import keep
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import run_here
from tests.support.screen import button, chart, on_database, open_page, said

PAGE = "match/schemes.py"
FIRM, FRONTIER, HAND = "Firm and contested", "Fit against balance", "Hand-made list"


@pytest.fixture
def empty(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    """Nobody yet; jobs wait until they are done by hand."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    with on_database(lite, monkeypatch):
        yield match_world(lite, staff("officer"))


@pytest.fixture
def level(empty: MatchWorld) -> MatchWorld:
    """甲 and 乙 need a; 王 gives 75 points of fit to each, 陈 45, both have two seats: one each is even, both with 王 fits."""
    empty.add_unit("市水务局", "")
    empty.add_mentor("王一", 2, "市水务局", {"a": 5})
    empty.add_mentor("陈二", 2, "市水务局", {"a": 3})
    empty.add_mentee("甲乙", "市水务局", ["a"])
    empty.add_mentee("乙甲", "市水务局", ["a"])
    return empty


@pytest.fixture
def world(empty: MatchWorld) -> MatchWorld:
    """甲 needs a, which 王 knows best and 陈, of 甲's own township, a little less: contested. 乙 has only 赵."""
    empty.add_unit("市水务局", "澜西区")
    empty.add_unit("东区财政局", "澜东区", township="城关镇")
    empty.add_mentor("王一", 1, "市水务局", {"a": 5})
    empty.add_mentor("陈二", 1, "东区财政局", {"a": 3})
    empty.add_mentor("赵三", 1, "市水务局", {"b": 5})
    empty.add_mentee("甲乙", "东区财政局", ["a"])
    empty.add_mentee("乙甲", "市水务局", ["b"])
    return empty


def work(world: MatchWorld) -> None:
    """Do every job that waits."""
    with world.database.read() as session:
        waiting = session.scalars(select(Job.id).where(Job.status == "queued").order_by(Job.id)).all()
    for job_id in waiting:
        worker.run(world.database, job_id)


def opened(world: MatchWorld, tab: str, by: object = None, **state: object) -> AppTest:
    """The page with one of the tabs open."""
    return open_page(by or world.officer, PAGE, **{"schemes-one-tabs": tab, **state})  # type: ignore[arg-type]


def listed(world: MatchWorld, *rows: list[str]) -> int:
    sheet = Sheet("名单", [["帮带对象", "导师"], *rows])
    return int(world.do(keep.take_list, cohort_id=world.cohort_id, name="科长名单", file="名单.xlsx", sheets=[sheet]))


def schemes(world: MatchWorld) -> list[Scheme]:
    with world.database.read() as session:
        found = list(session.scalars(select(Scheme).order_by(Scheme.id)).all())
        session.expunge_all()
        return found


def names(world: MatchWorld) -> list[str]:
    with world.database.read() as session:
        return list(session.scalars(select(Scheme.name).order_by(Scheme.id)))


def test_firmness_is_under_way_after_a_run_and_can_be_cancelled_and_asked_for_again(world: MatchWorld) -> None:
    run_here(world, "方案1")
    screen = opened(world, FIRM)
    assert not screen.exception
    assert "Being computed: 0%" in screen.get("progress")[0].proto.text
    button(screen, "Cancel").click().run()
    assert "The run was cancelled; nothing was stored." in said(screen) and "Not computed yet." in said(screen)
    button(screen, "Compute now").click().run()
    work(world)
    screen.run()
    assert not screen.exception and "in at least 80% of 200 weightings (each weight ±20%)" in said(screen)


@pytest.mark.parametrize("tab", [FIRM, FRONTIER])
def test_a_scheme_of_which_no_study_was_ever_asked_for_offers_it(world: MatchWorld, tab: str) -> None:
    run_here(world, "方案1")
    with world.database.write() as session:
        session.execute(delete(Job).where(Job.kind == "study"))
    screen = opened(world, tab)
    assert not screen.exception and "Not computed yet." in said(screen)


def test_the_contested_pairs_are_listed_with_their_share_and_their_rivals(world: MatchWorld) -> None:
    run_here(world, "方案1")
    work(world)
    screen = opened(world, FIRM)
    assert "Of 2 pairs 1 are firm" in said(screen)
    [told] = [table.value for table in screen.dataframe if "rivals" in table.value.columns]
    assert told["mentee"].tolist() == ["甲乙"] and 30 < told["share"].iloc[0] < 80
    assert told["rivals"].iloc[0] in (
        f"王一 {100 - told['share'].iloc[0]:.0f}%",
        f"陈二 {100 - told['share'].iloc[0]:.0f}%",
    )


def test_a_point_of_the_frontier_says_what_it_changes_and_becomes_a_scheme_by_one_click(level: MatchWorld) -> None:
    run_here(level, "方案1")
    work(level)
    screen = opened(level, FRONTIER)
    assert not screen.exception
    assert "Fit against even load: higher is a better fit" in chart(screen, "chart-point")["layout"]["title"]["text"]
    slider = next(one for one in screen.select_slider if one.label == "Point")
    slider.set_value(0.0).run()
    assert not screen.exception
    assert "The fit rises by" in said(
        screen
    ) and "The biggest load goes from 1 to 2 people; Gini 0.00 to 0.50." in said(screen)
    next(one for one in screen.toggle if one.label == "Who would move").set_value(True).run()
    assert [len(one.value) for one in screen.dataframe if "before" in one.value.columns] == [1]
    button(screen, "Make a scheme of this point").click().run()
    assert not screen.exception
    assert names(level) == ["方案1", "方案1, load weight 0"]
    work(level)
    assert [scheme.status for scheme in schemes(level)] == ["draft", "draft"]


def test_few_changes_are_offered_only_where_there_is_another_plan(level: MatchWorld) -> None:
    run_here(level, "方案1")
    work(level)
    assert [one.label for one in opened(level, FRONTIER).selectbox if "near" in one.label] == []
    listed(level, ["甲乙", "王一"], ["乙甲", "王一"])
    screen = opened(level, FRONTIER)
    chosen = next(one for one in screen.get("button_group") if one.label == "Trade-off")
    chosen.set_value(studies.CHANGES).run()
    assert not screen.exception and "Not computed yet." in said(screen)
    button(screen, "Compute now").click().run()
    work(level)
    screen.run()
    assert not screen.exception
    assert "further left leaves more of the list as it is" in chart(screen, "chart-point")["layout"]["title"]["text"]


def test_without_a_list_the_panel_says_how_to_bring_one(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    assert not screen.exception
    assert "Two columns of names are enough: mentee and mentor." in said(screen)
    assert button(screen, "Score the list").disabled


def test_a_list_is_scored_and_its_doubtful_names_are_settled_by_a_click(world: MatchWorld) -> None:
    scheme_id = listed(world, ["甲乙", "王一"], ["乙甲", "王二"])
    screen = opened(world, HAND)
    assert not screen.exception
    assert "The list pairs 1 people with a mean fit of" in said(screen)
    assert "Nobody is called “王二”." in said(screen)
    offered = next(one for one in screen.button if one.label.replace("\\", "").startswith("王一 ("))
    offered.click().run()
    assert not screen.exception
    assert "The list pairs 2 people" in said(screen)
    assert world.row(Scheme, scheme_id).version == 2


def test_broken_rules_differences_rows_and_columns_are_shown(world: MatchWorld) -> None:
    world.declare("甲乙", "王一")
    scheme_id = listed(world, ["甲乙", "王一"], ["合计", ""])
    for view, expected in (
        ("breaches", "kinship avoidance"),
        ("unlike", "Worst first"),
        ("rows", "total"),
        ("columns", ""),
    ):
        screen = opened(world, HAND, **{f"hand-view-{scheme_id}": view})
        assert not screen.exception, view
        told = said(screen) + "".join(table.value.to_string() for table in screen.dataframe)
        assert expected in told, view


def test_a_list_is_improved_or_made_a_draft_by_one_click_each(world: MatchWorld) -> None:
    listed(world, ["甲乙", "王一"], ["乙甲", "王一"])
    screen = opened(world, HAND)
    button(screen, "Improve it").click().run()
    screen = opened(world, HAND)
    button(screen, "Make a draft of it").click().run()
    assert not screen.exception
    assert names(world) == ["科长名单", "科长名单, improved", "科长名单, as a draft"]
    work(world)
    assert {scheme.name: scheme.kind for scheme in schemes(world)}["科长名单, as a draft"] == "computed"


def test_a_reader_sees_the_score_and_no_button_that_changes_anything(world: MatchWorld, staff: Staff) -> None:
    run_here(world, "方案1")
    work(world)
    listed(world, ["甲乙", "王一"], ["乙甲", "王二"])
    leader = staff("leader")
    for tab in (FIRM, FRONTIER, HAND):
        screen = opened(world, tab, leader)
        assert not screen.exception, tab
        labels = {one.label for one in screen.button}
        assert not labels & {
            "Compute now",
            "Make a scheme of this point",
            "Improve it",
            "Do not use this row",
            "Score the list",
        }


@pytest.mark.parametrize("tab", ["稳与需研究", "匹配与均衡", "手工名单"])
def test_the_panels_speak_chinese(world: MatchWorld, tab: str) -> None:
    run_here(world, "方案1")
    work(world)
    listed(world, ["甲乙", "王一"], ["乙甲", "王二"])
    screen = open_page(world.officer, PAGE, locale="zh-CN", **{"schemes-one-tabs": tab})
    assert not screen.exception
    assert (
        "200种权重"
        if tab == "稳与需研究"
        else "同一方案在两方面都最优"
        if tab == "匹配与均衡"
        else "没有名为“王二”的人员"
    ) in said(screen)


def test_a_list_of_three_hundred_is_drawn(world: MatchWorld) -> None:
    for number in range(300):
        world.add_mentee(
            f"学员{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五六七八九十百千万亿兆京垓秭穰沟涧正载极恒河沙阿僧祇'[number // 10]}",
            "市水务局",
            ["a"],
        )
    listed(world, *[[name, "王一"] for name in world.mentees])
    screen = opened(world, HAND)
    assert not screen.exception and "The list pairs 302 people" in said(screen)
