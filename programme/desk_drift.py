"""Whether the pool or the rules are still those that a draft was computed from; a scheme itself never drifts."""

from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme
from db.queries.viewer import Viewer, reads
from programme.desk_table import EDITABLE
from programme.ground import ground_of
from programme.rules import Rules
from programme.scheme_state import freeze
from programme.usecase import fetch


@reads("programme")
def drifted(session: Session, viewer: Viewer, *, scheme_id: int) -> bool:
    """True when a new run would start from other people, seats or rules than this draft did; False once it is signed."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in EDITABLE:
        return False
    ground = ground_of(session, scheme.cohort_id)
    now = {"quotas": [], **freeze(ground.pool, ground.rules.policy, scheme.problem["mentees"], ground.bounds)}
    row = fetch(session, PolicyRow, scheme.policy_id)
    named = Rules.of(row.number, row.rules).pairs != ground.rules.pairs
    return named or any(scheme.problem.get(part, []) != value for part, value in now.items())
