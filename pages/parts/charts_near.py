"""The map of fits around a mentee: people down, mentors across, a square for each pair."""

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from pages.parts.chart_style import LINE, PAPER, SEAL, SHADES, TEXT
from pages.parts.charts_desk import KEPT, MARGIN, STILL, short, small
from pages.parts.sketch import Trace
from programme.desk_near import Cell, Near
from texts import _

SQUARE, TILE, HEAD, FOOT = 21, 24, 58, 6
ACROSS, DOWN = 3, 5
FROM_DARK, HALF = 55, 0.5
AXIS = {
    "type": "category", "showgrid": False, "zeroline": False, "automargin": True, "tickangle": 0,
    "tickfont": {"size": 11, "color": TEXT},
}  # fmt: skip


@lru_cache(maxsize=KEPT)
def fit_map(near: Near, _language: str) -> go.Figure:
    """The number of a square is the fit, a red frame is a pair of the plan; people are told apart by id, not by name.

    `customdata` is [mentees.id, people.id, whether paired].
    """
    title = _("Fits around {name}: red = paired now, × = barred").format(name=short(near.mentees[0].name))
    across, down = ([str(one.id) for one in people] for people in (near.mentors, near.mentees))
    above = {"tickvals": across, "ticktext": [short(one.name, ACROSS) for one in near.mentors], "side": "top"}
    beside = {"tickvals": down, "ticktext": [f"{short(one.name, DOWN)} " for one in near.mentees]}
    extent = {
        "height": HEAD + TILE * len(down) + FOOT,
        "margin": {**MARGIN, "t": HEAD},
        "xaxis": {**AXIS, **above, "range": [-HALF, len(across) - HALF]},
        "yaxis": {**AXIS, **beside, "range": [len(down) - HALF, -HALF]},
    }
    return small([_squares(near.cells)], title, len(down), extent)


def _squares(cells: tuple[Cell, ...]) -> Trace:
    frames = {"color": [SEAL if cell.paired else LINE for cell in cells], "width": [2 + cell.paired for cell in cells]}
    fits = [cell.fit or 0 for cell in cells]
    marker: dict[str, Any] = {"symbol": "square", "size": SQUARE, "colorscale": SHADES, "cmin": 0, "cmax": 100}
    return {
        "type": "scatter", "mode": "markers+text", "marker": {**marker, "color": fits, "line": frames},
        "x": [str(cell.mentor.id) for cell in cells], "y": [str(cell.mentee.id) for cell in cells],
        "text": ["×" if cell.fit is None else f"{int(cell.fit + HALF)}" for cell in cells],
        "textfont": {"size": 11, "color": [PAPER if fit > FROM_DARK else TEXT for fit in fits]},
        "customdata": [[cell.mentee.id, cell.mentor.id, cell.paired] for cell in cells],
        "hovertext": [_told(cell) for cell in cells], "hoverinfo": "text", "cliponaxis": False,
        "selected": STILL["selected"], "unselected": STILL["selected"],
    }  # fmt: skip


def _told(cell: Cell) -> str:
    """A square in words."""
    pair = _("{mentee} with {mentor}").format(mentee=cell.mentee.label, mentor=cell.mentor.label)
    if cell.fit is None:
        return _("{pair}: a rule forbids it").format(pair=pair)
    fit = _("{pair}: fit {fit}").format(pair=pair, fit=f"{cell.fit:.1f}")
    return _("{fit}, paired in this plan").format(fit=fit) if cell.paired else fit
