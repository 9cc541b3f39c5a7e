"""Seats of a mentor in one scheme, people left alone on purpose, appointments against a rule: priced, kept, taken back."""

import random
from dataclasses import replace

import pytest

from db.engines import Database
from db.models import MentorProfile, SchemeHold, SchemeLimit
from matching import build_problem, solve, verify
from programme import desk, desk_orders, runs, scheme_answers, scheme_state
from programme.access import Actor
from programme.desk_board import Board, Wanted
from programme.desk_changes import SET_ASIDE
from programme.desk_preview import preview
from programme.desk_view import board
from programme.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from programme.holds_kept import WAIVABLE
from programme.rules import rules_in_force, save_rules
from programme.scheme_state import load_scheme
from programme.schemes import copy_scheme
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


@pytest.fixture
def short(world: MatchWorld, staff: Staff) -> DeskWorld:
    """王 has one seat and is the only mentor; 甲 (75 points) fits better than 乙 (45), who is left out."""
    world.add_mentor("王", 1, "", {"a": 5, "b": 3})
    world.add_mentee("甲", needs=["a"])
    world.add_mentee("乙", needs=["b"])
    return on_the_desk(world, staff)


def seats(table: DeskWorld, mentor: str, amount: int, by: Actor | None = None) -> object:
    mentor_id = table.world.people[mentor]
    return table.act(desk_orders.change_seats, by, mentor_id=mentor_id, amount=amount, reason="精力充沛")


def alone(table: DeskWorld, mentee: str, by: Actor | None = None) -> object:
    return table.act(desk_orders.leave_alone, by, mentee_id=table.world.mentees[mentee], reason="拟调离")


def seen(table: DeskWorld, **wanted: object) -> Board:
    found: Board = table.see(board, wanted=Wanted(**wanted))  # type: ignore[arg-type]
    return found


def test_one_more_seat_gives_a_mentor_to_whoever_was_left_out(short: DeskWorld) -> None:
    assert (short.plan(), seen(short).figures.unmatched) == ({"甲": "王"}, 1)
    seats(short, "王", 1)
    assert (short.plan(), seen(short).figures.unmatched) == ({"甲": "王", "乙": "王"}, 0)
    assert [(row["kind"], row["amount"], row["reason"]) for row in short.rows(SchemeLimit)] == [
        ("seats", 1, "精力充沛")
    ]


def test_the_pool_itself_keeps_its_seats(short: DeskWorld) -> None:
    seats(short, "王", 2)
    assert short.world.row(MentorProfile, short.world.people["王"]).capacity == 1


def test_the_price_of_a_seat_stands_before_it_is_given(short: DeskWorld) -> None:
    """45 points of fit more; evenness: 50 * 1/1 before, 50 * 4/2 after, so 50 less. One person more has a mentor."""
    pair = (short.world.mentees["甲"], short.world.people["王"])
    known = short.see(preview, kind="more", pairs=[pair])
    assert (known.price.fit, known.price.balance, known.price.total, known.price.unmatched) == (45.0, -50.0, -5.0, -1)
    [load] = known.contrast.loads
    assert (load.before, load.after, load.seats_before, load.seats_after) == (1, 2, 1, 2)
    assert (known.contrast.before.unmatched, known.contrast.after.unmatched) == (1, 0)
    assert short.rows(SchemeLimit) == []


def test_seats_given_and_taken_again_leave_nothing_behind(short: DeskWorld) -> None:
    before = short.state()["pairs"]
    seats(short, "王", 2)
    seats(short, "王", -2)
    assert (short.rows(SchemeLimit), short.state()["pairs"]) == ([], before)


def test_seats_that_are_taken_cannot_be_taken_away(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]])
    with pytest.raises(Conflict) as error:
        seats(table, "王", -1)
    assert (error.value.code, error.value.data) == ("seats_taken", {"seats": 0, "taken": 1})
    seats(table, "陈", -1)
    assert table.plan()["乙"] == "赵"


@pytest.mark.parametrize("amount", [0, 6, -6])
def test_nobody_gets_no_seats_or_a_dozen_at_once(table: DeskWorld, amount: int) -> None:
    with pytest.raises(Invalid):
        seats(table, "王", amount)


def test_whoever_is_left_alone_stays_so_and_the_seat_goes_to_the_next(short: DeskWorld) -> None:
    alone(short, "甲")
    assert short.plan() == {"乙": "王"}
    barrier = short.card("甲").barrier
    assert barrier is not None
    assert (barrier.reason, barrier.words) == ("alone", "拟调离")
    short.act(desk_orders.call_back, mentee_id=short.world.mentees["甲"], reason="不再调离")
    assert short.plan() == {"甲": "王"}


def test_people_left_alone_count_as_without_a_mentor_and_have_a_list_of_their_own(short: DeskWorld) -> None:
    alone(short, "乙")
    found = seen(short, segment="alone")
    assert (found.figures.unmatched, found.figures.ineligible) == (1, 0)
    assert [(line.mentee.name, line.marks) for line in found.queue.lines] == [("乙", ("alone",))]
    assert (found.queue.counts["alone"], found.queue.counts["unmatched"]) == (1, 1)


@pytest.mark.both_engines
def test_choosing_a_mentor_for_somebody_left_alone_takes_the_person_up_again(table: DeskWorld) -> None:
    alone(table, "甲")
    table.act(desk.reassign, **table.pair("甲", "赵"), reason="仍需帮带")
    assert (table.plan()["甲"], table.rows(SchemeLimit)) == ("赵", [])


def test_leaving_alone_lets_a_lock_of_the_person_fall(table: DeskWorld) -> None:
    table.act(desk.lock, mentee_ids=[table.world.mentees["甲"]])
    alone(table, "甲")
    assert (table.rows(SchemeHold), "甲" in table.plan()) == ([], False)
    with pytest.raises(Conflict, match="alone_already"):
        alone(table, "甲")
    with pytest.raises(Conflict, match="not_alone"):
        table.act(desk_orders.call_back, mentee_id=table.world.mentees["乙"], reason="试")


def test_strangers_are_refused(table: DeskWorld) -> None:
    table.world.add_mentor("新", 1, "", {"a": 5})
    with pytest.raises(Conflict, match="not_in_snapshot"):
        seats(table, "新", 1)
    with pytest.raises(NotFound):
        table.act(desk_orders.leave_alone, mentee_id=10_000, reason="试")


@pytest.mark.parametrize("blank", ["", "  "])
def test_orders_say_why(table: DeskWorld, blank: str) -> None:
    people = table.world
    for use_case, arguments in (
        (desk_orders.change_seats, {"mentor_id": people.people["王"], "amount": 1}),
        (desk_orders.leave_alone, {"mentee_id": people.mentees["甲"]}),
    ):
        with pytest.raises(Invalid, match="reason_needed"):
            table.act(use_case, reason=blank, **arguments)


@pytest.fixture
def strict(world: MatchWorld, staff: Staff) -> DeskWorld:
    """甲 and 孙 share a unit and 孙 is its head; the rules forbid a direct superior. 甲 and 陈 avoid each other."""
    people_by_hand(world)
    world.add_mentor("孙", 1, "市财政局", {"a": 5}, post="局长", standing="in_office")
    world.declare("甲", "陈")
    forbid_command(world)
    return on_the_desk(world, staff)


def forbid_command(world: MatchWorld) -> None:
    with world.database.read() as session:
        number = rules_in_force(session, world.cohort_id).number
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=number, values={"rules": {"command": "forbid"}})


def against(table: DeskWorld, by: Actor, mentor: str) -> object:
    pair = table.pair("甲", mentor)
    return table.act(desk_orders.appoint_against_rule, by, **pair, leader="周部长", reason="业务交接")


@pytest.mark.both_engines
def test_a_rule_is_set_aside_by_somebody_who_may_approve_and_by_nobody_else(strict: DeskWorld, staff: Staff) -> None:
    with pytest.raises(Conflict, match="pin_command"):
        strict.act(desk.appoint, **strict.pair("甲", "孙"), leader="周部长", reason="业务交接")
    with pytest.raises(Forbidden):
        against(strict, strict.world.officer, "孙")
    assert strict.acts() == []
    against(strict, staff("chief"), "孙")
    assert strict.plan()["甲"] == "孙"
    [hold] = strict.rows(SchemeHold)
    assert (hold["origin"], hold["rule"], hold["reason"]) == ("appointed", "command", "业务交接")
    assert (strict.acts()[0]["kind"], strict.acts()[0]["detail"]["leader"]) == ("override", "周部长")
    assert [line.mentee.name for line in seen(strict, segment="override").queue.lines] == ["甲"]


def test_a_declared_avoidance_is_never_set_aside(strict: DeskWorld, staff: Staff) -> None:
    with pytest.raises(Conflict, match="pin_kinship"):
        against(strict, staff("chief"), "陈")
    with pytest.raises(Conflict, match="no_rule_against"):
        against(strict, staff("chief", login="deputy"), "赵")
    assert [strict.candidate("甲", mentor).can_override for mentor in ("孙", "陈", "赵")] == [True, False, False]


def test_the_rules_that_can_be_set_aside_here_are_those_that_a_rerun_keeps(world: MatchWorld) -> None:
    assert set(SET_ASIDE) == WAIVABLE


@pytest.mark.both_engines
def test_an_officer_can_take_the_override_back_but_not_bring_it_again(strict: DeskWorld, staff: Staff) -> None:
    chief = staff("chief")
    against(strict, chief, "孙")
    strict.act(desk.undo)
    with pytest.raises(Forbidden):
        strict.act(desk.redo)
    strict.act(desk.redo, chief)
    assert strict.plan()["甲"] == "孙"


def test_an_override_survives_a_rerun_on_the_fresh_pool(strict: DeskWorld, staff: Staff) -> None:
    against(strict, staff("chief"), "孙")
    started = strict.world.do(runs.rerun, scheme_id=strict.scheme_id, seen_version=strict.version)
    fresh = DeskWorld(strict.world, finish_here(strict.world, started), strict.colleague)
    assert (fresh.plan()["甲"], [hold["rule"] for hold in fresh.rows(SchemeHold)]) == ("孙", ["command"])


def test_a_rerun_and_a_copy_keep_seats_and_people_left_alone(table: DeskWorld) -> None:
    seats(table, "赵", 1)
    alone(table, "乙")
    kept = [(row["kind"], row["person_id"], row["amount"]) for row in table.rows(SchemeLimit)]
    copied = table.world.do(copy_scheme, scheme_id=table.scheme_id, name="副本")
    started = table.world.do(runs.rerun, scheme_id=table.scheme_id, seen_version=table.version)
    assert started.dropped == ()
    for scheme_id in (copied, finish_here(table.world, started)):
        again = DeskWorld(table.world, scheme_id, table.colleague)
        assert [(row["kind"], row["person_id"], row["amount"]) for row in again.rows(SchemeLimit)] == kept
        assert again.plan() == {"甲": "王"}


def test_a_rerun_names_the_orders_that_no_longer_stand(table: DeskWorld) -> None:
    """Of the two seats of 赵 one is given up here; by now two pairings in force need both."""
    world = table.world
    world.change(MentorProfile, world.people["赵"], capacity=2)
    started = world.do(runs.rerun, scheme_id=table.scheme_id, seen_version=table.version)
    table = DeskWorld(world, finish_here(world, started), table.colleague)
    seats(table, "赵", -1)
    for name in ("丙", "丁"):
        world.add_mentee(name, needs=["b"], status="paired")
        world.add_pairing(world.mentees[name], "赵")
    started = world.do(runs.rerun, scheme_id=table.scheme_id, seen_version=table.version)
    assert [(lost.kind, lost.code) for lost in started.dropped] == [("seats", "mentor_full")]


@pytest.mark.both_engines
def test_a_colleagues_order_is_never_overwritten(table: DeskWorld) -> None:
    version = table.version
    seats(table, "王", 1, table.colleague)
    after = table.state()
    for use_case, arguments in (
        (desk_orders.change_seats, {"mentor_id": table.world.people["王"], "amount": 1}),
        (desk_orders.leave_alone, {"mentee_id": table.world.mentees["甲"]}),
        (desk_orders.call_back, {"mentee_id": table.world.mentees["甲"]}),
    ):
        with pytest.raises(Stale) as error:
            table.act(use_case, reason="试", seen_version=version, **arguments)
        assert error.value.data["who"] == table.colleague.name
    assert table.state() == after


@pytest.mark.parametrize("name", sorted(name for name in REGISTER if name.startswith("desk_orders.")))
@pytest.mark.parametrize("role", ["leader", "publicity", "liaison", "inspector", "sysadmin", "secadmin", "auditor"])
def test_whoever_may_not_adjust_is_refused_before_anything_is_read(lite: Database, role: str, name: str) -> None:
    with lite.write() as session, pytest.raises(Forbidden):
        REGISTER[name].run(session, Actor(1, role, role, role, 1), scheme_id=0, seen_version=0)


def crowded(lite: Database, staff: Staff, seed: int) -> DeskWorld:
    """Ten people and four mentors at random, with more people than seats."""
    draw, world = random.Random(seed), match_world(lite, staff("officer"))
    for number in range(4):
        skills = {code: draw.randint(1, 5) for code in draw.sample("abc", 2)}
        world.add_mentor(f"导师{number}", draw.randint(1, 3), "", skills, grassroots_years=draw.randint(0, 20))
    for number in range(10):
        world.add_mentee(f"干部{number}", needs=draw.sample("abc", 2))
    return on_the_desk(world, staff)


@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_every_order_is_what_a_solve_from_the_people_says(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The oracle changes the people themselves (seats of a mentor, a mentee gone) and solves that pool from nothing."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    table = crowded(lite, staff, seed)
    with lite.read() as session:
        state = load_scheme(session, table.scheme_id)
    pool, policy = state.pool, state.policy
    total = sum(state.solution.fits) / 1000
    for name in ("导师0", "导师3"):
        key = table.world.key(name)
        mentors = tuple(replace(one, capacity=one.capacity + (one.id == key)) for one in pool.mentors)
        asked = build_problem(replace(pool, mentors=mentors), policy, incumbent=state.solution.pairs)
        known = table.see(preview, kind="more", pairs=[(table.world.mentees["干部0"], table.world.people[name])])
        assert known.price.fit == pytest.approx(sum(solve(asked).fits) / 1000 - total)
    for name, mentee_id in list(table.world.mentees.items())[:4]:
        key = table.world.key(name)
        others = replace(pool, mentees=tuple(one for one in pool.mentees if one.id != key))
        kept = [pair for pair in state.solution.pairs if pair[0] != key]
        known = table.see(preview, kind="alone", pairs=[(mentee_id, 0)])
        asked = build_problem(others, policy, incumbent=kept)
        assert known.price.fit == pytest.approx(sum(solve(asked).fits) / 1000 - total)


@pytest.mark.parametrize("seed", range(3))
def test_any_walk_of_orders_can_be_undone_redone_and_rebuilt_from_the_rows_to_the_byte(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The independent checker proves every plan from the rows alone, with everything that was kept in memory gone."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    table, draw = crowded(lite, staff, seed), random.Random(seed)
    states = [everything(table)]
    while len(states) < 7:
        if walk(table, draw):
            states.append(everything(table))
    for expected in reversed(states[:-1]):
        table.act(desk.undo)
        assert everything(table) == expected
    for expected in states[1:]:
        table.act(desk.redo)
        assert everything(table) == expected
        forget()
        with lite.read() as session:
            state = load_scheme(session, table.scheme_id)
            assert state.problem.fingerprint == state.scheme.fingerprint
            assert verify(state.problem, state.solution)


def everything(table: DeskWorld) -> dict[str, object]:
    return {**table.state(), "limits": table.rows(SchemeLimit)}


def forget() -> None:
    """What a process has in memory is not there after a restart."""
    for shelf in (scheme_state._shelf, scheme_state._base_shelf, scheme_answers._shelf):  # noqa: SLF001
        shelf.cache_clear()


def walk(table: DeskWorld, draw: random.Random) -> bool:
    """One act at random; whether it was possible."""
    mentee_id = draw.choice(sorted(table.world.mentees.values()))
    mentor_id = draw.choice(sorted(table.world.people.values())[:4])
    use_case, arguments = draw.choice(
        [
            (desk_orders.change_seats, {"mentor_id": mentor_id, "amount": draw.choice([-1, 1])}),
            (desk_orders.leave_alone, {"mentee_id": mentee_id}),
            (desk_orders.call_back, {"mentee_id": mentee_id}),
            (desk.lock, {"mentee_ids": [mentee_id]}),
            (desk.reassign, {"mentee_id": mentee_id, "mentor_id": mentor_id}),
        ]
    )
    try:
        table.act(use_case, reason="试", **arguments)
    except Conflict:
        return False
    return True
