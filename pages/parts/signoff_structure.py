"""The structure of a plan on the page of the sign-off: six charts side by side, each bar leading to its people."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.charts_match import BIN, fit_distribution
from pages.parts.charts_structure import two_sides
from pages.parts.signoff_groups import TITLES, drawn, group_words, groups, people_of, words_of
from pages.parts.tables import HEAD, ROW, text
from pages.parts.ways import mentee_page, mentor_page
from texts import _

TALL = 250


def structure(scheme: Any, pairs: pd.DataFrame) -> None:
    """Six dimensions and the fits; the people of the bar that was clicked stand below."""
    if pairs.empty:
        st.info(_("The scheme pairs nobody."))
        return
    people, words = people_of(int(scheme.id), scheme.eligible_on), words_of(int(scheme.id))
    st.caption(_("Mentors and mentees of this plan; a click on a bar lists its people below."))
    places = st.columns(2, gap="small")
    chosen = None
    for number, by in enumerate(TITLES):
        frame = words if by == "expertise" else people
        with places[number % 2]:
            chosen = _chart(frame, by) or chosen
    with places[0]:
        fits = st.plotly_chart(
            fit_distribution(pairs, float(scheme.floor)), config=CONFIG, key="signoff-fits", on_select="rerun"
        )
    if chosen:
        _behind(chosen, people, words)
    elif fits["selection"]["points"]:
        _fits_behind(fits["selection"]["points"][0], pairs)


def _chart(frame: pd.DataFrame, by: str) -> str | None:
    seen = st.plotly_chart(two_sides(groups(frame, by), _(TITLES[by])), config=CONFIG, key=drawn(by), on_select="rerun")
    return clicked(seen)


def charts(scheme_id: int, on: date) -> list[tuple[str, Any]]:
    """The same six as (dimension, Figure), for paper."""
    people, words = people_of(scheme_id, on), words_of(scheme_id)
    return [(by, two_sides(groups(words if by == "expertise" else people, by), _(TITLES[by]))) for by in TITLES]


def _behind(chosen: str, people: pd.DataFrame, words: pd.DataFrame) -> None:
    by, key = chosen.split("|", 1)
    if by == "expertise":
        own = words[words["expertise"] == key][["side", "person_id", "mentee_id"]]
        found = people.merge(own, on=["side", "person_id", "mentee_id"])
    else:
        found = people[people[by] == key]
    st.markdown(f"**{group_words(by, key)}**")
    shown = found.assign(part=found["side"].map({"mentor": _("Mentor"), "mentee": _("Mentee")}))
    columns = {"part": text(_("Part"), 90), "name": text(_("Name"), 110), "unit": text(_("Unit"))}
    row = _picked(shown, columns, f"structure-people-{chosen}")
    if row is not None:
        mentor_page(int(row["person_id"])) if row["side"] == "mentor" else mentee_page(int(row["mentee_id"]))


def _fits_behind(point: dict[str, Any], pairs: pd.DataFrame) -> None:
    low = float(point["x"]) - BIN / 2
    found = pairs[(pairs["fit"] >= low) & (pairs["fit"] < low + BIN)]
    columns = {
        "mentee": text(_("Mentee"), 110), "mentee_unit": text(_("Mentee's unit")), "mentor": text(_("Mentor"), 110),
        "fit": st.column_config.NumberColumn(_("Fit"), format="%.1f", width=70),
    }  # fmt: skip
    row = _picked(found, columns, f"structure-fits-{low}")
    if row is not None:
        mentee_page(int(row["mentee_id"]))


def _picked(frame: pd.DataFrame, columns: dict[str, Any], key: str) -> pd.Series | None:
    seen = st.dataframe(
        frame[list(columns)],
        key=key,
        height=min(TALL, HEAD + ROW * max(len(frame), 1)),
        row_height=ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="single-row",
        on_select="rerun",
        placeholder="",
    )
    rows = [row for row in seen["selection"]["rows"] if row < len(frame)]
    return frame.iloc[rows[0]] if rows else None
