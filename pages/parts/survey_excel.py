"""A survey in Excel: the table of those who have not answered goes out, comes back, is looked at, and then taken in."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.surveys import sums_by_unit
from pages.parts import tables
from pages.parts.downloads import download
from pages.parts.frame import look
from pages.parts.unit_table import CHANGED, CHANGING, WayIn
from programme.sentences import sentence
from programme.surveys import importing
from programme.surveys.sheet import offer_table
from texts import _


def excel_view(row: Any) -> None:
    """Left the file that comes in, right the table that goes out; below what the file would do."""
    left, right = st.columns([7, 5], gap="medium")
    with right, st.container(border=True):
        _out(row)
    upload = None
    with left, st.container(border=True):
        st.markdown("**" + _("Open the survey table as the unit filled it in") + "**")
        if row.status != "open":
            st.info(_("The survey is closed, so no table can be taken in."))
        else:
            promise = _(
                "Nothing is saved before you confirm. A row that changes what is filed keeps what it said before."
            )
            upload = IN.opened(_("Table of the survey (.xlsx, .csv)"), promise)
    if upload is not None:
        IN.shown(upload, survey_id=int(row.id))


def _out(row: Any) -> None:
    st.markdown("**" + _("Table of those who have not answered") + "**")
    st.caption(
        _("Answers that were collected stay here: the table has none of them, and is for the unit's liaison only.")
    )
    units = look(sums_by_unit, survey_id=int(row.id))
    names = {int(one.unit_id): one.unit for one in units.itertuples() if not pd.isna(one.unit_id)}
    unit = tables.choose(st, "survey_table_unit", _("Unit"), names, lambda key: names.get(key, ""))
    key = f"survey-table-{row.id}-{unit}"
    download(st, _("Table to fill in"), offer_table, key, survey_id=int(row.id), unit_id=unit)


def _columns() -> dict[str, Any]:
    return {
        "row": tables.text(_("Row"), 54), "sheet": tables.text(_("Sheet"), 96), "name": tables.text(_("Name"), 90),
        "state": tables.text(_("Result"), 150), "column": tables.text(_("Column"), 120), "value": tables.text(_("In the cell"), 130),
        "told": tables.text(_("How to mend it"), 520),
    }  # fmt: skip


def _line(one: importing.Row) -> dict[str, object]:
    """What a fault says; what was answered is not shown in a list."""
    if one.fault:
        return {"column": one.fault.column, "value": one.fault.value, "told": sentence(one.fault.why)}
    return {"column": "", "value": "", "told": ""}


IN = WayIn(
    "survey", importing.read_table, importing.preview, importing.take_in,
    states=CHANGING, adds=("new", "changed"), told=CHANGED, columns=_columns, line=_line,
)  # fmt: skip
