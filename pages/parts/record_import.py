"""Records from Excel: the empty table with one's pairs, the files, what would be kept, confirm, undo."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from db.queries.records import record_imports
from pages.parts import import_tables, record_import_rows, tables
from pages.parts.dates import moment
from pages.parts.downloads import download
from pages.parts.frame import act, ask, look, plain, say
from pages.parts.import_faults import faults
from pages.parts.record_filters import VIEW
from programme.recordbook import drafts
from programme.recordbook.importing import undo
from programme.recordbook.template import offer_template
from programme.roster import Upload
from texts import N_, _

DRAFT, KEY = "draft", "import"
STATES = {
    "new": N_("New"), "present": N_("On record already"), "doubtful": N_("Doubtful"), "held": N_("Held back by a fault"),
    "left_out": N_("Left out"),
}  # fmt: skip
IMPORTED = {"saved": N_("Saved"), "undone": N_("Undone")}
VIEWS: dict[str, tuple[str, Callable[[Any, Any], None]]] = {
    "faults": (N_("Faults {count}"), faults),
    "doubts": (N_("Doubtful {count}"), record_import_rows.doubts),
    "changes": (N_("Row by row {count}"), record_import_rows.rows),
    "columns": (N_("Columns {count}"), import_tables.columns),
    "warnings": (N_("Worth a look {count}"), import_tables.warnings),
    "skipped": (N_("Left out {count}"), import_tables.skipped),
}


def import_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """Either the way in with what was imported before, or the draft in hand."""
    chosen = st.query_params.get(DRAFT, "")
    found = ask(drafts.review, draft_id=int(chosen)) if chosen.isdecimal() else None
    if found is None:
        st.query_params.pop(DRAFT, None)
        left, right = st.columns([7, 6], gap="large")
        with left:
            _way_in()
        with right:
            _template(pairings, cohort_id)
        _earlier()
    else:
        _draft(found)


def _template(pairings: pd.DataFrame, cohort_id: int) -> None:
    with st.container(border=True):
        st.markdown("**" + _("The empty table for the units") + "**")
        st.caption(_("Each pair in force has its line already; whoever fills it in adds day, kind and a few words."))
        units = dict(zip(pairings["mentee_unit_id"], pairings["mentee_unit"], strict=True))
        known = [int(key) for key in units if not pd.isna(key)]
        unit = tables.choose(st, "rec_template_unit", _("Unit"), known, lambda key: units.get(key, ""))
        download(
            st, _("Empty table with the pairs"), offer_template, f"template-{unit}", cohort_id=cohort_id, unit_id=unit
        )


def _way_in() -> None:
    with st.container(border=True):
        told = _(
            "**Open the tables as the units filled them in.** Several .xlsx and .csv files at once, records of any cohort."
        )
        st.markdown(told + " " + _("Nothing is saved before you confirm."))
        files = st.file_uploader(
            _("Tables of records (.xlsx, .csv)"), type=["xlsx", "csv"], accept_multiple_files=True, key="record_files"
        )
        if st.button(_("Read the files"), type="primary", disabled=not files):
            _open([Upload(file.name, file.getvalue()) for file in files])
    for draft_id, names in ask(drafts.drafts_of) or []:
        left, middle, right = st.columns([6, 1.3, 1.3], vertical_alignment="center")
        left.markdown(_("Not finished: {files}").format(files=plain(names)))
        middle.button(_("Go on"), key=f"go_on_{draft_id}", on_click=_go, args=(draft_id,), width="stretch")
        right.button(_("Throw away"), key=f"away_{draft_id}", on_click=_throw_away, args=(draft_id,), width="stretch")


def _open(uploads: list[Upload]) -> None:
    with st.spinner(_("Reading the files…")):
        draft_id = ask(drafts.open_draft, uploads=uploads)
    if draft_id is not None:
        _go(draft_id)
    st.rerun()


def _go(draft_id: int) -> None:
    st.query_params[DRAFT] = str(draft_id)


def _throw_away(draft_id: int) -> None:
    act(
        drafts.discard,
        draft_id=draft_id,
        done=_("The draft was thrown away; what was confirmed before stays as it is."),
    )
    st.query_params.pop(DRAFT, None)


def _draft(found: Any) -> None:
    shown = found.shown
    counts = {_(label): shown.difference.count(state) for state, label in STATES.items()}
    cells = st.columns([1, 1, 1, 1, 1, 1.3, 1.1], gap="small", vertical_alignment="bottom")
    for cell, (label, count) in zip(cells[:5], counts.items(), strict=True):
        cell.metric(label, count, border=True)
    new = shown.difference.count("new")
    cells[5].button(
        _("Keep {count} records").format(count=new), type="primary", width="stretch", disabled=not new, on_click=_confirm,
        args=(found,), help=_("Rows that are held back or doubtful stay in this draft; the others are kept as one import that can be undone."),
    )  # fmt: skip
    cells[6].button(_("Throw away"), on_click=_throw_away, args=(found.kept.id,), width="stretch")
    _views(found, shown)


def _confirm(found: Any) -> None:
    shown = found.shown
    outcome = act(
        drafts.confirm_draft, draft_id=found.kept.id, seen_version=found.kept.version, roster=shown.roster,
        seen=shown.difference.fingerprint,
    )  # fmt: skip
    if outcome is None:
        return
    counts = outcome.counts
    told = _("Kept: {new} new; {present} were on record already, {held} held back, {doubtful} doubtful.")
    waits = counts["held"] + counts["doubtful"]
    say(told.format(**counts), "warning" if waits else "success")
    if not waits:
        st.query_params.pop(DRAFT, None)
        st.session_state[VIEW] = "import"


def _views(found: Any, shown: Any) -> None:
    counts = import_tables.counts(found, shown) | {"changes": len(shown.difference.entries)}
    words = {key: _(label).format(count=counts[key]) for key, (label, _draw) in VIEWS.items()}
    first = next((key for key in ("faults", "doubts") if counts[key]), "changes")
    key = st.segmented_control(
        _("View"), list(VIEWS), default=first, format_func=words.__getitem__, key="record_import_view", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    VIEWS[key][1](found, shown)


def _earlier() -> None:
    """The imports so far; undoing one strikes its records out."""
    known = look(record_imports)
    st.markdown("**" + _("Imports so far") + "**")
    if known.empty:
        st.caption(_("None yet. Hand out the empty table, or open one that a unit keeps itself."))
        return
    shown = known.assign(
        when=[moment(at) for at in known["at"]], did=[_did(summary) for summary in known["summary"]],
        state=[_(IMPORTED[status]) for status in known["status"]], names=[names.replace("\n", _(", ")) for names in known["files"]],
    )  # fmt: skip
    columns = {
        "when": tables.text(_("When"), 150), "by": tables.text(_("By"), 90), "did": tables.text(_("Result"), 260),
        "state": tables.text(_("State"), 80), "names": tables.text(_("Files"), 420),
    }  # fmt: skip
    tables.pick(shown, KEY, columns, height=280)
    _undo_button(known)


def _did(summary: Any) -> str:
    counts = (json.loads(summary) if isinstance(summary, str) else summary)["counts"]
    return _(", ").join(f"{_(STATES[state])} {counts[state]}" for state in STATES if counts.get(state))


def _undo_button(known: pd.DataFrame) -> None:
    rows = known[known["id"].astype(str) == tables.picked(KEY)]
    if rows.empty or rows.iloc[0]["status"] != "saved":
        st.caption(_("Select an import to undo it: its records are struck out and stay readable."))
        return
    asked = {"import_id": int(rows.iloc[0]["id"]), "seen_version": int(rows.iloc[0]["version"])}
    done = _("The import was undone; its records are struck out.")
    st.button(_("Undo this import"), icon=":material/undo:", on_click=act, args=(undo,), kwargs={**asked, "done": done})
