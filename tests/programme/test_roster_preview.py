"""What an import would do: whom each row means, what would change, and what waits for people to decide.

Zhao (赵一, 1965-03, 市住建局) is known from an earlier import; each test holds one roster against that.
"""

import pytest

from db.engines import Database
from db.models import Person, Unit
from programme import units, words
from programme.errors import Conflict, Forbidden, Invalid
from programme.roster import NEW, SKIP, Draft, preview
from programme.roster.difference import Entry
from programme.setup import put_setting
from tests.conftest import Staff
from tests.support.rosters import MENTEES, SHEET, Desk, desk

ZHAO = "赵一,男,1965.03,市住建局副局长,群众工作,澜州话,2"


@pytest.fixture
def known(lite: Database, staff: Staff) -> Desk:
    """A desk whose pool holds Zhao."""
    place = desk(lite, staff("officer"))
    place.confirm(place.draft(ZHAO))
    return place


def only(place: Desk, draft: Draft) -> Entry:
    [entry] = place.preview(draft).difference.entries
    return entry


def test_the_same_row_again_changes_nothing_however_it_is_written(known: Desk) -> None:
    for line in (
        ZHAO,
        "赵　一 ,男性,1965年3月,中共澜州市住建局 副局长,做群众工作,澜州方言,2人",
        "赵一,,1965.03,市住建局副局长,,,",
    ):
        assert (only(known, known.draft(line)).state, only(known, known.draft(line)).changes) == ("unchanged", {})


def test_what_differs_is_shown_before_and_after(known: Desk) -> None:
    entry = only(known, known.draft("赵一,男,1965.03,市住建局一级调研员,群众工作、党建,徽语,3"))
    assert entry.state == "changed"
    assert entry.changes == {
        "post": ["副局长", "一级调研员"],
        "capacity": [2, 3],
        "expertise": [{"mass_work": 4}, {"mass_work": 4, "party_building": 4}],
        "dialects": [["lanzhou"], ["hui"]],
    }


def test_a_month_does_not_take_a_known_day_away(known: Desk) -> None:
    known.confirm(known.draft("赵一,男,1965.03.08,市住建局副局长,群众工作,澜州话,2"))
    assert known.person("赵一")["birth"] == "1965-03-08"
    assert only(known, known.draft(ZHAO)).state == "unchanged"


@pytest.mark.parametrize(
    ("line", "state", "reason"),
    [
        ("赵一,男,1965.03,市财政局副局长,党建,,2", "doubtful", "same_name"),
        ("赵一,男,1965.04,市住建局副局长,党建,,2", "doubtful", "same_name"),
        ("赵一,男,1980.01,市财政局科长,党建,,2", "new", ""),
        ("钱二,男,1965.03,市住建局副局长,党建,,2", "new", ""),
    ],
)
def test_a_namesake_is_asked_about_only_where_unit_or_birth_agrees(
    known: Desk, line: str, state: str, reason: str
) -> None:
    entry = only(known, known.draft(line))
    assert (entry.state, entry.reason) == (state, reason)
    assert entry.candidates == ((known.id_of("赵一"),) if reason else ())


def test_staff_decide_that_a_doubtful_row_is_the_known_person_or_a_new_one_or_nobody(known: Desk) -> None:
    line, zhao = "赵一,男,1965.03,市财政局副局长,群众工作,澜州话,2", known.id_of("赵一")
    moved = only(known, known.draft(line, decisions={(SHEET, 2): zhao}))
    assert (moved.state, moved.person_id, moved.changes) == ("changed", zhao, {"unit": ["市住建局", "市财政局"]})
    assert known.states(known.draft(line, decisions={(SHEET, 2): NEW})) == ["new"]
    assert known.states(known.draft(line, decisions={(SHEET, 2): SKIP})) == ["left_out"]
    gone = only(known, known.draft(line, decisions={(SHEET, 2): 999}))
    assert (gone.state, gone.reason) == ("doubtful", "gone")


def test_nobody_can_decide_that_the_same_name_unit_and_birth_is_somebody_new(known: Desk) -> None:
    entry = only(known, known.draft(ZHAO, decisions={(SHEET, 2): NEW}))
    assert (entry.state, entry.person_id) == ("unchanged", known.id_of("赵一"))


def test_a_number_finds_its_person_after_a_move_and_never_one_of_another_name(known: Desk) -> None:
    header = "干部编号,姓名,出生年月,单位及职务,专长"
    known.confirm(known.draft("LZ-1,赵一,1965.03,市住建局副局长,群众工作", header=header))
    assert known.person("赵一")["no"] == "LZ-1"
    moved = only(known, known.draft("LZ-1,赵一,1965.03,市财政局副局长,群众工作", header=header))
    assert (moved.state, moved.person_id) == ("changed", known.id_of("赵一"))
    for line, reason in (
        ("LZ-1,钱二,1970.01,市财政局科长,党建", "number_of_another"),
        ("LZ-2,赵一,1965.03,市住建局副局长,群众工作", "number_differs"),
    ):
        entry = only(known, known.draft(line, header=header))
        assert (entry.state, entry.reason, entry.candidates) == ("doubtful", reason, (known.id_of("赵一"),))


def test_two_rows_of_one_person_both_wait_until_staff_leave_one_out(known: Desk) -> None:
    lines = ("孙三,男,1970.05,市财政局局长,党建,,1", "孙三,男,1970.05,市财政局局长,群众工作,,1")
    entries = known.preview(known.draft(*lines)).difference.entries
    assert [(entry.state, entry.reason) for entry in entries] == [("doubtful", "twice")] * 2
    assert known.states(known.draft(*lines, decisions={(SHEET, 2): SKIP})) == ["left_out", "new"]
    assert known.states(known.draft(*lines, decisions={(SHEET, 3): NEW})) == ["doubtful", "new"]
    assert known.states(known.draft(*lines, decisions={(SHEET, 2): NEW, (SHEET, 3): NEW})) == ["doubtful"] * 2


def test_one_number_on_two_rows_makes_both_wait(known: Desk) -> None:
    header = "干部编号,姓名,出生年月,单位及职务,专长"
    lines = ("LZ-7,孙三,1970.05,市财政局局长,党建", "LZ-7,李四,1971.05,市财政局科长,党建")
    assert known.states(known.draft(*lines, header=header)) == ["doubtful", "doubtful"]


def test_a_row_with_a_fault_is_held_back_unless_it_can_do_without_the_cell(known: Desk) -> None:
    draft = known.draft("孙三,男,1970.05,市财政局局长,党建,,若干", ",男,1971.05,市财政局科长,党建,,1")
    assert known.states(draft) == ["held", "held"]
    capacity, name = (SHEET, 2, "可带人数"), (SHEET, 3, "姓名")
    without = frozenset({capacity, name})
    draft = known.draft("孙三,男,1970.05,市财政局局长,党建,,若干", ",男,1971.05,市财政局科长,党建,,1", without=without)
    assert known.states(draft) == ["new", "held"]
    assert "capacity" not in known.preview(draft).difference.entries[0].changes
    mended = {capacity: "2", name: "李四"}
    assert known.states(known.draft("孙三,男,1970.05,市财政局局长,党建,,若干", ",男,1971.05,市财政局科长,党建,,1", corrections=mended)) == ["new", "new"]  # fmt: skip


def test_new_units_and_new_words_are_told_before_they_are_added(known: Desk) -> None:
    difference = known.preview(known.draft("孙三,男,1970.05,澜东区上岚镇镇长,党建,四川话、澜州话,1")).difference
    assert difference.new_units == ("澜东区上岚镇",)
    assert difference.new_words == (("dialect", "四川话"),)
    assert known.count(Unit, name="澜东区上岚镇") == 0


def test_a_mentee_serves_where_the_unit_stands_and_gets_the_field_of_the_major(known: Desk) -> None:
    line = "周思远,1999.05,2025.07,岚溪县青坞镇科员,会计学,年轻干部,群众工作"
    changes = only(known, known.draft(line, header=MENTEES)).changes
    assert {name: changes[name][1] for name in ("county", "township", "field", "category", "needs")} == {
        "county": "岚溪县", "township": "青坞镇", "field": "green_finance", "category": "young_cadre", "needs": ["mass_work"],
    }  # fmt: skip


def test_a_mentor_may_be_a_mentee_too_and_stays_one_person(known: Desk) -> None:
    line = "赵一,1965.03,1985.07,市住建局副局长,会计学,企事业单位储备干部,党建"
    entry = only(known, known.draft(line, header=MENTEES))
    assert (entry.state, entry.person_id) == ("new", known.id_of("赵一"))


def test_mentees_need_a_cohort_and_whoever_may_not_import_sees_nothing(known: Desk, staff: Staff) -> None:
    line = "周思远,1999.05,2025.07,市财政局科员,会计学,年轻干部,群众工作"
    homeless = Draft(known.draft(line, header=MENTEES).uploads, "mentee")
    with pytest.raises(Conflict, match="no_cohort"):
        preview(known.database, known.by, homeless)
    with pytest.raises(Forbidden):
        preview(known.database, staff("leader"), known.draft(line))


def test_a_file_that_cannot_be_read_is_an_error_of_the_programme_with_its_name(known: Desk) -> None:
    with pytest.raises(Invalid, match="file_refused") as refusal:
        known.preview(known.draft('"孙三'))
    assert (refusal.value.data["file"], refusal.value.data["rule"]) == ("名册.csv", "broken_csv")


def test_looking_saves_nothing(known: Desk) -> None:
    before = known.count(Person), known.count(Unit)
    known.preview(known.draft("孙三,男,1970.05,澜东区上岚镇镇长,党建,四川话,1"))
    assert (known.count(Person), known.count(Unit)) == before


def test_a_row_that_fits_two_known_people_names_both(known: Desk) -> None:
    known.confirm(known.draft("孙三,男,1970.05.01,市财政局局长,党建,,1"))
    known.confirm(known.draft("孙三,男,1970.05.20,市财政局科长,党建,,1", decisions={(SHEET, 2): NEW}))
    entry = only(known, known.draft("孙三,男,1970.05,市财政局局长,党建,,1"))
    assert (entry.state, entry.reason, len(entry.candidates)) == ("doubtful", "several", 2)


def test_the_words_units_and_city_of_the_installation_are_those_that_rosters_are_read_with(known: Desk) -> None:
    known.act(
        units.add_unit, values={"name": "市园林中心", "kind": "institution", "county": "湖直"}, aliases=["园林处"]
    )
    known.act(words.add_term, kind="expertise", word=words.Word("园林绿化", aliases=("绿化",)))
    with known.database.write() as session:
        put_setting(session, "city", {"name": "湖州市", "county": "湖直"})
    shown = known.preview(known.draft("孙三,男,1970.05,园林处主任,绿化,,1", "李四,男,1971.05,湖州市财政局局长,党建,,1"))
    assert shown.roster.faults == ()
    first, second = (row.values for row in shown.roster.rows)
    assert (first["unit"], first["expertise"], first["county"]) == ("市园林中心", ("园林绿化",), "湖直")
    assert second["county"] == "湖直"
