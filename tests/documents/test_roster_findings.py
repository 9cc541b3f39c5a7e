"""Faults, warnings, twins and mending: what is said about a roster, and what is not."""

import io
import re
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from documents.grid import Refused
from documents.roster import Roster, read_roster
from documents.roster.faultlist import read_fault_list, write_fault_list
from documents.roster.sentences import (
    FINDINGS,
    HOW,
    REASONS,
    REFUSALS,
    reason_sentence,
    refusal_sentence,
    rule_sentence,
    suggestion_sentence,
)
from documents.safe import ROOT, Upload
from documents.vocabulary import seed
from tests.documents.hostile import HOSTILE
from tests.documents.sheets import xlsx
from texts import speaking

TODAY = date(2026, 9, 15)
HEADER = ["序号", "姓名", "性别", "出生年月", "参加工作时间", "单位及职务", "专长", "可带人数"]
WANG = [1, "王建国", "男", "1970.05", "1992.08", "市住建局副局长", "群众工作", 2]
LI = [2, "李月芳", "女", "1972.08", "1994.07", "市财政局局长", "党建", 1]


def read(*rows: list[Any], **more: Any) -> Roster:
    return read_roster([xlsx([HEADER, *rows])], "mentor", today=TODAY, **more)


def changed(person: list[Any], **cells: Any) -> list[Any]:
    """The row with some cells replaced, by the header's word."""
    return [cells.get(header, value) for header, value in zip(HEADER, person, strict=True)]


def rules(roster: Roster) -> list[tuple[int, str, str]]:
    return [(found.row, found.column, found.rule) for found in (*roster.faults, *roster.warnings)]


def test_a_good_roster_has_nothing_to_say() -> None:
    assert rules(read(WANG, LI)) == []


def test_an_exact_copy_is_listed_with_its_first_and_its_faults_are_told_once() -> None:
    bad = changed(WANG, 出生年月="2036.13")
    roster = read(bad, LI, changed(bad, 序号=3), changed(LI, 序号=4, 姓名="李月芳 "))
    assert [(one.row, one.same_as[1]) for one in roster.duplicates] == [(2, 2), (4, 2), (3, 3), (5, 3)]
    assert rules(roster) == [(2, "出生年月", "bad_date")]
    assert [row.row for row in roster.rows] == [2, 3]


def test_copies_in_two_files_are_found_whatever_the_columns_order() -> None:
    turned = [HEADER[0], *reversed(HEADER[1:])]
    files = [xlsx([HEADER, WANG], name="a.xlsx"), xlsx([turned, [9, *reversed(WANG[1:])]], name="b.xlsx")]
    roster = read_roster(files, "mentor", today=TODAY)
    assert [(one.sheet, one.row) for one in roster.duplicates] == [("a.xlsx/花名册", 2), ("b.xlsx/花名册", 2)]


def test_the_same_person_told_differently_and_a_namesake_are_warnings_at_the_later_row() -> None:
    other = changed(WANG, 专长="党建")
    namesake = changed(LI, 出生年月="1980.01", 单位及职务="团市委副书记", 参加工作时间="2002.07")
    roster = read(WANG, LI, other, namesake)
    assert rules(roster) == [(4, "姓名", "same_person"), (5, "姓名", "namesake")]
    assert roster.warnings[0].data["fields"] == ["expertise"]
    assert roster.warnings[1].data["other_row"] == 3


def test_two_rows_with_one_number_are_the_same_person_told_differently() -> None:
    header = ["干部编号", "姓名", "出生年月", "单位及职务", "专长"]
    rows = [
        ["LZ-1", "王建国", "1970.05", "市住建局局长", "党建"],
        ["LZ-1", "王建国", "1971.05", "市财政局局长", "党建"],
    ]
    roster = read_roster([xlsx([header, *rows])], today=TODAY)
    assert [(found.row, found.rule) for found in roster.warnings] == [(3, "same_person")]


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"出生年月": "1970.05（30岁）"}, "出生年月", "age_disagrees"),
        ({"出生年月": "2010.05", "参加工作时间": "2026.07"}, "出生年月", "implausible_age"),
        ({"参加工作时间": "1980.08"}, "参加工作时间", "began_too_young"),
        ({"参加工作时间": "2026.12"}, "参加工作时间", "future_date"),
        ({"参加工作时间": "92.08"}, "参加工作时间", "two_digit_year"),
        ({"单位及职务": "市园林中心主任"}, "单位及职务", "new_unit"),
        ({"专长": "无"}, "专长", "nothing_listed"),
        ({"姓名": "王建国（挂职）"}, "姓名", "name_note"),
    ],
)
def test_what_is_worth_a_look_is_a_warning_at_its_cell(cells: dict[str, str], column: str, rule: str) -> None:
    roster = read(changed(WANG, **cells), LI)
    assert (roster.faults, rules(roster)) == ((), [(2, column, rule)])


@pytest.mark.parametrize("age", ["56岁", "55岁", "57岁", "54岁"])
def test_an_age_counted_in_another_way_is_no_warning(age: str) -> None:
    assert rules(read(changed(WANG, 出生年月=f"1970.05（{age}）"))) == []


def test_a_new_unit_is_told_once_and_not_at_all_where_no_unit_is_known() -> None:
    rows = [changed(WANG, 单位及职务="市园林中心主任"), changed(LI, 单位及职务="市园林中心副主任")]
    assert rules(read(*rows)) == [(2, "单位及职务", "new_unit")]
    assert rules(read(*rows, vocabulary=seed().with_units({}))) == []


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"姓名": "—"}, "姓名", "missing_name"),
        ({"出生年月": "无"}, "出生年月", "missing_value"),
        ({"单位及职务": ""}, "单位及职务", "missing_value"),
        ({"单位及职务": "副局长"}, "单位及职务", "unit_not_found"),
        ({"性别": "未知"}, "性别", "unknown_value"),
        ({"专长": "钓鱼"}, "专长", "unknown_value"),
        ({"可带人数": "21"}, "可带人数", "number_out_of_range"),
        ({"可带人数": "若干"}, "可带人数", "unreadable_number"),
        ({"可带人数": "3.3E+17"}, "可带人数", "rounded_number"),
        ({"姓名": "锟斤拷"}, "姓名", "broken_text"),
    ],
)
def test_what_cannot_be_taken_is_a_fault_at_its_cell(cells: dict[str, str], column: str, rule: str) -> None:
    roster = read(changed(WANG, **cells), LI)
    assert ([(found.row, found.column, found.rule) for found in roster.faults], roster.warnings) == (
        [(2, column, rule)],
        (),
    )


def test_an_empty_cell_that_nothing_needs_is_no_fault() -> None:
    assert rules(read(changed(WANG, 性别="", 可带人数="—", 参加工作时间="/"))) == []


def test_the_fault_list_comes_back_filled_in_and_mends_the_roster() -> None:
    bad = [changed(WANG, 出生年月=1970.1), changed(LI, 专长="钓鱼、党建", 姓名="")]
    roster = read(*bad)
    assert len(roster.faults) == 3
    for language in ("zh_CN", "en"):
        with speaking(language):
            book = load_workbook(io.BytesIO(write_fault_list(roster)))
        answers = {"出生年月": "1970.10", "专长": "党建", "姓名": "=李月芳"}
        for cells in book.active.iter_rows(min_row=4):
            cells[7].value = answers[str(cells[3].value)]
            cells[7].data_type = "s"
        out = io.BytesIO()
        book.save(out)
        corrections = read_fault_list(Upload("清单.xlsx", out.getvalue()))
        corrections["花名册", 3, "姓名"] = "李月芳"
        mended = read(*bad, corrections=corrections)
        assert mended.faults == ()
        assert mended.rows[0].values["birth"].iso == "1970-10"


def test_an_untouched_fault_list_changes_nothing_and_another_workbook_is_no_fault_list() -> None:
    assert read_fault_list(Upload("清单.xlsx", write_fault_list(read(changed(WANG, 姓名=""))))) == {}
    with pytest.raises(Refused, match="no_fault_list"):
        read_fault_list(xlsx([HEADER]))


def test_a_mended_cell_is_read_anew_and_can_be_wrong_again() -> None:
    roster = read(changed(WANG, 出生年月="x"), corrections={("花名册", 2, "出生年月"): "1970.13"})
    assert [(found.rule, found.value) for found in roster.faults] == [("bad_date", "1970.13")]


def test_every_rule_reason_and_refusal_has_a_sentence_in_both_languages() -> None:
    bad = [
        changed(WANG, 姓名="张三2", 出生年月=1970.1, 性别="x", 可带人数="99"), changed(LI, 单位及职务="科长", 参加工作时间="2036.13"),
        changed(WANG, 专长="无"), changed(LI, 出生年月="1950", 专长="党建、四川话"),
    ]  # fmt: skip
    roster = read(*bad, ["合计", "3人"])
    for language in ("zh_CN", "en"):
        with speaking(language):
            for found in (*roster.faults, *roster.warnings):
                assert "{" not in rule_sentence(found) + suggestion_sentence(found)
            assert "{" not in "".join(reason_sentence(one) for one in roster.skipped)
            assert "10 MB" in refusal_sentence(Refused("file_too_large", size=1, limit=10 * 1024 * 1024))
    with speaking("zh_CN"):
        assert "1970年1月" in "".join(rule_sentence(found) for found in roster.faults)


def test_every_code_that_reading_can_give_has_a_sentence() -> None:
    """The codes are read off the source, so that a new rule cannot be forgotten."""
    folder = ROOT / "documents"
    source = "".join(
        path.read_text("utf-8")
        for path in folder.rglob("*.py")
        if path.name != "sentences.py" and "papers" not in path.parts
    )
    told = set(re.findall(r'\b(?:fault|Note)\(\s*"([a-z_]+)"', source))
    refused = set(re.findall(r'Refused\(\s*"([a-z_]+)"', source)) | {
        rule for rules in HOSTILE.values() for rule in rules
    }
    assert told <= set(FINDINGS)
    assert refused <= set(REFUSALS)
    assert set(re.findall(r'"(word|pattern|staff|private|unknown|twice)"', source)) == set(HOW)
    assert set(re.findall(r'return None, "([a-z_]+)"', source)) <= set(REASONS)
