"""A pairing that follows another begins where that one stood: plan and stages are taken over, marked, and can be mended."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Pairing, PairingEvent, PairingStage, Plan, PlanItem
from db.queries.progress_charts import stage_days, undertakings_over_time
from db.queries.record_plans import plan, plan_items, stages
from programme.cohort_copy import copy_to_next_year
from programme.recordbook import plans
from programme.usecase import look
from tests.conftest import Staff
from tests.support.assess_world import assess_world, cohort_now, decided, graded, opened, proposed
from tests.support.changing import AGO, carried_out, pairing_of, single
from tests.support.signing import World

DUE = today() + timedelta(days=90)
REACHED = today() - timedelta(days=20)
YEAR = timedelta(days=365)


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """甲's pairing has a plan with three undertakings (one done, one struck out) and the stage of working together."""
    made = assess_world(lite, staff)
    key = pairing_of(made, "甲").id
    with lite.write() as session:
        for event in session.scalars(select(PairingEvent)):
            event.on_day = today() - AGO
    told = {"agreed_on": today() - timedelta(days=40), "gap": "群众工作", "outcome": "独立走访"}
    made.do("officer", plans.save_plan, pairing_id=key, seen_version=0, **told)
    ids = [
        made.do("officer", plans.add_item, pairing_id=key, values={"goal": "ways", "measure": text, "due_on": DUE})
        for text in ("走访", "调解", "误列")
    ]
    made.do("officer", plans.finish_item, item_id=ids[0], seen_version=1, done_on=REACHED, result="走访20户")
    made.do("officer", plans.strike_item, item_id=ids[2], seen_version=1, reason="误列")
    for stage, days in (("learning", 40), ("joint", 20)):
        asked = {"pairing_id": key, "stage": stage, "entered_on": today() - timedelta(days=days), "duty": "驻村"}
        made.do("officer", plans.enter_stage, **asked)
    return made


def see(world: World, query: Any, **asked: Any) -> Any:
    return look(world.database, world.staff["officer"], query, **asked)


def taken(world: World, key: int) -> tuple[Any, list[tuple[str, Any, str]], list[tuple[str, Any, str]]]:
    """The plan's gap, the undertakings and the stages of a pairing, each marked as taken over."""
    told, items, reached = (see(world, query, pairing_id=key) for query in (plan, plan_items, stages))
    assert told["taken_from"] == "王" and items["taken"].all() and reached["taken"].all()
    done = [(row.measure, row.done_on, row.result) for row in items.itertuples()]
    return told["gap"], done, [(row.stage, row.entered_on, row.duty) for row in reached.itertuples()]


def expected() -> tuple[Any, ...]:
    early = today() - timedelta(days=40)
    return ("群众工作", [("走访", REACHED, "走访20户"), ("调解", None, "")], [("learning", early, "驻村"), ("joint", REACHED, "驻村")])  # fmt: skip


def successor(world: World, way: str) -> int:
    """甲's open pairing after a change of mentor, an extension, or the carry into the next year."""
    if way == "change":
        carried_out(world, single(world, "change", "甲", "not_suited", new_mentor_id=world.mentors["赵"]))
        return pairing_of(world, "甲").id
    opened(world)
    graded(world, "甲", "unqualified")
    decided(world, proposed(world, "甲", "extend", ends_on=pairing_of(world, "甲").ends_on + YEAR, ground="延期"))
    return pairing_of(world, "甲").id


@pytest.mark.parametrize("way", ["change", "extend"])
def test_plan_and_stages_go_on_in_the_pairing_that_follows(world: World, way: str) -> None:
    old = pairing_of(world, "甲").id
    new = successor(world, way)
    assert new != old and taken(world, new) == expected()
    assert world.row(Plan, new).taken_from_id == old
    before = see(world, plan, pairing_id=old)
    assert before["taken_from"] == "" and not see(world, plan_items, pairing_id=old)["taken"].any()


def test_the_next_years_cohort_takes_it_over_again(world: World) -> None:
    between = successor(world, "extend")
    asked = {"cohort_id": world.cohort_id, "seen_version": cohort_now(world).version, "name": "2027年批次"}
    world.do("officer", copy_to_next_year, **asked, carry=[between])
    with world.database.read() as session:
        last = session.scalars(select(Pairing.id).order_by(Pairing.id.desc())).first()
    assert last is not None and taken(world, last) == expected()


def test_what_was_taken_over_is_mended_in_the_new_pairing_alone(world: World) -> None:
    old = pairing_of(world, "甲").id
    new = successor(world, "change")
    with world.database.read() as session:
        stage = session.scalars(select(PairingStage.id).filter_by(pairing_id=new, stage="joint")).one()
        item = session.scalars(select(PlanItem.id).filter_by(pairing_id=new, measure="调解")).one()
    earlier = REACHED - timedelta(days=1)
    asked = {"stage_id": stage, "seen_version": 1, "entered_on": earlier, "duty": "驻村", "reason": "笔误"}
    world.do("officer", plans.correct_stage, **asked)
    world.do("officer", plans.finish_item, item_id=item, seen_version=1, done_on=today(), result="调解3起")
    asked = {"pairing_id": new, "stage": "independent", "entered_on": today(), "duty": ""}
    world.do("officer", plans.enter_stage, **asked)
    assert [row.entered_on for row in see(world, stages, pairing_id=new).itertuples()][1] == earlier
    assert [row.entered_on for row in see(world, stages, pairing_id=old).itertuples()][1] == REACHED
    assert see(world, plan_items, pairing_id=old)["done_on"].notna().sum() == 1


def test_what_was_passed_on_counts_once_in_the_curves_of_the_cohort(world: World) -> None:
    successor(world, "change")
    curve = see(world, undertakings_over_time, cohort_id=world.cohort_id, on=today())
    assert curve["whole"].tolist()[-1] == 2
    assert see(world, stage_days, cohort_id=world.cohort_id).empty


def test_without_plan_and_stages_nothing_is_taken_over(world: World) -> None:
    carried_out(world, single(world, "change", "丙", "not_suited", new_mentor_id=world.mentors["赵"]))
    assert see(world, plan, pairing_id=pairing_of(world, "丙").id) is None
