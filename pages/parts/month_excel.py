"""A month in Excel: the table of one's unit goes out with all that is filed, comes back, is looked at, and then taken in."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.monthly import by_unit
from pages.parts import tables
from pages.parts.downloads import download
from pages.parts.frame import look
from pages.parts.month_words import month_name, word
from pages.parts.unit_table import CHANGED, CHANGING, WayIn
from programme.reviews import importing
from programme.reviews.sheet import offer_table
from programme.roster import Upload
from programme.sentences import sentence
from texts import _


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
    promise = _(
        "Nothing is saved before you confirm. The same table may come again: what is filed already is not filed twice."
    )
    return IN.opened(_("Table of reviews (.xlsx, .csv)"), promise)


def _columns() -> dict[str, Any]:
    return {
        "row": tables.number(_("Row"), 54), "sheet": tables.text(_("Sheet"), 96), "name": tables.text(_("Mentee"), 80),
        "state": tables.text(_("Result"), 130), "column": tables.text(_("Column"), 120), "value": tables.text(_("In the cell"), 130),
        "told": tables.text(_("What changes, or how to mend it"), 560),
    }  # fmt: skip


def _line(one: importing.Row) -> dict[str, object]:
    if one.fault:
        return {"column": one.fault.column, "value": one.fault.value, "told": sentence(one.fault.why)}
    return {"column": "", "value": "", "told": _(", ").join(word("part", part) for part in one.changed)}


IN = WayIn(
    "mon", importing.read_table, importing.preview, importing.take_in,
    states=CHANGING, adds=("new", "changed"), told=CHANGED, columns=_columns, line=_line,
)  # fmt: skip
