"""The frame: every address leads somewhere for every role, and a page that has nothing yet keeps the way out below it."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from db.engines import Database
from pages.parts.menu import SECTIONS
from programme.access import READS
from tests.conftest import Staff
from tests.support.match_world import match_world
from tests.support.screen import SHELL, on_database, open_page, words

ENTRIES = [entry for entries in SECTIONS.values() for entry in entries]


@pytest.mark.parametrize("role", sorted(READS))
def test_every_page_has_its_own_address_and_the_menu_shows_those_of_the_role(
    role: str, lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the first one: Streamlit's default page has no address but the bare one, so it is a twin that is not seen."""
    asked: list[st.Page] = []
    real = st.navigation

    def listening(menu: dict[str, list[st.Page]], **rest: str) -> st.Page:
        asked.extend(page for pages in menu.values() for page in pages)
        return real(menu, **rest)

    monkeypatch.setattr(st, "navigation", listening)
    first = next(entry for entry in ENTRIES if entry.area in READS[role])
    with on_database(lite, monkeypatch):
        open_page(staff(role), first.file)
    at = {page.url_path: page for page in asked}
    assert set(at) == {"", *(entry.url_path for entry in ENTRIES)}
    seen = {address for address, page in at.items() if page.visibility == "visible"}
    assert seen == {entry.url_path for entry in ENTRIES if entry.area in READS[role]}
    assert at[""].title == at[first.url_path].title


def test_a_page_that_ends_early_keeps_the_way_out_and_the_language(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_database(lite, monkeypatch):
        screen = open_page(staff("officer"), "match/rules.py")
    assert "There is no cohort yet." in words(screen)
    assert {"Sign out", "Password", "中文"} <= {link.proto.label for link in screen.get("link_button")}


def test_a_cohort_that_an_address_named_stays_on_the_next_page(
    lite: Database, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After F5 the cohort comes from the address; the menu leads on without it, but to the same cohort."""
    world = match_world(lite, staff("officer"))
    with on_database(lite, monkeypatch):
        usual = open_page(world.officer, "prepare/cohorts.py").session_state["cohort"]
        other = world.add_cohort("2025年批次")
        assert usual == world.cohort_id != other
        screen = AppTest.from_file(str(SHELL), default_timeout=30)
        screen.user, screen.context = {"account": str(world.officer.id)}, {"locale": "en"}
        screen.query_params["cohort"] = "2025年批次"
        assert screen.run().session_state["cohort"] == other
        screen.query_params.clear()
        screen.switch_page("prepare/cohorts.py")
        assert screen.run().selectbox(key="cohort").value == other
        screen.selectbox(key="cohort").set_value(usual).run()
        screen.query_params.clear()
        screen.switch_page("prepare/mentors.py")
        assert screen.run().selectbox(key="cohort").value == usual
