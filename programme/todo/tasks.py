"""Everything that waits for somebody, gathered from the sources; a new kind of task is a function added to SOURCES."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from db.clock import today
from db.engines import Database
from programme.access import Actor
from programme.errors import Forbidden
from programme.todo import cohorts, notices, own, pool, process, results, signing, slips, surveys
from programme.todo.task import BUCKETS, WEIGHTS, Asked, Task

Source = Callable[[Asked], Iterable[Task]]
# Those that name persons one by one; the page of a person asks these.
PERSONAL: tuple[Source, ...] = (
    signing.remarks,
    notices.objections,
    slips.slips,
    slips.stranded,
    slips.pauses,
    slips.mentors_back,
    slips.terms,
    pool.nominations,
    pool.exits,
    pool.certificates,
    pool.retiring,
    pool.overloaded,
    results.follow_ups,
    results.disputes,
    results.conclusions,
)
SOURCES: tuple[Source, ...] = (
    *PERSONAL,
    signing.schemes,
    notices.notices,
    notices.confirmed,
    pool.empty_pool,
    cohorts.beginnings,
    cohorts.eligibility,
    cohorts.holidays,
    cohorts.ended,
    process.reviews,
    process.months_to_open,
    process.findings,
    process.plans,
    surveys.surveys,
    results.gradings,
    results.to_conclude,
    own.jobs,
    own.drafts,
)


def tasks(session: Session, by: Actor, *, on: date | None = None) -> list[Task]:
    """What waits for this person, and what others deal with that they should know of; the most pressing first.

    Raises Forbidden for a role that does not read the programme.
    """
    return _gathered(Asked(session, by, on or today()), SOURCES)


def tasks_about(session: Session, by: Actor, *, person_id: int, on: date | None = None) -> list[Task]:
    """The same as far as it concerns one person, every row by itself."""
    found = _gathered(Asked(session, by, on or today(), whole=True), PERSONAL)
    return [task for task in found if person_id in task.people]


def my_tasks(database: Database, by: Actor) -> list[Task]:
    """`tasks` for a page."""
    with database.read() as session:
        return tasks(session, by)


def tasks_of_person(database: Database, by: Actor, *, person_id: int) -> list[Task]:
    """`tasks_about` for a page."""
    with database.read() as session:
        return tasks_about(session, by, person_id=person_id)


def _gathered(asked: Asked, sources: Iterable[Source]) -> list[Task]:
    if "programme" not in asked.by.viewer.areas:
        raise Forbidden("area", query="tasks", role=asked.by.role)
    found = [task for source in sources for task in source(asked)]
    seen = [task if task.mine else replace(task, weight="look") for task in found if task.mine or task.told]
    return sorted(seen, key=lambda task: _order(task, asked.on))


def _order(task: Task, on: date) -> tuple[int, date, int, str]:
    """By bucket, then day, then how pressing it is."""
    return BUCKETS.index(task.bucket(on)), task.due_on or date.max, WEIGHTS.index(task.weight), task.kind
