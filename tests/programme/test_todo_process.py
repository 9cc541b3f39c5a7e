"""Tasks of the running programme, of its results and of one's own work: for whom they appear, and that they go."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db.clock import now, today
from db.engines import Database
from db.models import (
    Assessment,
    AssessmentRound,
    Conclusion,
    FollowUp,
    GradeDispute,
    ImportDraft,
    ImportFile,
    Job,
    Review,
    ReviewRound,
    SpotFinding,
)
from programme.recordbook import plans
from programme.reviews import rounds, spot
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import DUE, IN_TIME, file, opened, review_world, round_now, set_day
from tests.support.todo import mine, told, waiting

NAMES = ("甲", "丁", "戊")


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordWorld]:
    """November 2026: 甲, 丁 and 戊 are in force, 乙 rests; 丁 and 戊 are of the liaison's unit."""
    set_day(monkeypatch, IN_TIME)
    yield review_world(database, staff)


def seen(world: RecordWorld, kind: str, who: str = "officer", on: date = IN_TIME) -> list:
    """Somebody's tasks of a kind."""
    return waiting(world.database, world.staff[who], on=on).get(kind, [])


def test_last_month_is_to_be_opened_until_it_is(world: RecordWorld) -> None:
    assert [task.data["month"] for task in seen(world, "month_open")] == ["2026-10"]
    opened(world)
    assert seen(world, "month_open") == []


def test_what_is_still_to_file_counts_for_a_liaison_in_its_own_unit(world: RecordWorld) -> None:
    """Three owe a review (乙 rests), two of them in the liaison's unit."""
    opened(world)
    (task,) = seen(world, "review_file")
    assert (task.data["count"], task.due_on, task.mine) == (3, DUE, True)
    (own,) = seen(world, "review_file", "liaison")
    assert (own.data["count"], own.mine) == (2, True)
    assert not seen(world, "review_file", "leader")[0].mine
    for name in ("丁", "戊"):
        file(world, name)
    assert seen(world, "review_file", "liaison") == []
    assert seen(world, "review_file")[0].data["count"] == 1


@pytest.mark.both_engines
def test_a_month_past_its_day_is_late_and_to_be_ended(world: RecordWorld) -> None:
    opened(world)
    assert seen(world, "review_close") == []
    (task,) = seen(world, "review_close", on=DUE + timedelta(days=1))
    assert task.bucket(DUE + timedelta(days=1)) == "late"
    assert seen(world, "review_close", "liaison", on=DUE + timedelta(days=1)) == []


@pytest.mark.both_engines
def test_after_the_filing_come_the_draw_the_findings_and_the_bulletin(world: RecordWorld) -> None:
    key = opened(world)
    for name in NAMES:
        file(world, name)
    world.do(rounds.close_round, round_id=key, seen_version=round_now(world).version)
    assert len(seen(world, "check_draw")) == 1
    check = world.do(spot.draw_check, round_id=key, share=100, seed="7")
    assert seen(world, "check_draw") == []
    assert seen(world, "findings")[0].data["count"] == 3
    for found in world.rows(SpotFinding):
        world.do(spot.judge, check_id=check, review_id=found.review_id, seen_version=found.version, verdict="sound")
    assert seen(world, "findings") == []
    assert seen(world, "review_publish")[0].params["month"] == "2026-10"
    with world.database.write() as session:
        session.get_one(ReviewRound, key).status = "published"
    assert seen(world, "review_publish") == []


def test_a_plan_is_missed_after_a_month_and_an_item_after_its_day(world: RecordWorld) -> None:
    """戊 is in force since 2026-10-31 only; 甲 and 丁 since January. The liaison's unit has 丁."""
    assert seen(world, "plan_none")[0].data["count"] == 2
    assert seen(world, "plan_none", "liaison")[0].data["count"] == 1
    world.do(plans.save_plan, pairing_id=world.pairings["丁"], seen_version=0, agreed_on=date(2026, 2, 1))
    assert seen(world, "plan_none", "liaison") == []
    item = {"goal": "business", "transfer": "", "gap": "", "measure": "独立接访", "due_on": date(2026, 11, 4)}
    key = world.do(plans.add_item, pairing_id=world.pairings["丁"], values=item)
    assert seen(world, "plan_overdue", "liaison")[0].params["plan_state"] == "overdue"
    world.do(plans.finish_item, item_id=key, seen_version=1, done_on=IN_TIME, result="完成")
    assert seen(world, "plan_overdue", "liaison") == []


@pytest.mark.both_engines
def test_a_follow_up_waits_for_its_owner_alone(world: RecordWorld) -> None:
    row = FollowUp(
        pairing_id=world.pairings["丁"], text="走访一次", found={}, owner_id=world.staff["liaison"].id, due_on=IN_TIME,
        by_id=world.staff["officer"].id,
    )  # fmt: skip
    with world.database.write() as session:
        session.add(row)
    (task,) = seen(world, "follow_up", "liaison")
    assert (task.due_on, task.data["mentee"], task.mine) == (IN_TIME, "丁", True)
    assert seen(world, "follow_up") == []
    with world.database.write() as session:
        kept = session.get(FollowUp, 1)
        kept.status, kept.closed_at, kept.outcome = "done", now(), "已走访"
    assert seen(world, "follow_up", "liaison") == []


def final_round(world: RecordWorld, **values: object) -> int:
    """A final round with the pairing of 丁, graded by the chief; assessments.id."""
    weights = {"weight_self": 10, "weight_mentor": 30, "weight_leader": 30, "weight_head": 30}
    with world.database.write() as session:
        row = AssessmentRound(
            cohort_id=world.cohort_id, kind="final", year=2026, opens_on=IN_TIME, due_on=date(2026, 12, 1),
            indicators={}, by_id=world.staff["officer"].id, **weights,
        )  # fmt: skip
        session.add(row)
        session.flush()
        one = Assessment(
            round_id=row.id, pairing_id=world.pairings["丁"], unit_id=world.units["青坞镇"], scores={}, **values
        )
        session.add(one)
        session.flush()
        return int(one.id)


@pytest.mark.both_engines
def test_a_pairing_in_an_assessment_is_to_be_graded_then_to_be_concluded(world: RecordWorld) -> None:
    key = final_round(world)
    assert seen(world, "assess_file", "liaison")[0].data["count"] == 1
    assert seen(world, "conclude") == []
    with world.database.write() as session:
        row = session.get(Assessment, key)
        row.status, row.grade, row.number = "graded", "qualified", 1
    assert seen(world, "assess_file", "liaison") == []
    assert seen(world, "conclude")[0].data["count"] == 1


def test_a_conclusion_is_decided_by_somebody_else_than_its_author(world: RecordWorld) -> None:
    key = final_round(world, status="graded", grade="qualified", number=1)
    told_by = {"kind": "graduate", "effective_on": IN_TIME, "by_id": world.staff["chief"].id}
    with world.database.write() as session:
        session.add(Conclusion(pairing_id=world.pairings["丁"], assessment_id=key, checks={}, **told_by))
    assert not seen(world, "conclusion", "chief")[0].mine
    (task,) = seen(world, "conclusion", "leader")
    assert task.mine and task.params["assessment"] == str(key)
    assert seen(world, "conclude") == [], "it is proposed already"


def test_a_disputed_grade_waits_for_whoever_may_approve(world: RecordWorld) -> None:
    key = final_round(world, status="disputed", grade="qualified", number=1)
    days = {"received_on": IN_TIME, "due_on": IN_TIME + timedelta(days=9)}
    with world.database.write() as session:
        session.add(
            GradeDispute(
                assessment_id=key, number=1, raised_by="mentee", content="偏低", by_id=world.staff["officer"].id, **days
            )
        )
    (task,) = seen(world, "dispute", "chief")
    assert (task.mine, task.due_on) == (True, days["due_on"])
    assert not seen(world, "dispute", "officer")[0].mine


def test_a_term_in_a_final_assessment_is_not_told_twice(world: RecordWorld) -> None:
    """甲, 乙, 丁 and 戊 have run their term, so they stand as one; then three of them are left, one by one."""
    after = date(2027, 1, 5)
    (whole,) = seen(world, "term_over_many", on=after)
    assert world.people["丁"] in whole.people
    final_round(world)
    assert {task.data["mentee"] for task in seen(world, "term_over", on=after)} == {"甲", "乙", "戊"}


def test_ones_own_work_is_nobody_elses(lite: Database, staff: Staff) -> None:
    """A finished and a failed job of two days, and an unfinished import; the day after tomorrow the news is old."""
    officer, other = staff("officer"), staff("officer")
    with lite.write() as session:
        for status, at in (("done", now()), ("failed", now() - timedelta(days=1)), ("done", now() - timedelta(days=3))):
            session.add(Job(kind="papers", status=status, payload={}, by_id=officer.id, at=at))
        draft = ImportDraft(kind="roster", choices={}, by_id=officer.id)
        session.add(draft)
        session.flush()
        session.add(ImportFile(draft_id=draft.id, name="导师.xlsx", content=b"", sheets={}))
    found = waiting(lite, officer)
    assert found["draft_roster"][0].data["file"] == "导师.xlsx"
    assert len(found["papers_done"]) == len(found["papers_failed"]) == 1
    assert not {"draft_roster", "papers_done", "papers_failed"} & set(waiting(lite, other))


def test_a_leader_is_told_of_reviews_and_asked_for_none(world: RecordWorld) -> None:
    opened(world)
    assert "review_file" in told(world.database, world.staff["leader"], on=IN_TIME)
    assert not {"review_file", "month_open"} & mine(world.database, world.staff["leader"], on=IN_TIME)
    assert today() == IN_TIME
    assert world.rows(Review) and world.rows(ReviewRound)
