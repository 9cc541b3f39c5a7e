"""How long a click on the page of schemes takes: `python -m benchmarks.compare [MENTEES MENTORS] [--runs N]`.

Builds the world of `benchmarks.desk` with a second plan under other weights in a temporary SQLite database, opens the
page as a browser session would (AppTest), and prints the median and the 95th percentile of a rerun and its processor time (which other work
on the machine does not lengthen): the list alone, then two schemes compared in each tab, each by its own rules and all by one. The first run of each is not counted.
"""

import argparse
import logging
import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from benchmarks.desk import build
from db import engines, schema
from db.engines import Database
from db.models import Scheme
from programme import jobs, runs, worker
from programme.rules import save_rules
from programme.usecase import perform

ROOT = Path(__file__).resolve().parent.parent
TABS = ("指标对比", "公平性", "逐人差异", "变动流向")


def main() -> None:
    """Build, open, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", nargs="*", type=int, default=[2000, 300])
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'compare.db'}"
        engines.database.cache_clear()
        database = engines.database()
        schema.upgrade(database)
        build(database, *arguments.size)
        schemes = _second(database)
        print(f"{arguments.size[0]} x {arguments.size[1]}{'':22}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}")
        _report("list and newest scheme", _screen("", ""), arguments.runs)
        for tab in TABS:
            _report(f"compared: {tab}", _screen(schemes, tab), arguments.runs)
        _report("all judged by one", _screen(schemes, TABS[0], schemes.split(",")[1]), arguments.runs)
        database.close()


def _second(database: Database) -> str:
    """Run a second scheme under other weights; the two ids as the address has them."""
    values = {"weights": {"expertise": 20, "grassroots": 55}}
    perform(database, 1, save_rules, cohort_id=1, seen_number=1, values=values)
    jobs.launch = lambda url, job_id: None  # type: ignore[assignment, return-value]
    started = perform(database, 1, runs.start_run, cohort_id=1, name="second")
    worker.run(database, started.job_id)
    with database.read() as session:
        return ",".join(str(key) for key in session.scalars(select(Scheme.id).order_by(Scheme.id)))


def _screen(schemes: str, tab: str, judge: str = "") -> AppTest:
    """The page with schemes ticked and a tab open, already run."""
    screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=120)
    screen.user, screen.context = {"account": "1"}, {"locale": "zh-CN"}
    screen.run()
    screen.switch_page("match/schemes.py")
    if schemes:
        screen.query_params["scheme"] = schemes
        screen.session_state["compare-tabs"] = tab
    screen.run()
    if judge:
        screen.selectbox(key=f"compare-judge-{schemes.replace(',', '-')}").set_value(judge).run()
    if screen.exception:
        raise RuntimeError(screen.exception[0].value)
    return screen


def _report(name: str, screen: AppTest, count: int) -> None:
    times, busy = [], []
    for _ in range(max(count, 2)):
        start, used = time.perf_counter(), time.process_time()
        screen.run()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - used) * 1000)
    high = quantiles(times, n=20, method="inclusive")[-1]
    print(f"{name:32}{median(times):9.0f}{high:9.0f}{median(busy):9.0f}", flush=True)


if __name__ == "__main__":
    main()
