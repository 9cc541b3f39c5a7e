"""The statement of a pairing says why, why not the next ones and what they would cost, and who did what with which reason."""

import pytest

from db.engines import Database
from db.models import Adjustment, Person, Scheme, Unit
from programme import desk, exports, remarks, signoff, worker
from programme.errors import Conflict, NotFound
from programme.papers import making
from programme.papers.statement import statement
from programme.papers.statement_words import EVENTS, statement_told
from programme.rules import save_rules
from programme.schemes import copy_scheme
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import MatchWorld, match_world
from tests.support.papers import text_of
from texts import speaking


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return match_world(lite, staff("officer"))


@pytest.fixture
def table(world: MatchWorld, staff: Staff) -> DeskWorld:
    """甲-王 75, 乙-陈 60, in all 135; see `tests/support/desk_world.py`."""
    people_by_hand(world)
    return on_the_desk(world, staff)


def told(table: DeskWorld, mentee: str = "甲", language: str = "zh_CN", **who: object) -> dict:
    with speaking(language):
        return table.see(statement_told, mentee_id=table.world.mentees[mentee], **who)  # type: ignore[arg-type]


def test_the_next_choices_stand_with_their_exact_price_and_who_moves(table: DeskWorld) -> None:
    """甲 with 陈 (60) sends 乙 to 王 (60): 120 of 135; with 赵 (45) nobody else moves: 105 of 135."""
    rows = told(table)["candidates"]
    assert [(row["mentor"], row["fit"], row["price"]) for row in rows] == [
        ("陈", "60.0", "−15.0"),
        ("赵", "45.0", "−30.0"),
    ]
    assert rows[0]["why"] == "改选后方案总分减少15.0分；乙改由王带。"
    assert rows[1]["why"] == "改选后方案总分减少30.0分。"


def test_the_fit_is_told_with_its_points_by_criterion_and_in_words(table: DeskWorld) -> None:
    """Expertise gives 75 of 75 points, grass roots none of 25: nobody has years there."""
    found = told(table)
    assert (found["mentee"], found["mentor"], found["fit"]) == ("甲", "王", "75.0")
    assert found["shares"] == "需求×专长75.0／75.0、基层经历0.0／25.0"
    assert found["reasons"].startswith("王的专长覆盖需求 100%")


def test_every_rule_is_named_with_its_verdict_and_ground(table: DeskWorld) -> None:
    found = {row["rule"]: (row["verdict"], row["detail"]) for row in told(table)["rules"]}
    assert found["导师在库且有名额"] == ("符合", "按本方案在带1人，可带1人")
    assert found["帮带对象符合条件"] == ("符合", "该类别无年限要求")
    assert found["亲属回避"] == ("符合", "双方无回避申报")
    assert found["匹配度不低于下限"] == ("符合", "匹配度75.0，下限40")


def test_a_declared_relation_that_only_warns_is_told_as_such(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    world.declare("甲", "王")
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, values={"rules": {"kinship": "hint"}})
    found = {row["rule"]: row["verdict"] for row in told(on_the_desk(world, staff))["rules"]}
    assert found["亲属回避"] == "需斟酌"


def test_a_pair_under_the_floor_is_told_as_such(table: DeskWorld) -> None:
    table.act(desk.appoint, **table.pair("乙", "赵"), leader="周部长", reason="长期联系该单位")
    found = {row["rule"]: (row["verdict"], row["detail"]) for row in told(table, "乙")["rules"]}
    assert found["匹配度不低于下限"] == ("低于下限", "匹配度15.0，下限40")


def test_an_appointment_stands_with_the_leaders_name_and_the_reason(table: DeskWorld) -> None:
    table.act(desk.appoint, **table.pair("甲", "陈"), leader="周部长", reason="熟悉该项工作")
    found = told(table)
    assert found["will"] == "周部长点名；理由：熟悉该项工作"
    assert "周部长" in found["history"][-1]["what"] and "熟悉该项工作" in found["history"][-1]["what"]
    assert found["history"][-1]["by"] == table.world.officer.name
    assert {row["why"] for row in found["candidates"]} == {"本对已锁定，解锁后可算出改选的影响。"}


def test_a_copy_still_names_the_leader_of_an_appointment(table: DeskWorld) -> None:
    table.act(desk.appoint, **table.pair("甲", "陈"), leader="周部长", reason="熟悉该项工作")
    copied = table.world.do(copy_scheme, scheme_id=table.scheme_id, name="副本")
    key = getattr(copied, "scheme_id", copied)
    with speaking("zh_CN"):
        found = table.world.see(statement_told, scheme_id=key, mentee_id=table.world.mentees["甲"])
    assert found["will"].startswith("周部长点名")


def test_acts_on_others_do_not_stand_in_the_history(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["乙"]], reason="已约定")
    assert [row["what"] for row in told(table)["history"]] == ["运行方案“初稿”。"]
    assert len(told(table, "乙")["history"]) == 2


def test_remarks_and_answers_stand_in_the_history(table: DeskWorld, staff: Staff) -> None:
    chief, ids = staff("chief"), {"scheme_id": table.scheme_id, "mentee_id": table.world.mentees["甲"]}
    key = table.world.do(remarks.remark, chief, **ids, text="请说明")
    table.world.do(remarks.settle, remark_id=key, seen_version=1, reply="已核")
    assert [row["what"] for row in told(table)["history"]][1:] == ["意见：请说明", "答复：已核"]


def test_a_long_history_keeps_its_first_and_last_entries_and_says_how_many_stand_between(table: DeskWorld) -> None:
    """The run and ten acts are eleven events: one first, the last four, six between."""
    for _round in range(5):
        table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]], reason="先定")
        table.act(desk.unlock, mentee_ids=[table.world.mentees["甲"]])
    rows = told(table)["history"]
    assert len(rows) == EVENTS + 1
    assert rows[0]["what"] == "运行方案“初稿”。"
    assert rows[1]["what"] == "另有较早记录6条，见系统。"
    assert len(table.rows(Adjustment)) == 10


def test_somebody_without_a_mentor_is_told_why(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    for name in ("丙", "丁"):
        world.add_mentee(name, "市水务局", ["b"])
    table = on_the_desk(world, staff)
    alone = next(name for name in ("甲", "乙", "丙", "丁") if name not in table.plan())
    found = told(table, alone)
    assert (found["mentor"], found["fit"], found["rules"]) == ("未结对", "—", [])
    assert found["reasons"]


def test_a_liaison_reads_its_own_people_without_other_mentors(table: DeskWorld, staff: Staff) -> None:
    unit = table.world.row(Person, table.world.people["甲"]).unit_id
    assert table.world.row(Unit, unit).name == "市财政局"
    liaison = staff("liaison", unit_id=unit)
    found = told(table, "甲", by=liaison)
    assert [row["why"] for row in found["candidates"]] == ["单位账号不显示其他导师。"]
    with pytest.raises(NotFound):
        told(table, "乙", by=liaison)


def test_a_scheme_without_a_plan_has_no_statement(table: DeskWorld) -> None:
    with table.world.database.write() as session:
        session.get(Scheme, table.scheme_id).fingerprint = ""
    with pytest.raises(Conflict, match="no_solution_yet"):
        told(table)


def test_the_statement_follows_the_language_asked_for(table: DeskWorld) -> None:
    found = told(table, language="en")
    assert found["rules"][0] == {
        "rule": "Mentor confirmed and with a seat", "verdict": "met", "detail": "leads 1 of 1 with this plan",
    }  # fmt: skip
    assert found["candidates"][0]["why"] == "The plan as a whole would lose 15.0 points; 乙 moves to 王."


@pytest.mark.parametrize(("form", "title"), [("statement", "结对理由书"), ("statement_en", "Statement of a pairing")])
def test_the_paper_says_what_the_screen_says(table: DeskWorld, form: str, title: str) -> None:
    ids = {"form": form, "ids": [table.world.mentees["甲"]], "of": table.scheme_id}
    offer = table.world.do(making.offer_paper, **ids)
    file = exports.take(table.world.database, table.world.officer.id, offer.token)
    assert file is not None
    said = text_of(file.content)
    shown = told(table, language="en" if form == "statement_en" else "zh_CN")
    assert said.startswith(title)
    for words in (shown["reasons"], shown["shares"], shown["candidates"][0]["why"], shown["history"][0]["what"]):
        assert words in said


def test_statements_of_many_are_made_by_a_job(table: DeskWorld) -> None:
    ids = list(table.world.mentees.values())
    job = table.world.do(making.start_papers, form="statement", ids=ids, of=table.scheme_id)
    assert worker.run(table.world.database, job) == 0
    (told_job,) = making.my_papers(table.world.database, table.world.officer)
    assert told_job.waits


def test_the_statement_carries_the_number_of_what_was_signed(table: DeskWorld, staff: Staff) -> None:
    assert table.see(statement, mentee_id=table.world.mentees["甲"]).version == ""
    table.act(signoff.propose)
    found = table.see(statement, mentee_id=table.world.mentees["甲"])
    assert len(found.version.replace(" ", "")) == 12
    assert [event.kind for event in found.events] == ["run", "signature"]
