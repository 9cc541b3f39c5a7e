"""A table in which several rows are ticked; what is ticked comes back as ids, never as places."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.parts.tables import HEAD, HEIGHT, ROW


def pick_many(shown: pd.DataFrame, key: str, columns: Mapping[str, Any], height: int = HEIGHT) -> list[int]:
    """The ids of the ticked rows in the order of the table; `shown` has an `id` column.

    A change of the rows (a filter, an act that moved somebody on) begins with nothing ticked.
    """
    ids = [int(value) for value in shown["id"]]
    event = st.dataframe(
        shown[list(columns)],
        key=f"{key}-{crc32(repr(ids).encode())}-{st.session_state.get(f'{key}-round', 0)}",
        height=min(height, HEAD + ROW * max(len(ids), 1)),
        row_height=ROW,
        hide_index=True,
        column_config=dict(columns),
        selection_mode="multi-row",
        on_select="rerun",
        placeholder="",
    )
    rows = event["selection"]["rows"] if event else []
    return [ids[row] for row in sorted(rows) if row < len(ids)]


def untick(key: str) -> None:
    """Begin again with nothing ticked."""
    st.session_state[f"{key}-round"] = st.session_state.get(f"{key}-round", 0) + 1
