"""How long a click on each page takes on the server: reruns through AppTest in the city of two sizes.

    python benchmarks/pages.py                    demo (260 mentors) and stress (2,000)
    python benchmarks/pages.py --sizes small --runs 5 --only overview

The aim is a page within 0.5 s at 2,000 mentors. The first run of a page (imports) is not counted.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402

from db import engines, schema  # noqa: E402
from db.models import Account  # noqa: E402
from pages.parts.menu import SECTIONS, Entry  # noqa: E402
from programme.access import READS  # noqa: E402
from programme.demo import build  # noqa: E402

VIEWS = ("mentors", "places", "balance", "supply", "coverage", "risk")


def main() -> None:
    """Build each city, measure each page, print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["demo", "stress"])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose file contains this")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    print(f"{'city':8}{'page':34}{'p50 ms':>9}{'p95 ms':>9}")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            accounts = _city(size, Path(folder) / "city.db")
            for name, screen in _screens(accounts, arguments.only):
                p50, p95 = _measure(screen, arguments.runs)
                print(f"{size:8}{name:34}{p50:9.0f}{p95:9.0f}", flush=True)
            engines.database().close()


def _city(size: str, path: Path) -> dict[str, int]:
    """Build a city; role -> account id."""
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    engines.database.cache_clear()
    schema.upgrade(engines.database())
    start = time.perf_counter()
    build(engines.database(), size)
    print(f"{size:8}{'(built)':34}{(time.perf_counter() - start) * 1000:9.0f}")
    with engines.database().read() as session:
        return {account.role: account.id for account in session.scalars(select(Account))}


def _screens(accounts: dict[str, int], only: str) -> Iterator[tuple[str, AppTest]]:
    """Each page as somebody opens it whose role may, the workload page in each of its views."""
    for entry in (entry for entries in SECTIONS.values() for entry in entries):
        if only in entry.file and (ROOT / "pages" / entry.file).exists():
            views = VIEWS if entry.file == "follow/workload.py" else ("",)
            for view in views:
                yield f"{entry.file} {view}".strip(), _opened(entry, accounts, view)


def _opened(entry: Entry, accounts: dict[str, int], view: str) -> AppTest:
    role = next(role for role, areas in READS.items() if entry.area in areas)
    screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=120)
    screen.user, screen.context = {"account": str(accounts[role])}, {"locale": "zh-CN"}
    if view:
        screen.session_state["workload_view"] = view
    screen.run()
    screen.switch_page(entry.file)
    screen.run()
    if screen.exception:
        print(f"  {entry.file}: {screen.exception[0].message[:200]}", file=sys.stderr)
    return screen


def _measure(screen: AppTest, runs: int) -> tuple[float, float]:
    """Median and 95th percentile of a rerun in milliseconds."""
    times = []
    for _ in range(max(runs, 2)):
        start = time.perf_counter()
        screen.run()
        times.append((time.perf_counter() - start) * 1000)
    return median(times), quantiles(times, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
