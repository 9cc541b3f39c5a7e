"""Tries are counted before they are judged: five within a quarter of an hour, then none for a quarter of an hour."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.models import Lock
from programme.errors import Forbidden

TRIES = 5
WINDOW = timedelta(minutes=15)


def take_try(session: Session, subjects: list[str], moment: datetime) -> int:
    """Take one try of each subject and return 0, or the minutes to wait, and then none is taken."""
    wait = minutes_left(session, subjects, moment)
    for subject in subjects if wait == 0 else ():
        _take(session, subject, moment)
    return wait


def minutes_left(session: Session, subjects: list[str], moment: datetime) -> int:
    """Minutes until the last of the subjects may try again, rounded up (0: all may)."""
    ends = [lock.until for subject in subjects if (lock := session.get(Lock, subject)) and lock.until]
    return max([0, *(-((moment - end) // timedelta(minutes=1)) for end in ends)])


def forget_tries(session: Session, subjects: list[str]) -> None:
    """A right password clears what was counted before it."""
    for subject in subjects:
        lock = session.get(Lock, subject)
        if lock is not None:
            session.delete(lock)
    session.flush()


def refuse(minutes: int) -> None:
    """Raise Forbidden where there is something to wait for."""
    if minutes:
        raise Forbidden("locked", minutes=minutes)


def _take(session: Session, subject: str, moment: datetime) -> None:
    lock = session.get(Lock, subject)
    if lock is None or lock.until or moment - lock.since >= WINDOW:
        lock = session.merge(Lock(subject=subject, tries=0, since=moment, until=None))
    lock.tries += 1
    if lock.tries >= TRIES:
        lock.until = moment + WINDOW
    session.flush()
