"""Read models of confirmed imports."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Cohort, Import
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def imports(session: Session, viewer: Viewer) -> pd.DataFrame:
    """All imports, the newest first: id, at, by, kind, cohort, files, status, summary, version; none for a liaison."""
    statement = (
        select(
            Import.id,
            Import.at,
            Account.name.label("by"),
            Import.kind,
            Cohort.name.label("cohort"),
            Import.files,
            Import.status,
            Import.summary,
            Import.version,
        )
        .join(Account, Account.id == Import.by_id)
        .outerjoin(Cohort, Cohort.id == Import.cohort_id)
        .where(viewer.unit_id is None)
        .order_by(Import.id.desc())
        .limit(50)
    )
    return frame(session, statement)
