"""Long work as rows of `jobs`: started in a process of its own, watched by its heartbeat, ended by its row.

A job may wait for another: it is queued with it and started when that one has ended (`payload["after"]`).

The page only ever reads the row, so a job survives a refresh, a lost connection and a restart of the server. Who
launched a process waits for it, ends it when it outlives its row or its time, and writes down a silent death.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from db.clock import now
from db.engines import ROOT, Database
from db.models import Job, Scheme
from programme import audit
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.usecase import fetch, record, use_case

LIVE = ("queued", "running")
TIME_LIMIT = 60.0
# Papers are made one after another, hundreds of them.
TIME_LIMITS: Mapping[str, float] = MappingProxyType({"papers": 900.0})
# One thread of numbers is enough for a worker, and memory that is only set aside would count against its limit.
THRIFTY: Mapping[str, str] = MappingProxyType(
    {
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
)  # fmt: skip
SILENCE = timedelta(seconds=20)
START_UP = timedelta(seconds=60)
GRACE = 1.0
POLL = 0.2


def enqueue(session: Session, by: Actor, kind: str, payload: dict[str, Any]) -> Job:
    """A queued job, whose process starts when the caller's transaction has committed, and not if it has not."""
    job = Job(kind=kind, payload=payload, by_id=by.id)
    session.add(job)
    session.flush()
    url, job_id = session.get_bind().engine.url.render_as_string(hide_password=False), job.id
    event.listen(session, "after_commit", lambda _session: launch(url, job_id), once=True)
    return job


def launch(url: str, job_id: int) -> threading.Thread:
    """Start the worker on a job and a thread that looks after it; returns the thread."""
    # The address of the database may contain a password: it goes by the environment, never by argv.
    process = subprocess.Popen(
        [sys.executable, "-m", "programme.worker", str(job_id)],
        cwd=ROOT,
        env={**os.environ, **THRIFTY, "DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    guardian = threading.Thread(target=look_after, args=(process, url, job_id), daemon=True)
    guardian.start()
    return guardian


def look_after(process: subprocess.Popen[bytes], url: str, job_id: int) -> None:
    """Wait for a worker; kill it when it overstays its time or goes on after its job; write down what it could not."""
    database = Database(url)
    started, seconds = now(), _time_limit(database, job_id)
    over_at: datetime | None = None
    try:
        while not _ended(process):
            over_at = over_at or (now() if _is_over(database, job_id) else None)
            if _overdue(started, seconds) or _overdue(over_at, GRACE):
                _kill(process)
        with database.write() as session:
            close(session, job_id, "timed_out" if process.returncode and _overdue(started, seconds) else "crashed")
        for follower in _followers(database, job_id):
            launch(url, follower).join()
    finally:
        database.close()


def close(session: Session, job_id: int, code: str) -> None:
    """End a job that is still open with the code of the reason; the scheme it was for then failed, with no plan.

    Does nothing to a job that has ended: its result stands.
    """
    job = fetch(session, Job, job_id)
    if job.status not in LIVE:
        return
    job.status = "cancelled" if code == "cancelled" else "failed"
    job.result = {"code": code}
    scheme = session.get(Scheme, job.payload.get("scheme_id", 0))
    if scheme is not None and scheme.status == "computing":
        scheme.status, scheme.version = "failed", scheme.version + 1
    audit.append(
        session, account_id=job.by_id, action=f"job_{job.kind}", object=f"job:{job.id}", outcome=job.status, code=code
    )


@use_case(Action.RUN_SCHEME)
def cancel_job(session: Session, by: Actor, *, job_id: int) -> None:
    """End a job now, whatever its process is doing: a job that has ended stores nothing. Conflict when it has already.

    The process notices within moments and stops, or is killed.
    """
    job = fetch(session, Job, job_id)
    if job.status not in LIVE:
        raise Conflict("job_ended", status=job.status)
    job.cancel = True
    close(session, job_id, "cancelled")
    record(session, by, Action.RUN_SCHEME, f"job:{job.id}", cancel=True)


@use_case(Action.RUN_SCHEME)
def bury_silent(session: Session, by: Actor) -> int:
    """Close every job whose process has gone silent, whoever started it; returns how many."""
    open_jobs = session.scalars(select(Job).where(Job.status.in_(LIVE))).all()
    silent = [job.id for job in open_jobs if is_silent(job.status, job.at, job.heartbeat, now())]
    for job_id in silent:
        close(session, job_id, "worker_lost")
    record(session, by, Action.RUN_SCHEME, "jobs", buried=silent)
    return len(silent)


def is_silent(status: str, at: datetime, heartbeat: datetime | None, moment: datetime) -> bool:
    """Whether an open job shows no life: no heartbeat for a while, or not even a start."""
    if status == "queued":
        return moment - at > START_UP
    return status == "running" and (heartbeat is None or moment - heartbeat > SILENCE)


def _followers(database: Database, job_id: int) -> list[int]:
    """The jobs that wait for this one to be done."""
    after = Job.payload["after"].as_integer() == job_id
    with database.read() as session:
        return list(session.scalars(select(Job.id).where(Job.status == "queued", after).order_by(Job.id)))


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker and whatever it has started; its open transaction is rolled back."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _is_over(database: Database, job_id: int) -> bool:
    with database.read() as session:
        return session.scalar(select(Job.status).where(Job.id == job_id)) not in LIVE


def _overdue(since: datetime | None, seconds: float) -> bool:
    return since is not None and now() - since > timedelta(seconds=seconds)


def _time_limit(database: Database, job_id: int) -> float:
    """How many seconds a job of this kind may take."""
    with database.read() as session:
        return TIME_LIMITS.get(session.scalar(select(Job.kind).where(Job.id == job_id)) or "", TIME_LIMIT)
