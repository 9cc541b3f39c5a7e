"""One look for all charts: paper, ink and one seal red; titles are sentences; nothing moves."""

import tomllib
from pathlib import Path

from pages.parts.sketch import Sketch

INK, SEAL, JADE, AMBER, VIOLET, SLATE = "#1F4E79", "#A8322A", "#2E7D6B", "#C98A1B", "#6B5B95", "#7A8793"
PAPER, PANEL, LINE, TEXT = "#FCFBF8", "#F2EFE8", "#DDD8CC", "#23272E"
COLOURS = [INK, SEAL, JADE, AMBER, VIOLET, SLATE]
BLUES = ["#F3F6FA", "#DCE7F1", "#BFD3E6", "#9FBDD8", "#7DA5C8", "#5C8CB6", "#41739F", "#2E5F8B", "#1F4E79", "#163A5B"]
# From nothing to all.
SHADES = [[place / (len(BLUES) - 1), colour] for place, colour in enumerate(BLUES)]
# The letters of the pages themselves, written once.
SETTINGS = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
FONT = tomllib.loads(SETTINGS.read_text("utf-8"))["theme"]["font"]
# Nothing zooms by dragging, so of the tools only the picture and the whole screen stay: the rest would cover the title.
ZOOMING = ["lasso2d", "select2d", "autoScale2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ZOOMING}


def styled(figure: Sketch, title: str, height: int = 320) -> Sketch:
    """The sketch in the house style; the title says how to read it."""
    figure.update_layout(
        title={
            "text": title,
            "font": {"size": 14, "color": TEXT},
            "x": 0,
            "xanchor": "left",
            "y": 0.98,
            "yanchor": "top",
        },
        height=height,
        margin={"l": 8, "r": 8, "t": 44, "b": 8},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": 12, "color": TEXT},
        colorway=COLOURS,
        bargap=0.25,
        dragmode=False,
        legend={"orientation": "h", "y": -0.12, "x": 0},
        hoverlabel={"font": {"family": FONT}},
    )
    figure.update_xaxes(gridcolor=LINE, zerolinecolor=LINE, automargin=True)
    figure.update_yaxes(gridcolor=LINE, zerolinecolor=LINE, automargin=True)
    return figure
