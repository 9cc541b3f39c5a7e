"""The frame around every page: navigation by role, language, sign-out; nothing else."""

import sys
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent
if str(PAGES.parent) not in sys.path:
    sys.path.insert(0, str(PAGES.parent))

from pages.parts.frame import me, plain  # noqa: E402
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
    menu = {
        _(section): [_page(entry) for entry in entries if _opens(entry, reader.viewer.areas)]
        for section, entries in SECTIONS.items()
    }
    page = st.navigation({section: pages for section, pages in menu.items() if pages}, position="top")
    # The language is looked up once for the run: a table of 2,000 rows asks for it thousands of times.
    with speaking(language()):
        page.run()
    _footer(reader.name)


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
