"""The map of fits around the mentee who is open: the nearest mentors, and the people whom these lead now."""

from typing import Any

import streamlit as st

from pages.parts.chart_style import CONFIG
from pages.parts.charts_near import fit_map
from pages.parts.desk_act import open_act
from pages.parts.frame import look
from pages.parts.tables import open_row
from programme.desk_board import Board
from programme.desk_cards import Card
from programme.desk_near import near
from texts import _, language


def near_map(board: Board, card: Card) -> None:
    """Fits of the mentee and the neighbours with each of the nearest mentors; a click opens that pair with its price."""
    nearest = [one.mentor.id for one in card.candidates if one.present or not one.forbidden]
    if not nearest:
        return
    found = look(near, scheme_id=board.scheme_id, mentee_id=card.mentee.id, mentor_ids=tuple(nearest))
    key = f"desk-near-{card.mentee.id}-{board.version}"
    st.plotly_chart(
        fit_map(found, language()),
        config=CONFIG | {"displayModeBar": False},
        key=key,
        width="stretch",
        on_select=lambda: _open(st.session_state[key]),
        selection_mode="points",
        alt=_("Fits of the nearest people and mentors with each other"),
    )


def _open(event: Any) -> None:
    """The pair of the clicked square, with its price, on the right."""
    points = event["selection"]["points"]
    if points:
        mentee_id, mentor_id, paired = points[0]["customdata"]
        open_row("mentee", mentee_id)
        open_act(mentee_id, mentor_id, "lock" if paired else "reassign")
