"""Runs and schemes: refused when there is nothing to solve, kept by name, copied whole, re-run with every hold that stands."""

import pytest
from sqlalchemy import select

from db.engines import Database
from db.models import Audit, Job, Mentee, MentorProfile, PolicyRow, Scheme, SchemeHold, SchemeLimit, SchemePair
from db.queries.jobs import dropped_holds
from db.queries.schemes import scheme_loads, scheme_pairs, scheme_unmatched, schemes
from matching import verify
from programme import jobs, runs, worker
from programme.errors import Conflict, Forbidden, Invalid, Stale
from programme.rules import save_rules
from programme.runs import Started, next_name
from programme.scheme_orders import orders_of
from programme.scheme_state import load_scheme
from programme.schemes import copy_scheme, put_away, rename
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.runs import finish_here, run_here


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """王 (2 seats) knows a, 李 (1 seat) knows b; 甲 and 乙 need a, 丙 needs b: 王 takes 甲 and 乙, 李 takes 丙."""
    world = match_world(database, staff("officer"))
    world.add_unit("市财政局", "市直")
    world.add_mentor("王", 2, "市财政局", {"a": 5})
    world.add_mentor("李", 1, knows={"b": 5})
    for name, need, unit in (("甲", "a", "市财政局"), ("乙", "a", ""), ("丙", "b", "")):
        world.add_mentee(name, unit, [need])
    return world


@pytest.fixture
def world(database: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> MatchWorld:
    """王 (2 seats) knows a, 李 (1 seat) knows b; 甲 and 乙 need a, 丙 needs b: 王 takes 甲 and 乙, 李 takes 丙."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    return built(database, staff)


def plan(world: MatchWorld, scheme_id: int) -> set[tuple[str, str]]:
    rows = world.see(scheme_pairs, scheme_id=scheme_id)
    return set(zip(rows["mentee"], rows["mentor"], strict=True))


def hold(world: MatchWorld, scheme_id: int, kind: str, mentee: str, mentor: str, origin: str = "staff") -> None:
    row = SchemeHold(scheme_id=scheme_id, kind=kind, origin=origin, reason="谈过", by_id=world.officer.id)
    row.mentee_id, row.mentor_id = world.mentees[mentee], world.people[mentor]
    world.add(row)


def again(world: MatchWorld, scheme_id: int) -> Started:
    version = world.row(Scheme, scheme_id).version
    return world.do(runs.rerun, scheme_id=scheme_id, seen_version=version)


def reasons(world: MatchWorld, started: Started) -> list[tuple[str, str, str, str]]:
    names = {world.key(name): name for name in world.people}
    return [(drop.kind, names[drop.pair[0]], names[drop.pair[1]], drop.code) for drop in started.dropped]


def test_a_run_freezes_the_pool_and_waits_for_its_worker(world: MatchWorld) -> None:
    started = world.do(runs.start_run, cohort_id=world.cohort_id, name=" 均衡优先 ")
    scheme = world.row(Scheme, started.scheme_id)
    assert (scheme.name, scheme.status, scheme.fingerprint) == ("均衡优先", "computing", "")
    assert sorted(scheme.problem) == ["mentees", "policy", "pool"]
    assert scheme.problem["mentees"] == {world.key(name): world.mentees[name] for name in "甲乙丙"}
    assert world.row(Job, started.job_id).payload == {"scheme_id": started.scheme_id}


def test_the_first_run_keeps_the_default_rules_as_row_one(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    policy = world.row(PolicyRow, world.row(Scheme, scheme_id).policy_id)
    assert (policy.number, policy.rules["policy"]) == (1, world.row(Scheme, scheme_id).problem["policy"])


def test_a_scheme_says_under_which_rules_it_was_computed(world: MatchWorld) -> None:
    first = run_here(world, "first")
    world.do(save_rules, cohort_id=world.cohort_id, seen_number=1, values={"floor": 55})
    second = run_here(world, "second")
    rows = world.see(schemes, cohort_id=world.cohort_id).set_index("id")
    assert rows["rules"].to_dict() == {first: 1, second: 2}


def test_the_list_has_the_figures_of_each_scheme(world: MatchWorld) -> None:
    world.add_mentee("丁", needs=["b"])
    world.add_mentee("戊", needs=["a"], category="young_cadre")
    scheme_id = run_here(world, "first")
    row = world.see(schemes, cohort_id=world.cohort_id).iloc[0]
    pairs = world.see(scheme_pairs, scheme_id=scheme_id)
    assert (row["name"], row["status"], row["proof"], row["holds"]) == ("first", "draft", "proved", 0)
    # Four eligible people for three seats; 戊 has no start of work and is not eligible.
    assert (row["paired"], row["unmatched"], row["ineligible"]) == (3, 1, 1)
    assert row["mean_fit"] == pytest.approx(pairs["fit"].mean(), abs=0.001)
    assert row["lowest_fit"] == pytest.approx(pairs["fit"].min())


@pytest.mark.both_engines
def test_a_list_without_schemes_still_has_its_columns(world: MatchWorld) -> None:
    rows = world.see(schemes, cohort_id=world.cohort_id)
    assert rows.empty
    assert {"id", "name", "status", "unmatched", "ineligible", "mean_fit"} <= set(rows.columns)


@pytest.mark.both_engines
def test_who_stays_without_a_mentor_is_named_with_the_reason(world: MatchWorld) -> None:
    world.add_mentee("丁", needs=["b"])
    world.add_mentee("戊", needs=["a"], category="young_cadre")
    world.add_mentee("己", needs=["a"])
    for mentor in ("王", "李"):
        world.declare("己", mentor)
    left_out = world.see(scheme_unmatched, scheme_id=run_here(world, "first")).set_index("name")
    assert left_out["reason"].to_dict() == {"丁": "seats_full", "戊": "ineligible", "己": "no_eligible_mentor"}
    assert left_out.loc["戊", "details"] == {"reason": "no_work_start"}
    assert left_out.loc["己", "details"] == {"rules": {"kinship": 2}}
    assert set(left_out["mentee_id"]) == {world.mentees[name] for name in "丁戊己"}


def test_loads_count_what_was_there_before_and_what_is_new(world: MatchWorld) -> None:
    earlier = world.add_cohort("2025年批次")
    world.add_pairing(world.add_mentee("旧", cohort_id=earlier, status="paired"), "王", cohort_id=earlier)
    world.add_mentor("张", 0)
    world.add_mentor("赵", 3, status="paused")
    loads = world.see(scheme_loads, scheme_id=run_here(world, "first")).set_index("mentor")
    assert loads[["capacity", "load", "new"]].to_numpy().tolist() == [[2, 1, 1], [1, 0, 1], [0, 0, 0]]
    assert loads["burden"].tolist()[:2] == [1.0, 1.0]
    assert loads["burden"].isna().tolist() == [False, False, True]


@pytest.mark.both_engines
def test_a_liaison_sees_the_pairs_and_the_left_out_of_its_own_unit_only(world: MatchWorld, staff: Staff) -> None:
    world.add_mentee("丁", "市财政局", ["b"], category="young_cadre")
    world.add_mentee("戊", "", ["b"], category="young_cadre")
    scheme_id = run_here(world, "first")
    liaison = staff("liaison", unit_id=world.units["市财政局"])
    assert world.see(scheme_pairs, liaison, scheme_id=scheme_id)["mentee"].tolist() == ["甲"]
    assert world.see(scheme_unmatched, liaison, scheme_id=scheme_id)["name"].tolist() == ["丁"]
    assert world.see(scheme_loads, liaison, scheme_id=scheme_id)["mentor"].tolist() == ["王"]


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_scheme_without_a_proper_name_is_refused(world: MatchWorld, name: str) -> None:
    with pytest.raises(Invalid, match="scheme_name"):
        world.do(runs.start_run, cohort_id=world.cohort_id, name=name)


def test_two_schemes_of_a_cohort_cannot_have_one_name(world: MatchWorld) -> None:
    run_here(world, "first")
    with pytest.raises(Conflict, match="scheme_name_taken"):
        world.do(runs.start_run, cohort_id=world.cohort_id, name="first")


def test_a_run_without_anybody_to_pair_is_refused_before_it_starts(world: MatchWorld) -> None:
    empty = world.add_cohort("2027年批次")
    with pytest.raises(Conflict, match="nobody_waits"):
        world.do(runs.start_run, cohort_id=empty, name="first")


def test_a_run_without_any_free_seat_is_refused_before_it_starts(world: MatchWorld) -> None:
    for mentor in ("王", "李"):
        world.change(MentorProfile, world.people[mentor], capacity=0)
    with pytest.raises(Conflict, match="no_free_seat"):
        world.do(runs.start_run, cohort_id=world.cohort_id, name="first")
    with world.database.read() as session:
        assert session.scalars(select(Scheme)).all() == []


def test_who_may_only_read_cannot_run(world: MatchWorld, staff: Staff) -> None:
    with pytest.raises(Forbidden):
        world.do(runs.start_run, staff("leader"), cohort_id=world.cohort_id, name="first")


def test_a_rename_is_made_against_the_version_that_was_seen(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    seen = world.row(Scheme, scheme_id).version
    assert world.do(rename, scheme_id=scheme_id, seen_version=seen, name="second") == seen + 1
    with pytest.raises(Stale):
        world.do(rename, scheme_id=scheme_id, seen_version=seen, name="third")
    assert world.row(Scheme, scheme_id).name == "second"


@pytest.mark.parametrize("status", ["computing", "proposed", "approved", "confirmed"])
def test_what_is_signed_or_under_way_is_neither_renamed_nor_put_away(world: MatchWorld, status: str) -> None:
    scheme_id = run_here(world, "first")
    world.change(Scheme, scheme_id, status=status)
    version = world.row(Scheme, scheme_id).version
    with pytest.raises(Conflict, match="scheme_is_fixed"):
        world.do(rename, scheme_id=scheme_id, seen_version=version, name="second")
    with pytest.raises(Conflict, match="scheme_is_fixed"):
        world.do(put_away, scheme_id=scheme_id, seen_version=version)


def test_a_scheme_put_away_is_kept_with_everything_in_it(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.do(put_away, scheme_id=scheme_id, seen_version=world.row(Scheme, scheme_id).version)
    assert world.row(Scheme, scheme_id).status == "superseded"
    assert len(plan(world, scheme_id)) == 3


def test_a_copy_has_the_plan_the_proof_and_the_holds_and_goes_its_own_way(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    hold(world, scheme_id, "pin", "甲", "王", "appointed")
    world.change(Scheme, scheme_id, status="confirmed")
    copy_id = world.do(copy_scheme, scheme_id=scheme_id, name="second")
    assert world.row(Scheme, copy_id).status == "draft"
    assert plan(world, copy_id) == plan(world, scheme_id)
    with world.database.read() as session:
        state = load_scheme(session, copy_id)
        assert state.pins == {(world.key("甲"), world.key("王")): "appointed"}


@pytest.mark.both_engines
def test_a_copy_keeps_seats_as_ordered_and_who_stays_alone(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    for kind, name, amount in (("seats", "李", 1), ("alone", "甲", 0)):
        order = {"kind": kind, "person_id": world.people[name], "amount": amount, "reason": "谈过"}
        world.add(SchemeLimit(scheme_id=scheme_id, by_id=world.officer.id, **order))
    copy_id = world.do(copy_scheme, scheme_id=scheme_id, name="second")
    with world.database.read() as session:
        orders = orders_of(session, copy_id)
        assert (orders.seats, orders.alone) == ({world.key("李"): 1}, {world.key("甲")})
        assert orders.key() == orders_of(session, scheme_id).key()


@pytest.mark.both_engines
def test_a_rerun_takes_the_fresh_pool_and_keeps_every_hold_that_stands(world: MatchWorld) -> None:
    first = run_here(world, "first")
    hold(world, first, "pin", "丙", "王", "appointed")
    hold(world, first, "ban", "甲", "王")
    world.add_mentor("张", 2, knows={"a": 5, "b": 5})
    started = again(world, first)
    assert started.dropped == ()
    second = finish_here(world, started)
    # 丙 is locked to 王 and 甲 banned from him: 张, who knows a, takes 甲; 乙 goes to 王 or 张 as is best for all.
    assert {("丙", "王"), ("甲", "张")} <= plan(world, second)
    with world.database.read() as session:
        state = load_scheme(session, second)
        assert verify(state.problem, state.solution)
        assert (state.pins, state.bans) == (
            {(world.key("丙"), world.key("王")): "appointed"},
            {(world.key("甲"), world.key("王")): "谈过"},
        )
        origins = session.execute(
            select(SchemePair.origin).where(SchemePair.scheme_id == second, SchemePair.mentee_id == world.mentees["丙"])
        )
        assert origins.scalar_one() == "appointed"


def test_the_scheme_before_a_rerun_makes_way_only_when_the_new_plan_is_there(world: MatchWorld) -> None:
    first = run_here(world, "first")
    started = again(world, first)
    assert (world.row(Scheme, first).status, world.row(Scheme, started.scheme_id).name) == ("draft", "first 2")
    finish_here(world, started)
    assert world.row(Scheme, first).status == "superseded"


def test_a_signed_scheme_does_not_make_way_for_a_rerun(world: MatchWorld) -> None:
    first = run_here(world, "first")
    world.change(Scheme, first, status="approved")
    finish_here(world, again(world, first))
    assert world.row(Scheme, first).status == "approved"


def test_a_rerun_of_a_version_that_moved_on_is_refused(world: MatchWorld) -> None:
    first = run_here(world, "first")
    with pytest.raises(Stale):
        world.do(runs.rerun, scheme_id=first, seen_version=world.row(Scheme, first).version - 1)


@pytest.mark.both_engines
def test_each_hold_that_cannot_be_kept_is_named_with_its_reason(world: MatchWorld) -> None:
    world.add_mentor("张", 1, knows={"a": 1})
    world.add_mentor("赵", 2, knows={"a": 1})
    world.add_mentor("钱", 2, knows={"a": 1})
    for name in ("丁", "戊", "己"):
        world.add_mentee(name, needs=["a"])
    first = run_here(world, "first")
    for mentee, mentor in (("甲", "张"), ("乙", "赵"), ("丙", "钱"), ("丁", "王"), ("戊", "张"), ("己", "钱")):
        hold(world, first, "pin", mentee, mentor)
    hold(world, first, "ban", "丁", "李")
    # Since then 乙's mentor was paused, 丙 and 钱 declared kinship, 丁 found a mentor; 张's one seat is locked for 甲.
    world.change(MentorProfile, world.people["赵"], status="paused")
    world.declare("丙", "钱")
    world.change(Mentee, world.mentees["丁"], status="paired")
    started = again(world, first)
    assert reasons(world, started) == [
        ("pin", "乙", "赵", "paused"),
        ("pin", "丙", "钱", "kinship"),
        ("pin", "丁", "王", "mentee_not_waiting"),
        ("pin", "戊", "张", "mentor_full"),
        ("ban", "丁", "李", "mentee_not_waiting"),
    ]
    told = world.see(dropped_holds, scheme_id=started.scheme_id)
    assert told.to_numpy().tolist() == [list(one) for one in reasons(world, started)]
    assert world.see(dropped_holds, scheme_id=first).empty
    second = finish_here(world, started)
    assert {("甲", "张"), ("己", "钱")} <= plan(world, second)


def test_a_second_lock_beyond_the_demand_and_each_as_the_others_mentor_cannot_both_stand(world: MatchWorld) -> None:
    world.add_mentor("甲", 2, knows={"a": 1})
    world.add_mentee("王", needs=["a"])
    first = run_here(world, "first")
    for mentee, mentor in (("甲", "王"), ("王", "甲"), ("甲", "李")):
        hold(world, first, "pin", mentee, mentor)
    assert reasons(world, again(world, first)) == [("pin", "王", "甲", "mutual"), ("pin", "甲", "李", "mentee_full")]


def test_a_cancelled_rerun_leaves_the_scheme_before_it_untouched(world: MatchWorld) -> None:
    first = run_here(world, "first")
    before = plan(world, first)
    started = again(world, first)
    world.do(jobs.cancel_job, job_id=started.job_id)
    assert worker.run(world.database, started.job_id) == 2
    assert (world.row(Scheme, first).status, plan(world, first)) == ("draft", before)
    assert plan(world, started.scheme_id) == set()


@pytest.mark.parametrize(
    ("name", "expected"), [("first", "first 2"), ("first 2", "first 4"), ("2026", "2026 2"), ("均衡 9", "均衡 10")]
)
def test_the_next_name_is_the_first_that_is_free(world: MatchWorld, name: str, expected: str) -> None:
    run_here(world, "first 3")
    with world.database.read() as session:
        assert next_name(session, world.cohort_id, name) == expected


@pytest.mark.both_engines
def test_the_audit_names_the_run_the_plan_and_the_dropped_holds(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    with world.database.read() as session:
        details = session.scalars(
            select(Audit.detail).where(Audit.object == f"scheme:{scheme_id}").order_by(Audit.seq)
        ).all()
    assert details[0]["name"] == "first"
    assert (details[1]["pairs"], details[1]["unmatched"], details[1]["status"]) == (3, 0, "proved")
