"""A survey's table goes out with those who have not answered and comes back: words or numbers, faults by cell, nothing twice."""

from typing import Any

import pytest

from db.engines import Database
from documents.safe import Upload
from programme import exports
from programme.errors import Conflict
from programme.surveys import importing
from programme.surveys.sheet import offer_table
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import set_day
from tests.support.survey_world import TODAY, answered, asked, survey_now, survey_world

HEADS = ["问卷编号", "姓名", "沟通顺畅", "帮得上忙", "理解尊重", "用心投入", "愿意继续", "意见建议"]
GOOD = ["非常符合", "比较符合", "4", "3", "非常符合", "多下村"]


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, TODAY)
    return survey_world(lite, staff)


def lines(*rows: list[str]) -> list[Any]:
    """A table as CSV, read."""
    told = "\n".join(",".join(row) for row in (HEADS, *rows))
    return importing.read_table(Upload("青坞镇.csv", told.encode()))


def looked(world: RecordWorld, told: list[Any], who: str = "liaison") -> importing.Preview:
    """What taking these rows in would do."""
    return importing.preview(world.database, world.staff[who], survey_id=survey_now(world).id, lines=told)


def taken(world: RecordWorld, told: list[Any], who: str = "liaison") -> Any:
    """Take the rows in as they were looked at."""
    seen = looked(world, told, who).fingerprint
    return world.do(importing.take_in, who, survey_id=survey_now(world).id, lines=told, seen=seen, file="青坞镇.csv")


def number(world: RecordWorld, name: str) -> str:
    return str(asked(world, name).id)


def test_the_table_has_those_of_the_own_unit_who_have_not_answered_and_no_answer(world: RecordWorld) -> None:
    answered(world, "戊", remark="不愿别人知道")
    offer = world.do(offer_table, "liaison", survey_id=survey_now(world).id)
    file = exports.take(world.database, world.staff["liaison"].id, offer.token)
    assert file is not None and offer.name == "青坞镇2026年批次第1次师徒互评问卷.xlsx"
    back = importing.read_table(Upload("表.xlsx", file.content))
    assert [(line.texts["name"], line.texts["other"], line.texts["side"]) for line in back] == [
        ("丁", "李", "帮带对象")
    ]
    assert [row.state for row in looked(world, back).rows] == ["blank"]


def test_words_and_numbers_of_the_scale_are_taken_in_once(world: RecordWorld) -> None:
    told = lines([number(world, "丁"), "丁", *GOOD], ["", "戊", "4", "4", "4", "4", "4", ""])
    assert taken(world, told) == {"new": 2}
    row = asked(world, "丁")
    assert (row.talking, row.help, row.respect, row.effort, row.willing, row.remark) == (4, 3, 4, 3, 4, "多下村")
    with pytest.raises(Conflict, match="survey_file_empty"):
        taken(world, told)


def test_a_row_that_changes_an_answer_keeps_what_it_said_with_the_file_as_reason(world: RecordWorld) -> None:
    answered(world, "丁")
    told = lines([number(world, "丁"), "丁", "1", "1", "1", "1", "1", ""])
    assert taken(world, told) == {"changed": 1}
    assert (asked(world, "丁").version, asked(world, "丁").talking) == (3, 1)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["", "丁", "很好", "4", "4", "4", "4", ""], "survey_step", "沟通顺畅"),
        (["", "丁", "4", "4", "", "4", "4", ""], "survey_whole", "理解尊重"),
        (["", "李", "4", "4", "4", "4", "4", ""], "survey_unknown", "姓名"),
        (["999", "丁", "4", "4", "4", "4", "4", ""], "survey_unknown", "问卷编号"),
    ],
)
def test_each_fault_has_its_reason_and_its_column(world: RecordWorld, row: list[str], code: str, column: str) -> None:
    """李 is the mentor of another unit: the liaison's file cannot speak for him."""
    found = looked(world, lines(row)).rows[0]
    assert found.fault is not None and (found.fault.why.code, found.fault.column) == (code, column)
    assert asked(world, "丁").filed_at is None


def test_a_mentor_of_several_is_told_apart_by_the_number(world: RecordWorld) -> None:
    """李 leads 丁 and 戊: without its number a row of his could mean either."""
    found = looked(world, lines(["", "李", "4", "4", "4", "4", "4", ""]), "officer").rows[0]
    assert found.fault is not None and found.fault.why.code == "survey_several"
    own = str(asked(world, "戊", "mentor").id)
    assert looked(world, lines([own, "李", "4", "4", "4", "4", "4", ""]), "officer").rows[0].state == "new"


def test_a_table_that_moved_meanwhile_is_looked_at_again(world: RecordWorld) -> None:
    told = lines([number(world, "丁"), "丁", *GOOD])
    seen = looked(world, told).fingerprint
    answered(world, "丁")
    with pytest.raises(Conflict, match="survey_file_moved"):
        world.do(importing.take_in, survey_id=survey_now(world).id, lines=told, seen=seen, file="x")
