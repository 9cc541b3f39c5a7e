"""Charts of the monthly review: how units file, how months went; each mark carries the unit or the month it stands for."""

import pandas as pd

from pages.parts.chart_style import AMBER, INK, JADE, SEAL, SLATE, styled
from pages.parts.month_words import month_name, word
from pages.parts.sketch import Sketch, drawn
from texts import _

PALE = "#F3DEDB"
KINDS = (("on_time", JADE, ""), ("late", AMBER, "/"), ("backfilled", SLATE, "x"), ("outstanding", PALE, ""))
LONGEST = 14


@drawn
def unit_bars(units: pd.DataFrame, title: str, overdue: bool) -> Sketch:
    """A bar for each unit: in time, late, back-filled, still to file; needs unit_id, unit and the four counts."""
    figure = Sketch()
    for name, colour, pattern in KINDS:
        label = word("mark", "overdue") if name == "outstanding" and overdue else word("stand", name)
        figure.add_bar(
            y=units["unit_id"].astype(str), x=units[name], orientation="h", name=label,
            customdata=units["unit_id"].tolist(), marker={"color": colour, "pattern": {"shape": pattern}, "line": {"color": SEAL if colour == PALE else colour, "width": 1}},
            text=[str(count) if count else "" for count in units[name]], textangle=0, insidetextanchor="middle",
            hovertext=units["unit"], hovertemplate="%{hovertext}: %{x}<extra>" + label + "</extra>",
        )  # fmt: skip
    styled(figure, title, height=100 + 24 * len(units))
    figure.update_layout(
        barmode="stack",
        legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"},
        margin={"t": 84},
        title={"y": 1, "pad": {"t": 10}},
    )
    labels = [_short(name) for name in units["unit"]]
    figure.update_yaxes(
        tickvals=units["unit_id"].astype(str).tolist(), ticktext=labels, autorange="reversed", type="category"
    )
    figure.update_xaxes(rangemode="tozero", dtick=_step(units))
    return figure


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _step(units: pd.DataFrame) -> int:
    most = max((int(units[[name for name, _colour, _pattern in KINDS]].sum(axis=1).max() or 1)), 1)
    return max(1, most // 8)


@drawn
def month_lines(rounds: pd.DataFrame, title: str) -> Sketch:
    """Month by month the share that was complete in time (bars) and the mean score (line; none below three people)."""
    rows = rounds.sort_values("month")
    owed = (rows["on_time"] + rows["late"] + rows["backfilled"] + rows["outstanding"]).clip(lower=1)
    share = (100 * rows["on_time"] / owed).round(0)
    figure = Sketch()
    figure.add_bar(
        x=rows["month"], y=share, name=_("In time, %"), customdata=rows["month"].tolist(), marker={"color": INK},
        opacity=0.35, hovertemplate="%{x}: %{y}%<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=rows["month"], y=rows["mean"], name=_("Mean score"), mode="lines+markers", customdata=rows["month"].tolist(),
        line={"color": SEAL}, connectgaps=False, hovertemplate="%{x}: %{y:.1f}<extra></extra>",
    )  # fmt: skip
    styled(figure, title, height=270)
    figure.update_layout(legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"}, margin={"t": 66})
    # Rounded up: in half a window no more than seven names of months stand side by side.
    every = -(-len(rows) // 7)
    shown = rows["month"].tolist()[::every]
    figure.update_xaxes(type="category", tickvals=shown, ticktext=[month_name(month) for month in shown], tickangle=0)
    figure.update_yaxes(range=[0, 108])
    return figure
