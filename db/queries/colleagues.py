"""What an open page asks every few seconds: whether somebody has acted on what it shows since it was drawn."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Audit
from db.queries.viewer import Viewer, reads


@dataclass(frozen=True, slots=True)
class LastAct:
    """The newest act on a thing: its number in the log (0: none), and who did it."""

    seq: int = 0
    name: str = ""
    by_id: int | None = None


@reads("programme")
def last_act(session: Session, viewer: Viewer, *, kind: str, key: int | None = None) -> LastAct:
    """The last act that was done on one thing ("change", 12), or on any of its kind."""
    rows = select(Audit.seq, Account.name, Account.id).outerjoin(Account, Account.id == Audit.account_id)
    # A range and no LIKE: an index serves it on both engines.
    place = Audit.object == f"{kind}:{key}" if key else Audit.object.between(f"{kind}:", f"{kind};")
    row = session.execute(rows.where(place, Audit.outcome == "done").order_by(Audit.seq.desc()).limit(1)).first()
    return LastAct(row.seq, row.name or "", row.id) if row else LastAct()
