"""Links to the page of papers: `?paper=log:12` opens a form for one row, `?archive=mentor:7` an archive."""

import streamlit as st

from pages.parts.papers_words import FORMS

PAPER, ARCHIVE, VIEW, FORM = "paper", "archive", "papers-view", "form"
ROW, FOLLOWED = "papers-row", "papers-followed"
SIDES = ("mentor", "mentee")


def follow_link() -> None:
    """Take up what the address asks for, once; before the widgets that it chooses are drawn."""
    said = (st.query_params.get(PAPER), st.query_params.get(ARCHIVE))
    if said == st.session_state.get(FOLLOWED):
        return
    st.session_state[FOLLOWED] = said
    form, key = _parted(said[0])
    side, person = _parted(said[1])
    if form in FORMS and key is not None:
        st.session_state[VIEW], st.session_state[FORM], st.session_state[ROW] = "make", form, key
    elif side in SIDES and person is not None:
        st.session_state[VIEW], st.session_state["archive-side"], st.session_state[ROW] = "archive", side, person


def _parted(said: str | None) -> tuple[str, int | None]:
    name, _colon, number = (said or "").partition(":")
    return name, int(number) if number.isdecimal() else None


def forget_row() -> None:
    """Show everybody again."""
    st.session_state.pop(ROW, None)
    for name in (PAPER, ARCHIVE):
        st.query_params.pop(name, None)
