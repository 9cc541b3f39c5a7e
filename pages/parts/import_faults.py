"""The faults of a roster: every cell with what is wrong, mended here or in the list that goes back to the units."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.downloads import download
from pages.parts.frame import act, ask, plain
from pages.parts.import_words import readings
from programme.roster import SKIP, Finding, PersonRow, Preview, Upload, rule_sentence, suggestion_sentence
from programme.roster.review import Review, corrections_of, dispensable, fate
from programme.roster.verbs import verbs
from texts import N_, _

KEY = "fault"
FATES = {"open": N_("To be mended"), "left_out": N_("Row left out"), "without": N_("Cell left empty")}


def faults(found: Review, shown: Preview) -> None:
    """The list, the mending of one cell beside it, and the fault list as a file out and in."""
    left, right = st.columns([9, 5], gap="medium")
    with left:
        _list(found, shown)
    with right, st.container(border=True):
        _panel(found, shown)


def _list(found: Review, shown: Preview) -> None:
    if shown.roster.faults:
        rows = [_row(one) | {"fate": _(FATES[fate(found, shown.roster, one)])} for one in shown.roster.faults]
        frame = pd.DataFrame(rows)
        tables.pick(frame, KEY, _columns(frame), height=520)
    else:
        st.success(_("No fault is left. Look at what changes, then confirm."))
    out, back = st.columns(2, vertical_alignment="bottom")
    title = _("Faults of {file}").format(
        file=shown.roster.sheets[0].file.rsplit(".", 1)[0] if shown.roster.sheets else ""
    )
    download(
        out,
        _("Fault list to fill in"),
        verbs(shown.roster.kind).fault_list,
        f"faults_{shown.roster.kind}",
        draft_id=found.kept.id,
        roster=shown.roster,
        title=title,
    )
    filled = back.file_uploader(_("Filled fault list"), type=["xlsx"], key=f"filled_{found.kept.version}")
    if filled is not None:
        _take_in(found, shown, Upload(filled.name, filled.getvalue()))


def _row(one: Finding) -> dict[str, object]:
    return {
        "id": f"{one.row}|{one.column}|{one.sheet}",
        "row": one.row,
        "column": one.column,
        "value": one.value or _("(empty)"),
        "what": rule_sentence(one),
        "how": suggestion_sentence(one),
        "sheet": one.sheet,
    }


def _columns(frame: pd.DataFrame) -> dict[str, object]:
    """The columns; what becomes of a cell only once something was decided, its sheet only where there are several."""
    columns = {
        "row": tables.number(_("Row"), 56),
        "column": tables.text(_("Column"), 104),
        "value": tables.text(_("Value"), 80),
        "fate": tables.text(_("What becomes of it"), 124),
        "what": tables.text(_("What is wrong"), 264),
        "how": tables.text(_("Suggestion")),
        "sheet": tables.text(_("Sheet"), 140),
    }
    untold = {"fate": (frame["fate"] == _(FATES["open"])).all(), "sheet": frame["sheet"].nunique() == 1}
    return {name: column for name, column in columns.items() if not untold.get(name)}


def _take_in(found: Review, shown: Preview, upload: Upload) -> None:
    corrections = ask(lambda database, by: corrections_of(upload))
    if corrections is not None:
        told = _("{count} cells were mended from the list.").format(count=len(corrections))
        act(
            verbs(shown.roster.kind).mend,
            draft_id=found.kept.id,
            seen_version=found.kept.version,
            corrections=corrections,
            done=told,
        )
    st.rerun()


def _panel(found: Review, shown: Preview) -> None:
    chosen = tables.picked(KEY)
    faulty = sorted(
        shown.roster.faults, key=lambda one: (_row(one)["id"] != chosen, fate(found, shown.roster, one) != "open")
    )
    one = next(iter(faulty), None)
    if one is None:
        st.caption(_("Mended cells stay in this draft until you confirm or throw it away."))
        return
    person = next(row for row in shown.roster.rows if (row.sheet, row.row) == (one.sheet, one.row))
    st.markdown("**" + _("Row {row}, {column}").format(row=one.row, column=plain(one.column)) + "**")
    st.markdown(f"{plain(rule_sentence(one))} {plain(suggestion_sentence(one))}")
    state = fate(found, shown.roster, one)
    if state == "open":
        _mending(found, shown, one)
        _ways_out(found, shown, one)
    else:
        _way_back(found, shown, one, state)
    _whole_row(person)


def _mending(found: Review, shown: Preview, one: Finding) -> None:
    where: dict[str, Any] = {"draft_id": found.kept.id, "seen_version": found.kept.version}
    places = _alike(found, shown, one)
    if len(places) > 1:
        st.caption(
            _("{count} cells of this column say “{value}”; they are mended together.").format(
                count=len(places), value=plain(one.value)
            )
        )
    offered = st.container(horizontal=True, gap="small")
    for text in readings(one)[:8]:
        offered.button(
            text,
            key=f"take_{one.place}_{text}",
            on_click=act,
            args=(verbs(shown.roster.kind).mend,),
            kwargs={**where, "corrections": dict.fromkeys(places, text)},
        )
    with st.form(f"mend_{one.place}", border=False, enter_to_submit=True):
        text = st.text_input(_("Right value"), "", key=f"text_{one.place}", placeholder=one.value, autocomplete="off")
        if st.form_submit_button(_("Mend"), type="primary") and text.strip():
            act(verbs(shown.roster.kind).mend, corrections=dict.fromkeys(places, text.strip()), **where)
            st.rerun()


def _alike(found: Review, shown: Preview, one: Finding) -> list[tuple[str, int, str]]:
    """The cell, and those of its column that say the same unknown word and wait as well."""
    if one.rule != "unknown_value":
        return [one.place]
    told = [
        other.place
        for other in shown.roster.faults
        if (other.rule, other.column, other.value) == (one.rule, one.column, one.value)
    ]
    return [place for place in told if place not in found.kept.draft.without]


def _ways_out(found: Review, shown: Preview, one: Finding) -> None:
    where: dict[str, Any] = {"draft_id": found.kept.id, "seen_version": found.kept.version}
    left, right = st.columns(2)
    left.button(
        _("Leave the cell empty"),
        on_click=act,
        args=(verbs(shown.roster.kind).leave_out,),
        kwargs={**where, "places": [one.place]},
        width="stretch",
        disabled=not dispensable(shown.roster, one),
        help=_("Only for cells that a person can do without; name, birth, unit and category are not among them."),
    )
    right.button(
        _("Leave the row out"),
        on_click=act,
        args=(verbs(shown.roster.kind).decide,),
        kwargs={**where, "decisions": {(one.sheet, one.row): SKIP}},
        width="stretch",
    )


def _way_back(found: Review, shown: Preview, one: Finding, state: str) -> None:
    """A decision that was made about the fault, and how to take it back."""
    st.info(_(FATES[state]))
    where: dict[str, Any] = {"draft_id": found.kept.id, "seen_version": found.kept.version}
    as_it_was = {one.place: found.kept.draft.corrections.get(one.place, "")}
    able = verbs(shown.roster.kind)
    use_case, change = (
        (able.decide, {"decisions": {(one.sheet, one.row): None}})
        if state == "left_out"
        else (able.mend, {"corrections": as_it_was})
    )
    st.button(_("Take this back"), on_click=act, args=(use_case,), kwargs={**where, **change})


def _whole_row(person: PersonRow) -> None:
    st.caption(_("The row as it is written"))
    told = pd.DataFrame({"column": list(person.raw), "value": list(person.raw.values())})
    st.dataframe(
        told,
        hide_index=True,
        height=240,
        column_config={"column": tables.text(_("Column"), 130), "value": tables.text(_("Value"), 260)},
    )
