"""A cohort without open pairings says so, and leads to those that have some."""

from functools import partial

import streamlit as st

from db.queries.changes import cohorts_in_force
from pages.parts.frame import choose_cohort, look
from texts import _


def nothing_open(cohort_id: int) -> bool:
    """Whether the cohort has no open pairing; then the page has said so and offered the others."""
    if cohort_id in set(look(cohorts_in_force)["id"]):
        return False
    st.info(_("This cohort has no open pairing yet. They are made when an approved scheme is confirmed."))
    other_cohorts(cohort_id)
    return True


def other_cohorts(cohort_id: int) -> None:
    """A button for each other cohort with open pairings."""
    known = look(cohorts_in_force)
    line = st.container(horizontal=True)
    for row in known[known["id"] != cohort_id].itertuples():
        told = _("{cohort}: {count} open pairings").format(cohort=row.name, count=row.pairings)
        line.button(told, key=f"cohort-{row.id}", on_click=partial(choose_cohort, int(row.id)))
