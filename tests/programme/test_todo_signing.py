"""Tasks of the sign-off, of notices and of change slips: they appear for whoever can act, and go when it is done."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Cohort, MentorProfile, Pairing, PairingEvent, Person
from programme import objections, pairings, remarks
from tests.conftest import Staff
from tests.support.changing import approved, carried_out, leave, pairing_of, single, step, world_in_force
from tests.support.signing import small_world
from tests.support.todo import mine, told, waiting

STEPS = {"scheme_draft", "scheme_returned", "scheme_approve", "scheme_sign", "scheme_confirm"}


def test_a_scheme_waits_for_one_person_after_another(database: Database, staff: Staff) -> None:
    world = small_world(database, staff)
    scheme = world.scheme({"甲": "王"})
    assert mine(database, world.staff["officer"]) & STEPS == {"scheme_draft"}
    assert not mine(database, world.staff["leader"]) & STEPS
    world.step("officer", "propose", scheme)
    assert mine(database, world.staff["chief"]) & STEPS == {"scheme_approve"}
    assert told(database, world.staff["officer"]) & STEPS == {"scheme_approve"}
    world.step("chief", "approve", scheme)
    assert mine(database, world.staff["officer"]) & STEPS == {"scheme_confirm"}
    world.step("officer", "confirm", scheme)
    assert not set(waiting(database, world.staff["officer"])) & STEPS


def test_nobody_is_asked_to_approve_what_he_proposed(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    world.step("chief", "propose", world.scheme({"甲": "王"}))
    assert "scheme_approve" not in mine(lite, world.staff["chief"])
    assert "scheme_approve" in mine(lite, world.staff["deputy"])


def test_with_two_levels_the_leader_is_asked_after_the_chief(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    world.change(Cohort, world.cohort_id, sign_levels=2)
    scheme = world.scheme({"甲": "王"})
    world.step("officer", "propose", scheme)
    assert "scheme_approve" in mine(lite, world.staff["chief"])
    assert not mine(lite, world.staff["leader"]) & STEPS
    world.step("chief", "approve", scheme)
    assert mine(lite, world.staff["leader"]) & STEPS == {"scheme_sign"}
    assert not mine(lite, world.staff["chief"]) & STEPS


def test_what_was_sent_back_says_who_and_why_and_may_be_approved_anew(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff)
    scheme = world.scheme({"甲": "王"})
    world.step("officer", "propose", scheme)
    world.step("chief", "send_back", scheme, comment="再研究丙")
    (task,) = waiting(lite, world.staff["officer"])["scheme_returned"]
    assert (task.data["comment"], task.params) == ("再研究丙", {"scheme": str(scheme)})
    world.step("officer", "propose", scheme, comment="已研究")
    assert "scheme_approve" in mine(lite, world.staff["chief"])


@pytest.mark.both_engines
def test_a_remark_waits_until_it_is_answered_and_a_liaison_sees_its_own(database: Database, staff: Staff) -> None:
    world = small_world(database, staff)
    scheme = world.scheme({"甲": "王"})
    own = staff("liaison", unit_id=world.row(Person, world.mentors["王"]).unit_id)
    key = world.do("leader", remarks.remark, scheme_id=scheme, mentee_id=world.mentees["甲"], text="为何不是李")
    assert "remark" in mine(database, world.staff["officer"])
    assert "remark" not in waiting(database, own), "an answer is the desk's, and nobody else has to know"
    world.do("officer", remarks.settle, remark_id=key, seen_version=1, reply="李已满")
    assert "remark" not in waiting(database, world.staff["officer"])


def noticed(database: Database, staff: Staff) -> tuple:
    """The small world with one pairing on notice since Monday 2026-11-02, for three working days: to Thursday."""
    world = small_world(database, staff)
    scheme = world.scheme({"甲": "王"})
    world.approved(scheme)
    world.step("officer", "confirm", scheme)
    with database.write() as session:
        for row in session.scalars(select(PairingEvent)):
            row.on_day = date(2026, 11, 2)
        pairing = session.scalars(select(Pairing)).one().id
    return world, pairing


@pytest.mark.both_engines
def test_a_notice_is_news_while_it_runs_and_work_on_the_next_working_day(database: Database, staff: Staff) -> None:
    world, pairing = noticed(database, staff)
    officer = world.staff["officer"]
    (running,) = waiting(database, officer, on=date(2026, 11, 5))["notice_running"]
    assert (running.due_on, running.weight, running.bucket(date(2026, 11, 5))) == (date(2026, 11, 5), "look", "today")
    (over,) = waiting(database, officer, on=date(2026, 11, 9))["notice_over"]
    assert (over.due_on, over.bucket(date(2026, 11, 9))) == (date(2026, 11, 6), "late")
    world.do("officer", pairings.bring_into_force, seen={pairing: world.row(Pairing, pairing).version})
    assert not {"notice_running", "notice_over"} & set(waiting(database, officer))


def test_an_objection_waits_until_the_notice_ends_and_goes_with_its_decision(database: Database, staff: Staff) -> None:
    world, pairing = noticed(database, staff)
    told_by = {"received_by": "李科", "content": "近亲属"}
    key = world.do("officer", objections.receive, pairing_id=pairing, received_on=today(), **told_by)
    (task,) = waiting(database, world.staff["chief"])["objection"]
    assert task.mine and task.due_on == date(2026, 11, 5)
    elsewhere = staff("liaison")
    assert "objection" not in waiting(database, elsewhere)
    world.do("officer", objections.decide, objection_id=key, seen_version=1, decision="dismissed", reason="查无实据")
    assert "objection" not in waiting(database, world.staff["chief"])


def test_a_change_slip_waits_for_its_author_its_signer_and_whoever_carries_it_out(
    database: Database, staff: Staff
) -> None:
    world = world_in_force(database, staff)
    slip = single(world, "pause", "甲", "posting", return_on=today() + timedelta(days=5))
    officer, chief = world.staff["officer"], world.staff["chief"]
    assert "slip_draft" in mine(database, officer)
    step(world, "officer", "propose", slip)
    assert "slip_proposed" in mine(database, chief)
    assert "slip_proposed" in told(database, officer)
    step(world, "chief", "approve", slip)
    (task,) = waiting(database, officer)["slip_approved"]
    assert task.mine and task.params == {"change": str(slip)}
    step(world, "officer", "carry_out", slip)
    assert not {"slip_draft", "slip_proposed", "slip_approved"} & set(waiting(database, officer))


def test_who_proposed_a_slip_is_not_asked_to_sign_it(lite: Database, staff: Staff) -> None:
    world = world_in_force(lite, staff)
    step(world, "chief", "propose", leave(world, "赵"))
    assert "slip_proposed" not in mine(lite, world.staff["chief"])
    assert "slip_proposed" in mine(lite, world.staff["deputy"])


def test_a_rest_is_told_a_week_before_it_ends_and_no_sooner(database: Database, staff: Staff) -> None:
    world = world_in_force(database, staff)
    back = today() + timedelta(days=20)
    carried_out(world, single(world, "pause", "甲", "posting", return_on=back))
    officer = world.staff["officer"]
    assert "pause_over" not in waiting(database, officer, on=back - timedelta(days=8))
    (task,) = waiting(database, officer, on=back - timedelta(days=7))["pause_over"]
    assert (task.due_on, task.data["mentee"]) == (back, "甲")
    assert task.params["pairing"] == str(pairing_of(world, "甲").id)
    assert not waiting(database, staff("liaison"), on=back)
    carried_out(world, leave(world, "王"))
    (task,) = waiting(database, officer, on=back)["pause_over"]
    assert (task.due_on, task.params["pairing"]) == (back, str(pairing_of(world, "甲").id))


def test_people_whose_mentor_left_are_wrong_until_somebody_follows(lite: Database, staff: Staff) -> None:
    world = world_in_force(lite, staff)
    world.change(MentorProfile, world.mentors["王"], status="left")
    (task,) = waiting(lite, world.staff["officer"])["stranded"]
    assert (task.weight, task.data["count"], task.data["mentor"]) == ("wrong", 2, "王")
    assert waiting(lite, world.staff["leader"])["stranded"][0].weight == "look"


@pytest.mark.both_engines
def test_a_pairing_past_its_term_waits_to_be_appraised(database: Database, staff: Staff) -> None:
    world = world_in_force(database, staff)
    world.change(Pairing, pairing_of(world, "丙").id, ends_on=date(2026, 11, 1))
    (task,) = waiting(database, world.staff["officer"], on=date(2026, 11, 3))["term_over"]
    assert (task.data["mentee"], task.due_on) == ("丙", date(2026, 11, 1))
    assert "term_over" not in waiting(database, world.staff["officer"], on=date(2026, 11, 1))


def test_a_second_approval_is_not_forgotten_after_the_first_round(lite: Database, staff: Staff) -> None:
    """Carried out slips leave nothing behind, and the next one begins anew."""
    world = world_in_force(lite, staff)
    first = leave(world, "赵")
    approved(world, first)
    assert "slip_approved" in mine(lite, world.staff["officer"])
