"""Before and after: the figures of two plans in a line, and the load of every mentor whom the change touches."""

import streamlit as st

from pages.parts.charts_desk import load_bars
from pages.parts.desk_focus import load_chart
from programme.desk_cards import Contrast
from texts import _, language

EMPTY, MOST = "—", 8


def contrast(found: Contrast, key: str, scheme_id: int) -> None:
    """The figures, and the chart where the load of anybody changes."""
    st.markdown(f":small[{figures_words(found)}]")
    if found.loads:
        load_chart(load_bars(found.loads[:MOST], len(found.loads), language()), f"{key}-loads", scheme_id)


def figures_words(found: Contrast) -> str:
    """The four figures that a meeting asks for, before and after; what stays is said once."""
    before, after = found.before, found.after
    told = [
        (_("total fit"), _number(before.total_fit), _number(after.total_fit)),
        (_("mean"), _number(before.mean_fit), _number(after.mean_fit)),
        (_("lowest"), _number(before.lowest_fit), _number(after.lowest_fit)),
        (_("without a mentor"), str(before.unmatched), str(after.unmatched)),
    ]
    return " · ".join(f"{name} {old} → **{new}**" if old != new else f"{name} {new}" for name, old, new in told)


def _number(value: float | None) -> str:
    return EMPTY if value is None else f"{value:.1f}"
