"""How long each page takes on the server, in each of its views: reruns through AppTest, the whole script without the wire.

    python benchmarks/pages.py                                      demo and stress, on SQLite and on PostgreSQL
    python benchmarks/pages.py --sizes stress --engines sqlite --only records
    python benchmarks/pages.py --sizes stress --url sqlite:////tmp/a.db    keeps the city there and uses it again

The aim is a rerun within 0.5 s at 2,000 mentors, 3,000 mentees and 200,000 records. "first" is the run that opens the view
(caches of earlier views are there, and what the server reads ahead unless --cold); cpu is the processor time of this process, which neighbours do not lengthen. On PostgreSQL the
server's own work is in the wall time only. Whoever may read a page sees it as chief and as liaison of one unit. A page that raises,
or a name that no page has, ends the run with exit code 1.

    python benchmarks/pages.py --sizes stress --depth 0 --after sign-in log desk rule person

measures, below each screen, the rerun after each time a colleague wrote: what others wrote must not make a page read anew.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.city import settle, standing  # noqa: E402
from benchmarks.screens import DEPTH, Explorer, Raised, Screen, entries, readers  # noqa: E402
from benchmarks.writes import WRITES  # noqa: E402
from programme.ahead import read_ahead  # noqa: E402
from web.warm import warm  # noqa: E402

AIM = 500.0
HEAD = f"{'wall p50':>9}{'p95':>6}{'cpu p50':>9}{'p95':>6}{'first':>7} ms  "


def main(arguments: list[str]) -> int:
    """Build each city on each engine, measure each screen; 1 where a page raised."""
    asked = _asked(arguments)
    logging.disable(logging.WARNING)
    # As the server does: imported code is no garbage.
    warm("pages.parts")
    broken = []
    for engine in ["url"] if asked.url else asked.engines:
        for size in asked.sizes:
            with standing(engine, asked.url) as url:
                broken += _measured(url, size, engine, asked)
    for told in broken:
        print(f"BROKEN {told}", file=sys.stderr)
    return 1 if broken else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["demo", "stress"])
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    parser.add_argument("--url", default="", help="a database to build the city in and to keep")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", default="", help="pages whose file contains this")
    parser.add_argument("--depth", type=int, default=DEPTH, help="how many switches deep views are opened")
    parser.add_argument(
        "--after", nargs="+", default=[], choices=list(WRITES), help="rerun after each of these writes too"
    )
    parser.add_argument(
        "--cold", action="store_true", help="nothing is read ahead, as in the first seconds of a server"
    )
    parser.add_argument("--roles", nargs="+", default=[], help="only as these roles")
    return parser.parse_args(arguments)


def _measured(url: str, size: str, engine: str, asked: argparse.Namespace) -> list[str]:
    chosen = entries(asked.only)
    database, city, took = settle(url, size)
    if not asked.cold:
        read_ahead(database)
    load = os.getloadavg()[0]
    print(f"\n{size} on {database.url.get_backend_name()}, ready in {took:.0f} s, load average {load:.1f}\n{HEAD}")
    broken, slow = [], 0
    explorer = Explorer(city, timed, asked.depth)
    seen = [(entry, role) for entry in chosen for role in readers(entry) if role in (asked.roles or [role])]
    for entry, role in seen:
        try:
            for screen in explorer.screens(entry, role):
                slow += _line(screen, asked.runs)
                for name in asked.after:
                    slow += _line(screen, asked.runs, name, partial(WRITES[name], database, city))
        except Raised as failure:
            broken.append(str(failure))
    print(
        f"{slow} screens above {AIM:.0f} ms of the processor (p50); load average at the end {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    database.close()
    return broken


def _line(screen: Screen, runs: int, after: str = "", write: Callable[[], object] = int) -> bool:
    """Measure reruns and print them, each after a write if there is one; whether the median of the processor time misses the aim."""
    took = [(write(), timed(screen.test.run))[1] for _ in range(max(runs, 2))]
    if screen.test.exception:
        raise Raised(f"{screen.name} ({screen.role}): {screen.test.exception[0].message}")
    walls, busies = ([1000 * one[side] for one in took] for side in (0, 1))
    wall, busy = _spread(walls), _spread(busies)
    missed = busy[0] > AIM
    first = "" if after else f"{1000 * screen.seconds[1]:.0f}"
    print(
        f"{wall[0]:9.0f}{wall[1]:6.0f}{busy[0]:9.0f}{busy[1]:6.0f}{first:>7} {'!' if missed else ' '}   {screen.role:8} "
        + (f"  after {after}" if after else screen.name),
        flush=True,
    )
    return missed


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Wall and processor seconds."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def _spread(values: list[float]) -> tuple[float, float]:
    return median(values), quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
