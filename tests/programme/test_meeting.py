"""What people decided beside the engine is told with name and reason; lists that leave the house are audited and true."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import (
    Adjustment,
    Audit,
    Cohort,
    Export,
    Mentee,
    Pairing,
    Person,
    PolicyRow,
    Scheme,
    SchemeLimit,
    SchemePair,
    Unit,
)
from programme.errors import Conflict, Forbidden
from programme.meeting import decisions
from programme.meeting_list import offer_meeting_list
from programme.public_notice import Notice, notice, offer_notice
from programme.signed_in import hashed
from programme.unpaired import unpaired
from programme.usecase import look
from tests.conftest import Staff
from tests.support.signing import World, hold, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
UNIT = "澜州市农业农村局"


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """The small world with a draft of three pairs at 20.0."""
    made = small_world(lite, staff)
    made.scheme(PAIRS)
    return made


def see(world: World, query: object, who: str = "officer") -> list:
    return list(look(world.database, world.staff[who], query, scheme_id=1))  # type: ignore[arg-type]


def rows_of(world: World, token: str) -> list[list[object]]:
    with world.database.read() as session:
        content = session.scalars(select(Export.content).where(Export.token_hash == hashed(token))).one()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_plan_of_the_engine_alone_holds_no_decision(world: World) -> None:
    world.add(hold(world, 1, "pin", "甲", "王", origin="system"))
    assert see(world, decisions) == []


def test_each_kind_of_decision_is_told_with_whom_why_and_by_whom(world: World) -> None:
    """An appointment, a choice of staff, a ban, a rule set aside, a seat more, somebody left alone on purpose."""
    officer = world.staff["officer"]
    person = world.row(Mentee, world.mentees["丁"]).person_id
    world.add(
        hold(world, 1, "pin", "甲", "王", origin="appointed", reason="同在专班"),
        hold(world, 1, "pin", "乙", "王", origin="staff", reason="同乡"),
        hold(world, 1, "ban", "丙", "赵", reason="同科室"),
        hold(world, 1, "pin", "丙", "李", origin="staff", reason="部务会议定", rule="command"),
        SchemeLimit(
            scheme_id=1, kind="seats", person_id=world.mentors["王"], amount=1, reason="本人同意", by_id=officer.id
        ),
        SchemeLimit(scheme_id=1, kind="alone", person_id=person, reason="即将调离", by_id=officer.id),
    )
    ids = {"mentee_ids": [world.mentees["甲"]], "mentor_ids": [world.mentors["王"]], "leader": "张部长"}
    world.add(Adjustment(scheme_id=1, seq=1, kind="appoint", detail=ids, by_id=officer.id))
    found = {one.kind: one for one in see(world, decisions)}
    assert {kind: one.reason for kind, one in found.items()} == {
        "appointed": "同在专班", "chosen": "同乡", "aside": "部务会议定", "ban": "同科室", "seats": "本人同意",
        "alone": "即将调离",
    }  # fmt: skip
    assert (found["appointed"].leader, found["appointed"].by) == ("张部长", officer.name)
    assert (found["seats"].mentor, found["seats"].amount) == (f"王（{UNIT}）", 1)
    assert (found["alone"].mentee, found["aside"].what) == (f"丁（{UNIT}）", "command")


def test_seats_that_the_rules_name_are_told(world: World) -> None:
    rules = world.row(PolicyRow, 1).rules
    named = {str(world.mentors["赵"]): {"seats": 4, "reason": "经验丰富", "by_id": 1, "on": "2026-09-01"}}
    world.change(PolicyRow, 1, rules=rules | {"overrides": named})
    (one,) = see(world, decisions)
    assert (one.kind, one.mentor, one.amount, one.reason) == ("ceiling", f"赵（{UNIT}）", 4, "经验丰富")


def test_a_liaison_is_told_of_no_decision(world: World, staff: Staff) -> None:
    world.add(hold(world, 1, "ban", "丙", "赵", reason="同科室"))
    world.staff = {**world.staff, "liaison": staff("liaison")}
    assert see(world, decisions, "liaison") == []


def test_without_a_mentor_are_the_eligible_ones_and_the_others_stand_apart(world: World) -> None:
    """丁 finds all suitable mentors full, 乙 turns out not to be eligible."""
    with world.database.write() as session:
        session.delete(session.get(SchemePair, (1, world.mentees["乙"], world.mentors["王"])))
    keys = {name: f"p{world.row(Mentee, world.mentees[name]).person_id}" for name in "乙丁"}
    left = [
        {"mentee": keys["乙"], "seats": 1, "reason": "ineligible", "details": {"reason": "months_reached"}},
        {"mentee": keys["丁"], "seats": 1, "reason": "seats_full", "details": {"mentors": ["p1", "p2"]}},
    ]
    world.change(Scheme, 1, solution={"unmatched": left})
    assert [(one.name, one.reason, one.eligible) for one in see(world, unpaired)] == [
        ("丁", "seats_full", True),
        ("乙", "ineligible", False),
    ]


def test_the_meetings_list_holds_every_pair_and_everybody_without_and_its_making_is_audited(world: World) -> None:
    world.change(SchemePair, (1, world.mentees["丙"], world.mentors["李"]), fit=61_530)
    offer = world.do("officer", offer_meeting_list, scheme_id=1)
    rows = rows_of(world, offer.token)
    assert rows[1][1:7] == ["帮带对象", "单位", "类别", "导师", "导师单位", "匹配度"]
    assert [(row[1], row[4], row[6], row[8]) for row in rows[2:]] == [
        ("甲", "王", 20, "低于下限"), ("乙", "王", 20, "低于下限"), ("丙", "李", 61.5, "—"), ("丁", "未结对", "—", "名单未列"),
    ]  # fmt: skip
    with world.database.read() as session:
        told = session.scalars(select(Audit).where(Audit.object == "scheme:1")).all()
        assert [(row.action, row.detail["act"], row.detail["rows"]) for row in told] == [("export", "meeting_list", 4)]


def test_a_list_is_not_made_without_the_right_and_not_of_nobody(world: World, staff: Staff) -> None:
    world.staff = {**world.staff, "inspector": staff("inspector"), "liaison": staff("liaison")}
    with pytest.raises(Forbidden):
        world.do("inspector", offer_meeting_list, scheme_id=1)
    with pytest.raises(Conflict, match="nothing_to_export"):
        world.do("liaison", offer_meeting_list, scheme_id=1)


def confirmed(world: World) -> None:
    world.approved(1)
    world.step("officer", "confirm", 1)


def posted(world: World, who: str = "officer") -> Notice:
    return look(world.database, world.staff[who], notice, scheme_id=1)


def test_the_notice_names_people_and_units_and_nothing_else(world: World) -> None:
    person = world.row(Mentee, world.mentees["甲"]).person_id
    world.change(Person, person, birth="1999-01", post="科员", sex="male")
    confirmed(world)
    found = posted(world)
    assert (found.days, found.withheld, found.running, len(found.lines)) == (3, 0, 3, 3)
    offer = world.do("officer", offer_notice, scheme_id=1)
    rows = rows_of(world, offer.token)
    assert rows[1] == ["序号", "导师姓名", "导师单位", "帮带对象姓名", "帮带对象单位"]
    assert {tuple(row[1:]) for row in rows[2:]} == {(b, UNIT, a, UNIT) for a, b in PAIRS.items()}


def test_pairs_of_the_discipline_stream_are_not_posted(world: World) -> None:
    world.add(Unit(name="澜州市纪委监委", kind="organ", stream="discipline"))
    with world.database.read() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.stream == "discipline")).one()
    confirmed(world)
    world.change(Person, world.row(Mentee, world.mentees["丙"]).person_id, unit_id=unit_id)
    found = posted(world)
    assert ({one.mentee for one in found.lines}, found.withheld) == ({"甲", "乙"}, 1)


def test_a_pairing_that_an_objection_ended_is_taken_off_the_list(world: World) -> None:
    confirmed(world)
    world.change(Pairing, 1, status="ended")
    assert len(posted(world).lines) == 2


def test_a_scheme_that_is_not_confirmed_has_no_notice(world: World) -> None:
    found = posted(world)
    assert (found.first, found.last, found.lines) == (None, None, ())
    with pytest.raises(Conflict, match="nothing_to_export"):
        world.do("officer", offer_notice, scheme_id=1)


def test_days_changed_on_the_cohort_later_do_not_move_a_notice_that_runs(world: World) -> None:
    confirmed(world)
    before = posted(world).last
    world.change(Cohort, world.cohort_id, notice_days=30)
    assert posted(world).last == before
