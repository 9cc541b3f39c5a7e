"""The comparison as a workbook: what the page says, for whom it is, typed, audited, in Chinese."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from db.engines import Database
from db.models import Audit
from programme import exports
from programme.access import Actor
from programme.compare_export import offer_comparison
from programme.errors import Forbidden
from programme.rules import save_rules
from tests.conftest import Staff
from tests.support.compare_world import CompareWorld, by_hand, compare_world, crowd
from tests.support.match_world import match_world
from tests.support.runs import run_here


@pytest.fixture
def told(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> CompareWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return compare_world(match_world(database, staff("officer")))


def workbook(told: CompareWorld, by: Actor | None = None, **more: object) -> Workbook:
    asked = {"scheme_ids": [told.first, told.hand], **more}
    offer = told.world.do(offer_comparison, by, **asked)
    file = exports.take(told.world.database, (by or told.world.officer).id, offer.token)
    assert file is not None
    assert file.name.startswith("方案比较") and file.name.endswith(".xlsx")
    return load_workbook(io.BytesIO(file.content))


def rows(book: Workbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_the_workbook_has_figures_fairness_and_differences(told: CompareWorld) -> None:
    book = workbook(told)
    assert book.sheetnames == ["指标对比", "公平性", "差异1"]
    figures = {row[0]: row[1:] for row in rows(book, "指标对比")}
    assert figures["平均匹配度"] == [67.5, 37.5]
    assert figures["违反规则"] == [0, 0]


def test_the_differences_stand_worst_first_with_names(told: CompareWorld) -> None:
    assert rows(workbook(told), "差异1")[2:] == [
        [1, "乙", "市水务局", "陈", "赵", 60, 15, -45],
        [2, "甲", "市财政局", "王", "陈", 75, 60, -15],
    ]


def test_with_three_schemes_each_later_one_has_its_differences(told: CompareWorld) -> None:
    alone = by_hand(told.world, told.first, "缺一", {("甲", "王"): 75_000})
    book = workbook(told, scheme_ids=[told.first, told.hand, alone])
    assert book.sheetnames == ["指标对比", "公平性", "差异1", "差异2"]
    assert rows(book, "差异2")[2:] == [[1, "乙", "市水务局", "陈", "未结对", 60, "—", -60]]


def test_fits_weighed_otherwise_have_no_change_unless_all_are_judged_by_one(told: CompareWorld) -> None:
    values = {"weights": {"expertise": 15, "grassroots": 45}}
    told.world.do(save_rules, cohort_id=told.world.cohort_id, seen_number=1, values=values)
    roots = run_here(told.world, "基层")
    apart = rows(workbook(told, scheme_ids=[told.hand, roots]), "差异1")[2:]
    assert [row[-1] for row in apart] == ["—", "—"]
    # By expertise at 15 of 60 points: 甲-陈 20 and 乙-赵 5 by hand, 甲-王 25 and 乙-陈 20 in the plan.
    alike = rows(workbook(told, scheme_ids=[told.hand, roots], judged_by=str(roots)), "差异1")[2:]
    assert {row[1]: row[-1] for row in alike} == {"甲": 5, "乙": 15}


def test_groups_too_small_to_be_shown_are_not_in_the_file(told: CompareWorld) -> None:
    crowd(told.world, "市水务局", 3)
    fresh = run_here(told.world, "新")
    book = workbook(told, scheme_ids=[fresh, by_hand(told.world, fresh, "另", {})])
    fairness = [row[:3] for row in rows(book, "公平性")[2:] if row[0] == "单位"]
    # 市财政局 has one person: too few to be shown, alone and as the rest.
    assert fairness == [["单位", "市水务局", 4]]


@pytest.mark.both_engines
def test_a_file_is_audited_and_needs_the_right(told: CompareWorld, staff: Staff) -> None:
    workbook(told)
    with told.world.database.read() as session:
        acts = session.scalars(select(Audit).where(Audit.action == "export").order_by(Audit.seq)).all()
        assert [row.detail["act"] for row in acts] == ["offer", "fetch"]
    with pytest.raises(Forbidden):
        told.world.do(offer_comparison, staff("publicity"), scheme_ids=[told.first, told.hand])


@pytest.mark.both_engines
def test_a_liaison_gets_its_own_units_people(told: CompareWorld, staff: Staff) -> None:
    liaison = staff("liaison", unit_id=told.world.units["市财政局"])
    assert [row[1] for row in rows(workbook(told, liaison), "差异1")[2:]] == ["甲"]


def test_a_name_that_looks_like_a_formula_stays_text(told: CompareWorld) -> None:
    evil = by_hand(told.world, told.first, "=1+1", {("甲", "陈"): 60_000})
    book = workbook(told, scheme_ids=[told.first, evil])
    cells = [cell for row in book["指标对比"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells and all(cell.data_type == "s" for cell in cells)
