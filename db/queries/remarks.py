"""The remarks on pairs of a scheme, with their answers."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import Account, Mentee, PairRemark, Person, SchemePair, Unit
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def remarks(session: Session, viewer: Viewer, *, scheme_id: int, mentee_id: int | None = None) -> pd.DataFrame:
    """The remarks of a scheme (or on one mentee in it), the open ones first; a liaison sees those on its own people.

    id, version, mentee_id, mentee, unit, mentor (as the plan is now, "" for none), remark, by, role, at (UTC), reply,
    settled_by ("" while open), settled_at, settled (bool).
    """
    settler = aliased(Account)
    statement = (
        select(
            PairRemark.id, PairRemark.version, PairRemark.mentee_id, Person.name.label("mentee"),
            Unit.name.label("unit"), PairRemark.remark, Account.name.label("by"), Account.role, PairRemark.at,
            PairRemark.reply, settler.name.label("settled_by"), PairRemark.settled_at,
        )
        .join(Mentee, Mentee.id == PairRemark.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .join(Account, Account.id == PairRemark.by_id)
        .outerjoin(settler, settler.id == PairRemark.settled_by_id)
        .where(PairRemark.scheme_id == scheme_id)
        .order_by(PairRemark.settled_at.is_not(None), PairRemark.id)
    )  # fmt: skip
    if viewer.unit_id is not None:
        statement = statement.where(Person.unit_id == viewer.unit_id)
    if mentee_id is not None:
        statement = statement.where(PairRemark.mentee_id == mentee_id)
    found = frame(session, statement).fillna({"unit": "", "settled_by": ""})
    mentors = _mentors(session, scheme_id, set(found["mentee_id"].tolist()))
    return found.assign(
        mentor=[mentors.get(key, "") for key in found["mentee_id"]], settled=found["settled_by"] != ""
    )  # fmt: skip


def _mentors(session: Session, scheme_id: int, mentee_ids: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(SchemePair.mentee_id, Person.name)
        .join(Person, Person.id == SchemePair.mentor_id)
        .where(SchemePair.scheme_id == scheme_id, SchemePair.mentee_id.in_(mentee_ids))
        .order_by(SchemePair.fit)
    )
    return {row.mentee_id: row.name for row in rows}
