"""The rosters that we write: in the offices' conventions, without a single formula, and read back as they were."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.reader import read_content
from documents.roster import read_roster
from documents.safe import Upload
from documents.values import PartialDate
from documents.workbook import Head, write_roster
from texts import speaking

HEADS = ["序号", "姓名", "出生年月", "单位及职务", "专长"]
WANG = [1, "王建国", PartialDate(1970, 10), "市住建局副局长", ("党建", "群众工作")]


@pytest.fixture
def sheet() -> Worksheet:
    with speaking("zh_CN"):
        content = write_roster("师徒结对花名册", "填报时间：2026年9月15日", HEADS, [WANG])
    found = load_workbook(io.BytesIO(content)).active
    assert isinstance(found, Worksheet)
    return found


def test_the_sheet_is_laid_out_as_offices_expect(sheet: Worksheet) -> None:
    assert sheet.title == "花名册"
    assert {str(merge) for merge in sheet.merged_cells.ranges} == {"A1:E1", "A2:E2"}
    assert [cell.value for cell in sheet[3]] == HEADS
    assert [cell.value for cell in sheet[4]] == [1, "王建国", "1970.10", "市住建局副局长", "党建、群众工作"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert all(cell.border.left.style == "thin" for cell in sheet[4])


def test_title_and_subtitle_may_be_missing_and_widths_may_be_given() -> None:
    found = load_workbook(io.BytesIO(write_roster("", "", [Head("姓名", 30.0)], []))).active
    assert (found["A1"].value, found.column_dimensions["A"].width) == ("姓名", 30.0)


def test_a_row_is_as_high_as_its_longest_text_and_many_columns_keep_to_a_printed_page() -> None:
    narrow = load_workbook(io.BytesIO(write_roster("", "", ["内容"], [["字" * 60], ["短"]]))).active
    assert narrow.column_dimensions["A"].width == 40
    # 120 letters wide on lines of 38.5: four of them, at 15 points and 4 around.
    assert (narrow.row_dimensions[2].height, narrow.row_dimensions[3].height) == (64, None)
    wide = load_workbook(io.BytesIO(write_roster("", "", ["甲", "乙", "丙", "丁"], [["字" * 30] * 4]))).active
    assert [wide.column_dimensions[name].width for name in "ABCD"] == [24] * 4


def test_a_written_roster_is_read_back_as_the_same_people() -> None:
    content = write_roster("导师花名册", "", HEADS, [WANG, [2, "李月芳", date(1972, 8, 5), "团市委副书记", ("党建",)]])
    roster = read_roster([Upload("导师.xlsx", content)], today=date(2026, 9, 15))
    assert roster.faults == ()
    assert [row.values["birth"] for row in roster.rows] == [PartialDate(1970, 10), PartialDate(1972, 8, 5)]
    assert roster.rows[0].values["expertise"] == ("党建", "群众工作")


DANGEROUS = ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1",
             "11010519491231002X", "110105194912310021", "00123", "1e5", "_x000D_", "_x005F_", "  x  ", "#REF!", "TRUE",
             "\x0b=1", "𠮷㛃䶮", "a\r\nb"]  # fmt: skip


def test_no_text_becomes_a_formula_a_number_or_another_text() -> None:
    content = write_roster("", "", ["值"], [[text] for text in DANGEROUS])
    book = load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for (cell,) in book.iter_rows()} == {"s"}
    [sheet] = read_content("x", content)
    assert [row[0] for row in sheet.rows[1:]] == DANGEROUS


VISIBLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=30)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("=+-@\t\r\n＝＋－＠'x"), VISIBLE), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_went(pairs: list[tuple[str, str]]) -> None:
    texts = [first + rest for first, rest in pairs]
    content = write_roster("", "", ["值", "号"], [[text, number] for number, text in enumerate(texts)])
    [sheet] = read_content("x", content)
    assert [row[0] for row in sheet.rows[1:]] == texts


def test_what_no_cell_can_hold_is_left_out_and_not_an_error() -> None:
    content = write_roster("标\x00题", "", ["值"], [["a\x00b"], ["\ud800c"], ["x" * 40_000], [None]])
    [sheet] = read_content("x", content)
    assert [row[0] if row else "" for row in sheet.rows[2:]] == ["a\x00b", "c", "x" * 32_767]
