"""One way through the product in a real browser: from sign-in to confirmed pairings on two messy rosters.

The rosters are `rosters-a` of the shared data where that lies beside the checkout (120 mentors and 300 mentees with
26 faulty rows), else small ones of our own making.
"""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from db.models import Account, Pairing
from programme.passwords import conceal
from programme.seed import seed_words
from tests.browser.conftest import Site
from tests.browser.desk import choose_row, figure, go, press, rest, sign_in, sign_out, upload
from tests.browser.rosters import Rosters, rosters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "Zhulin-2026"


@pytest.fixture
def staffed(site: Site) -> Site:
    """An installation with its first words, an officer and a section chief, and nothing else."""
    with site.database.write() as session:
        seed_words(session)
        for login, name, role in (("li", "李科", "officer"), ("chen", "陈敏", "chief")):
            session.add(Account(login=login, name=name, role=role, password_hash=conceal(PASSWORD), must_change=False))
    return site


def test_two_rosters_become_confirmed_pairings(staffed: Site, window: Page, tmp_path: Path):
    given = rosters(tmp_path)
    sign_in(window, staffed.url, "li", PASSWORD)
    create_the_cohort(window)
    import_both(window, given)
    run_a_scheme(window)
    reassign_somebody(window, given.pairs)
    send_to_sign_off(window)
    sign_out(window)
    sign_in(window, staffed.url, "chen", PASSWORD)
    approve_and_confirm(window)
    look_at_the_workload(window, given.pairs)
    assert pairings(staffed) == given.pairs
    take_the_roster_home(window, given.pairs)


def create_the_cohort(page: Page) -> None:
    go(page, "准备", "批次管理")
    press(page, "新建批次")
    page.get_by_label("批次名称").fill("2026年批次")
    page.get_by_label("批次名称").press("Tab")
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


def run_a_scheme(page: Page) -> None:
    go(page, "结对", "匹配规则")
    expect(page.get_by_text("待结对").first).to_be_visible()
    go(page, "结对", "方案")
    press(page, "运行")
    page.get_by_role("button", name="到调整台打开").first.wait_for(timeout=60_000)
    expect(page.locator("[data-testid=stMarkdown]", has_text="已证明最优").first).to_be_visible()
    press(page, "到调整台打开")


def reassign_somebody(page: Page, pairs: int) -> None:
    page.get_by_text("可选导师").first.wait_for()
    expect(page.get_by_text(re.compile(f"^{pairs} / ")).first).to_be_visible()
    choose_row(page, page.locator("[data-testid=stDataFrame]").nth(1), 2)
    page.get_by_placeholder("必填：为什么这样调").fill("两人同在一个条线，便于指导")
    page.get_by_role("button", name="改给他").last.click()
    rest(page)
    expect(page.get_by_text(re.compile("第 3 版")).first).to_be_visible()
    expect(page.get_by_text(re.compile(f"^{pairs} / ")).first).to_be_visible()


def send_to_sign_off(page: Page) -> None:
    press(page, "送审")
    page.get_by_role("heading", name="审批确认").first.wait_for()
    rest(page)
    press(page, "送审")
    expect(page.get_by_text("下一步").first).to_be_visible()


def approve_and_confirm(page: Page) -> None:
    go(page, "结对", "审批确认")
    press(page, "同意")
    press(page, "确认")
    expect(page.get_by_text("结对名册").first).to_be_visible()


def look_at_the_workload(page: Page, pairs: int) -> None:
    go(page, "过程", "负荷监测")
    assert figure(page, "在带人数") == str(pairs)


def take_the_roster_home(page: Page, made: int) -> None:
    go(page, "结对", "结对名册")
    page.get_by_role("button", name=re.compile("花名册")).first.click()
    rest(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="保存文件").click()
    sheet = load_workbook(io.BytesIO(fetched.value.path().read_bytes())).worksheets[0]
    people = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).isdecimal()]
    assert len(people) == made


def pairings(site: Site) -> int:
    with site.database.read() as session:
        return session.scalar(select(func.count()).select_from(Pairing)) or 0
