"""A real server on loopback and a real Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from db.engines import Database
from programme.demo.staff import PASSWORD
from tests.browser.desk import COUNTER, LISTENER, sign_in
from tests.conftest import CityFile, require_or_skip
from tests.support import server

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
]


Opener = Callable[["Site"], Page]
Somebody = Callable[[str], Page]


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
    with serving(sqlite_url, Path(os.environ.get("BANGDAI_SCREENS") or tmp_path) / "server.log") as served:
        yield served


@pytest.fixture(scope="module")
def city(city_file: CityFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard on a city of its own, one server for all journeys of a file."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(city_file("demo"), folder / "city.db")
    with serving(f"sqlite:///{folder / 'city.db'}", folder / "server.log") as served:
        yield served


@pytest.fixture
def somebody(opened: Opener, city: Site) -> Somebody:
    """`somebody("chief")` opens a window of that member of the city's staff, signed in."""

    def sit_down(login: str) -> Page:
        page = opened(city)
        sign_in(page, city.url, login, PASSWORD)
        return page

    return sit_down


@contextmanager
def serving(database_url: str, log: Path) -> Iterator[Site]:
    """The dashboard on a database, stopped at the end."""
    database = Database(database_url)
    with server.serving(database_url, log, server.by_fork) as address:
        yield Site(address, database)
    database.close()


@pytest.fixture
def window(opened: Opener, site: Site) -> Page:
    """A Chinese browser window of 1440 x 900 on the empty dashboard."""
    return opened(site)


@pytest.fixture
def opened(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens Chinese browser windows of 1440 x 900, each a person's own, that load nothing from elsewhere.

    They count the clicks of the mouse. Where BANGDAI_SCREENS names a folder, the last thing that each showed is left
    there.
    """
    pages: list[Page] = []

    def open_one(site: Site) -> Page:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, accept_downloads=True)
        context.route(lambda address: not address.startswith(site.url), lambda route: route.abort())
        context.add_init_script(LISTENER)
        context.add_init_script(COUNTER)
        page = context.new_page()
        page.set_default_timeout(20_000)
        pages.append(page)
        return page

    yield open_one
    for number, page in enumerate(pages):
        if folder := os.environ.get("BANGDAI_SCREENS"):
            page.screenshot(path=Path(folder) / f"{request.node.name}-{number}.png")
        page.context.close()
