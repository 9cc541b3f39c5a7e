"""The schemes page: run, watch, cancel, look into, keep, copy, re-run; every end is said in a sentence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.clock import now
from db.engines import Database
from db.models import Job, Mentee, MentorProfile, Person, Scheme, SchemeHold
from programme import jobs, worker
from tests.conftest import Staff
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered
from tests.support.runs import run_here
from tests.support.screen import button, chart, on_database, open_page, said, words

PAGE = "match/schemes.py"


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """王 (2 seats) knows a, 李 (1 seat) knows b; 甲 and 乙 need a, 丙 and 丁 need b: one of 丙 and 丁 goes without."""
    world = match_world(database, staff("officer"))
    world.add_unit("市财政局", "市直")
    world.add_mentor("王", 2, "市财政局", {"a": 5})
    world.add_mentor("李", 1, knows={"b": 5})
    for name, need in (("甲", "a"), ("乙", "a"), ("丙", "b"), ("丁", "b")):
        world.add_mentee(name, "市财政局" if name == "甲" else "", [need])
    return world


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[MatchWorld]:
    """王 (2 seats) knows a, 李 (1 seat) knows b; 甲 and 乙 need a, 丙 and 丁 need b: one of 丙 and 丁 goes without."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = built(lite, staff)
    with on_database(lite, monkeypatch):
        yield world


def only(world: MatchWorld, model: type) -> object:
    with world.database.read() as session:
        found = session.scalars(select(model)).one()
        session.expunge(found)
        return found


def run_from(screen: AppTest) -> AppTest:
    return button(screen, "Run").click().run()


def test_without_any_scheme_the_page_says_what_to_do_next(world: MatchWorld) -> None:
    screen = open_page(world.officer, PAGE)
    assert not screen.exception
    assert "No scheme yet. Look at the rules and the seats first" in said(screen)


def test_a_run_shows_its_progress_and_a_way_to_stop_it(world: MatchWorld) -> None:
    screen = run_from(open_page(world.officer, PAGE))
    assert not screen.exception
    assert only(world, Scheme).name == "Scheme 1"
    assert screen.get("progress")[0].proto.text.replace("\\", "") == "“Scheme 1” is being computed: 0%"
    assert not button(screen, "Cancel").disabled


def test_a_run_that_ends_shows_its_proof_and_its_figures(world: MatchWorld) -> None:
    screen = run_from(open_page(world.officer, PAGE))
    assert worker.run(world.database, only(world, Job).id) == 0
    screen.run()
    assert not screen.exception
    assert screen.get("progress") == []
    assert "“Scheme 1” is ready." in said(screen)
    assert ":green-badge[Proved optimal]" in words(screen)
    figures = {metric.label: metric.value for metric in screen.metric}
    assert (figures["Paired"], figures["Not paired"], figures["Not eligible"]) == ("3 / 4", "1", "0")
    # 王 has 2 of 2, 李 1 of 1: every seat is taken, so the load is perfectly even.
    assert figures["Gini of load"] == "0.00"
    assert screen.dataframe[0].value["name"].tolist() == ["Scheme 1"]


def test_a_cancelled_run_says_so_and_keeps_nothing(world: MatchWorld) -> None:
    screen = run_from(open_page(world.officer, PAGE))
    button(screen, "Cancel").click().run()
    assert "“Scheme 1”: The run was cancelled; nothing was stored." in said(screen)
    screen.run()
    assert "cancelled" not in said(screen)
    scheme = only(world, Scheme)
    screen = open_page(world.officer, PAGE, **{"schemes-all": True})
    screen.query_params["scheme"] = str(scheme.id)
    screen.run()
    assert "The run was cancelled; nothing was stored." in said(screen)
    assert screen.metric.len == 0


def test_a_run_whose_process_fell_silent_is_closed_and_says_so(world: MatchWorld) -> None:
    screen = run_from(open_page(world.officer, PAGE))
    job, scheme = only(world, Job), only(world, Scheme)
    world.change(Job, job.id, status="running", heartbeat=now() - timedelta(minutes=5))
    screen.query_params["scheme"] = str(scheme.id)
    screen.run()
    assert not screen.exception
    assert only(world, Job).result == {"code": "worker_lost"}
    assert "has gone silent; nothing was stored" in said(screen)


def test_every_reason_of_a_run_without_a_plan_has_its_sentence(world: MatchWorld) -> None:
    scheme_id = None
    for code in ("timed_out", "worker_lost", "crashed", "out_of_memory", "bad_input", "too_large"):
        screen = run_from(open_page(world.officer, PAGE))
        with world.database.write() as session:
            scheme = session.scalars(select(Scheme).order_by(Scheme.id.desc())).first()
            job = session.scalars(select(Job).order_by(Job.id.desc())).first()
            scheme_id = scheme.id
            jobs.close(session, job.id, code)
        screen.query_params["scheme"] = str(scheme_id)
        screen.run()
        assert "nothing was stored" in said(screen), code


def test_a_run_that_cannot_start_says_why(world: MatchWorld) -> None:
    for mentor in ("王", "李"):
        world.change(MentorProfile, world.people[mentor], capacity=0)
    screen = run_from(open_page(world.officer, PAGE))
    assert "None of the 2 mentors has a free seat." in said(screen)
    with world.database.read() as session:
        assert session.scalars(select(Scheme)).all() == []


def test_who_is_left_out_is_listed_with_the_reason(world: MatchWorld) -> None:
    world.add_mentee("戊", category="young_cadre")
    run_here(world, "first")
    table = open_page(world.officer, PAGE).dataframe[1].value
    told = dict(table[["name", "why"]].to_numpy().tolist())
    left_out = {"丙", "丁"} & set(told)
    assert len(left_out) == 1
    assert told == {
        left_out.pop(): "all 2 mentors open are full",
        "戊": "not eligible: the start of work is missing",
    }


def test_a_bar_of_the_fits_leads_to_its_pairs(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    bars = chart(screen, f"fits-{scheme_id}")["data"][0]
    assert sum(bars["y"]) == 3
    highest = max(step for step, count in zip(bars["customdata"], bars["y"], strict=True) if count)
    screen.session_state[f"fits-{scheme_id}"] = {"selection": {"points": [{"customdata": highest}]}}
    screen.run()
    pairs = screen.dataframe[1].value
    assert len(pairs) and set(pairs["fit"] // 5 * 5) == {highest}


def test_a_bar_of_the_loads_leads_to_its_mentors(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    screen.session_state[f"loads-{scheme_id}"] = {"selection": {"points": [{"customdata": 2}]}}
    screen.run()
    assert screen.dataframe[1].value["mentor"].tolist() == ["王"]


def test_the_selected_scheme_is_named_copied_and_put_away(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    version = world.row(Scheme, scheme_id).version
    screen.get_by_key(f"rename-{scheme_id}-{version}").set_value("均衡优先").run()
    screen.get_by_key(f"rename-{scheme_id}-{version}-save").click().run()
    assert world.row(Scheme, scheme_id).name == "均衡优先"
    screen.get_by_key(f"copy-{scheme_id}").set_value("副本").run()
    screen.get_by_key(f"copy-{scheme_id}-save").click().run()
    assert screen.dataframe[0].value["name"].tolist() == ["副本", "均衡优先"]
    assert "#### 副本" in words(screen)
    button(screen, "Put away").click().run()
    assert screen.dataframe[0].value["name"].tolist() == ["均衡优先"]
    assert not screen.exception


def test_a_rename_that_somebody_overtook_is_refused_with_a_sentence(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    version = world.row(Scheme, scheme_id).version
    screen.get_by_key(f"rename-{scheme_id}-{version}").set_value("second").run()
    world.change(Scheme, scheme_id, version=version + 1)
    screen.get_by_key(f"rename-{scheme_id}-{version}-save").click().run()
    assert "Somebody changed this since you opened it" in said(screen)
    assert world.row(Scheme, scheme_id).name == "first"


def test_a_rerun_names_what_could_not_be_kept_and_why(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    world.add(SchemeHold(scheme_id=scheme_id, kind="pin", by_id=world.officer.id, **world.pair("甲", "王")))
    world.add(SchemeHold(scheme_id=scheme_id, kind="pin", by_id=world.officer.id, **world.pair("丙", "李")))
    world.change(MentorProfile, world.people["李"], status="paused")
    screen = open_page(world.officer, PAGE)
    button(screen, "Run again on the pool as it is now").click().run()
    assert not screen.exception
    assert "1 locks or bans could not be kept:" in said(screen)
    assert "Locked: 丙 – 李; the mentor is paused" in said(screen)
    with world.database.read() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert worker.run(world.database, job.id) == 0
    screen.run()
    assert screen.dataframe[0].value["name"].tolist() == ["first 2"]


def test_a_scheme_whose_pool_moved_on_says_so(world: MatchWorld) -> None:
    run_here(world, "first")
    assert "The pool has changed" not in said(open_page(world.officer, PAGE))
    world.change(MentorProfile, world.people["李"], capacity=2)
    told = "The pool has changed since this scheme was computed: 1 mentors, 0 mentees, 0 relations."
    assert told in said(open_page(world.officer, PAGE))


def test_a_scheme_is_opened_at_the_desk(world: MatchWorld) -> None:
    scheme_id = run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    button(screen, "Open at the desk").click().run()
    assert not screen.exception
    assert str(screen.session_state["scheme"]) == str(scheme_id)
    assert "Adjustment desk" in words(screen)


def test_who_may_only_read_looks_but_does_not_run(world: MatchWorld, staff: Staff) -> None:
    run_here(world, "first")
    screen = open_page(staff("leader"), PAGE)
    assert not screen.exception
    assert [one.label for one in screen.button] == ["Open at the desk"]


def test_a_liaison_sees_people_of_its_own_unit_only(world: MatchWorld, staff: Staff) -> None:
    world.add_mentee("戊", "", ["a"], category="young_cadre")
    scheme_id = run_here(world, "first")
    liaison = staff("liaison", unit_id=world.units["市财政局"])
    screen = open_page(liaison, PAGE)
    assert not screen.exception
    assert "Everybody of your unit has a mentor." in said(screen)
    # The charts of a liaison are of the unit's own mentors and pairs: 王 with two, 甲's one pair.
    assert sum(chart(screen, f"fits-{scheme_id}")["data"][0]["y"]) == 1
    assert [bar["x"] for bar in chart(screen, f"loads-{scheme_id}")["data"]] == [[], [2]]


def test_the_page_speaks_chinese_with_the_state_of_the_proof(world: MatchWorld) -> None:
    run_here(world, "first")
    told = said(open_page(world.officer, PAGE, locale="zh-CN"))
    assert ":green-badge[已证明最优]" in told
    assert "未结对人员及原因" in told


def test_a_scheme_of_three_hundred_people_is_shown(world: MatchWorld) -> None:
    for number in range(100):
        world.add_mentor(f"导师{number}欧阳上官", 3, knows={"a": number % 6})
    with world.database.write() as session:
        people = [Person(name=f"对象{number}", name_key=str(number)) for number in range(300)]
        session.add_all(people)
        session.flush()
        session.add_all(Mentee(cohort_id=world.cohort_id, person_id=one.id, category="reserve_cadre") for one in people)
    run_here(world, "first")
    screen = open_page(world.officer, PAGE)
    assert not screen.exception
    figures = {metric.label: metric.value for metric in screen.metric}
    assert figures["Paired"] == "303 / 304"
