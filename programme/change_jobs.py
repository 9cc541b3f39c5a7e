"""The plans over a whole cohort, computed by a worker: read, solve, and lay them to the slip if it still waits for them."""

from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Change, Job
from programme.access import Action, Actor
from programme.change_content import Content
from programme.change_drafts import draft, plan
from programme.change_plans import Plans
from programme.change_plans import compute as three_plans
from programme.errors import Conflict
from programme.runs import Pulse
from programme.usecase import fetch, perform, record, use_case


@use_case(Action.ADJUST)
def finish(session: Session, by: Actor, *, job_id: int, plans: Plans) -> int:
    """Lay the plans to the slip and return its version; Conflict when the job has ended, Stale when the slip moved on."""
    job = fetch(session, Job, job_id)
    if job.status != "running":
        raise Conflict("job_ended", status=job.status)
    change = draft(session, job.payload["change_id"], job.payload["seen_version"])
    plan(session, change, plans.scope, plans)
    job.status, job.progress, job.result = "done", 1.0, {"in_play": plans.in_play}
    told = {"act": "change_computed_again", "kind": change.kind, "scope": plans.scope, "job": job.id}
    record(session, by, Action.ADJUST, f"change:{change.id}", **told)
    return change.version


def compute(database: Database, job_id: int, pulse: Pulse) -> None:
    """What the worker does with a job of kind REMATCH; nobody's writing waits for it."""
    with database.read() as session:
        job = fetch(session, Job, job_id)
        change = fetch(session, Change, job.payload["change_id"])
        gone = [one.mentor_id for one in Content.of(change.content).leavers]
        account_id = job.by_id
        plans = three_plans(session, change.cohort_id, gone, job.payload["scope"], cancel=pulse.cancelled)
    perform(database, account_id, finish, job_id=job_id, plans=plans)
