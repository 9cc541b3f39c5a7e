"""Which scheme a page shows: links name it by its id, the choice leaves its name in the address."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from texts import _

KEY, LINK = "scheme", "scheme-link"


def asked_scheme(names: Mapping[int, str]) -> int | None:
    """The scheme that a link asks for or that was chosen last, of those that the page knows by id; None: neither.

    The choice reads names in the address and drops an id, so an id is handed on to it, once.
    """
    said, chosen = st.query_params.get(KEY, ""), st.session_state.get(KEY)
    named = next((key for key, name in names.items() if name == said), None)
    if named is None and said.isdigit() and int(said) in names and said != st.session_state.get(LINK):
        named = chosen = int(said)
    st.session_state[LINK] = said
    found = chosen if chosen in names else named
    if found is None:
        st.session_state.pop(KEY, None)
    else:
        st.session_state[KEY] = found
    return found


def scheme_choice(place: Any, names: Mapping[int, str], *, labelled: bool = False) -> int:
    """The box with the schemes; what is chosen in it. Call `asked_scheme` with the same names first."""
    return int(
        place.selectbox(
            _("Scheme"), list(names), format_func=lambda key: names.get(key, ""), key=KEY, bind="query-params",
            label_visibility="visible" if labelled else "collapsed",
        )
    )  # fmt: skip
