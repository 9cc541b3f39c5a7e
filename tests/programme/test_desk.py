"""Acts at the desk: the plan is solved anew under the holds, stored with its reason, and refused where a rule says so."""

import random

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Mentee, Scheme, SchemeHold, SchemePair
from matching import verify
from programme import desk, runs
from programme.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from programme.scheme_state import load_scheme
from programme.usecase import REGISTER
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import MatchWorld, match_world
from tests.support.runs import finish_here


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """An empty world whose runs are done in this process."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return match_world(database, staff("officer"))


@pytest.fixture
def table(world: MatchWorld, staff: Staff) -> DeskWorld:
    """The desk computed by hand in `tests/support/desk_world.py`: 甲-王, 乙-陈."""
    people_by_hand(world)
    return on_the_desk(world, staff)


def refused(kind: type[Exception], code: str, table: DeskWorld, use_case: object, **arguments: object) -> None:
    """The act is refused with this code and leaves everything as it was."""
    before, acts = table.state(), table.acts()
    with pytest.raises(kind) as error:
        table.act(use_case, **arguments)
    assert error.value.code == code  # type: ignore[attr-defined]
    assert (table.state(), table.acts()) == (before, acts)


def test_reassigning_locks_the_pair_and_moves_whoever_has_to(table: DeskWorld) -> None:
    assert table.plan() == {"甲": "王", "乙": "陈"}
    outcome = table.act(desk.reassign, **table.pair("甲", "陈"), reason="同条线")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    assert (outcome.before.total_fit, outcome.after.total_fit) == (135, 120)
    assert set(outcome.out) == {table.ids("甲", "王"), table.ids("乙", "陈")}
    [hold] = table.rows(SchemeHold)
    assert (hold["kind"], hold["origin"], hold["reason"], hold["by_id"]) == (
        "pin",
        "staff",
        "同条线",
        table.world.officer.id,
    )
    assert {row["mentee_id"]: row["origin"] for row in table.rows(SchemePair)} == {
        table.world.mentees["甲"]: "staff",
        table.world.mentees["乙"]: "system",
    }


def test_every_act_leaves_an_adjustment_and_an_audit_row_with_its_reason(table: DeskWorld) -> None:
    outcome = table.act(desk.ban, **table.pair("甲", "王"), reason="不合适")
    [act] = table.acts()
    assert (act["seq"], act["kind"], act["reason"], act["undone"]) == (1, "ban", "不合适", False)
    assert act["detail"]["version"] == outcome.version == table.version == 3
    with table.world.database.read() as session:
        last = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
        assert last is not None
        assert (last.action, last.object) == ("adjust", f"scheme:{table.scheme_id}")
        assert (last.detail["kind"], last.detail["reason"], last.detail["seq"]) == ("ban", "不合适", 1)


def test_the_plan_after_every_act_is_proved_optimal_by_the_independent_checker(table: DeskWorld) -> None:
    steps = (
        (desk.reassign, {**table.pair("甲", "赵"), "reason": "试"}),
        (desk.ban, {**table.pair("乙", "王"), "reason": "试"}),
        (desk.undo, {}),
        (desk.unlock, {"mentee_ids": [table.world.mentees["甲"]], "reason": "试"}),
    )
    for use_case, arguments in steps:
        table.act(use_case, **arguments)
        with table.world.database.read() as session:
            state = load_scheme(session, table.scheme_id)
            assert state.solution.status == "proved"
            assert verify(state.problem, state.solution)


@pytest.mark.both_engines
def test_a_ban_gives_the_place_to_whoever_is_best_without_it(table: DeskWorld) -> None:
    """Without 甲-王 the best is 甲-陈 60 and 乙-王 60; lifting the ban brings the first plan back."""
    table.act(desk.ban, **table.pair("甲", "王"), reason="不合适")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    table.act(desk.unban, **table.pair("甲", "王"), reason="误会")
    assert table.plan() == {"甲": "王", "乙": "陈"}


@pytest.mark.both_engines
def test_a_swap_exchanges_the_mentors_of_two_and_locks_both(table: DeskWorld) -> None:
    table.act(desk.swap, pairs=[table.ids("甲", "王"), table.ids("乙", "陈")], reason="本人要求")
    assert table.plan() == {"甲": "陈", "乙": "王"}
    assert [hold["kind"] for hold in table.rows(SchemeHold)] == ["pin", "pin"]


def test_an_appointment_keeps_the_leader_and_marks_the_pair(table: DeskWorld) -> None:
    table.act(desk.appoint, **table.pair("乙", "王"), leader="周部长", reason="工作需要")
    assert table.plan()["乙"] == "王"
    assert table.acts()[0]["detail"]["leader"] == "周部长"
    origin = {row["mentee_id"]: row["origin"] for row in table.rows(SchemePair)}
    assert origin[table.world.mentees["乙"]] == "appointed"


def test_a_lock_moves_nobody_and_needs_no_reason(table: DeskWorld) -> None:
    outcome = table.act(desk.lock, mentee_ids=[table.world.mentees["甲"], table.world.mentees["乙"]])
    assert (outcome.out, outcome.into) == ((), ())
    assert [hold["origin"] for hold in table.rows(SchemeHold)] == ["system", "system"]
    refused(Conflict, "nothing_to_lock", table, desk.lock, mentee_ids=[table.world.mentees["甲"]])


def test_a_lock_stands_whatever_is_done_to_the_others(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["乙"]])
    table.act(desk.ban, **table.pair("甲", "王"), reason="不合适")
    assert table.plan() == {"甲": "赵", "乙": "陈"}


@pytest.mark.both_engines
def test_unlocking_demands_a_reason_only_when_somebody_moves(table: DeskWorld) -> None:
    mentees = [table.world.mentees["甲"]]
    table.act(desk.lock, mentee_ids=mentees)
    table.act(desk.unlock, mentee_ids=mentees)
    table.act(desk.reassign, **table.pair("甲", "赵"), reason="试")
    refused(Invalid, "reason_needed", table, desk.unlock, mentee_ids=mentees)
    table.act(desk.unlock, mentee_ids=mentees, reason="不再需要")
    assert table.plan() == {"甲": "王", "乙": "陈"}


@pytest.mark.parametrize("blank", ["", "  "])
def test_an_act_that_chooses_people_is_refused_without_its_reason(table: DeskWorld, blank: str) -> None:
    pair = table.pair("甲", "陈")
    refused(Invalid, "reason_needed", table, desk.reassign, **pair, reason=blank)
    refused(Invalid, "reason_needed", table, desk.ban, **pair, reason=blank)
    refused(Invalid, "reason_needed", table, desk.appoint, **pair, leader="周部长", reason=blank)
    refused(Invalid, "leader_needed", table, desk.appoint, **pair, leader=blank, reason="工作需要")
    two = [table.ids("甲", "王"), table.ids("乙", "陈")]
    refused(Invalid, "reason_needed", table, desk.swap, pairs=two, reason=blank)


def test_undo_and_redo_give_back_plan_holds_and_proof_to_the_byte(table: DeskWorld) -> None:
    first = table.state()
    table.act(desk.reassign, **table.pair("甲", "陈"), reason="同条线")
    second = table.state()
    table.act(desk.ban, **table.pair("乙", "王"), reason="不合适")
    third = table.state()
    for expected, use_case in ((second, desk.undo), (first, desk.undo), (second, desk.redo), (third, desk.redo)):
        table.act(use_case)
        assert table.state() == expected
    refused(Conflict, "nothing_to_redo", table, desk.redo)


def test_an_undo_is_a_row_too_and_nothing_is_erased(table: DeskWorld) -> None:
    table.act(desk.reassign, **table.pair("甲", "陈"), reason="同条线")
    table.act(desk.undo, table.colleague)
    told = [(act["kind"], act["undone"], act["detail"]["of"]) for act in table.acts()]
    assert told == [("reassign", True, None), ("undo", False, 1)]
    assert table.acts()[1]["by_id"] == table.colleague.id
    refused(Conflict, "nothing_to_undo", table, desk.undo)


@pytest.mark.both_engines
def test_a_colleague_who_was_faster_is_named_and_nothing_is_overwritten(table: DeskWorld) -> None:
    seen = table.version
    table.act(desk.reassign, table.colleague, **table.pair("甲", "陈"), reason="同条线")
    after = table.state()
    with pytest.raises(Stale) as error:
        table.act(desk.ban, **table.pair("乙", "陈"), reason="不合适", seen_version=seen)
    assert error.value.code == "desk_moved_on"
    assert error.value.data["who"] == table.colleague.name
    assert (error.value.data["names"], error.value.data["seen"], error.value.data["present"]) == ("甲", seen, seen + 1)
    assert table.state() == after


@pytest.mark.both_engines
def test_a_version_that_moved_on_without_the_desk_is_refused_as_well(table: DeskWorld) -> None:
    seen = table.version
    table.world.change(Scheme, table.scheme_id, version=seen + 1)
    refused(Stale, "row", table, desk.lock, mentee_ids=[table.world.mentees["甲"]], seen_version=seen)


@pytest.mark.parametrize("status", ["proposed", "approved", "confirmed", "superseded", "failed"])
def test_a_scheme_that_is_not_a_draft_refuses_every_act(table: DeskWorld, status: str) -> None:
    table.world.change(Scheme, table.scheme_id, status=status)
    refused(Conflict, f"desk_closed_{status}", table, desk.lock, mentee_ids=[table.world.mentees["甲"]])
    refused(Conflict, f"desk_closed_{status}", table, desk.undo)


def test_a_returned_scheme_can_be_changed_again(table: DeskWorld) -> None:
    table.world.change(Scheme, table.scheme_id, status="returned")
    table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]])


@pytest.mark.parametrize("name", sorted(name for name in REGISTER if name.startswith("desk.")))
@pytest.mark.parametrize("role", ["leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor"])
def test_whoever_may_not_adjust_is_refused_before_anything_is_read(
    lite: Database, staff: Staff, role: str, name: str
) -> None:
    with lite.write() as session, pytest.raises(Forbidden):
        REGISTER[name].run(session, staff_actor(role), scheme_id=0, seen_version=0)


def staff_actor(role: str):  # noqa: ANN201
    from programme.access import Actor

    return Actor(1, role, role, role, 1)


def test_there_are_nine_acts_and_all_of_them_need_the_right_to_adjust() -> None:
    acts = {name.removeprefix("desk."): use.action for name, use in REGISTER.items() if name.startswith("desk.")}
    assert sorted(acts) == ["appoint", "ban", "lock", "reassign", "redo", "swap", "unban", "undo", "unlock"]
    assert set(acts.values()) == {"adjust"}


def test_a_lock_on_a_pair_that_a_rule_forbids_is_refused_with_the_rule(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    world.declare("甲", "陈")
    world.add_mentor("钱", 1, "", {"a": 5}, status="paused")
    table = on_the_desk(world, staff)
    refused(Conflict, "pin_kinship", table, desk.reassign, **table.pair("甲", "陈"), reason="试")
    refused(Conflict, "pin_unavailable", table, desk.appoint, **table.pair("甲", "钱"), leader="周部长", reason="试")
    table.act(desk.ban, **table.pair("甲", "赵"), reason="不合适")
    refused(Conflict, "pin_banned", table, desk.reassign, **table.pair("甲", "赵"), reason="试")


def test_a_rule_that_only_warns_lets_the_pair_be_chosen(world: MatchWorld, staff: Staff) -> None:
    """甲 and 孙 share a unit and 孙 is its head: by default a hint, not a bar."""
    people_by_hand(world)
    world.add_mentor("孙", 1, "市财政局", {"a": 4}, post="局长", standing="in_office")
    table = on_the_desk(world, staff)
    table.act(desk.reassign, **table.pair("甲", "孙"), reason="熟悉业务")
    assert table.card("甲").couples[0].hints == ("command",)


def test_more_locks_than_seats_are_refused(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["乙"]])
    refused(Conflict, "pin_no_seat", table, desk.reassign, **table.pair("甲", "陈"), reason="试")


def test_seats_that_pairings_in_force_have_taken_cannot_be_locked(world: MatchWorld, staff: Staff) -> None:
    people_by_hand(world)
    world.add_mentee("丙", needs=["b"])
    world.add_pairing(world.mentees["丙"], "陈")
    world.change(Mentee, world.mentees["丙"], status="paired")
    table = on_the_desk(world, staff)
    refused(Conflict, "pin_no_seat", table, desk.reassign, **table.pair("甲", "陈"), reason="试")


def test_strangers_to_the_snapshot_are_refused(table: DeskWorld) -> None:
    table.world.add_mentor("新", 1, "", {"a": 5})
    refused(Conflict, "not_in_snapshot", table, desk.reassign, **table.pair("甲", "新"), reason="试")
    pair = {"mentee_id": 10_000, "mentor_id": table.world.people["王"]}
    refused(NotFound, "not_in_scheme", table, desk.ban, **pair, reason="试")


def test_a_swap_takes_two_present_pairs_of_different_people(table: DeskWorld) -> None:
    here, there = table.ids("甲", "王"), table.ids("乙", "陈")
    for pairs in ([here, here], [here, table.ids("乙", "赵")], [here]):
        refused(Conflict, "not_a_swap", table, desk.swap, pairs=pairs, reason="试")
    table.act(desk.swap, pairs=[here, there], reason="试")


def test_of_two_mentors_one_goes_and_the_other_stays(world: MatchWorld, staff: Staff) -> None:
    """丁 asks for two mentors of 王 75, 陈 60, 赵 45: gets 王 and 陈; with 赵 in place of 王 the pair is 陈 and 赵."""
    world.add_mentor("王", 1, "", {"a": 5})
    world.add_mentor("陈", 1, "", {"a": 4})
    world.add_mentor("赵", 1, "", {"a": 3})
    world.add_mentee("丁", needs=["a"], demand=2)
    table = on_the_desk(world, staff)
    refused(Conflict, "which_mentor_goes", table, desk.reassign, **table.pair("丁", "赵"), reason="试")
    table.act(desk.reassign, **table.pair("丁", "赵"), reason="试", instead_of=world.people["王"])
    assert table.plan() == {"丁": "陈+赵"}


def test_a_rerun_on_a_fresh_pool_keeps_every_lock_and_ban(table: DeskWorld) -> None:
    table.act(desk.reassign, **table.pair("甲", "赵"), reason="同条线")
    table.act(desk.ban, **table.pair("乙", "王"), reason="不合适")
    table.world.add_mentor("孙", 1, "", {"a": 5, "b": 5})
    started = table.world.do(runs.rerun, scheme_id=table.scheme_id, seen_version=table.version)
    fresh = DeskWorld(table.world, finish_here(table.world, started), table.colleague)
    assert fresh.plan() == {"甲": "赵", "乙": "孙"}
    kinds = [(hold["kind"], hold["mentee_id"], hold["reason"]) for hold in fresh.rows(SchemeHold)]
    assert sorted(kinds) == sorted(
        [("pin", table.world.mentees["甲"], "同条线"), ("ban", table.world.mentees["乙"], "不合适")]
    )


@pytest.mark.parametrize("seed", range(3))
def test_any_walk_of_acts_can_be_undone_to_the_start_and_redone_to_the_end(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Twelve people, five mentors, many equal fits (so that ties are real): states compare to the byte."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    draw, world = random.Random(seed), match_world(lite, staff("officer"))
    for number in range(5):
        world.add_mentor(f"导师{number}", 3, "", {draw.choice("abc"): draw.choice([3, 5])})
    for number in range(12):
        world.add_mentee(f"干部{number}", needs=[draw.choice("abc")])
    table = on_the_desk(world, staff)
    states = [table.state()]
    while len(states) < 8:
        if walk(table, draw):
            states.append(table.state())
    for expected in reversed(states[:-1]):
        table.act(desk.undo)
        assert table.state() == expected
    for expected in states[1:]:
        table.act(desk.redo)
        assert table.state() == expected


def walk(table: DeskWorld, draw: random.Random) -> bool:
    """One act at random; whether it was possible."""
    mentee_id, mentor_id = (
        draw.choice(sorted(table.world.mentees.values())),
        draw.choice(sorted(table.world.people.values())[:5]),
    )
    pair = {"mentee_id": mentee_id, "mentor_id": mentor_id}
    kind = draw.choice([desk.reassign, desk.ban, desk.lock, desk.unban, desk.unlock])
    try:
        table.act(kind, **({"mentee_ids": [mentee_id]} if kind in (desk.lock, desk.unlock) else pair), reason="试")
    except Conflict:
        return False
    return True
