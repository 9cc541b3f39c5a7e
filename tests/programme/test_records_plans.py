"""Plans and stages: undertakings under four goals, corrected and struck out with reasons; stages in their order; campaigns."""

from datetime import date, timedelta
from typing import Any

import pytest

from db.clock import today
from db.engines import Database
from db.models import Campaign, EntryVersion, ExemptMonth, PairingStage, Plan, PlanItem
from db.queries.records_counts import backfill_limit, exempt_months
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.recordbook import campaigns, plans
from tests.conftest import Staff
from tests.support.record_world import DAY, RecordWorld, record_world

ITEM = {
    "goal": "politics",
    "transfer": "duty",
    "gap": "理论不系统",
    "measure": "共读一本书",
    "due_on": date(2026, 9, 1),
}
CAMPAIGN = {"name": "百日攻坚", "kind": "enterprises", "starts_on": date(2026, 3, 1)}


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    return record_world(lite, staff)


def refused(error: type[ProgrammeError], code: str):
    """A `raises` that also looks at the code."""
    return pytest.raises(error, check=lambda raised: raised.code == code)


def save(world: RecordWorld, seen: int = 0, **more: Any) -> None:
    told = {"agreed_on": DAY, "gap": "缺经验", "outcome": "独立工作", **more}
    world.do(plans.save_plan, pairing_id=world.pairings["甲"], seen_version=seen, **told)


def item(world: RecordWorld, **more: Any) -> int:
    return int(world.do(plans.add_item, pairing_id=world.pairings["甲"], values={**ITEM, **more}))


def stage(world: RecordWorld, code: str, day: date, name: str = "甲", who: str = "officer") -> int:
    return int(
        world.do(
            plans.enter_stage, who, pairing_id=world.pairings[name], stage=code, entered_on=day, duty="独立负责一个村"
        )
    )


@pytest.mark.both_engines
def test_a_plan_is_written_once_and_corrected_with_its_history(database: Database, staff: Staff) -> None:
    world = record_world(database, staff)
    save(world)
    with refused(Stale, "row"):
        save(world, gap="别人的")
    with refused(Invalid, "correction_reason_needed"):
        save(world, 1, gap="缺方法")
    save(world, 1, gap="缺方法", reason="细化")
    [plan], [kept] = world.rows(Plan), world.rows(EntryVersion)
    assert (plan.gap, plan.version) == ("缺方法", 2)
    assert (kept.subject, kept.subject_id, kept.content["gap"]) == ("plan", plan.pairing_id, "缺经验")


def test_an_undertaking_is_done_on_a_day_with_what_came_of_it(world: RecordWorld) -> None:
    key = item(world)
    with refused(Invalid, "item_result_needed"):
        world.do(plans.finish_item, item_id=key, seen_version=1, done_on=DAY, result=" ")
    with refused(Invalid, "record_in_future"):
        world.do(plans.finish_item, item_id=key, seen_version=1, done_on=today() + timedelta(days=1), result="完成")
    world.do(plans.finish_item, item_id=key, seen_version=1, done_on=DAY, result="读完并交流")
    assert (world.row(PlanItem, key).done_on, world.row(PlanItem, key).result) == (DAY, "读完并交流")
    with refused(Conflict, "item_done_already"):
        world.do(plans.finish_item, item_id=key, seen_version=2, done_on=DAY, result="再来")


@pytest.mark.parametrize(
    ("more", "code"),
    [({"goal": "love"}, "not_in_list"), ({"measure": " "}, "item_measure_needed"), ({"due_on": None}, "item_due_needed"),
     ({"transfer": "x"}, "not_in_list"), ({"gap": "电话13800000001"}, "record_private_number"), ({"gap": "长" * 1001}, "text_too_long")],
    ids=["goal", "measure", "due", "transfer", "private", "long"],
)  # fmt: skip
def test_an_undertaking_that_cannot_be_is_refused(world: RecordWorld, more: dict, code: str) -> None:
    with refused(Invalid, code):
        item(world, **more)


def test_an_undertaking_is_corrected_or_struck_out_and_never_gone(world: RecordWorld) -> None:
    key = item(world)
    world.do(plans.correct_item, item_id=key, seen_version=1, values={**ITEM, "measure": "共读两本书"}, reason="加码")
    with refused(Conflict, "pool_unchanged"):
        world.do(
            plans.correct_item, item_id=key, seen_version=2, values={**ITEM, "measure": "共读两本书"}, reason="没变"
        )
    world.do(plans.strike_item, item_id=key, seen_version=2, reason="重复")
    row = world.row(PlanItem, key)
    assert row.measure == "共读两本书" and row.struck_reason == "重复"
    with refused(Conflict, "entry_struck"):
        world.do(plans.strike_item, item_id=key, seen_version=3, reason="再")


def test_stages_follow_one_another(world: RecordWorld) -> None:
    stage(world, "learning", date(2026, 1, 5))
    stage(world, "independent", date(2026, 9, 1))
    for code, day, why in (
        ("joint", date(2026, 10, 1), "stage_out_of_order"),
        ("learning", date(2026, 2, 1), "stage_entered_already"),
        ("joint", date(2026, 1, 1), "record_before_force"),
    ):
        with refused(Conflict, why):
            stage(world, code, day)
    stage(world, "joint", date(2026, 5, 1))
    assert sorted(row.stage for row in world.rows(PairingStage)) == ["independent", "joint", "learning"]


@pytest.mark.both_engines
def test_a_stage_is_corrected_within_its_neighbours_and_struck_out_makes_room(database: Database, staff: Staff) -> None:
    world = record_world(database, staff)
    stage(world, "learning", date(2026, 1, 5))
    key = stage(world, "joint", date(2026, 5, 1))
    asked = {"stage_id": key, "duty": "", "reason": "日期有误"}
    stage(world, "independent", date(2026, 9, 1))
    with refused(Conflict, "stage_out_of_order"):
        world.do(plans.correct_stage, seen_version=1, entered_on=date(2026, 9, 2), **asked)
    world.do(plans.correct_stage, seen_version=1, entered_on=date(2026, 4, 1), **asked)
    world.do(plans.strike_stage, stage_id=key, seen_version=2, reason="误登")
    assert stage(world, "joint", date(2026, 6, 1)) != key


def test_a_liaison_plans_for_its_own_unit_only(world: RecordWorld) -> None:
    assert stage(world, "learning", date(2026, 1, 5), "乙", "liaison")
    with refused(Forbidden, "unit"):
        stage(world, "learning", date(2026, 1, 5), "甲", "liaison")
    with refused(Forbidden, "role"):
        world.do(campaigns.add_campaign, "liaison", values=CAMPAIGN)


def test_a_campaign_keeps_its_name_its_order_of_days_and_the_days_of_its_posts(world: RecordWorld) -> None:
    key = world.do(campaigns.add_campaign, values=CAMPAIGN)
    with refused(Conflict, "campaign_taken"):
        world.do(campaigns.add_campaign, values=CAMPAIGN)
    with refused(Invalid, "campaign_days"):
        world.do(campaigns.edit_campaign, campaign_id=key, seen_version=1, values={"ends_on": date(2026, 2, 1)})
    world.add(kind="campaign", campaign_id=key, happened_on=date(2026, 4, 1))
    with refused(Conflict, "campaign_has_posts"):
        world.do(campaigns.edit_campaign, campaign_id=key, seen_version=1, values={"ends_on": date(2026, 3, 31)})
    world.do(
        campaigns.edit_campaign,
        campaign_id=key,
        seen_version=1,
        values={"ends_on": date(2026, 4, 1), "status": "closed"},
    )
    assert (world.row(Campaign, key).status, world.row(Campaign, key).version) == ("closed", 2)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"name": ""}, "campaign_name_needed"), ({"kind": "party"}, "not_in_list"), ({"starts_on": None}, "campaign_start_needed"),
     ({"status": "gone"}, "not_in_list")],
    ids=["name", "kind", "start", "status"],
)  # fmt: skip
def test_a_campaign_that_cannot_be_is_refused(world: RecordWorld, values: dict, code: str) -> None:
    with refused(Invalid, code):
        world.do(campaigns.add_campaign, values={**CAMPAIGN, **values})


def test_units_are_excused_once_and_no_more_on_request(world: RecordWorld) -> None:
    town, village = world.units["青坞镇"], world.units["上岚村"]
    assert world.do(campaigns.excuse, month="2026-07", unit_ids=[town, village, town, 999], reason="防汛救灾") == 2
    assert world.do(campaigns.excuse, month="2026-07", unit_ids=[town], reason="再次") == 0
    assert world.see(exempt_months, "liaison")["unit"].tolist() == ["青坞镇"]
    world.do(campaigns.excuse_no_more, month="2026-07", unit_id=village)
    assert [row.unit_id for row in world.rows(ExemptMonth)] == [town]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"month": "2026-13"}, "bad_month"),
        ({"unit_ids": []}, "units_needed"),
        ({"reason": " "}, "excuse_reason_needed"),
    ],
)
def test_an_excuse_needs_month_units_and_reason(world: RecordWorld, asked: dict, code: str) -> None:
    with refused(Invalid, code):
        world.do(
            campaigns.excuse, **{"month": "2026-07", "unit_ids": [world.units["青坞镇"]], "reason": "防汛", **asked}
        )


def test_the_limit_of_back_filling_is_fifteen_days_until_it_is_set(world: RecordWorld) -> None:
    assert world.see(backfill_limit) == 15
    world.do(campaigns.set_backfill_days, days=45)
    assert world.see(backfill_limit) == 45
