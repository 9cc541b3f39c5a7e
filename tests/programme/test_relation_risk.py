"""A relation at risk: by which answers, by the mark of staff, until when; who reads the grounds; what the monitor makes of it.

丁 (青坞镇) is led by 李 (市财政局). The liaison is that of 青坞镇. It is 2026-11-20, two days later where it says so.
"""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import FollowUp
from db.queries.surveys import marks
from programme.errors import Conflict, Forbidden, Invalid
from programme.progress.follow_ups import assign
from programme.progress.rules import defaults, save_rules
from programme.progress.states import states
from programme.surveys.relation import mark_relation, relation_of
from programme.surveys.risk import grounds
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import set_day
from tests.support.survey_world import TODAY, answered, survey_world

LATER = date(2026, 11, 22)
LIMITS = {"low": 2, "gap": 2}


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, TODAY)
    return survey_world(database, staff)


def found(world: RecordWorld, name: str = "丁", on: date | None = None) -> list[dict[str, Any]]:
    """What the monitor says of somebody's relation."""
    rows = world.see(states, cohort_id=world.cohort_id, on=on)
    reasons = next(row.reasons for row in rows.itertuples() if row.pairing_id == world.pairings[name])
    return [one for one in reasons if one["code"] == "relation_risk"]


def told(world: RecordWorld, who: str = "officer", name: str = "丁") -> Any:
    """The relation as somebody may read it."""
    return world.see(relation_of, who, pairing_id=world.pairings[name])


def mark(world: RecordWorld, how: str, name: str = "丁", reason: str = "双方反映谈不拢", who: str = "officer") -> None:
    """The mark of staff."""
    seen = told(world, name=name).seen_mark
    world.do(mark_relation, who, pairing_id=world.pairings[name], seen_mark=seen, mark=how, reason=reason)


@pytest.mark.parametrize(
    ("mentee", "mentor", "expected"),
    [
        ((3, 3, 3, 3, 3), (4, 4, 4, 4, 4), []),
        ((2, 3, 3, 3, 3), None, []),
        ((2, 2, 3, 3, 3), None, [("low", "mentee")]),
        (None, (3, 3, 1, 2, 3), [("low", "mentor")]),
        ((3, 3, 3, 3, 2), None, [("unwilling", "mentee")]),
        ((2, 3, 3, 3, 3), (4, 4, 4, 4, 4), [("gap", "talking")]),
        ((4, 4, 4, 4, 4), (4, 4, 2, 4, 4), [("gap", "respect")]),
    ],
)
def test_a_relation_is_at_risk_by_low_answers_by_unwillingness_and_by_a_gap(
    mentee: Any, mentor: Any, expected: list[tuple[str, str]]
) -> None:
    """Two questions low, or two steps apart on one: the mentor content and the mentee not."""
    answers = {side: steps for side, steps in (("mentee", mentee), ("mentor", mentor)) if steps}
    assert [(one.code, one.side or one.question) for one in grounds(answers, LIMITS)] == expected


def test_the_limits_are_those_of_the_rule() -> None:
    told = {"mentee": (2, 2, 3, 3, 3), "mentor": (4, 4, 4, 4, 4)}
    assert [one.code for one in grounds(told, {"low": 3, "gap": 3})] == []


@pytest.mark.both_engines
def test_the_monitor_warns_of_a_relation_at_risk_and_says_whom_to_speak_with(world: RecordWorld) -> None:
    """Not one answer stands in what the monitor tells: everybody who watches progress reads it."""
    assert found(world) == []
    answered(world, "丁", 1, 2, 3, 3, 3, remark="听不懂方言")
    assert found(world) == [{"code": "relation_risk", "counts": True, "by": "survey", "since": "2026-11-20"}]
    assert found(world, on=date(2026, 11, 19)) == []
    rows = world.see(states, cohort_id=world.cohort_id)
    steps = {row.pairing_id: row.next_step for row in rows.itertuples()}
    assert steps[world.pairings["丁"]] == "consider_change"


def test_speaking_with_each_alone_comes_before_every_other_step(world: RecordWorld) -> None:
    rules = defaults().to_dict()
    rules["rules"]["silent"]["mode"] = "off"
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, rules=rules, note="试行")
    mark(world, "set")
    rows = world.see(states, cohort_id=world.cohort_id)
    assert {row.pairing_id: row.next_step for row in rows.itertuples()}[world.pairings["丁"]] == "talk_apart"


@pytest.mark.both_engines
def test_the_mark_of_staff_stands_until_it_is_cleared(world: RecordWorld) -> None:
    mark(world, "set")
    assert found(world)[0]["by"] == "staff"
    with pytest.raises(Conflict, match="relation_set_already"):
        mark(world, "set")
    mark(world, "cleared", reason="已分别谈心，双方愿意继续")
    assert found(world) == [] and told(world).risk is None
    with pytest.raises(Conflict, match="relation_not_at_risk"):
        mark(world, "cleared")
    assert world.see(marks, pairing_id=world.pairings["丁"])["mark"].tolist() == ["cleared", "set"]
    assert world.see(marks, "liaison", pairing_id=world.pairings["丁"]).empty


@pytest.mark.both_engines
def test_what_staff_cleared_is_judged_anew_by_later_answers(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world, "丁", 1, 1, 3, 3, 3)
    mark(world, "cleared", reason="系误填")
    assert found(world) == []
    set_day(monkeypatch, LATER)
    answered(world, "丁", side="mentor")
    assert found(world) == [{"code": "relation_risk", "counts": True, "by": "survey", "since": "2026-11-22"}]


def test_a_corrected_answer_counts_from_the_day_it_was_given_and_what_was_cleared_from_its_correction(
    world: RecordWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world, "丁")
    answered(world, "甲", 1, 1, 3, 3, 3)
    mark(world, "cleared", "甲", reason="系误填")
    set_day(monkeypatch, LATER)
    answered(world, "丁", 1, 1, 3, 3, 3, reason="录入有误")
    answered(world, "甲", 1, 1, 1, 3, 3, reason="录入有误")
    assert [one["since"] for one in found(world)] == ["2026-11-20"]
    assert [one["since"] for one in found(world, "甲")] == ["2026-11-22"]


@pytest.mark.both_engines
def test_grounds_are_read_by_those_who_may_read_the_answers(world: RecordWorld) -> None:
    """The mentee is content, the mentor is not: the mentee's unit reads that there is a risk and not why."""
    answered(world, "丁")
    answered(world, "丁", 2, 2, 1, 3, 3, side="mentor")
    codes = {who: [one.code for one in told(world, who).risk.grounds] for who in ("officer", "liaison", "leader")}
    assert codes == {"officer": ["low", "gap", "gap", "gap"], "liaison": [], "leader": []}
    assert (told(world, "liaison").open, told(world, "leader").open) == (True, False)
    assert told(world, "liaison", "甲") is None
    answered(world, "丁", 2, 2, 3, 3, 3, reason="更正")
    assert [(one.code, one.side) for one in told(world, "liaison").risk.grounds] == [("low", "mentee")]


def test_only_those_who_run_the_cohort_mark_a_relation_and_only_what_they_saw(world: RecordWorld) -> None:
    with pytest.raises(Forbidden):
        mark(world, "set", who="liaison")
    with pytest.raises(Invalid, match="relation_reason_needed"):
        mark(world, "set", reason="  ")
    mark(world, "set")
    with pytest.raises(Conflict, match="relation_moved"):
        world.do(mark_relation, pairing_id=world.pairings["丁"], seen_mark=0, mark="cleared", reason="x")


@pytest.mark.both_engines
def test_a_follow_up_of_a_relation_at_risk_keeps_that_it_was(world: RecordWorld) -> None:
    mark(world, "set")
    told = {"pairing_ids": [world.pairings["丁"]], "text": "分别谈心", "due_on": date(2026, 12, 1)}
    world.do(assign, owner_id=world.staff["officer"].id, **told)
    kept = world.rows(FollowUp)[0].found["reasons"]
    assert [one["by"] for one in kept if one["code"] == "relation_risk"] == ["staff"]
