"""On the demonstration every page opens for each role that reads it, in both languages, and is no page for the others."""

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.engines import Database
from db.models import ROLES, Account
from pages.parts.menu import SECTIONS, Entry
from programme.access import READS, Actor
from tests.conftest import CityFile
from tests.support.screen import at_the_door, on_database, open_page

ENTRIES = [entry for entries in SECTIONS.values() for entry in entries]
WAY_OUT = {"en": "Sign out", "zh-CN": "退出登录"}


@pytest.fixture(scope="module")
def city(city_file: CityFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Actor]]:
    """The small city on the pages' database, once for all of them; {role: its account}. Opening a page changes nothing."""
    path = tmp_path_factory.mktemp("city") / "demo.db"
    shutil.copy(city_file("small"), path)
    database = Database(f"sqlite:///{path}")
    with database.read() as session:
        rows = session.scalars(select(Account)).all()
        found = {row.role: Actor(row.id, row.login, row.name, row.role, row.unit_id) for row in rows}
    with pytest.MonkeyPatch.context() as patch, on_database(database, patch):
        yield found
    database.close()


READABLE = [(role, entry) for role in ROLES for entry in ENTRIES if entry.area in READS[role]]
# The words do not depend on the role beyond these two: who sees all, and who sees one unit.
IN_ENGLISH = ("chief", "liaison", "sysadmin", "secadmin")
OPENED = [
    (role, entry, locale)
    for role, entry in READABLE
    for locale in sorted(WAY_OUT)
    if locale == "zh-CN" or role in IN_ENGLISH
]
CLOSED = [(role, entry) for role in ROLES for entry in ENTRIES if entry.area not in READS[role]]


def named(value: object) -> str:
    """The name of a case: the role, or the page's address."""
    return value.url_path if isinstance(value, Entry) else str(value)


@pytest.mark.parametrize(("role", "entry", "locale"), OPENED, ids=named)
def test_a_page_opens_without_an_exception_for_whoever_reads_it(
    role: str, entry: Entry, locale: str, city: dict[str, Actor]
) -> None:
    screen = open_page(city[role], entry.file, locale=locale)
    assert not screen.exception, [one.value for one in screen.exception]
    assert not screen.error, [one.value for one in screen.error]
    assert WAY_OUT[locale] in [link.proto.label for link in screen.get("link_button")]


@pytest.fixture(scope="module")
def doors(city: dict[str, Actor]) -> dict[str, AppTest]:
    """The menu of each role, before any page is drawn."""
    return {role: at_the_door(city[role]) for role in ROLES}


@pytest.mark.parametrize(("role", "entry"), CLOSED, ids=named)
def test_the_script_of_a_page_is_no_page_at_all_for_whoever_does_not_read_it(
    role: str, entry: Entry, doors: dict[str, AppTest]
) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        doors[role].switch_page(entry.file)
