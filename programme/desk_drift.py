"""Whether the pool or the rules are still those that a draft was computed from; a scheme itself never drifts."""

from sqlalchemy.orm import Session

from db.models import Scheme
from db.queries.viewer import Viewer, reads
from programme.desk_table import EDITABLE
from programme.rules import rules_in_force
from programme.snapshot import load_pool
from programme.usecase import fetch


@reads("programme")
def drifted(session: Session, viewer: Viewer, *, scheme_id: int) -> bool:
    """True when a new run would start from other people, seats or rules than this draft did; False once it is signed."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in EDITABLE:
        return False
    now = {
        "pool": load_pool(session, scheme.cohort_id).to_dict(),
        "policy": rules_in_force(session, scheme.cohort_id).policy.to_dict(),
    }
    return any(scheme.problem[part] != value for part, value in now.items())
