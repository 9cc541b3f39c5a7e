"""How long the studies of a scheme and the scoring of a list take, and a click on their panels.

    python -m benchmarks.studies [MENTEES MENTORS] [--rounds N]

The studies run in this process as the worker would run them; a click is a rerun of the page through AppTest, the whole
script with database and widgets, without the wire. Median wall and processor seconds.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from benchmarks.desk import ROOT, build
from db import engines, schema
from db.engines import Database
from db.models import Job, Mentee, MentorProfile, Person
from documents.grid import Sheet
from programme import jobs, studies, worker
from programme.handmade import keep
from programme.usecase import perform

TABS = ("稳与需研究", "匹配与均衡", "手工名单")


def main() -> None:
    """Build the world, do each study once, then click each panel."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("mentees", type=int, nargs="?", default=300)
    parser.add_argument("mentors", type=int, nargs="?", default=120)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/studies.db"
        engines.database.cache_clear()
        database = engines.database()
        schema.upgrade(database)
        build(database, asked.mentees, asked.mentors)
        jobs.launch = lambda url, job_id: None  # type: ignore[assignment,return-value]
        print(f"{asked.mentees} x {asked.mentors}")
        for kind in (studies.FIRMNESS, studies.BALANCE):
            _told(kind, *_timed(lambda kind=kind: _study(database, kind)))  # type: ignore[misc]
        _told("list kept", *_timed(lambda: _list(database)))
        for tab in TABS:
            _click(tab, asked.rounds)
        database.close()


def _study(database: Database, kind: str) -> None:
    job_id = perform(database, 1, studies.ask, scheme_id=1, kind=kind)
    if worker.run(database, job_id):
        with database.read() as session:
            raise RuntimeError(session.get(Job, job_id).result)  # type: ignore[union-attr]


def _list(database: Database) -> None:
    """A list that pairs everybody at random."""
    with database.read() as session:
        mentees = session.scalars(select(Person.name).join(Mentee, Mentee.person_id == Person.id)).all()
        mentors = session.scalars(select(Person.name).join(MentorProfile)).all()
    draw = random.Random(2)
    rows = [[name, draw.choice(mentors)] for name in mentees]
    sheet = Sheet("1", [["帮带对象", "导师"], *rows])
    perform(database, 1, keep.take_list, cohort_id=1, name="手工", file="1.xlsx", sheets=[sheet])


def _click(tab: str, rounds: int) -> None:
    at = AppTest.from_file(str(Path(ROOT) / "pages" / "shell.py"), default_timeout=120)
    at.user, at.context = {"account": "1"}, {"locale": "zh-CN"}
    at.session_state["schemes-one-tabs"] = tab
    at.query_params["scheme"] = "1"
    at.run()
    at.switch_page("../pages/match/schemes.py")
    first = _timed(at.run)
    if at.exception:
        raise RuntimeError(at.exception[0].value)
    took = [_timed(at.run) for _round in range(rounds)]
    _told(f"{tab} (first {first[0]:.2f})", *(statistics.median(part) for part in zip(*took, strict=True)))


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def _told(name: str, wall: float, cpu: float) -> None:
    print(f"  {name:24} wall {wall:6.2f} s  cpu {cpu:6.2f} s", flush=True)


if __name__ == "__main__":
    main()
