"""The import page, with the roster of test_drafts: one sound row, one ambiguous birth, one row without a name."""

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import MentorProfile
from documents.safe import Upload
from programme.access import Actor
from programme.roster.drafts import open_draft
from tests.conftest import Staff
from tests.support.screen import button, on_database, open_page, said, words

PAGE = "prepare/roster_import.py"
LINES = """姓名,性别,出生年月,单位及职务,专长,可带人数
赵一,男,1965.03,市住建局副局长,群众工作,2
钱二,女,1966.1,市财政局局长,公文写作,2人
,男,1970.05,市总工会主席,党建,1
"""
ROSTER = Upload("导师花名册.csv", LINES.encode("gb18030"))


@pytest.fixture(autouse=True)
def pages_use_this_database(lite: Database, monkeypatch: pytest.MonkeyPatch):
    with on_database(lite, monkeypatch):
        yield


@pytest.fixture
def officer(staff: Staff) -> Actor:
    return staff("officer")


def opened(lite: Database, officer: Actor, **state: object):
    draft_id = open_draft(lite, officer, [ROSTER], None)
    screen = open_page(officer, PAGE, **state)
    screen.query_params["draft"] = str(draft_id)
    return screen.run()


def mentors(lite: Database) -> int:
    with lite.read() as session:
        return session.scalar(select(func.count()).select_from(MentorProfile)) or 0


def test_an_empty_system_says_with_what_to_begin(officer):
    screen = open_page(officer, PAGE)
    assert not screen.exception
    assert "Begin with a roster of mentors" in words(screen)


def test_the_page_speaks_chinese_first(officer):
    assert "还没有导入记录" in words(open_page(officer, PAGE, locale="zh-CN"))


def test_files_are_read_by_the_button_and_nothing_is_saved(lite, officer):
    screen = open_page(officer, PAGE)
    screen.file_uploader(key="import_files").upload(ROSTER.name, ROSTER.content, "text/csv")
    screen.run()
    button(screen, "Read the files").click().run()
    assert not screen.exception
    assert "Rows: 3" in words(screen) and "Held back by a fault: 2" in words(screen)
    assert mentors(lite) == 0


def test_an_ambiguous_month_offers_both_readings_and_one_click_mends_it(lite, officer):
    screen = opened(lite, officer)
    assert "This may be" in words(screen)
    button(screen, "1966.10").click().run()
    assert "Held back by a fault: 1" in words(screen)


def test_confirming_saves_the_sound_rows_and_says_what_stayed_behind(lite, officer):
    screen = opened(lite, officer)
    button(screen, "Confirm 1").click().run()
    assert not screen.exception
    assert mentors(lite) == 1
    assert "1 new, 0 changed; 0 unchanged, 2 held back, 0 doubtful" in words(screen)
    assert "Unchanged: 1" in words(screen)


def test_an_import_is_undone_from_the_list(lite, officer):
    screen = opened(lite, officer)
    button(screen, "Confirm 1").click().run()
    button(screen, "Throw away").click().run()
    screen.query_params["import"] = "1"
    screen.run()
    button(screen, "Undo this import").click().run()
    assert mentors(lite) == 0 and not screen.exception


@pytest.mark.parametrize("fault", ["3|出生年月|导师花名册", "4|姓名|导师花名册"])
def test_every_kind_of_fault_can_be_opened_beside_the_list(lite, officer, fault):
    screen = opened(lite, officer)
    screen.query_params["fault"] = fault
    screen.run()
    assert not screen.exception
    assert button(screen, "Mend")


@pytest.mark.parametrize("view", ["faults", "doubts", "changes", "columns", "warnings", "skipped"])
def test_every_view_of_a_draft_is_drawn(lite, officer, view):
    screen = opened(lite, officer, import_view_mentor=view)
    assert not screen.exception


def test_a_draft_that_is_gone_leads_back_to_the_way_in(officer):
    screen = open_page(officer, PAGE)
    screen.query_params["draft"] = "77"
    screen.run()
    assert not screen.exception
    assert "There is no such entry any more" in words(screen)


def test_a_leader_is_told_who_imports(staff):
    """The page is none of his; where the pool is still empty, who fills it is said without a way that he has not."""
    screen = open_page(staff("leader"), "prepare/mentors.py")
    assert "Officers import the rosters" in words(screen)
    assert "Go to the import" not in [one.proto.label for one in screen.get("page_link")]


def fault_views(screen) -> list[str]:
    [views] = [one for one in screen.get("button_group") if one.key == "import_view_mentor"]
    return [option.content for option in views.proto.options]


def test_a_row_that_is_left_out_is_no_open_fault_says_so_and_comes_back(lite, officer):
    screen = opened(lite, officer)
    screen.query_params["fault"] = "3|出生年月|导师花名册"
    screen.run()
    button(screen, "Leave the row out").click().run()
    assert "Held back by a fault: 1" in words(screen)
    assert "Faults 1" in fault_views(screen)
    assert "Row left out" in words(screen)
    assert screen.dataframe[0].value["fate"].tolist() == ["Row left out", "To be mended"]
    button(screen, "Take this back").click().run()
    assert "Faults 2" in fault_views(screen)
    assert "fate" not in screen.dataframe[0].value


def test_a_cell_that_a_person_needs_cannot_be_left_empty(lite, officer):
    screen = opened(lite, officer)
    screen.query_params["fault"] = "4|姓名|导师花名册"
    screen.run()
    assert button(screen, "Leave the cell empty").disabled


def test_a_cell_that_was_left_empty_says_so_and_comes_back(lite, officer):
    lines = "姓名,性别,出生年月,参加工作时间,单位及职务,专长\n赵一,男,1965.03,1990.1,市住建局副局长,群众工作\n"
    draft_id = open_draft(lite, officer, [Upload("导师.csv", lines.encode())], None)
    screen = open_page(officer, PAGE)
    screen.query_params["draft"] = str(draft_id)
    screen.run()
    button(screen, "Leave the cell empty").click().run()
    assert "Cell left empty" in words(screen) and "Faults 0" in fault_views(screen)
    button(screen, "Take this back").click().run()
    assert "Faults 1" in fault_views(screen)


def test_the_only_roster_of_a_draft_is_named(lite, officer):
    assert "Roster of mentors 3" in words(opened(lite, officer))


def test_files_without_a_roster_are_named_and_can_be_thrown_away(lite, officer):
    open_draft(lite, officer, [Upload("随笔.csv", "今天天气很好\n明天也很好\n".encode())], None)
    screen = open_page(officer, PAGE)
    button(screen, "Go on").click().run()
    assert "随笔" in said(screen) and "No sheet holds a roster" in said(screen)
    button(screen, "Throw away").click().run()
    assert "what was confirmed before stays" in said(screen)
    assert "Not finished" not in words(screen)
