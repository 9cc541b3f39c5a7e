"""A change or an end proposed in the assessment and its change slip are one story, whichever page deals with it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from db.clock import today
from db.engines import Database
from db.models import Change, Cohort, Conclusion
from programme import changes
from programme.assessment import conclude
from programme.change_drafts import Head
from programme.errors import Conflict, Forbidden
from programme.invariants import check
from tests.conftest import Staff
from tests.support.assess_world import (
    assess_world,
    decided,
    graded,
    mentee_state,
    opened,
    pairings_of,
    planned,
    proposed,
)
from tests.support.changing import carried_out, pairing_of, single, step
from tests.support.signing import World


@pytest.fixture
def world(lite: Database, staff: Staff) -> Iterator[World]:
    """A final round is open and 甲 graded; every rule over the whole database holds when the test is done."""
    made = assess_world(lite, staff)
    opened(made)
    graded(made, "甲", "unqualified")
    yield made
    with lite.read() as session:
        assert check(session) == []


def end(world: World, **more: object) -> tuple[int, int]:
    """The end of 甲's pairing, proposed by the officer: (conclusions.id, changes.id)."""
    key = proposed(world, "甲", "end", reason="promoted", ground="提拔任用", **more)
    return key, world.row(Conclusion, key).change_id


def state(world: World, key: int) -> tuple[str, int | None, str]:
    """(state, who decided, opinion) of a conclusion."""
    row = world.row(Conclusion, key)
    return row.status, row.decided_by_id, row.answer


def test_a_slip_signed_and_carried_out_under_changes_settles_the_conclusion(world: World) -> None:
    key, slip = end(world)
    step(world, "chief", "approve", slip)
    assert state(world, key) == ("proposed", None, "")
    step(world, "officer", "carry_out", slip)
    assert state(world, key) == ("carried_out", world.staff["chief"].id, "")
    with pytest.raises(Conflict, match="conclusion_over"):
        decided(world, key, "deputy")


def test_a_change_carried_out_under_changes_names_the_successor_in_the_conclusion(world: World) -> None:
    asked = {"reason": "not_suited", "ground": "专业不对口", "mentor_id": world.mentors["赵"]}
    key = proposed(world, "甲", "change", **asked)
    slip = world.row(Conclusion, key).change_id
    step(world, "chief", "approve", slip)
    step(world, "officer", "carry_out", slip)
    assert world.row(Conclusion, key).successor_id == pairing_of(world, "甲").id


@pytest.mark.parametrize(
    ("who", "status"), [("officer", "withdrawn"), ("colleague", "withdrawn"), ("chief", "refused")]
)
def test_a_slip_put_away_under_changes_settles_the_conclusion_and_frees_the_pairing(
    world: World, who: str, status: str
) -> None:
    key, slip = end(world)
    step(world, who, "withdraw", slip, comment="暂缓")
    decider = world.staff[who].id if status == "refused" else None
    assert state(world, key) == (status, decider, "暂缓")
    assert end(world)[0] != key


def test_a_slip_sent_back_leaves_the_conclusion_proposed_and_says_afterwards_what_the_slip_says(world: World) -> None:
    key, slip = end(world)
    step(world, "chief", "send_back", slip, comment="请改日期")
    assert state(world, key)[0] == "proposed"
    with pytest.raises(Conflict, match="conclusion_slip_moved"):
        decided(world, key, "deputy")
    earlier = today() - timedelta(days=3)
    step(world, "colleague", "edit_head", slip, head=Head(earlier, "transferred", "调离本市"))
    step(world, "colleague", "propose", slip)
    row = world.row(Conclusion, key)
    assert (row.reason, row.ground, row.effective_on) == ("transferred", "调离本市", earlier)
    assert row.by_id == world.staff["colleague"].id
    assert decided(world, key) == "ended"


def test_a_slip_that_became_something_else_goes_its_way_without_the_conclusion(world: World) -> None:
    key, slip = end(world)
    step(world, "chief", "send_back", slip, comment="先暂停")
    rest = {"act": "pause", "return_on": today() + timedelta(days=60)}
    step(world, "officer", "set_line", slip, pairing_id=pairing_of(world, "甲").id, line=rest)
    step(world, "officer", "propose", slip)
    assert state(world, key)[0] == "withdrawn"
    step(world, "chief", "approve", slip)
    step(world, "officer", "carry_out", slip)
    assert pairing_of(world, "甲").status == "paused"


def test_a_slip_does_not_outrun_a_grade_that_moved_since(world: World) -> None:
    """Graded again after the proposal: neither page carries it out until it is submitted on the grade as it is."""
    key, slip = end(world)
    step(world, "chief", "approve", slip)
    with world.database.write() as session:
        session.get_one(Conclusion, key).number = 0
    with pytest.raises(Conflict, match="conclusion_moved"):
        step(world, "officer", "carry_out", slip)
    with pytest.raises(Conflict, match="conclusion_moved"):
        decided(world, key)
    step(world, "chief", "send_back", slip, comment="等次已变")
    step(world, "officer", "propose", slip, comment="按现等次报批")
    assert decided(world, key) == "ended"


def test_a_graduation_that_a_slip_overtakes_is_withdrawn_with_the_slip(world: World) -> None:
    planned(world, "甲", 5, 5)
    key = proposed(world, "甲", override="领导集体研究同意")
    slip = single(world, "end", "甲", "promoted")
    carried_out(world, slip)
    assert (state(world, key)[0], world.row(Conclusion, key).change_id) == ("withdrawn", slip)


@pytest.mark.parametrize("kind", ["end", "change"])
def test_with_two_levels_the_chief_approves_the_leader_signs_and_it_is_carried_out_from_the_assessment(
    world: World, kind: str
) -> None:
    world.change(Cohort, world.cohort_id, sign_levels=2)
    if kind == "end":
        key, slip = end(world)
    else:
        asked = {"reason": "not_suited", "ground": "专业不对口", "mentor_id": world.mentors["赵"]}
        key = proposed(world, "甲", "change", **asked)
        slip = world.row(Conclusion, key).change_id
    with pytest.raises(Conflict, match="chief_first"):
        decided(world, key, "leader")
    assert decided(world, key, "chief", answer="同意") == "active"
    with pytest.raises(Forbidden):
        decided(world, key, "deputy")
    assert decided(world, key, "leader", answer="批准") == "active"
    assert (world.row(Change, slip).status, state(world, key)[0]) == ("approved", "proposed")
    assert decided(world, key, "chief", answer="执行") == ("ended" if kind == "end" else "changed")
    assert state(world, key) == ("carried_out", world.staff["leader"].id, "执行")
    assert mentee_state(world, "甲") == ("ended" if kind == "end" else "paired")
    assert len(pairings_of(world, "甲")) == (1 if kind == "end" else 2)


def test_the_names_of_both_pages_stand_under_one_slip(world: World) -> None:
    """The chief approves under Changes, the leader signs in the assessment, the officer carries it out under Changes."""
    world.change(Cohort, world.cohort_id, sign_levels=2)
    key, slip = end(world)
    step(world, "chief", "approve", slip)
    decided(world, key, "leader", answer="批准")
    step(world, "officer", "carry_out", slip)
    assert state(world, key) == ("carried_out", world.staff["leader"].id, "批准")


def test_a_leader_refuses_on_either_level_and_the_slip_is_put_away(world: World) -> None:
    world.change(Cohort, world.cohort_id, sign_levels=2)
    key, slip = end(world)
    decided(world, key, "chief")
    decided(world, key, "leader", agreed=False, answer="再考察")
    assert state(world, key) == ("refused", world.staff["leader"].id, "再考察")
    assert world.row(Change, slip).status == "withdrawn"
    with pytest.raises(Conflict, match="slip_stage"):
        step(world, "chief", "approve", slip)


def test_what_takes_effect_later_is_signed_now_and_carried_out_on_its_day(world: World) -> None:
    key, slip = end(world, effective_on=today() + timedelta(days=5))
    assert decided(world, key) == "active"
    assert (world.row(Change, slip).status, state(world, key)[0]) == ("approved", "proposed")


def test_withdrawing_the_proposal_puts_its_slip_away(world: World) -> None:
    key, slip = end(world)
    version = world.row(Conclusion, key).version
    world.do("officer", conclude.withdraw, conclusion_id=key, seen_version=version, comment="误提")
    assert (state(world, key)[0], world.row(Change, slip).status) == ("withdrawn", "withdrawn")
    with pytest.raises(Conflict, match="slip_stage"):
        world.do("chief", changes.approve, change_id=slip, seen_version=world.row(Change, slip).version)
