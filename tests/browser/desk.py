"""What a member of staff does in the browser, as small steps: sign in, press, choose a row, wait until it is done."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
# Calm: what was asked of the server last has been answered, the script rests, the line below the page is drawn, and
# nothing that is about to be replaced is on it, for so long that it is no pause.
CALM = """(since) => {
    const calm = !(window.askedAt > window.answeredAt)
        && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
        && document.querySelector("a[href$='/sign-out']")
        && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
    if (!calm) { window.calmSince = null; return false; }
    window.calmSince ??= performance.now();
    return performance.now() - Math.max(window.calmSince, since) > 300;
}"""
# When the page last asked its server and was last answered: a server under load takes longer to begin than a pause.
LISTENER = """window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", () => { window.answeredAt = performance.now(); });
    }
    send(data) { window.askedAt = performance.now(); window.answeredAt ??= 0; super.send(data); }
};"""
# Only what a hand does counts (a click that Playwright holds back at the window, to try again, never comes here), and the
# count outlives a change of page.
COUNTER = """document.addEventListener("pointerdown", (event) => {
    if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0);
}, true);"""
HEADER, ROW, MARK = 17, 34, 18
# Milliseconds between two looks.
POLL = 50


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
    page.wait_for_selector(IDLE, timeout=60_000)
    # Asked at each frame, as is the habit, the browser draws frames to be asked: half the time of a journey.
    page.wait_for_function(CALM, arg=page.evaluate("performance.now()"), polling=POLL, timeout=60_000)


def press(page: Page, label: str) -> None:
    """Press the first button that begins with this label."""
    page.get_by_role("button", name=label).first.click()
    rest(page)


def push(page: Page, key: str) -> None:
    """Press the button of a key, whatever it is called."""
    page.locator(f".st-key-{key} button").first.click()
    rest(page)


def choose(page: Page, words: str) -> None:
    """Choose a part of a switch, a tab or a toggle by its exact words."""
    page.get_by_text(words, exact=True).first.click()
    rest(page)


def choose_row(page: Page, table: Locator, number: int) -> None:
    """Mark a row (counted from 1) of a table by the box in front of it."""
    table.scroll_into_view_if_needed()
    corner = table.bounding_box()
    assert corner
    page.mouse.click(corner["x"] + MARK, corner["y"] + HEADER + ROW * number)
    rest(page)


def write(page: Page, field: Locator, words: str) -> None:
    """Click into a field at its left end (its hints stand at the right), write, and leave it by the tabulator."""
    field.click(position={"x": 12, "y": 12})
    field.fill(words)
    field.press("Tab")
    rest(page)


def upload(page: Page, files: list[Path]) -> None:
    """Give files to the first upload field of the page."""
    page.locator("input[type=file]").first.set_input_files(files)
    for file in files:
        expect(page.get_by_text(file.name).first).to_be_visible()
    rest(page)


def figure(page: Page, label: str) -> str:
    """What a figure (metric) says."""
    metric = page.locator("[data-testid=stMetric]", has=page.get_by_text(label, exact=True)).first
    expect(metric).to_be_visible()
    return metric.locator("[data-testid=stMetricValue]").inner_text().strip()


def clicks(page: Page) -> int:
    """How often the mouse was clicked in this window since `start_counting`."""
    return int(page.evaluate("Number(sessionStorage.clicks || 0)"))


def start_counting(page: Page) -> None:
    """Count clicks from here."""
    page.evaluate("sessionStorage.clicks = 0")
