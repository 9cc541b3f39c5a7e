"""How the units file: a table and a chart in the official order, the months so far, and the list of what is missing to remind of."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import by_unit, rounds
from pages.parts import charts_monthly, tables
from pages.parts.behind import clicked
from pages.parts.chart_style import CONFIG
from pages.parts.downloads import download
from pages.parts.frame import look, need_cohort
from pages.parts.month_top import MONTH, is_overdue, lead
from programme.reviews.sheet import offer_missing
from texts import _

COUNTS = ("on_time", "late", "backfilled", "outstanding", "excused")
ROWS = "mon-units"


def units_view(row: Any) -> None:
    """Left the table, right the chart; a click on either shows the people behind it."""
    units = look(by_unit, round_id=int(row.id))
    left, right = st.columns(2, gap="medium")
    with left:
        _table(units, row)
        _reminder(units, row)
    with right:
        with st.container(height=470, border=False):
            _chart(units, row)
        _months()


def _table(units: pd.DataFrame, row: Any) -> None:
    owed = units[["on_time", "late", "backfilled", "outstanding"]].sum(axis=1)
    shown = units.assign(owed=owed, share=(100 * units["on_time"] / owed.where(owed > 0)).round(0))
    still = _("Overdue") if is_overdue(row) else _("Still to file")
    columns = {
        "unit": tables.text(_("Unit"), tables.px(136, 104)), "owed": tables.number(_("Owed"), 48), "on_time": tables.number(_("Filed in time"), tables.px(50, 88)),
        "late": tables.number(_("Late"), 46), "backfilled": tables.number(_("Later month"), tables.px(62, 84)),
        "outstanding": tables.number(still, tables.px(62, 80)), "share": tables.number(_("In time, %"), 72, format="%.0f"),
        "mean": tables.number(_("Mean score"), tables.px(62, 82), _("Not shown for fewer than three people"), format="%.1f"),
    }  # fmt: skip
    keys = units["unit_id"].tolist()
    st.dataframe(
        shown[list(columns)], key=ROWS, hide_index=True, column_config=columns, row_height=tables.ROW, height=430,
        selection_mode="single-row", on_select=lambda: _follow_row(keys), placeholder="",
    )  # fmt: skip
    st.caption(_("{count} units in their official order; select one to see its people.").format(count=len(units)))


def _follow_row(keys: list[Any]) -> None:
    rows = st.session_state[ROWS]["selection"]["rows"]
    if rows and not pd.isna(keys[rows[0]]):
        lead(int(keys[rows[0]]))


def _reminder(units: pd.DataFrame, row: Any) -> None:
    missing = int(units["outstanding"].sum())
    if not missing:
        st.success(_("Nothing is missing in this month."))
        return
    units_missing = int((units["outstanding"] > 0).sum())
    told = _("{count} reviews of {units} units are still to file.").format(count=missing, units=units_missing)
    words, button = st.columns([3, 2], vertical_alignment="center")
    words.markdown(told)
    download(button, _("List to remind of"), offer_missing, f"mon-missing-{row.id}", round_id=int(row.id))


def _chart(units: pd.DataFrame, row: Any) -> None:
    known = units[units["unit_id"].notna()].assign(unit_id=lambda frame: frame["unit_id"].astype(int))
    title = _("Reviews by unit; click a bar to see the people")
    figure = charts_monthly.unit_bars(known, title, is_overdue(row))
    key = f"mon-chart-{row.id}"
    st.plotly_chart(figure, config=CONFIG, key=key, on_select=lambda: _follow_mark(key), selection_mode="points")


def _follow_mark(key: str) -> None:
    chosen = clicked(st.session_state[key])
    if chosen is not None:
        lead(int(chosen))


def _months() -> None:
    known = look(rounds, cohort_id=need_cohort())
    if len(known) > 1:
        title = _("Month by month: share in time and mean score; click a month")
        figure = charts_monthly.month_lines(known, title)
        st.plotly_chart(figure, config=CONFIG, key="mon-months", on_select=_follow_month, selection_mode="points")


def _follow_month() -> None:
    chosen = clicked(st.session_state["mon-months"])
    if chosen:
        st.session_state[MONTH] = chosen
