"""A change slip moves nothing until two people have signed it, and then does exactly what it says, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Audit, Change, ChangeMentor, ChangePair, Cohort, Mentee, MentorProfile, Pairing, Person, Unit
from programme import change_check, change_drafts, changes, pairings
from programme.change_candidates import swap_fits
from programme.change_content import Content, Leaver
from programme.change_drafts import Head
from programme.change_slip import ChangeSlip, change_slip
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import check
from programme.recheck import Finding
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import (
    approved,
    carried_out,
    events_of,
    leave,
    mentor_of,
    pairing_of,
    single,
    step,
    world_in_force,
)
from tests.support.faults import everything
from tests.support.signing import World, taken_elsewhere


@pytest.fixture
def world(database: Database, staff: Staff) -> Iterator[World]:
    """Three pairings in force; every invariant holds when the test is done."""
    made = world_in_force(database, staff)
    yield made
    with database.read() as session:
        assert check(session) == []


def line(world: World, change_id: int, mentee: str) -> dict[str, object]:
    rows = world.row(Change, change_id).content["lines"]
    return next(row for row in rows if row["mentee_id"] == world.mentees[mentee])


def choose(world: World, change_id: int, mentee: str, act: str = "change", **more: object) -> None:
    pairing_id = pairing_of(world, mentee).id
    step(world, "officer", "set_line", change_id, pairing_id=pairing_id, line={"act": act, **more})


def found(world: World, change_id: int) -> set[str]:
    with world.database.read() as session:
        change = session.get_one(Change, change_id)
        return {finding.code for finding in change_check.findings(session, change, carrying_out=True)}


def test_a_leaving_mentor_hands_over_to_successors_and_leaves_the_pool(world: World) -> None:
    """王 leaves: 甲 and 乙 get the two free seats (李 one, 赵 one); 丙 stays with 李."""
    old = {name: pairing_of(world, name) for name in "甲乙丙"}
    change_id = leave(world, "王")
    assert mentor_of(world, "甲") == "王", "a draft moves nothing"
    done = carried_out(world, change_id)
    assert (done.changed, done.waiting, done.mentors) == (2, 0, 1)
    assert {mentor_of(world, "甲"), mentor_of(world, "乙")} == {"李", "赵"}
    assert pairing_of(world, "丙").id == old["丙"].id
    assert world.row(MentorProfile, world.mentors["王"]).status == "left"
    assert world.row(MentorProfile, world.mentors["王"]).status_reason == "left_post"
    for name in "甲乙":
        assert world.row(Pairing, old[name].id).status == "changed"
        assert world.row(Mentee, world.mentees[name]).status == "paired"


def test_the_successor_continues_the_pairing_for_the_rest_of_its_term(world: World) -> None:
    old = pairing_of(world, "甲")
    day = today() - timedelta(days=3)
    change_id = single(world, "change", "甲", "work_need", on=day, new_mentor_id=world.mentors["赵"])
    carried_out(world, change_id)
    new = pairing_of(world, "甲")
    assert (new.starts_on, new.ends_on, new.role, new.scheme_id) == (day, old.ends_on, "lead", None)
    assert events_of(world, new.id) == [("", "confirmed", day), ("confirmed", "active", day)]
    assert events_of(world, old.id)[-1] == ("active", "changed", day)
    with world.database.read() as session:
        link = session.scalars(select(ChangePair)).one()
        assert (link.pairing_id, link.successor_id, link.change_id) == (old.id, new.id, change_id)


@pytest.mark.both_engines
def test_a_paused_pairing_stays_paused_with_the_new_mentor(world: World) -> None:
    rested_meanwhile(world)
    carried_out(world, single(world, "change", "甲", "work_need", new_mentor_id=world.mentors["赵"]))
    assert pairing_of(world, "甲").status == "paused"
    assert [after for _before, after, _day in events_of(world, pairing_of(world, "甲").id)][-1] == "paused"


def test_two_pairs_swap_their_mentors_even_where_both_are_full(world: World) -> None:
    """李 has one seat only: the swap needs no free seat."""
    world.change(MentorProfile, world.mentors["李"], capacity=1)
    keys = pairing_of(world, "甲").id, pairing_of(world, "丙").id
    head = Head(today(), "own_wish", "双方商定")
    change_id = int(world.do("officer", change_drafts.draw_swap, pairing_ids=keys, head=head))
    rows = look(world.database, world.staff["chief"], change_slip, change_id=change_id).rows
    fits = look(world.database, world.staff["chief"], swap_fits, pairing_ids=keys)
    assert [(row.fit_before, row.fit) for row in rows] == [(before, after) for before, after, _code in fits]
    carried_out(world, change_id)
    assert (mentor_of(world, "甲"), mentor_of(world, "乙"), mentor_of(world, "丙")) == ("李", "王", "王")


def test_an_end_with_its_reason_ends_the_mentee_too(world: World) -> None:
    carried_out(world, single(world, "end", "丙", "promoted"))
    assert world.row(Mentee, world.mentees["丙"]).status == "ended"


@pytest.mark.both_engines
def test_a_pause_keeps_the_day_of_the_return(world: World) -> None:
    back = today() + timedelta(days=90)
    carried_out(world, single(world, "pause", "丙", "posting", return_on=back))
    assert pairing_of(world, "丙").status == "paused"
    with world.database.read() as session:
        assert session.scalars(select(ChangePair.return_on)).one() == back


@pytest.mark.both_engines
def test_a_mentor_who_rests_comes_back_on_a_day(world: World) -> None:
    back = today() + timedelta(days=60)
    change_id = int(
        world.do(
            "officer", change_drafts.draw_leave, cohort_id=world.cohort_id, head=Head(today()),
            leavers=[Leaver(world.mentors["李"], "posting", back)],
        )
    )  # fmt: skip
    carried_out(world, change_id)
    assert world.row(MentorProfile, world.mentors["李"]).status == "paused"
    assert world.row(ChangeMentor, (change_id, world.mentors["李"])).return_on == back


@pytest.mark.both_engines
@pytest.mark.parametrize("stays", [True, False])
def test_a_transferred_mentee_moves_with_the_place_served(world: World, stays: bool) -> None:
    with world.database.write() as session:
        unit = Unit(name="竹源县青坞镇", kind="township", county="竹源县", township="青坞镇")
        session.add(unit)
        session.flush()
        unit_id = unit.id
    line = {} if stays else {"act": "change", "new_mentor_id": world.mentors["赵"]}
    change_id = int(
        world.do(
            "officer", change_drafts.draw_transfer, mentee_id=world.mentees["甲"], to_unit=unit_id,
            head=Head(today(), note="干部交流"), line=line,
        )
    )  # fmt: skip
    carried_out(world, change_id)
    mentee = world.row(Mentee, world.mentees["甲"])
    assert world.row(Person, mentee.person_id).unit_id == unit_id
    assert (mentee.county, mentee.township) == ("竹源县", "青坞镇")
    assert mentor_of(world, "甲") == ("王" if stays else "赵")


def test_who_cannot_be_placed_waits_again(world: World) -> None:
    """Without 赵 there is one free seat for the two whom 王 leaves."""
    world.change(MentorProfile, world.mentors["赵"], status="paused")
    done = carried_out(world, leave(world, "王"))
    assert (done.changed, done.waiting) == (1, 1)
    assert sorted(world.row(Mentee, world.mentees[name]).status for name in "甲乙") == ["paired", "waiting"]


def test_an_officer_may_choose_one_successor_by_hand(world: World) -> None:
    change_id = leave(world, "王")
    other = {"李": "赵", "赵": "李"}
    names = {key: name for name, key in world.mentors.items()}
    planned = other[names[line(world, change_id, "甲")["new_mentor_id"]]]  # type: ignore[index]
    for mentee, mentor in (("甲", planned), ("乙", other[planned])):
        choose(world, change_id, mentee, new_mentor_id=world.mentors[mentor], note="同一条线")
    assert line(world, change_id, "甲")["origin"] == "staff"
    carried_out(world, change_id)
    assert (mentor_of(world, "甲"), mentor_of(world, "乙")) == (planned, other[planned])


def test_two_different_people_have_to_sign(world: World) -> None:
    change_id = leave(world, "王")
    step(world, "chief", "propose", change_id)
    with pytest.raises(Conflict, match="own_change"):
        step(world, "chief", "approve", change_id)
    with pytest.raises(Conflict, match="slip_stage"):
        step(world, "officer", "carry_out", change_id)
    with pytest.raises(Forbidden):
        step(world, "officer", "approve", change_id)
    step(world, "leader", "approve", change_id)
    assert step(world, "officer", "carry_out", change_id).changed == 2


@pytest.mark.both_engines
def test_where_the_cohort_has_two_levels_a_slip_needs_the_leaders_name_after_the_chiefs(world: World) -> None:
    world.change(Cohort, world.cohort_id, sign_levels=2)
    change_id = leave(world, "王")
    step(world, "officer", "propose", change_id)
    refusals = [("leader", "approve", "chief_first"), ("leader", "sign", "approval_missing")]
    for who, act, code in refusals:
        with pytest.raises(Conflict, match=code):
            step(world, who, act, change_id)
    step(world, "chief", "approve", change_id)
    with pytest.raises(Conflict, match="slip_stage"):
        step(world, "officer", "carry_out", change_id)
    with pytest.raises(Conflict, match="signed_already"):
        step(world, "chief", "approve", change_id)
    assert seen_by(world, "leader", change_id).due == "signed"
    step(world, "leader", "sign", change_id)
    assert step(world, "officer", "carry_out", change_id).changed == 2
    stages = [row.stage for row in seen_by(world, "officer", change_id).signatures]
    assert stages == ["proposed", "approved", "signed", "carried_out"]


@pytest.mark.both_engines
def test_a_slip_keeps_the_levels_that_it_was_proposed_under(world: World) -> None:
    """One level then, two since; sent back and proposed again it takes two."""
    change_id = leave(world, "王")
    step(world, "officer", "propose", change_id)
    world.change(Cohort, world.cohort_id, sign_levels=2)
    with pytest.raises(Conflict, match="one_level_only"):
        step(world, "leader", "sign", change_id)
    step(world, "chief", "send_back", change_id, comment="重报")
    step(world, "officer", "propose", change_id, comment="已重报")
    step(world, "chief", "approve", change_id)
    assert world.row(Change, change_id).status == "proposed"
    step(world, "leader", "sign", change_id)
    assert world.row(Change, change_id).status == "approved"


def seen_by(world: World, who: str, change_id: int) -> ChangeSlip:
    slip: ChangeSlip = look(world.database, world.staff[who], change_slip, change_id=change_id)
    return slip


def test_a_signed_slip_cannot_be_edited_and_a_returned_one_is_signed_anew(world: World) -> None:
    change_id = leave(world, "王")
    step(world, "officer", "propose", change_id)
    with pytest.raises(Conflict, match="slip_stage"):
        choose(world, change_id, "甲", "release")
    step(world, "chief", "send_back", change_id, comment="甲另行安排")
    with pytest.raises(Invalid, match="slip_unchanged"):
        step(world, "officer", "propose", change_id)
    choose(world, change_id, "甲", "release")
    approved(world, change_id)
    assert step(world, "officer", "carry_out", change_id).waiting == 1


def test_content_that_was_changed_after_signing_is_not_carried_out(world: World) -> None:
    change_id = leave(world, "王")
    approved(world, change_id)
    kept = world.row(Change, change_id).content
    world.change(Change, change_id, content=kept | {"note": "别的"})
    with pytest.raises(Conflict, match="changed_since") as caught:
        step(world, "officer", "carry_out", change_id)
    assert {one.code for one in caught.value.data["findings"]} == {"not_what_was_signed"}
    world.change(Change, change_id, content=kept)


def test_a_withdrawn_slip_stays_on_file_and_does_nothing(world: World) -> None:
    before = mentor_of(world, "甲")
    change_id = leave(world, "王")
    approved(world, change_id)
    step(world, "officer", "withdraw", change_id, comment="王同志留任")
    with pytest.raises(Conflict, match="slip_stage"):
        step(world, "officer", "carry_out", change_id)
    assert mentor_of(world, "甲") == before
    assert world.row(Change, change_id).status == "withdrawn"


def test_nothing_takes_effect_before_its_day(world: World) -> None:
    change_id = leave(world, "王", on=today() + timedelta(days=5))
    approved(world, change_id)
    with pytest.raises(Conflict, match="changed_since") as caught:
        step(world, "officer", "carry_out", change_id)
    assert [one.code for one in caught.value.data["findings"]] == ["change_not_yet"]


@pytest.mark.both_engines
def test_an_older_page_is_told_who_was_faster(world: World) -> None:
    change_id = leave(world, "王")
    seen = world.row(Change, change_id).version
    step(world, "colleague", "edit_head", change_id, head=Head(today(), note="补充说明"))
    with pytest.raises(Stale, match="change_moved") as caught:
        world.do("officer", changes.propose, change_id=change_id, seen_version=seen)
    assert caught.value.data["name"] == world.staff["colleague"].name


def test_the_same_request_again_has_no_second_effect(world: World) -> None:
    change_id = leave(world, "王")
    seen = approved(world, change_id)
    first = world.do("officer", changes.carry_out, change_id=change_id, seen_version=seen)
    again = world.do("colleague", changes.carry_out, change_id=change_id, seen_version=seen)
    assert (first.repeated, again.repeated, again.changed) == (False, True, first.changed)
    with world.database.read() as session:
        assert len(session.scalars(select(ChangePair)).all()) == 2


def paused_meanwhile(world: World) -> None:
    world.change(MentorProfile, world.mentors["赵"], status="paused")


def taken_meanwhile(world: World) -> None:
    taken_elsewhere(world, "赵")


def rested_meanwhile(world: World) -> None:
    with world.database.write() as session:
        row = session.get_one(Pairing, pairing_of(world, "甲").id)
        pairings.shift(session, world.staff["officer"], row, "paused", "病休")


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [(paused_meanwhile, "mentor_paused"), (taken_meanwhile, "over_capacity"), (rested_meanwhile, "pair_moved_on")],
)
def test_what_changed_after_signing_stops_it(world: World, meanwhile: object, code: str) -> None:
    change_id = leave(world, "王")
    approved(world, change_id)
    meanwhile(world)  # type: ignore[operator]
    before = everything(world.database)
    with pytest.raises(Conflict, match="changed_since") as caught:
        step(world, "officer", "carry_out", change_id)
    assert code in {one.code for one in caught.value.data["findings"]}
    assert everything(world.database) == before


@pytest.mark.both_engines
def test_somebody_given_to_the_leaving_mentor_meanwhile_is_not_forgotten(world: World) -> None:
    """李 leaves with 丙; 丁 comes to him before the slip is carried out."""
    change_id = leave(world, "李")
    approved(world, change_id)
    again = world.scheme({"丁": "李"}, "late")
    world.approved(again)
    world.step("officer", "confirm", again)
    assert found(world, change_id) == {"pair_not_covered"}


def test_a_pairing_stands_on_one_slip_at_a_time(world: World) -> None:
    change_id = leave(world, "王")
    with pytest.raises(Conflict, match="in_other_slip"):
        single(world, "end", "甲", "promoted")
    step(world, "officer", "withdraw", change_id, comment="重拟")
    assert single(world, "end", "甲", "promoted")


@pytest.mark.both_engines
def test_a_line_set_by_hand_is_asked_about_other_slips_too(world: World) -> None:
    """李's slip takes up 甲 by hand; 甲 then stands on it, and is free for no other."""
    ending = single(world, "end", "甲", "promoted")
    change_id = leave(world, "李")
    with pytest.raises(Conflict, match="in_other_slip"):
        choose(world, change_id, "甲", "end")
    step(world, "officer", "withdraw", ending, comment="重拟")
    choose(world, change_id, "甲", "end")
    with pytest.raises(Conflict, match="in_other_slip"):
        single(world, "end", "甲", "promoted")
    step(world, "officer", "choose_plan", change_id, name="best_fit")


def test_weak_results_need_words_and_a_pause_its_return(world: World) -> None:
    with pytest.raises(Invalid, match="note_missing"):
        leave(world, "王", ground="weak_results")
    assert leave(world, "王", ground="weak_results", note="连续两季未联系")
    with pytest.raises(Invalid, match="return_day"):
        single(world, "pause", "丙", "posting")


def test_the_content_has_one_hash_whatever_the_order_of_its_rows(world: World) -> None:
    content = Content.of(world.row(Change, leave(world, "王", "李")).content)
    turned = Content(**{name: getattr(content, name) for name in content.__slots__} | {"lines": content.lines[::-1]})
    assert Content.of(content.to_dict()) == content
    assert turned.hash == content.hash
    assert content.hash != Content(**_parts(content) | {"note": "x"}).hash


def _parts(content: Content) -> dict:
    return {name: getattr(content, name) for name in content.__slots__}


@pytest.mark.both_engines
def test_every_step_has_its_row_in_the_audit(world: World) -> None:
    change_id = leave(world, "王")
    carried_out(world, change_id)
    with world.database.read() as session:
        rows = session.scalars(select(Audit).where(Audit.object == f"change:{change_id}").order_by(Audit.seq)).all()
        acts = [row.detail["act"] for row in rows]
    assert acts == ["change_drawn", "change_proposed", "change_approved", "change_carried_out"]


def test_findings_name_the_people(world: World) -> None:
    change_id = leave(world, "王")
    paused_meanwhile(world)
    with world.database.read() as session:
        told = change_check.findings(session, session.get_one(Change, change_id))
    assert told == [Finding("mentor_paused", mentor_id=world.mentors["赵"], data={"mentor": "赵"})]
    world.change(MentorProfile, world.mentors["赵"], status="in_pool")


def test_a_day_before_the_pairing_began_is_refused(world: World) -> None:
    change_id = leave(world, "王", on=today() - timedelta(days=46))
    assert "before_it_began" in found(world, change_id)
