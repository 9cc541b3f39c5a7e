"""Read models of the rules: every saving of a cohort with who, when and the note."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, PolicyRow
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def rule_rows(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """All rows, the newest first: id, number, rules (JSON), note, by (name), at (UTC)."""
    return frame(
        session,
        select(PolicyRow.id, PolicyRow.number, PolicyRow.rules, PolicyRow.note, Account.name.label("by"), PolicyRow.at)
        .join(Account, Account.id == PolicyRow.by_id)
        .where(PolicyRow.cohort_id == cohort_id)
        .order_by(PolicyRow.number.desc()),
    )
