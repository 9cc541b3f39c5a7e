"""A page that stays open says when somebody acts on what it shows, and offers the newer state; nothing moves by itself.

Whoever goes on working before that was said, and so gets the newer state with the next click, is told with it.
"""

import streamlit as st

from db.queries.colleagues import last_act
from pages.parts.frame import look, me, plain
from texts import _

EVERY_SECONDS = 5


def watch(kind: str, key: int | None = None) -> None:
    """Ask from now on whether somebody acts on one thing ("change", 12), or on any of its kind."""
    now = look(last_act, kind=kind, key=key)
    before = st.session_state.get(_place(kind, key), now.seq)
    # A refused act has said already that somebody else was first.
    refused = st.session_state.pop("stale", False)
    if now.seq != before and now.by_id != me().id and not refused:
        told = _("{name} has changed something here meanwhile; you see it as it is now.")
        st.info(told.format(name=plain(now.name)), icon=":material/group:")
    st.session_state[_place(kind, key)] = now.seq
    _ask(kind, key, now.seq)


def _place(kind: str, key: int | None) -> str:
    """Where this window keeps the newest act that it has shown."""
    return f"shown-{kind}-{key}"


@st.fragment(run_every=EVERY_SECONDS)
def _ask(kind: str, key: int | None, seen: int) -> None:
    now = look(last_act, kind=kind, key=key)
    if now.seq == seen:
        return
    left, right = st.columns([6, 1], vertical_alignment="center")
    told = _("{name} has changed something here since you opened this page.").format(name=plain(now.name))
    left.warning(told, icon=":material/group:")
    if right.button(_("Show it"), key=f"colleague-{kind}-{key}", width="stretch"):
        st.session_state[_place(kind, key)] = now.seq
        st.rerun()
