"""The day on which a rest ends, as change slips say it: one reading for the list of rests, the tasks and the successors."""

from sqlalchemy import Subquery, func, or_, select

from db.models import ChangeMentor, ChangePair


def pairing_returns() -> Subquery:
    """pairing_id, day: of the newest slip, since an earlier rest may have been meant to last longer; None where it names none.

    Whoever follows in a pairing that rests takes the day over: the slip then counts for the successor.
    """
    key = func.coalesce(ChangePair.successor_id, ChangePair.pairing_id)
    rests = or_(ChangePair.act == "pause", ChangePair.successor_id.is_not(None))
    newest = select(func.max(ChangePair.id)).where(rests).group_by(key)
    rows = select(key.label("pairing_id"), ChangePair.return_on.label("day"))
    return rows.where(ChangePair.id.in_(newest)).subquery()


def mentor_returns() -> Subquery:
    """mentor_id, day: the latest that a slip says of a mentor who rests; the pool's own day, where it is known, comes first."""
    rows = select(ChangeMentor.mentor_id, func.max(ChangeMentor.return_on).label("day"))
    return rows.where(ChangeMentor.to_status == "paused").group_by(ChangeMentor.mentor_id).subquery()
