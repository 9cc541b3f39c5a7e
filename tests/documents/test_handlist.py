"""Lists of pairs as section chiefs keep them: which columns, which rows, and what is left out with its reason."""

import pytest

from documents.grid import Sheet
from documents.handlist import HandList, Layout, assigned, find_layout, guess_layout, read_hand_list, split_names
from documents.safe import Upload, read_sheets
from tests.documents.sheets import workbook


def sheet(*rows: list[str], title: str = "名单", merges: list[tuple[int, int, int, int]] | None = None) -> Sheet:
    return Sheet(title, list(rows), merges or [])


def layout(one: Sheet) -> Layout:
    found = find_layout(one)
    assert found is not None
    return found


def read(one: Sheet) -> HandList:
    return read_hand_list([one], {one.title: layout(one)})


def pairs(found: HandList) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(line.mentee.names, line.mentor.names) for line in found.lines]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["序号", "帮带对象", "导师"], {"mentee": 2, "mentor": 3}),
        (["帮带导师姓名", "徒弟姓名"], {"mentor": 1, "mentee": 2}),
        (["姓名", "单位", "导师姓名", "导师单位"], {"mentee": 1, "mentee_unit": 2, "mentor": 3, "mentor_unit": 4}),
        (["帮带对象", "工作单位", "导师", "单位及职务"], {"mentee": 1, "mentee_unit": 2, "mentor": 3, "mentor_unit": 4}),
        (["姓名", "姓名"], {"mentee": 1, "mentor": 2}),
        (["干部编号", "帮带对象", "导师编号", "导师"], {"mentee_no": 1, "mentee": 2, "mentor_no": 3, "mentor": 4}),
        (["Mentee", "Mentor"], {"mentee": 1, "mentor": 2}),
        (["年轻干部 姓名", "类别", "帮带导师", "备注"], {"mentee": 1, "mentor": 3}),
    ],
)  # fmt: skip
def test_headers_tell_whose_column_it_is(header: list[str], columns: dict[str, int]) -> None:
    assert layout(sheet(header, ["1", "2", "3", "4"])).columns == columns


def test_a_title_above_and_a_header_of_two_rows_are_found() -> None:
    one = sheet(
        ["2026年结对名单", "", "", ""],
        ["帮带对象", "", "导师", ""],
        ["姓名", "单位", "姓名", "单位"],
        ["张三", "甲局", "李四", "乙局"],
    )
    found = layout(one)
    assert (found.header_row, found.first_row) == (2, 4)
    assert found.columns == {"mentee": 1, "mentee_unit": 2, "mentor": 3, "mentor_unit": 4}
    assert read(one).lines[0].mentor.unit == "乙局"


def test_rows_are_read_with_their_place_and_what_pairs_nobody_is_told() -> None:
    one = sheet(
        ["帮带对象", "导师"],
        ["张三", "王五"],
        ["", ""],
        ["帮带对象", "导师"],
        ["李四", ""],
        ["合计", "2"],
        ["备注：以上名单为初步意见，请各单位核对后报送", ""],
    )
    found = read(one)
    assert [(line.row, line.mentee.names, line.mentor.names) for line in found.lines] == [
        (2, ("张三",), ("王五",)),
        (5, ("李四",), ()),
    ]
    assert [(one.row, one.reason) for one in found.left_out] == [(4, "repeated_header"), (6, "total"), (7, "note")]


def test_a_mentor_without_a_mentee_is_a_row_and_no_note() -> None:
    assert pairs(read(sheet(["帮带对象", "导师"], ["", "王五"]))) == [((), ("王五",))]


def test_a_mentor_written_once_over_merged_rows_leads_them_all_and_a_mentee_never_fills_down() -> None:
    one = sheet(
        ["导师", "帮带对象"],
        ["王五", "张三"],
        ["", "李四"],
        ["赵六", "孙七"],
        ["钱八", ""],
        merges=[(2, 1, 3, 1), (4, 2, 5, 2)],
    )
    assert pairs(read(one)) == [(("张三",), ("王五",)), (("李四",), ("王五",)), (("孙七",), ("赵六",)), ((), ("钱八",))]


def test_several_names_in_a_cell_are_several_people_and_a_number_belongs_to_one_alone() -> None:
    one = sheet(["导师", "导师编号", "帮带对象", "编号"], ["王五", "A1", "张三、李四\n孙七", "B2"])
    line = read_hand_list([one], {one.title: layout(one)}).lines[0]
    assert line.mentee.names == ("张三", "李四", "孙七") and line.mentee.no == ""
    assert (line.mentor.names, line.mentor.no) == (("王五",), "A1")


def test_cells_that_say_nothing_name_nobody() -> None:
    assert split_names("—") == () and split_names("张三；  ") == ("张三",)


def test_without_a_header_the_columns_are_those_where_known_names_stand() -> None:
    one = sheet(["1", "张三", "王五"], ["2", "李四", "赵六"], title="Sheet1")
    assert find_layout(one) is None
    found = guess_layout(one, {"张三", "李四"}.__contains__, {"王五", "赵六"}.__contains__)
    assert found is not None and found.columns == {"mentee": 2, "mentor": 3} and found.first_row == 1
    assert pairs(read_hand_list([one], {"Sheet1": found})) == [(("张三",), ("王五",)), (("李四",), ("赵六",))]
    assert guess_layout(one, lambda name: False, lambda name: True) is None


def test_staff_choose_columns_and_what_is_no_column_is_not_taken() -> None:
    one = sheet(["甲", "乙"], ["张三", "王五"])
    found = assigned(one, None, {"mentee": 1, "mentor": 2, "luck": 1, "mentee_no": 9})
    assert found.columns == {"mentee": 1, "mentor": 2} and found.headers == ("甲", "乙")
    kept = assigned(one, Layout("名单", 1, 2, {"mentee": 2, "mentor": 1}, ("甲", "乙")), {"mentee": 1, "mentor": 2})
    assert pairs(read_hand_list([one], {"名单": kept})) == [(("张三",), ("王五",))]


def test_a_sheet_without_pairs_and_an_empty_one_are_told() -> None:
    found = read_hand_list([sheet(["说明", "请填写"], title="说明"), sheet([""], title="空")], {})
    assert [(one.sheet, one.reason) for one in found.left_out] == [("说明", "no_pairs"), ("空", "empty_sheet")]


def test_a_real_workbook_goes_through_the_reading_process() -> None:
    content = workbook([["结对名单"], ["帮带对象", "导师"], ["张　三", "王五"]], title="名单")
    [one] = read_sheets(Upload("名单.xlsx", content))
    assert pairs(read(one)) == [(("张　三",), ("王五",))]
