"""Records from Excel: every row is kept, present, doubtful, held back or left out, and it is told which and why."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from db.clock import today
from db.engines import Database
from db.models import ColumnMapping, ImportDraft, Record, RecordTopic, RecordVisit
from db.queries.records import record_imports, records
from db.queries.records_scope import RecordFilter
from documents.limits import DEFAULT
from documents.recordlist import RecordContext, read_record_list
from documents.safe import Upload
from documents.xlsx import read_xlsx
from programme.errors import Conflict, Forbidden, Invalid, NotFound, ProgrammeError, Stale
from programme.recordbook import campaigns, drafts, importing, keep
from programme.recordbook.template import offer_template, write_template
from programme.roster.draft import SKIP, Draft
from tests.conftest import Staff
from tests.support.record_world import RecordWorld, record_world

HEAD = "帮带对象,单位,导师,日期,类型,内容,帮带形式"
GOOD = "甲,市财政局,王,2026.3.5,帮带日志,走访,言传"


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    return record_world(lite, staff)


def refused(error: type[ProgrammeError], code: str):
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


def table(*lines: str, head: str = HEAD, name: str = "日志.csv") -> Upload:
    """A table as a unit keeps it."""
    return Upload(name, "\n".join([head, *lines]).encode("gb18030"))


def preview(
    world: RecordWorld, *lines: str, who: str = "officer", head: str = HEAD, **more: Any
) -> importing.RecordPreview:
    return importing.preview(world.database, world.staff[who], Draft((table(*lines, head=head),), **more))


def states(shown: importing.RecordPreview) -> list[str]:
    return [entry.state for entry in shown.difference.entries]


def only(world: RecordWorld, line: str, **more: Any) -> Any:
    """The one entry of a table with one row, with the rules of its faults."""
    shown = preview(world, line, **more)
    [entry] = shown.difference.entries
    return entry, [found.rule for found in shown.roster.faults]


def test_a_sound_row_means_the_pairing_in_force_on_its_day(world: RecordWorld) -> None:
    entry, faults = only(world, GOOD)
    assert (entry.state, entry.pairing_id, entry.kind, entry.day) == (
        "new",
        world.pairings["甲"],
        "log",
        date(2026, 3, 5),
    )
    assert not faults


@pytest.mark.both_engines
def test_confirming_keeps_the_rows_and_the_same_file_again_keeps_none(database: Database, staff: Staff) -> None:
    """On both engines, through a draft as the page does it."""
    world = record_world(database, staff)
    lines = (GOOD, "乙,青坞镇,王,2026年3月6日,走访,入户,,上岚村,12,3", "丙,青坞镇,李,20250301,谈心谈话,谈工作,,,,")
    head = HEAD + ",走访村,走访户数,发现问题"
    for kept in (3, 0):
        draft_id = drafts.open_draft(database, world.staff["officer"], [table(*lines, head=head)])
        found = drafts.review(database, world.staff["officer"], draft_id)
        assert states(found.shown) == (["new"] * 3 if kept else ["present"] * 3)
        outcome = world.do(
            drafts.confirm_draft,
            draft_id=draft_id,
            seen_version=1,
            roster=found.shown.roster,
            seen=found.shown.difference.fingerprint,
        )
        assert outcome.counts["new"] == kept and (outcome.import_id is not None) == bool(kept)
    assert len(world.rows(Record)) == 3 and not world.rows(ImportDraft)
    assert world.rows(RecordVisit)[0].village == "上岚村"
    assert world.see(record_imports)["summary"].tolist()[0]["counts"]["new"] == 3


@pytest.mark.parametrize(
    ("line", "reason", "candidates"),
    [
        ("乙,市财政局,王,2026.3.5,帮带日志,走访,", "unit_differs", ["乙"]),
        ("甲,市财政局,李,2026.3.5,帮带日志,走访,", "mentor_differs", ["甲"]),
        ("戊,市财政局,王,2026.3.5,帮带日志,走访,", "unknown", []),
        ("王,市财政局,,2026.3.5,帮带日志,走访,", "no_such_part", []),
    ],
    ids=["another unit", "another mentor", "nobody", "a mentor is no mentee"],
)
def test_what_is_not_certain_is_asked_with_everybody_it_may_be(
    world: RecordWorld, line: str, reason: str, candidates: list[str]
) -> None:
    entry, _faults = only(world, line)
    assert (entry.state, entry.reason) == ("doubtful", reason)
    assert [key for key in entry.candidates if key in map(world.pairings.get, candidates)] == list(
        map(world.pairings.get, candidates)
    )


def test_a_decision_settles_a_doubtful_row_and_leaving_out_removes_it(world: RecordWorld) -> None:
    line, place = "戊,市财政局,王,2026.3.5,帮带日志,走访,", ("日志", 2)
    entry, _ = only(world, line, decisions={place: world.pairings["甲"]})
    assert (entry.state, entry.pairing_id) == ("new", world.pairings["甲"])
    assert only(world, line, decisions={place: SKIP})[0].state == "left_out"
    gone = only(world, line, decisions={place: 999})[0]
    assert (gone.state, gone.reason) == ("doubtful", "gone")


@pytest.mark.parametrize(
    ("line", "rules", "column"),
    [
        ("甲,市财政局,王,2026.3,帮带日志,走访,", ["day_missing"], "日期"),
        ("甲,市财政局,王,3月5日,帮带日志,走访,", ["year_missing"], "日期"),
        ("甲,市财政局,王,,帮带日志,走访,", ["missing_value"], "日期"),
        ("甲,市财政局,王,2026.2.30,帮带日志,走访,", ["bad_date"], "日期"),
        ("甲,市财政局,王,2036.3.5,帮带日志,走访,", ["date_out_of_range"], "日期"),
        ("甲,市财政局,王,2026.1.4,帮带日志,走访,", ["record_before_force"], "日期"),
        ("乙,青坞镇,王,2026.6.2,帮带日志,走访,", ["record_while_paused"], "日期"),
        ("甲,市财政局,王,2026.3.5,日记,走访,", ["unknown_value"], "类型"),
        ("甲,市财政局,王,2026.3.5,帮带日志,走访,说教", ["unknown_value"], "帮带形式"),
        ("甲、乙,市财政局,王,2026.3.5,帮带日志,走访,", ["several_names"], "帮带对象"),
        (",市财政局,王,2026.3.5,帮带日志,走访,", ["missing_name"], "帮带对象"),
        ("甲,市财政局,王,2026.3.5,帮带日志,,言传", ["record_words_needed"], "内容"),
        ("甲,市财政局,王,2026.3.5,走访,入户,", ["record_village_needed"], "内容"),
        ("甲,市财政局,王,2026.3.5,帮带日志,电话13800000001,", ["record_private_number"], "内容"),
        ("甲,市财政局,王,2026.3.5,帮带日志,#REF!,", ["excel_error"], "内容"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_fault_names_its_cell_and_holds_the_row_back(
    world: RecordWorld, line: str, rules: list[str], column: str
) -> None:
    shown = preview(world, line)
    assert [found.rule for found in shown.roster.faults] == rules
    [found] = shown.roster.faults
    assert (found.sheet, found.row, found.column) == ("日志", 2, column)
    assert states(shown) == ["held"]


def test_a_day_without_its_year_offers_the_years_it_may_be_and_one_correction_mends_it(world: RecordWorld) -> None:
    line = "甲,市财政局,王,3月5日,帮带日志,走访,"
    [found] = preview(world, line).roster.faults
    assert found.data["readings"] == [f"{today().year}-03-05", f"{today().year - 1}-03-05"]
    entry, faults = only(world, line, corrections={("日志", 2, "日期"): "2026.03.05"})
    assert entry.state == "new" and not faults


def test_a_year_in_the_head_of_the_table_counts_for_its_days() -> None:
    head = "2026年帮带日志,,,\n帮带对象,日期,内容,备注"
    roster = read_record_list(
        [Upload("a.csv", f"{head}\n甲,3月5日,走访,".encode())], RecordContext(today=date(2026, 11, 1))
    )
    assert roster.rows[0].values["day"] == date(2026, 3, 5) and roster.rows[0].values["kind"] == "log"
    assert {found.rule for found in roster.warnings} == {"year_from_title", "kind_from_title"}


def test_the_title_says_the_kind_where_no_column_does() -> None:
    roster = read_record_list(
        [Upload("谈心谈话记录.csv", "谈话对象,谈话时间,谈话内容\n甲,2026.3.5,谈心".encode())], RecordContext()
    )
    assert roster.rows[0].values["kind"] == "talk"


def test_a_cell_merged_downwards_and_rows_around_the_table(world: RecordWorld) -> None:
    """One pair with two days, a line without a record, a total and a signature, as an office keeps it."""
    lines = ("甲,市财政局,王,2026.3.5,帮带日志,走访,", "乙,青坞镇,王,,,,", "合计,,,1,,,", "填表人：李科,,,,,,")
    shown = preview(world, *lines)
    assert states(shown) == ["new"]
    assert [skipped.reason for skipped in shown.roster.skipped] == ["nothing_told", "total", "signature"]


def test_exact_copies_are_listed_and_the_same_words_again_are_present(world: RecordWorld) -> None:
    shown = preview(world, GOOD, GOOD, "甲,市财政局,,2026.3.5,日志,走访,手帮")
    assert states(shown) == ["new", "present"]
    assert [copy.row for copy in shown.roster.duplicates] == [2, 3]


def test_another_record_of_the_day_is_worth_a_look_and_no_obstacle(world: RecordWorld) -> None:
    world.add(content="别的事")
    entry, _ = only(world, GOOD)
    assert entry.state == "new" and entry.same_day


def test_a_cell_that_can_be_done_without_lets_the_row_go(world: RecordWorld) -> None:
    line = "甲,市财政局,王,2026.3.5,帮带日志,走访,说教"
    entry, _ = only(world, line, without=frozenset({("日志", 2, "帮带形式")}))
    assert entry.state == "new"
    held, _ = only(world, "甲,市财政局,王,某日,帮带日志,走访,", without=frozenset({("日志", 2, "日期")}))
    assert held.state == "held"


def test_topics_and_campaigns_are_known_by_their_words(world: RecordWorld) -> None:
    campaign = world.do(
        campaigns.add_campaign, values={"name": "清村行动", "kind": "villages", "starts_on": date(2026, 3, 1)}
    )
    head = "帮带对象,日期,类型,内容,专题,专项任务,走访次数"
    lines = (
        "甲,2026.3.5,案例,征地调解,征地拆迁、群众工作,,",
        "甲,2026.3.6,专项任务,,,清村行动,12",
        "甲,2026.2.1,专项任务,,,清村行动,1",
    )
    shown = preview(world, *lines, head=head)
    assert states(shown) == ["new", "new", "held"]
    assert [found.rule for found in shown.roster.faults] == ["record_outside_campaign"]
    world.do(
        importing.confirm,
        roster=shown.roster,
        draft=Draft((table(*lines, head=head),)),
        seen=shown.difference.fingerprint,
    )
    assert len(world.rows(RecordTopic)) == 2
    found = world.see(records, chosen=RecordFilter(campaign_id=campaign))
    assert found["happened_on"].tolist() == [date(2026, 3, 6)]


def test_what_moved_since_the_preview_is_not_kept(world: RecordWorld) -> None:
    shown = preview(world, GOOD)
    world.add(happened_on=date(2026, 3, 5), content="走访")
    with refused(Stale, "import_moved"):
        world.do(importing.confirm, roster=shown.roster, draft=Draft((table(GOOD),)), seen=shown.difference.fingerprint)
    assert len(world.rows(Record)) == 1


def imported(world: RecordWorld, *lines: str, who: str = "officer") -> int:
    shown = preview(world, *lines, who=who)
    outcome = world.do(
        importing.confirm, who, roster=shown.roster, draft=Draft((table(*lines),)), seen=shown.difference.fingerprint
    )
    return int(outcome.import_id)


def test_undoing_strikes_the_records_out_and_the_file_can_come_again(world: RecordWorld) -> None:
    key = imported(world, GOOD)
    assert world.do(importing.undo, import_id=key, seen_version=1) == 1
    [row] = world.rows(Record)
    assert row.struck_reason == "import_undone" and states(preview(world, GOOD)) == ["new"]
    with refused(Conflict, "import_undone"):
        world.do(importing.undo, import_id=key, seen_version=2)


def test_an_import_with_a_corrected_record_is_not_undone_as_a_whole(world: RecordWorld) -> None:
    key = imported(world, GOOD)
    [row] = world.rows(Record)
    values = {"happened_on": row.happened_on, "content": "走访三户"}
    world.do(keep.correct, record_id=row.id, seen_version=1, values=values, reason="补充")
    with refused(Conflict, "record_import_corrected"):
        world.do(importing.undo, import_id=key, seen_version=1)


def test_a_liaison_imports_for_its_own_unit_only(world: RecordWorld) -> None:
    lines = ("乙,青坞镇,王,2026.3.5,帮带日志,走访,", "甲,市财政局,王,2026.3.5,帮带日志,走访,")
    shown = preview(world, *lines, who="liaison")
    assert states(shown) == ["new", "doubtful"]
    assert shown.difference.entries[1].candidates == ()
    mine, theirs = imported(world, lines[0], who="liaison"), imported(world, lines[1])
    assert world.see(record_imports, "liaison")["id"].tolist() == [mine]
    with refused(Forbidden, "unit"):
        world.do(importing.undo, "liaison", import_id=theirs, seen_version=1)


def test_a_decision_for_another_unit_is_refused_to_a_liaison(world: RecordWorld) -> None:
    entry, _ = only(world, GOOD, who="liaison", decisions={("日志", 2): world.pairings["甲"]})
    assert (entry.state, entry.reason) == ("doubtful", "gone")


def test_drafts_are_private_and_apart_from_those_of_rosters(world: RecordWorld) -> None:
    me, other = world.staff["officer"], world.staff["chief"]
    draft_id = drafts.open_draft(world.database, me, [table(GOOD)])
    assert drafts.drafts_of(world.database, me) == [(draft_id, "日志.csv")]
    assert drafts.drafts_of(world.database, other) == []
    with refused(NotFound, "no_row"):
        drafts.review(world.database, other, draft_id)
    from programme.roster.review import drafts_of as roster_drafts
    from programme.roster.review import review as roster_review

    assert roster_drafts(world.database, me) == []
    with refused(NotFound, "no_row"):
        roster_review(world.database, me, draft_id)
    with pytest.raises(Forbidden):
        drafts.open_draft(world.database, world.staff["leader"], [table(GOOD)])


def test_mending_deciding_and_assigning_are_kept_in_the_draft_until_it_goes(world: RecordWorld) -> None:
    """A column that nobody knows is assigned and remembered; a faulty cell is mended; a doubtful row decided."""
    me = world.staff["officer"]
    upload = table("戊,2026.3,走访", "甲,2026.3.6,下村", head="对象,何时,做了什么")
    with refused(Invalid, "file_refused"):
        importing.preview(world.database, me, Draft((upload,)))
    mappings = {"对象": "mentee", "何时": "day", "做了什么": "content"}
    first = drafts.open_draft(world.database, me, [upload])
    world.do(drafts.assign, draft_id=first, seen_version=1, mappings=mappings)
    world.do(drafts.mend, draft_id=first, seen_version=2, corrections={("日志", 2, "何时"): "2026.3.5"})
    found = drafts.review(world.database, me, first)
    assert states(found.shown) == ["doubtful", "new"]
    world.do(drafts.decide, draft_id=first, seen_version=3, decisions={("日志", 2): world.pairings["甲"]})
    found = drafts.review(world.database, me, first)
    assert states(found.shown) == ["new", "new"]
    world.do(
        drafts.confirm_draft,
        draft_id=first,
        seen_version=4,
        roster=found.shown.roster,
        seen=found.shown.difference.fingerprint,
    )
    assert {row.header: row.field for row in world.rows(ColumnMapping, kind="record")} == mappings


def test_the_empty_table_comes_back_with_nothing_to_keep_and_filled_in_with_its_records(world: RecordWorld) -> None:
    pairs = [{"mentee": "甲", "mentee_no": None, "mentee_unit": "市财政局", "mentor": "王"}]
    sheets = read_xlsx(write_template("2026年批次", pairs), DEFAULT)
    empty = Draft((Upload("空表.xlsx", b""),), reader=lambda upload: sheets)
    shown = importing.preview(world.database, world.staff["officer"], empty)
    assert states(shown) == [] and [one.reason for one in shown.roster.skipped] == ["no_records", "nothing_told"]
    row = next(row for row in sheets[0].rows if "甲" in row)
    row += [""] * (18 - len(row))
    row[4:8] = ["2026.3.5", "帮带日志", "", "走访"]
    assert states(importing.preview(world.database, world.staff["officer"], empty)) == ["new"]


def test_a_liaison_gets_the_table_of_its_own_pairs_and_nobody_one_without_pairs(world: RecordWorld) -> None:
    assert world.do(offer_template, cohort_id=world.cohort_id).rows == 1
    with refused(Conflict, "nothing_to_export"):
        world.do(offer_template, "liaison", cohort_id=world.cohort_id)


def test_hundreds_of_rows_are_kept_in_one_go(world: RecordWorld) -> None:
    lines = [
        f"甲,市财政局,王,2026.{month}.{day},帮带日志,第{day}日走访,言传"
        for month in range(2, 9)
        for day in range(1, 29)
    ]
    imported(world, *lines)
    with world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 7 * 28
