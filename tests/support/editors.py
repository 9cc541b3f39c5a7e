"""Several people who change the same few rows at once: `python -m tests.support.editors KIND PEOPLE ACCOUNT ROUNDS KEY...`.

Whoever edits is a process of its own with connections of its own, forked from one that has imported everything.

Each round reads a cohort as a page does, adds one to what it read and saves it. `claimed` saves through a use case that
names the version it saw and starts over when that is no longer the present one; `careless` just saves.
"""

import os
import random
import subprocess
import sys
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

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
    told = [kind, people, account, rounds, *keys]
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.editors", *map(str, told)],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def edit(told: "SimpleQueue[int]", kind: str, account: int, rounds: int, keys: list[int]) -> None:
    """What one of them does; tells how often somebody else was faster."""
    save = {"claimed": claimed, "careless": careless}[kind]
    database = Database(os.environ["DATABASE_URL"])
    told.put(sum(save(database, account, random.choice(keys)) for _ in range(rounds)))


def main() -> None:
    """Edit, then print how often somebody was beaten; fails where somebody could not end."""
    kind, people, account, rounds, *keys = sys.argv[1:]
    herd = get_context("fork")
    told = herd.SimpleQueue()
    given = (told, kind, int(account), int(rounds), list(map(int, keys)))
    running = [herd.Process(target=edit, args=given) for _ in range(int(people))]
    for process in running:
        process.start()
    for process in running:
        process.join()
    if any(process.exitcode for process in running):
        sys.exit(1)
    print(sum(told.get() for _ in running))


if __name__ == "__main__":
    main()
