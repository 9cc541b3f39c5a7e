"""What a member of staff does in the browser, as small steps: sign in, press, choose a row, wait until it is done."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
HEADER, ROW, MARK = 17, 34, 18


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """Through the sign-in page to the desk."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(password)
    page.locator("button.main").click()
    rest(page)


def sign_out(page: Page) -> None:
    """Leave by the link below the page."""
    page.get_by_role("link", name="退出登录").click()
    page.wait_for_selector("button.main")


def go(page: Page, section: str, title: str) -> None:
    """Open a page through the menu, as people do."""
    page.locator("[data-testid=stTopNavSection]", has_text=section).click()
    page.locator("[data-testid=stTopNavDropdownLink]", has_text=title).click()
    page.get_by_role("heading", name=title).first.wait_for()
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page has started and finished whatever was asked of it."""
    page.wait_for_timeout(250)
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_timeout(150)
    page.wait_for_selector(IDLE, timeout=60_000)


def press(page: Page, label: str) -> None:
    """Press the first button that begins with this label."""
    page.get_by_role("button", name=label).first.click()
    rest(page)


def choose_row(page: Page, table: Locator, number: int) -> None:
    """Mark a row (counted from 1) of a table by the box in front of it."""
    table.scroll_into_view_if_needed()
    table.click(position={"x": MARK, "y": HEADER + ROW * number})
    rest(page)


def upload(page: Page, files: list[Path]) -> None:
    """Give files to the first upload field of the page."""
    page.locator("input[type=file]").first.set_input_files(files)
    page.wait_for_timeout(1000)
    rest(page)


def figure(page: Page, label: str) -> str:
    """What a figure (metric) says."""
    metric = page.locator("[data-testid=stMetric]", has=page.get_by_text(label, exact=True)).first
    expect(metric).to_be_visible()
    return metric.locator("[data-testid=stMetricValue]").inner_text().strip()
