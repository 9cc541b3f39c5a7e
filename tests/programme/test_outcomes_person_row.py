"""A step into the Party or a new post reaches the person's row when the officer wants it, and is undone with the fact."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Person
from programme.errors import Forbidden, Stale
from programme.outcomes import keep
from programme.outcomes.person_row import Offer, row_brought, row_offer
from tests.conftest import Staff
from tests.support.outcome_world import DAY, fact
from tests.support.record_world import RecordWorld, record_world

LATER = date(2026, 4, 1)


@pytest.fixture
def world(lite: Database, staff: Staff) -> RecordWorld:
    """甲 is a member of the League and 科员."""
    made = record_world(lite, staff)
    with lite.write() as session:
        person = session.get_one(Person, made.people["甲"])
        person.party, person.post = "league_member", "科员"
    return made


def row(world: RecordWorld) -> tuple[str, str]:
    person = world.row(Person, world.people["甲"])
    return person.party, person.post


def kept(world: RecordWorld, kind: str, day: date = DAY, who: str = "officer", **values: Any) -> int:
    """A fact about 甲, brought to the row as it is now."""
    told = {"kind": kind, "happened_on": day, **values}
    version = world.row(Person, world.people["甲"]).version
    return int(world.do(keep.add, who, person_id=world.people["甲"], values=told, row_version=version))


def test_a_new_member_and_a_new_post_reach_the_row_with_an_audit_row_each(world: RecordWorld) -> None:
    kept(world, "party", step="probationary")
    kept(world, "promotion", to_post="副镇长")
    assert row(world) == ("probationary_member", "副镇长")
    with world.database.read() as session:
        told = [one.detail["changes"] for one in session.scalars(select(Audit)) if "fact" in one.detail]
    assert told == [{"party": ["league_member", "probationary_member"]}, {"post": ["科员", "副镇长"]}]


def test_nothing_changes_silently(world: RecordWorld) -> None:
    fact(world, "甲", "party", step="probationary", title="")
    fact(world, "甲", "promotion", to_post="副镇长", title="")
    assert row(world) == ("league_member", "科员")


def test_striking_the_fact_out_undoes_it(world: RecordWorld) -> None:
    key = kept(world, "promotion", to_post="副镇长")
    assert world.see(row_brought, outcome_id=key) == {"field": "post", "before": "科员", "after": "副镇长"}
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="误录")
    assert row(world)[1] == "科员" and world.see(row_brought, outcome_id=key) is None


def test_what_somebody_wrote_since_is_left_alone(world: RecordWorld) -> None:
    key = kept(world, "promotion", to_post="副镇长")
    with world.database.write() as session:
        session.get_one(Person, world.people["甲"]).post = "镇长"
    world.do(keep.strike, outcome_id=key, seen_version=1, reason="误录")
    assert row(world)[1] == "镇长"


def test_a_correction_of_the_fact_is_followed(world: RecordWorld) -> None:
    key = kept(world, "promotion", to_post="副镇长")
    told = {"happened_on": DAY, "to_post": "党委委员"}
    world.do(keep.correct, outcome_id=key, seen_version=1, values=told, reason="笔误")
    assert row(world)[1] == "党委委员"
    world.do(keep.strike, outcome_id=key, seen_version=2, reason="误录")
    assert row(world)[1] == "科员"


def test_only_the_newest_of_its_kind_is_offered_and_reaches_the_row(world: RecordWorld) -> None:
    kept(world, "promotion", LATER, to_post="副镇长")
    asked = {"person_id": world.people["甲"], "kind": "promotion", "day": DAY}
    assert world.see(row_offer, **asked) is None
    kept(world, "promotion", to_post="股长")
    assert row(world)[1] == "副镇长"
    version = world.row(Person, world.people["甲"]).version
    assert world.see(row_offer, **{**asked, "day": LATER}) == Offer(version, "post", "副镇长")


@pytest.mark.parametrize(
    ("kind", "step"), [("party", "activist"), ("party", "development"), ("posting", "secondment"), ("honour", "")]
)
def test_other_facts_offer_nothing(world: RecordWorld, kind: str, step: str) -> None:
    assert world.see(row_offer, person_id=world.people["甲"], kind=kind, step=step, day=DAY) is None


def test_who_may_not_edit_the_pool_does_not_bring_it_and_a_row_that_moved_is_stale(world: RecordWorld) -> None:
    with pytest.raises(Forbidden):
        world.do(keep.add, "liaison", person_id=world.people["乙"], row_version=1,
                 values={"kind": "promotion", "happened_on": DAY, "to_post": "副镇长"})  # fmt: skip
    with pytest.raises(Stale):
        world.do(keep.add, person_id=world.people["甲"], row_version=99,
                 values={"kind": "promotion", "happened_on": DAY, "to_post": "副镇长"})  # fmt: skip
    assert row(world)[1] == "科员"
