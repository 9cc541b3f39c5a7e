"""Whether a cohort is still open: what is closed only takes corrections with a reason."""

from sqlalchemy.orm import Session

from db.models import Cohort
from programme.errors import Conflict
from programme.usecase import fetch


def demand_open(session: Session, cohort_id: int) -> Cohort:
    """The cohort; Conflict("cohort_is_closed") when it is closed."""
    row = fetch(session, Cohort, cohort_id)
    if row.status != "open":
        raise Conflict("cohort_is_closed", cohort=row.name)
    return row
