"""Read models of studies of schemes: what a page polls."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Job
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def study_jobs(session: Session, viewer: Viewer, *, scheme_id: int, kind: str, subject: str = "") -> pd.DataFrame:
    """The newest job of a study of a scheme (no row: none was ever asked for): id, status, progress, heartbeat, at, code.

    `code` says why it ended without a result ("" else).
    """
    rows = frame(
        session,
        select(Job.id, Job.status, Job.progress, Job.heartbeat, Job.at, Job.payload, Job.result)
        .where(Job.kind == "study", Job.payload["scheme_id"].as_integer() == scheme_id)
        .order_by(Job.id.desc()),
    )
    asked = [[kind, subject] in payload["studies"] for payload in rows["payload"]]
    own = rows[pd.Series(asked, index=rows.index, dtype=bool)].head(1)
    code = [result.get("code", "") for result in own["result"]]
    return own.assign(code=code).drop(columns=["payload", "result"])
