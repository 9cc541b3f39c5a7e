"""Pictures of the pages of the section 结对, as docs/tour.md shows them: `python -m tests.browser.screenshots`.

Builds the fictitious city in a temporary folder, serves it as users do, and leaves one small PNG for each page in
docs/images/. `--locale en-GB --size 1280x720 --folder DIR` takes others to look at.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from db import schema
from db.clock import today
from db.engines import Database
from db.models import Account, Cohort, Job
from programme import jobs, runs, worker
from programme.change_content import Leaver
from programme.change_drafts import Head, draw_leave
from programme.demo import build
from programme.rules import save_rules
from programme.usecase import perform
from tests.browser.city import PAST, PRESENT, busiest
from tests.browser.conftest import ROOT, SWITCHES, Site, chromium, serving
from tests.browser.desk import rest

COLOURS = 128
OTHER = {"weights": {"expertise": 25, "grassroots": 35}}
Step = Callable[[Page], None]


def main() -> None:
    """Build, serve, walk, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--locale", default="zh-CN")
    asked = parser.parse_args()
    width, height = map(int, asked.size.split("x"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        url = f"sqlite:///{folder}/city.db"
        database = Database(url)
        arrange(database)
        database.close()
        browser = player.chromium.launch(executable_path=chromium(), args=SWITCHES)
        with serving(url, Path(folder) / "server.log") as site:
            page = browser.new_page(locale=asked.locale, viewport={"width": width, "height": height})
            walk(page, site, asked.folder)
        browser.close()


def arrange(database: Database) -> None:
    """The city with a second scheme under other weights, its studies, and a slip of five mentors who leave."""
    schema.upgrade(database)
    build(database)
    jobs.launch = lambda url, job_id: None  # type: ignore[assignment,return-value]
    cohorts = keys(database, Cohort)
    present = cohorts[PRESENT]
    do(database, save_rules, cohort_id=present, seen_number=1, values=OTHER)
    do(database, runs.start_run, cohort_id=present, name="基层经历优先")
    work(database)
    leavers = [Leaver(key, "retirement") for key in busiest(database)]
    do(database, draw_leave, cohort_id=cohorts[PAST], leavers=leavers, head=Head(today()))


def keys(database: Database, model: Any) -> dict[str, int]:
    """The ids of named rows."""
    with database.read() as session:
        return {row.name: row.id for row in session.scalars(select(model))}


def do(database: Database, use_case: Callable[..., Any], **arguments: Any) -> None:
    """Run a use case as the city's officer."""
    perform(database, keys(database, Account)["李科"], use_case, **arguments)


def work(database: Database) -> None:
    """Do the jobs that wait, and those that they ask for in turn."""
    while True:
        with database.read() as session:
            waiting = session.scalars(select(Job.id).where(Job.status == "queued").order_by(Job.id)).all()
        if not waiting:
            return
        for job_id in waiting:
            worker.run(database, job_id)


def rules(page: Page) -> None:
    """As it opens: the form, and the count with the shortage by need and county."""


def compared(page: Page) -> None:
    """Two schemes, fairness by county."""
    page.get_by_role("tab").nth(1).click()


def at_the_desk(page: Page) -> None:
    """An alternative with its price before the button."""
    page.keyboard.press("a")


def structure(page: Page) -> None:
    """The structure of the cohort, for the meeting."""
    page.locator(".st-key-signoff-view button").nth(3).click()


def frontier(page: Page) -> None:
    """Fit against even load, a point to choose."""
    page.get_by_role("tab").nth(2).click()


def statement(page: Page) -> None:
    """Why this pair, over the desk."""
    page.locator("[class*=st-key-statement-desk] button").first.click()
    page.get_by_role("dialog").wait_for()


SHOTS: Mapping[str, tuple[str, Step]] = {
    "rules": ("rules", rules),
    "schemes": ("schemes?scheme=1,2", compared),
    "frontier": ("schemes?scheme=2", frontier),
    "desk": ("desk?scheme=1", at_the_desk),
    "statement": ("desk?scheme=1", statement),
    "signoff": ("signoff?scheme=1", structure),
    "pairings": (f"pairings?cohort={PAST}", rules),
    "changes": (f"changes?cohort={PAST}&change=1", rules),
    "papers": ("papers?form=statement&scheme=1", rules),
}


def walk(page: Page, site: Site, folder: Path) -> None:
    """One picture after the other, each of a page that has come to rest."""
    folder.mkdir(parents=True, exist_ok=True)
    page.goto(f"{site.url}/sign-in")
    page.locator("button", has_text="李科").click()
    rest(page)
    for name, (address, step) in SHOTS.items():
        page.goto(f"{site.url}/{address}")
        rest(page)
        step(page)
        rest(page)
        page.mouse.move(0, 0)
        keep(page.screenshot(), folder / f"{name}.png")


def keep(picture: bytes, file: Path) -> None:
    """As a PNG of few colours: pages are flat, and a picture of each travels with every checkout."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
