"""Read models of cohorts."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Cohort
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def cohorts(session: Session, viewer: Viewer) -> pd.DataFrame:
    """All cohorts, the newest first: id, name, eligible_on, starts_on, ends_on, status, notice_days, sign_levels, reach, version."""
    return frame(session, select(Cohort.__table__).order_by(Cohort.starts_on.desc(), Cohort.id.desc()))
