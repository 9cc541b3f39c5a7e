"""Every page of the menu as somebody sees it, and every view of it: what switches it offers is found on the page itself.

A switch is a choice of one among several (segmented control, pills), a row of tabs or an expander that draws only what is open; of long
lists the first choices stand for the rest, and a mark from 0 to 5 is none. What an address opens (a person, a slip, a scheme) stands in ADDRESSES.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup as Proto
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from benchmarks.city import City
from pages.parts.menu import SECTIONS, Entry
from programme.access import READS
from texts.catalogue import catalogue

ROOT = Path(__file__).resolve().parent.parent
LATER = ("Follow", "Outcomes")
OF_THE_LED = ("match/pairings.py", "match/changes.py", "prepare/person.py")
ROLES = ("chief", "liaison")
DEPTH, CHOICES = 2, 7
ADDRESSES: dict[str, dict[str, Callable[[City], dict[str, Any]]]] = {
    "prepare/mentors.py": {"a mentor": lambda city: {"mentor": city.mentor}},
    "prepare/mentees.py": {"a mentee": lambda city: {"mentee": city.mentee, "cohort": city.led}},
    "prepare/person.py": {"a person": lambda city: {"person": city.mentor}},
    "match/desk.py": {"the draft": lambda city: {"scheme": city.draft}},
    "match/schemes.py": {"two compared": lambda city: {"scheme": f"{city.draft},{city.proposed}"}},
    "match/signoff.py": {"proposed": lambda city: {"scheme": city.proposed}},
    "match/pairings.py": {"a pairing": lambda city: {"pairing": city.pairing}},
    "match/changes.py": {"a slip": lambda city: {"change": city.change}},
    "follow/records.py": {
        "a record": lambda city: {"record": city.record},
        "a plan": lambda city: {"view": "plans", "pairing": city.pairing},
    },
}


@dataclass(slots=True)
class Screen:
    """A page in one of its states, drawn once; `seconds` is how long that took."""

    name: str
    role: str
    test: AppTest
    seconds: tuple[float, float]


@dataclass(slots=True)
class Switches:
    """The tabs and expanders of the last run, as key -> choices: AppTest knows their words only."""

    seen: dict[str, list[Any]] = field(default_factory=dict)

    def listen(self) -> None:
        """Note each one that draws anew when it is switched."""
        tabs, expander = st.tabs, st.expander

        def noted_tabs(labels: Any, **more: Any) -> Any:
            if more.get("on_change") == "rerun":
                self.seen[more["key"]] = list(labels)
            return tabs(labels, **more)

        def noted_expander(label: str, *rest: Any, **more: Any) -> Any:
            if more.get("on_change") == "rerun":
                self.seen[more["key"]] = [False, True]
            return expander(label, *rest, **more)

        vars(st).update(tabs=noted_tabs, expander=noted_expander)


class Pressed(ButtonGroup):
    """A choice made by its words, as a browser sends them."""

    @property
    def formatted_values(self) -> list[str]:
        """The words alone."""
        return [str(self._value)]


class Raised(Exception):
    """A page that ended in an exception."""


def entries(only: str) -> list[Entry]:
    """The pages of the menu that exist and whose file contains the words; SystemExit where there is none."""
    known = [entry for group in SECTIONS.values() for entry in group]
    found = [entry for entry in known if only in entry.file and (ROOT / "pages" / entry.file).exists()]
    if not found:
        raise SystemExit(f"No page of the menu has {only!r} in its file: {', '.join(entry.file for entry in known)}")
    return found


def readers(entry: Entry) -> list[str]:
    """Chief and liaison where they may read it, else the first role that may."""
    may = [role for role, areas in READS.items() if entry.area in areas]
    return [role for role in ROLES if role in may] or may[:1]


class Explorer:
    """Opens pages of a city and walks through their switches."""

    def __init__(self, city: City, run: Callable[[Callable[[], Any]], tuple[float, float]], depth: int = DEPTH) -> None:
        self.city, self.time, self.depth, self.switches = city, run, depth, Switches()
        self.switches.listen()

    def screens(self, entry: Entry, role: str) -> Iterator[Screen]:
        """The page as it opens, each of its views, and what addresses open. Raises Raised."""
        first = self._opened(entry, role, {})
        yield first
        yield from self._views(first, set(), self.depth)
        for name, told in ADDRESSES.get(entry.file, {}).items():
            there = self._opened(entry, role, told(self.city), name)
            yield there
            yield from self._views(there, set(self._offered(first.test)), self.depth)

    def _opened(self, entry: Entry, role: str, address: dict[str, Any], name: str = "") -> Screen:
        test = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=300)
        test.user, test.context = {"account": str(self.city.accounts[role])}, {"locale": "zh-CN"}
        test.session_state["cohort_kept"] = self._cohort(entry)
        test.run()
        test.switch_page(entry.file)
        for key, value in address.items():
            test.query_params[key] = str(value)
        return self._drawn(" / ".join(filter(None, (entry.file, name))), role, test)

    def _cohort(self, entry: Entry) -> int:
        """Records and outcomes are of a cohort that is led, the rest of the one that is being paired."""
        section = next(title for title, group in SECTIONS.items() if entry in group)
        return self.city.led if section in LATER or entry.file in OF_THE_LED else self.city.present

    def _drawn(self, name: str, role: str, test: AppTest) -> Screen:
        self.switches.seen.clear()
        seconds = self.time(test.run)
        if test.exception:
            raise Raised(f"{name} ({role}): {test.exception[0].message}")
        return Screen(name, role, test, seconds)

    def _views(self, screen: Screen, known: set[str], depth: int) -> Iterator[Screen]:
        """Each choice of each switch that is not known, then those it brings; the first choice stands again at the end."""
        if not depth:
            return
        offered = {key: words for key, words in self._offered(screen.test).items() if key not in known}
        for key, choices in offered.items():
            before = self._chosen(screen.test, key, choices)
            for choice in choices:
                if choice != before and key in self._offered(screen.test):
                    there = self._switched(screen, key, choice)
                    yield there
                    yield from self._views(there, known | set(offered), depth - 1)
            if before is not None and key in self._offered(screen.test):
                self._switched(screen, key, before)

    def _offered(self, test: AppTest) -> dict[str, list[Any]]:
        groups = [one for one in test.button_group if one.proto.click_mode == Proto.SINGLE_SELECT and not one.disabled]
        words = {one.id: list(one.options)[:CHOICES] for one in groups if len(one.options) > 1}
        switches = {key: choices for key, choices in words.items() if not choices[0].isdecimal()}
        return switches | dict(self.switches.seen)

    def _chosen(self, test: AppTest, key: str, choices: list[Any]) -> Any:
        group = next((one for one in test.button_group if one.id == key), None)
        if group is not None:
            return next(iter(group.formatted_values), None)
        return test.session_state[key] if key in test.session_state else choices[0]

    def _switched(self, screen: Screen, key: str, choice: Any) -> Screen:
        group = next((one for one in screen.test.button_group if one.id == key), None)
        if group is None:
            screen.test.session_state[key] = choice
        else:
            group.__class__ = Pressed
            group._value = choice
        label = f"{english(group.label)}: " if group is not None and group.label else ""
        word = f"open {key}" if choice is True else label + english(choice)
        return self._drawn(f"{screen.name} / {word}", screen.role, screen.test)


def english(words: Any) -> str:
    """The source of a sentence on screen, without the count behind it."""
    words = str(words).rstrip(" 0123456789")
    return next((source for source, said in catalogue().items() if said == words), words)
