"""One line for what rules say by name: the sentence, why and by whom, and the buttons that change it or take it out."""

from collections.abc import Callable

import streamlit as st

from pages.parts.frame import may, plain
from programme.access import Action
from texts import _


def entry(told: str, why: str, key: str, drop: Callable[[], None], edit: Callable[[], None] | None = None) -> None:
    """The line; who may not edit the rules gets no button."""
    said, *pen, button = st.columns([10, 1, 1] if edit else [11, 1], vertical_alignment="center", gap="xsmall")
    if pen and may(Action.EDIT_RULES):
        words = _("Change it")
        pen[0].button("", icon=":material/edit:", key=f"edit-{key}", type="tertiary", help=words, on_click=edit)
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
