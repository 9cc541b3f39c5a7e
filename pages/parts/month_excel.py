"""A month in Excel: the table of one's unit goes out with all that is filed, comes back, is looked at, and then taken in."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import by_unit
from pages.parts import tables
from pages.parts.downloads import download
from pages.parts.frame import act, ask, look, say, show_notices
from pages.parts.month_words import month_name, word
from programme.reviews import importing
from programme.reviews.sheet import offer_table
from programme.roster import Upload
from programme.sentences import sentence
from texts import N_, _

FILE = "mon_file"
STATES = {
    "new": N_("New"), "changed": N_("Changes what is filed"), "same": N_("Filed already"), "blank": N_("Nothing in it"),
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
    st.markdown("**" + _("Table of {month}").format(month=month_name(row.month)) + "**")
    st.caption(_("Each mentee has a line with what is filed already and with the name of who is asked to comment."))
    units = look(by_unit, round_id=int(row.id))
    names = {int(one.unit_id): one.unit for one in units.itertuples() if not pd.isna(one.unit_id)}
    unit = tables.choose(st, "mon_table_unit", _("Unit"), names, lambda key: names.get(key, ""))
    download(st, _("Table to fill in"), offer_table, f"mon-table-{row.id}-{unit}", round_id=int(row.id), unit_id=unit)


def _way_in(row: Any) -> Upload | None:
    st.markdown("**" + _("Open the table as the unit filled it in") + "**")
    if row.status != "open":
        st.info(_("The month is not being filled any more, so no table can be taken in."))
        return None
    key = f"{FILE}-{st.session_state.get(f'{FILE}-turn', 0)}"
    file = st.file_uploader(_("Table of reviews (.xlsx, .csv)"), type=["xlsx", "csv"], key=key)
    st.caption(
        _(
            "Nothing is saved before you confirm. The same table may come again: what is filed already is not filed twice."
        )
    )
    return None if file is None else Upload(file.name, file.getvalue())


def _shown(row: Any, upload: Upload) -> None:
    with st.spinner(_("Reading the files…")):
        lines = ask(_read, upload=upload)
    found = ask(importing.preview, round_id=int(row.id), lines=lines) if lines else None
    if found is None:
        show_notices()
        return
    *cells, last = st.columns([1, 1, 1, 1, 1, 1.6], gap="small", vertical_alignment="bottom")
    for cell, (state, label) in zip(cells, STATES.items(), strict=True):
        cell.metric(_(label), found.count(state), border=True)
    ready = found.count("new", "changed")
    asked = {"round_id": int(row.id), "lines": lines, "seen": found.fingerprint, "file": upload.name}
    last.button(
        _("Take {count} rows in").format(count=ready), type="primary", width="stretch", disabled=not ready,
        on_click=_take_in, kwargs=asked,
    )  # fmt: skip
    _rows(found)


def _read(database: Any, by: Any, upload: Upload) -> Any:
    return importing.read_table(upload)


def _take_in(**asked: Any) -> None:
    counts = act(importing.take_in, **asked)
    if counts is None:
        return
    told = _("Taken in: {new} new, {changed} changed; {same} were filed already, {fault} wait for mending.")
    names = {state: counts[state] for state in ("new", "changed", "same", "fault")}
    say(told.format(**names), "warning" if counts["fault"] else "success")
    st.session_state[f"{FILE}-turn"] = st.session_state.get(f"{FILE}-turn", 0) + 1


def _rows(found: importing.Preview) -> None:
    """The faults first, each with its place and how to mend it."""
    order = list(STATES)[::-1]
    rows = sorted(found.rows, key=lambda one: (order.index(one.state), one.sheet, one.row))
    shown = pd.DataFrame([_line(one) for one in rows])
    columns = {
        "row": tables.number(_("Row"), 54), "sheet": tables.text(_("Sheet"), 96), "name": tables.text(_("Mentee"), 80),
        "state": tables.text(_("Result"), 130), "column": tables.text(_("Column"), 120), "value": tables.text(_("In the cell"), 130),
        "told": tables.text(_("What changes, or how to mend it"), 560),
    }  # fmt: skip
    st.dataframe(
        shown[list(columns)], hide_index=True, column_config=columns, row_height=tables.ROW,
        height=min(420, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip


def _line(one: importing.Row) -> dict[str, object]:
    told = sentence(one.fault.why) if one.fault else _(", ").join(word("part", part) for part in one.changed)
    return {
        "row": one.row, "sheet": one.sheet, "name": one.name, "state": _(STATES[one.state]), "told": told,
        "column": one.fault.column if one.fault else "", "value": one.fault.value if one.fault else "",
    }  # fmt: skip
