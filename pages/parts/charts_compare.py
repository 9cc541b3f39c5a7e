"""Compared schemes laid over each other: fits and loads; told apart by line, mark and hatching as well as by colour."""

import pandas as pd

from pages.parts.chart_style import INK, JADE, PAPER, SEAL, TEXT, styled
from pages.parts.charts_load import legend_above
from pages.parts.sketch import Sketch, drawn
from texts import _

BIN = 5
COLOURS = (INK, JADE, SEAL)
DASHES = ("solid", "dash", "dot")
MARKS = ("circle", "diamond", "square")
HATCHES = ("", "/", "x")
NAME = 16


@drawn
def fit_overlay(counts: pd.DataFrame) -> Sketch:
    """How many pairs have which fit, one stepped line per scheme; `customdata` is "place:step".

    `counts`: place, name, step (lower end), pairs, floor.
    """
    figure = Sketch()
    for place, rows in counts.groupby("place"):
        shown = rows[rows["pairs"] > 0]
        figure.add_scatter(
            x=(rows["step"] + BIN / 2).tolist(),
            y=rows["pairs"].tolist(),
            mode="lines",
            line={"color": COLOURS[place], "dash": DASHES[place], "width": 2, "shape": "hvh"},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=str(place),
        )
        figure.add_scatter(
            x=(shown["step"] + BIN / 2).tolist(),
            y=shown["pairs"].tolist(),
            mode="lines+markers",
            line={"color": COLOURS[place], "dash": DASHES[place], "width": 0.01},
            name=short_name(rows["name"].iloc[0]),
            legendgroup=str(place),
            marker={"symbol": MARKS[place], "size": 9, "color": COLOURS[place], "line": {"color": PAPER, "width": 1}},
            customdata=[f"{place}:{step}" for step in shown["step"]],
            unselected={"marker": {"opacity": 0.55}},
            hovertemplate=_("fit %{x}: %{y} pairs") + "<extra>" + short_name(rows["name"].iloc[0]) + "</extra>",
        )
    _floors(figure, counts)
    figure.update_xaxes(title=_("fit"), range=[0, 100])
    figure.update_yaxes(title=_("pairs"), rangemode="tozero")
    return legend_above(styled(figure, _("Fit of the pairs: further right is better"), 330))


def _floors(figure: Sketch, counts: pd.DataFrame) -> None:
    """The floor of each scheme; one line where they agree."""
    for floor in sorted(counts["floor"].unique()):
        figure.add_vline(
            x=floor,
            line={"color": SEAL, "dash": "dot", "width": 1},
            label=_("floor {floor:g}").format(floor=floor),
        )


@drawn
def load_overlay(counts: pd.DataFrame, *, by_seats: bool) -> Sketch:
    """How many mentors have how many people (or seats left), a bar per scheme; `customdata` is "place:value".

    `counts`: place, name, value, mentors.
    """
    figure = Sketch()
    for place, rows in counts.groupby("place"):
        figure.add_bar(
            x=rows["value"].tolist(),
            y=rows["mentors"].tolist(),
            name=short_name(rows["name"].iloc[0]),
            marker={
                "color": COLOURS[place],
                "pattern": {"shape": HATCHES[place], "fgcolor": PAPER, "fillmode": "overlay", "size": 7},
                "line": {"color": COLOURS[place], "width": 1},
            },
            text=rows["mentors"],
            textposition="outside",
            cliponaxis=False,
            customdata=[f"{place}:{value}" for value in rows["value"]],
            unselected={"marker": {"opacity": 0.6}, "textfont": {"color": TEXT}},
            hovertemplate="%{x}: %{y}<extra>" + short_name(rows["name"].iloc[0]) + "</extra>",
        )
    title = _("Seats left with the mentors: below 0 is over") if by_seats else _("Mentors by number of people led")
    styled(figure, title, 330).update_layout(barmode="group")
    figure.update_xaxes(title=_("seats left") if by_seats else _("people led"), dtick=1)
    figure.update_yaxes(title=_("mentors"), range=[0, counts["mentors"].max() * 1.12 + 1])
    return legend_above(figure)


def short_name(name: str, most: int = NAME) -> str:
    """A name that fits a legend."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
