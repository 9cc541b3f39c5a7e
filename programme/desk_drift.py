"""Whether the pool or the rules are still those that a draft was computed from; a scheme itself never drifts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme
from db.queries.kept import kept
from db.queries.viewer import Viewer, reads
from programme.desk_table import EDITABLE
from programme.ground import ground_of
from programme.rules import Rules
from programme.rules_named import NamedPair
from programme.scheme_state import freeze
from programme.usecase import fetch


@reads("programme")
def drifted(session: Session, viewer: Viewer, *, scheme_id: int) -> bool:
    """True when a new run would start from other people, seats or rules than this draft did; False once it is signed."""
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.status not in EDITABLE:
        return False
    pairs, now = _would_start_from(session, scheme.cohort_id)
    row = fetch(session, PolicyRow, scheme.policy_id)
    named = Rules.of(row.number, row.rules).pairs != pairs
    return named or any(scheme.problem.get(part, []) != value for part, value in now.items())


@kept
def _would_start_from(session: Session, cohort_id: int) -> tuple[Mapping[str, NamedPair], Mapping[str, Any]]:
    """The named pairs and the input of a run now; an act at the desk leaves both as they are."""
    ground = ground_of(session, cohort_id)
    now = {"quotas": [], **freeze(ground.pool, ground.rules.policy, {}, ground.bounds)}
    # Who waits under which row is the scheme's own knowledge.
    del now["mentees"]
    return ground.rules.pairs, now
