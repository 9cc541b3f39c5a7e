"""The objections raised in the public notice of a scheme's pairings."""

import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Mentee, Objection, Pairing, Person
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def objections(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The objections to a scheme's pairings, the open ones first; a liaison sees those on its own unit's people.

    id, version, pairing_id, mentee_id, mentee, mentor_id, mentor, status (of the pairing), received_on, received_by,
    content, decision ("" while open), reason, decided_by ("" while open), decided_at.
    """
    mentee, mentor, decider = aliased(Person), aliased(Person), aliased(Account)
    statement = (
        select(
            Objection.id, Objection.version, Objection.pairing_id, Pairing.mentee_id, mentee.name.label("mentee"),
            Pairing.mentor_id, mentor.name.label("mentor"), Pairing.status, Objection.received_on,
            Objection.received_by, Objection.content, Objection.decision, Objection.reason,
            decider.name.label("decided_by"), Objection.decided_at,
        )
        .join(Pairing, Pairing.id == Objection.pairing_id)
        .join(Mentee, Mentee.id == Pairing.mentee_id)
        .join(mentee, mentee.id == Mentee.person_id)
        .join(mentor, mentor.id == Pairing.mentor_id)
        .outerjoin(decider, decider.id == Objection.decided_by_id)
        .where(Pairing.scheme_id == scheme_id)
        .order_by(Objection.decision != "", Objection.id)
    )  # fmt: skip
    if viewer.unit_id is not None:
        statement = statement.where(or_(mentee.unit_id == viewer.unit_id, mentor.unit_id == viewer.unit_id))
    return frame(session, statement).fillna({"decided_by": ""})
