"""From nomination to certificate and out again: review, confirmation by departments, appointment, exit by two people."""

from datetime import date
from typing import Any

import pytest

from db.engines import Database
from db.models import Ceremony, CeremonyMentor, Certificate, Mentee, MentorExit, MentorProfile, Nomination, Pairing
from programme import ceremonies, certificates, nominations, pool, pool_exits
from programme.access import Actor
from programme.ceremonies import Held
from programme.certificates import Appointment
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.invariants import CHECKS
from programme.lineage import chain_through
from programme.nominations import Judged, Verdict
from programme.pool_exits import Way
from tests.conftest import Staff
from tests.support.pool import World, small_pool

DAY = date(2026, 9, 3)
TERM = Appointment(date(2026, 10, 1), date(2029, 9, 30), issued_on=DAY)


@pytest.fixture
def world(database: Database, staff: Staff) -> World:
    """The small pool on each engine; its mentor is nominated and meets the checklist."""
    return small_pool(database, staff("officer"))


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small pool where the engine plays no part."""
    return small_pool(lite, staff("officer"))


def profile(world: World) -> Any:
    return world.row(MentorProfile, world.mentor)


def file(world: World) -> Any:
    return world.rows(Nomination, person_id=world.mentor)[-1]


def review(world: World, outcome: str = "accepted", note: str = "") -> Judged:
    seen = {world.mentor: profile(world).version}
    return world.act(nominations.review, seen=seen, verdict=Verdict(outcome, note, DAY))  # type: ignore[no-any-return]


def confirm(world: World, department: str, by: Actor | None = None) -> Judged:
    seen = {world.mentor: profile(world).version}
    return world.act(nominations.confirm, by=by, seen=seen, department=department, on=DAY)  # type: ignore[no-any-return]


def in_pool(world: World) -> None:
    review(world)
    confirm(world, "organization")


def propose(world: World, reason: str = "left_post", ground: str = "") -> int:
    way = Way(reason, ground, DAY)
    return world.act(  # type: ignore[no-any-return]
        pool_exits.propose_exit, person_id=world.mentor, seen_version=profile(world).version, way=way
    )


def decide(world: World, by: Actor, exit_id: int, *, agreed: bool = True, answer: str = "") -> Any:
    version = world.row(MentorExit, exit_id).version
    return world.act(pool_exits.decide_exit, by=by, exit_id=exit_id, seen_version=version, agreed=agreed, answer=answer)


def violations(world: World, name: str) -> list[str]:
    with world.database.read() as session:
        return list(CHECKS[name](session))


def test_review_and_one_confirmation_bring_a_mentor_into_the_pool(world: World) -> None:
    assert review(world) == Judged(1)
    assert confirm(world, "organization") == Judged(1, in_pool=1)
    assert (profile(world).status, profile(world).organization_on, file(world).status) == ("in_pool", DAY, "confirmed")
    assert file(world).organization_by_id == world.by.id
    assert violations(world, "the_pool_is_confirmed") == []


@pytest.mark.both_engines
def test_a_track_that_needs_both_departments_waits_for_the_second(world: World, staff: Staff) -> None:
    world.act(nominations.require_confirmation, by=staff("chief"), track="grassroots", required="both")
    review(world)
    assert confirm(world, "organization") == Judged(1, in_pool=0)
    assert profile(world).status == "reviewed"
    assert confirm(world, "publicity", by=staff("publicity")) == Judged(1, in_pool=1)


def test_what_a_review_asked_for_stays_when_the_setting_is_loosened(small: World, staff: Staff) -> None:
    chief = staff("chief")
    small.act(nominations.require_confirmation, by=chief, track="grassroots", required="publicity")
    review(small)
    small.act(nominations.require_confirmation, by=chief, track="grassroots", required="any")
    assert confirm(small, "organization").in_pool == 0


def test_an_officer_does_not_set_whose_confirmation_is_needed(small: World) -> None:
    with pytest.raises(Forbidden):
        small.act(nominations.require_confirmation, track="grassroots", required="any")


def test_the_publicity_department_confirms_in_its_own_name_only(small: World, staff: Staff) -> None:
    review(small)
    with pytest.raises(Forbidden, match="other_department"):
        confirm(small, "organization", by=staff("publicity"))


def test_nobody_is_confirmed_before_the_review(small: World) -> None:
    with pytest.raises(Conflict, match="not_reviewed"):
        confirm(small, "organization")


def test_accepting_against_the_checklist_needs_a_reason_which_is_kept(small: World) -> None:
    added = small.act(pool.add_mentor, values={"name": "李敏", "standing": "in_office", "grassroots_years": 3})
    seen = {added.person_id: 1}
    with pytest.raises(Invalid, match="criteria_unmet"):
        small.act(nominations.review, seen=seen, verdict=Verdict("accepted", on=DAY))
    small.act(nominations.review, seen=seen, verdict=Verdict("accepted", "部务会研究同意", DAY))
    assert small.rows(Nomination, person_id=added.person_id)[0].override == "部务会研究同意"


def test_one_of_many_that_cannot_be_reviewed_stops_all(small: World) -> None:
    added = small.act(pool.add_mentor, values={"name": "李敏"})
    seen = {small.mentor: 1, added.person_id: 1}
    with pytest.raises(Invalid, match="criteria_unmet"):
        small.act(nominations.review, seen=seen, verdict=Verdict("accepted", on=DAY))
    assert profile(small).status == "nominated"


def test_a_nomination_seen_in_an_older_version_is_not_reviewed(small: World) -> None:
    small.act(pool.edit_mentor, person_id=small.mentor, seen={"person": 1, "profile": 1}, values={"capacity": 3})
    with pytest.raises(Stale):
        small.act(nominations.review, seen={small.mentor: 1}, verdict=Verdict("accepted", on=DAY))


@pytest.mark.parametrize("outcome", ["returned", "rejected"])
def test_sending_back_and_rejecting_need_a_reason(small: World, outcome: str) -> None:
    with pytest.raises(Invalid, match="verdict_reason"):
        review(small, outcome, "  ")


@pytest.mark.both_engines
def test_what_was_sent_back_is_mended_and_submitted_again(world: World) -> None:
    review(world, "returned", "请补充推荐材料")
    assert (file(world).status, profile(world).status) == ("returned", "nominated")
    values = {"material": "从事基层工作二十年", "recommended_by": "青坞镇党委"}
    world.act(nominations.edit_nomination, person_id=world.mentor, seen_version=file(world).version, values=values)
    assert (file(world).status, file(world).material) == ("submitted", "从事基层工作二十年")


def test_a_rejected_nomination_is_no_exit_from_the_pool(world: World) -> None:
    review(world, "rejected", "不符合条件")
    assert (profile(world).status, profile(world).status_reason) == ("left", "not_accepted")
    assert violations(world, "two_people_decided_each_exit") == []


@pytest.mark.both_engines
def test_a_graduate_is_nominated_in_one_step_and_nobody_else(world: World) -> None:
    with pytest.raises(Conflict, match="not_graduated"):
        world.act(nominations.nominate_graduate, mentee_id=world.mentee)
    with world.database.write() as session:
        session.get_one(Mentee, world.mentee).status = "graduated"
    assert world.act(nominations.nominate_graduate, mentee_id=world.mentee) == world.mentee_person
    row = world.rows(Nomination, person_id=world.mentee_person)[0]
    assert (row.mentee_id, row.status) == (world.mentee, "submitted")
    with pytest.raises(Conflict, match="mentor_already"):
        world.act(nominations.nominate_graduate, mentee_id=world.mentee)


@pytest.mark.both_engines
def test_certificates_are_numbered_on_and_a_second_term_is_a_renewal(world: World) -> None:
    in_pool(world)
    first = world.act(certificates.appoint, person_ids=(world.mentor,), term=TERM)
    assert (first.first, first.renewals) == ("〔2026〕第001号", 0)
    with pytest.raises(Conflict, match="terms_meet"):
        world.act(certificates.appoint, person_ids=(world.mentor,), term=TERM)
    later = Appointment(date(2029, 10, 1), date(2032, 9, 30), issued_on=DAY)
    second = world.act(certificates.appoint, person_ids=(world.mentor,), term=later)
    assert (second.first, second.renewals) == ("〔2026〕第002号", 1)


def test_a_number_that_is_taken_is_refused_with_the_next_free_one(small: World) -> None:
    in_pool(small)
    small.act(certificates.appoint, person_ids=(small.mentor,), term=TERM)
    again = Appointment(date(2029, 10, 1), date(2030, 9, 30), issued_on=DAY, first_number=1)
    with pytest.raises(Conflict) as refused:
        small.act(certificates.appoint, person_ids=(small.mentor,), term=again)
    assert (refused.value.code, refused.value.data["next"]) == ("number_taken", "〔2026〕第002号")
    assert len(small.rows(Certificate)) == 1


def test_only_mentors_in_the_pool_are_appointed(small: World) -> None:
    with pytest.raises(Conflict, match="appoint_in_pool"):
        small.act(certificates.appoint, person_ids=(small.mentor,), term=TERM)


@pytest.mark.both_engines
def test_a_ceremony_keeps_the_mentors_of_the_pairs_that_were_presented(world: World) -> None:
    with world.database.write() as session:
        row = Pairing(
            cohort_id=world.cohort, mentee_id=world.mentee, mentor_id=world.mentor, status="active",
            starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
        )  # fmt: skip
        session.add(row)
        session.flush()
        pairing = row.id
    held = Held(DAY, "市委党校", "李科", cohort_id=world.cohort, pairing_ids=(pairing,))
    key = world.act(ceremonies.record_ceremony, held=held)
    assert world.row(Ceremony, key).place == "市委党校"
    assert [one.person_id for one in world.rows(CeremonyMentor)] == [world.mentor]
    with pytest.raises(Invalid, match="ceremony_nobody"):
        world.act(ceremonies.record_ceremony, held=Held(DAY, "市委党校"))


@pytest.mark.both_engines
def test_an_exit_moves_nothing_until_somebody_else_agrees(world: World, staff: Staff) -> None:
    in_pool(world)
    key = propose(world)
    assert profile(world).status == "in_pool"
    assert decide(world, staff("leader"), key) == "left"
    assert (profile(world).status_reason, profile(world).status_on) == ("left_post", DAY)
    assert violations(world, "two_people_decided_each_exit") == []


def test_whoever_proposed_an_exit_does_not_decide_it(small: World, staff: Staff) -> None:
    in_pool(small)
    chief = staff("chief")
    way = Way("left_post", "", DAY)
    key = small.act(
        pool_exits.propose_exit, by=chief, person_id=small.mentor, seen_version=profile(small).version, way=way
    )
    with pytest.raises(Conflict, match="own_exit"):
        decide(small, chief, key)
    assert profile(small).status == "in_pool"


def test_a_refused_exit_keeps_the_mentor_and_its_reason(small: World, staff: Staff) -> None:
    in_pool(small)
    key = propose(small, "weak_results", "两次点评不合格")
    with pytest.raises(Invalid, match="verdict_reason"):
        decide(small, staff("chief"), key, agreed=False)
    assert decide(small, staff("chief"), key, agreed=False, answer="再观察半年") == "in_pool"


@pytest.mark.parametrize(("reason", "code"), [("weak_results", "note_missing"), ("other", "exit_ground")])
def test_weak_results_and_other_reasons_need_a_ground(small: World, reason: str, code: str) -> None:
    in_pool(small)
    with pytest.raises(Invalid, match=code):
        propose(small, reason)


def test_who_still_leads_somebody_leaves_by_a_change_slip_only(small: World, staff: Staff) -> None:
    in_pool(small)
    with small.database.write() as session:
        session.add(
            Pairing(
                cohort_id=small.cohort, mentee_id=small.mentee, mentor_id=small.mentor, status="active",
                starts_on=date(2026, 10, 1), ends_on=date(2027, 9, 30),
            )
        )  # fmt: skip
    key = propose(small)
    with pytest.raises(Conflict, match="exit_has_pairs"):
        decide(small, staff("chief"), key)
    assert profile(small).status == "in_pool"


def test_the_checks_find_an_exit_by_one_hand_and_a_mentor_who_was_not_confirmed(small: World) -> None:
    """Planted: a state set by hand."""
    with small.database.write() as session:
        session.get_one(MentorProfile, small.mentor).status = "in_pool"
    assert violations(small, "the_pool_is_confirmed") == [f"person:{small.mentor}"]
    with small.database.write() as session:
        session.get_one(MentorProfile, small.mentor).status = "left"
        by = small.by.id
        session.add(
            MentorExit(
                person_id=small.mentor, reason="other", leaves_on=DAY, status="decided", by_id=by, decided_by_id=by
            )
        )
    assert violations(small, "two_people_decided_each_exit") == ["exit:1", f"person:{small.mentor}"]


def test_a_lineage_is_told_from_its_head_through_the_person_and_a_circle_ends() -> None:
    steps = [(1, "甲", 2, "乙", "in_pool"), (2, "乙", 3, "丙", "nominated"), (9, "壬", 8, "辛", "left")]
    assert [(one.name, one.depth) for one in chain_through(steps, 3)] == [("甲", 0), ("乙", 1), ("丙", 2)]
    assert chain_through(steps, 7) == []
    circle = [(1, "甲", 2, "乙", "in_pool"), (2, "乙", 1, "甲", "in_pool")]
    assert len(chain_through(circle, 1)) == 2
