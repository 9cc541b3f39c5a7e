"""A round in Excel: out with what is filed, back, compared, taken in whole; nothing signed changes by a file."""

from typing import Any

import pytest
from openpyxl import load_workbook

from db.engines import Database
from db.models import Export
from documents.safe import Upload
from programme.assessment import sheet
from programme.errors import Conflict, Invalid
from tests.conftest import Staff
from tests.support.assess_world import SCORES, assess_world, assessment_of, graded, opened
from tests.support.signing import World

HEADS = ("考核编号", "帮带对象", "自评分", "导师评分", "分管领导评分", "主要负责人评分", "帮带等次", "年度考核等次")


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    made = assess_world(lite, staff)
    opened(made)
    return made


def table(*rows: tuple[Any, ...]) -> Upload:
    """A file with these rows under the header."""
    lines = [",".join(HEADS), *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    return Upload("考核.csv", "\n".join(lines).encode("utf-8-sig"))


def number(world: World, name: str) -> int:
    return int(assessment_of(world, name).id)


def looked(world: World, upload: Upload) -> tuple[Any, sheet.Preview]:
    lines = sheet.read_table(upload)
    return lines, sheet.preview(world.database, world.staff["officer"], round_id=1, lines=lines)


def taken(world: World, upload: Upload, who: str = "officer") -> Any:
    lines, shown = looked(world, upload)
    return world.do(who, sheet.take_in, round_id=1, lines=lines, seen=shown.fingerprint, file=upload.name)


def whole(world: World, name: str, grade: str = "合格", annual: str = "") -> tuple[Any, ...]:
    return (number(world, name), name, *SCORES.values(), grade, annual)


def test_the_table_that_goes_out_comes_back_as_the_same(world: World) -> None:
    graded(world, "甲", annual_grade="competent")
    offer = world.do("officer", sheet.offer_table, round_id=1)
    with world.database.read() as session:
        content = session.query(Export).one().content
    lines, shown = looked(world, Upload(offer.name, content))
    assert [(row.name, row.state) for row in shown.rows] == [("丙", "blank"), ("乙", "blank"), ("甲", "same")]


def test_the_table_has_both_scales_in_words(world: World, tmp_path: Any) -> None:
    graded(world, "甲", "excellent", annual_grade="undetermined")
    world.do("officer", sheet.offer_table, round_id=1)
    with world.database.read() as session:
        (tmp_path / "table.xlsx").write_bytes(session.query(Export).one().content)
    cells = [
        cell for row in load_workbook(tmp_path / "table.xlsx").worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert {"优秀", "试用期不定等次"} <= set(cells)


def test_sound_rows_are_graded_with_their_evidence(world: World) -> None:
    counts = taken(world, table(whole(world, "甲", "优秀", "称职"), whole(world, "乙")))
    assert counts["new"] == 2
    row = assessment_of(world, "甲")
    assert (row.grade, row.annual_grade, row.score, row.number) == ("excellent", "competent", 81.0, 1)


def test_what_is_signed_is_left_as_it_is(world: World) -> None:
    graded(world, "甲", "basically_qualified")
    _lines, shown = looked(world, table(whole(world, "甲", "优秀")))
    assert [row.state for row in shown.rows] == ["signed"]
    with pytest.raises(Conflict, match="review_file_empty"):
        taken(world, table(whole(world, "甲", "优秀")))
    assert assessment_of(world, "甲").grade == "basically_qualified"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((99, "甲", 90, 80, 85, 75, "合格", ""), "sheet_assessment_unknown"),
        ((None, "某某", 90, 80, 85, 75, "合格", ""), "sheet_assessment_unknown"),
        (("甲", "乙", 90, 80, 85, 75, "合格", ""), "sheet_assessment_other"),
        (("甲", "甲", 101, 80, 85, 75, "合格", ""), "review_score"),
        (("甲", "甲", 90, 80, 85, 75, "称职", ""), "sheet_assessment_grade"),
        (("甲", "甲", 90, 80, 85, 75, "合格", "合格"), "sheet_assessment_grade"),
        (("甲", "甲", 90, None, 85, 75, "合格", ""), "grade_needs_scores"),
    ],
)
def test_every_fault_is_named_and_holds_its_row_back(world: World, row: tuple[Any, ...], code: str) -> None:
    key = number(world, row[0]) if isinstance(row[0], str) else row[0]
    _lines, shown = looked(world, table((key, *row[1:])))
    (one,) = shown.rows
    assert (one.state, one.why.code if one.why else "") == ("fault", code)


def test_two_rows_about_one_person_are_told(world: World) -> None:
    _lines, shown = looked(world, table(whole(world, "甲"), whole(world, "甲", "优秀")))
    assert [row.state for row in shown.rows] == ["new", "fault"]


def test_what_moved_since_it_was_looked_at_is_looked_at_again(world: World) -> None:
    lines, shown = looked(world, table(whole(world, "甲")))
    graded(world, "甲")
    with pytest.raises(Conflict, match="review_file_moved"):
        world.do("officer", sheet.take_in, round_id=1, lines=lines, seen=shown.fingerprint, file="x.csv")


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(Invalid, match="sheet_assessment_columns"):
        sheet.read_table(Upload("x.csv", "姓名,单位\n甲,乙\n".encode("utf-8-sig")))
