"""Schemes compared on the page: told apart honestly, clicked through to the people, in two languages, for each reader."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import Scheme
from pages.parts.charts_moves import apart
from programme.access import Actor
from programme.rules import save_rules
from programme.rules_edit import name_seats
from tests.conftest import Staff
from tests.support.compare_world import CompareWorld, by_hand, compare_world, crowd
from tests.support.match_world import match_world
from tests.support.runs import run_here
from tests.support.screen import button, chart, on_database, open_page, said

PAGE = "match/schemes.py"
MADE_BY_HAND = "side1"


@pytest.fixture
def told(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[CompareWorld]:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    told = compare_world(match_world(lite, staff("officer")))
    with on_database(lite, monkeypatch):
        yield told


def opened(told: CompareWorld, *schemes: int, by: Actor | None = None, tab: str = "", locale: str = "en") -> AppTest:
    """The page with schemes ticked and a tab of the comparison open."""
    screen = open_page(by or told.world.officer, PAGE, locale=locale)
    screen.query_params["scheme"] = ",".join(map(str, schemes or (told.first, told.hand)))
    if tab:
        screen.session_state["compare-tabs"] = tab
    screen.run()
    assert not screen.exception, screen.exception[0].value
    return screen


def table(screen: AppTest, column: str) -> list[object]:
    """A column of the last table that has it."""
    return next(one.value[column].tolist() for one in reversed(screen.dataframe) if column in one.value)


def click(screen: AppTest, key: str, mark: object) -> AppTest:
    """A click on a mark of a chart."""
    screen.session_state[key] = {"selection": {"points": [{"customdata": mark}]}}
    return screen.run()


def test_the_two_newest_are_compared_by_one_click(told: CompareWorld) -> None:
    screen = open_page(told.world.officer, PAGE)
    button(screen, "Compare the two newest").click().run()
    assert not screen.exception
    assert "“初稿” against “手工”" in said(screen)
    assert screen.query_params["scheme"] == f"{told.hand},{told.first}"
    button(screen, "Untick all").click().run()
    assert "scheme" not in screen.query_params


def test_with_one_scheme_only_nothing_can_be_compared_and_it_is_shown_itself(told: CompareWorld) -> None:
    told.world.change(Scheme, told.hand, status="superseded")
    screen = open_page(told.world.officer, PAGE)
    assert "Compare the two newest" not in [one.label for one in screen.button]
    assert "#### 初稿" in said(screen)


def test_figures_say_better_and_worse_in_words(told: CompareWorld) -> None:
    screen = opened(told)
    lines = dict(zip(table(screen, "figure"), table(screen, MADE_BY_HAND), strict=True))
    assert lines["Mean fit"] == "37.5   30.0 lower (worse)"
    assert lines["Under the floor"] == "1 (floor 40)   1 more (worse)"
    best = dict(zip(table(screen, "figure"), table(screen, "best"), strict=True))
    assert (best["Mean fit"], best["Not paired"]) == ("“初稿”", "equal")
    assert "“手工” against “初稿”: 2 people change mentors (2 lose, 0 win)" in said(screen)


def test_a_step_of_the_fits_and_a_bar_of_the_loads_lead_to_the_people(told: CompareWorld) -> None:
    key = f"{told.first}-{told.hand}own"
    screen = opened(told)
    assert [sum(line["y"]) for line in chart(screen, f"compare-fits-{key}")["data"][1::2]] == [2, 2]
    click(screen, f"compare-fits-{key}", "1:15")
    assert "“手工”: pairs with a fit of 15 to 20" in said(screen)
    assert table(screen, "name") == ["乙"]
    screen = click(opened(told), f"compare-loads-{key}-False", "0:1")
    assert table(screen, "mentor") == ["王", "陈"]


def test_pairs_that_differ_stand_worst_first_with_their_price(told: CompareWorld) -> None:
    screen = opened(told, told.hand, told.first, tab="Pair by pair")
    screen.selectbox(key=f"compare-two-pairs-{told.first}-{told.hand}").set_value((told.hand, told.first)).run()
    # From the list made by hand to the computed plan: what it would cost to leave 甲 with 陈 (15) and 乙 with 赵 (45).
    assert table(screen, "name") == ["甲", "乙"]
    assert table(screen, "price") == [15.0, 45.0]
    assert table(screen, "toll") == ["", "under the floor"]


def test_whoever_is_picked_leads_to_the_desk_of_each_scheme_that_has_one(told: CompareWorld) -> None:
    screen = opened(told, tab="Pair by pair")
    picked = {"selection": {"rows": [0], "columns": [], "cells": []}}
    screen.session_state[f"compare-pairs-{told.first}-{told.hand}"] = picked
    screen.run()
    links = [one.proto for one in screen.get("page_link")]
    desk = [link for link in links if link.label.replace("\\", "") == "At the desk in “初稿”"]
    assert len(desk) == 1
    assert f"mentee={told.world.mentees['乙']}" in desk[0].query_string
    assert not [link for link in links if "手工" in link.label]


def test_bands_show_the_moves_only_and_lead_to_the_people(told: CompareWorld) -> None:
    screen = opened(told, tab="What moved")
    key = f"compare-bands-{told.first}-{told.hand}-mentor"
    figure = chart(screen, key)
    assert [trace["name"] for trace in figure["data"] if trace.get("name")] == ["fit falls"]
    assert len([shape for shape in figure["layout"]["shapes"] if shape["type"] == "path"]) == 2
    click(screen, key, f"source:{told.world.people['王']}")
    assert table(screen, "name") == ["甲"]
    click(screen, key, "flow:0")
    assert len(table(screen, "name")) == 1


def test_two_plans_alike_say_that_nobody_moves(told: CompareWorld) -> None:
    same = by_hand(told.world, told.first, "一样", {("甲", "王"): 75_000, ("乙", "陈"): 60_000})
    for tab in ("Pair by pair", "What moved"):
        assert "Nobody changes mentors between these two." in said(opened(told, told.first, same, tab=tab))


def test_other_rules_are_told_apart_and_can_be_judged_alike(told: CompareWorld) -> None:
    values = {"weights": {"expertise": 15, "grassroots": 45}}
    told.world.do(save_rules, cohort_id=told.world.cohort_id, seen_number=1, values=values)
    roots = run_here(told.world, "基层")
    screen = opened(told, told.hand, roots)
    assert (
        "“基层” has, against “手工”: different rules (Needs and expertise 45 → 15, Grass-roots experience 15 → 45)"
        in said(screen)
    )
    assert "Their fits are measured differently." in said(screen)
    best = dict(zip(table(screen, "figure"), table(screen, "best"), strict=True))
    assert best["Mean fit"] == "measured differently"
    screen.selectbox(key=f"compare-judge-{told.hand}-{roots}").set_value(str(roots)).run()
    assert not screen.exception
    assert "All are judged alike here." in said(screen)
    lines = dict(zip(table(screen, "figure"), table(screen, "side0"), strict=True))
    assert lines["Mean fit"] == "12.5"


def test_other_seats_alone_leave_the_fits_comparable_and_the_page_says_so(told: CompareWorld) -> None:
    world = told.world
    seats = {"person_id": world.people["王"], "seats": 2, "reason": "部务会同意"}
    world.do(name_seats, cohort_id=world.cohort_id, seen_number=1, **seats)
    screen = opened(told, told.first, run_here(world, "放宽"))
    assert "The fit of a pair is measured alike in all of them" in said(screen)
    best = dict(zip(table(screen, "figure"), table(screen, "best"), strict=True))
    assert best["Mean fit"] != "measured differently"


def test_names_beside_narrow_bands_stand_a_line_apart() -> None:
    assert apart([0, 1, 2, 9], 2, 10) == [0, 2, 4, 9]
    assert apart([0, 8, 9], 2, 9) == [0, 7, 9]


def test_fairness_names_the_worst_off_group_of_each_scheme(told: CompareWorld) -> None:
    for unit, need in (("市财政局", "a"), ("市水务局", "b")):
        crowd(told.world, unit, 3, need)
    for number in range(6):
        told.world.add_mentor(f"导师{number}", 1, "市水务局", {"a": 5, "b": 1})
    fresh = run_here(told.world, "新")
    later = by_hand(told.world, fresh, "空名单", {})
    screen = opened(told, fresh, later, tab="Fairness")
    screen.get_by_key("compare-dimension").set_value("unit").run()
    assert not screen.exception
    assert "“新”: worst off is 市水务局 with a mean fit of 37.5 (4 pairs)" in said(screen)
    assert "“空名单”: no group has three pairs." in said(screen)
    assert table(screen, "people") == [4, 4]
    click(screen, f"compare-fair-unit-{fresh}-{later}-own", [0, 4])
    assert set(table(screen, "name")) == {"乙", "市水务局1", "市水务局2", "市水务局3"}


def test_groups_of_one_person_are_not_shown(told: CompareWorld) -> None:
    screen = opened(told, tab="Fairness")
    screen.get_by_key("compare-dimension").set_value("unit").run()
    assert "No group here has as many as three people, so none is shown." in said(screen)


def test_four_ticked_are_too_many_and_one_without_a_plan_is_left_out(told: CompareWorld) -> None:
    more = [by_hand(told.world, told.first, f"单{number}", {}) for number in range(2)]
    screen = opened(told, told.first, told.hand, *more)
    assert "Tick two or three schemes to compare them; 4 are ticked." in said(screen)
    told.world.change(Scheme, more[0], fingerprint="")
    screen = opened(told, told.first, told.hand, more[0])
    assert "“单0” has no plan and is left out of the comparison." in said(screen)
    assert "“初稿” against “手工”" in said(screen)


def test_the_comparison_is_offered_as_a_file_to_whoever_may_export(told: CompareWorld, staff: Staff) -> None:
    screen = opened(told)
    button(screen, "As Excel").click().run()
    assert not screen.exception
    assert "Save file" in [one.proto.label for one in screen.get("link_button")]
    assert "As Excel" not in [one.label for one in opened(told, by=staff("publicity")).button]


def test_a_liaison_compares_people_of_its_own_unit_only(told: CompareWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=told.world.units["市财政局"])
    screen = opened(told, by=liaison, tab="Pair by pair")
    assert "Only people of your unit are counted and shown." in said(screen)
    assert table(screen, "name") == ["甲"]
    assert all("price" not in one.value or one.value["price"].isna().all() for one in screen.dataframe)


def test_the_comparison_speaks_chinese(told: CompareWorld) -> None:
    screen = opened(told, locale="zh-CN")
    assert "“手工”与“初稿”相比：2人更换导师（2人下降，0人上升）、平均匹配度 低30.0（较差）" in said(screen)


def test_long_names_and_three_hundred_people_are_compared(told: CompareWorld) -> None:
    names = [*crowd(told.world, "市水务局", 150), *crowd(told.world, "市财政局", 150)]
    for number in range(110):
        told.world.add_mentor(f"导师{number}欧阳上官司马诸葛", 3, "市水务局", {"a": number % 6})
    long_name = "按基层工作经历优先并兼顾各区县均衡的第二套备选方案（征求意见稿）" * 2
    fresh = run_here(told.world, "新")
    plan = {(name, f"导师{number % 110}欧阳上官司马诸葛"): 1000 * (number % 100) for number, name in enumerate(names)}
    other = by_hand(told.world, fresh, long_name[:60], plan)
    for tab in ("Figures", "Fairness", "Pair by pair", "What moved"):
        opened(told, fresh, other, tab=tab)
