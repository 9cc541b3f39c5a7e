"""A round in Excel: the table of one's unit goes out with all that is filed, comes back, is looked at, and then taken in."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.assessment import distribution
from pages.parts import tables
from pages.parts.assess_words import word
from pages.parts.downloads import download
from pages.parts.frame import act, ask, look, say, show_notices
from programme.assessment import sheet
from programme.roster import Upload
from programme.sentences import sentence
from texts import N_, _

FILE = "ass_file"
STATES = {
    "new": N_("New"), "same": N_("Filed already"), "signed": N_("Graded already, left as it is"), "blank": N_("Nothing in it"),
    "fault": N_("Held back by a fault"),
}  # fmt: skip


def excel_view(row: Any) -> None:
    """Left the file that comes in, right the table that goes out; below what the file would do."""
    left, right = st.columns([7, 5], gap="medium")
    with right, st.container(border=True):
        _out(row)
    with left, st.container(border=True):
        upload = _way_in(row)
    if upload is not None:
        _shown(row, upload)


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
    key = f"{FILE}-{st.session_state.get(f'{FILE}-turn', 0)}"
    file = st.file_uploader(_("Table of grades (.xlsx, .csv)"), type=["xlsx", "csv"], key=key)
    st.caption(_("Nothing is saved before you confirm. A grade that is signed already is never changed by a file."))
    return None if file is None else Upload(file.name, file.getvalue())


def _shown(row: Any, upload: Upload) -> None:
    with st.spinner(_("Reading the files…")):
        lines = ask(_read, upload=upload)
    found = ask(sheet.preview, round_id=int(row.id), lines=lines) if lines else None
    if found is None:
        show_notices()
        return
    *cells, last = st.columns([1, 1, 1, 1, 1, 1.6], gap="small", vertical_alignment="bottom")
    for cell, (state, label) in zip(cells, STATES.items(), strict=True):
        cell.metric(_(label), found.count(state), border=True)
    asked = {"round_id": int(row.id), "lines": lines, "seen": found.fingerprint, "file": upload.name}
    last.button(
        _("Take {count} rows in").format(count=found.count("new")), type="primary", width="stretch",
        disabled=not found.count("new"), on_click=_take_in, kwargs=asked, key="ass_take_in",
    )  # fmt: skip
    _rows(found)


def _read(database: Any, by: Any, upload: Upload) -> Any:
    return sheet.read_table(upload)


def _take_in(**asked: Any) -> None:
    counts = act(sheet.take_in, **asked)
    if counts is None:
        return
    told = _("Taken in: {new} new; {same} were filed already, {signed} are graded already, {fault} wait for mending.")
    say(told.format(**{state: counts[state] for state in STATES}), "warning" if counts["fault"] else "success")
    st.session_state[f"{FILE}-turn"] = st.session_state.get(f"{FILE}-turn", 0) + 1


def _rows(found: sheet.Preview) -> None:
    """The faults first, each with its place and how to mend it."""
    order = list(STATES)[::-1]
    rows = sorted(found.rows, key=lambda one: (order.index(one.state), one.sheet, one.row))
    shown = pd.DataFrame(
        {
            "row": one.row, "name": one.name, "state": _(STATES[one.state]), "column": one.column,
            "grade": word("grade", (one.values or {}).get("grade", "")), "told": sentence(one.why) if one.why else "",
        }
        for one in rows
    )  # fmt: skip
    columns = {
        "row": tables.number(_("Row"), 54), "name": tables.text(_("Mentee"), 80), "state": tables.text(_("Result"), 150),
        "grade": tables.text(_("Grade given"), 110), "column": tables.text(_("Column"), 120),
        "told": tables.text(_("How to mend it"), 520),
    }  # fmt: skip
    height = min(420, tables.HEAD + tables.ROW * len(shown))
    st.dataframe(shown[list(columns)], hide_index=True, column_config=columns, row_height=tables.ROW, height=height)
