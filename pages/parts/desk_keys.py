"""The keys of the desk: each does what a button on the page does, and the legend below names them all."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from texts import N_, _

KEYS: Mapping[str, str] = MappingProxyType(
    {"next": "J", "previous": "K", "lock": "L", "alternative": "A", "do": "D", "undo": "U", "redo": "Y"}
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "next": N_("next person"),
        "previous": N_("previous person"),
        "lock": N_("lock or unlock"),
        "alternative": N_("next alternative"),
        "do": N_("do what is prepared"),
        "undo": N_("undo"),
        "redo": N_("redo"),
    }
)


def legend() -> None:
    """All keys in one line."""
    told = " · ".join(f"`{KEYS[name]}` {_(words)}" for name, words in WORDS.items())
    st.caption(_("Keys: {keys}").format(keys=told))
