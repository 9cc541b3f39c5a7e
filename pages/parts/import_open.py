"""The way into an import: files, drafts that wait, imports that were confirmed and may be undone."""

import json
from typing import Any

import streamlit as st

from db.queries.imports import imports
from pages.parts import tables
from pages.parts.dates import moment
from pages.parts.frame import act, ask, cohort_id, look, plain
from pages.parts.import_words import KINDS, STATES
from programme.roster import Preview, Upload
from programme.roster import undo as undoing
from programme.roster.drafts import discard, open_draft
from programme.roster.review import drafts_of
from texts import N_, _

IMPORT_STATES = {"saved": N_("Saved"), "undone": N_("Undone")}


def way_in() -> None:
    """Choose files, or go on with a draft."""
    with st.container(border=True):
        st.markdown(
            _(
                "**Open the rosters as they came from the units.** Several .xlsx and .csv files at once; kind, header row and columns are recognised."
            )
        )
        files = st.file_uploader(
            _("Rosters (.xlsx, .csv)"), type=["xlsx", "csv"], accept_multiple_files=True, key="import_files"
        )
        if cohort_id() is None:
            st.caption(_("Mentees belong to a cohort: create one before you import a roster of mentees."))
        if st.button(_("Read the files"), type="primary", disabled=not files):
            _open([Upload(file.name, file.getvalue()) for file in files])
    waiting = ask(drafts_of) or []
    for draft_id, names in waiting:
        left, middle, right = st.columns([6, 1, 1], vertical_alignment="center")
        left.markdown(_("Not finished: {files}").format(files=plain(names)))
        middle.button(_("Go on"), key=f"go_on_{draft_id}", on_click=_go, args=(draft_id,), width="stretch")
        right.button(_("Throw away"), key=f"away_{draft_id}", on_click=throw_away, args=(draft_id,), width="stretch")


def _open(uploads: list[Upload]) -> None:
    with st.spinner(_("Reading the files…")):
        draft_id = ask(open_draft, uploads=uploads, cohort_id=cohort_id())
    if draft_id is not None:
        _go(draft_id)
    st.rerun()


def throw_away(draft_id: int) -> None:
    """Put a draft away; rows of it that were confirmed before are saved and stay."""
    act(discard, draft_id=draft_id, done=_("The draft was thrown away; what was confirmed before stays as it is."))
    st.query_params.pop("draft", None)


def _go(draft_id: int) -> None:
    st.query_params["draft"] = str(draft_id)


def figures(shown: Preview) -> None:
    """How many rows there are and what would become of them."""
    counts = {_("Rows"): len(shown.roster.rows)}
    counts |= {
        _(STATES[state]): shown.difference.count(state) for state in ("new", "changed", "unchanged", "doubtful", "held")
    }
    for column, (label, count) in zip(st.columns(6, gap="small"), counts.items(), strict=True):
        column.metric(label, count, border=True)


def earlier() -> None:
    """The imports so far; the last ones can be undone while nothing depends on them."""
    known = look(imports)
    st.markdown("### " + _("Imports so far"))
    if known.empty:
        st.caption(_("None yet. Begin with a roster of mentors, then one of mentees."))
        return
    known["when"] = [moment(at) for at in known["at"]]
    known["what"] = [_(KINDS[kind]) for kind in known["kind"]]
    known["did"] = [_counts(summary) for summary in known["summary"]]
    known["state"] = [_(IMPORT_STATES[status]) for status in known["status"]]
    known["names"] = [names.replace("\n", _(", ")) for names in known["files"]]
    tables.pick(known, "import", _columns(), height=320)
    _undo_button(known)


def _columns() -> dict[str, object]:
    return {
        "when": tables.text(_("When"), 150),
        "by": tables.text(_("By"), 80),
        "what": tables.text(_("Kind"), 90),
        "cohort": tables.text(_("Cohort"), 110),
        "did": tables.text(_("Result"), 220),
        "state": tables.text(_("State"), 80),
        "names": tables.text(_("Files"), 320),
    }


def _counts(summary: Any) -> str:
    counts = (json.loads(summary) if isinstance(summary, str) else summary)["counts"]
    return _(", ").join(
        f"{_(STATES[state])} {counts[state]}" for state in ("new", "changed", "held") if counts.get(state)
    )


def _undo_button(known: object) -> None:
    chosen = tables.picked("import")
    rows = known[known["id"].astype(str) == chosen]  # type: ignore[index]
    if rows.empty or rows.iloc[0]["status"] != "saved":
        st.caption(_("Select an import to undo it; that works as long as nothing depends on its people."))
        return
    row = rows.iloc[0]
    st.button(
        _("Undo this import"),
        icon=":material/undo:",
        on_click=act,
        args=(undoing,),
        kwargs={
            "import_id": int(row["id"]),
            "seen_version": int(row["version"]),
            "done": _("The import was undone."),
        },
    )
