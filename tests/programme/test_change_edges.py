"""Slips at the edges: loads that stay, days that cannot be, units that end or bring other rules, records already kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from db.clock import today
from db.engines import Database
from db.models import Change, MentorProfile, Pairing, Unit
from programme import change_check, change_drafts, pairings
from programme.change_content import Leaver
from programme.change_drafts import Head
from programme.errors import Conflict, Invalid
from programme.invariants import check
from programme.recordbook import keep
from programme.unit_acts import Paper, merge
from tests.conftest import Staff
from tests.support.changing import approved, carried_out, leave, mentor_of, pairing_of, single, step, world_in_force
from tests.support.signing import World


@pytest.fixture
def world(lite: Database, staff: Staff) -> Iterator[World]:
    """Three pairings in force for 45 days: 王 (2 seats) leads 甲 and 乙, 李 (2 seats) leads 丙."""
    made = world_in_force(lite, staff)
    yield made
    with lite.read() as session:
        assert not [one for one in check(session) if not one.watched]


def found(world: World, change_id: int) -> set[str]:
    """The codes of what stands against carrying a slip out."""
    with world.database.read() as session:
        change = session.get_one(Change, change_id)
        return {finding.code for finding in change_check.findings(session, change, carrying_out=True)}


def unit(world: World, name: str, **values: Any) -> int:
    """A further unit."""
    with world.database.write() as session:
        row = Unit(**{"name": name, "kind": "organ", "county": "澜东区", **values})
        session.add(row)
        session.flush()
        return row.id


def transfer(world: World, to_unit: int, note: str = "干部交流", on: date | None = None, **line: Any) -> int:
    """A draft by which 甲 moves to another unit."""
    head, mentee = Head(on or today(), note=note), world.mentees["甲"]
    told = {"mentee_id": mentee, "to_unit": to_unit, "head": head, "line": line}
    return int(world.do("officer", change_drafts.draw_transfer, **told))


def swap(world: World, *names: str) -> int:
    """A draft by which two mentees exchange their mentors."""
    keys = tuple(pairing_of(world, name).id for name in names)
    head = Head(today(), "own_wish", "双方商定")
    return int(world.do("officer", change_drafts.draw_swap, pairing_ids=keys, head=head))


def test_a_swap_adds_to_nobody_and_so_needs_no_seat_of_a_mentor_whose_seats_were_cut(world: World) -> None:
    """王 leads two and has one seat left since a review: the exchange leaves him with two."""
    world.change(MentorProfile, world.mentors["王"], capacity=1)
    carried_out(world, swap(world, "甲", "丙"))
    assert (mentor_of(world, "甲"), mentor_of(world, "丙")) == ("李", "王")


def test_one_more_for_a_mentor_without_a_seat_is_still_refused(world: World) -> None:
    change_id = single(world, "change", "丙", "work_need", new_mentor_id=world.mentors["王"])
    assert found(world, change_id) == {"over_capacity"}


def test_the_day_of_a_slip_does_not_move_behind_the_return(world: World) -> None:
    back = today() + timedelta(days=30)
    pause = single(world, "pause", "丙", "posting", return_on=back)
    with pytest.raises(Invalid, match="return_day"):
        step(world, "officer", "edit_head", pause, head=Head(back, "posting", "外派"))
    step(world, "officer", "withdraw", pause, comment="重拟")
    rest = int(
        world.do(
            "officer", change_drafts.draw_leave, cohort_id=world.cohort_id, head=Head(today()),
            leavers=[Leaver(world.mentors["李"], "posting", back)],
        )
    )  # fmt: skip
    with pytest.raises(Invalid, match="return_day"):
        step(world, "officer", "edit_head", rest, head=Head(back + timedelta(days=1)))
    step(world, "officer", "edit_head", rest, head=Head(back - timedelta(days=1)))


def test_nobody_rests_with_a_mentor_who_leaves_for_good(world: World) -> None:
    change_id = leave(world, "李")
    rest = {"act": "pause", "return_on": today() + timedelta(days=30)}
    step(world, "officer", "set_line", change_id, pairing_id=pairing_of(world, "丙").id, line=rest)
    assert found(world, change_id) == {"rests_with_who_left"}


def test_weak_results_keep_their_words_when_the_head_is_edited(world: World) -> None:
    change_id = leave(world, "王", ground="weak_results", note="连续两季未联系")
    with pytest.raises(Invalid, match="note_missing"):
        step(world, "officer", "edit_head", change_id, head=Head(today()))


def test_a_transfer_is_asked_for_its_reason_and_a_likely_day(world: World) -> None:
    there = unit(world, "澜州市水务局")
    with pytest.raises(Invalid, match="slip_reason"):
        transfer(world, there, note=" ")
    with pytest.raises(Invalid, match="effective_day"):
        transfer(world, there, on=today() + timedelta(days=3660))


def test_nobody_is_transferred_to_a_unit_that_ended_meanwhile(world: World) -> None:
    there, heir = unit(world, "澜州市水务局"), unit(world, "澜州市水利局")
    change_id = transfer(world, there)
    approved(world, change_id)
    world.do("officer", merge, gone_id=there, keep_id=heir, paper=Paper(today(), reason="机构改革"))
    assert found(world, change_id) == {"transfer_unit_gone"}
    with pytest.raises(Conflict, match="changed_since"):
        step(world, "officer", "carry_out", change_id)


def test_a_pair_that_a_transfer_takes_across_streams_is_told(world: World) -> None:
    """The rules look at the unit to which the mentee goes; the mentor stays where he is."""
    assert "rule_stream" in found(world, transfer(world, unit(world, "澜州市纪委监委", stream="discipline")))


def test_a_transfer_within_open_streams_has_nothing_against_it(world: World) -> None:
    assert found(world, transfer(world, unit(world, "澜州市水务局"))) == set()


def test_a_change_does_not_reach_back_behind_the_last_step_of_its_pairing(world: World) -> None:
    """丙 rests since today; a successor as of yesterday would stand before the rest."""
    with world.database.write() as session:
        row = session.get_one(Pairing, pairing_of(world, "丙").id)
        pairings.shift(session, world.staff["officer"], row, "paused", "病休")
    yesterday = today() - timedelta(days=1)
    change_id = single(world, "change", "丙", "work_need", on=yesterday, new_mentor_id=world.mentors["赵"])
    assert found(world, change_id) == {"before_its_last_step"}


def test_records_of_a_later_day_are_told_before_a_change_reaches_back_behind_them(world: World) -> None:
    """A talk of today is on record; a change as of yesterday would leave it on a day without force."""
    pairing_id = pairing_of(world, "丙").id
    talk = {"kind": "talk", "happened_on": today(), "content": "谈心谈话"}
    world.do("officer", keep.add, pairing_id=pairing_id, values=talk)
    yesterday = today() - timedelta(days=1)
    change_id = single(world, "change", "丙", "work_need", on=yesterday, new_mentor_id=world.mentors["赵"])
    assert "records_after" in found(world, change_id)
