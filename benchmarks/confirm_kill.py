"""Kill -9 in the middle of confirming, many times: nothing half confirmed, nothing acknowledged and lost, the chain whole.

`python -m benchmarks.confirm_kill [KILLS] [PAIRS]` (1000 and 60) on a fresh SQLite file; DATABASE_URL names another,
empty database. Exit code 1 when anything is wrong.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter

from sqlalchemy import func, select

from db import schema
from db.engines import Database
from db.models import Account, Pairing, Scheme
from programme.access import Actor
from programme.invariants import check
from tests.support.killing import Killer
from tests.support.signing import World, add_mentee, add_mentor, small_world

LONGEST = 1.0
TRIALS = 3


def main() -> int:
    """Prepare, kill, count, print."""
    kills, pairs = (int(text) for text in (sys.argv[1:3] + ["1000", "60"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/kill.db"
        database = Database(url)
        schema.upgrade(database)
        world = small_world(database, lambda role: _staff(database, role))
        counts = _kill(world, url, kills, pairs)
        with database.read() as session:
            broken = check(session)
        database.close()
    print(", ".join(f"{name} {count}" for name, count in counts.items()), f"broken invariants {len(broken)}", sep=", ")
    return int(bool(broken or counts["half confirmed"] or counts["acknowledged but lost"]))


def _kill(world: World, url: str, kills: int, pairs: int) -> Counter[str]:
    counts: Counter[str] = Counter({"half confirmed": 0, "acknowledged but lost": 0})
    chance, fresh, officer = random.Random(11), 0, world.staff["officer"].id
    scheme_id, version = _scheme(world, fresh, pairs)
    with Killer(url) as killer:
        typical = _time_of_one(world, killer, pairs)
        for _kill in range(kills):
            done = killer.confirm(officer, scheme_id, version, chance.uniform(0, LONGEST * typical))
            stored = _state(world, scheme_id, pairs)
            counts["kills"] += 1
            counts["inside a transaction"] += not done
            counts["half confirmed"] += stored == "half"
            counts["acknowledged but lost"] += done and stored != "confirmed"
            if stored == "confirmed":
                fresh += 1
                counts["confirmed"] += 1
                scheme_id, version = _scheme(world, fresh, pairs)
    return counts


def _time_of_one(world: World, killer: Killer, pairs: int) -> float:
    """Seconds of a confirmation that is left alone, its process forked anew; the shortest of a few."""
    times = []
    for number in range(-TRIALS, 0):
        scheme_id, version = _scheme(world, number, pairs)
        start = time.perf_counter()
        killer.confirm(world.staff["officer"].id, scheme_id, version, -1)
        times.append(time.perf_counter() - start)
    return min(times)


def _scheme(world: World, number: int, pairs: int) -> tuple[int, int]:
    """A fresh approved scheme of its own people: (schemes.id, version)."""
    names = [f"e{number}.{place}" for place in range(pairs)]
    with world.database.write() as session:
        for place, name in enumerate(names):
            world.mentors[f"m{name}"] = add_mentor(session, f"m{place}", 1, 1)
            world.mentees[name] = add_mentee(session, world.cohort_id, name, 1)
    scheme_id = world.scheme({name: f"m{name}" for name in names}, f"s{number}")
    return scheme_id, world.approved(scheme_id)


def _state(world: World, scheme_id: int, pairs: int) -> str:
    with world.database.read() as session:
        made = session.scalar(select(func.count()).select_from(Pairing).where(Pairing.scheme_id == scheme_id))
        status = session.scalar(select(Scheme.status).where(Scheme.id == scheme_id))
    known = {("confirmed", pairs): "confirmed", ("approved", 0): "approved"}
    return known.get((str(status), made or 0), "half")


def _staff(database: Database, role: str) -> Actor:
    with database.write() as session:
        row = Account(login=f"{role}{time.monotonic_ns()}", name=role, role=role, password_hash="", must_change=False)
        session.add(row)
        session.flush()
        return Actor(row.id, row.login, row.name, row.role, row.unit_id)


if __name__ == "__main__":
    sys.exit(main())
