"""The list of records, a page at a time, with the entry form or one record beside it."""

from math import ceil
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.queries.records import PAGE, record_page
from db.queries.records_scope import RecordFilter
from pages.parts import record_filters, tables
from pages.parts.dates import day
from pages.parts.frame import look, may
from pages.parts.record_entry import entry
from pages.parts.record_panel import one
from pages.parts.record_words import ways, word
from programme.access import Action
from texts import _

KEY = "record"
SHORT = 60


def list_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """Left what is on record, right what to add or what was picked."""
    left, right = st.columns([8, 5], gap="medium")
    with left:
        chosen = record_filters.filters(pairings, cohort_id)
        record_filters.marks()
        table(chosen)
    with right, st.container(border=True):
        picked = tables.picked(KEY)
        if picked and picked.isdecimal():
            one(int(picked))
        elif may(Action.KEEP_RECORDS):
            entry(pairings)
        else:
            st.caption(_("Select a record to read it in full."))


def table(chosen: RecordFilter, height: int = 520) -> None:
    """The records that the filter leaves, and how many there are."""
    key = f"rec_page_{crc32(repr(chosen).encode())}"
    total, page, found = look(record_page, chosen=chosen, page=st.session_state.get(key, 1))
    if not total:
        st.info(_("No record fits. Take a filter away, or write the first one down on the right."))
        st.button(_("Take all filters away"), key="rec_clear", on_click=record_filters.clear)
        return
    _pages(key, page, total)
    tables.pick(shown(found), KEY, columns(), height=height)
    st.caption(_("{count} records, the latest first").format(count=total))


def _pages(key: str, page: int, total: int) -> None:
    pages = ceil(total / PAGE)
    if pages > 1:
        st.session_state[key] = page
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.pagination(pages, key=key)


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are read."""
    return found.assign(
        day=[day(value) for value in found["happened_on"]],
        kind=[word("kind", code) for code in found["kind"]],
        text=[short(row.title, row.content, row.outcome) for row in found.itertuples()],
        ways=[ways(row.forms, row.methods) for row in found.itertuples()],
        mark=[_mark(row) for row in found.itertuples()],
    )


def short(*texts: str) -> str:
    """The first words of a record."""
    told = " ・ ".join(text for text in texts if text).replace("\n", " ")
    return told if len(told) <= SHORT else told[: SHORT - 1] + "…"


def _mark(row: Any) -> str:
    if row.struck:
        return _("Struck out")
    return _("Back-filled") if row.backfilled else ""


def columns() -> dict[str, Any]:
    """The columns of the list."""
    return {
        "day": tables.on_day(_("Day")),
        "kind": tables.text(_("Kind"), tables.px(74, 124)),
        "mentee": tables.text(_("Mentee"), 64),
        "mentor": tables.text(_("Mentor"), 64),
        "text": tables.text(_("What it says"), tables.px(186, 126)),
        "mark": tables.text(_("Mark"), tables.px(58, 72), _("Back-filled: written down long after it happened")),
        "ways": tables.text(_("Method and form"), tables.px(104, 116)),
    }
