"""An import being mended is kept, is private to its owner, and goes when it is confirmed or thrown away.

The small world is one roster of three mentors: Zhao (sound), Qian (born "1966.1", which may be January or October) and
a row without a name.
"""

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import ImportDraft, ImportFile, MentorProfile, Person
from documents.safe import Upload
from programme.access import Actor
from programme.errors import Forbidden, Invalid, NotFound, Stale
from programme.roster import SKIP
from programme.roster import undo as undo_import
from programme.roster.drafts import confirm_draft, decide, discard, leave_out, mend, open_draft, settle
from programme.roster.review import Review, corrections_of, drafts_of, fault_list, review
from programme.seed import seed_words
from programme.usecase import perform
from tests.conftest import Staff

LINES = """姓名,性别,出生年月,单位及职务,专长,可带人数
赵一,男,1965.03,市住建局副局长,群众工作,2
钱二,女,1966.1,市财政局局长,公文写作,2人
,男,1970.05,市总工会主席,党建,1
"""
SHEET = "导师花名册"
BIRTH, NAME = (SHEET, 3, "出生年月"), (SHEET, 4, "姓名")


@pytest.fixture
def officer(database: Database, staff: Staff) -> Actor:
    """The officer at the desk of an installation with the words it starts with."""
    with database.write() as session:
        seed_words(session)
    return staff("officer")


@pytest.fixture
def draft(database: Database, officer: Actor) -> int:
    """The roster, opened and not yet confirmed."""
    return open_draft(database, officer, [Upload(f"{SHEET}.csv", LINES.encode("gb18030"))], None)


def count(database: Database, model: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def places(found: Review) -> set[tuple[str, int, str]]:
    return {fault.place for fault in found.of("mentor").roster.faults}


def confirm(database: Database, by: Actor, found: Review):
    shown = found.of("mentor")
    return perform(
        database, by.id, confirm_draft, draft_id=found.kept.id, seen_version=found.kept.version,
        roster=shown.roster, seen=shown.difference.fingerprint, kinds=["mentor"],
    )  # fmt: skip


def test_opening_files_saves_nobody_and_names_the_two_faulty_cells(database, officer, draft):
    found = review(database, officer, draft)
    assert places(found) == {BIRTH, NAME}
    assert found.of("mentor").difference.count("new") == 1
    assert count(database, Person) == 0


@pytest.mark.both_engines
def test_mended_cells_survive_and_confirming_saves_all_three_and_takes_the_draft_away(database, officer, draft):
    perform(database, officer.id, mend, draft_id=draft, seen_version=1, corrections={BIRTH: "1966.10"})
    perform(database, officer.id, mend, draft_id=draft, seen_version=2, corrections={NAME: "孙三"})
    found = review(database, officer, draft)
    assert places(found) == set() and found.of("mentor").difference.count("new") == 3
    assert confirm(database, officer, found).counts["new"] == 3
    assert count(database, MentorProfile) == 3
    assert count(database, ImportDraft) == count(database, ImportFile) == 0
    with database.read() as session:
        assert session.scalar(select(Person.birth).where(Person.name == "钱二")) == "1966-10"


def test_rows_that_wait_stay_in_the_draft_and_are_saved_by_a_second_confirmation(database, officer, draft):
    assert confirm(database, officer, review(database, officer, draft)).counts["held"] == 2
    perform(database, officer.id, mend, draft_id=draft, seen_version=2, corrections={BIRTH: "1966.01", NAME: "孙三"})
    outcome = confirm(database, officer, review(database, officer, draft))
    assert (outcome.counts["new"], outcome.counts["unchanged"]) == (2, 1)
    assert count(database, MentorProfile) == 3 and count(database, ImportDraft) == 0


def test_an_empty_correction_gives_the_cell_back_as_it_came(database, officer, draft):
    perform(database, officer.id, mend, draft_id=draft, seen_version=1, corrections={NAME: "孙三"})
    perform(database, officer.id, mend, draft_id=draft, seen_version=2, corrections={NAME: ""})
    assert NAME in places(review(database, officer, draft))


@pytest.mark.both_engines
def test_a_row_that_is_left_out_is_not_saved_and_a_required_cell_cannot_be_left_empty(database, officer, draft):
    line = {(SHEET, 4): SKIP}
    perform(database, officer.id, decide, draft_id=draft, seen_version=1, decisions=line)
    perform(database, officer.id, leave_out, draft_id=draft, seen_version=2, places=[BIRTH])
    difference = review(database, officer, draft).of("mentor").difference
    assert (difference.count("left_out"), difference.count("held"), difference.count("new")) == (1, 1, 1)


@pytest.mark.both_engines
def test_a_decision_against_an_older_version_is_refused(database, officer, draft):
    perform(database, officer.id, settle, draft_id=draft, seen_version=1, mentor_status="nominated")
    with pytest.raises(Stale):
        perform(database, officer.id, mend, draft_id=draft, seen_version=1, corrections={NAME: "孙三"})
    assert NAME in places(review(database, officer, draft))


@pytest.mark.both_engines
def test_new_mentors_come_in_with_the_state_that_was_chosen(database, officer, draft):
    perform(database, officer.id, settle, draft_id=draft, seen_version=1, mentor_status="nominated")
    confirm(database, officer, review(database, officer, draft))
    with database.read() as session:
        assert session.scalars(select(MentorProfile.status)).all() == ["nominated"]


def test_a_draft_is_nobody_elses(database, staff, draft):
    other = staff("officer")
    with pytest.raises(NotFound):
        review(database, other, draft)
    with pytest.raises(NotFound):
        perform(database, other.id, discard, draft_id=draft)
    assert drafts_of(database, other) == []


def test_whoever_may_not_import_cannot_even_have_a_file_read(database, staff):
    leader = staff("leader")
    with pytest.raises(Forbidden):
        open_draft(database, leader, [Upload("a.csv", LINES.encode())], None)
    with pytest.raises(Forbidden):
        drafts_of(database, leader)


@pytest.mark.both_engines
def test_thrown_away_files_leave_no_trace_of_their_content(database, officer, draft):
    perform(database, officer.id, discard, draft_id=draft)
    assert count(database, ImportDraft) == count(database, ImportFile) == count(database, Person) == 0
    assert drafts_of(database, officer) == []


def test_a_refused_file_is_named_and_nothing_is_kept(database, officer):
    with pytest.raises(Invalid) as refusal:
        open_draft(database, officer, [Upload("坏.xlsx", b"PK\x03\x04 not a workbook")], None)
    assert refusal.value.data["file"] == "坏.xlsx"
    assert count(database, ImportDraft) == 0


@pytest.mark.both_engines
def test_the_fault_list_goes_out_and_what_is_filled_in_comes_back_as_corrections(database, officer, draft):
    shown = review(database, officer, draft).of("mentor")
    offer = perform(database, officer.id, fault_list, draft_id=draft, roster=shown.roster, title="问题清单")
    assert offer.name == "问题清单.xlsx" and offer.rows >= 2
    lines = "级别,工作表,行,列,原值,问题,建议,更正为\n问题,导师花名册,3,出生年月,1966.1,,,1966.10\n问题,导师花名册,4,姓名,,,,\n"
    assert corrections_of(Upload("问题清单.csv", lines.encode("utf-8-sig"))) == {BIRTH: "1966.10"}


def test_a_file_that_is_no_fault_list_is_refused_by_name():
    with pytest.raises(Invalid) as refusal:
        corrections_of(Upload("别的.csv", "甲,乙\n1,2\n".encode()))
    assert refusal.value.data["rule"] == "no_fault_list"


@pytest.mark.both_engines
def test_a_confirmed_draft_can_be_undone_while_nothing_depends_on_it(database, officer, draft):
    outcome = confirm(database, officer, review(database, officer, draft))
    perform(database, officer.id, undo_import, import_id=outcome.import_id, seen_version=1)
    assert count(database, MentorProfile) == count(database, Person) == 0
