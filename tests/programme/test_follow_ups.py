"""Follow-ups: who may own one, several at once, an end with its words, what a liaison sees and may finish."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Account, Audit, FollowUp
from db.queries.progress import follow_up_owners, follow_ups
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.progress.follow_ups import assign, drop, finish
from tests.conftest import Staff
from tests.support.record_world import RecordWorld
from tests.support.review_world import review_world, set_day

TODAY = date(2026, 11, 20)


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> RecordWorld:
    set_day(monkeypatch, TODAY)
    return review_world(lite, staff)


def give(world: RecordWorld, *names: str, owner: str = "officer", who: str = "officer", **values: Any) -> Any:
    """Assign a follow-up of these pairings; returns {name: id}."""
    told = {"pairing_ids": [world.pairings[name] for name in names], "text": "了解情况", "due_on": TODAY, **values}
    made = world.do(assign, who, owner_id=world.staff[owner].id, **told)
    return {name: made.ids[world.pairings[name]] for name in names}


def test_one_follow_up_for_several_pairings_keeps_colour_and_reasons_of_the_day(world: RecordWorld) -> None:
    ids = give(world, "甲", "丁")
    rows = {row.id: row for row in world.rows(FollowUp)}
    assert set(rows) == set(ids.values())
    assert rows[ids["甲"]].found["colour"] == "red"
    assert [one["code"] for one in rows[ids["甲"]].found["reasons"]] == [
        "silent",
        "no_first_talk",
        "no_plan",
        "stage_stuck",
    ]


def test_the_list_has_the_most_urgent_first_and_what_is_over_last(world: RecordWorld) -> None:
    later = give(world, "甲", due_on=date(2026, 12, 1))["甲"]
    sooner, over = give(world, "丁")["丁"], give(world, "甲", text="另一件")["甲"]
    world.do(finish, follow_up_id=over, seen_version=1, outcome="已谈话")
    assert list(world.see(follow_ups)["id"]) == [sooner, later]
    assert list(world.see(follow_ups, open_only=False)["id"]) == [sooner, later, over]
    assert list(world.see(follow_ups, open_only=False, pairing_id=world.pairings["丁"])["id"]) == [sooner]


def test_an_outcome_ends_it_once_and_stays_readable(world: RecordWorld) -> None:
    key = give(world, "甲", owner="chief")["甲"]
    world.do(finish, follow_up_id=key, seen_version=1, outcome="已约定每周见面")
    row = world.row(FollowUp, key)
    assert (row.status, row.outcome, row.closed_by_id) == ("done", "已约定每周见面", world.staff["officer"].id)
    with pytest.raises(Conflict) as refused:
        world.do(drop, follow_up_id=key, seen_version=2, reason="不需要")
    assert refused.value.code == "follow_up_closed"
    acts = [row.detail.get("act") for row in world.rows(Audit) if row.object == f"follow_up:{key}"]
    assert acts == ["follow_up", "done"]


def test_it_is_dropped_with_a_reason_only(world: RecordWorld) -> None:
    key = give(world, "甲")["甲"]
    with pytest.raises(Invalid) as refused:
        world.do(drop, follow_up_id=key, seen_version=1, reason=" ")
    assert refused.value.code == "follow_up_reason_needed"
    world.do(drop, follow_up_id=key, seen_version=1, reason="记录已补登")
    assert world.row(FollowUp, key).status == "dropped"


def test_whoever_looked_at_an_older_version_is_told(world: RecordWorld) -> None:
    key = give(world, "甲")["甲"]
    with pytest.raises(Stale):
        world.do(finish, follow_up_id=key, seen_version=7, outcome="已谈话")


def test_a_liaison_owns_and_finishes_those_of_its_unit_and_sees_no_others(world: RecordWorld) -> None:
    """The liaison is that of 青坞镇, where 丁 serves; 甲 serves in 市财政局."""
    mine, other = give(world, "丁", owner="liaison")["丁"], give(world, "甲")["甲"]
    assert list(world.see(follow_ups, "liaison")["id"]) == [mine]
    assert list(world.see(follow_ups, account_id=world.staff["liaison"].id)["id"]) == [mine]
    world.do(finish, "liaison", follow_up_id=mine, seen_version=1, outcome="已走访")
    with pytest.raises(Forbidden):
        world.do(finish, "liaison", follow_up_id=other, seen_version=1, outcome="已走访")
    assert set(world.see(follow_up_owners, "liaison")["id"]) == {world.staff["liaison"].id}


def test_the_owner_must_be_able_to_finish_it(world: RecordWorld) -> None:
    for names, owner, code in (
        (["甲"], "leader", "follow_up_owner"),
        (["丁", "甲"], "liaison", "follow_up_owner_unit"),
    ):
        with pytest.raises(Conflict) as refused:
            give(world, *names, owner=owner)
        assert refused.value.code == code
    with world.database.write() as session:
        session.get_one(Account, world.staff["chief"].id).disabled = True
    with pytest.raises(Conflict):
        give(world, "甲", owner="chief")
    assert world.rows(FollowUp) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": " "}, "follow_up_text_needed"),
        ({"text": "电话13800000000"}, "record_private_number"),
        ({"due_on": date(2026, 11, 19)}, "follow_up_due"),
        ({"pairing_ids": []}, "follow_up_pairs"),
    ],
)
def test_what_cannot_be_done_is_refused(world: RecordWorld, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        give(world, *(() if "pairing_ids" in values else ("甲",)), **values)
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["leader", "liaison"])
def test_only_officers_and_chiefs_assign(world: RecordWorld, who: str) -> None:
    with pytest.raises(Forbidden):
        give(world, "丁", who=who)
