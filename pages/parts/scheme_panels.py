"""The panels of the schemes page that other parts draw: the frontier and the hand-made list, as soon as they are there."""

from importlib import import_module
from importlib.util import find_spec

import streamlit as st

from texts import _


def frontier(scheme_id: int) -> None:
    """Fit against balance, to choose from."""
    _panel("pages.parts.frontier_panel", "frontier_panel", scheme_id)


def hand_made(cohort_id: int) -> None:
    """A list made by hand, scored under the same rules."""
    _panel("pages.parts.handmade_panel", "handmade_panel", cohort_id)


def _panel(module: str, function: str, key: int) -> None:
    if find_spec(module) is None:
        st.caption(_("This part is not installed."))
    else:
        getattr(import_module(module), function)(key)
