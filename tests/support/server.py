"""The real thing: the application as `streamlit run app.py` serves it, in a process of its own on a free port.

`by_command` starts it as the README says. `by_fork` serves the same from a process that has imported everything before,
for journeys: a third of the work of a server that lives for a minute are its imports.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from db.engines import ROOT

PATIENCE = 60.0
HERD = get_context("forkserver")
HERD.set_forkserver_preload(["tests.support.preloaded"])


@dataclass(frozen=True)
class Running:
    """A server's process: whether it has ended, and how to end it."""

    ended: Callable[[], bool]
    end: Callable[[], Any]


Start = Callable[[list[str], dict[str, str], Path], Running]


def by_command(arguments: list[str], environment: dict[str, str], log: Path) -> Running:
    """A new process of Python's."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", *arguments],
            cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def end() -> None:
        process.terminate()
        process.wait(timeout=20)

    return Running(lambda: process.poll() is not None, end)


def by_fork(arguments: list[str], environment: dict[str, str], log: Path) -> Running:
    """A child of the process that has imported everything."""
    process = HERD.Process(target=_serve, args=(arguments, environment, log), daemon=True)
    # A child runs the main module of its parent, and where AppTest was at work before, that is a page.
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main

    def end() -> None:
        process.terminate()
        process.join(timeout=20)

    return Running(lambda: not process.is_alive(), end)


@contextmanager
def serving(database_url: str, log: Path, start: Start = by_command, **environment: str) -> Iterator[str]:
    """Start the server on a database and yield its address; it is stopped at the end."""
    port = _free_port()
    address = f"http://localhost:{port}"
    arguments = ["run", "app.py", "--server.port", str(port)]
    server = start(arguments, {"DATABASE_URL": database_url, **environment}, log)
    try:
        _wait(server, address, log)
        yield address
    finally:
        server.end()


def _serve(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    # In the child.
    from streamlit.web.cli import main

    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    main(arguments, prog_name="streamlit")


def _wait(server: Running, address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not server.ended():
        try:
            if httpx.get(f"{address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8', 'replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
