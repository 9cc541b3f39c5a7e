"""What an address says holds in a real browser: every page under its own, and the cohort that it names."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from db.models import Account, Cohort
from programme.passwords import conceal
from tests.browser.conftest import Site
from tests.browser.desk import go, rest, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("addresses")]
PASSWORD = "Zhulin-2026"


@pytest.fixture
def two_cohorts(site: Site) -> Site:
    """An officer, a system administrator, and two cohorts of which the later is the usual one."""
    with site.database.write() as session:
        for login, role in (("li", "officer"), ("lu", "sysadmin")):
            session.add(Account(login=login, name=login, role=role, password_hash=conceal(PASSWORD), must_change=False))
        for year in (2025, 2026):
            days = {"eligible_on": date(year, 9, 1), "starts_on": date(year, 10, 1), "ends_on": date(year + 1, 9, 30)}
            session.add(Cohort(name=f"{year}年批次", **days))
    return site


def test_the_cohort_of_an_address_stays_when_the_menu_leads_on(two_cohorts: Site, window: Page):
    sign_in(window, two_cohorts.url, "li", PASSWORD)
    window.goto(f"{two_cohorts.url}/mentees?cohort=2025年批次")
    rest(window)
    for section, title in (("准备", "批次管理"), ("过程", "负荷监测"), ("结对", "匹配规则")):
        go(window, section, title)
        expect(window.get_by_label("批次", exact=True).first).to_have_value("2025年批次")


def test_the_only_page_of_a_role_stands_at_its_address_and_another_says_that_it_is_not_the_roles(
    two_cohorts: Site, window: Page
):
    sign_in(window, two_cohorts.url, "lu", PASSWORD)
    window.goto(f"{two_cohorts.url}/system")
    window.get_by_role("heading", name="系统").wait_for()
    rest(window)
    expect(window.get_by_role("dialog")).to_have_count(0)
    window.goto(f"{two_cohorts.url}/mentors")
    expect(window.get_by_text("您的角色没有此页面。")).to_be_visible()
