"""Outcomes from Excel: the empty table goes out, comes back, is looked at row by row, taken in, and can be taken back."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.outcomes import outcome_imports
from pages.parts import tables
from pages.parts.dates import day, moment
from pages.parts.downloads import download
from pages.parts.frame import act, look, plain
from pages.parts.labels import label
from pages.parts.unit_table import WayIn
from programme.outcomes import importing
from programme.outcomes.template import offer_template
from programme.outcomes.wording import line, word
from programme.roster import Upload
from programme.sentences import sentence
from texts import N_, _

# The height that the list of changed rows takes at most.
MOST = 240
UNSAID = {
    "amount": None,
    "place": "",
    "to_post": "",
    "from_post": "",
    "from_level": "",
    "from_grade": "",
    "to_grade": "",
    "title": "",
}


def import_view(_cohort: int | None) -> None:
    """Left the file that comes in, right the empty table; below what the file would do, or what came in before."""
    left, right = st.columns([7, 5], gap="medium")
    with right, st.container(border=True):
        st.markdown("**" + _("The empty table of outcomes") + "**")
        st.caption(
            _("One line for each fact; the second sheet says how to fill it in. The pairing follows from the day.")
        )
        download(st, _("Empty table"), offer_template, "out-template")
    with left, st.container(border=True):
        upload = _way_in()
    if upload is None:
        _earlier()
    else:
        IN.shown(upload)


def _way_in() -> Upload | None:
    st.markdown("**" + _("Open the table of outcomes as the unit filled it in") + "**")
    told = _("Nothing is saved before you confirm. The same table may come again: what is on record is not kept twice.")
    return IN.opened(_("Table of outcomes (.xlsx, .csv)"), told)


def _columns() -> dict[str, Any]:
    return {
        "row": tables.number(_("Row"), 54), "sheet": tables.text(_("Sheet"), 96), "name": tables.text(_("Name"), 80),
        "state": tables.text(_("Result"), 130), "column": tables.text(_("Column"), 120), "value": tables.text(_("In the cell"), 130),
        "told": tables.text(_("What is kept, or how to mend it"), 560),
    }  # fmt: skip


def _line(one: importing.Row) -> dict[str, object]:
    told = sentence(one.fault.why) if one.fault else ""
    if one.values:
        values = {**UNSAID, **one.values}
        told = f"{day(values['happened_on'])} {word('kind', values['kind'])} {line(values)}"
    return {
        "column": one.fault.column if one.fault else "", "value": one.fault.value if one.fault else "", "told": told,
    }  # fmt: skip


def _choose(found: importing.Preview) -> dict[str, object]:
    """Whether people's rows are brought up to date as well, with who changes what."""
    changing = [one for one in found.rows if one.brings]
    if not changing:
        return {}
    with st.container(border=True):
        asked = _("Bring the rows of {count} people up to date with these facts, as listed here")
        people = len({one.person_id for one in changing})
        bring = st.checkbox(asked.format(count=people), key="out-bring")
        st.dataframe(
            pd.DataFrame(_change(one) for one in changing), hide_index=True, row_height=tables.ROW, column_config=_change_columns(),
            height=min(MOST, tables.HEAD + tables.ROW * len(changing)), key="out-changes",
        )  # fmt: skip
        st.caption(_("Only the newest fact of each person changes a row. Taking the import back undoes this too."))
    return {"bring": bring}


def _change(one: importing.Row) -> dict[str, object]:
    change = one.brings
    if change is None:
        return {}
    both = [label("party", code) if change.field == "party" else code for code in (change.now, change.then)]
    field = _("Party affiliation") if change.field == "party" else _("Post")
    return {"row": one.row, "name": one.name, "field": field, "now": both[0] or "—", "then": both[1]}


def _change_columns() -> dict[str, Any]:
    return {
        "row": tables.number(_("Row"), 54), "name": tables.text(_("Name"), 80), "field": tables.text(_("What changes"), 120),
        "now": tables.text(_("Says now"), 200), "then": tables.text(_("Would say"), 200),
    }  # fmt: skip


IN = WayIn(
    "out", importing.read_table, importing.preview, importing.take_in,
    states={"new": N_("New"), "present": N_("On record already"), "fault": N_("Held back by a fault")},
    adds=("new",),
    told=N_("Taken in: {new} facts; {present} were on record already, {fault} wait for mending."),
    columns=_columns, line=_line, choose=_choose,
)  # fmt: skip


def _earlier() -> None:
    """The imports so far; taking one back strikes its facts out."""
    for row in look(outcome_imports).itertuples():
        left, right = st.columns([6, 1.4], vertical_alignment="center")
        told = _("{when}, {by}: {files} ({count} facts)")
        count = row.summary["counts"]["new"]
        left.markdown(told.format(when=moment(row.at), by=plain(row.by), files=plain(row.files), count=count))
        if row.status == "undone":
            right.caption(_("Taken back"))
            continue
        with right.popover(_("Take back"), width="stretch"):
            st.caption(_("Its facts are struck out; they stay readable and count nowhere."))
            st.button(
                _("Take this import back"), key=f"out-undo-{row.id}", type="primary", on_click=act, args=(importing.undo,),
                kwargs={"import_id": int(row.id), "seen_version": int(row.version), "done": _("The import was taken back.")},
            )  # fmt: skip
