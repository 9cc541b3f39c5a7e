"""Read models of records on both engines: each filter leaves what it says, sums are those that one counts by hand."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.queries import record_plans, records_counts
from db.queries.records import PAGE, pairing_choices, record, record_count, record_page, records
from db.queries.records_scope import RecordFilter
from programme.recordbook import campaigns, keep, plans
from tests.conftest import Staff
from tests.support.record_world import DAY, RecordWorld, record_world
from tests.support.remember import remembered

# The engine plays a part in all of it.
pytestmark = pytest.mark.both_engines

VISIT = {
    "kind": "home_visit",
    "village": "上岚村",
    "households_visited": 10,
    "households_total": 80,
    "problems_found": 3,
    "problems_solved": 2,
}


@remembered
def built(database: Database, staff: Staff) -> RecordWorld:
    """Seven records: 甲 a log, a case, a post; 乙 two visits and a remedy; 丙 a talk a year ago."""
    made = record_world(database, staff)
    campaign = made.do(
        campaigns.add_campaign, values={"name": "清村行动", "kind": "villages", "starts_on": date(2026, 3, 1)}
    )
    made.add("甲", methods=["case_teaching"], forms=["telling", "hands_on"])
    made.add(
        "甲", kind="case", title="征地调解", topics=["land_acquisition", "mass_work"], happened_on=date(2026, 4, 1)
    )
    made.add("甲", kind="campaign", campaign_id=campaign, links=2, visits=30, happened_on=date(2026, 4, 2))
    made.add("乙", **VISIT, content="")
    made.add(
        "乙",
        **{**VISIT, "households_visited": 5, "problems_found": 1, "problems_solved": 1},
        happened_on=date(2026, 5, 6),
    )
    made.add("乙", kind="remedy", remedy="invite_feedback", feedback_count=30, rating=4.0, happened_on=date(2026, 5, 7))
    made.add("丙", kind="talk", content="Talk about 100% of it", happened_on=date(2025, 3, 1))
    return made


@pytest.fixture
def world(database: Database, staff: Staff) -> RecordWorld:
    """Seven records: 甲 a log, a case, a post; 乙 two visits and a remedy; 丙 a talk a year ago."""
    return built(database, staff)


@pytest.mark.parametrize(
    ("chosen", "days"),
    [
        ({}, ["2026-05-07", "2026-05-06", "2026-04-02", "2026-04-01", "2026-03-05", "2026-03-05", "2025-03-01"]),
        ({"kind": "home_visit"}, ["2026-05-06", "2026-03-05"]),
        ({"month": "2026-04"}, ["2026-04-02", "2026-04-01"]),
        ({"day": DAY}, ["2026-03-05", "2026-03-05"]),
        ({"method": "case_teaching"}, ["2026-03-05"]),
        ({"form": "hands_on"}, ["2026-03-05"]),
        ({"form": "none", "kind": "case"}, ["2026-04-01"]),
        ({"topic": "mass_work"}, ["2026-04-01"]),
        ({"village": "上岚村", "month": "2026-05"}, ["2026-05-06"]),
        ({"remedy": "invite_feedback"}, ["2026-05-07"]),
        ({"words": "征地 甲"}, ["2026-04-01"]),
        ({"words": "TALK 100%"}, ["2025-03-01"]),
        ({"words": "10_"}, []),
        ({"words": "李"}, ["2025-03-01"]),
        ({"backfilled": False}, []),
        ({"struck": True}, []),
    ],
    ids=str,
)
def test_each_filter_leaves_what_it_says(world: RecordWorld, chosen: dict[str, Any], days: list[str]) -> None:
    asked = RecordFilter(**chosen)
    found = world.see(records, chosen=asked)
    assert [str(day) for day in found["happened_on"]] == days
    assert world.see(record_count, chosen=asked) == len(days)
    total, page, listed = world.see(record_page, chosen=asked, page=9)
    assert (total, page, listed["id"].tolist()) == (len(days), 1, found["id"].tolist())


def test_filters_by_people_and_unit(world: RecordWorld) -> None:
    counts = {
        name: world.see(record_count, chosen=RecordFilter(**{name: key}))
        for name, key in (
            ("pairing_id", world.pairings["甲"]), ("mentor_id", world.people["王"]), ("mentee_id", world.mentees["乙"]),
            ("unit_id", world.units["青坞镇"]), ("cohort_id", world.cohort_id + 1), ("campaign_id", 1),
        )
    }  # fmt: skip
    assert counts == {"pairing_id": 3, "mentor_id": 6, "mentee_id": 3, "unit_id": 4, "cohort_id": 0, "campaign_id": 1}


def test_pages_hold_a_hundred_and_the_last_one_the_rest(world: RecordWorld) -> None:
    for number in range(PAGE):
        world.add("甲", content=f"第{number}次", happened_on=date(2026, 2, 1))
    for words in ("", "次"):
        total, page, found = world.see(record_page, chosen=RecordFilter(kind="log", words=words), page=2)
        assert (total, page, len(found)) == (PAGE + (not words), 2 if not words else 1, 1 if not words else PAGE)


def test_sums_over_records(world: RecordWorld) -> None:
    activity = world.see(records_counts.activity, since=DAY)
    assert activity["count"].sum() == 6 and activity["backfilled"].sum() == 6
    assert world.see(records_counts.pairings_behind) == 3
    mix = world.see(records_counts.mix)
    assert dict(zip(mix["forms"], mix["count"], strict=True))["telling,hands_on"] == 1
    [village] = world.see(records_counts.coverage).to_dict("records")
    assert {name: village[name] for name in ("visits", "households", "total", "found", "solved", "pairings")} == {
        "visits": 2, "households": 15, "total": 80, "found": 4, "solved": 3, "pairings": 1,
    }  # fmt: skip
    [remedy] = world.see(records_counts.remedies).to_dict("records")
    assert (remedy["count"], remedy["feedback"], remedy["rating"]) == (1, 30, 4.0)
    [campaign] = world.see(records_counts.campaigns).to_dict("records")
    assert (campaign["records"], campaign["people"], campaign["links"], campaign["visits"]) == (1, 1, 2, 30)


def test_what_is_struck_out_counts_nowhere(world: RecordWorld) -> None:
    for row in world.see(records).to_dict("records"):
        world.do(keep.strike, record_id=row["id"], seen_version=1, reason="误登")
    assert world.see(records_counts.activity).empty and world.see(records_counts.coverage).empty
    assert (
        world.see(records_counts.case_topics).empty and world.see(records_counts.pulse, cohort_id=world.cohort_id).empty
    )
    assert world.see(record_count, chosen=RecordFilter(struck=True)) == 7


def test_the_case_library_counts_its_topics(world: RecordWorld) -> None:
    world.add("甲", kind="case", title="无主题")
    topics = world.see(records_counts.case_topics)
    assert dict(zip(topics["code"], topics["count"], strict=True)) == {"land_acquisition": 1, "mass_work": 1, "": 1}
    found = world.see(records_counts.cases, chosen=RecordFilter(topic="mass_work"))
    assert found["title"].tolist() == ["征地调解"] and sorted(found["topics"][0]) == ["land_acquisition", "mass_work"]


def test_pulse_and_month_tell_each_pairing_apart(world: RecordWorld) -> None:
    pulse = world.see(records_counts.pulse, cohort_id=world.cohort_id)
    seen = {(row.pairing_id, row.kind): (row.count, str(row.last_on)) for row in pulse.itertuples(index=False)}
    assert seen[world.pairings["乙"], "home_visit"] == (2, "2026-05-06") and len(seen) == 6
    month = world.see(records_counts.monthly, cohort_id=world.cohort_id, month="2026-04")
    assert sorted(month["kind"]) == ["campaign", "case"]


def test_one_record_has_everything_that_hangs_on_it(world: RecordWorld) -> None:
    visit = world.see(records, chosen=RecordFilter(village="上岚村"))["id"].tolist()[0]
    told = world.see(record, record_id=visit)
    assert (told["village"], told["households_visited"], told["mentor"], told["topics"]) == ("上岚村", 5, "王", [])
    assert world.see(record, "liaison", record_id=visit)["mentee"] == "乙"


def test_a_liaison_counts_the_own_unit_only(world: RecordWorld) -> None:
    assert world.see(records_counts.activity, "liaison")["count"].sum() == 4
    assert world.see(records_counts.campaigns, "liaison")["visits"].tolist() == [0]
    assert set(world.see(pairing_choices, "liaison")["mentee"]) == {"丙", "乙"}
    assert world.see(records_counts.case_topics, "liaison").empty


def test_plans_and_stages_of_a_cohort(world: RecordWorld) -> None:
    one = world.pairings["甲"]
    world.do(plans.save_plan, pairing_id=one, seen_version=0, agreed_on=DAY, gap="缺经验")
    for goal, due in (("politics", date(2026, 4, 1)), ("ways", date(2026, 5, 1)), ("ways", date(2027, 1, 1))):
        world.do(plans.add_item, pairing_id=one, values={"goal": goal, "measure": "走访", "due_on": due})
    world.do(plans.finish_item, item_id=1, seen_version=1, done_on=date(2026, 4, 2), result="完成")
    world.do(plans.enter_stage, pairing_id=one, stage="learning", entered_on=DAY)
    progress = world.see(record_plans.plan_progress, cohort_id=world.cohort_id, on=date(2026, 6, 1)).set_index(
        "pairing_id"
    )
    row = progress.loc[one]
    assert (row["items"], row["goals"], row["done"], row["overdue"], row["next_due"]) == (3, 2, 1, 1, date(2026, 5, 1))
    assert progress.loc[world.pairings["乙"], "items"] == 0
    assert world.see(record_plans.stages, cohort_id=world.cohort_id)["stage"].tolist() == ["learning"]
    assert world.see(record_plans.stages, "liaison", cohort_id=world.cohort_id).empty
    assert world.see(record_plans.plan, pairing_id=one)["gap"] == "缺经验"
    assert world.see(record_plans.plan, "liaison", pairing_id=one) is None


def test_villages_are_those_known_and_those_visited(world: RecordWorld) -> None:
    world.add("乙", kind="home_visit", village="新村", households_visited=1)
    assert world.see(records_counts.villages) == ["上岚村", "新村"]
