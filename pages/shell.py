"""The frame around every page: navigation by role, language, sign-out; nothing else."""

import sys
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent
if str(PAGES.parent) not in sys.path:
    sys.path.insert(0, str(PAGES.parent))

from pages.parts.frame import NothingYet, me, plain  # noqa: E402
from pages.parts.menu import SECTIONS, Entry  # noqa: E402
from programme.errors import ProgrammeError  # noqa: E402
from texts import _, language, speaking  # noqa: E402


def main() -> None:
    """Show the pages that the role may read, and run the one that was asked for."""
    st.set_page_config(page_title=_("Bangdai desk"), page_icon=str(PAGES / "parts" / "seal.svg"), layout="wide")
    st.logo(PAGES / "parts" / "mark.svg", size="small")
    try:
        reader = me()
    except (ProgrammeError, KeyError):
        st.error(_("You are signed out. Sign in again."))
        st.stop()
    page = st.navigation(_menu(reader.viewer.areas), position="top")
    # The language is looked up once for the run: a table of 2,000 rows asks for it thousands of times.
    with speaking(language()):
        _run(page)
    _footer(reader.name)


def _menu(areas: frozenset[str]) -> dict[str, list[st.Page]]:
    """The pages of the areas in their sections; the first of them also stands, unseen, at the address without a path.

    Streamlit knows its default page at that address only: without a twin, /overview (or /system, where a role has
    nothing else) would be "not found".
    """
    opened = {section: [one for one in entries if _opens(one, areas)] for section, entries in SECTIONS.items()}
    menu = {_(section): [_page(one) for one in entries] for section, entries in opened.items() if entries}
    first = next(one for entries in opened.values() for one in entries)
    home = st.Page(PAGES / first.file, title=_(first.title), url_path="home", default=True, visibility="hidden")
    closed = [_closed(one) for entries in SECTIONS.values() for one in entries if not _opens(one, areas)]
    # Last: a link to the file means the page that is seen.
    list(menu.values())[-1] += [home, *closed]
    return menu


def _closed(entry: Entry) -> st.Page:
    """What stands at the address of a page that the role does not have: a link from a colleague may lead there."""

    def explain() -> None:
        st.info(_("This page is not among those of your role."))
        st.link_button(_("To my first page"), "/", icon=":material/arrow_forward:", type="tertiary")

    # Its title goes to the browser with the menu: it does not name what the role does not have.
    return st.Page(explain, title=_("Page of another role"), url_path=entry.url_path, visibility="hidden")


def _run(page: st.Page) -> None:
    """Run a page; one that ends early (nothing there yet) keeps the way out and the language below it.

    What the page itself tried and was refused is said at once: its first line, where that is said, was drawn before.
    """
    before = st.session_state.get("notices")
    try:
        page.run()
    except NothingYet:
        return
    kept = st.session_state.get("notices")
    if kept is not before and any(kind == "error" for kind, _text in kept or ()):
        st.rerun()


def _opens(entry: Entry, areas: frozenset[str]) -> bool:
    return entry.area in areas and (PAGES / entry.file).exists()


def _page(entry: Entry) -> st.Page:
    return st.Page(PAGES / entry.file, title=_(entry.title), url_path=entry.url_path)


def _footer(name: str) -> None:
    other, label = ("en", "English") if language() == "zh_CN" else ("zh_CN", "中文")
    left, own, switch, leave = st.columns([7, 1, 1, 1], vertical_alignment="center")
    left.caption(_("Not a classified system: never enter state secrets") + f" ・ {plain(name)}")
    own.link_button(_("Password"), "/password", type="tertiary")
    switch.link_button(label, f"/language/{other}", type="tertiary")
    leave.link_button(_("Sign out"), "/sign-out", type="tertiary")


main()
