"""A table of the package: the picked row leads to the desk, and whoever signs can remark on it."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.frame import plain
from pages.parts.signoff_remarks import remark_form
from pages.parts.statement_panel import statement_button
from pages.parts.tables import HEAD, ROW
from pages.parts.ways import way
from texts import _

TALL = 396


def pair_table(scheme: Any, frame: pd.DataFrame, columns: dict[str, Any], key: str) -> None:
    """`frame` has mentee_id and the columns; the first of them is the name. A column of reasons where nobody gave any is
    left out, so that the others have its room.
    """
    columns = {name: column for name, column in columns.items() if name != "reason" or frame[name].any()}
    seen = st.dataframe(
        frame[list(columns)],
        key=f"signoff-{key}-{scheme.id}-{scheme.version}",
        height=min(TALL, HEAD + ROW * max(len(frame), 1)),
        row_height=ROW,
        hide_index=True,
        column_config=columns,
        selection_mode="single-row",
        on_select="rerun",
        placeholder="",
    )
    rows = seen["selection"]["rows"]
    if not rows or rows[0] >= len(frame):
        st.caption(_("Pick a row to open the person at the desk or to remark on the pair."))
        return
    who = frame.iloc[rows[0]]
    name = plain(who[next(iter(columns))])
    # The columns may be too narrow for all of it.
    if who.get("why"):
        st.markdown(f"**{name}**: {plain(who['why'])}")
    elif "ground" in who:
        st.markdown(f"**{name}**: {plain(who['before'])} → {plain(who['after'])}  \n:small[{plain(who['ground'])}]")
    statement_button(st, int(scheme.id), int(who["mentee_id"]), key)
    way("match/desk.py", _("Open {name} at the desk").format(name=name), scheme=scheme.id, mentee=who["mentee_id"])
    remark_form(scheme, int(who["mentee_id"]), str(who[next(iter(columns))]))


def fit_column() -> Any:
    """The fit as a bar with its number."""
    return st.column_config.ProgressColumn(_("Fit"), min_value=0, max_value=100, format="%.1f", width=84)
