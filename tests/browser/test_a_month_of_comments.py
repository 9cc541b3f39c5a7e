"""Journey J4 in the fictitious city: a month is opened, filed by Excel and on screen, checked and published; and outcomes:
a promotion is written down, more come from Excel, the line of reference moves, and an import is taken back."""

import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from db.clock import today
from db.models import Account, Cohort, Person, Publication, Review, ReviewComment, ReviewRound, SpotCheck
from db.queries.outcomes import reference_figures
from programme.access import actor_of
from programme.invariants import WATCHED, check
from programme.outcomes.template import write_template
from tests.browser.city import PAST
from tests.browser.conftest import Site, Somebody
from tests.browser.desk import choose, clicks, figure, press, push, rest, start_counting, upload, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("a_month_of_comments")]
SAID = {
    "self": ("干部自评", "自评得分", "本月随导师走访六户，独立起草了两份情况说明。", 88),
    "head": ("主要负责人点评", "主要负责人评分", "工作踏实，遇事主动请示，下月要多到村里去。", 86),
    "leader": ("分管领导点评", "分管领导评分", "分管工作按时完成，文字功底有进步。", 84),
}
# Opened with two; the table fetched with two and taken in with one; two views and the draw; the bulletin and its button.
TO_OPEN, BY_EXCEL, TO_PUBLISH = 2, 3, 5
PROMOTED = "挂职锻炼人员已提拔为县处级"


def opened(city: Site) -> ReviewRound:
    """The month that was opened last."""
    with city.database.read() as session:
        row = session.scalars(select(ReviewRound).order_by(ReviewRound.id.desc())).first()
        assert row is not None
        session.expunge_all()
        return row


def complete(city: Site) -> int:
    """How many reviews of that month have everything."""
    with city.database.read() as session:
        rows = select(Review.id).where(Review.round_id == opened(city).id, Review.state == "complete")
        return len(session.scalars(rows).all())


def forget_last_month(city: Site) -> None:
    """The month that is being filled was not opened yet: on whichever day this runs, there is one to open."""
    with city.database.write() as session:
        cohort = select(Cohort.id).where(Cohort.name == PAST).scalar_subquery()
        last = session.scalars(
            select(ReviewRound).where(ReviewRound.cohort_id == cohort, ReviewRound.status == "open")
        ).one()
        gone = select(Review.id).where(Review.round_id == last.id)
        session.execute(delete(ReviewComment).where(ReviewComment.review_id.in_(gone)))
        session.execute(delete(Review).where(Review.round_id == last.id))
        session.delete(last)


def test_a_month_is_opened_filed_by_excel_and_on_screen_checked_and_published(
    city: Site, somebody: Somebody, tmp_path: Path
) -> None:
    forget_last_month(city)
    officer, liaison = somebody("officer"), somebody("liaison")
    officer.goto(f"{city.url}/monthly?cohort={PAST}")
    rest(officer)
    start_counting(officer)
    officer.get_by_role("button", name="本月操作").click()
    push(officer, "mon_open")
    month = opened(city)
    assert month.status == "open" and clicks(officer) == TO_OPEN
    by_excel(liaison, city, tmp_path)
    on_screen(officer, city)
    look_and_publish(officer, city)
    with city.database.read() as session:
        assert session.scalars(select(SpotCheck.share).where(SpotCheck.round_id == month.id)).all() == [30]
        paper = session.scalars(select(Publication).where(Publication.round_id == month.id)).one()
        assert (opened(city).status, paper.number, paper.content["check"]["drawn"]) == ("published", 1, 1)
        assert {found.check for found in check(session)} <= WATCHED


def by_excel(page: Page, city: Site, folder: Path) -> None:
    """The liaison's own table goes out, is filled in, and comes back; nobody else's people are in it."""
    page.goto(f"{city.url}/monthly?cohort={PAST}&view=excel")
    rest(page)
    start_counting(page)
    press(page, "导出待填表")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="保存文件").click()
    book = load_workbook(io.BytesIO(fetched.value.path().read_bytes()))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if "帮带对象" in [cell.value for cell in row])
    places = {cell.value: cell.column for cell in head}
    (line,) = [row for row in range(head[0].row + 1, sheet.max_row + 1) if sheet.cell(row, 1).value]
    for text, score, words, points in SAID.values():
        sheet.cell(line, places[text], words)
        sheet.cell(line, places[score], points)
    book.save(folder / "点评表.xlsx")
    upload(page, [folder / "点评表.xlsx"])
    push(page, "mon_take_in")
    assert (complete(city), clicks(page)) == (1, BY_EXCEL)


def on_screen(page: Page, city: Site) -> None:
    """The first who waits stands there; a click into the first field, the rest is typed, and the keys save it."""
    page.goto(f"{city.url}/monthly?cohort={PAST}&view=fill")
    rest(page)
    start_counting(page)
    page.locator("[class*='-self_text'] textarea").click()
    for part, (_text, _score, words, points) in SAID.items():
        page.locator(f"[class*='-{part}_text'] textarea").focus()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        page.keyboard.type(str(points))
    page.keyboard.press("Control+Enter")
    rest(page)
    assert (complete(city), clicks(page)) == (2, 1)


def look_and_publish(page: Page, city: Site) -> None:
    """Which units are missing, a 30 % draw judged by a key, the bulletin."""
    start_counting(page)
    choose(page, "按单位查看")
    expect(page.get_by_text("待完成。")).to_be_visible()
    choose(page, "抽查核实")
    page.get_by_role("button", name="抽取").click()
    rest(page)
    page.keyboard.press("1")
    expect(page.get_by_text("抽取的点评已全部核实。")).to_be_visible()
    rest(page)
    choose(page, "晾晒通报")
    press(page, "发布第1期")
    expect(page.get_by_text("已发布并固化。")).to_be_visible()
    rest(page)
    assert clicks(page) == TO_PUBLISH


def posted(city: Site) -> list[tuple[int, str]]:
    """Who was posted for training and is not promoted, (id, name), names that nobody shares."""
    with city.database.read() as session:
        officer = actor_of(session, session.scalars(select(Account.id).where(Account.login == "officer")).one())
        found = reference_figures(session, officer.viewer, cohort_id=None).posted
        names = Counter(session.scalars(select(Person.name)))
    rows = found[found["promoted_on"].isna()].itertuples()
    return [(int(row.person_id), row.name) for row in rows if names[row.name] == 1]


def test_promotions_move_the_line_of_reference_and_an_import_is_taken_back(
    city: Site, somebody: Somebody, tmp_path: Path
) -> None:
    """20 of 100 are promoted; one on screen makes 21, two more from Excel 23, and without the import it is 21 again."""
    (key, name), *others = posted(city)
    page = somebody("officer")
    page.goto(f"{city.url}/outcomes")
    rest(page)
    assert figure(page, PROMOTED) == "20.0%"
    start_counting(page)
    choose(page, "登记与查阅成果")
    write(page, page.locator(".st-key-out_sought input"), name)
    promote(page, key)
    assert figure(page, PROMOTED) == "21.0%"
    choose(page, "Excel 导入")
    upload(page, [filled(tmp_path / "成果.xlsx", [one for _id, one in others[:2]])])
    push(page, "out_take_in")
    choose(page, "对照指标")
    assert figure(page, PROMOTED) == "23.0%"
    choose(page, "Excel 导入")
    press(page, "撤销")
    press(page, "确认撤销这次导入")
    choose(page, "对照指标")
    assert figure(page, PROMOTED) == "21.0%"
    with city.database.read() as session:
        assert {found.check for found in check(session)} <= WATCHED


def promote(page: Page, key: int) -> None:
    """The kind, the post after and its level; the day is today's."""
    pick(page, ".st-key-out_entry_kind", "提拔晋升")
    form = f".st-key-out-0-promotion-{key}"
    write(page, page.locator(f"{form}-to_post input"), "市农业农村局副局长")
    pick(page, f"{form}-to_level", "县处级副职")
    page.keyboard.press("Control+Enter")
    rest(page)
    choose(page, "对照指标")


def pick(page: Page, place: str, words: str) -> None:
    """One entry of a list to choose from."""
    page.locator(f"{place} [data-baseweb=select], {place} [role=combobox]").first.click()
    page.get_by_role("option", name=words).click()
    rest(page)


def filled(file: Path, names: list[str]) -> Path:
    """The empty table as a unit fills it in: promotions of today."""
    file.write_bytes(write_template())
    book = load_workbook(file)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if "姓名" in [cell.value for cell in row])
    places = {cell.value: cell.column for cell in head}
    told = {"类型": "提拔晋升", "日期": f"{today():%Y.%m.%d}", "现职务": "县住建局局长", "现职务层次": "县处级副职"}
    for line, name in enumerate(names, start=head[0].row + 1):
        for column, value in {"姓名": name, **told}.items():
            sheet.cell(line, places[column], value)
    book.save(file)
    return file
