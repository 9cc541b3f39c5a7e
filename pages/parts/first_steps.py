"""What to do first in an empty system, for those who can do it."""

import streamlit as st

from pages.parts.frame import may
from pages.parts.ways import way
from programme.access import Action
from texts import _


def first_steps() -> None:
    """Three steps, each with its page."""
    if not may(Action.MANAGE_COHORTS):
        st.info(_("Nothing is here yet. Officers set up the first cohort and import the rosters."))
        return
    st.info(_("Nothing is here yet. Three steps bring the first pairings:"))
    steps = (
        (_("1. Set up the cohort: its name and its dates"), "prepare/cohorts.py"),
        (_("2. Import the rosters of mentors and mentees"), "prepare/roster_import.py"),
        (_("3. Look over the rules and run the matching"), "match/rules.py"),
    )
    for text, file in steps:
        way(file, text)
