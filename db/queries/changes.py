"""Read models of the page of changes that are plain lists."""

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import OPEN, Account, ChangeSignature, Cohort, Job, Pairing, Person
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads


@reads("programme")
def cohorts_in_force(session: Session, viewer: Viewer) -> pd.DataFrame:
    """Cohorts with open pairings, the newest first: id, name, pairings."""
    count = func.count(Pairing.id).label("pairings")
    rows = select(Cohort.id, Cohort.name, count).join(Pairing, Pairing.cohort_id == Cohort.id)
    rows = rows.where(Pairing.status.in_(OPEN)).group_by(Cohort.id, Cohort.name)
    return frame(session, rows.order_by(Cohort.id.desc()))


@reads("programme")
def plan_job(session: Session, viewer: Viewer, *, change_id: int) -> pd.DataFrame:
    """The last job that computed plans for a slip (no row: none): id, status, progress, heartbeat, at, seen_version, code.

    `seen_version` is the slip's when it was sent; `code` says why a job ended without plans ("" else).
    """
    rows = select(Job).where(Job.kind == "rematch", Job.payload["change_id"].as_integer() == change_id)
    job = session.scalars(rows.order_by(Job.id.desc()).limit(1)).first()
    columns = ["id", "status", "progress", "heartbeat", "at", "seen_version", "code"]
    if job is None:
        return pd.DataFrame(columns=columns)
    seen, code = job.payload["seen_version"], job.result.get("code", "")
    return pd.DataFrame([[job.id, job.status, job.progress, job.heartbeat, job.at, seen, code]], columns=columns)


@reads("programme")
def people_of_unit(session: Session, viewer: Viewer, *, unit_id: int) -> pd.DataFrame:
    """Everybody in a unit by name: id, name, post."""
    rows = select(Person.id, Person.name, Person.post).where(Person.unit_id == unit_id)
    return frame(session, in_scope(rows.order_by(Person.name_key, Person.id), viewer))


@reads("programme")
def signatures_of_slips(session: Session, viewer: Viewer, *, change_ids: list[int]) -> pd.DataFrame:
    """Who signed some slips, in the order of time: change_id, stage, comment, by, role, at (UTC)."""
    rows = select(ChangeSignature.change_id, ChangeSignature.stage, ChangeSignature.comment, Account.name.label("by"),
                  Account.role, ChangeSignature.at)  # fmt: skip
    rows = rows.join(Account, Account.id == ChangeSignature.by_id).where(ChangeSignature.change_id.in_(change_ids))
    return frame(session, rows.order_by(ChangeSignature.id))
