"""Studies: longer computations about a scheme that has a plan, asked for or started by themselves after a run.

A study is kept under the fingerprint of the plan it speaks about: a copy of a scheme and an undo at the desk find it
again, and one about an earlier state of the plan is known to be that.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Job, Scheme, SchemeStudy
from programme import jobs
from programme.access import Action, Actor
from programme.errors import Conflict
from programme.scheme_state import HANDMADE
from programme.usecase import fetch, record, use_case

STUDY = "study"
FIRMNESS, BALANCE, CHANGES = "firmness", "balance", "changes"
AFTER_A_RUN = (FIRMNESS, BALANCE)


@use_case(Action.RUN_SCHEME)
def ask(session: Session, by: Actor, *, scheme_id: int, kind: str, subject: str = "") -> int:
    """Send a study of a scheme to a worker and return the job; one that is under way already is not sent twice.

    Raises Conflict while the scheme has no plan, or when the plan is a list made by hand.
    """
    scheme = fetch(session, Scheme, scheme_id)
    if not scheme.fingerprint:
        raise Conflict("no_solution_yet", name=scheme.name, status=scheme.status)
    if scheme.kind == HANDMADE:
        raise Conflict("scheme_is_handmade", name=scheme.name)
    job_id = under_way(session, scheme_id, kind, subject)
    if job_id is None:
        job_id = jobs.enqueue(session, by, STUDY, {"scheme_id": scheme_id, "studies": [[kind, subject]]}).id
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme_id}", study=kind, subject=subject, job=job_id)
    return job_id


def follow(session: Session, by: Actor, scheme_id: int, job_id: int) -> None:
    """Queue the usual studies behind the job that computes the scheme; who looks after that one starts them."""
    wanted = [[kind, ""] for kind in AFTER_A_RUN]
    session.add(Job(kind=STUDY, payload={"scheme_id": scheme_id, "studies": wanted, "after": job_id}, by_id=by.id))
    session.flush()


@use_case(Action.RUN_SCHEME)
def keep(session: Session, by: Actor, *, job_id: int, fingerprint: str, found: Mapping[str, dict[str, Any]]) -> None:
    """Store what a job found, by kind, all of it or nothing; Conflict when the job was cancelled or given up meanwhile."""
    job = fetch(session, Job, job_id)
    if job.cancel or job.status != "running":
        raise Conflict("cancelled" if job.cancel else "job_ended", status=job.status)
    scheme_id = job.payload["scheme_id"]
    for kind, subject in job.payload["studies"]:
        key = {"scheme_id": scheme_id, "kind": kind, "subject": subject, "fingerprint": fingerprint}
        session.execute(delete(SchemeStudy).filter_by(**key))
        session.add(SchemeStudy(**key, content=found[kind], by_id=by.id))
    job.status, job.progress, job.result = "done", 1.0, {"studies": sorted(found)}
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme_id}", studies=sorted(found), fingerprint=fingerprint)


def newest(session: Session, scheme: Scheme, kind: str, subject: str = "") -> SchemeStudy | None:
    """The study of just this plan, whichever scheme had it first; else the last one of an earlier state; else None."""
    rows = select(SchemeStudy).where(SchemeStudy.kind == kind, SchemeStudy.subject == subject)
    rows = rows.order_by(SchemeStudy.id.desc()).limit(1)
    exact = session.scalars(rows.where(SchemeStudy.fingerprint == scheme.fingerprint)).first()
    return exact or session.scalars(rows.where(SchemeStudy.scheme_id == scheme.id)).first()


def under_way(session: Session, scheme_id: int, kind: str, subject: str = "") -> int | None:
    """The open job that is computing this study, if there is one."""
    own = Job.payload["scheme_id"].as_integer() == scheme_id
    rows = select(Job).where(Job.kind == STUDY, Job.status.in_(jobs.LIVE), Job.cancel.is_(False), own)
    return next((job.id for job in session.scalars(rows) if [kind, subject] in job.payload["studies"]), None)
