"""Pictures of the three days and of the term, as docs/tour.md shows them: `python -m tests.browser.screenshots`.

Builds the fictitious city in a temporary folder, serves it as users do, signs in by the button of a role, and leaves
one small PNG for each page in docs/images/: all of them in Chinese, some in English too (`desk-en.png`).
`--locale en-GB --size 1280x720 --folder DIR` takes all of them otherwise, to look at; names choose single ones.
"""

import argparse
import io
import re
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright
from sqlalchemy import select

from db import schema
from db.clock import today
from db.engines import ROOT, Database
from db.models import Account, Cohort, Job, Scheme
from programme import jobs, runs, signoff, worker
from programme.change_content import Leaver
from programme.change_drafts import Head, draw_leave
from programme.demo import build
from programme.rules import save_rules
from programme.usecase import perform
from tests.browser.city import PAST, PRESENT, busiest
from tests.browser.conftest import SWITCHES, Site, chromium, serving
from tests.browser.desk import rest, upload
from tests.browser.rosters import own

COLOURS = 128
ENDED = "2024年批次"
SECOND, CHIEF = "基层经历优先", "陈敏"
OTHER = {"weights": {"expertise": 25, "grassroots": 35}}
Step = Callable[[Page], None]


def main() -> None:
    """Build, serve, walk, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--locale", default="zh-CN")
    parser.add_argument("names", nargs="*", help="which pictures; all without any")
    asked = parser.parse_args()
    width, height = map(int, asked.size.split("x"))
    size: ViewportSize = {"width": width, "height": height}
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        url = f"sqlite:///{folder}/city.db"
        database = Database(url)
        arrange(database)
        database.close()
        browser = player.chromium.launch(executable_path=chromium(), args=SWITCHES)
        with serving(url, Path(folder) / "server.log") as site:
            page = browser.new_page(locale=asked.locale, viewport=size)
            walk(page, site, asked.folder, [name for name in asked.names or [*BEFORE, *TERM] if name not in AFTER])
            if asked.locale == "zh-CN" and not asked.names:
                walk(browser.new_page(locale="en-GB", viewport=size), site, asked.folder, IN_ENGLISH, "-en")
            sign_and_confirm(site.database)
            walk(page, site, asked.folder, [name for name in asked.names or [*AFTER] if name in AFTER])
        browser.close()


def arrange(database: Database) -> None:
    """The city with a second scheme under other weights, its studies, and a slip of five mentors who leave."""
    schema.upgrade(database)
    build(database)
    jobs.launch = lambda url, job_id: None  # type: ignore[assignment,return-value]
    cohorts = keys(database, Cohort)
    present = cohorts[PRESENT]
    do(database, save_rules, cohort_id=present, seen_number=1, values=OTHER)
    do(database, runs.start_run, cohort_id=present, name=SECOND)
    work(database)
    leavers = [Leaver(key, "retirement") for key in busiest(database)]
    do(database, draw_leave, cohort_id=cohorts[PAST], leavers=leavers, head=Head(today()))


def sign_and_confirm(database: Database) -> None:
    """Three people put their names under the second scheme; its pairings are on public notice then."""
    (scheme_id,) = [key for name, key in keys(database, Scheme).items() if name == SECOND]
    for who, verb in (("李科", signoff.propose), (CHIEF, signoff.approve), ("李科", signoff.confirm)):
        with database.read() as session:
            version = session.get_one(Scheme, scheme_id).version
        perform(database, keys(database, Account)[who], verb, scheme_id=scheme_id, seen_version=version)


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


def as_it_opens(page: Page) -> None:
    """Nothing is pressed."""


def imported(page: Page) -> None:
    """Two rosters just read: the faults with what to do, nothing saved yet."""
    with tempfile.TemporaryDirectory() as folder:
        upload(page, own(Path(folder)).files)
        page.get_by_role("button", name=re.compile("读取文件|Read the files")).click()
        rest(page)


def remedies(page: Page) -> None:
    """What would help, each tried by solving again."""
    page.locator(".st-key-rules-view button").nth(2).click()


def firm(page: Page) -> None:
    """Which pairs stay when the weights change, the least firm first."""
    page.get_by_role("tab").nth(1).click()


def chain(page: Page) -> None:
    """Who follows whom."""
    page.locator(".st-key-change-view button").nth(1).click()


def ahead(page: Page) -> None:
    """Who leaves soon, and who has no second mentor."""
    page.locator(".st-key-changes-view button").nth(5).click()


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


def of_one_person(page: Page) -> None:
    """The course of a pairing that came to its end."""
    page.get_by_role("tab").nth(2).click()


def statement(page: Page) -> None:
    """Why this pair, over the desk."""
    page.locator("[class*=st-key-statement-desk] button").first.click()
    page.get_by_role("dialog").wait_for()


BEFORE: Mapping[str, tuple[str, Step]] = {
    "import": ("roster-import", imported),
    "rules": ("rules", as_it_opens),
    "remedies": ("rules", remedies),
    "schemes": ("schemes?scheme=1,2", compared),
    "frontier": ("schemes?scheme=2", frontier),
    "firm": ("schemes?scheme=2", firm),
    "desk": ("desk?scheme=1", at_the_desk),
    "statement": ("desk?scheme=1", statement),
    "signoff": ("signoff?scheme=1", structure),
    "changes": (f"changes?cohort={PAST}&change=1", as_it_opens),
    "chain": (f"changes?cohort={PAST}&change=1", chain),
    "ahead": (f"changes?cohort={PAST}", ahead),
}
TERM: Mapping[str, tuple[str, Step]] = {
    "today": ("today", as_it_opens),
    "records": (f"records?cohort={PAST}", as_it_opens),
    "monthly": (f"monthly?cohort={PAST}", as_it_opens),
    "progress": (f"progress?cohort={PAST}", as_it_opens),
    "outcomes": ("outcomes", as_it_opens),
    "assessment": (f"assessment?cohort={ENDED}", as_it_opens),
    "papers": (f"papers?cohort={PAST}", as_it_opens),
    "person": ("person?person=300", of_one_person),
}
AFTER: Mapping[str, tuple[str, Step]] = {"notice": ("signoff?scheme=2", as_it_opens)}
SHOTS = {**BEFORE, **TERM, **AFTER}
IN_ENGLISH = ("desk", "changes")


def walk(page: Page, site: Site, folder: Path, names: Collection[str], ending: str = "") -> None:
    """One picture after the other, each of a page that has come to rest."""
    page.goto(f"{site.url}/sign-in")
    page.locator("button", has_text="李科").click()
    rest(page)
    for name in names:
        address, step = SHOTS[name]
        page.goto(f"{site.url}/{address}")
        rest(page)
        step(page)
        rest(page)
        page.mouse.move(0, 0)
        keep(page.screenshot(), folder / f"{name}{ending}.png")


def keep(picture: bytes, file: Path) -> None:
    """As a PNG of few colours: pages are flat, and a picture of each travels with every checkout."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
