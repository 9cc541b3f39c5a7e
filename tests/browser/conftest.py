"""A real server on loopback and a real Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from db.engines import Database
from tests.conftest import require_or_skip

ROOT = Path(__file__).resolve().parent.parent.parent
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A running dashboard: its address and the database behind it."""

    url: str
    database: Database


def chromium() -> str | None:
    """The browser of this machine."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of this worker."""
    executable = chromium()
    require_or_skip(executable, "Chromium")
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=executable, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    """The dashboard on a fresh, empty database, stopped again after the test; BANGDAI_SCREENS keeps its log too."""
    log_file = Path(os.environ.get("BANGDAI_SCREENS") or tmp_path) / "server.log"
    url = f"http://127.0.0.1:{free_port()}"
    with log_file.open("w") as log:
        server = start(url, sqlite_url, log)
        try:
            wait_until_ready(url, server, log_file)
            yield Site(url, Database(sqlite_url))
        finally:
            server.terminate()
            server.wait(20)


def start(url: str, database_url: str, log: object) -> subprocess.Popen:
    """Start the dashboard as the README says, on a port and a database of its own."""
    port = url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url}, stdout=log, stderr=log)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, server: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    """Wait for the readiness address; a server that ended says why."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/ready", timeout=2)
            return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the dashboard did not start:\n" + log.read_text("utf-8", "replace")[-2000:])


@pytest.fixture
def window(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A Chinese browser window of 1440 x 900 that refuses to load anything from elsewhere.

    Where BANGDAI_SCREENS names a folder, the last thing that the window showed is left there.
    """
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.route(lambda address: not address.startswith(site.url), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    if folder := os.environ.get("BANGDAI_SCREENS"):
        page.screenshot(path=Path(folder) / f"{request.node.name}.png")
    context.close()
