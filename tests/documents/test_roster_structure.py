"""Finding the people in a sheet, however the office laid it out; each test is one layout drawn by hand."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from documents.grid import Refused
from documents.reader import read_content
from documents.roster import Options, Roster, read_roster, read_rosters
from documents.safe import Upload
from tests.documents.sheets import Rows, csv_file, xlsx

TODAY = date(2026, 9, 15)
HEADER = ["序号", "姓名", "性别", "出生年月", "单位及职务", "专长", "可带人数"]
WANG = [1, "王建国", "男", "1970.05", "市住建局副局长", "群众工作", 2]
LI = [2, "李月芳", "女", "1972.08", "市财政局局长", "党建", 1]
MENTEE_HEADER = ["序号", "姓名", "出生年月", "参加工作时间", "单位及职务", "类别", "培养需求"]
MENTEE = [1, "周思远", "1999.05", "2025.07", "市财政局科员", "年轻干部", "群众工作"]


def read(*files: Upload, kind: str | None = None) -> Roster:
    return read_roster(files, kind, today=TODAY)


def names(roster: Roster) -> list[str]:
    return [row.values.get("name", "") for row in roster.rows]


def faults(roster: Roster) -> list[tuple[str, int, str, str]]:
    return [(found.sheet, found.row, found.column, found.rule) for found in roster.faults]


def test_title_rows_and_blank_rows_before_the_header_are_passed_over() -> None:
    rows: Rows = [
        ["澜州市帮带导师花名册"],
        ["填报单位：市委组织部", "", "", "填报时间：2026年9月1日"],
        [],
        HEADER,
        WANG,
        LI,
    ]
    roster = read(xlsx(rows, merges=["A1:G1"]))
    assert (names(roster), roster.kind, faults(roster)) == (["王建国", "李月芳"], "mentor", [])
    assert roster.sheets[0].header_row == 4
    assert roster.sheets[0].reported_on == date(2026, 9, 1)
    assert [row.row for row in roster.rows] == [5, 6]


def test_the_lower_of_two_header_rows_names_the_columns() -> None:
    rows: Rows = [["", "基本信息", "", "", "其他"], HEADER, WANG]
    roster = read(xlsx(rows, merges=["B1:D1", "E1:G1"]))
    assert (names(roster), roster.sheets[0].header_row) == (["王建国"], 2)


def test_a_group_and_what_stands_below_it_name_a_column_together() -> None:
    top = ["序号", "姓名", "出生年月", "学历", "", "参加工作时间", "单位及职务", "类别", "培养需求"]
    below = ["", "", "", "全日制", "在职", "", "", "", ""]
    person = [1, "周思远", "1999.05", "大学", "研究生", "2025.07", "市财政局科员", "年轻干部", "党建"]
    merges = ["D1:E1", *(f"{letter}1:{letter}2" for letter in "ABCFGHI")]
    for file in (xlsx([top, below, person], merges=merges), xlsx([top, below, person])):
        roster = read(file)
        assert names(roster) == ["周思远"]
        assert roster.rows[0].values["education"] == "大学"
        assert roster.rows[0].values["education_in_service"] == "研究生"


def test_needs_in_several_columns_are_put_together_in_order() -> None:
    header = [*MENTEE_HEADER[:-1], "培养需求", "帮带需求"]
    roster = read(xlsx([header, [*MENTEE, "党建"]]))
    assert roster.rows[0].values["needs"] == ("群众工作", "党建")


def test_rows_below_the_people_are_left_out_and_listed_with_their_reason() -> None:
    rows: Rows = [
        HEADER, WANG, LI, ["合计", "2人"], ["填表人：张某", "", "审核人："], ["备注：一式两份"], ["说明：请勿改动表头。"], ["共2人"], ["", "单位（盖章）"],
    ]  # fmt: skip
    roster = read(xlsx(rows))
    assert names(roster) == ["王建国", "李月芳"]
    assert [(one.row, one.reason) for one in roster.skipped] == [
        (4, "total"), (5, "signature"), (6, "note"), (7, "note"), (8, "total"), (9, "signature"),
    ]  # fmt: skip


def test_people_below_a_subtotal_and_a_section_heading_are_read() -> None:
    rows: Rows = [HEADER, ["一、市直机关"], WANG, ["小计", "1人"], ["二、乡镇街道"], LI]
    for merges in ([], ["A2:G2", "A5:G5"]):
        roster = read(xlsx(rows, merges=merges))
        assert names(roster) == ["王建国", "李月芳"]
        assert [one.row for one in roster.skipped] == [2, 4, 5]


def test_a_header_that_is_repeated_on_each_page_is_no_person() -> None:
    roster = read(xlsx([HEADER, WANG, HEADER, LI]))
    assert (names(roster), roster.skipped[0].reason) == (["王建国", "李月芳"], "repeated_header")


def test_an_example_row_and_numbered_blank_rows_are_no_people() -> None:
    roster = read(xlsx([HEADER, ["示例", *WANG[1:]], LI, [3], [4]]))
    assert names(roster) == ["李月芳"]
    assert [(one.row, one.reason) for one in roster.skipped] == [
        (2, "example"), (4, "numbered_blank"), (5, "numbered_blank"),
    ]  # fmt: skip


def test_a_row_without_a_name_is_a_person_with_a_fault() -> None:
    roster = read(xlsx([HEADER, [1, "", *WANG[2:]], LI]))
    assert faults(roster) == [("花名册", 2, "姓名", "missing_name")]
    assert len(roster.rows) == 2


def test_a_unit_merged_over_several_people_counts_for_each() -> None:
    header = ["姓名", "出生年月", "单位", "职务", "专长"]
    rows: Rows = [header, ["王建国", "1970.05", "市住建局", "局长", "党建"], ["李月芳", "1972.08", "", "科长", "党建"]]
    merged = read(xlsx(rows, merges=["C2:C3"]))
    assert [row.values["unit"] for row in merged.rows] == ["市住建局", "市住建局"]
    assert faults(read(xlsx(rows))) == [("花名册", 3, "单位", "missing_value")]


def test_hidden_rows_and_hidden_sheets_are_read() -> None:
    book = load_workbook(io.BytesIO(xlsx([HEADER, WANG, LI]).content))
    book.active.row_dimensions[2].hidden = True
    book.active.sheet_state = "hidden"
    book.create_sheet("说明").append(["请填写"])
    out = io.BytesIO()
    book.save(out)
    assert names(read(Upload("导师.xlsx", out.getvalue()))) == ["王建国", "李月芳"]


def test_instruction_sheets_and_statistics_are_left_out_and_listed() -> None:
    roster = read(xlsx([HEADER, WANG], 填表说明=[["请勿改动表头。"]], 汇总=[["单位", "人数"], ["市直", 3]], 空表=[]))
    assert [(one.sheet, one.row, one.reason) for one in roster.skipped] == [
        ("填表说明", None, "no_people"), ("汇总", None, "no_people"), ("空表", None, "empty_sheet"),
    ]  # fmt: skip


def test_one_sheet_for_each_county_makes_one_roster() -> None:
    roster = read(xlsx([HEADER, WANG], title="澜东区", 澜西区=[["导师花名册"], HEADER, LI]))
    assert [(row.sheet, row.row) for row in roster.rows] == [("澜东区", 2), ("澜西区", 3)]


def test_sheets_of_the_same_title_in_several_files_are_told_apart_by_file() -> None:
    roster = read(xlsx([HEADER, WANG], name="甲.xlsx"), xlsx([HEADER, LI], name="乙.xlsx"))
    assert [row.sheet for row in roster.rows] == ["甲.xlsx/花名册", "乙.xlsx/花名册"]
    assert {sheet.sheet: sheet.file for sheet in roster.sheets} == {
        "甲.xlsx/花名册": "甲.xlsx", "乙.xlsx/花名册": "乙.xlsx",
    }  # fmt: skip


def test_two_files_of_one_name_are_still_told_apart() -> None:
    roster = read(xlsx([HEADER, WANG], name="甲.xlsx"), xlsx([HEADER, LI], name="甲.xlsx"))
    assert len({row.sheet for row in roster.rows}) == 2


def test_files_of_both_kinds_make_two_rosters() -> None:
    files = (xlsx([HEADER, WANG]), xlsx([MENTEE_HEADER, MENTEE], name="对象.xlsx"))
    rosters = read_rosters(files, None, Options(today=TODAY))
    assert [(one.kind, names(one)) for one in rosters] == [("mentor", ["王建国"]), ("mentee", ["周思远"])]
    with pytest.raises(Refused, match="both_kinds"):
        read(*files)


def test_a_sheet_of_the_other_kind_is_left_out_when_the_kind_is_given() -> None:
    roster = read(xlsx([MENTEE_HEADER, MENTEE]), kind="mentor")
    assert (roster.rows, roster.skipped[0].reason) == ((), "other_kind")


def test_the_title_and_then_the_file_name_tell_the_kind_where_the_columns_do_not() -> None:
    bare = ["姓名", "性别", "出生年月", "单位及职务"]
    person = ["王建国", "男", "1970.05", "市住建局副局长"]
    assert read(xlsx([["帮带对象花名册"], bare, person], name="a.xlsx")).kind == "mentee"
    assert read(xlsx([bare, person], name="导师.xlsx")).kind == "mentor"
    with pytest.raises(Refused, match="no_roster"):
        read(xlsx([bare, person], name="a.xlsx"))


def test_headers_are_recognised_with_decoration_and_reported_as_written() -> None:
    header = ["序 号", "*姓　名", "性别", "出生\n年月（岁）", "工作单位及\n职务", "专 长（限5项）", "拟带徒人数*"]
    roster = read(xlsx([header, [1, "王建国", "男", "2036.13", "市住建局局长", "党建", 2]]))
    assert faults(roster) == [("花名册", 2, "出生\n年月（岁）", "bad_date")]
    assert [use.field for use in roster.mapping] == [
        "seq",
        "name",
        "sex",
        "birth",
        "unit_post",
        "expertise",
        "capacity",
    ]


def test_an_unknown_column_is_listed_and_can_be_assigned() -> None:
    header = ["姓名", "出生年月", "单位及职务", "本领", "爱好"]
    person = ["王建国", "1970.05", "市住建局局长", "党建", "钓鱼"]
    file = xlsx([header, person])
    assert [(use.column, use.how) for use in read(file).mapping if not use.field] == [
        ("本领", "unknown"), ("爱好", "unknown"),
    ]  # fmt: skip
    assigned = read_roster([file], today=TODAY, mappings={"本 领": "expertise", "爱好": ""})
    assert assigned.rows[0].values["expertise"] == ("党建",)
    assert [(use.column, use.field, use.how) for use in assigned.mapping][3:] == [
        ("本领", "expertise", "staff"), ("爱好", "", "staff"),
    ]  # fmt: skip


def test_a_header_that_only_staff_can_tell_still_finds_the_table() -> None:
    header = ["同志", "出生年月", "单位及职务", "专长"]
    file = xlsx([header, ["王建国", "1970.05", "市住建局局长", "党建"]])
    with pytest.raises(Refused, match="no_roster"):
        read(file)
    assert names(read_roster([file], today=TODAY, mappings={"同志": "name"})) == ["王建国"]


def test_a_post_in_its_own_column_is_a_post_and_one_alone_holds_the_unit_too() -> None:
    apart = read(
        xlsx([["姓名", "出生年月", "单位", "现任职务", "专长"], ["王建国", "1970.05", "市住建局", "局长", "党建"]])
    )
    alone = read(xlsx([["姓名", "出生年月", "现任职务", "专长"], ["王建国", "1970.05", "市住建局局长", "党建"]]))
    other = read(xlsx([["姓名", "出生年月", "职务", "专长"], ["王建国", "1970.05", "市住建局局长", "党建"]]))
    for roster in (apart, alone, other):
        assert (roster.rows[0].values["unit"], roster.rows[0].values["post"]) == ("市住建局", "局长")


def test_a_missing_column_is_one_warning_at_the_header_and_not_one_in_each_row() -> None:
    roster = read(
        xlsx([["姓名", "单位及职务", "专长"], ["王建国", "市住建局局长", "党建"], ["李月芳", "市财政局局长", "党建"]])
    )
    assert [(found.row, found.column, found.rule) for found in roster.warnings] == [(1, "出生年月", "missing_column")]


def test_personal_numbers_and_phones_are_left_out_even_of_the_raw_texts() -> None:
    header = [*HEADER, "身份证号", "联系电话"]
    roster = read(xlsx([header, [*WANG, "11010519491231002X", "13800000001"]]))
    assert [use.column for use in roster.mapping if use.how == "private"] == ["身份证号", "联系电话"]
    assert "110105" not in str(roster) and "1380000" not in str(roster)


def test_excel_errors_and_unsolved_formulas_are_faults_and_solved_ones_are_values() -> None:
    roster = read(xlsx([HEADER, [1, "王建国", "男", "=B2", "市住建局副局长", "#REF!", 2]]))
    assert faults(roster) == [
        ("花名册", 2, "出生年月", "formula_without_result"), ("花名册", 2, "专长", "excel_error"),
    ]  # fmt: skip


def test_a_date_cell_keeps_the_precision_that_its_format_shows() -> None:
    book = load_workbook(io.BytesIO(xlsx([HEADER, WANG, LI]).content))
    for row, shown in ((2, 'yyyy"年"m"月"'), (3, "yyyy/m/d")):
        book.active.cell(row, 4, datetime(1971, 3, 1)).number_format = shown
    out = io.BytesIO()
    book.save(out)
    roster = read(Upload("导师.xlsx", out.getvalue()))
    assert [row.values["birth"].iso for row in roster.rows] == ["1971-03", "1971-03-01"]


def test_a_number_cell_of_1986_10_is_ambiguous_and_one_of_2006_09_is_not() -> None:
    roster = read(xlsx([HEADER, [*WANG[:3], 1986.10, *WANG[4:]], [*LI[:3], 1979.09, *LI[4:]]]))
    assert faults(roster) == [("花名册", 2, "出生年月", "ambiguous_date")]
    assert roster.faults[0].value == "1986.1"
    assert roster.rows[1].values["birth"].iso == "1979-09"


def test_the_head_of_a_copied_text_file_is_read_in_any_encoding() -> None:
    text = '序号,姓名,性别,出生年月,单位及职务,专长\n1,王建国,男,1970.05,市住建局局长,"党建,群众工作"\n'
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"):
        roster = read(csv_file(text, encoding))
        assert roster.rows[0].values["expertise"] == ("党建", "群众工作"), encoding


def test_text_that_would_turn_to_mojibake_is_refused_or_a_fault_and_never_taken() -> None:
    text = "姓名,性别,出生年月,单位及职务,专长\n王建国,男,1970.05,市住建局局长,党建\n"
    with pytest.raises(Refused):
        read(Upload("导师.csv", text.encode("big5", "replace")))
    with pytest.raises(Refused):
        read(Upload("导师.csv", text.encode() + b"\xff\xff"))
    assert faults(read(csv_file(text.replace("王建国", "王\ufffd国")))) == [("导师花名册", 2, "姓名", "broken_text")]


def test_semicolons_and_tabs_separate_too_and_text_kept_by_a_formula_is_unwrapped() -> None:
    for mark in ("\t", ";"):
        line = mark.join(["王建国", "男", '="1970.05"', "市住建局局长", "党建"])
        roster = read(csv_file(mark.join(["姓名", "性别", "出生年月", "单位及职务", "专长"]) + "\n" + line + "\n"))
        assert roster.rows[0].values["birth"].iso == "1970-05"


def test_a_record_with_line_breaks_counts_as_one_row() -> None:
    text = '姓名,出生年月,单位及职务,专长\n王建国,1970.05,"市住建局\n局长",党建\n李月芳,1972.13,市财政局局长,党建\n'
    assert faults(read(csv_file(text))) == [("导师花名册", 3, "出生年月", "bad_date")]


def test_a_column_without_a_header_is_named_by_its_letter_and_can_be_assigned() -> None:
    file = xlsx([["姓名", "出生年月", "单位及职务", "专长", ""], ["王建国", "1970.05", "市住建局局长", "党建", "徽语"]])
    assert [(use.column, use.how) for use in read(file).mapping][4] == ("(E)", "unknown")


def test_a_unit_in_its_own_column_is_taken_by_its_canonical_name_or_as_a_new_one() -> None:
    header = ["姓名", "出生年月", "工作单位", "职务", "专长"]
    rows = [
        ["王建国", "1970.05", "中共澜州市委组织部", "科长", "党建"],
        ["李月芳", "1972.08", "竹源县林业局", "局长", "党建"],
    ]
    roster = read(xlsx([header, *rows]))
    assert [(row.values["unit"], row.values["county"]) for row in roster.rows] == [
        ("市委组织部", "市直"), ("竹源县林业局", "竹源县"),
    ]  # fmt: skip
    assert [(found.row, found.column, found.rule) for found in roster.warnings] == [(3, "工作单位", "new_unit")]


def test_a_text_file_in_this_process_is_read_as_in_the_other() -> None:
    text = '姓名,出生年月,单位及职务,编码\n王建国,1970.05,市住建局局长,="007"\n'
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        [sheet] = read_content("s", text.encode(encoding))
        assert sheet.rows[1] == ["王建国", "1970.05", "市住建局局长", "007"], encoding


def test_cells_of_every_type_become_the_text_that_they_show() -> None:
    book = Workbook()
    values = [
        7,
        2.0,
        2006.09,
        1986.1,
        True,
        datetime(1994, 6, 1),
        date(1994, 6, 2),
        time(8, 30),
        "a_x000D_b",
        1.5e17,
        None,
    ]
    for column, value in enumerate(values, start=1):
        book.active.cell(1, column, value)
    out = io.BytesIO()
    book.save(out)
    [sheet] = read_content("s", out.getvalue())
    assert sheet.rows == [
        ["7", "2", "2006.09", "1986.1", "TRUE", "1994-06-01", "1994-06-02", "08:30:00", "a\rb", "1.5e+17"]
    ]
    assert (sheet.text(1, 1), sheet.text(1, 99), sheet.text(9, 1)) == ("7", "", "")


def test_a_formula_is_told_from_a_blank_cell_in_this_process_too() -> None:
    [sheet] = read_content("s", xlsx([["=1+1", "", "x"]]).content)
    assert sheet.unsolved == [(1, 1)]
