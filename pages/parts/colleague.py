"""A page that stays open says when somebody acts on what it shows, and offers the newer state; nothing moves by itself."""

import streamlit as st

from db.queries.colleagues import last_act
from pages.parts.frame import look, plain
from texts import _

EVERY_SECONDS = 5


def watch(kind: str, key: int | None = None) -> None:
    """Ask from now on whether somebody acts on one thing ("change", 12), or on any of its kind."""
    _ask(kind, key, look(last_act, kind=kind, key=key).seq)


@st.fragment(run_every=EVERY_SECONDS)
def _ask(kind: str, key: int | None, seen: int) -> None:
    now = look(last_act, kind=kind, key=key)
    if now.seq == seen:
        return
    left, right = st.columns([6, 1], vertical_alignment="center")
    told = _("{name} has changed something here since you opened this page.").format(name=plain(now.name))
    left.warning(told, icon=":material/group:")
    if right.button(_("Show it"), key=f"colleague-{kind}-{key}", width="stretch"):
        st.rerun()
