"""The rows of a list made by hand: settle doubtful names one by one, see what became of every row, say what a column is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import act, may, plain
from pages.parts.handmade_words import FIELDS, REASONS, asked, exactly, state_word
from programme.access import Action
from programme.handmade.keep import assign, decide, take_back
from programme.handmade.score import Score, Somebody
from programme.handmade.settle import OUT, Ask, Row
from programme.handmade.view import Columns, HandListView
from texts import _

MOST_OFFERED, MOST_SHOWN = 6, 12


def to_settle(found: HandListView, worth: Score) -> None:
    """Rows with a name that is not certain; the first is open, a row that is picked comes before it."""
    rows = found.of("asked")
    if not rows:
        st.success(_("Every row is settled."))
        return
    left, right = st.columns([7, 6], gap="medium")
    with left:
        frame = pd.DataFrame([_line(row) | {"why": " ".join(map(asked, row.asks))} for row in rows])
        picked = picked_row(frame, _asked_columns(), f"hand-asked-{found.scheme_id}-{found.version}")
    row = rows[0] if picked is None else rows[int(picked.name)]
    with right, st.container(border=True):
        st.markdown("**" + plain(_("{sheet}, row {row}: {mentee} – {mentor}").format(**_line(row))) + "**")
        for ask in row.asks:
            _settle(found, row, ask)
        _button(found, row, _("Do not use this row"), icon=":material/block:", person_id=OUT)


def all_rows(found: HandListView, worth: Score) -> None:
    """Every row of every sheet with what became of it; nothing is left out in silence."""
    rows = [_line(row) | {"state": state_word(row), "code": row.state} for row in found.rows]
    rows += [
        {"sheet": one.sheet, "row": one.row or 0, "mentee": one.text, "mentor": "", "state": _(REASONS[one.reason]), "code": ""}
        for one in found.left_out
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    columns = {**_row_columns(), "state": tables.text(_("What became of it"), 200)}
    picked = picked_row(frame, columns, f"hand-rows-{found.scheme_id}-{found.version}")
    if picked is not None and picked["code"] in ("paired", "out", "asked") and may(Action.RUN_SCHEME):
        st.button(
            _("Take back what was decided about this row"), key="hand-back", on_click=act, args=(take_back,),
            kwargs=_where(found) | {"sheet": picked["sheet"], "row": int(picked["row"])},
        )  # fmt: skip


def picked_row(frame: pd.DataFrame, columns: dict[str, Any], key: str) -> pd.Series | None:
    """Show rows of the list; the one that is picked."""
    event = st.dataframe(
        frame[list(columns)], key=key, hide_index=True, column_config=columns, on_select="rerun",
        selection_mode="single-row", row_height=tables.ROW, height=tables.HEAD + tables.ROW * min(len(frame), MOST_SHOWN),
    )  # fmt: skip
    rows = event["selection"]["rows"]
    return frame.iloc[rows[0]] if rows and rows[0] < len(frame) else None


def columns(found: HandListView, worth: Score) -> None:
    """What each column of each sheet was taken for; another choice reads the sheet anew."""
    for sheet in found.sheets:
        with st.expander(plain(sheet.sheet), expanded=len(found.sheets) == 1):
            _columns_of(found, sheet)


def _settle(found: HandListView, row: Row, ask: Ask) -> None:
    """One doubtful name: why, who it may be, or anybody else on that side."""
    st.markdown(plain(asked(ask)))
    if not ask.name or not may(Action.RUN_SCHEME):
        return
    known = found.side(ask.side)
    offered = st.container(horizontal=True, gap="small")
    for person_id in (*ask.candidates, *ask.near)[:MOST_OFFERED]:
        with offered:
            _button(found, row, exactly(known[person_id]), side=ask.side, name=ask.name, person_id=person_id)
    _anybody(found, row, ask, known)


def _anybody(found: HandListView, row: Row, ask: Ask, known: Mapping[int, Somebody]) -> None:
    key = f"hand-any-{row.sheet}-{row.row}-{ask.side}-{ask.name}"
    left, right = st.columns([4, 1.2], vertical_alignment="bottom")
    order = sorted(known, key=lambda person_id: known[person_id].name)
    left.selectbox(
        _("Somebody else"), order, None, format_func=lambda person_id: exactly(known[person_id]), key=key,
        placeholder=_("Type a name"), label_visibility="collapsed",
    )  # fmt: skip
    right.button(
        _("This one"), key=f"{key}-go", width="stretch", disabled=st.session_state.get(key) is None,
        on_click=_take, args=(found, row, ask, key),
    )  # fmt: skip


def _take(found: HandListView, row: Row, ask: Ask, key: str) -> None:
    person_id = st.session_state[key]
    act(decide, **_where(found), sheet=row.sheet, row=row.row, side=ask.side, name=ask.name, person_id=person_id)


def _button(found: HandListView, row: Row, label: str, icon: str | None = None, **decision: object) -> None:
    if may(Action.RUN_SCHEME):
        key = (
            f"hand-{row.sheet}-{row.row}-{decision.get('side', '')}-{decision.get('name', '')}-{decision['person_id']}"
        )
        told = _where(found) | {"sheet": row.sheet, "row": row.row} | decision
        st.button(plain(label), key=key, icon=icon, on_click=act, args=(decide,), kwargs=told)


def _where(found: HandListView) -> dict[str, Any]:
    return {"scheme_id": found.scheme_id, "seen_version": found.version}


def _line(row: Row) -> dict[str, object]:
    return {"sheet": row.sheet, "row": row.row, "mentee": row.mentee or "—", "mentor": row.mentor or "—"}


def _row_columns() -> dict[str, object]:
    return {
        "sheet": tables.text(_("Sheet"), 110),
        "row": tables.number(_("Row"), 50),
        "mentee": tables.text(_("Mentee"), 100),
        "mentor": tables.text(_("Mentor"), 100),
    }


def _asked_columns() -> dict[str, object]:
    return {**_row_columns(), "why": tables.text(_("What is asked"), 260)}


def _columns_of(found: HandListView, sheet: Columns) -> None:
    headers = {0: _("(none)")} | {
        number: f"{number}. {header}" if header.strip() else str(number)
        for number, header in enumerate(sheet.headers, start=1)
    }
    places, keys = st.columns(3), {}
    for place, (field, word) in enumerate(FIELDS.items()):
        keys[field] = f"hand-column-{found.scheme_id}-{sheet.sheet}-{field}"
        now = sheet.fields.get(field, 0)
        places[place % 3].selectbox(
            _(word), list(headers), list(headers).index(now) if now in headers else 0,
            format_func=headers.__getitem__, key=keys[field], disabled=not may(Action.RUN_SCHEME),
        )  # fmt: skip
    if may(Action.RUN_SCHEME):
        st.button(
            _("Read the sheet with these columns"),
            key=f"hand-assign-{sheet.sheet}",
            on_click=_assign,
            args=(found, sheet, keys),
        )


def _assign(found: HandListView, sheet: Columns, keys: Mapping[str, str]) -> None:
    chosen = {field: st.session_state[key] for field, key in keys.items() if st.session_state[key]}
    act(assign, **_where(found), sheet=sheet.sheet, columns=chosen)
