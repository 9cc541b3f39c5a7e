"""Each form says what was entered, by hand in a small world; a liaison gets no word of what is not for its unit."""

from datetime import date, timedelta
from typing import Any

import pytest

from db.engines import Database
from db.models import Certificate, Pairing, PaperPrint, Publication, Record
from documents.papers.fields import forms
from documents.papers.press import Press
from programme import exports
from programme.access import Actor
from programme.certificates import Appointment, appoint
from programme.errors import Conflict, Invalid, NotFound
from programme.frozen import short
from programme.papers import making
from programme.papers.drafts import Wanted, drafts
from programme.papers.store import template_of
from programme.pool_exits import Way, decide_exit, propose_exit
from programme.recordbook import keep, plans
from programme.reviews import bulletin
from programme.reviews.bulletin import Wording
from programme.usecase import perform
from tests.conftest import Staff
from tests.support.papers import opened as docx
from tests.support.papers import text_of
from tests.support.record_world import RecordWorld
from tests.support.review_world import MONTH, file, opened, review_world, round_now, set_day
from texts import speaking


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    """The world of reviews on 31 October 2026."""
    set_day(monkeypatch, date(2026, 10, 31))
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return review_world(lite, staff)


def values(world: RecordWorld, form: str, *names: str, who: str = "officer", **more: Any) -> list[dict[str, Any]]:
    """The fields of every sheet about the pairings of these mentees."""
    ids = tuple(world.pairings[name] for name in names)
    with world.database.read() as session, speaking("zh_CN"):
        return [one.values() for one in drafts(session, world.staff[who], Wanted(form, ids, **more))]


def printed(world: RecordWorld, form: str, *names: str, **more: Any) -> str:
    """The text of the Word file."""
    with world.database.read() as session:
        content = Press(template_of(session, form)).many(values(world, form, *names, **more))
    return text_of(content)


def fetched(world: RecordWorld, by: Actor, **wanted: Any) -> bytes:
    offer = perform(world.database, by.id, making.offer_paper, **wanted)
    taken = exports.take(world.database, by.id, offer.token)
    assert taken is not None
    return taken.content


def test_a_certificate_has_its_stored_number_and_term(world: RecordWorld) -> None:
    term = Appointment(date(2026, 1, 5), date(2028, 1, 4), date(2026, 10, 30), 7)
    world.do(appoint, person_ids=(world.people["王"],), term=term)
    said = text_of(fetched(world, world.staff["officer"], form="certificate", ids=[world.people["王"]]))
    assert "〔2026〕第007号" in said
    assert "聘期自2026年1月5日至2028年1月4日。" in said
    assert "2026年10月30日" in said and "（盖章）" in said


def test_a_renewed_certificate_is_the_newest_one_and_who_has_none_gets_blanks(world: RecordWorld) -> None:
    person = world.people["王"]
    for year, number in ((2024, 1), (2026, 2)):
        with world.database.write() as session:
            session.add(
                Certificate(
                    person_id=person, year=year, number=number, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
                    issued_on=date(year, 1, 1), by_id=world.staff["officer"].id,
                )
            )  # fmt: skip
    assert "〔2026〕第002号" in text_of(fetched(world, world.staff["officer"], form="certificate", ids=[person]))
    blank = text_of(fetched(world, world.staff["officer"], form="certificate", ids=[world.people["李"]]))
    assert "〔2026〕第　　　号" in blank and "聘期自　　　　年　　月　　日至　　　　年　　月　　日。" in blank


def test_a_plan_stands_under_the_four_goals_in_their_order(world: RecordWorld) -> None:
    key = world.pairings["甲"]
    world.do(
        plans.save_plan,
        pairing_id=key,
        seen_version=0,
        agreed_on=date(2026, 1, 10),
        gap="不会拆迁谈判",
        outcome="独立带一个组",
    )
    for goal, measure, due in (("ways", "跟三次调解", date(2026, 6, 1)), ("politics", "读一本书", date(2026, 9, 1))):
        told = {"goal": goal, "transfer": "", "gap": "缺经验", "measure": measure, "due_on": due}
        item = world.do(plans.add_item, pairing_id=key, values=told)
    world.do(plans.finish_item, item_id=item, seen_version=1, done_on=date(2026, 8, 30), result="写了心得")
    (found,) = values(world, "plan", "甲")
    assert [(row["goal"], row["measure"], row["due"]) for row in found["items"]] == [
        ("政治素养", "读一本书", "2026年9月1日"), ("工作业务", "", ""), ("专业水平", "", ""),
        ("工作方法", "跟三次调解", "2026年6月1日"),
    ]  # fmt: skip
    assert found["items"][0]["result"] == "2026年8月30日完成\n写了心得"
    assert (found["plan_gap"], found["plan_outcome"]) == ("不会拆迁谈判", "独立带一个组")


def test_a_log_is_ticked_and_written_as_it_was_entered(world: RecordWorld) -> None:
    world.add(
        place="村委会", title="征地谈判", content="陪同入户", outcome="签了两户", reflection="要先听", forms=["telling", "by_example"],
        methods=["case_teaching"],
    )  # fmt: skip
    (found,) = values(world, "log", "甲")
    assert found["day"] == "2026年3月5日"
    assert found["ways"] == "■言传　□手帮　■身教"
    assert found["methods"] == "■以案说案　□现身说法　□总结说理"
    assert [found[name] for name in ("spot", "subject", "content", "outcome", "reflection")] == [
        "村委会", "征地谈判", "陪同入户", "签了两户", "要先听",
    ]  # fmt: skip
    assert found["remark"] == "补录：2026年10月31日登记"


def test_a_home_visit_has_its_village_and_households_on_its_sheet(world: RecordWorld) -> None:
    told = {
        "village": "上岚村",
        "households_visited": 12,
        "households_total": 48,
        "problems_found": 3,
        "problems_solved": 2,
    }
    world.add(kind="home_visit", happened_on=date(2026, 10, 30), **told)
    (found,) = values(world, "log", "甲")
    assert found["kind"] == "走村入户"
    assert found["content"].splitlines()[1:] == ["走访上岚村12户（共48户，占25%）", "发现问题3个，解决2个"]
    assert found["remark"] == ""


def test_records_of_a_month_follow_one_another_by_day_and_talks_have_a_form_of_their_own(world: RecordWorld) -> None:
    for day, kind in ((20, "log"), (3, "case"), (9, "talk")):
        world.add(
            kind=kind, happened_on=date(2026, 10, day), title="题目", topics=["mass_work"] if kind == "case" else []
        )
    world.add(happened_on=date(2026, 9, 2))
    assert [one["day"] for one in values(world, "log", "甲", month="2026-10")] == ["2026年10月3日", "2026年10月20日"]
    assert len(values(world, "log", "甲")) == 3
    assert [one["day"] for one in values(world, "talk", "甲", month="2026-10")] == ["2026年10月9日"]
    with pytest.raises(Conflict, match="nothing_to_export"):
        values(world, "log", "甲", month="2026-08")


def test_one_record_is_one_sheet_and_a_struck_one_is_none(world: RecordWorld) -> None:
    for content in ("第一次", "第二次", "写错了"):
        world.add(content=content)
    second, wrong = (world.rows(Record, content=content)[0] for content in ("第二次", "写错了"))
    world.do(keep.strike, record_id=wrong.id, seen_version=wrong.version, reason="重复")
    (found,) = values(world, "log", "甲", of=second.id)
    assert found["content"] == "第二次"
    assert [one["content"] for one in values(world, "log", "甲")] == ["第一次", "第二次"]


def test_a_pairing_without_records_gets_one_empty_sheet_to_write_on(world: RecordWorld) -> None:
    (found,) = values(world, "log", "甲")
    assert found["content"] == "" and found["day"] == "　　　　年　　月　　日"
    assert found["ways"] == "□言传　□手帮　□身教"
    assert values(world, "monthly", "甲")[0]["month"] == "　　　　年　　月"


def test_the_monthly_form_has_self_assessment_both_comments_and_the_weighted_score(world: RecordWorld) -> None:
    opened(world)
    file(world, "甲")
    world.add(happened_on=date(2026, 10, 12), title="征地谈判")
    (found,) = values(world, "monthly", "甲", month=MONTH)
    assert (found["month"], found["self_text"], found["self_score"]) == ("2026年10月", "完成走访12户", "80")
    assert (found["head_text"], found["head_author"], found["head_score"]) == ("作风扎实", "点评人：赵甲", "90")
    assert (found["leader_text"], found["leader_score"]) == ("还要多下村", "70")
    row = round_now(world)
    by_hand = (80 * row.weight_self + 90 * row.weight_head + 70 * row.weight_leader) / 100
    assert found["score"] == f"{by_hand:.1f}"
    assert found["work"] == "2026年10月12日　帮带日志（征地谈判）"
    said = printed(world, "monthly", "甲", month=MONTH)
    assert "签名：" in said and "（签" not in said


def test_an_unfinished_review_leaves_blanks_for_what_is_missing(world: RecordWorld) -> None:
    opened(world)
    (found,) = values(world, "monthly", "甲", month=MONTH)
    assert (found["head_text"], found["score"]) == ("", "")
    assert found["head_day"] == "　　　　年　　月　　日"


def published(world: RecordWorld, **wording: Any) -> int:
    opened(world)
    file(world, "甲")
    row, told = round_now(world), Wording(**wording)
    seen = bulletin.digest(world.see(bulletin.preview, round_id=row.id, wording=told))
    return int(world.do(bulletin.publish, round_id=row.id, seen_version=row.version, seen=seen, wording=told))


def test_the_bulletin_is_the_frozen_one_by_unit_without_ranks_or_scores_of_persons(world: RecordWorld) -> None:
    """Four pairings owe October: 甲 is complete in time, 丁 and 戊 are not, 乙 rests and is excused."""
    key = published(world, good="市财政局抓得紧\n点评具体", problems="", next="下月五日前完成")
    (found,) = values(world, "bulletin", of=key)
    assert "本月应评3人，按时完成1人，按时率33%" in found["whole"]
    assert [(row["unit"], row["owed"], row["on_time"], row["mean"]) for row in found["units"]] == [
        ("市财政局", 1, 1, "—"), ("青坞镇", 2, 0, "—"),
    ]  # fmt: skip
    assert [one["text"] for one in found["good"]] == ["市财政局抓得紧", "点评具体"]
    assert [one["text"] for one in found["problems"]] == [""]
    assert [(one["unit"], one["mentee"], one["head"]) for one in found["comments"]] == [("市财政局", "甲", "作风扎实")]
    said = printed(world, "bulletin", of=key)
    assert "关于2026年批次2026年10月月度晾晒情况的通报" in said
    assert "80" not in said and "名次" in said and "第1名" not in said
    assert found["version"] == short(world.rows(Publication)[0].frozen_hash)


def test_an_exit_is_told_with_its_reason_its_day_and_who_decided(world: RecordWorld) -> None:
    for name in ("丁", "戊"):
        with world.database.write() as session:
            session.get(Pairing, world.pairings[name]).status = "ended"
    person = world.people["李"]
    way = Way("weak_results", "两次约谈未改进", date(2026, 10, 30))
    key = world.do(propose_exit, person_id=person, seen_version=1, way=way)
    (found,) = of_mentor(world, person)
    assert found["exit_reason"] == "□离开工作岗位　　■帮带实效不明显　　□其他"
    assert found["exit_ground"] == "两次约谈未改进"
    assert found["exit_state"] == f"2026年10月31日{world.staff['officer'].name}提出"
    world.do(decide_exit, "chief", exit_id=key, seen_version=1, agreed=True)
    (found,) = of_mentor(world, person)
    assert found["exit_state"].splitlines()[1] == f"2026年10月31日{world.staff['chief'].name}批准"


def of_mentor(world: RecordWorld, person: int) -> list[dict[str, Any]]:
    with world.database.read() as session, speaking("zh_CN"):
        return [one.values() for one in drafts(session, world.staff["officer"], Wanted("pool_exit", (person,)))]


def test_a_graduation_form_tells_what_was_reached_and_ticks_what_was_decided(world: RecordWorld) -> None:
    key = world.pairings["甲"]
    world.do(plans.enter_stage, pairing_id=key, stage="learning", entered_on=date(2026, 1, 5))
    world.do(plans.enter_stage, pairing_id=key, stage="joint", entered_on=date(2026, 5, 6), duty="独立包组")
    world.add(happened_on=date(2026, 10, 1), kind="talk")
    (found,) = values(world, "graduation", "甲")
    assert found["results"].splitlines() == [
        "2026年1月5日进入跟学阶段", "2026年5月6日进入共做阶段（独立包组）", "帮带记录1次，其中谈心谈话1次，走访0户",
    ]  # fmt: skip
    assert found["conclusion"] == "□出师　　□延期　　□终止"
    assert values(world, "graduation", "丙")[0]["conclusion"] == "■出师　　□延期　　□终止"


def test_what_was_said_in_a_talk_is_for_the_mentees_unit_alone(world: RecordWorld, staff: Staff) -> None:
    """The liaison of 青坞镇 has 丁 there; that of 市财政局 has 丁's mentor 李, which is not enough."""
    world.add("丁", kind="talk", happened_on=date(2026, 10, 2), content="只给青坞镇看")
    world.staff["other"] = staff("liaison", unit_id=world.units["市财政局"])
    (found,) = values(world, "talk", "甲", "丁", who="liaison")
    assert found["content"] == "只给青坞镇看"
    for form in ("talk", "log", "plan", "monthly", "assessment", "graduation"):
        with pytest.raises(Conflict, match="nothing_to_export"):
            values(world, form, "丁", who="other")
    (agreement,) = values(world, "agreement", "丁", who="other")
    assert agreement["mentee"] == "丁"


@pytest.mark.parametrize("words", ["{{ mentor }}", "{% for x in y %}", "</w:t><w:br/>", "&lt;", "a\x0bb"])
def test_what_people_wrote_stays_text_in_every_sheet(world: RecordWorld, words: str) -> None:
    world.add(content=words, title=words, outcome=words)
    said = printed(world, "log", "甲")
    assert said.count(words.replace("\x0b", "")) == 3


def test_a_long_text_is_whole_and_its_row_may_go_on_over_the_page(world: RecordWorld) -> None:
    world.add(content="长" * 2000)
    with world.database.read() as session:
        content = Press(template_of(session, "log")).many(values(world, "log", "甲"))
    rows = docx(content).tables[0].rows
    (row,) = [one for one in rows if "长" * 2000 in one.cells[1].text]
    assert "cantSplit" not in row._tr.xml
    assert all("cantSplit" in one._tr.xml for one in rows if "姓名" in one.cells[0].text or one.cells[0].text == "导师")


def test_too_many_ids_or_sheets_are_refused_with_what_to_do(world: RecordWorld) -> None:
    by = world.staff["officer"]
    with pytest.raises(Invalid, match="papers_too_many"):
        fetched(world, by, form="agreement", ids=list(range(making.MOST + 1)))
    for number in range(making.AT_ONCE + 1):
        world.add(happened_on=date(2026, 2, 1) + timedelta(days=number))
    with pytest.raises(Invalid, match="papers_at_once"):
        fetched(world, by, form="log", ids=[world.pairings["甲"]])
    assert fetched(world, by, form="log", ids=[world.pairings["甲"]], month="2026-03")
    with pytest.raises(NotFound):
        fetched(world, by, form="contents", ids=[1])


def test_what_was_made_is_noted_with_its_sheets(world: RecordWorld) -> None:
    by, key = world.staff["officer"], world.pairings["甲"]
    world.add()
    for _turn in range(2):
        fetched(world, by, form="log", ids=[key])
        world.add()
    (row,) = world.rows(PaperPrint)
    assert (row.form, row.subject_id, row.sheets, row.times, row.by_id) == ("log", key, 2, 2, by.id)


@pytest.mark.parametrize("form", ["pairing_roster", "mentor_roster"])
def test_a_roster_in_word_has_the_rows_of_its_workbook_and_is_a_liaisons_own(world: RecordWorld, form: str) -> None:
    of = world.cohort_id if form == "pairing_roster" else -1
    (found,) = values(world, form, of=of)
    names = [row["mentee" if form == "pairing_roster" else "name"] for row in found["rows"]]
    assert sorted(names) == (["丁", "乙", "戊", "甲"] if form == "pairing_roster" else ["李", "王"])
    assert [row["number"] for row in found["rows"]] == [str(place) for place in range(1, len(names) + 1)]
    if form == "pairing_roster":
        (own,) = values(world, form, of=of, who="liaison")
        assert sorted(row["mentee"] for row in own["rows"]) == ["丁", "乙", "戊"]


def test_every_form_that_is_made_from_ids_fills_every_field_it_declares(world: RecordWorld) -> None:
    world.add()
    key = published(world)
    asked = {
        "bulletin": {"of": key},
        "pairing_roster": {"of": world.cohort_id},
        "mentor_roster": {},
        "city_report": {"of": world.cohort_id},
    }
    for form, more in asked.items():
        (found,) = values(world, form, **more)
        fields = forms()[form].fields
        assert fields.plain.keys() | fields.lists.keys() <= found.keys(), form
        for name, row in fields.lists.items():
            assert all(row.keys() <= one.keys() for one in found[name]), (form, name)
