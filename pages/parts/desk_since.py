"""What the acts at the desk have come to: the present plan against the computed one, with everybody who moved."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.desk_contrast import contrast
from pages.parts.frame import look, plain
from pages.parts.reasons import EMPTY, sentence, signed
from programme.desk_board import Board
from programme.desk_cards import Shift
from programme.desk_cards import Since as Found
from programme.desk_since import since_start
from texts import _

HEIGHT = 300


def since(board: Board) -> None:
    """Worked out when it is opened."""
    if board.start is None:
        return
    part = st.expander(
        _("Against the computed plan"), icon=":material/compare_arrows:", key="desk-since", on_change="rerun"
    )
    if not part.open:
        return
    found = look(since_start, scheme_id=board.scheme_id)
    with part:
        if found is None or not (found.moves or found.contrast.loads):
            st.caption(_("The plan is the computed one: nothing differs."))
        else:
            _show(found, board.scheme_id)


def _show(found: Found, scheme_id: int) -> None:
    told = _("{acts} acts in force, {count} people with another mentor").format(
        acts=found.acts, count=len({move.mentee.id for move in found.moves})
    )
    st.markdown(plain(sentence([told, _("total {change}").format(change=signed(found.price.total))])))
    left, right = st.columns([1, 1.2], gap="small")
    with left:
        contrast(found.contrast, "desk-since", scheme_id)
    if found.moves:
        right.dataframe(
            pd.DataFrame([_row(move) for move in found.moves]),
            hide_index=True,
            height=min(HEIGHT, tables.HEAD + tables.ROW * len(found.moves)),
            row_height=tables.ROW,
            column_config={
                "mentee": tables.text(_("Mentee"), 110),
                "before": tables.text(_("Computed"), 130),
                "after": tables.text(_("Now"), 130),
                "fit": tables.number(_("Fit"), 56, format="%.1f"),
            },
            key="desk-since-table",
        )


def _row(move: Shift) -> dict[str, object]:
    return {
        "mentee": move.mentee.label,
        "before": move.from_mentor.label if move.from_mentor else EMPTY,
        "after": move.to_mentor.label if move.to_mentor else EMPTY,
        "fit": move.fit_after,
    }
