"""Run a scheme in this process instead of a worker's, for tests where the process plays no part."""

from programme import runs, worker
from programme.runs import Started
from tests.support.match_world import MatchWorld


def run_here(world: MatchWorld, name: str) -> int:
    """Start a run and do its job; returns the scheme (tests keep `jobs.launch` from starting a process)."""
    return finish_here(world, world.do(runs.start_run, cohort_id=world.cohort_id, name=name))


def finish_here(world: MatchWorld, started: Started) -> int:
    """Do the job of a run that was started."""
    assert worker.run(world.database, started.job_id) == 0
    return started.scheme_id
