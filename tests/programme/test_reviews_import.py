"""A month's table goes out with all that is filed and comes back: faults by sheet, row and column, nothing filed twice."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from documents.safe import Upload, read_sheets
from programme import exports
from programme.access import Actor
from programme.errors import Conflict, Forbidden, Invalid
from programme.reviews import importing
from programme.reviews.sheet import offer_missing, offer_table
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import WHOLE, file, opened, review_of, review_world, round_now, set_day

HEADS = [
    "点评编号",
    "帮带对象",
    "干部自评",
    "自评得分",
    "主要负责人点评",
    "主要负责人评分",
    "主要负责人姓名",
    "分管领导点评",
    "分管领导评分",
    "分管领导姓名",
]
GOOD = ["走访", "80", "扎实", "90", "赵甲", "多下村", "70", "钱乙"]


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, date(2026, 10, 31))
    world = review_world(lite, staff)
    opened(world)
    return world


def lines(*rows: list[str], heads: list[str] = HEADS) -> list[Any]:
    """A table as CSV, read."""
    told = "\n".join(",".join(row) for row in (heads, *rows))
    return importing.read_table(Upload("青坞镇.csv", told.encode()))


def looked(world: RecordWorld, told: list[Any], who: str = "liaison") -> importing.Preview:
    """What taking these rows in would do."""
    return importing.preview(world.database, world.staff[who], round_id=round_now(world).id, lines=told)


def taken(world: RecordWorld, told: list[Any], who: str = "liaison") -> Any:
    """Take the rows in as they were looked at."""
    seen = looked(world, told, who).fingerprint
    return world.do(importing.take_in, who, round_id=round_now(world).id, lines=told, seen=seen, file="青坞镇.csv")


def number(world: RecordWorld, name: str) -> str:
    return str(review_of(world, name).id)


def content(world: RecordWorld, offer: Any, who: str = "liaison") -> bytes:
    """The file behind an offer."""
    actor: Actor = world.staff[who]
    found = exports.take(world.database, actor.id, offer.token)
    assert found is not None
    return found.content


def test_the_table_that_goes_out_comes_back_as_filed_already(world: RecordWorld) -> None:
    """The liaison's table has its own people but the one who rests; what 丁 has filed is in it."""
    file(world, "丁")
    offer = world.do(offer_table, "liaison", round_id=round_now(world).id)
    back = importing.read_table(Upload("表.xlsx", content(world, offer)))
    found = looked(world, back)
    assert [(row.name, row.state) for row in found.rows] == [("丁", "same"), ("戊", "blank")]


def test_rows_are_filed_once_however_often_the_table_comes(world: RecordWorld) -> None:
    told = lines([number(world, "丁"), "丁", *GOOD], [number(world, "戊"), "戊", "走访", "80", "", "", "", "", "", ""])
    assert taken(world, told) == {"new": 2}
    assert (review_of(world, "丁").score, review_of(world, "戊").state) == (80.0, "self_assessed")
    with pytest.raises(Conflict, match="review_file_empty"):
        taken(world, told)


def test_a_fault_names_sheet_row_and_column_and_holds_back_only_its_row(world: RecordWorld) -> None:
    bad = [*GOOD]
    bad[1] = "八十"
    told = lines([number(world, "丁"), "丁", *bad], [number(world, "戊"), "戊", *GOOD])
    found = looked(world, told)
    row = found.rows[0]
    assert row.fault is not None
    assert (row.sheet, row.row, row.fault.column, row.fault.value) == ("青坞镇", 2, "自评得分", "八十")
    assert taken(world, told) == {"fault": 1, "new": 1}
    assert review_of(world, "丁").state == "not_started"


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["", "丁", "走访", "", "扎实", "90", "赵甲", "", "", ""], "review_part_whole", "自评得分"),
        (["", "丁", "走访", "80", "扎实", "90", "李", "", "", ""], "comment_by_mentor", "主要负责人姓名"),
        (["", "丁", "", "", "扎实", "90", "赵甲", "", "", ""], "review_self_first", "干部自评"),
        (["", "乙", *GOOD], "review_paused", "帮带对象"),
        (["", "甲", *GOOD], "review_unknown", "帮带对象"),
        (["999", "丁", *GOOD], "review_unknown", "点评编号"),
    ],
)
def test_each_fault_has_its_reason_and_its_column(world: RecordWorld, row: list[str], code: str, column: str) -> None:
    """甲 is of another unit: the liaison's file cannot reach him."""
    found = looked(world, lines(row)).rows[0]
    assert found.fault is not None
    assert (found.fault.why.code, found.fault.column) == (code, column)


def test_a_number_beside_another_name_is_never_filed(world: RecordWorld) -> None:
    found = looked(world, lines([number(world, "戊"), "丁", *GOOD])).rows[0]
    assert found.fault is not None
    assert (found.fault.why.code, found.fault.why.data["expected"]) == ("review_other_person", "戊")


def test_the_second_row_about_one_review_is_a_fault(world: RecordWorld) -> None:
    row = [number(world, "丁"), "丁", *GOOD]
    assert [one.state for one in looked(world, lines(row, row)).rows] == ["new", "fault"]


def test_a_table_that_changed_meanwhile_is_looked_at_again(world: RecordWorld) -> None:
    told = lines([number(world, "丁"), "丁", *GOOD])
    seen = looked(world, told).fingerprint
    file(world, "丁")
    asked = {"round_id": round_now(world).id, "lines": told, "seen": seen, "file": "a.csv"}
    with pytest.raises(Conflict, match="review_file_moved"):
        world.do(importing.take_in, "liaison", **asked)


def test_a_file_without_the_columns_is_refused(world: RecordWorld) -> None:
    with pytest.raises(Invalid, match="review_sheet_columns"):
        lines(["甲", "1"], heads=["姓名", "分数"])


def test_the_list_to_remind_of_names_who_is_missing_by_unit(world: RecordWorld) -> None:
    file(world, "丁")
    offer = world.do(offer_missing, round_id=round_now(world).id)
    sheet = read_sheets(Upload("名单.xlsx", content(world, offer, "officer")))[0]
    told = [(row[1], row[2], row[4]) for _number, row in sheet.numbered() if len(row) > 4 and row[0].isdecimal()]
    assert told == [("市财政局", "甲", "未开始"), ("青坞镇", "戊", "未开始")]


def test_the_leader_reads_but_neither_files_nor_takes_tables_in(world: RecordWorld) -> None:
    with pytest.raises(Forbidden):
        world.do(offer_table, "leader", round_id=round_now(world).id)
    with pytest.raises(Forbidden):
        file(world, "甲", "leader", **WHOLE)
