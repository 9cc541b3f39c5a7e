"""The views of a page, one of them drawn: the one that a link asks for, else the one chosen last, else the first."""

from collections.abc import Callable, Iterable

import streamlit as st

from texts import _


def chosen_view(
    views: Iterable[str], key: str, word: Callable[[str], str], on_change: Callable[[], None] | None = None
) -> str:
    """The choice of views under its key; `?view=` in the address is taken up once."""
    known = list(views)
    asked = st.query_params.pop("view", None)
    if asked in known:
        st.session_state[key] = asked
    if st.session_state.get(key) not in known:
        st.session_state[key] = known[0]
    chosen = st.segmented_control(
        _("View"), known, required=True, format_func=word, key=key, label_visibility="collapsed", on_change=on_change
    )
    return str(chosen)
