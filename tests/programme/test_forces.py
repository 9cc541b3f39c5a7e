"""Units graded by the three forces in a campaign: words by people with what they rest on, corrected with history, never computed."""

from datetime import date, timedelta
from typing import Any

import pytest

from db.engines import Database
from db.models import Campaign, EntryVersion, ForceGrade, Term
from db.queries.force_grades import campaign_force_counts, force_counts, force_grades
from programme import words
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.outcomes.export import offer_figures
from programme.outcomes.forces import Graded, grade_unit
from programme.papers.bulletins import _forces as _told
from programme.papers.report import _forces
from programme.recordbook.campaigns import edit_campaign
from programme.seed import seed_words
from tests.conftest import Staff
from tests.support.outcome_world import campaign, report
from tests.support.record_world import RecordWorld, record_world


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    """A campaign that is judged by the three forces; the words are those that every installation begins with."""
    world = record_world(lite, staff)
    with lite.write() as session:
        seed_words(session)
    campaign(world)
    switch(world, True)
    return world


def switch(world: RecordWorld, on: bool) -> None:
    row = world.rows(Campaign)[0]
    world.do(edit_campaign, campaign_id=row.id, seen_version=row.version, values={"forces": on})


def force(world: RecordWorld, code: str) -> int:
    """The word of a force."""
    return int(world.rows(Term, kind="force", code=code)[0].id)


def grade(world: RecordWorld, unit: str = "青坞镇", who: str = "officer", reason: str = "", **told: Any) -> Any:
    """Grades of a unit by the code of the force: (grade, evidence, version seen)."""
    graded = {force(world, code): Graded(*values) for code, values in told.items()}
    where = {"campaign_id": world.rows(Campaign)[0].id, "unit_id": world.units[unit]}
    return world.do(grade_unit, who, told=graded, reason=reason, **where)


def stand(world: RecordWorld, who: str = "officer") -> list[tuple[str, str, str]]:
    """Unit, force and grade, as somebody reads them."""
    return [(row.unit, row.force, row.grade) for row in world.see(force_grades, who).itertuples()]


def test_people_grade_a_unit_in_words_and_a_liaison_reads_the_own_unit(world: RecordWorld) -> None:
    assert grade(world, fighting=("strong", "连续值守，急事顶得上"), execution=("fair", "两次迟报")) == 2
    grade(world, "市财政局", mobilising=("weak", "未发动群众"))
    assert stand(world) == [
        ("市财政局", "动员力", "weak"), ("青坞镇", "战斗力", "strong"), ("青坞镇", "执行力", "fair"),
    ]  # fmt: skip
    assert stand(world, "liaison") == [("青坞镇", "战斗力", "strong"), ("青坞镇", "执行力", "fair")]
    with pytest.raises(Forbidden):
        grade(world, who="liaison", fighting=("strong", "自评"))


def test_a_grade_needs_what_it_rests_on_and_a_campaign_that_is_judged_so(world: RecordWorld) -> None:
    with pytest.raises(Invalid, match="force_evidence_needed"):
        grade(world, fighting=("strong", " "))
    with pytest.raises(Invalid, match="not_in_list"):
        grade(world, fighting=("excellent", "x"))
    switch(world, False)
    with pytest.raises(Conflict, match="forces_off"):
        grade(world, fighting=("strong", "x"))
    assert world.rows(ForceGrade) == []


def test_a_grade_is_corrected_with_a_reason_and_keeps_what_it_said(world: RecordWorld) -> None:
    grade(world, fighting=("strong", "顶得上"))
    with pytest.raises(Conflict, match="pool_unchanged"):
        grade(world, fighting=("strong", "顶得上", 1))
    with pytest.raises(Stale):
        grade(world, fighting=("fair", "顶得上", 0), reason="复核")
    with pytest.raises(Invalid, match="correction_reason_needed"):
        grade(world, fighting=("fair", "顶得上", 1))
    grade(world, fighting=("fair", "后期人手不足", 1), reason="现场复核")
    kept = world.rows(EntryVersion, subject="force_grade")
    assert [(row.content, row.reason) for row in kept] == [({"grade": "strong", "evidence": "顶得上"}, "现场复核")]
    grade(world, fighting=("", "", 2), reason="评错单位")
    assert stand(world) == [] and world.rows(ForceGrade)[0].struck_reason == "评错单位"


def test_the_city_calls_the_forces_as_it_likes_and_grades_follow_a_merged_word(world: RecordWorld) -> None:
    grade(world, fighting=("strong", "x"))
    seen = words.Word("战斗力", "Fighting strength")
    world.do(words.edit_term, term_id=force(world, "fighting"), seen=seen, word=words.Word("攻坚力"))
    assert stand(world) == [("青坞镇", "攻坚力", "strong")]
    world.do(words.merge_terms, keep_id=force(world, "execution"), gone_id=force(world, "fighting"))
    assert stand(world) == [("青坞镇", "执行力", "strong")]


def test_the_city_report_counts_units_by_force_and_grade(world: RecordWorld) -> None:
    assert _forces(world.see(force_counts)) == ""
    grade(world, fighting=("strong", "x"), mobilising=("weak", "x"))
    grade(world, "市财政局", fighting=("strong", "x"))
    told = _forces(world.see(force_counts))
    assert told == "专项任务中对参战单位开展评价：战斗力强2个；动员力弱1个。"
    assert _forces(world.see(force_counts, "liaison")) == "专项任务中对参战单位开展评价：战斗力强1个；动员力弱1个。"
    switch(world, False)
    assert _forces(world.see(force_counts)) == ""


def test_the_bulletin_of_a_month_in_which_the_campaign_ran_tells_the_grades_by_unit(world: RecordWorld) -> None:
    grade(world, fighting=("strong", "顶得上"), execution=("fair", "两次迟报"))
    grade(world, "市财政局", fighting=("weak", "无人值守"))
    row = world.rows(Campaign)[0]
    told = [
        world.see(campaign_force_counts, first=day, last=day)
        for day in (row.starts_on, row.starts_on - timedelta(days=1))
    ]
    assert [tuple(one) for one in told[0].itertuples(index=False)] == [
        (row.name, "战斗力", "strong", 1), (row.name, "战斗力", "weak", 1), (row.name, "执行力", "fair", 1),
    ]  # fmt: skip
    assert told[1].empty
    assert list(_told(told[0].to_dict("records"))) == [
        f"“{row.name}”三力评价（按单位计）：战斗力强1个、弱1个；执行力一般1个。"
    ]


def test_the_table_of_figures_has_the_grades_in_a_column(world: RecordWorld) -> None:
    report(world, world.rows(Campaign)[0].id, "青坞镇", date(2026, 3, 5), links=6)
    grade(world, fighting=("strong", "顶得上"))
    assert world.do(offer_figures).rows == 1
