"""Whose confirmation each track needs: told to everybody, set by somebody who may approve."""

import streamlit as st

from db.queries.pool_life import confirmation_rule
from pages.parts.frame import act, look, may
from pages.parts.labels import spoken
from pages.parts.poollife_words import REQUIRED, TRACKS
from programme.access import Action
from programme.nominations import require_confirmation
from texts import _


def rule_of_confirmation() -> None:
    """One line per track."""
    rule = look(confirmation_rule)
    st.markdown(f"**{_('Whose confirmation is needed')}**")
    for track, name in TRACKS.items():
        required = rule.get(track, "any")
        words, place = st.columns([1, 1.4], vertical_alignment="center")
        words.markdown(_(name))
        if may(Action.APPROVE):
            place.selectbox(
                _(name), list(REQUIRED), list(REQUIRED).index(required), format_func=spoken(REQUIRED),
                key=f"require-{track}-{required}", label_visibility="collapsed", on_change=_set, args=(track, required),
            )  # fmt: skip
        else:
            place.markdown(_(REQUIRED[required]))


def _set(track: str, before: str) -> None:
    chosen = st.session_state[f"require-{track}-{before}"]
    act(require_confirmation, track=track, required=chosen, done=_("Saved; it holds for reviews from now on."))
