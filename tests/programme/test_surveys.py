"""The mutual survey: who is asked and by whom it is collected, what may be filed, who reads what, what sums hide."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import EntryVersion, SurveyAnswer
from db.queries.outcomes import outcome_versions
from db.queries.records import entry_versions
from db.queries.small import hidden_groups
from db.queries.surveys import AnswerFilter, answer, answers, marks, sums, sums_by_unit, surveys
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.surveys import filing, rounds
from programme.todo.surveys import surveys as tasks_of_surveys
from programme.todo.task import Asked
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import set_day
from tests.support.survey_world import DUE, TODAY, answered, asked, opened, said, survey_now, survey_world


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, TODAY)
    return survey_world(lite, staff)


def names(world: RecordWorld, who: str = "officer", **chosen: Any) -> list[tuple[str, str]]:
    """Who is asked, on which side."""
    found = world.see(answers, who, survey_id=survey_now(world).id, chosen=AnswerFilter(**chosen))
    return [(row.name, row.side) for row in found.itertuples()]


def test_both_sides_of_every_pairing_in_force_are_asked_and_whoever_rests_is_not(world: RecordWorld) -> None:
    assert sorted(names(world)) == [
        ("丁", "mentee"), ("戊", "mentee"), ("李", "mentor"), ("李", "mentor"), ("王", "mentor"), ("甲", "mentee"),
    ]  # fmt: skip


def test_a_liaison_collects_and_reads_the_answers_of_the_own_unit_only(world: RecordWorld) -> None:
    """李 leads 丁 and is of another unit: what the mentor says of 丁 is not for 青坞镇 to see."""
    assert names(world, "liaison") == [("丁", "mentee"), ("戊", "mentee")]
    answered(world, "丁", who="liaison")
    mentors = asked(world, "丁", "mentor")
    assert world.see(answer, "liaison", answer_id=mentors.id) is None
    with pytest.raises(Forbidden):
        answered(world, "丁", side="mentor", who="liaison")


def test_an_answer_without_a_unit_is_not_open_to_any_liaison(world: RecordWorld) -> None:
    row = asked(world, "戊")
    with world.database.write() as session:
        session.get_one(SurveyAnswer, row.id).unit_id = None
    with pytest.raises(Forbidden):
        answered(world, "戊", who="liaison")


@pytest.mark.parametrize("who", ["leader", "publicity", "inspector"])
def test_who_does_not_look_after_pairings_reads_no_single_answer(world: RecordWorld, who: str) -> None:
    for query, of in ((answers, {"survey_id": 1}), (answer, {"answer_id": 1}), (marks, {"pairing_id": 1})):
        with pytest.raises(Forbidden):
            world.see(query, who, **of)
    assert len(world.see(sums, who, survey_id=survey_now(world).id)) == 10


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        (said(4, 4, 4, 4, 4) | {"help": None}, "survey_whole", "help"),
        (said(4, 5, 4, 4, 4), "survey_step", "help"),
        (said(4, 4, 4, 0, 4), "survey_step", "effort"),
        ({"remark": "都好"}, "survey_whole", "talking"),
        ({}, "survey_empty", "talking"),
    ],
)
def test_an_answer_is_whole_or_not_taken(world: RecordWorld, values: dict[str, Any], code: str, field: str) -> None:
    row = asked(world, "丁")
    with pytest.raises(Invalid) as refusal:
        world.do(filing.file_answer, answer_id=row.id, seen_version=row.version, values=values)
    assert (refusal.value.code, refusal.value.data["field"]) == (code, field)
    assert asked(world, "丁").filed_at is None


def test_a_correction_needs_a_reason_and_keeps_what_was_said(world: RecordWorld) -> None:
    answered(world, "丁", 4, 4, 4, 4, 4, remark="很好")
    with pytest.raises(Invalid, match="correction_reason_needed"):
        answered(world, "丁", 2, 4, 4, 4, 4)
    answered(world, "丁", 2, 4, 4, 4, 4, reason="录入错行")
    kept = world.see(answer, answer_id=asked(world, "丁").id)["versions"]
    assert [(one["content"]["talking"], one["content"]["remark"], one["reason"]) for one in kept] == [
        (4, "很好", "录入错行")
    ]
    assert asked(world, "丁").talking == 2
    assert world.rows(EntryVersion, subject="survey_answer")[0].version == 2


def test_what_an_answer_said_before_is_not_read_by_way_of_other_entries(world: RecordWorld) -> None:
    answered(world, "丁")
    answered(world, "丁", 2, 4, 4, 4, 4, reason="录入错行")
    for query in (entry_versions, outcome_versions):
        assert world.see(query, "leader", subject="survey_answer", subject_id=asked(world, "丁").id).empty


def test_two_people_who_file_the_same_answer_do_not_overwrite_each_other(world: RecordWorld) -> None:
    row = asked(world, "丁")
    answered(world, "丁")
    with pytest.raises(Stale):
        world.do(filing.file_answer, answer_id=row.id, seen_version=row.version, values=said(1, 1, 1, 1, 1), reason="x")


def test_a_closed_survey_takes_only_corrections_by_officers(world: RecordWorld) -> None:
    answered(world, "丁")
    row = survey_now(world)
    world.do(rounds.close_survey, survey_id=row.id, seen_version=row.version)
    for name, who in (("丁", "liaison"), ("戊", "officer")):
        with pytest.raises(Conflict, match="survey_closed"):
            answered(world, name, 3, 3, 3, 3, 3, who=who, reason="x")
    answered(world, "丁", 3, 3, 3, 3, 3, reason="本人来电更正")
    assert asked(world, "丁").talking == 3
    row = survey_now(world)
    world.do(rounds.reopen_survey, survey_id=row.id, seen_version=row.version, due_on=DUE)
    answered(world, "戊", who="liaison")


def test_one_survey_of_a_cohort_runs_at_a_time_and_they_are_numbered(world: RecordWorld) -> None:
    with pytest.raises(Conflict, match="survey_open"):
        opened(world)
    row = survey_now(world)
    world.do(rounds.close_survey, survey_id=row.id, seen_version=row.version)
    opened(world)
    found = world.see(surveys, "liaison", cohort_id=world.cohort_id)
    assert [(one.number, one.status, one.asked, one.filed) for one in found.itertuples()] == [
        (2, "open", 2, 0), (1, "closed", 2, 0),
    ]  # fmt: skip


def test_a_survey_needs_a_day_to_come_and_somebody_to_ask(world: RecordWorld) -> None:
    row = survey_now(world)
    world.do(rounds.close_survey, survey_id=row.id, seen_version=row.version)
    with pytest.raises(Invalid, match="survey_due"):
        opened(world, due_on=date(2026, 11, 19))


def test_sums_of_fewer_than_three_answers_tell_nothing(world: RecordWorld) -> None:
    """Two mentees answered: hidden. The third makes three: shown, question by question."""
    answered(world, "丁", 4, 4, 4, 4, 4)
    answered(world, "戊", 2, 4, 4, 4, 1)
    of = {"survey_id": survey_now(world).id}
    before = world.see(sums, **of)
    assert before[["step1", "step4"]].isna().all().all() and set(before["filed"]) == {2, 0}
    answered(world, "甲", 2, 3, 4, 4, 4)
    row = next(world.see(sums, **of).itertuples())
    assert (row.side, row.question, row.asked, row.step1, row.step2, row.step3, row.step4) == (
        "mentee", "talking", 3, 0, 2, 0, 1,
    )  # fmt: skip


def test_a_unit_of_few_is_not_found_by_taking_the_others_from_the_whole(world: RecordWorld) -> None:
    """市财政局 has four answers, 青坞镇 one: were the four shown, the whole less the four would tell the one."""
    answered(world, "丁")
    for name in "甲丁戊":
        answered(world, name, side="mentor")
    answered(world, "甲")
    found = world.see(sums_by_unit, survey_id=survey_now(world).id)
    assert [(row.unit, row.asked, row.filed) for row in found.itertuples()] == [("市财政局", 4, 4), ("青坞镇", 2, 1)]
    assert found["content"].isna().all()
    assert hidden_groups([4, 0]) == [False, True]
    assert hidden_groups([9, 2, 1, 5]) == [False, True, True, False]


def tasks(world: RecordWorld, who: str, on: date = TODAY) -> list[tuple[str, int]]:
    """Kind and count of the tasks of surveys."""
    with world.database.read() as session:
        found = tasks_of_surveys(Asked(session, world.staff[who], on))
        return [(task.kind, task.data["count"]) for task in found]


def test_an_open_survey_waits_for_those_who_collect_and_is_closed_by_officers(world: RecordWorld) -> None:
    assert tasks(world, "liaison") == [("survey_file", 2)]
    assert tasks(world, "officer") == [("survey_file", 6)]
    for name in "丁戊":
        answered(world, name, who="liaison")
    assert tasks(world, "liaison") == []
    assert tasks(world, "officer", date(2026, 12, 5)) == [("survey_file", 4), ("survey_close", 4)]
