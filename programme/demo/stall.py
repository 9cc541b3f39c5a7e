"""Which pairings of the fictitious city have stalled, and what the department did about it: rules saved, follow-ups assigned."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Account, FollowUp, Pairing, Record
from programme.access import Actor
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL
from programme.demo.store import insert_all
from programme.progress.states import states

NOON = time(4)
QUIET = timedelta(days=30)
OVER_DAYS = 3
Rows = list[dict[str, Any]]


def last_words(session: Session) -> dict[int, date]:
    """The day of the last record of each pairing."""
    rows = select(Record.pairing_id, func.max(Record.happened_on)).where(Record.struck_at.is_(None))
    return dict(session.execute(rows.group_by(Record.pairing_id)).all())


def assign_follow_ups(session: Session, officer: Actor, seed: int, cohort_ids: list[int]) -> int:
    """Follow-ups of the worst pairings of each cohort: open, overdue, done and dropped; their number."""
    dice, rows = Dice(seed, "follow_ups"), []
    owners = list(
        session.scalars(select(Account.id).where(Account.role.in_(("officer", "chief"))).order_by(Account.id))
    )
    for cohort_id in cohort_ids:
        known = states(session, officer.viewer, cohort_id=cohort_id, on=UNTIL)
        stalled = [row for row in known.itertuples() if row.colour in ("red", "yellow")]
        rows += [_open(dice, row, owners, officer.id) for row in stalled[::2]]
        rows += _closed(session, dice, cohort_id, (owners, officer.id))
    insert_all(session, FollowUp, rows)
    return len(rows)


def _open(dice: Dice, row: Any, owners: list[int], by_id: int) -> dict[str, Any]:
    """One that is still open; the first of them are over their day."""
    assigned = UNTIL - timedelta(days=dice.whole(4, 20))
    due_on = assigned + timedelta(days=dice.whole(10, 45))
    found = {"colour": row.colour, "reasons": row.reasons}
    return _row(row.pairing_id, (assigned, due_on), found, (dice.one(owners), by_id), _words(dice, "assigned"))


def _closed(session: Session, dice: Dice, cohort_id: int, who: tuple[list[int], int]) -> Rows:
    """A few of last summer's, with what came of them."""
    rows = select(Pairing.id).where(Pairing.cohort_id == cohort_id, Pairing.status.in_(("active", "due")))
    found = []
    for number, key in enumerate(list(session.scalars(rows.order_by(Pairing.id)))[3:200:23]):
        assigned = date(2026, 6, 1) + timedelta(days=dice.whole(0, 60))
        ended = assigned + timedelta(days=dice.whole(3, 15))
        status = "dropped" if number % 4 == OVER_DAYS else "done"
        told = {
            "status": status,
            "outcome": _words(dice, status),
            "closed_by_id": who[1],
            "closed_at": datetime.combine(ended, NOON),
        }
        days = assigned, assigned + timedelta(days=14)
        found.append(
            _row(key, days, {"colour": "yellow", "reasons": []}, (dice.one(who[0]), who[1]), _words(dice, "assigned"))
            | told
        )
    return found


def _words(dice: Dice, name: str) -> str:
    return dice.one(table("stall")[name])


def _row(key: int, days: tuple[date, date], found: dict[str, Any], who: tuple[int, int], text: str) -> dict[str, Any]:
    assigned, due_on = days
    return {
        "pairing_id": key, "text": text, "found": found, "owner_id": who[0], "due_on": due_on, "status": "open",
        "outcome": "", "by_id": who[1], "at": datetime.combine(assigned, NOON), "closed_by_id": None, "closed_at": None,
    }  # fmt: skip
