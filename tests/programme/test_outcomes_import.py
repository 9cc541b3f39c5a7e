"""Outcomes from Excel: what a row says is read by the table's words, held against what is on record, kept once, taken back whole."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Export, Import, Outcome, Person
from db.queries.outcomes import outcome_imports
from db.queries.outcomes_scope import OutcomeFilter
from documents.safe import Upload
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError
from programme.outcomes import export, importing, keep
from programme.outcomes.template import write_template
from programme.roster.undo import undo as undo_roster
from programme.signed_in import hashed
from tests.conftest import Staff
from tests.support.outcome_world import DAY, campaign, fact, joins, newcomer, posted, report
from tests.support.record_world import RecordWorld, record_world

HEADS = "姓名,单位,类型,环节或形式,日期,名称,派往单位,现职务,现职务层次,入党介绍人,数量,文号"
PARTY = "甲,,入党,预备党员,2026.3.5,,,,,王、林某,,组字3号"
PROMOTED = "乙,青坞镇,提拔,,2026年4月1日,,,副镇长,副科级,,,"
POSTED = "甲,,挂职,,2026-05-01,,杏湾镇,,,,,"
SETTLED = "甲,,化解纠纷,,2026.6.1,宅基地边界,,,,,3,"


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    return record_world(lite, staff)


def lines(*rows: str, heads: str = HEADS) -> list[Any]:
    """A table as CSV, read."""
    return importing.read_table(Upload("成果.csv", "\n".join((heads, *rows)).encode()))


def looked(world: RecordWorld, told: list[Any], who: str = "officer") -> importing.Preview:
    """What taking these rows in would do."""
    return importing.preview(world.database, world.staff[who], lines=told)


def taken(world: RecordWorld, told: list[Any], who: str = "officer") -> Any:
    """Take the rows in as they were looked at."""
    seen = looked(world, told, who).fingerprint
    return world.do(importing.take_in, who, lines=told, seen=seen, file="成果.csv")


def refused(error: type[ProgrammeError], code: str) -> Any:
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


@pytest.mark.both_engines
def test_rows_are_read_by_the_words_of_the_table_and_kept(database: Database, staff: Staff) -> None:
    world = record_world(database, staff)
    assert taken(world, lines(PARTY, PROMOTED, POSTED, SETTLED)) == {"new": 4, "present": 0, "fault": 0}
    rows = {row.kind: row for row in world.rows(Outcome)}
    party = rows["party"]
    assert (party.step, party.introducer_id, party.other_introducer, party.evidence, party.pairing_id) == (
        "probationary", world.people["王"], "林某", "组字3号", world.pairings["甲"]
    )  # fmt: skip
    assert (rows["promotion"].to_level, rows["promotion"].to_post) == ("section_deputy", "副镇长")
    assert (rows["posting"].step, rows["posting"].place) == ("temporary_posting", "杏湾镇")
    assert (rows["dispute"].amount, rows["dispute"].happened_on) == (3, date(2026, 6, 1))


def test_the_same_table_again_brings_nothing(world: RecordWorld) -> None:
    told = lines(PARTY, PROMOTED)
    taken(world, told)
    assert [row.state for row in looked(world, told).rows] == ["present", "present"]
    with refused(Conflict, "review_file_empty"):
        taken(world, told)


def test_a_row_that_says_the_same_as_an_earlier_one_is_kept_once(world: RecordWorld) -> None:
    assert [row.state for row in looked(world, lines(SETTLED, SETTLED)).rows] == ["new", "present"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("丁,,表彰,,2026.3.5,先进,,,,,,", "outcome_person_unknown", "姓名"),
        ("甲,,升官,,2026.3.5,先进,,,,,,", "outcome_word_unknown", "类型"),
        ("甲,,入党,入库,2026.3.5,,,,,,,", "outcome_word_unknown", "环节或形式"),
        ("甲,,表彰,,2026.3,先进,,,,,,", "review_day_unread", "日期"),
        ("甲,,表彰,,2026.3.5,,,,,,,", "outcome_title_needed", "名称"),
        ("甲,,提拔,,2026.3.5,,,,皇帝,,,", "outcome_word_unknown", "现职务层次"),
        ("甲,,化解纠纷,,2026.3.5,宅基地,,,,,三,", "record_bad_number", "数量"),
        ("甲,,表彰,,2027.3.5,先进,,,,,,", "outcome_in_future", "日期"),
    ],
)
def test_a_faulty_row_is_held_back_with_its_column_and_the_others_are_kept(
    world: RecordWorld, row: str, code: str, column: str
) -> None:
    told = lines(row, SETTLED)
    bad = looked(world, told).rows[0]
    assert (bad.state, bad.fault.why.code if bad.fault else "", bad.fault.column if bad.fault else "") == (
        "fault", code, column
    )  # fmt: skip
    assert taken(world, told) == {"new": 1, "present": 0, "fault": 1}


def test_steps_into_the_party_are_held_against_the_record_and_the_rows_above(world: RecordWorld) -> None:
    joins(world, "乙", DAY, "王")
    told = lines(PARTY, "甲,,入党,转正,2026.3.1,,,,,,,", "乙,,入党,预备党员,2026.4.5,,,,,,,")
    found = looked(world, told).rows
    assert [row.fault.why.code if row.fault else "" for row in found] == [
        "", "outcome_party_order", "outcome_party_taken"
    ]  # fmt: skip


def row_of(world: RecordWorld, name: str) -> tuple[str, str]:
    person = world.row(Person, world.people[name])
    return person.party, person.post


def test_rows_are_brought_up_to_date_with_the_newest_fact_when_asked_and_undone_with_the_import(
    world: RecordWorld,
) -> None:
    """甲 joins and becomes a full member in one table; both 甲 and 乙 have a new post; a visit says nothing of a row."""
    with world.database.write() as session:
        for name in ("甲", "乙"):
            person = session.get_one(Person, world.people[name])
            person.party, person.post = "league_member", "科员"
    full = "甲,,入党,转正,2026.6.5,,,,,王,,"
    told = lines(PARTY, full, PROMOTED, "甲,,提拔,,2026.5.1,,,副主任,副科级,,,", SETTLED)
    brings = [one.brings and (one.name, one.brings.now, one.brings.then) for one in looked(world, told).rows]
    assert brings == [
        None, ("甲", "league_member", "party_member"), ("乙", "科员", "副镇长"), ("甲", "科员", "副主任"), None
    ]  # fmt: skip
    seen = looked(world, told).fingerprint
    world.do(importing.take_in, lines=told, seen=seen, file="成果.csv", bring=True)
    assert row_of(world, "甲") == ("party_member", "副主任") and row_of(world, "乙") == ("league_member", "副镇长")
    world.do(importing.undo, import_id=world.rows(Import)[0].id, seen_version=1)
    assert row_of(world, "甲") == ("league_member", "科员") and row_of(world, "乙") == ("league_member", "科员")


def test_rows_stay_as_they_are_unless_asked_and_a_liaison_changes_none(world: RecordWorld) -> None:
    told, before = lines(PROMOTED), row_of(world, "乙")
    taken(world, told)
    assert row_of(world, "乙") == before
    again = lines("乙,青坞镇,提拔,,2026年5月1日,,,镇长,正科级,,,")
    found = looked(world, again, "liaison")
    assert [(row.state, row.brings) for row in found.rows] == [("new", None)]
    with pytest.raises(Forbidden):
        world.do(importing.take_in, "liaison", lines=again, seen=found.fingerprint, file="成果.csv", bring=True)


def test_namesakes_are_told_apart_by_their_unit(world: RecordWorld) -> None:
    """Two named 丁: one in 青坞镇, one in 市财政局."""
    newcomer(world, "丁")
    first = world.people["丁"]
    newcomer(world, "丁", unit="市财政局")
    told = lines("丁,,表彰,,2026.3.5,先进,,,,,,", "丁,青坞镇,表彰,,2026.3.5,先进,,,,,,")
    found = looked(world, told).rows
    assert found[0].fault and found[0].fault.why.code == "outcome_person_several"
    assert found[1].person_id == first


def test_a_liaison_takes_in_its_own_unit_only(world: RecordWorld) -> None:
    found = looked(world, lines(PARTY, PROMOTED), "liaison").rows
    assert [row.state for row in found] == ["fault", "new"]
    taken(world, lines(PARTY, PROMOTED), "liaison")
    assert [row.person_id for row in world.rows(Outcome)] == [world.people["乙"]]
    with pytest.raises(Forbidden):
        looked(world, lines(PARTY), "leader")


def test_what_was_kept_since_the_look_is_looked_at_again(world: RecordWorld) -> None:
    told = lines(SETTLED)
    seen = looked(world, told).fingerprint
    taken(world, told)
    with refused(Conflict, "review_file_moved"):
        world.do(importing.take_in, lines=told, seen=seen, file="成果.csv")


def test_an_import_is_taken_back_whole_unless_one_of_it_was_corrected(world: RecordWorld) -> None:
    taken(world, lines(PARTY, SETTLED))
    (row,) = world.rows(Import)
    with refused(Conflict, "import_undone"):
        world.do(undo_roster, import_id=row.id, seen_version=1)
    assert world.do(importing.undo, import_id=row.id, seen_version=1) == 2
    assert all(one.struck_reason == "import_undone" for one in world.rows(Outcome))
    assert list(world.see(outcome_imports)["status"]) == ["undone"]
    taken(world, lines(SETTLED))
    again = world.rows(Import)[-1]
    kept = world.rows(Outcome, import_id=again.id)[0]
    values = {"kind": "dispute", "happened_on": kept.happened_on, "title": "山林权属"}
    world.do(keep.correct, outcome_id=kept.id, seen_version=1, values=values, reason="改名")
    with refused(Conflict, "record_import_corrected"):
        world.do(importing.undo, import_id=again.id, seen_version=1)


def test_a_file_without_the_columns_is_refused(world: RecordWorld) -> None:
    with refused(Invalid, "outcome_sheet_columns"):
        lines("1,2", heads="甲,乙")


def test_the_empty_table_can_be_filled_in_and_read_back(world: RecordWorld) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template()))
    sheet = book.worksheets[0]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "姓名")
    columns = {cell.value: cell.column for cell in sheet[head]}
    for name, value in (("姓名", "甲"), ("类型", "表彰荣誉"), ("日期", "2026.3.5"), ("名称或内容", "先进")):
        sheet.cell(head + 1, columns[name], value)
    out = io.BytesIO()
    book.save(out)
    told = importing.read_table(Upload("成果.xlsx", out.getvalue()))
    assert [row.state for row in looked(world, told).rows] == ["new"]


def cells(world: RecordWorld, use_case: Any, **arguments: Any) -> list[tuple[Any, ...]]:
    """The table of an exported workbook, from its header on."""
    token = world.do(use_case, **arguments).token
    with world.database.read() as session:
        content = session.scalars(select(Export.content).where(Export.token_hash == hashed(token))).one()
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    return rows[2:]


def test_tables_leave_as_excel_in_words_and_what_was_not_reported_stays_empty(world: RecordWorld) -> None:
    joins(world, "甲", DAY, "王")
    posted(world, "乙", DAY)
    report(world, campaign(world), "青坞镇", links=6)
    assert cells(world, export.offer_outcomes, chosen=OutcomeFilter(kind="party"))[1][:6] == (
        "2026.03.05", "甲", "市财政局", "入党", "预备党员", "王"
    )  # fmt: skip
    assert cells(world, export.offer_members)[1][-2:] == ("由导师介绍", "王")
    assert cells(world, export.offer_posted)[1][5] is None
    head, row = cells(world, export.offer_figures)[:2]
    told = dict(zip(head, row, strict=True))
    assert (told["联系企业（项目）"], told["越级上访"]) == (6, None)
    with refused(Conflict, "nothing_to_export"):
        world.do(export.offer_outcomes, chosen=OutcomeFilter(kind="gain"))


def test_a_liaisons_table_holds_its_own_people(world: RecordWorld) -> None:
    fact(world, "甲", "honour")
    fact(world, "乙", "honour")
    assert world.do(export.offer_outcomes, "liaison", chosen=OutcomeFilter()).rows == 1
