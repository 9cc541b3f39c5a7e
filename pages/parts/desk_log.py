"""The history of the desk: every act with who, when, why, how many moved and what it brought."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.dates import moment
from pages.parts.desk_queue import chosen_mentee
from pages.parts.desk_words import did
from pages.parts.frame import look
from pages.parts.reasons import signed
from programme.desk_board import Board
from programme.desk_cards import Deed
from programme.desk_history import history
from texts import _

HEIGHT = 240


def log(board: Board) -> None:
    """The acts, the last first; undo and redo stand in the first line."""
    deeds = look(history, scheme_id=board.scheme_id)
    words = _("History of adjustments ({count})").format(count=len(deeds))
    with st.expander(words, icon=":material/history:", key=f"desk-history-{bool(deeds)}", expanded=bool(deeds)):
        if not deeds:
            st.caption(_("Nothing has been changed by hand yet. Every act appears here with its reason."))
            return
        shown = _of_one_person(board, deeds)
        if not shown:
            st.caption(_("No act concerns this person."))
            return
        _table(shown)


def _of_one_person(board: Board, deeds: list[Deed]) -> list[Deed]:
    """All acts, or those that name or move the person who is open."""
    mentee_id = chosen_mentee(board)
    chosen = st.segmented_control(
        _("Acts"),
        ["all", "one"],
        format_func=lambda code: _("Everybody") if code == "all" else _("The person who is open"),
        key="desk-history-of",
        default="all",
        required=True,
        label_visibility="collapsed",
    )
    return [deed for deed in deeds if chosen != "one" or mentee_id in deed.touched]


def _table(deeds: list[Deed]) -> None:
    st.dataframe(
        pd.DataFrame([_row(deed) for deed in deeds]),
        hide_index=True,
        height=min(HEIGHT, tables.HEAD + tables.ROW * len(deeds)),
        row_height=tables.ROW,
        column_config=_columns(),
        key="desk-history-table",
    )


def _row(deed: Deed) -> dict[str, object]:
    return {
        "seq": deed.seq,
        "at": moment(deed.at),
        "by": deed.by,
        "did": did(deed) + (_(" (undone)") if deed.undone else ""),
        "reason": deed.reason,
        "moved": deed.moved,
        "change": signed(deed.change),
    }


def _columns() -> dict[str, Any]:
    return {
        "seq": tables.number(_("No."), 50),
        "at": tables.text(_("Time"), 150),
        "by": tables.text(_("By"), 90),
        "did": tables.text(_("Act"), 350),
        "reason": tables.text(_("Reason"), 260),
        "moved": tables.number(_("Moved"), 60),
        "change": tables.text(_("Total fit"), 70),
    }
