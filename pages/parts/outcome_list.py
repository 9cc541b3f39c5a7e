"""The list of outcomes, a page at a time, with the entry form or one fact beside it."""

from math import ceil
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.queries.outcomes import PAGE, outcome_page
from db.queries.outcomes_scope import OutcomeFilter
from pages.parts import outcome_filters, tables
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import look, may
from pages.parts.outcome_entry import entry
from pages.parts.outcome_panel import one
from programme.access import Action
from programme.outcomes.export import offer_outcomes
from programme.outcomes.wording import line, word
from texts import _

KEY = outcome_filters.KEY


def list_view(cohort_id: int | None) -> None:
    """Left what is on record, right what to add or what was picked."""
    left, right = st.columns([8, 5], gap="medium")
    with left:
        chosen = outcome_filters.filters(cohort_id)
        outcome_filters.marks()
        _table(chosen)
    with right, st.container(border=True):
        picked = tables.picked(KEY)
        if picked and picked.isdecimal():
            one(int(picked))
        elif may(Action.KEEP_RECORDS):
            entry()
        else:
            st.caption(_("Select an entry to read it in full."))


def _table(chosen: OutcomeFilter) -> None:
    key = f"out_page_{crc32(repr(chosen).encode())}"
    total, page, found = look(outcome_page, chosen=chosen, page=st.session_state.get(key, 1))
    if not total:
        st.info(_("Nothing is on record here. Take a filter away, or write the first fact down on the right."))
        st.button(
            _("Take all filters away"), key="out_clear", on_click=outcome_filters.lead, args=({},), kwargs={"fresh": True}
        )  # fmt: skip
        return
    tables.pick(shown(found), KEY, _columns(), height=560)
    count, pages, export = st.columns([3, 3, 2], vertical_alignment="center")
    count.caption(_("{count} facts, the latest first").format(count=total))
    if total > PAGE:
        if st.session_state.get(key, 1) != page:
            st.session_state[key] = page
        with pages:
            st.pagination(ceil(total / PAGE), key=key)
    if may(Action.EXPORT):
        download(export, _("As Excel"), offer_outcomes, "out_excel", chosen=chosen)


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are read."""
    return found.assign(
        day=[day(value) for value in found["happened_on"]],
        kind=[word("kind", code) for code in found["kind"]],
        text=[line(row) for row in found.itertuples()],
        introduced=[row.introducer or row.other_introducer for row in found.itertuples()],
    )


def _columns() -> dict[str, Any]:
    return {
        "day": tables.on_day(_("Day")),
        "name": tables.text(_("Name"), 66),
        "kind": tables.text(_("Kind"), tables.px(96, 122)),
        "text": tables.text(_("What it says"), 250),
        "unit": tables.text(_("Unit"), 140),
        "mentor": tables.text(_("Mentor"), 72),
    }
