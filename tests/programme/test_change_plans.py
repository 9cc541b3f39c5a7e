"""Three plans when mentors leave: nobody signed moves beyond what the scope allows, each plan is best for its aim,
and the small problem of the affected gives what the whole problem with everybody else pinned gives."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from db.clock import today
from db.engines import Database
from db.models import Change, Job, Mentee, MentorProfile, Pairing, Person
from matching import rematch
from programme import change_drafts, jobs, pairings, worker
from programme.change_ahead import exits, resting, singles
from programme.change_candidates import successors, swap_fits
from programme.change_content import Leaver
from programme.change_drafts import Head
from programme.change_ground import fits, ground_of, open_bonds
from programme.change_handover import handover
from programme.change_plans import PLANS, SCOPES, Plans, compute
from programme.change_slip import change_slip
from programme.change_view import impact, slips, three_plans
from programme.errors import Forbidden, Invalid, NotFound
from programme.usecase import look
from tests.conftest import Staff
from tests.support.changing import carried_out, leave, pairing_of, single, step, world_in_force
from tests.support.match_world import MatchWorld, match_world
from tests.support.signing import World


@pytest.fixture
def city(lite: Database, staff: Staff) -> MatchWorld:
    """Five mentors of two counties, six mentees led; m1 leads e1 and e2, m2 leads e3 and e4, m3 e5, m4 e6, m5 nobody.

    Everybody of the East knows writing, everybody of the West elections; m5 (two seats) knows both.
    """
    world = match_world(lite, staff("officer"))
    for county in ("East", "West"):
        world.add_unit(county, county)
    for name, unit, seats, knows in (
        ("m1", "East", 2, {"writing": 5}), ("m2", "West", 2, {"elections": 5}), ("m3", "East", 3, {"writing": 3}),
        ("m4", "West", 2, {"elections": 2}), ("m5", "East", 2, {"writing": 2, "elections": 4}),
    ):  # fmt: skip
        world.add_mentor(name, seats, unit, knows)
    for name, unit, needs, mentor in (
        ("e1", "East", ["writing"], "m1"), ("e2", "West", ["elections"], "m1"), ("e3", "West", ["elections"], "m2"),
        ("e4", "East", ["writing"], "m2"), ("e5", "East", ["writing"], "m3"), ("e6", "West", ["elections"], "m4"),
    ):  # fmt: skip
        mentee = world.add_mentee(name, unit, needs, status="paired")
        world.add_pairing(mentee, mentor)
    return world


def planned(city: MatchWorld, *names: str, scope: str = "affected") -> Plans:
    with city.database.read() as session:
        return compute(session, city.cohort_id, [city.people[name] for name in names], scope)


def given(city: MatchWorld, plans: Plans, name: str) -> dict[str, str]:
    mentees = {key: who for who, key in city.mentees.items()}
    mentors = {key: who for who, key in city.people.items()}
    plan = next(plan for plan in plans.plans if plan.name == name)
    return {mentees[line.mentee_id]: mentors.get(line.new_mentor_id or 0, "") for line in plan.lines}


def test_with_the_narrow_scope_only_those_who_lose_a_mentor_move(city: MatchWorld) -> None:
    plans = planned(city, "m1")
    assert {name: set(given(city, plans, name)) for name in ("fewest_moves", "best_fit", "most_even")} == {
        "fewest_moves": {"e1", "e2"}, "best_fit": {"e1", "e2"}, "most_even": {"e1", "e2"},
    }  # fmt: skip


def test_the_small_problem_gives_what_the_whole_one_with_pins_gives(city: MatchWorld) -> None:
    """The oracle: everybody in play, everybody but the affected pinned."""
    plans = planned(city, "m1")
    with city.database.read() as session:
        whole = ground_of(session, city.cohort_id, open_bonds(session))
        moved = [city.key("e1"), city.key("e2")]
        oracle = rematch(whole.problem, [city.key("m1")], movable=moved)
    for name in ("fewest_moves", "best_fit", "most_even"):
        solved = getattr(oracle, name).solution.pairs
        mentors = {city.key(who): who for who in ("m1", "m2", "m3", "m4", "m5")}
        wanted = {who: mentors[mentor] for who in ("e1", "e2") for mentee, mentor in solved if mentee == city.key(who)}
        assert given(city, plans, name) == wanted


def test_the_plan_of_best_fit_is_best_by_trying_all(city: MatchWorld) -> None:
    """Free are m3 (2), m4 (1), m5 (2): all 9 ways to give e1 and e2, by fit and by evenness as the rules weigh them."""
    plans = planned(city, "m1")
    with city.database.read() as session:
        ground = ground_of(session, city.cohort_id, open_bonds(session, Pairing.mentor_id == city.people["m1"]))
        load, seats = {"m3": 1, "m4": 1, "m5": 0}, {"m3": 3, "m4": 2, "m5": 2}
        value = {}
        for one, two in product(load, repeat=2):
            pairs = [(city.key("e1"), city.key(one)), (city.key("e2"), city.key(two))]
            burden = {name: load[name] + (one == name) + (two == name) for name in load}
            if any(burden[name] > seats[name] for name in load):
                continue
            worst = sum(fit < 40_000 for fit in fits(ground, pairs))
            even = sum(50_000 * burden[name] ** 2 / seats[name] for name in load)
            value[one, two] = (worst, even - sum(fits(ground, pairs)))
    best = min(value, key=lambda pair: value[pair])
    assert given(city, plans, "best_fit") == {"e1": best[0], "e2": best[1]}


def test_with_the_wide_scope_others_move_only_where_the_aim_gains(city: MatchWorld) -> None:
    plans = planned(city, "m1", scope="cohort")
    figures = {plan.name: plan for plan in plans.plans}
    assert figures["fewest_moves"].moved == figures["fewest_moves"].unavoidable == 2
    assert figures["best_fit"].mean_fit >= figures["fewest_moves"].mean_fit
    assert plans.in_play == 6


@pytest.mark.parametrize("scope", SCOPES)
def test_nobody_goes_to_who_leaves_and_no_seat_is_given_twice(city: MatchWorld, scope: str) -> None:
    for plan in planned(city, "m1", "m3", scope=scope).plans:
        mentors = [line.new_mentor_id for line in plan.lines if line.new_mentor_id]
        assert not {city.people["m1"], city.people["m3"]} & set(mentors)


def test_who_cannot_be_placed_is_named(city: MatchWorld) -> None:
    """m1, m3 and m5 leave: three lose a mentor, one seat is left with m4."""
    plan = planned(city, "m1", "m3", "m5").plans[0]
    assert len(plan.without) == 2
    assert [line.act for line in plan.lines].count("change") == 1


def test_nobody_moves_because_seats_were_cut_since(city: MatchWorld) -> None:
    """m2 leads two and has one seat by now: with the wide scope the fewest moves are still the two of m1."""
    city.change(MentorProfile, city.people["m2"], capacity=1)
    plan = planned(city, "m1", scope="cohort").plans[0]
    assert {line.mentee_id for line in plan.lines} == {city.mentees["e1"], city.mentees["e2"]}
    assert city.people["m2"] not in {line.new_mentor_id for line in plan.lines}


def test_a_pair_that_the_rules_forbid_by_now_is_not_dragged_along(city: MatchWorld) -> None:
    """e5 and m3 have declared kinship since: their pairing is for an officer to settle, no plan touches it."""
    city.declare("e5", "m3")
    for plan in planned(city, "m1", scope="cohort").plans:
        assert city.mentees["e5"] not in {line.mentee_id for line in plan.lines}


@pytest.mark.parametrize("name", PLANS)
def test_a_chosen_plan_becomes_the_lines_of_the_slip(city: MatchWorld, name: str) -> None:
    """And what was chosen by hand before falls away."""
    leavers = [Leaver(city.people["m1"], "retirement")]
    drawn = {"cohort_id": city.cohort_id, "leavers": leavers, "head": Head(today())}
    change_id = city.do(change_drafts.draw_leave, **drawn)
    lost = city.row(Change, change_id).content["lines"][0]["pairing_id"]
    by_hand = {"pairing_id": lost, "line": {"act": "release", "note": "另议"}}
    version = city.do(change_drafts.set_line, change_id=change_id, seen_version=1, **by_hand)
    city.do(change_drafts.choose_plan, change_id=change_id, seen_version=version, name=name)
    content = city.row(Change, change_id).content
    mentors = {row["mentee_id"]: row["new_mentor_id"] for row in content["lines"]}
    wanted = given(city, planned(city, "m1"), name)
    assert mentors == {city.mentees[who]: city.people[mentor] for who, mentor in wanted.items()}
    assert content["plan"] == name


def test_nobody_loses_a_mentor_says_so(city: MatchWorld) -> None:
    with pytest.raises(Invalid, match="nobody_loses_a_mentor"):
        planned(city, "m5")


def test_due_pairings_stay_until_they_are_appraised(city: MatchWorld) -> None:
    with city.database.write() as session:
        row = session.scalars(select(Pairing).where(Pairing.mentee_id == city.mentees["e1"])).one()
        row.status = "due"
    assert set(given(city, planned(city, "m1"), "best_fit")) == {"e2"}


def test_the_impact_names_people_counties_and_what_becomes_rare(city: MatchWorld) -> None:
    found = look(city.database, city.officer, impact, mentor_ids=[city.people["m2"], city.people["m5"]])
    assert [one.mentee.name for one in found.touched] == ["e3", "e4"]
    assert (found.counties, found.seats) == ((("West", 1), ("East", 1)), 4)
    rare = {one.word: (one.before, one.after, one.needed) for one in found.expertise}
    assert rare == {"expertise elections": (3, 1, 1), "expertise writing": (3, 2, 1)}


def test_the_price_of_a_successor_is_what_solving_anew_gives(city: MatchWorld) -> None:
    """e1 alone changes: fit of each mentor, less what an even load costs there, against the best of them."""
    with city.database.read() as session:
        (bond,) = open_bonds(session, Pairing.mentee_id == city.mentees["e1"])
        ground = ground_of(session, city.cohort_id, [bond])
        names, load, seats = ("m3", "m4", "m5"), {"m3": 1, "m4": 1, "m5": 0}, {"m3": 3, "m4": 2, "m5": 2}
        fit = dict(zip(names, fits(ground, [(city.key("e1"), city.key(name)) for name in names]), strict=True))
    worth = {name: fit[name] / 1000 - 50 * (2 * load[name] + 1) / seats[name] for name in names}
    found = look(city.database, city.officer, successors, pairing_id=bond.id)
    told = {one.mentor.name: one.change for one in found}
    first = found[0].mentor.name
    assert not found[0].under_floor, "nobody is put under the floor for points"
    for name in names:
        assert told[name] == pytest.approx(worth[name] - worth[first], abs=0.01)
    assert next(one.forbidden for one in found if one.mentor.name == "m2") == "no_seat"
    assert "m1" not in told, "the present mentor is no choice"


def test_the_fits_of_a_swap_are_those_of_the_new_pairs(city: MatchWorld) -> None:
    with city.database.read() as session:
        bonds = {bond.mentee_id: bond for bond in open_bonds(session)}
        first, second = bonds[city.mentees["e2"]], bonds[city.mentees["e4"]]
        ground = ground_of(session, city.cohort_id, [first, second])
        wanted = fits(ground, [(first.keys[0], second.keys[1]), (second.keys[0], first.keys[1])])
    found = look(city.database, city.officer, swap_fits, pairing_ids=(first.id, second.id))
    assert [after for _before, after, _code in found] == [fit / 1000 for fit in wanted]
    assert all(after > before for before, after, _code in found), "each goes to the own county and expertise"


def test_who_hangs_on_one_mentor_is_listed_first(city: MatchWorld) -> None:
    """m4 and m5 rest. e5 (East, with m3) could go to m1 only, who is full; e1 (East, with m1) to m3, who has seats."""
    with city.database.write() as session:
        for name in ("m4", "m5"):
            session.get_one(MentorProfile, city.people[name]).status = "paused"
    found = look(city.database, city.officer, singles, cohort_id=city.cohort_id)
    by_name = {one.mentee.name: (one.allowed, one.free) for one in found}
    assert by_name["e5"] == (1, 0)
    assert by_name["e1"] == (1, 1)


def test_the_forecast_counts_the_pairings_that_outlast_a_mentor(city: MatchWorld) -> None:
    """A man born in January 1960 reached 60 in January 2020; his two pairings run beyond it."""
    with city.database.write() as session:
        who = session.get_one(Person, city.people["m1"])
        who.birth, who.sex = "1960-01", "male"
    (found,) = look(city.database, city.officer, exits, within_months=6)
    assert (found.mentor.name, found.on.isoformat(), found.open, found.cut) == ("m1", "2020-01-01", 2, 2)
    assert found.months < 0


@pytest.fixture
def world(lite: Database, staff: Staff) -> World:
    """The small world with three pairings in force."""
    return world_in_force(lite, staff)


def see(world: World, query: object, who: str = "officer", **arguments: object) -> object:
    return look(world.database, world.staff[who], query, **arguments)  # type: ignore[arg-type]


def test_the_slip_and_the_handover_sheet_say_who_hands_what_to_whom(world: World) -> None:
    first = single(world, "change", "甲", "work_need", new_mentor_id=world.mentors["赵"])
    carried_out(world, first)
    world.change(MentorProfile, world.mentors["王"], capacity=2)
    second = single(world, "change", "甲", "own_wish", new_mentor_id=world.mentors["李"])
    slip = see(world, change_slip, change_id=second)
    assert [(row.mentee.name, row.old.name, row.new.name, row.act) for row in slip.rows] == [
        ("甲", "赵", "李", "change")
    ]
    (sheet,) = see(world, handover, change_id=second).sheets
    assert [stretch.mentor.name for stretch in sheet.before] == ["王"], "the line of mentors is kept"
    assert (sheet.old.name, sheet.new.name, sheet.months) == ("赵", "李", 0)
    assert [one.stage for one in see(world, change_slip, change_id=first).signatures] == [
        "proposed", "approved", "carried_out",
    ]  # fmt: skip


def test_after_it_is_carried_out_the_plans_are_still_told(world: World) -> None:
    change_id = leave(world, "王")
    before = see(world, three_plans, change_id=change_id)
    carried_out(world, change_id)
    after = see(world, three_plans, change_id=change_id)
    assert len(after.choices) == len(before.choices) == 2
    assert [plan.moved for plan in after.plans] == [2, 2, 2]


def test_a_pairing_that_rests_is_listed_with_the_day_of_its_return(world: World) -> None:
    back = today() + timedelta(days=30)
    carried_out(world, single(world, "pause", "丙", "posting", return_on=back))
    (found,) = see(world, resting)
    assert (found.name, found.mentor, found.return_on, found.is_mentor) == ("丙", "李", back, False)


def test_a_rest_goes_on_with_the_new_mentor_until_the_day_on_which_it_was_to_end(world: World) -> None:
    back = today() + timedelta(days=30)
    carried_out(world, single(world, "pause", "丙", "posting", return_on=back))
    carried_out(world, leave(world, "李"))
    (found,) = see(world, resting)
    assert (found.name, found.return_on, found.mentor == "李") == ("丙", back, False)


def test_the_newest_rest_says_when_somebody_is_back_and_so_does_the_pool(world: World) -> None:
    """丙 was to rest for 60 days, came back at once, and rests again for 20; 赵 rests by the pool's own page."""
    for days in (60, 20):
        carried_out(world, single(world, "pause", "丙", "posting", return_on=today() + timedelta(days=days)))
        if days == 60:
            row = pairing_of(world, "丙")
            world.do("officer", pairings.resume, pairing_id=row.id, seen_version=row.version, reason="提前返岗")
    back = today() + timedelta(days=9)
    world.change(MentorProfile, world.mentors["赵"], status="paused", return_on=back)
    assert [(one.name, one.return_on) for one in see(world, resting)] == [
        ("赵", back),
        ("丙", today() + timedelta(days=20)),
    ]


def test_a_liaison_sees_the_slips_of_its_unit_and_no_planning(world: World, staff: Staff) -> None:
    change_id = leave(world, "王")
    stranger, own = staff("liaison"), staff("liaison", unit_id=1)
    assert look(world.database, stranger, slips) == []
    with pytest.raises(NotFound):
        look(world.database, stranger, change_slip, change_id=change_id)
    assert [line.id for line in look(world.database, own, slips)] == [change_id]
    assert look(world.database, own, change_slip, change_id=change_id).withheld == 0
    for query, arguments in (
        (impact, {"mentor_ids": [1]}), (three_plans, {"change_id": change_id}), (exits, {"within_months": 6}),
        (successors, {"pairing_id": pairing_of(world, "甲").id}), (singles, {"cohort_id": world.cohort_id}),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            look(world.database, own, query, **arguments)


def test_a_liaison_is_not_told_why_or_that_a_mentor_of_another_unit_leaves(world: World, staff: Staff) -> None:
    """王 and 李 leave by one slip; of the liaison's unit is 丙 alone, whom 李 leads."""
    liaison = staff("liaison")
    person_id = world.row(Mentee, world.mentees["丙"]).person_id
    world.change(Person, person_id, unit_id=liaison.unit_id)
    change_id = leave(world, "王", "李", ground="weak_results", note="连续两季未联系")
    (line,) = look(world.database, liaison, slips)
    assert (line.names, line.pairings) == (("李",), 1)
    assert look(world.database, liaison, change_slip, change_id=change_id).note == ""
    assert {one.note for one in look(world.database, liaison, handover, change_id=change_id).sheets} == {""}
    assert see(world, change_slip, change_id=change_id).note == "连续两季未联系"


def test_computing_again_follows_the_pool_as_it_is_now(world: World) -> None:
    """赵 is paused meanwhile: only 李's seat is left for the two."""
    change_id = leave(world, "王")
    world.change(MentorProfile, world.mentors["赵"], status="paused")
    step(world, "officer", "compute_again", change_id, scope="affected")
    acts = [row["act"] for row in world.row(Change, change_id).content["lines"]]
    assert sorted(acts) == ["change", "release"]


@pytest.fixture
def wide(city: MatchWorld, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """A slip with the wide scope, and the job that waits for a worker."""
    monkeypatch.setattr(jobs, "launch", lambda *_anything: None)
    leavers = [Leaver(city.people["m1"], "retirement")]
    drawn = {"cohort_id": city.cohort_id, "leavers": leavers, "head": Head(today()), "scope": "cohort"}
    change_id = int(city.do(change_drafts.draw_leave, **drawn))
    with city.database.read() as session:
        return change_id, session.scalars(select(Job.id)).one()


def test_the_plans_over_the_cohort_are_computed_by_a_worker_and_replace_the_narrow_ones(
    city: MatchWorld, wide: tuple[int, int]
) -> None:
    change_id, job_id = wide
    assert city.row(Change, change_id).plans["scope"] == "affected"
    assert worker.run(city.database, job_id) == 0
    plans = city.row(Change, change_id).plans
    assert (plans["scope"], plans["in_play"]) == ("cohort", 6)
    assert plans["plans"] == planned(city, "m1", scope="cohort").to_dict()["plans"]


def test_a_slip_that_moved_on_keeps_what_was_chosen(city: MatchWorld, wide: tuple[int, int]) -> None:
    change_id, job_id = wide
    city.do(change_drafts.choose_plan, change_id=change_id, seen_version=1, name="most_even")
    before = city.row(Change, change_id)
    assert worker.run(city.database, job_id) == 1
    after = city.row(Change, change_id)
    assert (after.content, after.plans, after.version) == (before.content, before.plans, before.version)
    assert city.row(Job, job_id).status == "failed"


def test_a_cancelled_job_leaves_no_plan(city: MatchWorld, wide: tuple[int, int]) -> None:
    change_id, job_id = wide
    city.do(jobs.cancel_job, job_id=job_id)
    assert worker.run(city.database, job_id) == 2
    assert city.row(Change, change_id).plans["scope"] == "affected"
