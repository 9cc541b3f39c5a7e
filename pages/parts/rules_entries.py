"""One line for what rules say by name: the sentence, why and by whom, and the button that takes it out."""

from collections.abc import Callable

import streamlit as st

from pages.parts.frame import may, plain
from programme.access import Action
from texts import _


def entry(told: str, why: str, key: str, drop: Callable[[], None]) -> None:
    """The line; who may not edit the rules gets no button."""
    said, button = st.columns([11, 1], vertical_alignment="center", gap="small")
    said.markdown(plain(told) + (f"  \n:small[:gray[{plain(why)}]]" if why else ""))
    if may(Action.EDIT_RULES):
        button.button(
            "",
            icon=":material/close:",
            key=f"drop-{key}",
            type="tertiary",
            help=_("Take it out of the rules"),
            on_click=drop,
        )


def hidden(count: int) -> None:
    """How many entries concern people of other units, for whoever sees one unit only."""
    if count:
        st.caption(_("{count} more concern people of other units.").format(count=count))
