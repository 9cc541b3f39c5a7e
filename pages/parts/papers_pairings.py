"""The pairings that papers are made for: by unit, state and month, all that are shown or those that are picked."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.monthly import rounds
from db.queries.pairings import pairings
from pages.parts.change_elsewhere import other_cohorts
from pages.parts.frame import look, need_cohort
from pages.parts.labels import label
from pages.parts.month_words import month_name
from pages.parts.papers_links import ROW as LINKED
from pages.parts.papers_links import forget_row
from pages.parts.tables import HEAD, ROW, found, text
from texts import N_, _

OF_PAIRINGS = ("pairing", "record", "month")
CLOSED = ("graduated", "extended", "changed", "ended")
STATES = {"open": N_("Open"), "closed": N_("Closed"), "all": N_("All")}
# What is written at the end of a pairing is asked for when it has ended.
AT_THE_END = ("graduation",)
TALL, MONTHS = 410, 36


def pairing_list(form: str, about: str) -> tuple[tuple[int, ...], bool, str]:
    """pairings.id of the rows in question, whether they were picked one by one, and the month ("": all)."""
    known = look(pairings, cohort_id=need_cohort())
    places = st.columns(
        [1.4, 1.4, 1.5, 1.1][: 4 if about != "pairing" else 3], gap="small", vertical_alignment="bottom"
    )
    month = _month(places[3], about) if about != "pairing" else ""
    shown = _filtered(known, form, places)
    if known.empty:
        st.info(_("This cohort has no open pairing. They are made when an approved scheme is confirmed."))
        other_cohorts(need_cohort())
        return (), False, month
    columns = {
        "mentee": text(_("Mentee"), 90), "mentee_unit": text(_("Mentee's unit"), 170), "mentor": text(_("Mentor"), 90),
        "mentor_unit": text(_("Mentor's unit"), 170), "state": text(_("State"), 100),
    }  # fmt: skip
    ids, picked = row_table(shown, columns, "pairing")
    return ids, picked, month


def _filtered(known: pd.DataFrame, form: str, places: list[Any]) -> pd.DataFrame:
    """What search, unit and state leave; a link to one row leaves that one alone."""
    said = places[0].text_input(_("Search"), key="papers-search-pairing", placeholder=_("Name, initials or unit"))
    units = [unit for unit in dict.fromkeys(known["mentee_unit"]) if unit]
    unit = places[1].selectbox(_("Mentee's unit"), units, None, key="papers-unit", placeholder=_("All"))
    state = places[2].segmented_control(
        _("State"), list(STATES), default="all" if form in AT_THE_END else "open", required=True,
        format_func=lambda code: _(STATES[code]), key=f"papers-state-{form in AT_THE_END}",
    )  # fmt: skip
    shown = known.assign(name=known["mentee"], state=[label("pairing_state", code) for code in known["status"]])
    linked = st.session_state.get(LINKED)
    if linked in set(shown["id"]):
        st.button(
            _("Show everybody again"), icon=":material/filter_alt_off:", on_click=forget_row, key="papers-everybody"
        )
        return shown[shown["id"] == linked]
    if unit:
        shown = shown[shown["mentee_unit"] == unit]
    if state != "all":
        shown = shown[shown["status"].isin(CLOSED) == (state == "closed")]
    return found(shown, said or "", ["mentor", "mentee_unit", "mentor_unit"])


def _month(place: Any, about: str) -> str:
    """A month to narrow records or reviews, "" for all of them."""
    options = _reviewed() if about == "month" else _past()
    if not options:
        return ""
    start = None if LINKED in st.session_state else 0
    return place.selectbox(
        _("Month"), options, start, format_func=month_name, key=f"papers-month-{about}-{start}", placeholder=_("All months")
    ) or ""  # fmt: skip


def _reviewed() -> list[str]:
    return [str(month) for month in look(rounds, cohort_id=need_cohort())["month"]]


def _past() -> list[str]:
    """The months up to the present one, the latest first."""
    day = today()
    last = day.year * 12 + day.month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(last, last - MONTHS, -1)]


def row_table(shown: pd.DataFrame, columns: Mapping[str, Any], kind: str) -> tuple[tuple[int, ...], bool]:
    """A table to pick rows from: the ids of those picked, else of all that are shown; and whether any are picked."""
    if shown.empty:
        st.info(_("Nobody fits these filters. Take one away."))
        return (), False
    ids = [int(key) for key in shown["id"]]
    seen = st.dataframe(
        shown[list(columns)], key=f"papers-{kind}-{crc32(','.join(map(str, ids)).encode())}",
        height=min(TALL, HEAD + ROW * len(ids)), row_height=ROW, hide_index=True, column_config=dict(columns),
        selection_mode="multi-row", on_select="rerun",
    )  # fmt: skip
    picked = tuple(ids[row] for row in seen["selection"]["rows"] if row < len(ids))
    return picked or tuple(ids), bool(picked)
