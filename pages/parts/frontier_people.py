"""The people behind a point of the frontier: who would have another mentor, each with the way to the desk."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.behind import chosen_row
from pages.parts.frame import look
from pages.parts.reasons import EMPTY
from pages.parts.ways import way
from programme.desk_cards import Shift
from programme.tradeoff_people import point_moves
from programme.tradeoffs import Point, Reference
from texts import _


def who_moves(scheme_id: int, term: str, point: Point, other: Reference | None) -> None:
    """Worked out when it is asked for, since the point is solved for it; it stays open from point to point."""
    if not st.toggle(_("Who would move"), key=f"point-who-{scheme_id}"):
        return
    near = other.scheme_id if other else None
    with st.spinner(_("Working out who would move…")):
        moves = look(point_moves, scheme_id=scheme_id, term=term, weight=point.weight, other_id=near)
    columns = {
        "mentee": tables.text(_("Mentee"), 80),
        "before": tables.text(_("Now"), 80),
        "after": tables.text(_("At this point"), 96),
        "fit": tables.number(_("Fit"), 56, format="%.1f"),
    }
    row = chosen_row(pd.DataFrame([_row(move) for move in moves]), columns, f"point-people-{scheme_id}-{point.weight}")
    if row is not None:
        way("match/desk.py", _("Open this pair at the desk"), scheme=scheme_id, mentee=int(row["id"]))


def _row(move: Shift) -> dict[str, object]:
    return {
        "id": move.mentee.id,
        "mentee": move.mentee.label,
        "before": move.from_mentor.label if move.from_mentor else EMPTY,
        "after": move.to_mentor.label if move.to_mentor else EMPTY,
        "fit": move.fit_after,
    }
