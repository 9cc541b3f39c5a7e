"""A scheme becomes pairings by two people's signatures under one content, once, or not at all."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import (
    Avoidance,
    Mentee,
    MentorProfile,
    Pairing,
    PairingEvent,
    Person,
    PolicyRow,
    Scheme,
    SchemeHold,
    SchemeLimit,
    SchemePair,
    Signature,
    Unit,
)
from matching import Policy, Pool, build_problem, solve
from programme import signoff
from programme.errors import Conflict, Forbidden, Invalid, ProgrammeError, Stale
from programme.invariants import check
from programme.pool_states import Move, move_mentor
from programme.recheck import findings, standing
from programme.rules import Rules
from programme.rules_named import QuotaRule
from programme.scheme_state import store_solution
from programme.sentences import sentence
from programme.sentences_signoff import words
from programme.snapshot import key_of
from programme.usecase import look
from programme.workdays import last_day
from tests.conftest import Staff
from tests.support.signing import World, hold, small_world, taken_elsewhere

PAIRS = {"甲": "王", "乙": "王", "丙": "李"}


@pytest.fixture
def world(database: Database, staff: Staff) -> Iterator[World]:
    """The small world on each engine; every invariant holds when the test is done."""
    yield small_world(database, staff)
    with database.read() as session:
        assert check(session) == []


@pytest.fixture
def small(lite: Database, staff: Staff) -> World:
    """The small world where the engine plays no part."""
    return small_world(lite, staff)


def pairs_in_force(world: World) -> set[tuple[int, int, str, str]]:
    with world.database.read() as session:
        rows = session.execute(select(Pairing.mentee_id, Pairing.mentor_id, Pairing.role, Pairing.status))
        return {tuple(row) for row in rows}  # type: ignore[misc]


def status(world: World, scheme_id: int) -> str:
    return str(world.row(Scheme, scheme_id).status)


def codes(error: ProgrammeError) -> list[str]:
    return [finding.code for finding in error.data["findings"]]


def refused(world: World, scheme_id: int, **arguments: object) -> Conflict:
    with pytest.raises(Conflict) as caught:
        world.step("officer", "confirm", scheme_id, **arguments)
    assert caught.value.code == "changed_since"
    return caught.value


def test_proposed_approved_confirmed_makes_the_pairings_on_notice(world: World) -> None:
    """Three pairs become three pairings on notice, the mentees are paired, 丁 still waits."""
    scheme_id = world.scheme(PAIRS)
    assert status(world, scheme_id) == "draft"
    world.step("officer", "propose", scheme_id)
    assert status(world, scheme_id) == "proposed"
    world.step("chief", "approve", scheme_id)
    assert status(world, scheme_id) == "approved"
    done = world.step("officer", "confirm", scheme_id)
    assert (done.pairings, done.status, done.repeated) == (3, "notice", False)
    wanted = {(world.mentees[mentee], world.mentors[mentor], "lead", "notice") for mentee, mentor in PAIRS.items()}
    assert pairs_in_force(world) == wanted
    assert [world.row(Mentee, world.mentees[name]).status for name in "甲丁"] == ["paired", "waiting"]
    assert status(world, scheme_id) == "confirmed"


def test_every_signature_stands_under_the_same_hash(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    world.step("officer", "confirm", scheme_id)
    with world.database.read() as session:
        rows = session.scalars(select(Signature).order_by(Signature.id)).all()
        assert [row.stage for row in rows] == ["proposed", "approved", "confirmed"]
        assert len({row.frozen_hash for row in rows}) == 1
        assert rows[0].by_id != rows[1].by_id


def test_without_days_of_notice_the_pairings_are_confirmed_at_once(lite: Database, staff: Staff) -> None:
    world = small_world(lite, staff, notice_days=0)
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    done = world.step("officer", "confirm", scheme_id)
    assert (done.status, done.notice_until) == ("confirmed", None)


def test_pairings_run_from_the_cohorts_start_to_its_end(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirmed on a Friday in September, three working days of notice end on Wednesday; the cohort starts later."""
    for module in ("signoff", "pairings"):
        monkeypatch.setattr(f"programme.{module}.today", lambda: date(2026, 9, 4))
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    assert small.step("officer", "confirm", scheme_id).notice_until == date(2026, 9, 9)
    row = small.row(Pairing, 1)
    assert (row.starts_on, row.ends_on) == (date(2026, 10, 8), date(2027, 10, 7))


def test_of_two_mentors_the_better_fit_leads(small: World) -> None:
    scheme_id = small.scheme({"甲": "王"})
    small.change(Mentee, small.mentees["甲"], demand=2)
    better = SchemePair(scheme_id=scheme_id, mentee_id=small.mentees["甲"], mentor_id=small.mentors["李"], fit=30_000)
    small.add(better)
    small.approved(scheme_id)
    small.step("officer", "confirm", scheme_id)
    roles = {mentor: role for _mentee, mentor, role, _status in pairs_in_force(small)}
    assert roles == {small.mentors["李"]: "lead", small.mentors["王"]: "second"}


def test_nobody_approves_what_he_proposed_himself(world: World) -> None:
    """The chief may propose and may approve, but never both for one content: not even after withdrawing it."""
    scheme_id = world.scheme(PAIRS)
    world.step("chief", "propose", scheme_id)
    with pytest.raises(Conflict, match="own_proposal"):
        world.step("chief", "approve", scheme_id)
    world.step("officer", "withdraw", scheme_id)
    world.step("officer", "propose", scheme_id)
    with pytest.raises(Conflict, match="own_proposal"):
        world.step("chief", "approve", scheme_id)
    world.step("deputy", "approve", scheme_id)


def test_nobody_approves_twice_but_a_second_person_may_add_his_name(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    with pytest.raises(Conflict, match="signed_already"):
        world.step("chief", "approve", scheme_id)
    world.step("leader", "approve", scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 3


@pytest.mark.parametrize("act", ["approve", "send_back"])
def test_an_officer_cannot_approve_or_send_back(small: World, act: str) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    with pytest.raises(Forbidden):
        small.step("colleague", act, scheme_id, comment="不合适")


def test_a_leader_cannot_confirm(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    with pytest.raises(Forbidden):
        small.step("leader", "confirm", scheme_id)


STEPS = {"propose": "officer", "approve": "chief", "send_back": "chief", "withdraw": "officer", "confirm": "officer"}
ALLOWED = {
    "draft": {"propose"}, "returned": {"propose"}, "proposed": {"approve", "send_back", "withdraw"},
    "approved": {"approve", "send_back", "withdraw", "confirm"}, "confirmed": set(), "superseded": set(),
    "computing": set(), "failed": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("act", STEPS)
def test_each_step_is_possible_at_its_own_stage_only(small: World, act: str, state: str) -> None:
    """All 40 combinations: a step at a wrong stage says so; at a right one it does not."""
    scheme_id = small.scheme(PAIRS, status=state)
    if act in ALLOWED[state]:
        small.change(Scheme, scheme_id, status="draft")
        if state != "draft":
            small.step("officer", "propose", scheme_id)
        if state == "approved":
            small.step("deputy", "approve", scheme_id)
        if state == "returned":
            small.step("chief", "send_back", scheme_id, comment="换人")
        small.step(STEPS[act], act, scheme_id, **({} if act == "confirm" else {"comment": "已核"}))
        return
    with pytest.raises(Conflict, match="wrong_stage"):
        small.step(STEPS[act], act, scheme_id, **({} if act == "confirm" else {"comment": "已核"}))


@pytest.mark.both_engines
def test_sending_back_says_why_and_the_next_version_has_another_hash(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    first = world.step("officer", "propose", scheme_id)
    with pytest.raises(Invalid, match="comment_needed"):
        world.step("chief", "send_back", scheme_id, comment="  ")
    world.step("chief", "send_back", scheme_id, comment="丙应由赵带")
    assert status(world, scheme_id) == "returned"
    key = scheme_id, world.mentees["丙"], world.mentors["李"]
    world.change(SchemePair, key, mentor_id=world.mentors["赵"])
    world.change(Scheme, scheme_id, status="draft")
    second = world.step("officer", "propose", scheme_id)
    assert second.frozen_hash != first.frozen_hash
    world.step("chief", "approve", scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 3


def test_what_was_sent_back_comes_again_only_changed_or_with_an_answer(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "send_back", scheme_id, comment="王带两人是否过多")
    with pytest.raises(Invalid, match="returned_unchanged"):
        world.step("officer", "propose", scheme_id)
    world.step("officer", "propose", scheme_id, comment="王可带两人，已与本人沟通")
    world.step("chief", "approve", scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 3


def test_an_approval_before_the_return_does_not_count_after_it(world: World) -> None:
    """Approved, sent back, proposed again unchanged: it waits for a new approval."""
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    world.step("leader", "send_back", scheme_id, comment="再议")
    world.step("officer", "propose", scheme_id, comment="已议定")
    world.change(Scheme, scheme_id, status="approved")
    with pytest.raises(Conflict, match="signature_missing"):
        world.step("officer", "confirm", scheme_id)
    world.change(Scheme, scheme_id, status="proposed")
    world.step("chief", "approve", scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 3


@pytest.mark.both_engines
def test_a_withdrawn_proposal_is_a_draft_again(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    world.step("officer", "withdraw", scheme_id)
    assert (status(world, scheme_id), world.row(Scheme, scheme_id).frozen_hash) == ("draft", "")


@pytest.mark.parametrize("act", ["propose", "confirm"])
def test_a_stale_version_is_refused_with_who_changed_it_last(world: World, act: str) -> None:
    scheme_id = world.scheme(PAIRS)
    seen = world.version(scheme_id)
    world.step("officer", "propose", scheme_id)
    world.step("chief", "approve", scheme_id)
    with pytest.raises(Stale) as caught:
        world.do("officer", getattr(signoff, act), scheme_id=scheme_id, seen_version=seen)
    data = caught.value.data
    assert (data["seen"], data["present"], data["name"]) == (1, 3, world.staff["chief"].name)
    assert world.staff["chief"].name in sentence(caught.value)


def test_a_pair_changed_behind_the_signatures_is_refused(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.step("officer", "propose", scheme_id)
    key = scheme_id, small.mentees["丙"], small.mentors["李"]
    small.change(SchemePair, key, mentor_id=small.mentors["赵"])
    with pytest.raises(Conflict, match="not_what_was_signed"):
        small.step("chief", "approve", scheme_id)
    small.change(Scheme, scheme_id, status="approved")
    assert codes(refused(small, scheme_id)) == ["not_what_was_signed"]
    assert pairs_in_force(small) == set()


def test_seats_taken_by_another_cohort_since_are_refused_with_name_and_numbers(world: World) -> None:
    """王 has two seats and two new mentees; another cohort gives him one more between approval and confirmation."""
    scheme_id = world.scheme(PAIRS)
    world.approved(scheme_id)
    taken_elsewhere(world, "王")
    error = refused(world, scheme_id)
    (finding,) = error.data["findings"]
    assert finding.mentor_id == world.mentors["王"]
    assert finding.data == {"mentor": "王 澜州市农业农村局", "load": 1, "new": 2, "capacity": 2}
    assert status(world, scheme_id) == "approved"
    assert len(pairs_in_force(world)) == 1


def paused(world: World) -> str:
    world.change(MentorProfile, world.mentors["李"], status="paused")
    return "mentor_paused"


def left(world: World) -> str:
    world.change(MentorProfile, world.mentors["李"], status="left")
    return "mentor_left"


def unconfirmed(world: World) -> str:
    world.change(MentorProfile, world.mentors["李"], status="reviewed")
    return "mentor_unconfirmed"


def fewer_seats(world: World) -> str:
    world.change(MentorProfile, world.mentors["王"], capacity=1)
    return "over_capacity"


def avoiding(world: World) -> str:
    one, other = sorted((world.row(Mentee, world.mentees["丙"]).person_id, world.mentors["李"]))
    world.add(Avoidance(person_a=one, person_b=other, ground="in_law", by_id=world.staff["officer"].id))
    return "avoidance"


def not_waiting(world: World) -> str:
    world.change(Mentee, world.mentees["丙"], status="ended")
    return "mentee_not_waiting"


def asks_for_none(world: World) -> str:
    world.add(
        SchemePair(scheme_id=1, mentee_id=world.mentees["丙"], mentor_id=world.mentors["赵"], fit=1, origin="system")
    )
    return "too_many_mentors"


def lock_lost(world: World) -> str:
    world.add(hold(world, 1, "pin", "丙", "赵", reason="同乡"))
    return "lock_broken"


def ban_ignored(world: World) -> str:
    world.add(hold(world, 1, "ban", "丙", "李", reason="同科室"))
    return "ban_broken"


CHANGES = [
    paused, left, unconfirmed, fewer_seats, avoiding, not_waiting, asks_for_none, lock_lost, ban_ignored,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_since_the_approval_stops_the_confirmation_by_its_name(small: World, change: object) -> None:
    """Nothing is written, and the sentence of the finding can be made in words."""
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    code = change(small)  # type: ignore[operator]
    found = refused(small, scheme_id, override="部务会议定").data["findings"]
    assert code in [finding.code for finding in found]
    assert all(words(finding) for finding in found)
    assert pairs_in_force(small) == set()
    assert status(small, scheme_id) == "approved"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_could_not_be_confirmed_cannot_be_proposed(small: World, change: object) -> None:
    scheme_id = small.scheme(PAIRS)
    code = change(small)  # type: ignore[operator]
    with pytest.raises(Conflict) as caught:
        small.step("officer", "propose", scheme_id)
    assert code in codes(caught.value)


def test_a_scheme_without_pairs_cannot_be_proposed(small: World) -> None:
    scheme_id = small.scheme({})
    with pytest.raises(Conflict) as caught:
        small.step("officer", "propose", scheme_id)
    assert codes(caught.value) == ["nothing_paired"]


def test_nobody_becomes_their_own_mentor(small: World) -> None:
    person = small.row(Mentee, small.mentees["甲"]).person_id
    small.add(MentorProfile(person_id=person, capacity=2, status="in_pool"))
    small.mentors["甲"] = person
    scheme_id = small.scheme({"甲": "甲"})
    with pytest.raises(Conflict) as caught:
        small.step("officer", "propose", scheme_id)
    assert codes(caught.value) == ["self_pair"]


def test_two_people_never_become_each_others_mentor(small: World) -> None:
    """甲 and 乙 are young experts with seats of their own; the scheme gives each the other."""
    for name in "甲乙":
        person = small.row(Mentee, small.mentees[name]).person_id
        small.add(MentorProfile(person_id=person, capacity=2, status="in_pool"))
        small.mentors[name] = person
    scheme_id = small.scheme({"甲": "乙", "乙": "甲"})
    with pytest.raises(Conflict) as caught:
        small.step("officer", "propose", scheme_id)
    assert codes(caught.value) == ["mutual_pair", "mutual_pair"]


def test_a_mentee_confirmed_by_another_scheme_is_taken(world: World) -> None:
    """The other scheme names 甲 too: it is overtaken, and putting it back does not help."""
    first, second = world.scheme(PAIRS), world.scheme({"甲": "赵"}, "second")
    world.approved(first)
    world.approved(second)
    done = world.step("officer", "confirm", first)
    assert done.superseded == (second,)
    assert status(world, second) == "superseded"
    world.change(Scheme, second, status="approved")
    assert codes(refused(world, second)) == ["mentee_taken"]
    world.change(Scheme, second, status="superseded")


def test_a_scheme_for_others_is_not_overtaken(world: World) -> None:
    first, second = world.scheme(PAIRS), world.scheme({"丁": "赵"}, "second")
    world.approved(first)
    world.approved(second)
    assert world.step("officer", "confirm", first).superseded == ()
    assert world.step("officer", "confirm", second).pairings == 1


def newer_rules(world: World) -> str:
    old = world.row(PolicyRow, 1)
    world.add(PolicyRow(cohort_id=old.cohort_id, number=2, rules=old.rules, by_id=old.by_id))
    return "rules_moved_on"


def no_longer_eligible(world: World) -> str:
    world.change(Mentee, world.mentees["丙"], category="young_cadre")
    person = world.row(Mentee, world.mentees["丙"]).person_id
    world.change(Person, person, work_start="2019-07")
    return "rule_ineligible"


def another_stream(world: World) -> str:
    unit = Unit(name="澜州市纪委监委", kind="organ", stream="discipline")
    world.add(unit)
    with world.database.read() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.stream == "discipline")).one()
    world.change(Person, world.row(Mentee, world.mentees["丙"]).person_id, unit_id=unit_id)
    return "rule_stream"


WAIVABLE = [newer_rules, no_longer_eligible, another_stream]


@pytest.mark.parametrize("change", WAIVABLE, ids=lambda change: change.__name__)
def test_what_may_be_set_aside_takes_a_reason_and_the_right_to_approve(small: World, change: object) -> None:
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    code = change(small)  # type: ignore[operator]
    assert codes(refused(small, scheme_id)) == [code]
    with pytest.raises(Forbidden):
        small.step("officer", "confirm", scheme_id, override="部务会议定")
    assert small.step("chief", "confirm", scheme_id, override="部务会议定").pairings == 3
    with small.database.read() as session:
        row = session.scalars(select(Signature).where(Signature.stage == "confirmed")).one()
        assert row.comment == "部务会议定"


def test_a_pair_that_staff_chose_with_a_reason_stands_against_a_rule(small: World) -> None:
    scheme_id = small.scheme(PAIRS)
    small.add(hold(small, scheme_id, "pin", "丙", "李", reason="部领导点名", origin="appointed"))
    no_longer_eligible(small)
    small.approved(scheme_id)
    assert small.step("officer", "confirm", scheme_id).pairings == 3


def test_a_fit_that_fell_under_the_floor_is_told(small: World) -> None:
    """Signed at 50.0 over a floor of 40; with the pool as it is now nothing speaks for the pair."""
    scheme_id = small.scheme({"甲": "王"})
    small.change(SchemePair, (scheme_id, small.mentees["甲"], small.mentors["王"]), fit=50_000)
    small.approved(scheme_id)
    assert codes(refused(small, scheme_id)) == ["fell_under_floor"]


def other_unit(world: World) -> int:
    """A second unit, just founded; its id."""
    world.add(Unit(name="竹源县信访局", kind="organ", county="竹源县"))
    with world.database.read() as session:
        return session.scalars(select(Unit.id).where(Unit.name == "竹源县信访局")).one()


def quota_rules(**quota: Any) -> dict[str, Any]:
    everybody = {"mentees": {"by": "all"}, "mentors": {"by": "all"}, "least": 0, "most": None}
    return Rules(quotas={"1-1": QuotaRule.read(everybody | quota)}).to_dict()


def test_confirming_asks_the_quotas_again_and_somebody_who_approves_may_set_one_aside(small: World) -> None:
    """甲 has moved to the unit of which the rules allow nobody with 王; two of the unit 乙 stays in are allowed."""
    scheme_id = small.scheme(PAIRS)
    key = other_unit(small)
    group = {"mentees": {"by": "unit", "of": [key]}, "mentors": {"by": "person", "of": [small.mentors["王"]]}}
    small.change(PolicyRow, small.row(Scheme, scheme_id).policy_id, rules=quota_rules(**group, most=0))
    small.approved(scheme_id)
    small.change(Person, small.row(Mentee, small.mentees["甲"]).person_id, unit_id=key)
    (finding,) = refused(small, scheme_id).data["findings"]
    assert (finding.code, finding.data["pairs"], finding.data["bound"]) == ("quota_each_over", 1, 0)
    assert small.step("chief", "confirm", scheme_id, override="部务会议定").pairings == 3


@pytest.mark.parametrize(("least", "told"), [(2, ["quota_under"]), (3, [])], ids=["kept then", "missed already"])
def test_a_smallest_number_is_told_where_the_plan_kept_it_and_people_left_the_group(
    small: World, least: int, told: list[str]
) -> None:
    """王 leads two of the unit's people; one moves away. "At least 2" held then; "at least 3" the plan missed itself."""
    scheme_id = small.scheme(PAIRS)
    with small.database.read() as session:
        key = session.scalars(select(Unit.id)).one()
    group = {"mentees": {"by": "unit", "of": [key]}, "mentors": {"by": "person", "of": [small.mentors["王"]]}}
    row = small.row(Scheme, scheme_id)
    small.change(PolicyRow, row.policy_id, rules=quota_rules(**group, least=least))
    mentees = [mentee["id"] for mentee in row.problem["pool"]["mentees"]]
    frozen = {"rule": "1-1", "mentors": [key_of(small.mentors["王"])], "mentees": mentees, "min": least, "max": None}
    small.change(Scheme, scheme_id, problem={**row.problem, "quotas": [frozen]})
    moved = small.row(Mentee, small.mentees["甲"]).person_id
    small.change(Person, moved, unit_id=other_unit(small))
    small.approved(scheme_id)
    with small.database.read() as session:
        found = findings(session, session.get_one(Scheme, scheme_id))
    assert [finding.code for finding in found if finding.code.startswith("quota")] == told


def test_a_repeated_confirmation_returns_the_first_result(world: World) -> None:
    """The reply was lost, the same request comes again, also from a colleague: one effect, one answer."""
    scheme_id = world.scheme(PAIRS)
    seen = world.approved(scheme_id)
    first = world.do("officer", signoff.confirm, scheme_id=scheme_id, seen_version=seen)
    for who in ("officer", "colleague"):
        again = world.do(who, signoff.confirm, scheme_id=scheme_id, seen_version=seen)
        assert again.repeated
        assert (again.pairings, again.status, again.notice_until) == (first.pairings, first.status, first.notice_until)
    assert len(pairs_in_force(world)) == 3


def test_a_confirmation_of_an_older_version_is_not_a_repetition(world: World) -> None:
    scheme_id = world.scheme(PAIRS)
    seen = world.approved(scheme_id)
    world.do("officer", signoff.confirm, scheme_id=scheme_id, seen_version=seen)
    with pytest.raises(Stale):
        world.do("officer", signoff.confirm, scheme_id=scheme_id, seen_version=seen - 1)


def test_holds_of_another_scheme_play_no_part(small: World) -> None:
    first, second = small.scheme(PAIRS), small.scheme({"丁": "赵"}, "second")
    small.add(hold(small, second, "ban", "甲", "王", reason="同科室"))
    small.approved(first)
    assert small.step("officer", "confirm", first).pairings == 3
    with small.database.read() as session:
        assert session.scalars(select(SchemeHold)).one().scheme_id == second


@pytest.mark.both_engines
def test_what_the_engine_computed_goes_all_the_way(world: World) -> None:
    """Four wait and five seats are free: the plan of the engine has four pairs, and they become the pairings."""
    scheme_id = world.scheme({})
    with world.database.write() as session:
        scheme = session.get(Scheme, scheme_id)
        assert scheme
        pool, policy = Pool.from_dict(scheme.problem["pool"]), Policy.from_dict(scheme.problem["policy"])
        store_solution(session, world.staff["officer"], scheme, solve(build_problem(pool, policy)))
    world.approved(scheme_id)
    assert world.step("officer", "confirm", scheme_id).pairings == 4
    with world.database.read() as session:
        pairs = session.execute(select(SchemePair.mentee_id, SchemePair.mentor_id)).all()
    assert {row[:2] for row in pairs_in_force(world)} == {(mentee, mentor) for mentee, mentor in pairs}


def test_what_stands_against_it_is_worked_out_anew_after_every_act_and_in_the_confirmation(small: World) -> None:
    """The page may read what it found before as long as nobody has done anything; the confirmation never does."""
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    officer = small.staff["officer"]
    assert look(small.database, officer, standing, scheme_id=scheme_id) == []
    move = Move(to="paused", reason="workload")
    small.do("officer", move_mentor, person_id=small.mentors["李"], seen_version=1, move=move)
    found = look(small.database, officer, standing, scheme_id=scheme_id)
    assert [finding.code for finding in found] == ["mentor_paused"]
    assert codes(refused(small, scheme_id)) == ["mentor_paused"]
    small.change(MentorProfile, small.mentors["王"], status="left")
    assert sorted(codes(refused(small, scheme_id))) == ["mentor_left", "mentor_paused"]


def test_seats_ordered_for_the_scheme_count_and_are_signed(small: World) -> None:
    """赵 has one seat; two pairs are refused until staff order one more for this scheme, with a reason."""
    scheme_id = small.scheme({"甲": "赵", "乙": "赵"})
    with pytest.raises(Conflict) as caught:
        small.step("officer", "propose", scheme_id)
    assert codes(caught.value) == ["over_capacity"]
    by = small.staff["officer"].id
    told = {"scheme_id": scheme_id, "kind": "seats", "person_id": small.mentors["赵"], "by_id": by}
    small.add(SchemeLimit(amount=1, reason="本人同意", **told))
    small.approved(scheme_id)
    small.change(SchemeLimit, 1, reason="另写的理由")
    assert codes(refused(small, scheme_id)) == ["not_what_was_signed"]
    small.change(SchemeLimit, 1, reason="本人同意")
    assert small.step("officer", "confirm", scheme_id).pairings == 2


def test_the_notice_is_posted_on_the_day_that_was_named(small: World) -> None:
    """The day after tomorrow is taken; a day gone by and one too far away are refused."""
    scheme_id = small.scheme(PAIRS)
    small.approved(scheme_id)
    for day in (today() - timedelta(days=1), today() + timedelta(days=61)):
        with pytest.raises(Invalid, match="posting_day"):
            small.step("officer", "confirm", scheme_id, notice_from=day)
    posted = today() + timedelta(days=2)
    done = small.step("officer", "confirm", scheme_id, notice_from=posted)
    assert done.notice_until == last_day(posted, 3)
    with small.database.read() as session:
        assert set(session.scalars(select(PairingEvent.on_day))) == {posted}
