"""The keys of the desk: each does what a button on the page does; the line below names them, and H explains them."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from texts import N_, _

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "next": "J",
        "previous": "K",
        "lock": "L",
        "alternative": "A",
        "do": "D",
        "undo": "U",
        "redo": "Y",
        "send": "S",
        "help": "H",
    }
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
        "send": N_("to the sign-off"),
    }
)
EXPLAINED: Mapping[str, str] = MappingProxyType(
    {
        "J K": N_("Opens the next or the previous person of the queue, as it is filtered."),
        "A": N_(
            "Opens the cheapest other mentor with the price, then the next cheapest, and so on; nothing is done yet."
        ),
        "D": N_(
            "Does what stands prepared on the right. The reason stands there already; Tab leads to it to write another."
        ),
        "L": N_("Locks the pair at once; on a locked pair it opens the unlocking."),
        "U Y": N_("Takes the last act back, and does it again; both stand in the history."),
        "S": N_("Opens the sign-off of this scheme; nothing is submitted yet."),
        "Tab": N_("Leads to the next field or button, Shift+Tab back; Enter or Space presses it."),
        "↑ ↓": N_("In a menu or a table: walk through the lines; in a menu Enter opens the page."),
        "Esc": N_("Closes this window, a list or a menu."),
    }
)


def legend() -> None:
    """All keys in one line; the last opens their explanation."""
    told = " · ".join(f"`{KEYS[name]}` {_(words)}" for name, words in WORDS.items())
    row = st.container(horizontal=True, gap="small", vertical_alignment="center")
    row.caption(_("Keys: {keys}").format(keys=told), width="content")
    if row.button(_("All keys"), key="desk-keys", icon=":material/keyboard:", type="tertiary", shortcut=KEYS["help"]):
        st.dialog(_("Keys of the desk"))(_explained)()


def _explained() -> None:
    """What each key does, in a sentence."""
    st.markdown("\n".join(f"- `{key}` {_(words)}" for key, words in EXPLAINED.items()))
    st.caption(_("Keys do nothing while one writes in a field: there letters are letters."))
