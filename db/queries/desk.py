"""Read models of the adjustment desk that need nothing of the engine: which schemes lie on it, and their versions."""

import pandas as pd
from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session

from db.models import Audit, Mentee, Person, Scheme, SchemePair
from db.queries.frames import frame
from db.queries.people import in_scope
from db.queries.viewer import Viewer, reads

AT_THE_DESK = ("draft", "returned", "proposed", "approved", "confirmed")


@reads("programme")
def desk_schemes(session: Session, viewer: Viewer, *, cohort_id: int) -> pd.DataFrame:
    """The schemes of a cohort that have a plan, those still worked at first: id, name, status, version."""
    found = frame(
        session,
        select(Scheme.id, Scheme.name, Scheme.status, Scheme.version)
        .where(Scheme.cohort_id == cohort_id, Scheme.status.in_(AT_THE_DESK), Scheme.kind == "computed")
        .order_by(Scheme.id.desc()),
    )
    order = found["status"].map({status: place for place, status in enumerate(AT_THE_DESK)})
    return found.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


@reads("programme")
def scheme_about(session: Session, viewer: Viewer, *, mentee_id: int) -> int:
    """The scheme that says why a mentee has this mentor or none (0: none does): one that pairs them before one that
    leaves them out, then the farthest on its way, then the newest."""
    own = select(Mentee.cohort_id, Mentee.person_id).join(Person, Person.id == Mentee.person_id)
    found = session.execute(in_scope(own.where(Mentee.id == mentee_id), viewer)).one_or_none()
    if found is None:
        return 0
    paired = exists().where(SchemePair.scheme_id == Scheme.id, SchemePair.mentee_id == mentee_id)
    way = case({status: place for place, status in enumerate(AT_THE_DESK)}, value=Scheme.status)
    rows = (
        select(Scheme.id)
        .where(Scheme.cohort_id == found.cohort_id, Scheme.status.in_(AT_THE_DESK), Scheme.kind == "computed")
        .where(Scheme.problem["mentees"][f"p{found.person_id}"].as_integer() == mentee_id)
        .order_by(case((paired, 0), else_=1), way.desc(), Scheme.id.desc())
    )
    return session.scalar(rows.limit(1)) or 0


@reads("programme")
def desk_version(session: Session, viewer: Viewer, *, scheme_id: int) -> int:
    """The version of a scheme now, 0 when it is gone: what an open desk polls."""
    return session.scalar(select(Scheme.version).where(Scheme.id == scheme_id)) or 0


@reads("programme")
def last_act_elsewhere(session: Session, viewer: Viewer) -> int:
    """The number of the last act that was none at a desk: until there is another, no pool and no rule has changed."""
    elsewhere = select(Audit.seq).where(Audit.action != "adjust").order_by(Audit.seq.desc()).limit(1)
    return session.scalar(elsewhere) or 0
