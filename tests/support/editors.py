"""Several people who change the same few rows at once: `python -m tests.support.editors KIND ACCOUNT ROUNDS KEY...`.

Each round reads a cohort as a page does, adds one to what it read and saves it. `claimed` saves through a use case that
names the version it saw and starts over when that is no longer the present one; `careless` just saves.
"""

import os
import random
import subprocess
import sys

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.engines import ROOT, Database
from db.models import Cohort
from programme.access import Action, Actor
from programme.errors import Stale
from programme.usecase import claim, fetch, perform, record, use_case


@use_case(Action.MANAGE_COHORTS)
def put_days(session: Session, by: Actor, *, cohort_id: int, days: int, seen_version: int) -> None:
    """Save a figure under the version that was seen."""
    cohort = fetch(session, Cohort, cohort_id)
    claim(session, cohort, seen_version)
    cohort.notice_days = days
    record(session, by, Action.MANAGE_COHORTS, f"cohort:{cohort_id}", days=days)


def claimed(database: Database, account: int, key: int) -> int:
    """One more, whatever it takes; returns how often somebody else was faster."""
    beaten = 0
    while True:
        days, version = _seen(database, key)
        try:
            perform(database, account, put_days, cohort_id=key, days=days + 1, seen_version=version)
        except Stale:
            beaten += 1
        else:
            return beaten


def careless(database: Database, account: int, key: int) -> int:
    """One more than what was read, whoever wrote in between."""
    days, _version = _seen(database, key)
    with database.write() as session:
        session.execute(update(Cohort).where(Cohort.id == key).values(notice_days=days + 1))
    return 0


def _seen(database: Database, key: int) -> tuple[int, int]:
    with database.read() as session:
        cohort = session.get_one(Cohort, key)
        return cohort.notice_days, cohort.version


def crowd(url: str, kind: str, account: int, rounds: int, keys: list[int], people: int = 4) -> int:
    """Let people edit at once, each in a process of its own; returns how often somebody was beaten."""
    command = [sys.executable, "-m", "tests.support.editors", kind, str(account), str(rounds), *map(str, keys)]
    environment = {**os.environ, "DATABASE_URL": url}
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(people)
    ]
    told = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * people
    return sum(map(int, told))


def main() -> None:
    """Edit, then print how often somebody else was faster."""
    kind, account, rounds, *keys = sys.argv[1:]
    save = {"claimed": claimed, "careless": careless}[kind]
    database = Database(os.environ["DATABASE_URL"])
    print(sum(save(database, int(account), int(random.choice(keys))) for _ in range(int(rounds))))


if __name__ == "__main__":
    main()
