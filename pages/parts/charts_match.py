"""Charts of rules and schemes: DataFrame in, plotly Figure out; each point carries the id that leads to the people."""

import pandas as pd

from pages.parts.chart_style import INK, LINE, SEAL, SHADES, SLATE, TEXT, styled
from pages.parts.sketch import Sketch, drawn
from texts import _

BIN = 5
ROW_HEIGHT, CHROME = 34, 120
PALE = "#FFFFFF"
# Text begins in the middle of a square of 30 pixels.
BESIDE = "\u2003\u2002"


@drawn
def shortage_grid(cells: pd.DataFrame) -> Sketch:
    """County x first need, a square for each cell with seats missing; the first of `customdata` is its key.

    `cells`: key, place, need_name, people, seats, missing (people less seats, never negative), short (left out by a run).
    """
    counties = list(dict.fromkeys(cells["place"]))
    needs = cells.groupby("need_name")["missing"].sum().sort_values().index.tolist()
    figure = Sketch()
    figure.add_scatter(
        x=cells["place"],
        y=cells["need_name"],
        mode="markers+text",
        text=cells["missing"].astype(str),
        textfont={"color": [PALE if value > _half(cells) else TEXT for value in cells["missing"]]},
        customdata=cells[["key", "people", "seats", "short"]],
        marker={
            "symbol": "square",
            "size": 30,
            "color": cells["missing"],
            "colorscale": SHADES,
            "cmin": 0,
            "line": {"color": [SEAL if value else LINE for value in cells["short"]], "width": 2},
        },
        showlegend=False,
        hovertemplate=_("%{x} ・ %{y}<br>%{customdata[1]} people ask, %{customdata[2]} seats in the county")
        + "<br>"
        + _("a run would leave %{customdata[3]} of them out")
        + "<extra></extra>",
    )
    _left_out(figure, cells[cells["short"] > 0])
    figure.update_xaxes(categoryorder="array", categoryarray=counties, side="top", showgrid=False)
    figure.update_yaxes(categoryorder="array", categoryarray=needs, showgrid=False)
    title = _("Seats missing by county and need; beside in red: people whom a run leaves out")
    styled(figure, title, CHROME + ROW_HEIGHT * max(len(needs), 1))
    return figure.update_layout(margin={"t": 72})


def _left_out(figure: Sketch, cells: pd.DataFrame) -> None:
    """How many a run leaves out, beside the square; a click there leads to the same people."""
    figure.add_scatter(
        x=cells["place"],
        y=cells["need_name"],
        mode="text",
        text=[f"{BESIDE}{count}" for count in cells["short"]],
        textposition="middle right",
        cliponaxis=False,
        textfont={"color": SEAL, "size": 12},
        customdata=cells[["key", "people", "seats", "short"]],
        showlegend=False,
        hoverinfo="skip",
    )


@drawn
def fit_distribution(pairs: pd.DataFrame, floor: float) -> Sketch:
    """How many pairs have which fit, in steps of five points; `customdata` is the lower end of the step."""
    steps = (pairs["fit"].clip(upper=99.999) // BIN * BIN).astype(int)
    counts = steps.value_counts().reindex(range(0, 100, BIN), fill_value=0).sort_index()
    low = counts.index + BIN / 2
    figure = Sketch()
    figure.add_bar(
        x=low.tolist(),
        y=counts.tolist(),
        width=BIN * 0.9,
        customdata=counts.index.tolist(),
        marker={"color": [SEAL if middle < floor else INK for middle in low]},
        hovertemplate=_("fit %{customdata} and more: %{y} pairs") + "<extra></extra>",
    )
    figure.add_vline(
        x=floor,
        line={"color": SEAL, "dash": "dot"},
        label=_("floor {floor:g}").format(floor=floor),
    )
    figure.update_xaxes(title=_("fit"), range=[0, 100])
    figure.update_yaxes(title=_("pairs"), rangemode="tozero")
    return styled(figure, _("Fit of the pairs: further right is better"), 300)


@drawn
def load_histogram(loads: pd.DataFrame) -> Sketch:
    """How many mentors have how many mentees, those before the run and the new ones told apart by the seats left.

    `loads`: capacity, load, new; `customdata` is the number of mentees.
    """
    burden, full = loads["load"] + loads["new"], loads["load"] + loads["new"] >= loads["capacity"]
    counts = pd.DataFrame({"burden": burden, "full": full}).value_counts().rename("mentors").reset_index()
    figure = Sketch()
    for is_full, name, colour in ((False, _("has seats left"), INK), (True, _("full"), SLATE)):
        part = counts[counts["full"] == is_full].sort_values("burden")
        figure.add_bar(
            x=part["burden"].tolist(),
            y=part["mentors"].tolist(),
            name=name,
            customdata=part["burden"].tolist(),
            marker={"color": colour},
            hovertemplate=_("%{y} mentors with %{x} mentees") + "<extra></extra>",
        )
    figure.update_xaxes(title=_("mentees"), dtick=1)
    figure.update_yaxes(title=_("mentors"), rangemode="tozero")
    styled(figure, _("Mentors by number of mentees"), 300)
    return figure.update_layout(barmode="stack", legend={"y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"})


def _half(cells: pd.DataFrame) -> float:
    return float(cells["missing"].max()) / 2
