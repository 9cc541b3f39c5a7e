"""What staff did to a scheme, act by act, with names: who, when, why, how many moved, what it cost."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Account, Adjustment
from db.queries.viewer import Viewer, reads
from programme.desk_cards import Deed, Who
from programme.desk_people import People, people_of
from programme.desk_table import spread


@reads("programme")
def history(session: Session, viewer: Viewer, *, scheme_id: int, after: int = 0) -> list[Deed]:
    """The acts of a scheme, the last first; `after` leaves out what had happened at that version.

    A viewer of one unit gets none: acts name people of other units.
    """
    if viewer.unit_id is not None:
        return []
    people = people_of(session, spread(session, scheme_id).state)
    rows = session.execute(
        select(Adjustment, Account.name)
        .join(Account, Account.id == Adjustment.by_id)
        .where(Adjustment.scheme_id == scheme_id)
        .order_by(Adjustment.seq.desc())
    )
    return [_deed(act, name, people) for act, name in rows if act.detail["version"] > after]


def _deed(act: Adjustment, by: str, people: People) -> Deed:
    detail: dict[str, Any] = act.detail
    return Deed(
        seq=act.seq,
        kind=act.kind,
        by=by,
        at=act.at,
        reason=act.reason,
        leader=detail["leader"],
        undone=act.undone,
        of=detail["of"],
        people=_known(detail["mentee_ids"], people.mentees),
        mentors=_known(detail["mentor_ids"], people.mentors),
        moved=len({mentee for mentee, _mentor in [*detail["out"], *detail["in"]]}),
        change=detail["after"]["total_fit"] - detail["before"]["total_fit"],
        version=detail["version"],
        amount=detail.get("amount", 0),
        touched=frozenset(detail["mentee_ids"]) | {mentee for mentee, _mentor in [*detail["out"], *detail["in"]]},
    )


def _known(ids: list[int], known: dict[int, Who]) -> tuple[Who, ...]:
    return tuple(known[key] for key in ids if key in known)
