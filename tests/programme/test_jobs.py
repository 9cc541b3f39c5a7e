"""Long work runs in a process of its own: seen by its heartbeat, ended by its row, leaving a whole plan or none."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from db.clock import now
from db.engines import Database
from db.models import Account, Audit, Job, Scheme, SchemePair
from matching import Cancelled, Problem, Solution, solve
from programme import jobs, runs, worker
from programme.errors import Conflict, Forbidden
from programme.runs import Started
from tests.conftest import Staff, Workers
from tests.support.match_world import MatchWorld, match_world
from tests.support.remember import remembered

MOMENT = now()


@remembered
def built(database: Database, staff: Staff) -> MatchWorld:
    """王 has two seats, 甲 and 乙 wait: both go to 王."""
    world = match_world(database, staff("officer"))
    world.add_mentor("王", 2, knows={"a": 5})
    world.add_mentee("甲", needs=["a"])
    world.add_mentee("乙", needs=["a"])
    return world


@pytest.fixture
def world(database: Database, staff: Staff) -> MatchWorld:
    """王 has two seats, 甲 and 乙 wait: both go to 王."""
    return built(database, staff)


@pytest.fixture
def queued(world: MatchWorld) -> Started:
    """A run that was asked for and that no process has taken yet."""
    return world.do(runs.start_run, cohort_id=world.cohort_id, name="first")


def address(world: MatchWorld) -> str:
    return world.database.url.render_as_string(hide_password=False)


def sleeping(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process in a group of its own, as a worker is, that lives until it is killed."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=jobs.ROOT, stdout=subprocess.PIPE, start_new_session=True
    )


def stored(world: MatchWorld) -> int:
    with world.database.read() as session:
        return session.scalar(select(func.count()).select_from(SchemePair)) or 0


def state(world: MatchWorld, started: Started) -> tuple[str, str]:
    return world.row(Job, started.job_id).status, world.row(Scheme, started.scheme_id).status


@pytest.mark.both_engines
def test_a_process_of_its_own_computes_the_scheme_and_ends(
    world: MatchWorld, queued: Started, workers: Workers
) -> None:
    jobs.launch(address(world), queued.job_id).join()
    assert state(world, queued) == ("done", "draft")
    job = world.row(Job, queued.job_id)
    assert (job.progress, job.result) == (1.0, {"pairs": 2})
    assert stored(world) == 2


def test_the_process_starts_when_the_transaction_commits_and_not_when_it_does_not(
    world: MatchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: started.append(job_id))
    with pytest.raises(ZeroDivisionError), world.database.write() as session:
        jobs.enqueue(session, world.officer, "solve", {})
        raise ZeroDivisionError
    assert started == []
    with world.database.write() as session:
        job_id = jobs.enqueue(session, world.officer, "solve", {}).id
        assert started == []
    assert started == [job_id]


@pytest.mark.both_engines
def test_two_workers_on_one_job_do_it_once(world: MatchWorld, queued: Started) -> None:
    assert worker.run(world.database, queued.job_id) == 0
    assert worker.run(world.database, queued.job_id) == 2
    assert stored(world) == 2


@pytest.mark.both_engines
def test_two_runs_at_once_both_end_with_their_own_plan(world: MatchWorld, queued: Started, workers: Workers) -> None:
    other = world.do(runs.start_run, cohort_id=world.cohort_id, name="second")
    jobs.launch(address(world), queued.job_id).join()
    workers()
    assert state(world, queued) == state(world, other) == ("done", "draft")
    assert stored(world) == 4


@pytest.mark.parametrize("status", ["queued", "running"])
def test_a_cancelled_job_has_ended_at_once_whatever_its_process_does(
    world: MatchWorld, queued: Started, status: str
) -> None:
    world.change(Job, queued.job_id, status=status)
    world.do(jobs.cancel_job, job_id=queued.job_id)
    assert state(world, queued) == ("cancelled", "failed")
    with world.database.read() as session:
        assert session.scalars(select(Audit.outcome).where(Audit.action == "job_solve")).all() == ["cancelled"]


def test_a_job_cancelled_before_it_starts_stores_nothing_and_says_so(world: MatchWorld, queued: Started) -> None:
    world.do(jobs.cancel_job, job_id=queued.job_id)
    assert worker.run(world.database, queued.job_id) == 2
    assert state(world, queued) == ("cancelled", "failed")
    assert world.row(Job, queued.job_id).result == {"code": "cancelled"}
    assert stored(world) == 0


def test_a_flag_set_during_the_solve_is_seen_by_the_solver(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(problem: Problem, progress: Any, cancel: Any, time_limit: float) -> Solution:
        world.do(jobs.cancel_job, job_id=queued.job_id)
        for _turn in range(600):
            if cancel():
                raise Cancelled
            threading.Event().wait(0.05)
        raise AssertionError("the flag never reached the solver")

    monkeypatch.setattr("programme.runs.solve", slow)
    assert worker.run(world.database, queued.job_id) == 1
    assert state(world, queued) == ("cancelled", "failed")


@pytest.mark.both_engines
def test_a_cancel_that_comes_after_the_solve_still_keeps_the_plan_out(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve_then_cancel(problem: Problem, **_more: Any) -> Solution:
        world.do(jobs.cancel_job, job_id=queued.job_id)
        return solve(problem)

    monkeypatch.setattr("programme.runs.solve", solve_then_cancel)
    assert worker.run(world.database, queued.job_id) == 1
    assert state(world, queued) == ("cancelled", "failed")
    assert stored(world) == 0


@pytest.mark.both_engines
def test_progress_is_written_while_the_solver_works_and_never_goes_back(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float] = []

    def slow(problem: Problem, progress: Any, **_more: Any) -> Solution:
        progress(0.6, "tier")
        progress(0.1, "tier")
        while not (seen and seen[-1]):
            threading.Event().wait(0.05)
            seen.append(world.row(Job, queued.job_id).progress)
        return solve(problem)

    monkeypatch.setattr("programme.runs.solve", slow)
    assert worker.run(world.database, queued.job_id) == 0
    assert seen[-1] == pytest.approx(0.6)


def test_a_worker_that_dies_is_noticed_by_whoever_launched_it(world: MatchWorld, queued: Started) -> None:
    assert worker.take(world.database, queued.job_id) == "solve"
    process = sleeping("import time; time.sleep(600)")
    os.kill(process.pid, signal.SIGKILL)
    jobs.look_after(process, address(world), queued.job_id)
    assert state(world, queued) == ("failed", "failed")
    assert world.row(Job, queued.job_id).result == {"code": "crashed"}
    assert stored(world) == 0


@pytest.mark.both_engines
def test_a_worker_that_goes_on_after_its_job_is_killed_with_whatever_it_started(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programme.jobs.GRACE", 0.0)
    assert worker.take(world.database, queued.job_id) == "solve"
    world.do(jobs.cancel_job, job_id=queued.job_id)
    sleep = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    process = sleeping(f"{sleep}; print('started', flush=True); time.sleep(600)")
    assert process.stdout and process.stdout.readline() == b"started\n"
    jobs.look_after(process, address(world), queued.job_id)
    assert process.returncode == -signal.SIGKILL
    # The pipe ends only when the last process that holds it has.
    assert process.stdout.read() == b""
    assert state(world, queued) == ("cancelled", "failed")


@pytest.mark.both_engines
def test_a_worker_killed_while_it_stores_its_plan_leaves_nothing_of_it(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_and_wait = (
        "import sys, time; from db.engines import Database; from programme import runs, worker\n"
        "store = runs.store_solution\n"
        "def slow(session, *rest):\n"
        "    store(session, *rest); session.flush(); print('written', flush=True); time.sleep(600)\n"
        "runs.store_solution = slow\n"
        "worker.run(Database(sys.argv[1]), int(sys.argv[2]))"
    )
    process = sleeping(store_and_wait, address(world), str(queued.job_id))
    assert process.stdout and process.stdout.readline() == b"written\n"
    monkeypatch.setattr("programme.jobs.TIME_LIMIT", 0.0)
    jobs.look_after(process, address(world), queued.job_id)
    assert state(world, queued) == ("failed", "failed")
    assert world.row(Job, queued.job_id).result == {"code": "timed_out"}
    assert stored(world) == 0 and world.row(Scheme, queued.scheme_id).solution == {}


def test_a_worker_that_overstays_its_time_is_killed_and_the_run_says_so(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programme.jobs.TIME_LIMIT", 0.0)
    assert worker.take(world.database, queued.job_id) == "solve"
    process = sleeping("import time; time.sleep(600)")
    jobs.look_after(process, address(world), queued.job_id)
    assert world.row(Job, queued.job_id).result == {"code": "timed_out"}


@pytest.mark.parametrize(
    ("status", "age", "beat", "silent"),
    [
        ("queued", 59, None, False),
        ("queued", 61, None, True),
        ("running", 500, 19, False),
        ("running", 500, 21, True),
        ("running", 500, None, True),
        ("done", 500, 400, False),
        ("cancelled", 500, None, False),
    ],
)
def test_silence_is_told_from_work_by_the_heartbeat(status: str, age: int, beat: int | None, silent: bool) -> None:
    heartbeat = None if beat is None else MOMENT - timedelta(seconds=beat)
    assert jobs.is_silent(status, MOMENT - timedelta(seconds=age), heartbeat, MOMENT) is silent


@pytest.mark.both_engines
def test_a_silent_job_is_closed_and_a_living_one_is_left_alone(world: MatchWorld, queued: Started) -> None:
    assert world.do(jobs.bury_silent) == 0
    assert state(world, queued) == ("queued", "computing")
    world.change(Job, queued.job_id, status="running", heartbeat=MOMENT - timedelta(minutes=5))
    assert world.do(jobs.bury_silent) == 1
    assert state(world, queued) == ("failed", "failed")
    assert world.row(Job, queued.job_id).result == {"code": "worker_lost"}


def test_a_worker_that_comes_back_from_the_dead_stores_nothing(
    world: MatchWorld, queued: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve_while_buried(problem: Problem, **_more: Any) -> Solution:
        with world.database.write() as session:
            jobs.close(session, queued.job_id, "worker_lost")
        return solve(problem)

    monkeypatch.setattr("programme.runs.solve", solve_while_buried)
    assert worker.run(world.database, queued.job_id) == 1
    assert state(world, queued) == ("failed", "failed")
    assert world.row(Job, queued.job_id).result == {"code": "worker_lost"}
    assert stored(world) == 0


@pytest.mark.both_engines
def test_an_account_that_lost_its_right_during_the_run_gets_no_plan(world: MatchWorld, queued: Started) -> None:
    world.change(Account, world.officer.id, disabled=True)
    assert worker.run(world.database, queued.job_id) == 1
    assert world.row(Job, queued.job_id).result == {"code": "account"}
    assert stored(world) == 0


def test_a_job_that_has_ended_cannot_be_cancelled(world: MatchWorld, queued: Started, staff: Staff) -> None:
    worker.run(world.database, queued.job_id)
    with pytest.raises(Conflict, match="job_ended"):
        world.do(jobs.cancel_job, job_id=queued.job_id)
    with pytest.raises(Forbidden):
        world.do(jobs.cancel_job, staff("inspector"), job_id=queued.job_id)


def test_every_end_of_a_job_leaves_an_audit_row(world: MatchWorld, queued: Started) -> None:
    with world.database.write() as session:
        jobs.close(session, queued.job_id, "crashed")
        jobs.close(session, queued.job_id, "worker_lost")
    with world.database.read() as session:
        rows = session.execute(select(Audit.outcome, Audit.detail).where(Audit.action == "job_solve")).all()
    assert rows == [("failed", {"code": "crashed"})]


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
def test_the_worker_caps_its_memory_and_still_has_room_for_its_libraries(world: MatchWorld, queued: Started) -> None:
    script = (
        "import resource; from programme import worker; worker.limit();"
        "assert resource.getrlimit(resource.RLIMIT_AS)[0] == worker.MEMORY;"
        "import numpy\n"
        "try: numpy.ones(worker.MEMORY)\n"
        "except MemoryError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=jobs.ROOT)
    assert (done.stdout.strip(), done.returncode) == ("refused", 0), done.stderr
