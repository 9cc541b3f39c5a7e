"""The system page tells what the database is and what is broken, to the system administrator, and names nobody."""

from collections.abc import Iterator

import pytest

from db.engines import Database
from db.models import Mentee, MentorProfile
from pages.parts.invariant_words import WORDS
from programme.invariants import CHECKS
from tests.conftest import Staff
from tests.support.remember import remembered
from tests.support.screen import on_database, open_page, words
from tests.support.signing import World, small_world

PAGE = "manage/system.py"


@remembered
def built(database: Database, staff: Staff) -> World:
    """A confirmed scheme, and a system administrator."""
    made = small_world(database, staff)
    made.staff = {**made.staff, "sysadmin": staff("sysadmin")}
    scheme_id = made.scheme({"甲": "王", "乙": "王"})
    made.approved(scheme_id)
    made.step("officer", "confirm", scheme_id)
    return made


@pytest.fixture
def world(lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A confirmed scheme, and a system administrator."""
    with on_database(lite, monkeypatch):
        made = built(lite, staff)
        yield made


def test_a_sound_database_is_called_so(world: World) -> None:
    screen = open_page(world.staff["sysadmin"], PAGE)
    assert not screen.exception
    assert "Everything that must hold does." in words(screen)
    assert "Database: SQLite 3." in words(screen)
    counts = dict(screen.dataframe[1].value.itertuples(index=False))
    assert (counts["pairings"], counts["mentees"]) == (2, 4)


def test_what_is_broken_and_what_is_to_be_looked_at_are_told_apart_and_nobody_is_named(world: World) -> None:
    world.change(Mentee, world.mentees["丁"], status="paired")
    world.change(MentorProfile, world.mentors["王"], capacity=1)
    screen = open_page(world.staff["sysadmin"], PAGE, locale="zh-CN")
    assert [one.value.splitlines()[0].strip() for one in screen.error] == ["帮带对象的状态与其结对一致"]
    assert [one.value.splitlines()[0].strip() for one in screen.warning] == ["导师在带人数不超过可带人数"]
    assert f"mentee:{world.mentees['丁']}" in words(screen)
    assert not set("甲乙丙丁王李赵") & set(words(screen))


def test_every_check_has_its_words() -> None:
    assert set(WORDS) == set(CHECKS)
