"""What a cohort's rules name stays as it is at the desk: who wants it otherwise changes the rules."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.models import PolicyRow, Scheme
from programme.desk_holds import Holds, Pair
from programme.errors import Conflict
from programme.ground import held_of
from programme.rules import Rules
from programme.usecase import fetch


def named_pairs(session: Session, scheme: Scheme, mentees: Mapping[str, int]) -> dict[Pair, str]:
    """The pairs of this scheme that the rules it was computed under name, with the kind of their hold.

    `mentees` is {engine's key: mentees.id} of the scheme.
    """
    row = fetch(session, PolicyRow, scheme.policy_id)
    held = {held_of(pair): pair for pair in Rules.of(row.number, row.rules).pairs.values()}
    return {(mentees[hold.pair[0]], pair.mentor): hold.kind for hold, pair in held.items() if hold.pair[0] in mentees}


def demand_kept(named: Mapping[Pair, str], before: Holds, after: Holds) -> None:
    """Conflict when an act would let go of a hold that the rules name."""
    for pair, kind in named.items():
        stood = pair in before and before[pair].kind == kind
        if stood and (pair not in after or after[pair].kind != kind):
            raise Conflict("named_in_rules")
