"""Read models of confirmed imports."""

import pandas as pd
from sqlalchemy import false, func, select, true
from sqlalchemy.orm import Session

from db.models import Account, Cohort, Import
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads

ROSTERS = ("mentor", "mentee")


@reads("programme")
def imports(session: Session, viewer: Viewer) -> pd.DataFrame:
    """All imports of rosters, the newest first: id, at, by, kind, cohort, files, status, summary, version; none for a
    liaison. `by` is empty for the server's command line."""
    statement = (
        select(
            Import.id,
            Import.at,
            func.coalesce(Account.name, "").label("by"),
            Import.kind,
            Cohort.name.label("cohort"),
            Import.files,
            Import.status,
            Import.summary,
            Import.version,
        )
        .outerjoin(Account, Account.id == Import.by_id)
        .outerjoin(Cohort, Cohort.id == Import.cohort_id)
        .where(Import.kind.in_(ROSTERS), true() if viewer.unit_id is None else false())
        .order_by(Import.id.desc())
        .limit(50)
    )
    return frame(session, statement)
