"""A round in Excel: the table of one's unit goes out with all that is filed, comes back, is looked at, and then taken in."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.assessment import distribution
from pages.parts import tables
from pages.parts.assess_words import word
from pages.parts.downloads import download
from pages.parts.frame import look
from pages.parts.unit_table import WayIn
from programme.assessment import sheet
from programme.roster import Upload
from programme.sentences import sentence
from texts import N_, _


def excel_view(row: Any) -> None:
    """Left the file that comes in, right the table that goes out; below what the file would do."""
    left, right = st.columns([7, 5], gap="medium")
    with right, st.container(border=True):
        _out(row)
    with left, st.container(border=True):
        upload = _way_in(row)
    if upload is not None:
        IN.shown(upload, round_id=int(row.id))


def _out(row: Any) -> None:
    st.markdown("**" + _("Table to fill in") + "**")
    st.caption(_("Each mentee has a line with what is filed already."))
    units = look(distribution, round_id=int(row.id))
    names = {int(one.unit_id): one.unit for one in units.itertuples() if not pd.isna(one.unit_id)}
    unit = tables.choose(st, "ass_table_unit", _("Unit"), names, lambda key: names.get(key, ""))
    download(
        st, _("Table to fill in"), sheet.offer_table, f"ass-table-{row.id}-{unit}", round_id=int(row.id), unit_id=unit
    )


def _way_in(row: Any) -> Upload | None:
    st.markdown("**" + _("Open the table as the unit filled it in") + "**")
    if row.status != "open":
        st.info(_("The grading of this round has ended."))
        return None
    promise = _("Nothing is saved before you confirm. A grade that is signed already is never changed by a file.")
    return IN.opened(_("Table of grades (.xlsx, .csv)"), promise)


def _columns() -> dict[str, Any]:
    return {
        "row": tables.number(_("Row"), 54), "name": tables.text(_("Mentee"), 80), "state": tables.text(_("Result"), 150),
        "grade": tables.text(_("Grade given"), 110), "column": tables.text(_("Column"), 120),
        "told": tables.text(_("How to mend it"), 520),
    }  # fmt: skip


def _line(one: sheet.Row) -> dict[str, object]:
    grade = word("grade", (one.values or {}).get("grade", ""))
    return {"column": one.column, "grade": grade, "told": sentence(one.why) if one.why else ""}


IN = WayIn(
    "ass", sheet.read_table, sheet.preview, sheet.take_in,
    states={
        "new": N_("New"), "same": N_("Filed already"), "signed": N_("Graded already, left as it is"), "blank": N_("Nothing in it"),
        "fault": N_("Held back by a fault"),
    },
    adds=("new",),
    told=N_("Taken in: {new} new; {same} were filed already, {signed} are graded already, {fault} wait for mending."),
    columns=_columns, line=_line,
)  # fmt: skip
