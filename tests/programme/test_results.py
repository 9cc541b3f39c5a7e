"""The rosters that leave the house are typed, in the office's order and words, for whoever may see them, once."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from db.engines import Database
from db.models import (
    Audit,
    Export,
    Mentee,
    MentorExpertise,
    MentorProfile,
    Pairing,
    Person,
    Term,
    Unit,
)
from documents.roster import read_rosters
from documents.safe import Upload
from programme import exports, results
from programme.errors import Conflict, Forbidden
from programme.papers.office import name_office
from programme.usecase import perform
from tests.conftest import Staff
from tests.support.signing import World, small_world
from texts import speaking

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(lite: Database, staff: Staff) -> Iterator[World]:
    """Three pairings in a cohort; 王 knows two things, and is a man of 1968."""
    made = small_world(lite, staff)
    with lite.write() as session:
        for place, name in enumerate(("群众工作", "公文写作")):
            term = Term(kind="expertise", code=f"t{place}", name=name, position=place)
            session.add(term)
            session.flush()
            session.add(MentorExpertise(person_id=made.mentors["王"], term_id=term.id, grade=5 - place))
    made.change(Person, made.mentors["王"], sex="male", birth="1968-03", post="原副局长", party="party_member")
    scheme_id = made.scheme(PAIRS)
    made.approved(scheme_id)
    made.step("officer", "confirm", scheme_id)
    yield made


def fetched(world: World, who: str, use_case: Any, **arguments: Any) -> tuple[str, list[tuple[Any, ...]]]:
    """The file's name and all its rows, as its maker gets it."""
    offer = world.do(who, use_case, **arguments)
    file = exports.take(world.database, world.staff[who].id, offer.token)
    assert file is not None
    assert file.name == offer.name
    return file.name, list(load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))


def test_the_pairing_roster_has_the_columns_of_the_paper_form(world: World) -> None:
    """Title, subtitle, header, then one row for each pairing, by mentor: 李 has 7 strokes, 王 has 4."""
    name, rows = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)
    assert name.startswith("2026年批次师徒结对花名册") and name.endswith(".xlsx")
    assert rows[0][0] == "2026年批次师徒结对花名册"
    assert rows[1][0].startswith("填报单位：")
    assert rows[2][:4] == ("序号", "批次", "导师姓名", "导师单位及职务") and rows[2][-1] == "备注"
    assert [(row[0], row[2], row[6]) for row in rows[3:-2]] == [(1, "王", "甲"), (2, "王", "乙"), (3, "李", "丙")]


def test_a_row_of_the_pairing_roster_cell_by_cell(world: World) -> None:
    """甲 begins on 8 October 2026 for a year; his mentor has two mentees; what is unknown is a dash."""
    world.change(Pairing, 1, status="active")
    _name, rows = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)
    start = world.row(Pairing, 1).starts_on
    unit = "澜州市农业农村局"
    assert rows[3] == (
        1, "2026年批次", "王", f"{unit}原副局长", "群众工作、公文写作", None, "甲", "—", "—", unit, "企事业单位储备干部",
        f"{start:%Y.%m.%d}", f"{start:%Y.%m.%d}-2027.10.07", "一带多", None,
    )  # fmt: skip
    assert [row[-2:] for row in rows[4:-2]] == [("一带多", "公示中"), ("一带一", "公示中")]


def test_two_mentors_of_one_mentee_are_many_to_one(world: World) -> None:
    world.change(Mentee, world.mentees["丙"], demand=2)
    row = world.row(Pairing, 3)
    world.add(
        Pairing(
            cohort_id=row.cohort_id, mentee_id=row.mentee_id, mentor_id=world.mentors["赵"], role="second",
            status="active", starts_on=row.starts_on, ends_on=row.ends_on,
        )
    )  # fmt: skip
    _name, rows = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)
    told = {row[2]: row[-2:] for row in rows[3:-2] if row[6] == "丙"}
    assert told == {"李": ("多带一", "公示中"), "赵": ("多带一", "第二导师")}


def test_rosters_end_with_the_sum_and_the_line_of_who_filled_them_in(world: World) -> None:
    """Three pairings of two mentors; of three mentors with 2 + 2 + 1 seats three are taken."""
    pairings = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)[1]
    mentors = fetched(world, "officer", results.offer_mentor_roster)[1]
    assert pairings[-2][0] == "合计：结对3对，导师2人，帮带对象3人"
    assert mentors[-2][0] == "合计：导师3人，其中在库3人；可带5人，在带3人"
    assert pairings[-1][0].startswith("填表人：") and mentors[-1][0].startswith("填表人：")


def test_namesakes_are_counted_as_two(world: World) -> None:
    """丙 takes the name, the unit and the post of 甲: the sum goes by people, not by what is written."""
    with world.database.write() as session:
        session.get(Person, session.get(Mentee, world.mentees["丙"]).person_id).name = "甲"
    rows = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)[1]
    assert rows[-2][0].endswith("帮带对象3人")


def test_the_roster_names_the_office_that_sends_it(world: World) -> None:
    world.do("officer", name_office, name="中共澜州市委组织部")
    rows = fetched(world, "officer", results.offer_mentor_roster)[1]
    assert rows[1][0].startswith("填报单位：中共澜州市委组织部　")


def test_closed_pairings_are_not_in_the_roster(world: World) -> None:
    world.change(Pairing, 1, status="ended")
    _name, rows = fetched(world, "officer", results.offer_pairing_roster, cohort_id=world.cohort_id)
    assert [row[6] for row in rows[3:-2]] == ["乙", "丙"]


def test_the_mentor_roster_tells_seats_load_and_state(world: World) -> None:
    world.change(MentorProfile, world.mentors["赵"], status="paused")
    _name, rows = fetched(world, "officer", results.offer_mentor_roster)
    column = {head: place for place, head in enumerate(rows[2])}
    told = [tuple(row[column[head]] for head in ("姓名", "可带人数", "在带人数", "状态")) for row in rows[3:-2]]
    assert told == [("王", 2, 2, "在库"), ("李", 2, 1, "在库"), ("赵", 1, 0, "暂停")]


def test_a_mentor_who_left_is_not_in_the_roster(world: World) -> None:
    world.change(MentorProfile, world.mentors["赵"], status="left")
    _name, rows = fetched(world, "officer", results.offer_mentor_roster)
    assert len(rows) == 3 + 2 + 2


def test_the_mentor_roster_can_be_read_back_without_a_fault(world: World) -> None:
    offer = world.do("officer", results.offer_mentor_roster)
    file = exports.take(world.database, world.staff["officer"].id, offer.token)
    assert file
    (roster,) = read_rosters([Upload(file.name, file.content)], "mentor")
    known = [row.values for row in roster.rows]
    assert [values["name"] for values in known] == ["王", "李", "赵"]
    assert (known[0]["capacity"], known[0]["party"]) == (2, "中共党员")
    assert [finding for finding in roster.faults if finding.row == 4] == []


def test_a_name_that_looks_like_a_formula_stays_text(world: World) -> None:
    world.change(Person, world.mentors["王"], name="=1+1")
    offer = world.do("officer", results.offer_mentor_roster)
    file = exports.take(world.database, world.staff["officer"].id, offer.token)
    assert file
    cells = [cell for row in load_workbook(io.BytesIO(file.content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_papers_are_chinese_whoever_asks(world: World) -> None:
    with speaking("en"):
        _name, rows = fetched(world, "officer", results.offer_mentor_roster)
    assert rows[0][0] == "导师师资库名册"


def test_a_file_is_fetched_once_and_by_its_maker_only(world: World) -> None:
    offer = world.do("officer", results.offer_mentor_roster)
    assert exports.take(world.database, world.staff["colleague"].id, offer.token) is None
    assert exports.take(world.database, world.staff["officer"].id, offer.token) is not None
    assert exports.take(world.database, world.staff["officer"].id, offer.token) is None


def test_each_file_is_audited(world: World) -> None:
    name, _rows = fetched(world, "officer", results.offer_mentor_roster)
    with world.database.read() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "export").order_by(Audit.seq)).all()
        assert [(row.object, row.detail["act"]) for row in rows] == [(name, "offer"), (name, "fetch")]


def test_nobody_to_list_is_said_and_leaves_no_file(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    with pytest.raises(Conflict, match="nothing_to_export"):
        world.do("officer", results.offer_pairing_roster, cohort_id=world.cohort_id)
    with lite.read() as session:
        assert session.scalars(select(Export)).all() == []


def test_a_liaison_gets_the_rows_of_its_unit_only(world: World, staff: Staff) -> None:
    """丙 belongs to another unit than all the rest; his own liaison sees his pairing, a third one's sees none."""
    with world.database.write() as session:
        units = [Unit(name=name, kind="organ") for name in ("丙的单位", "别的单位")]
        session.add_all(units)
        session.flush()
        own, other = (unit.id for unit in units)
    world.change(Person, world.row(Mentee, world.mentees["丙"]).person_id, unit_id=own)
    liaison, stranger = staff("liaison", unit_id=own), staff("liaison", unit_id=other)
    arguments = {"cohort_id": world.cohort_id}
    offer = perform(world.database, liaison.id, results.offer_pairing_roster, **arguments)
    assert offer.rows == 1
    with pytest.raises(Conflict, match="nothing_to_export"):
        perform(world.database, stranger.id, results.offer_pairing_roster, **arguments)


@pytest.mark.parametrize("role", ["inspector", "publicity", "sysadmin", "secadmin", "auditor"])
def test_who_may_not_export_gets_nothing(world: World, staff: Staff, role: str) -> None:
    with pytest.raises(Forbidden):
        perform(world.database, staff(role).id, results.offer_mentor_roster)
