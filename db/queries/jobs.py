"""Read models of long work: what a page polls."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Job
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def scheme_jobs(session: Session, viewer: Viewer, *, scheme_ids: list[int]) -> pd.DataFrame:
    """The jobs that computed these schemes: id, scheme_id, status, progress, heartbeat, at, cancel, code, dropped.

    `code` says why a job ended without a plan ("" else), `dropped` lists [kind, mentee key, mentor key, code] of
    the holds that a re-run could not keep.
    """
    scheme = Job.payload["scheme_id"].as_integer()
    rows = frame(
        session,
        select(
            Job.id, scheme.label("scheme_id"), Job.status, Job.progress, Job.heartbeat, Job.at, Job.cancel,
            Job.payload, Job.result,
        )
        .where(Job.kind == "solve", scheme.in_(scheme_ids))
        .order_by(Job.id),
    )  # fmt: skip
    rows["code"] = [result.get("code", "") for result in rows["result"]]
    rows["dropped"] = [payload.get("dropped", []) for payload in rows["payload"]]
    return rows.drop(columns=["payload", "result"])
