"""The statement of a pairing opens over the page where the pair stands, and says what it cannot say."""

from collections.abc import Iterator

import pytest

from db.engines import Database
from db.models import Export, Person
from tests.conftest import Staff
from tests.support.desk_world import DeskWorld, on_the_desk, people_by_hand
from tests.support.match_world import match_world
from tests.support.screen import button, on_database, open_page, said


@pytest.fixture
def table(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskWorld]:
    """甲-王, 乙-陈 of `tests/support/desk_world.py`, and the pages on this database."""
    monkeypatch.setattr("programme.jobs.launch", lambda url, job_id: None)
    world = match_world(lite, staff("officer"))
    people_by_hand(world)
    with on_database(lite, monkeypatch):
        yield on_the_desk(world, staff)


@pytest.mark.parametrize(
    ("locale", "open_it", "heads"),
    [
        ("en", "Statement", ("Reasons", "Next choices, and why not", "History")),
        ("zh-CN", "理由书", ("配对理由", "次选导师及未选原因", "变更记录")),
    ],
)
def test_the_desk_opens_the_statement_with_one_click(
    table: DeskWorld, locale: str, open_it: str, heads: tuple[str, ...]
) -> None:
    screen = open_page(table.world.officer, "match/desk.py", locale=locale)
    button(screen, open_it).click().run()
    assert not screen.exception
    assert all(head in said(screen) for head in heads)


def test_the_word_file_is_made_from_the_window(table: DeskWorld) -> None:
    screen = open_page(table.world.officer, "match/desk.py", locale="zh-CN")
    button(screen, "理由书").click().run()
    button(screen, "导出Word").click().run()
    with table.world.database.read() as session:
        (kept,) = session.query(Export).all()
        assert kept.name.startswith("结对理由书_")


def test_names_are_never_markdown(table: DeskWorld) -> None:
    table.world.change(Person, table.world.people["王"], name="[a](http://192.0.2.1)")
    screen = open_page(table.world.officer, "match/desk.py")
    button(screen, "Statement").click().run()
    shown = [part.value for part in screen.markdown if "192" in part.value]
    assert shown and not [text for text in shown if "](http" in text]


def test_an_inspector_reads_the_statement_but_takes_no_file(table: DeskWorld, staff: Staff) -> None:
    screen = open_page(staff("inspector"), "match/desk.py")
    button(screen, "Statement").click().run()
    assert "Next choices" in said(screen)
    assert "As Word" not in [one.label for one in screen.button]
