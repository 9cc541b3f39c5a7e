"""The chart of papers: for each form how many pairings have it filed, ready, in part, not at all, or not yet due."""

import pandas as pd

from pages.parts.chart_style import AMBER, INK, JADE, SEAL, styled
from pages.parts.sketch import Sketch, drawn

COLOURS = {"filed": INK, "ready": JADE, "partial": AMBER, "missing": SEAL, "not_due": "#DDD8CC"}
PATTERNS = {"filed": "", "ready": "", "partial": "/", "missing": "x", "not_due": ""}


@drawn
def form_bars(counts: pd.DataFrame, names: dict[str, str], states: dict[str, str], title: str) -> Sketch:
    """A bar for each form in the order of the rows, cut by state; a click tells "form:state".

    `counts` has `form` and a column for each state; `names` and `states` are the words of forms and states.
    """
    figure = Sketch()
    for state, word in states.items():
        figure.add_bar(
            y=[names[form] for form in counts["form"]], x=counts[state], orientation="h", name=word,
            customdata=[f"{form}:{state}" for form in counts["form"]],
            marker={"color": COLOURS[state], "pattern": {"shape": PATTERNS[state], "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.6)", "size": 6}},
            text=[str(count) if count else "" for count in counts[state]], textangle=0, insidetextanchor="middle",
            hovertemplate="%{y}: %{x}<extra>" + word + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=92 + 26 * len(counts))
    figure.update_layout(
        barmode="stack", margin={"t": 62}, legend={"y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        bargap=0.2, uniformtext={"minsize": 9, "mode": "hide"},
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", ticksuffix=" ")
    figure.update_xaxes(rangemode="tozero", nticks=6)
    return figure
