"""How firm each pair is: counted by the worker after a run, kept under the plan's fingerprint, held by locks and bans."""

import threading

import pytest
from sqlalchemy import func, select

from db.engines import Database
from db.models import Job, SchemePair, SchemeStudy
from matching import robustness
from programme import desk, jobs, runs, schemes, studies, worker
from programme.errors import Conflict, Forbidden
from programme.firmness import FIRM, Firmness, firmness, firmness_shown, samples_for
from programme.scheme_state import load_scheme
from programme.snapshot import key_of
from tests.conftest import Staff, Workers
from tests.support.desk_world import DeskWorld, on_the_desk
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """甲 needs a: 王 knows it best (45 of 45 points), 陈 less but in 甲's township (27 + 20). 乙 has only 赵 who knows b."""
    world = match_world(database, staff("officer"))
    world.add_unit("东区财政局", "澜东区", township="城关镇")
    world.add_unit("市水务局", "澜西区")
    world.add_mentor("王", 1, "市水务局", {"a": 5})
    world.add_mentor("陈", 1, "东区财政局", {"a": 3})
    world.add_mentor("赵", 1, "市水务局", {"b": 5})
    world.add_mentee("甲", "东区财政局", ["a"])
    world.add_mentee("乙", "市水务局", ["b"])
    return world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """甲 needs a: 王 knows it best (45 of 45 points), 陈 less but in 甲's township (27 + 20). 乙 has only 赵 who knows b."""
    return built(database, staff)


@pytest.fixture
def table(world: MatchWorld, staff: Staff) -> DeskWorld:
    """The world's people on the desk, the studies that follow the run still queued."""
    return on_the_desk(world, staff)


def queued(world: MatchWorld) -> int:
    """The study that waits for a worker."""
    with world.database.read() as session:
        rows = select(Job.id).where(Job.kind == studies.STUDY, Job.status == "queued")
        return session.scalars(rows).one()


def known(table: DeskWorld, scheme_id: int | None = None) -> Firmness | None:
    with table.world.database.read() as session:
        return firmness(session, scheme_id or table.scheme_id)


def computed(table: DeskWorld) -> Firmness:
    """The firmness after its job was done."""
    assert worker.run(table.world.database, queued(table.world)) == 0
    found = known(table)
    assert found is not None
    return found


def present_mentor(table: DeskWorld, mentee: str) -> int:
    with table.world.database.read() as session:
        own = select(SchemePair.mentor_id).where(
            SchemePair.scheme_id == table.scheme_id, SchemePair.mentee_id == table.world.mentees[mentee]
        )
        return session.scalars(own).one()


def test_nothing_is_known_before_the_worker_has_counted(table: DeskWorld) -> None:
    assert known(table) is None
    assert table.see(firmness_shown) is None


def test_the_study_that_follows_a_run_counts_what_the_engine_counts(table: DeskWorld) -> None:
    found = computed(table)
    with table.world.database.read() as session:
        state = load_scheme(session, table.scheme_id)
    counts = robustness(state.problem).counts
    assert (found.samples, found.spread, found.stale) == (200, 0.2, False)
    for mentee, mentor in (("甲", "王"), ("甲", "陈"), ("乙", "赵")):
        own = counts[table.world.key(mentee)].get(key_of(table.world.people[mentor]), 0)
        assert found.share(*table.ids(mentee, mentor)) == own / 200


@pytest.mark.both_engines
def test_a_pair_that_rests_on_one_weight_is_contested_and_names_its_rival(table: DeskWorld) -> None:
    found, mentor = computed(table), present_mentor(table, "甲")
    other = next(table.world.people[name] for name in "王陈" if table.world.people[name] != mentor)
    share = found.share(table.world.mentees["甲"], mentor)
    assert 0.3 < share < FIRM and not found.firm(table.world.mentees["甲"], mentor)
    assert found.rivals(table.world.mentees["甲"]) == [(other, pytest.approx(1 - share))]
    assert found.contested() == [(table.world.mentees["甲"], mentor)]
    assert found.share(*table.ids("乙", "赵")) == 1 and found.rivals(table.world.mentees["乙"]) == []


def test_a_lock_counts_as_always_and_a_ban_as_never_and_the_shares_are_known_to_be_older(table: DeskWorld) -> None:
    computed(table)
    mentee, mentor = table.world.mentees["甲"], present_mentor(table, "甲")
    table.act(desk.lock, mentee_ids=[mentee])
    table.act(desk.ban, **table.pair("乙", "陈"), reason="不合适")
    found = known(table)
    assert found is not None and found.stale
    assert found.share(mentee, mentor) == 1 and found.share(*table.ids("乙", "陈")) == 0
    assert found.contested() == []


@pytest.mark.both_engines
def test_an_undo_and_a_copy_find_the_study_of_their_plan_again(table: DeskWorld) -> None:
    computed(table)
    copy = table.world.do(schemes.copy_scheme, scheme_id=table.scheme_id, name="副本")
    table.act(desk.ban, **table.pair("乙", "陈"), reason="不合适")
    table.act(desk.undo)
    for scheme_id in (table.scheme_id, copy):
        found = known(table, scheme_id)
        assert found is not None and not found.stale


@pytest.mark.both_engines
def test_asked_twice_it_is_computed_once_and_a_later_study_of_the_same_plan_replaces_the_first(
    table: DeskWorld,
) -> None:
    first = queued(table.world)
    assert table.world.do(studies.ask, scheme_id=table.scheme_id, kind="firmness") == first
    computed(table)
    again = table.world.do(studies.ask, scheme_id=table.scheme_id, kind="firmness")
    assert again != first and worker.run(table.world.database, again) == 0
    with table.world.database.read() as session:
        own = select(func.count()).select_from(SchemeStudy).where(SchemeStudy.kind == "firmness")
        assert session.scalar(own) == 1


def test_a_cancelled_study_keeps_nothing_and_the_scheme_stays_a_draft(table: DeskWorld) -> None:
    table.world.do(jobs.cancel_job, job_id=queued(table.world))
    assert known(table) is None
    assert table.world.row(runs.Scheme, table.scheme_id).status == "draft"


def test_the_study_waits_for_its_run_and_whoever_looks_after_that_starts_it(table: DeskWorld) -> None:
    job = table.world.row(Job, queued(table.world))
    assert jobs._followers(table.world.database, job.payload["after"]) == [job.id]


def test_a_run_in_processes_of_its_own_ends_with_the_studies_done(
    world: MatchWorld, staff: Staff, workers: Workers
) -> None:
    started = world.do(runs.start_run, cohort_id=world.cohort_id, name="全程")
    for _turn in range(600):
        with world.database.read() as session:
            found = firmness(session, started.scheme_id)
        if found is not None:
            break
        threading.Event().wait(0.1)
    assert found is not None and not found.stale and found.samples == 200


def test_a_scheme_without_a_plan_and_a_reader_cannot_ask(table: DeskWorld, staff: Staff) -> None:
    started = table.world.do(runs.start_run, cohort_id=table.world.cohort_id, name="二稿")
    with pytest.raises(Conflict, match="no_solution_yet"):
        table.world.do(studies.ask, scheme_id=started.scheme_id, kind="firmness")
    with pytest.raises(Forbidden):
        table.world.do(studies.ask, staff("leader"), scheme_id=table.scheme_id, kind="firmness")


def test_a_liaison_reads_the_shares_of_its_own_unit_and_no_rivals(table: DeskWorld, staff: Staff) -> None:
    computed(table)
    own = staff("liaison", unit_id=table.world.units["东区财政局"])
    seen = table.see(firmness_shown, own)
    mentee, mentor = table.world.mentees["甲"], present_mentor(table, "甲")
    assert set(seen.plan) == {mentee} and seen.rivals(mentee) == []
    assert 0 < seen.share(mentee, mentor) < 1 and seen.share(*table.ids("乙", "赵")) == 0


def test_a_large_scheme_draws_fewer_weightings() -> None:
    assert (samples_for(300, 120), samples_for(2000, 300)) == (200, 100)
