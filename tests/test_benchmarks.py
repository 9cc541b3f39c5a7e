"""The benchmark of the pages sees every view and says so when it cannot: a wrong name and a page that raises end it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from benchmarks import pages
from benchmarks.city import City, settle
from benchmarks.screens import ADDRESSES, OF_THE_LED, Explorer, Raised, entries, readers
from benchmarks.writes import WRITES
from db import engines
from db.marks import marks_of
from pages.parts import record_cases
from pages.parts.menu import SECTIONS
from programme import jobs
from tests.conftest import CityFile

KNOWN = {entry.file for group in SECTIONS.values() for entry in group}


@pytest.fixture
def city(city_file: CityFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """A built small city as the benchmark finds and settles it; what it changes in the process is put back."""
    shutil.copy(city_file("small"), tmp_path / "city.db")
    url = f"sqlite:///{tmp_path / 'city.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(jobs, "launch", jobs.launch)
    monkeypatch.setattr(st, "tabs", st.tabs)
    monkeypatch.setattr(st, "expander", st.expander)
    database, made, _took = settle(url, "small")
    yield made
    database.close()
    engines.database.cache_clear()


def once(work: Callable[[], Any]) -> tuple[float, float]:
    """Run without a clock."""
    work()
    return 0.0, 0.0


def test_every_view_of_a_page_is_opened_and_what_an_address_opens(city: City) -> None:
    """Six views of records, the kinds of a new record, a record and a plan by their addresses."""
    (entry,) = entries("follow/records.py")
    names = [screen.name for screen in Explorer(city, once).screens(entry, "chief")]
    opened = [name.removeprefix("follow/records.py / ") for name in names]
    views = ("Plans and stages", "Case library", "Charts", "From Excel", "Campaigns and rules")
    assert opened[0] == "follow/records.py"
    assert {f"View: {view}" for view in views} <= set(opened)
    assert {"a record", "a plan", "Kind: Home visit"} <= set(opened)
    assert len(opened) == len(set(opened))


def test_tabs_and_expanders_that_draw_what_is_open_are_views(city: City) -> None:
    (entry,) = entries("match/rules.py")
    names = " ".join(screen.name for screen in Explorer(city, once).screens(entry, "liaison"))
    assert "Named pairs" in names and "open rules-past" in names


def test_a_page_that_raises_ends_its_measurement(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_cases, "look", None)
    (entry,) = entries("follow/records.py")
    with pytest.raises(Raised, match="Case library"):
        list(Explorer(city, once).screens(entry, "chief"))


def test_a_name_that_no_page_has_is_refused() -> None:
    with pytest.raises(SystemExit, match="No page of the menu has 'nonsense'"):
        pages.main(["--only", "nonsense"])


def test_addresses_and_cohorts_are_told_of_pages_that_exist() -> None:
    assert set(ADDRESSES) | set(OF_THE_LED) <= KNOWN


def test_a_page_is_seen_by_chief_and_liaison_or_by_whoever_may() -> None:
    seen = {entry.file: readers(entry) for group in SECTIONS.values() for entry in group}
    assert seen["follow/records.py"] == ["chief", "liaison"]
    assert seen["manage/system.py"] == ["sysadmin"] and all(seen.values())


def test_what_a_colleague_writes_reaches_the_tables_of_its_part_and_can_be_done_again(city: City) -> None:
    reached = {
        "sign-in": "sessions",
        "log": "records",
        "desk": "schemes",
        "rule": "policies",
        "person": "mentor_profiles",
    }
    assert set(WRITES) == set(reached)
    for name, table in reached.items():
        for _turn in range(2):
            before = marks()
            WRITES[name](engines.database(), city)
            assert marks()[table] != before[table]


def marks() -> Mapping[str, int]:
    """What tells whether a table was written."""
    with engines.database().read() as session:
        return marks_of(session)
