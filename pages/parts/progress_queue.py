"""The queue of pairings, the worst first, with its filters; one that is chosen is shown beside, several get one follow-up."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import may
from pages.parts.labels import spoken
from pages.parts.progress_board import Board, choose, chosen
from pages.parts.progress_follow import assign_form
from pages.parts.progress_panel import pair_panel
from pages.parts.progress_words import RULE_WORDS, STATE_WORDS, rule_word, state_word
from programme.access import Action
from texts import N_, _

HEIGHT, PANEL = 470, 620
STANDS = {
    "pending": N_("Not yet recorded"),
    "followed": N_("With a follow-up"),
    "unfollowed": N_("Without a follow-up"),
}
CHIPS = {"red": "red", "yellow": "orange", "blue": "blue", "steady": "green", "paused": "gray", "too_early": "gray"}


def queue_view(board: Board) -> None:
    """Left the table, right what was chosen in it (the worst one at first)."""
    rows = _filtered(board)
    left, right = st.columns([9, 6], gap="medium")
    keys = chosen(board.rows)
    with left:
        st.caption(_("{shown} of {total} pairings").format(shown=len(rows), total=len(board.rows)))
        if rows.empty:
            st.info(_("No pairing fits these filters. Take one away."))
        else:
            _table(rows, keys)
        _not_yet(rows)
    with right, st.container(border=True, height=PANEL):
        if len(keys) > 1:
            _several(board, keys)
        elif keys or len(rows):
            key = keys[0] if keys else rows["pairing_id"].iloc[0]
            pair_panel(board, next(board.rows[board.rows["pairing_id"] == key].itertuples()))
        else:
            st.caption(_("Select a pairing to see its reasons and what to do next."))


def _filtered(board: Board) -> pd.DataFrame:
    rows = board.rows
    sought, county, unit, reason, stand = st.columns([1.5, 1, 1.4, 1.3, 1.2], gap="small")
    said = sought.text_input(_("Search"), key="progress_words", placeholder=_("Name, initials or unit"))
    at = tables.choose(county, "progress_county", _("County"), _known(rows["county"]), str)
    of = tables.choose(unit, "progress_unit", _("Unit"), _known(rows["unit"]), str)
    why = tables.choose(reason, "progress_reason", _("Why it warns"), RULE_WORDS, rule_word)
    how = tables.choose(stand, "progress_stand", _("Marked"), STANDS, spoken(STANDS))
    colours = _colours(rows)
    rows = rows if at is None else rows[rows["county"] == at]
    rows = rows if of is None else rows[rows["unit"] == of]
    rows = rows if why is None else rows[[why in codes for codes in rows["codes"]]]
    rows = rows if how is None else rows[_stands(rows, how)]
    rows = rows[rows["colour"].isin(colours)] if colours else rows
    return tables.found(rows.assign(name=rows["mentee"]), said, ("mentor", "unit"))


def _known(column: pd.Series) -> list[str]:
    return [value for value in dict.fromkeys(column) if value]


def _stands(rows: pd.DataFrame, how: str) -> pd.Series:
    if how == "pending":
        return rows["pending"].map(len) > 0
    return (rows["follow_ups"] > 0) == (how == "followed")


def _colours(rows: pd.DataFrame) -> list[str]:
    counts = rows["colour"].value_counts()
    words = {state: f"{state_word(state)} {int(counts.get(state, 0))}" for state in STATE_WORDS}
    return st.pills(
        _("State"), list(words), selection_mode="multi", format_func=lambda code: words[code], key="progress_colours",
        label_visibility="collapsed",
    )  # fmt: skip


def _table(rows: pd.DataFrame, keys: list[int]) -> None:
    ids = [int(key) for key in rows["pairing_id"]]
    marked = [ids.index(key) for key in keys if key in ids]
    table = f"progress-table-{crc32(repr(ids).encode())}-{st.session_state.get('progress_round', 0)}"
    st.dataframe(
        _shown(rows), key=table, height=min(HEIGHT, tables.HEAD + tables.ROW * len(ids)), row_height=tables.ROW,
        hide_index=True, column_config=_columns(), selection_mode="multi-row", on_select=partial(_pick, table, ids),
        selection_default={"selection": {"rows": marked}}, placeholder="",
    )  # fmt: skip
    told = _("Select a row to see why; select several to assign one follow-up for all of them.")
    st.caption(told if may(Action.MANAGE_COHORTS) else _("Select a row to see why."))


def _pick(table: str, ids: list[int]) -> None:
    choose([ids[place] for place in st.session_state[table]["selection"]["rows"] if place < len(ids)])


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "state": [[state_word(code)] for code in rows["colour"]],
            "mentee": rows["mentee"],
            "mentor": rows["mentor"],
            "unit": rows["unit"],
            "why": [_why(codes) for codes in rows["codes"]],
            "quiet": rows["quiet"],
            "follow_ups": [count or None for count in rows["follow_ups"]],
        }
    )


def _why(codes: Sequence[str]) -> str:
    """The first reason, and how many more there are: beside the table stand all of them in sentences."""
    if not codes:
        return ""
    more = f" +{len(codes) - 1}" if len(codes) > 1 else ""
    return f"{rule_word(codes[0])}{more}"


def _columns() -> dict[str, Any]:
    words = [state_word(code) for code in STATE_WORDS]
    return {
        "state": st.column_config.MultiselectColumn(
            _("State"), options=words, color=[CHIPS[code] for code in STATE_WORDS], width=tables.px(106, 124)
        ),
        "mentee": tables.text(_("Mentee"), tables.px(66, 60)),
        "mentor": tables.text(_("Mentor"), tables.px(60, 58)),
        "unit": tables.text(_("Unit"), tables.px(124, 88)),
        "why": tables.text(_("Why it warns"), tables.px(158, 174)),
        "quiet": tables.number(_("Silent"), 50, _("Days since the last contact")),
        "follow_ups": tables.number(_("Follow-ups"), tables.px(50, 80), _("Follow-ups that are open")),
    }


def _not_yet(rows: pd.DataFrame) -> None:
    count = int((rows["pending"].map(len) > 0).sum()) if len(rows) else 0
    if count:
        told = _(
            "{count} pairings have something that is not yet recorded and may still come in time; that is not counted."
        )
        st.caption(told.format(count=count))


def _several(board: Board, keys: list[int]) -> None:
    picked = board.rows[board.rows["pairing_id"].isin(keys)]
    st.markdown("**" + _("{count} pairings chosen").format(count=len(keys)) + "**")
    shown = picked.assign(word=picked["colour"].map(state_word))[["word", "mentee", "mentor", "unit"]]
    columns = {"word": _("State"), "mentee": _("Mentee"), "mentor": _("Mentor"), "unit": _("Unit")}
    st.dataframe(shown, hide_index=True, column_config=columns, height=min(250, tables.HEAD + tables.ROW * len(keys)))
    if may(Action.MANAGE_COHORTS):
        assign_form(picked, "several")
