"""The figures of one scheme for the sign-off; a liaison's are those of its own unit's people."""

from sqlalchemy.orm import Session

from db.models import Scheme
from db.queries.viewer import Viewer, reads
from programme.desk_people import scope_of
from programme.scheme_figures import SchemeFigures, figures, loads, present_pairs
from programme.scheme_input import frozen_input, plans
from programme.usecase import fetch


@reads("programme")
def plan_figures(session: Session, viewer: Viewer, *, scheme_id: int) -> SchemeFigures:
    """See `SchemeFigures`: eligible people apart from those who are not, who has no mentor, fits and loads."""
    scheme = fetch(session, Scheme, scheme_id)
    basis, plan = frozen_input(session, scheme_id), plans(session, [scheme_id])[scheme_id]
    own = scope_of(session, scheme.cohort_id, viewer.unit_id)
    mine = plan if own is None else {pair: fit for pair, fit in plan.items() if pair[0] in own}
    return figures(basis, mine, loads(basis, plan), present_pairs(session, scheme.cohort_id), own)
