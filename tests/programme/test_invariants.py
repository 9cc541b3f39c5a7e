"""Every invariant holds on a sound database and finds the one violation that is planted for it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select, text

from db.clock import now, today
from db.engines import Database
from db.models import (
    Adjustment,
    Assessment,
    AssessmentGrade,
    AssessmentRound,
    Audit,
    Avoidance,
    Change,
    ChangeSignature,
    Cohort,
    Conclusion,
    FollowUp,
    GradeDispute,
    Mentee,
    MentorExit,
    MentorProfile,
    Nomination,
    Objection,
    Pairing,
    PairingEvent,
    PairRemark,
    PolicyRow,
    Record,
    RelationMark,
    Scheme,
    SchemePair,
    SchemeVersion,
    Signature,
    Survey,
    SurveyAnswer,
)
from db.models.surveys import QUESTIONS
from programme import cli_invariants, pairings
from programme.invariants import CHECKS, WATCHED, check, report
from programme.recordbook import keep
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import carried_out, single
from tests.support.remember import remembered
from tests.support.signing import World, add_mentee, add_mentor, hold, small_world

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}
DAY = date(2026, 10, 8)
Plant = Callable[[World], None]


@remembered
def built(database: Database, staff: Staff) -> World:
    """Scheme 1 confirmed and its pairing 3 in force, scheme 2 proposed for 丁; all by the use cases."""
    made = small_world(database, staff, notice_days=0)
    first = made.scheme(PAIRS)
    made.approved(first)
    made.step("officer", "confirm", first)
    made.do("officer", pairings.bring_into_force, seen={3: 1})
    second = made.scheme({"丁": "赵"}, "second")
    made.step("officer", "propose", second)
    return made


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """Scheme 1 confirmed and its pairing 3 in force, scheme 2 proposed for 丁; all by the use cases."""
    return built(lite, staff)


def open_pairing(world: World, mentee: str, mentor: str, **values: object) -> Pairing:
    ids = {"mentee_id": world.mentees[mentee], "mentor_id": world.mentors[mentor], "cohort_id": world.cohort_id}
    return Pairing(**({"status": "confirmed", "starts_on": DAY, "ends_on": DAY} | ids | values))


def person_of(world: World, mentee: str) -> int:
    return int(world.row(Mentee, world.mentees[mentee]).person_id)


def seats_taken_away(world: World) -> None:
    world.change(MentorProfile, world.mentors["王"], capacity=1)


def a_second_without_a_lead(world: World) -> None:
    world.change(Pairing, 1, role="second")


def more_mentors_than_asked_for(world: World) -> None:
    world.add(open_pairing(world, "丙", "赵", role="second"))


def lead_and_second_in_one(world: World) -> None:
    world.add(open_pairing(world, "丙", "李", role="second"))


def himself_in_a_pairing(world: World) -> None:
    world.change(Pairing, 1, mentor_id=person_of(world, "甲"))


def himself_in_a_scheme(world: World) -> None:
    world.add(SchemePair(scheme_id=2, mentee_id=world.mentees["丁"], mentor_id=person_of(world, "丁"), fit=1))


def each_others_mentor(world: World) -> None:
    """王 becomes a mentee too, and 甲, whom he mentors, his mentor."""
    with world.database.write() as session:
        session.add(Mentee(cohort_id=world.cohort_id, person_id=world.mentors["王"], category="reserve_cadre"))
        session.flush()
        mentee = session.scalars(select(Mentee.id).where(Mentee.person_id == world.mentors["王"])).one()
    world.mentees["王"] = mentee
    world.mentors["甲"] = person_of(world, "甲")
    world.add(open_pairing(world, "王", "甲"))


def avoidance_declared(world: World) -> None:
    one, other = sorted((person_of(world, "甲"), world.mentors["王"]))
    world.add(Avoidance(person_a=one, person_b=other, ground="other", by_id=world.staff["officer"].id))


def mentor_never_confirmed(world: World) -> None:
    world.change(MentorProfile, world.mentors["李"], status="nominated")


def state_without_an_event(world: World) -> None:
    world.change(Pairing, 1, status="active")


def step_that_does_not_exist(world: World) -> None:
    by = world.staff["officer"].id
    world.add(PairingEvent(pairing_id=1, from_status="confirmed", to_status="due", on_day=DAY, by_id=by))
    world.change(Pairing, 1, status="due")


def events_that_do_not_meet(world: World) -> None:
    by = world.staff["officer"].id
    world.add(PairingEvent(pairing_id=1, from_status="active", to_status="paused", on_day=DAY, by_id=by))
    world.change(Pairing, 1, status="paused")


def waiting_although_paired(world: World) -> None:
    world.change(Mentee, world.mentees["甲"], status="waiting")


def paired_without_a_pairing(world: World) -> None:
    world.change(Mentee, world.mentees["丁"], status="paired")


def another_cohort(world: World) -> int:
    with world.database.write() as session:
        row = Cohort(name="另一批次", eligible_on=DAY, starts_on=DAY, ends_on=DAY)
        session.add(row)
        session.flush()
        return row.id


def pairing_in_another_cohort(world: World) -> None:
    world.change(Pairing, 1, cohort_id=another_cohort(world))


def scheme_with_a_stranger(world: World) -> None:
    cohort_id = another_cohort(world)
    with world.database.write() as session:
        stranger = add_mentee(session, cohort_id, "己", 1)
    world.add(SchemePair(scheme_id=2, mentee_id=stranger, mentor_id=world.mentors["赵"], fit=1))


def ends_before_it_starts(world: World) -> None:
    world.change(Pairing, 1, ends_on=date(2020, 1, 1))


def pairing_lost(world: World) -> None:
    with world.database.write() as session:
        session.execute(delete(PairingEvent).where(PairingEvent.pairing_id == 1))
        session.execute(delete(Pairing).where(Pairing.id == 1))


def pairing_that_nobody_confirmed(world: World) -> None:
    world.add(open_pairing(world, "丁", "赵", scheme_id=2))


def lock_not_kept(world: World) -> None:
    world.add(hold(world, 1, "pin", "甲", "赵"))


def ban_not_kept(world: World) -> None:
    world.add(hold(world, 1, "ban", "甲", "王"))


def two_mentors_for_one_who_asks_for_one(world: World) -> None:
    world.add(SchemePair(scheme_id=2, mentee_id=world.mentees["丁"], mentor_id=world.mentors["李"], fit=1))


def fit_changed_after_signing(world: World) -> None:
    world.change(SchemePair, (2, world.mentees["丁"], world.mentors["赵"]), fit=99_000)


def version_not_kept(world: World) -> None:
    with world.database.write() as session:
        session.execute(delete(SchemeVersion).where(SchemeVersion.scheme_id == 2))


def version_rewritten(world: World) -> None:
    frozen_hash = world.row(Scheme, 1).frozen_hash
    content = world.row(SchemeVersion, (1, frozen_hash)).content
    world.change(SchemeVersion, (1, frozen_hash), content=content | {"pairs": []})


def version_misnumbered(world: World) -> None:
    world.change(SchemeVersion, (1, world.row(Scheme, 1).frozen_hash), number=7)


def signed_his_own(world: World) -> None:
    signature(world, 2, "approved", "officer")


def approval_missing(world: World) -> None:
    with world.database.write() as session:
        session.execute(delete(Signature).where(Signature.scheme_id == 1, Signature.stage == "approved"))


def approved_twice(world: World) -> None:
    signature(world, 1, "approved", "chief")


def confirmed_twice(world: World) -> None:
    signature(world, 1, "confirmed", "officer")


def signature(world: World, scheme_id: int, stage: str, who: str) -> None:
    frozen_hash = world.row(Scheme, scheme_id).frozen_hash
    world.add(Signature(scheme_id=scheme_id, stage=stage, frozen_hash=frozen_hash, by_id=world.staff[who].id))


def confirmed_without_an_audit_row(world: World) -> None:
    world.change(Scheme, 2, status="confirmed")


def in_force_without_an_audit_row(world: World) -> None:
    by = world.staff["officer"].id
    world.add(PairingEvent(pairing_id=1, from_status="confirmed", to_status="active", on_day=DAY, by_id=by))
    world.change(Pairing, 1, status="active")


def audit_row_edited(world: World) -> None:
    with world.database.write() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET action = 'nothing' WHERE seq = 2"))


def audit_row_removed(world: World) -> None:
    with world.database.write() as session:
        session.execute(text("DROP TRIGGER audit_no_delete"))
        session.execute(delete(Audit).where(Audit.seq == 1))


def put_name(world: World, stage: str, who: str, scheme_id: int = 2) -> None:
    frozen_hash = world.row(Scheme, scheme_id).frozen_hash
    world.add(Signature(scheme_id=scheme_id, stage=stage, frozen_hash=frozen_hash, by_id=world.staff[who].id))


def second_name_missing(world: World) -> None:
    put_name(world, "approved", "chief")
    world.change(Scheme, 2, status="approved", sign_levels=2)


def signed_his_own_proposal(world: World) -> None:
    put_name(world, "signed", "officer")


def approved_and_signed_by_one(world: World) -> None:
    for stage in ("approved", "signed"):
        put_name(world, stage, "chief")


def signed_before_it_was_approved(world: World) -> None:
    put_name(world, "signed", "leader")


def signed_in_a_round_of_its_own(world: World) -> None:
    """Approved, proposed again, signed: the approval belongs to the round before."""
    for stage, who in (("approved", "chief"), ("proposed", "colleague"), ("signed", "leader")):
        put_name(world, stage, who)


def answer_of_nobody(world: World) -> None:
    by = world.staff["leader"].id
    world.add(PairRemark(scheme_id=2, mentee_id=world.mentees["丁"], remark="?", reply="已改", by_id=by))


def settled_without_an_answer(world: World) -> None:
    by = world.staff["leader"].id
    world.add(PairRemark(scheme_id=2, mentee_id=world.mentees["丁"], remark="?", by_id=by, settled_by_id=by))


def objection(world: World, pairing_id: int, **values: object) -> None:
    told = {"received_on": DAY, "received_by": "王", "content": "?", "by_id": world.staff["officer"].id} | values
    world.add(Objection(pairing_id=pairing_id, **told))


def upheld_but_not_ended(world: World) -> None:
    objection(world, 1, decision="upheld", reason="属实", decided_by_id=world.staff["officer"].id)


def open_objection_in_force(world: World) -> None:
    objection(world, 3)


def decided_without_a_reason(world: World) -> None:
    objection(world, 1, decision="dismissed", decided_by_id=world.staff["officer"].id)


def rules_misnumbered(world: World) -> None:
    world.change(PolicyRow, 1, number=2)


def desk_act_taken_out(world: World) -> None:
    by = world.staff["officer"].id
    world.add(*(Adjustment(scheme_id=2, seq=seq, kind="lock", detail={}, by_id=by) for seq in (1, 3)))


def slip_of_two(world: World) -> int:
    """Slip 1: 丙 (pairing 3, in force with 李) goes to 赵; carried out by the use cases."""
    change_id = single(world, "change", "丙", "work_need", new_mentor_id=world.mentors["赵"])
    carried_out(world, change_id)
    return change_id


def moved_without_a_slip(world: World) -> None:
    with world.database.write() as session:
        pairings.shift(session, world.staff["officer"], session.get_one(Pairing, 3), "ended")


def successor_given_to_another(world: World) -> None:
    slip_of_two(world)
    world.change(Pairing, 4, mentor_id=world.mentors["李"])


def slip_forgotten(world: World) -> None:
    world.change(Change, slip_of_two(world), status="withdrawn")


def slip_rewritten(world: World) -> None:
    change_id = slip_of_two(world)
    world.change(Change, change_id, content=world.row(Change, change_id).content | {"note": "别的"})


def proposal_rewritten(world: World) -> None:
    slip_of_two(world)
    world.change(ChangeSignature, 1, content={})


def slip_signed_by_one(world: World) -> None:
    slip_of_two(world)
    world.change(ChangeSignature, 2, by_id=world.staff["officer"].id)


def slip_without_an_audit_row(world: World) -> None:
    change_id = single(world, "end", "丙", "promoted")
    world.change(Change, change_id, status="carried_out")


def recorded(world: World, **values: object) -> int:
    """A record of the pairing in force, of today."""
    told = {"kind": "log", "happened_on": today(), "content": "走访", **values}
    return int(world.do("officer", keep.add, pairing_id=3, values=told).record_id)


def follow_up_ended_without_a_word(world: World) -> None:
    by = world.staff["officer"].id
    world.add(
        FollowUp(
            pairing_id=3,
            text="了解情况",
            owner_id=by,
            due_on=DAY,
            status="done",
            closed_by_id=by,
            closed_at=now(),
            by_id=by,
        )
    )


def survey_answer(world: World, **values: object) -> SurveyAnswer:
    """What the mentee of pairing 3 answered in a survey."""
    by = world.staff["officer"].id
    survey = Survey(cohort_id=world.cohort_id, number=1, opens_on=DAY, due_on=DAY, by_id=by)
    world.add(survey)
    told: dict[str, object] = {**dict.fromkeys(QUESTIONS, 4), "filed_at": now(), "by_id": by, "version": 2, **values}
    return SurveyAnswer(survey_id=1, pairing_id=3, side="mentee", **told)


def answer_filed_by_nobody(world: World) -> None:
    world.add(survey_answer(world, by_id=None))


def answer_changed_behind_the_back(world: World) -> None:
    world.add(survey_answer(world, version=3))


def mark_without_a_reason(world: World) -> None:
    world.add(RelationMark(pairing_id=3, mark="set", reason=" ", by_id=world.staff["officer"].id))


def record_before_its_pairing(world: World) -> None:
    world.change(Record, recorded(world), happened_on=date(2020, 1, 1), delay=(today() - date(2020, 1, 1)).days)


def record_with_a_false_delay(world: World) -> None:
    world.change(Record, recorded(world), delay=99)


def visit_without_its_village(world: World) -> None:
    world.change(Record, recorded(world), kind="home_visit")


def record_changed_behind_the_back(world: World) -> None:
    world.change(Record, recorded(world), content="别的话", version=2)


def dangling_reference(world: World) -> None:
    connection = world.database.engine.raw_connection()
    try:
        connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
        connection.execute("UPDATE mentees SET field_id = 999 WHERE id = 4")  # type: ignore[attr-defined]
        connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]
    finally:
        connection.close()


def in_the_pool_unconfirmed(world: World) -> None:
    """The review asked for both departments, and only one of them confirmed."""
    by = world.staff["officer"].id
    world.add(
        Nomination(
            person_id=world.mentors["王"], track="grassroots", nominated_on=DAY, status="confirmed", required="both",
            organization_on=DAY, organization_by_id=by, by_id=by,
        )
    )  # fmt: skip


def gone_by_one_hand(world: World) -> None:
    """赵, who leads nobody, left by a proposal that its own maker agreed to."""
    by = world.staff["officer"].id
    world.add(
        MentorExit(
            person_id=world.mentors["赵"], reason="other", leaves_on=DAY, status="decided", by_id=by, decided_by_id=by
        )
    )


def assessed(world: World, status: str, frozen_hash: str = "0" * 64) -> None:
    """The pairing in force with a grade as if somebody had written it into the tables."""
    by = world.staff["officer"].id
    weights = {"weight_self": 10, "weight_mentor": 30, "weight_leader": 30, "weight_head": 30}
    round_ = AssessmentRound(
        cohort_id=world.cohort_id, kind="final", year=2026, opens_on=DAY, due_on=DAY, indicators={"items": []}, by_id=by,
        **weights,
    )  # fmt: skip
    world.add(round_)
    world.add(Assessment(round_id=1, pairing_id=3, scores={}, grade="qualified", number=1, status=status))
    world.add(
        AssessmentGrade(
            assessment_id=1, number=1, grade="qualified", content={}, evidence={}, frozen_hash=frozen_hash, by_id=by
        )
    )


def grade_rewritten(world: World) -> None:
    assessed(world, "graded")


def disputed_without_a_dispute(world: World) -> None:
    assessed(world, "disputed")


def dispute_decided_by_who_signed(world: World) -> None:
    assessed(world, "graded")
    by = world.staff["officer"].id
    told = {
        "assessment_id": 1,
        "number": 1,
        "raised_by": "mentee",
        "received_on": DAY,
        "due_on": DAY,
        "content": "异议",
    }
    world.add(GradeDispute(**told, decision="dismissed", reason="维持", by_id=by, decided_by_id=by, decided_at=now()))


def slip_put_away_behind_its_conclusion(world: World) -> None:
    by = world.staff["officer"].id
    slip = {"cohort_id": world.cohort_id, "kind": "end", "effective_on": DAY, "content": {}, "plans": {}, "by_id": by}
    world.add(Change(id=90, status="withdrawn", **slip))
    told = {"kind": "end", "reason": "other", "checks": {"failed": []}, "effective_on": DAY, "by_id": by}
    world.add(Conclusion(pairing_id=1, change_id=90, **told))


def graduated_by_nobody(world: World) -> None:
    world.change(Pairing, 3, status="graduated")


SEEDED: list[tuple[str, Plant]] = [
    ("capacity_is_kept", seats_taken_away),
    ("one_open_lead_for_each_mentee", a_second_without_a_lead),
    ("one_open_lead_for_each_mentee", more_mentors_than_asked_for),
    ("two_mentors_are_two_people", lead_and_second_in_one),
    ("nobody_mentors_himself", himself_in_a_pairing),
    ("nobody_mentors_himself", himself_in_a_scheme),
    ("nobody_is_each_others_mentor", each_others_mentor),
    ("avoidances_are_kept", avoidance_declared),
    ("only_the_confirmed_mentor", mentor_never_confirmed),
    ("state_is_the_last_event", state_without_an_event),
    ("state_is_the_last_event", step_that_does_not_exist),
    ("state_is_the_last_event", events_that_do_not_meet),
    ("mentee_state_fits_the_pairings", waiting_although_paired),
    ("mentee_state_fits_the_pairings", paired_without_a_pairing),
    ("one_cohort_throughout", pairing_in_another_cohort),
    ("one_cohort_throughout", scheme_with_a_stranger),
    ("dates_are_in_order", ends_before_it_starts),
    ("pairings_are_what_was_confirmed", pairing_lost),
    ("pairings_are_what_was_confirmed", pairing_that_nobody_confirmed),
    ("locks_are_kept", lock_not_kept),
    ("locks_are_kept", ban_not_kept),
    ("nobody_exceeds_the_demand", two_mentors_for_one_who_asks_for_one),
    ("signed_content_is_unchanged", fit_changed_after_signing),
    ("signed_content_is_unchanged", version_not_kept),
    ("versions_have_their_hash", version_rewritten),
    ("versions_have_their_hash", version_misnumbered),
    ("every_level_signed", signed_his_own),
    ("every_level_signed", approval_missing),
    ("every_level_signed", second_name_missing),
    ("every_level_signed", signed_his_own_proposal),
    ("nobody_signed_twice", approved_twice),
    ("nobody_signed_twice", approved_and_signed_by_one),
    ("levels_sign_in_order", signed_before_it_was_approved),
    ("levels_sign_in_order", signed_in_a_round_of_its_own),
    ("answers_have_an_author", answer_of_nobody),
    ("answers_have_an_author", settled_without_an_answer),
    ("objections_are_decided_before_force", upheld_but_not_ended),
    ("objections_are_decided_before_force", open_objection_in_force),
    ("objections_are_decided_before_force", decided_without_a_reason),
    ("nobody_signed_twice", confirmed_twice),
    ("audit_knows_every_confirmation", confirmed_without_an_audit_row),
    ("audit_knows_every_pairing_in_force", in_force_without_an_audit_row),
    ("the_audit_chain_holds", audit_row_edited),
    ("the_audit_chain_holds", audit_row_removed),
    ("rules_are_numbered", rules_misnumbered),
    ("desk_acts_are_numbered", desk_act_taken_out),
    ("nothing_confirmed_moves_unsigned", moved_without_a_slip),
    ("nothing_confirmed_moves_unsigned", slip_forgotten),
    ("slips_did_what_they_say", successor_given_to_another),
    ("slips_are_unchanged", slip_rewritten),
    ("slips_are_unchanged", proposal_rewritten),
    ("two_people_signed_each_slip", slip_signed_by_one),
    ("the_pool_is_confirmed", in_the_pool_unconfirmed),
    ("two_people_decided_each_exit", gone_by_one_hand),
    ("audit_knows_every_slip", slip_without_an_audit_row),
    ("grades_are_as_signed", grade_rewritten),
    ("disputes_show", disputed_without_a_dispute),
    ("disputes_show", dispute_decided_by_who_signed),
    ("nobody_graduates_undecided", graduated_by_nobody),
    ("conclusions_follow_their_slips", slip_put_away_behind_its_conclusion),
    ("follow_ups_end_with_an_outcome", follow_up_ended_without_a_word),
    ("answers_belong_to_their_survey", answer_filed_by_nobody),
    ("corrected_answers_keep_what_was_said", answer_changed_behind_the_back),
    ("marks_have_reasons", mark_without_a_reason),
    ("records_lie_in_force", record_before_its_pairing),
    ("records_are_whole", record_with_a_false_delay),
    ("records_are_whole", visit_without_its_village),
    ("corrections_keep_what_was_said", record_changed_behind_the_back),
    ("the_file_is_sound", dangling_reference),
]


@pytest.mark.both_engines
def test_a_sound_database_breaks_none(database: Database, staff: Staff) -> None:
    """Empty, and again after a confirmation and coming into force, on each engine."""
    with database.read() as session:
        assert check(session) == []
    world = small_world(database, staff, notice_days=0)
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    world.step("officer", "confirm", scheme_id)
    world.do("officer", pairings.bring_into_force, seen={1: 1, 2: 1, 3: 1})
    with database.read() as session:
        assert check(session) == []


@pytest.mark.parametrize(("name", "plant"), SEEDED, ids=[plant.__name__ for _name, plant in SEEDED])
def test_a_planted_violation_is_found(world: World, name: str, plant: Plant) -> None:
    with world.database.read() as session:
        assert check(session) == []
    plant(world)
    with world.database.read() as session:
        assert name in {violation.check for violation in check(session)}


def test_every_invariant_has_a_planted_violation() -> None:
    assert {name for name, _plant in SEEDED} == set(CHECKS)
    assert len(CHECKS) >= 12


def test_a_violation_names_the_row(world: World) -> None:
    seats_taken_away(world)
    with world.database.read() as session:
        assert [found.object for found in check(session)] == [f"mentor:{world.mentors['王']}"]


def test_the_command_fails_when_something_is_broken(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_invariants.tell(world.database) == 0
    assert capsys.readouterr().out == f"{len(CHECKS)} invariants checked: 0 violations, 0 to look at\n"
    waiting_although_paired(world)
    assert cli_invariants.tell(world.database) == 1
    wanted = f"broken mentee_state_fits_the_pairings: mentee:{world.mentees['甲']}"
    assert capsys.readouterr().out.splitlines()[0] == wanted


def test_what_an_edit_by_staff_brings_about_is_listed_but_no_failure(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seats lowered under the load: the workload page shows it too, the database is sound."""
    seats_taken_away(world)
    assert cli_invariants.tell(world.database) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"look at capacity_is_kept: mentor:{world.mentors['王']}"
    assert set(CHECKS) >= WATCHED


def test_the_system_page_reads_every_check_and_no_name_of_a_person(world: World, staff: Staff) -> None:
    waiting_although_paired(world)
    found = look(world.database, staff("sysadmin"), report)
    assert set(found) == set(CHECKS)
    assert [place for places in found.values() for place in places] == [f"mentee:{world.mentees['甲']}"]


def test_a_mentor_with_no_open_pairing_may_have_no_seat(lite: Database, staff: Staff) -> None:
    """Capacity 0 is a normal value, and closed pairings take no seat."""
    world = small_world(lite, staff)
    with lite.write() as session:
        world.mentors["孙"] = add_mentor(session, "孙", 0, 1)
    world.add(open_pairing(world, "甲", "孙", status="graduated"))
    world.change(Mentee, world.mentees["甲"], status="graduated")
    by = world.staff["officer"].id
    steps = ["", "confirmed", "active", "due", "graduated"]
    world.add(
        *(
            PairingEvent(pairing_id=1, from_status=a, to_status=b, on_day=DAY, by_id=by)
            for a, b in zip(steps, steps[1:], strict=False)
        )
    )
    with lite.read() as session:
        assert check(session) == []
