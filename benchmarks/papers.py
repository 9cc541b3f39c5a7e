"""How long papers take: `python -m benchmarks.papers [MENTEES MENTORS]`, one statement and then one for each mentee.

Builds the world of `benchmarks.desk` in a temporary SQLite database and makes the papers in this process, as a worker would.
"""

import argparse
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from benchmarks.desk import build
from db import schema
from db.engines import Database
from db.models import PaperFile, Scheme, SchemePair
from programme import jobs, worker
from programme.papers import making
from programme.usecase import perform

OFFICER = 1


def main() -> None:
    """Print seconds and sizes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("mentees", type=int, nargs="?", default=300)
    asked.add_argument("mentors", type=int, nargs="?", default=120)
    sizes = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'papers.db'}")
        schema.upgrade(database)
        build(database, sizes.mentees, sizes.mentors)
        measure(database)
        database.close()


def measure(database: Database) -> None:
    """One at once, then all by a job of which this process is the worker."""
    # The job is done here and not by a process that `enqueue` starts.
    jobs.launch = lambda _url, _job: None  # type: ignore[assignment, return-value]
    with database.read() as session:
        scheme_id = session.scalars(select(Scheme.id)).one()
        ids = list(session.scalars(select(SchemePair.mentee_id).distinct()))
    wanted = {"form": "statement", "of": scheme_id}
    for turn in ("first", "second"):
        began = time.perf_counter()
        perform(database, OFFICER, making.offer_paper, ids=ids[:1], **wanted)
        print(f"one statement, {turn} time: {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    job = perform(database, OFFICER, making.start_papers, ids=ids[: making.MOST], **wanted)
    worker.run(database, job)
    with database.read() as session:
        size = len(session.get_one(PaperFile, job).content)
    print(
        f"{len(ids[: making.MOST])} statements in one file: {time.perf_counter() - began:.1f} s, {size / 1024:.0f} KiB"
    )


if __name__ == "__main__":
    main()
