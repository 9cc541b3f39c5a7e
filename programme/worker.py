"""`python -m programme.worker JOB_ID`: one job in a process with limits of its own; then the process ends."""

import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import select, update

from db.clock import now
from db.engines import Database, database
from db.models import Job
from matching.errors import Cancelled, InputError, TooLarge
from programme import change_drafts, change_jobs, jobs, runs, studies, study_jobs
from programme.errors import ProgrammeError

LOG = logging.getLogger("bangdai.worker")
BEAT = 0.2
BEATS_PER_WRITE = 5
MEMORY = 1024**3
Runner = Callable[[Database, int, "Pulse"], None]


def _make_papers(database: Database, job_id: int, pulse: "Pulse") -> None:
    """What writes Word is loaded only by who needs it: a solve starts the faster."""
    from programme.papers import working

    working.compute(database, job_id, pulse)


RUNNERS: Mapping[str, Runner] = MappingProxyType(
    {
        runs.SOLVE: runs.compute,
        studies.STUDY: study_jobs.compute,
        change_drafts.REMATCH: change_jobs.compute,
        "papers": _make_papers,
    }
)


class Pulse(threading.Thread):
    """Writes heartbeat and progress of a running job, and notices when somebody has ended it."""

    def __init__(self, database: Database, job_id: int) -> None:
        super().__init__(daemon=True)
        self.database, self.job_id = database, job_id
        self.share = 0.0
        self._unwanted, self._over = threading.Event(), threading.Event()

    def report(self, share: float, _stage: str = "") -> None:
        """Take note of the progress, 0..1; it never goes back."""
        self.share = max(self.share, min(share, 1.0))

    def cancelled(self) -> bool:
        """Whether the job has been ended: its result is not wanted any more."""
        return self._unwanted.is_set()

    def run(self) -> None:
        """Look at the row with every beat, write with every fifth."""
        beat = 0
        while not self._over.wait(BEAT):
            beat += 1
            self._look()
            if beat % BEATS_PER_WRITE == 0:
                self._write()

    def end(self) -> None:
        """The last beat."""
        self._over.set()
        self.join()

    def _look(self) -> None:
        with self.database.read() as session:
            if session.scalar(select(Job.status).where(Job.id == self.job_id)) != "running":
                self._unwanted.set()

    def _write(self) -> None:
        mine = update(Job).where(Job.id == self.job_id, Job.status == "running")
        with self.database.write() as session:
            session.execute(mine.values(heartbeat=now(), progress=self.share))


def run(database: Database, job_id: int) -> int:
    """Do a queued job and return the exit code: 0 done, 1 ended otherwise, 2 nothing to do."""
    kind = take(database, job_id)
    if kind is None:
        return 2
    pulse = Pulse(database, job_id)
    pulse.start()
    try:
        RUNNERS[kind](database, job_id, pulse)
        code = ""
    except (Cancelled, InputError, TooLarge, MemoryError, ProgrammeError) as error:
        LOG.warning("job %s ended without a result", job_id, exc_info=error)
        code = code_of(error)
    finally:
        pulse.end()
    if code:
        with database.write() as session:
            jobs.close(session, job_id, code)
    return 1 if code else 0


def take(database: Database, job_id: int) -> str | None:
    """Make a queued job a running one and return its kind; None when somebody else has it or it has ended."""
    mine = update(Job).where(Job.id == job_id, Job.status == "queued").values(status="running", heartbeat=now())
    with database.write() as session:
        if session.execute(mine).rowcount != 1:  # type: ignore[attr-defined]
            return None
        return session.scalar(select(Job.kind).where(Job.id == job_id))


def code_of(error: Exception) -> str:
    """What a failed job says: the code of a sentence."""
    if isinstance(error, ProgrammeError):
        return error.code
    names = {Cancelled: "cancelled", InputError: "bad_input", TooLarge: "too_large", MemoryError: "out_of_memory"}
    return names[type(error)]


def limit() -> None:
    """Cap memory and processor time and step behind the server, where the platform can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = int(max(jobs.TIME_LIMIT, *jobs.TIME_LIMITS.values()))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    os.nice(5)


if __name__ == "__main__":
    limit()
    sys.exit(run(database(), int(sys.argv[1])))
