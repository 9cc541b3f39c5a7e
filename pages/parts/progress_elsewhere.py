"""A cohort without pairings in force: what to do instead, and which cohorts have some."""

import streamlit as st

from db.queries.cohorts import cohorts
from db.queries.records import pairing_choices
from pages.parts.frame import choose_cohort, look
from pages.parts.progress_board import Board
from pages.parts.ways import way
from texts import _


def nothing_in_force(board: Board) -> None:
    """Say so, and offer the pairings and the cohorts that live."""
    st.info(_("No pairing of this cohort is in force or at rest, so there is no progress to watch yet."))
    way("match/pairings.py", _("Go to the pairings"))
    known = look(pairing_choices)
    alive = known[known["status"].isin(["active", "due", "paused"]) & (known["cohort_id"] != board.cohort_id)]
    names = look(cohorts).set_index("id")["name"]
    for cohort, count in alive["cohort_id"].value_counts().items():
        told = _("Progress of {cohort} ({count} pairings)").format(cohort=names[cohort], count=count)
        st.button(
            told,
            key=f"progress_cohort_{cohort}",
            icon=":material/monitoring:",
            on_click=choose_cohort,
            args=(int(cohort),),
        )
