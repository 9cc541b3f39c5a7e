"""Three days in a real browser: from two messy rosters over rules, schemes, desk and two signatures to pairings on notice.

The rosters are `rosters-a` of the shared data where that lies beside the checkout (120 mentors and 300 mentees with
26 faulty rows), else small ones of our own making.
"""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from db.models import Account, Pairing, SchemePair
from programme.passwords import conceal
from programme.seed import seed_words
from tests.browser.conftest import Opener, Site
from tests.browser.desk import choose, choose_row, figure, go, press, push, rest, sign_in, upload, write
from tests.browser.rosters import Rosters, rosters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("rosters_to_pairings")]
PASSWORD = "Zhulin-2026"
STAFF = (("li", "李科", "officer"), ("chen", "陈敏", "chief"), ("zhou", "周正", "leader"))


@pytest.fixture
def staffed(site: Site) -> Site:
    """An installation with its first words, an officer, a section chief and a department leader, and nothing else."""
    with site.database.write() as session:
        seed_words(session)
        for login, name, role in STAFF:
            session.add(Account(login=login, name=name, role=role, password_hash=conceal(PASSWORD), must_change=False))
    return site


def test_two_rosters_become_pairings_on_notice(staffed: Site, opened: Opener, tmp_path: Path):
    given = rosters(tmp_path)
    officer, chief, leader = (seat(opened, staffed, login) for login, _name, _role in STAFF)
    create_the_cohort(officer)
    import_both(officer, given)
    leave_people_out(officer)
    run_a_scheme(officer, "一人一名")
    remedy_the_shortage(officer)
    run_a_scheme(officer, "放宽名额")
    narrow, made = pairs_of(staffed)
    compare_the_two(officer, made - narrow)
    work_at_the_desk(officer)
    send_to_sign_off(officer)
    put_a_name(chief, "approve")
    put_a_name(leader, "sign")
    confirm(officer)
    assert pairings(staffed) == made
    read_the_statement(officer)
    take_the_roster_home(officer, made)


def seat(opened: Opener, site: Site, login: str) -> Page:
    page = opened(site)
    sign_in(page, site.url, login, PASSWORD)
    return page


def create_the_cohort(page: Page) -> None:
    """With two levels of signing and three working days of notice."""
    go(page, "准备", "批次管理")
    press(page, "新建批次")
    write(page, page.get_by_label("批次名称"), "2026年批次")
    page.locator(".st-key-cohort-new-levels").get_by_role("combobox").click()
    page.get_by_role("option", name="两级").click()
    rest(page)
    press(page, "建立批次")


def import_both(page: Page, given: Rosters) -> None:
    go(page, "准备", "导入体检")
    upload(page, given.files)
    press(page, "读取文件")
    rows, faulty = given.mentors
    assert (figure(page, "行数"), figure(page, "待更正")) == (str(rows), str(faulty))
    press(page, "1987.10")
    assert figure(page, "待更正") == str(faulty - 1)
    press(page, f"确认导入 {rows - faulty + 1} 行")
    page.get_by_text(re.compile("^帮带对象花名册 ")).first.click()
    rest(page)
    rows, faulty = given.mentees
    assert (figure(page, "行数"), figure(page, "待更正")) == (str(rows), str(faulty))
    press(page, f"确认导入 {rows - faulty} 行")
    assert figure(page, "未变") == str(rows - faulty)


def run_a_scheme(page: Page, name: str) -> None:
    go(page, "结对", "方案")
    write(page, page.get_by_label("新方案名称"), name)
    press(page, "运行")
    ready = page.locator("[data-testid=stMarkdown]", has_text=name).filter(has_text="已证明最优")
    ready.first.wait_for(timeout=60_000)
    rest(page)


def leave_people_out(page: Page) -> None:
    """One person for each mentor at most: the page says at once who is left."""
    set_the_ceiling(page, 1)
    assert int(figure(page, "缺额")) > 0
    press(page, "存为第")


def remedy_the_shortage(page: Page) -> None:
    """One of the remedies is tried on the whole plan, then a ceiling of three is saved."""
    set_the_ceiling(page, 1)
    before = int(figure(page, "缺额"))
    choose(page, "补救办法")
    lines = page.get_by_test_id("stHorizontalBlock").filter(has_not=page.get_by_test_id("stHorizontalBlock"))
    line = lines.filter(has=page.get_by_role("button", name="试一试")).first
    gain = int(re.sub(r"\D", "", line.locator("p", has_text=re.compile(r"^可多配\d+人$")).inner_text()))
    press(page, "试一试")
    assert gain > 1, "the first remedy gives many mentors a seat more at once"
    expect(page.locator("p", has_text=re.compile(rf"缺额\s*{before} → {before - gain}$"))).to_be_visible()
    set_the_ceiling(page, 3)
    assert int(figure(page, "缺额")) < before
    press(page, "存为第")


def set_the_ceiling(page: Page, seats: int) -> None:
    go(page, "结对", "匹配规则")
    page.get_by_role("tab", name="名额上限").click()
    rest(page)
    write(page, page.get_by_role("spinbutton", name="全体导师"), str(seats))


def compare_the_two(page: Page, more: int) -> None:
    """One click: what sets them apart, in words, and who has another mentor, the worst off first."""
    press(page, "比较最新两个方案")
    expect(page.get_by_text("规则不同").first).to_be_visible()
    expect(page.get_by_text(re.compile(f"未结对 少{more}（更优）"))).to_be_visible()
    page.get_by_role("tab", name="逐人差异").click()
    rest(page)
    expect(page.locator("th", has_text="不变的代价")).to_be_attached()


def work_at_the_desk(page: Page) -> None:
    """Lock a pair, swap two rows, appoint in a leader's name: each at once, with its reason, in the history."""
    go(page, "结对", "调整台")
    page.get_by_text(re.compile("^全部 ")).first.click()
    rest(page)
    press(page, "锁定")
    expect(page.get_by_role("heading", name="第 3 版")).to_be_visible()
    swap_two(page)
    expect(page.get_by_role("heading", name="第 4 版")).to_be_visible()
    appoint_somebody(page)
    expect(page.get_by_role("heading", name="第 5 版")).to_be_visible()
    for told in ("张部长", "两人互换更便于指导"):
        expect(page.locator("td").get_by_text(re.compile(told)).first).to_be_attached()


def swap_two(page: Page) -> None:
    """Tick two rows of different mentors; the price stands there before the button."""
    choose(page, "互换导师")
    queue = page.locator(".st-key-desk-queue [data-testid=stDataFrame]")
    for number in two_of_different_mentors(queue):
        choose_row(page, queue, number)
    expect(page.locator(".st-key-desk-mentors").get_by_text("总匹配度").first).to_be_visible()
    write(page, page.get_by_placeholder("必填：为什么这样调"), "两人互换更便于指导")
    do_it(page)
    choose(page, "互换导师")


def two_of_different_mentors(queue: Locator) -> tuple[int, int]:
    """Rows, counted from 1, of two people without a lock whose mentors differ."""
    # The grid draws its cells a moment after the script rests.
    queue.locator("tbody tr").first.wait_for(state="attached")
    rows = [[cell.inner_text() for cell in row.locator("td").all()] for row in queue.locator("tbody tr").all()]
    free = [(number, cells[2]) for number, cells in enumerate(rows, 1) if "🔒" not in cells[1]]
    first, mentor = free[0]
    return first, next(number for number, other in free if other != mentor)


def appoint_somebody(page: Page) -> None:
    choose_row(page, page.locator(".st-key-desk-mentors [data-testid=stDataFrame]"), 2)
    choose(page, "领导点名")
    write(page, page.get_by_placeholder("点名领导"), "张部长")
    write(page, page.get_by_placeholder("必填：为什么这样调"), "两人同在一个条线，便于指导")
    do_it(page)


def do_it(page: Page) -> None:
    """The one button of the act that is prepared."""
    page.locator("[data-testid=stFormSubmitButton] button").first.click()
    rest(page)


def send_to_sign_off(page: Page) -> None:
    push(page, "desk-send")
    push(page, "signoff-propose")
    expect(page.get_by_text("已送审").first).to_be_visible()


def put_a_name(page: Page, step: str) -> None:
    go(page, "结对", "审批确认")
    push(page, f"signoff-{step}")


def confirm(page: Page) -> None:
    """After both names; the notice then runs, with its list for posting."""
    go(page, "结对", "审批确认")
    push(page, "signoff-confirm")
    expect(page.get_by_text(re.compile("公示3个工作日.*正在公示。"))).to_be_visible()


def read_the_statement(page: Page) -> None:
    """Why this pair, on screen and as Word."""
    go(page, "结对", "结对名册")
    table = page.locator("[data-testid=stDataFrame]").first
    names = [table.locator("tbody tr").first.locator("td").nth(place).inner_text() for place in (1, 3)]
    choose_row(page, table, 1)
    press(page, "理由书")
    dialog = page.get_by_role("dialog")
    for told in (*names, "次选导师及未选原因"):
        expect(dialog).to_contain_text(told)
    dialog.get_by_role("button", name="导出Word").click()
    with page.expect_download() as fetched:
        dialog.get_by_role("link", name="保存文件").click()
    paper = Document(fetched.value.path())
    said = "".join(paper.element.itertext())
    assert all(name in said for name in names)
    page.keyboard.press("Escape")
    rest(page)


def take_the_roster_home(page: Page, made: int) -> None:
    page.get_by_role("button", name=re.compile("结对花名册")).first.click()
    rest(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="保存文件").click()
    sheet = load_workbook(io.BytesIO(fetched.value.path().read_bytes())).worksheets[0]
    people = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).isdecimal()]
    assert len(people) == made


def pairings(site: Site) -> int:
    with site.database.read() as session:
        return session.scalar(select(func.count()).select_from(Pairing)) or 0


def pairs_of(site: Site) -> list[int]:
    """How many pairs each scheme has, the oldest first."""
    with site.database.read() as session:
        counted = (
            select(func.count()).select_from(SchemePair).group_by(SchemePair.scheme_id).order_by(SchemePair.scheme_id)
        )
        return list(session.scalars(counted))
