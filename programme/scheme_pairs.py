"""The pairs of a scheme as rows: only what differs is written."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from db.models import SchemePair

Pair = tuple[int, int]
PART = 400


def store_pairs(session: Session, scheme_id: int, plan: Mapping[Pair, tuple[int, str]]) -> None:
    """Make the rows of a scheme those of the plan {(mentees.id, people.id): (fit in milli-points, origin)}."""
    own = SchemePair.scheme_id == scheme_id
    rows = session.execute(
        select(SchemePair.mentee_id, SchemePair.mentor_id, SchemePair.fit, SchemePair.origin).where(own)
    )
    stored = {(row.mentee_id, row.mentor_id): (row.fit, row.origin) for row in rows}
    gone = sorted(pair for pair in stored if plan.get(pair) != stored[pair])
    for start in range(0, len(gone), PART):
        pair = tuple_(SchemePair.mentee_id, SchemePair.mentor_id)
        session.execute(delete(SchemePair).where(own, pair.in_(gone[start : start + PART])))
    come = [
        {"scheme_id": scheme_id, "mentee_id": pair[0], "mentor_id": pair[1], "fit": fit, "origin": origin}
        for pair, (fit, origin) in plan.items()
        if stored.get(pair) != (fit, origin)
    ]
    if come:
        session.execute(insert(SchemePair), come)
    session.flush()
