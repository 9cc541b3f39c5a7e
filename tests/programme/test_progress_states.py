"""States of the pairings of a small world on both engines, by hand; the rules of a cohort; what a liaison sees.

甲 (市财政局) and 乙 (青坞镇) are led by 王 since 2026-01-05, 乙 rests since 2026-06-01; 丙 is over. 丁 and 己 (青坞镇) are led
by 李 since 2026-01-05, 戊 since 2026-10-31; 己's ended on 2026-09-30. It is 2026-11-20.
"""

from datetime import date, datetime
from typing import Any

import pytest

from db.engines import Database
from db.models import ExemptMonth, PairingStage, Plan, PlanItem, ProgressRules, Record, RecordVisit, Review, ReviewRound
from db.queries.progress import progress_rules_history
from programme.errors import Conflict, Forbidden, Invalid
from programme.progress.rules import defaults, rules_in_force, save_rules
from programme.progress.states import counts, states
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import review_world, set_day

TODAY = date(2026, 11, 20)


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, TODAY)
    return review_world(database, staff)


def keep(world: RecordWorld, name: str, kind: str, happened_on: date, delay: int = 0, households: int = 0) -> None:
    """A record as the tables keep it."""
    with world.database.write() as session:
        row = Record(
            pairing_id=world.pairings[name], cohort_id=world.cohort_id, kind=kind, happened_on=happened_on, delay=delay,
            recorded_at=datetime(2026, 11, 1), by_id=world.staff["officer"].id, content="x",
        )  # fmt: skip
        session.add(row)
        session.flush()
        if households:
            session.add(RecordVisit(record_id=row.id, village="上岚村", households_visited=households))


def told(world: RecordWorld, who: str = "officer", on: date | None = None) -> dict[str, Any]:
    """The states by the mentee's name."""
    names = {key: name for name, key in world.pairings.items()}
    found = world.see(states, who, cohort_id=world.cohort_id, on=on)
    return {names[row.pairing_id]: row for row in found.itertuples()}


def codes(row: Any) -> list[str]:
    """What is unmet."""
    return [one["code"] for one in row.reasons]


def test_a_cohort_without_records_is_judged_by_its_days_alone(world: RecordWorld) -> None:
    """319 days after the start nothing is on record: 甲 has four unmet rules, 丁 in a township a fifth, 戊 is 20 days old."""
    found = told(world)
    assert {name: row.colour for name, row in found.items()} == {
        "甲": "red",
        "丁": "red",
        "乙": "paused",
        "戊": "too_early",
    }
    assert sorted(codes(found["甲"])) == ["no_first_talk", "no_plan", "silent", "stage_stuck"]
    assert sorted(codes(found["丁"])) == ["no_first_talk", "no_plan", "silent", "stage_stuck", "visits_low"]
    assert (found["甲"].reasons[0]["days"], found["甲"].reasons[0]["since"]) == (319, "2026-01-05")
    assert found["甲"].next_step == "consider_change"
    assert list(world.see(states, cohort_id=world.cohort_id)["colour"]) == ["red", "red", "paused", "too_early"]


def test_counts_name_every_state(world: RecordWorld) -> None:
    found = counts(world.see(states, cohort_id=world.cohort_id))
    assert found == {"red": 2, "yellow": 0, "blue": 0, "steady": 0, "paused": 1, "too_early": 1}


@pytest.mark.both_engines
def test_what_is_on_record_meets_the_rules(world: RecordWorld) -> None:
    """A talk on November 1, a plan, working alone, ten households on October 20: nothing is left to warn of."""
    keep(world, "丁", "talk", date(2026, 11, 1))
    keep(world, "丁", "home_visit", date(2026, 10, 20), households=10)
    grow(world, "丁")
    row = told(world)["丁"]
    assert (row.colour, codes(row), row.next_step) == ("steady", [], "")
    assert (row.last_contact, row.stage, row.agreed_on) == (date(2026, 11, 1), "independent", date(2026, 1, 20))
    assert (row.items, row.done, row.overdue) == (3, 1, 1)


def grow(world: RecordWorld, name: str) -> None:
    """A plan with one undertaking done, one overdue for 31 days, one for 30; the three stages."""
    by = {"pairing_id": world.pairings[name], "by_id": world.staff["officer"].id}
    days = ((date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 10, 20), None), (date(2026, 10, 21), None))
    with world.database.write() as session:
        session.add(Plan(agreed_on=date(2026, 1, 20), **by))
        session.add_all(PlanItem(goal="ways", measure="x", due_on=due, done_on=done, **by) for due, done in days)
        entered = (("learning", date(2026, 1, 5)), ("joint", date(2026, 4, 1)), ("independent", date(2026, 9, 1)))
        session.add_all(PairingStage(stage=stage, entered_on=on, **by) for stage, on in entered)


def test_a_post_in_a_campaign_is_no_contact_unless_the_rules_say_so(world: RecordWorld) -> None:
    keep(world, "甲", "campaign", date(2026, 11, 1))
    assert told(world)["甲"].last_contact is None
    rules = defaults().to_dict()
    rules["general"]["contact"] = ["campaign"]
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, rules=rules, note="驻点也算")
    assert told(world)["甲"].last_contact == date(2026, 11, 1)


def test_a_month_in_which_the_unit_is_excused_does_not_count(world: RecordWorld) -> None:
    """Silent since August 31, so for 81 days; September is excused, 51 are left."""
    keep(world, "丁", "talk", date(2026, 8, 31))
    assert "silent" in codes(told(world)["丁"])
    with world.database.write() as session:
        unit, by = world.units["青坞镇"], world.staff["officer"].id
        session.add(ExemptMonth(unit_id=unit, month="2026-09", reason="防汛", by_id=by))
    row = told(world)["丁"]
    assert "silent" not in codes(row) and not row.pending


def test_not_yet_recorded_is_told_apart_and_does_not_count(world: RecordWorld) -> None:
    """Silent for 61 days: until December 4 a talk of November 19 may still be written down."""
    keep(world, "丁", "talk", date(2026, 9, 20))
    row = told(world)["丁"]
    assert [(one["code"], one["until"]) for one in row.pending] == [("silent", "2026-12-04")]
    assert "silent" not in codes(row) and row.unmet == len(codes(row))


def test_a_day_that_lies_back_is_judged_by_what_was_written_down_by_then(world: RecordWorld) -> None:
    """The talk of October 1 was written down on the 11th: on the 10th 丁 was silent since the start, on the 11th not."""
    keep(world, "丁", "talk", date(2026, 10, 1), delay=10)
    keep(world, "丁", "log", date(2026, 11, 15))
    assert told(world, on=date(2026, 10, 10))["丁"].last_contact is None
    assert told(world, on=date(2026, 10, 11))["丁"].last_contact == date(2026, 10, 1)
    assert told(world)["丁"].last_contact == date(2026, 11, 15)


def test_what_was_in_force_then_is_judged_then(world: RecordWorld) -> None:
    found = told(world, on=date(2026, 5, 31))
    assert set(found) == {"甲", "乙", "丁", "己"}
    assert found["乙"].colour == "red" and told(world, on=date(2026, 6, 1))["乙"].colour == "paused"
    assert "己" in told(world, on=date(2026, 9, 29)) and "己" not in told(world, on=date(2026, 9, 30))


@pytest.mark.both_engines
def test_reviews_late_or_missing_are_counted_over_the_last_three_months_that_were_due(world: RecordWorld) -> None:
    """August missing, September late, October in time: one missing and one late; November is not due yet."""
    marks = (("2026-08", None), ("2026-09", "late"), ("2026-10", ""), ("2026-11", None))
    for month, mark in marks:
        review(world, "甲", month, mark)
    row = told(world)["甲"]
    found = next(one for one in row.reasons if one["code"] == "review_missing")
    assert (found["missing"], found["late"]) == (1, 1)


def review(world: RecordWorld, name: str, month: str, mark: str | None) -> None:
    """A month's review, complete with a mark or not at all."""
    due = date(int(month[:4]), int(month[5:]) % 12 + 1, 5)
    complete = mark is not None
    with world.database.write() as session:
        by = world.staff["officer"].id
        row = ReviewRound(
            cohort_id=world.cohort_id, month=month, opens_on=due, due_on=due, weight_self=10, weight_head=45,
            weight_leader=45, by_id=by,
        )  # fmt: skip
        session.add(row)
        session.flush()
        told = (
            {"state": "complete", "score": 80.0, "completed_at": datetime(2026, 11, 1), "mark": mark}
            if complete
            else {}
        )
        session.add(Review(round_id=row.id, pairing_id=world.pairings[name], unit_id=world.units["市财政局"], **told))


def test_mostly_back_filled_records_are_a_reason_of_their_own(world: RecordWorld) -> None:
    """Of four logs of the last 180 days two took 16 days, one more than the 15 that are allowed."""
    for day, delay in ((1, 16), (2, 16), (3, 15), (4, 0)):
        keep(world, "甲", "log", date(2026, 10, day), delay)
    found = next(one for one in told(world)["甲"].reasons if one["code"] == "mostly_backfilled")
    assert (found["backfilled"], found["records"], found["counts"]) == (2, 4, True)


@pytest.mark.both_engines
def test_a_liaison_sees_its_own_unit_only(world: RecordWorld) -> None:
    assert set(told(world, "liaison")) == {"乙", "丁", "戊"}


@pytest.mark.both_engines
def test_rules_are_saved_with_their_history_and_judge_from_then_on(world: RecordWorld) -> None:
    rules = defaults().to_dict()
    rules["colours"]["red"], rules["rules"]["no_plan"]["mode"] = 6, "told"
    assert world.do(save_rules, cohort_id=world.cohort_id, seen_number=0, rules=rules, note="试行") == 1
    assert (told(world)["甲"].colour, told(world)["甲"].unmet) == ("yellow", 3)
    history = world.see(progress_rules_history, cohort_id=world.cohort_id)
    assert [(row.number, row.note) for row in history.itertuples()] == [(1, "试行")]
    assert world.see(rules_in_force, cohort_id=world.cohort_id).colours["red"] == 6


def test_rules_are_not_saved_over_somebody_elses_without_a_reason_or_without_a_change(world: RecordWorld) -> None:
    told_rules = defaults().to_dict()
    told_rules["rules"]["silent"]["days"] = 45
    arguments: dict[str, Any] = {"cohort_id": world.cohort_id, "seen_number": 0, "rules": told_rules, "note": "试行"}
    for changed, error in (
        ({"note": " "}, Invalid),
        ({"rules": defaults().to_dict()}, Conflict),
        ({"seen_number": 1}, Conflict),
    ):
        with pytest.raises(error):
            world.do(save_rules, **{**arguments, **changed})
    for who in ("leader", "liaison"):
        with pytest.raises(Forbidden):
            world.do(save_rules, who, **arguments)
    assert world.rows(ProgressRules) == []
