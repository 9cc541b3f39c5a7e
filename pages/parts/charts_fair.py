"""Fairness: boxes of the fits of each group, a scheme beside the other; a mark at the mean leads to the people."""

import pandas as pd

from pages.parts.chart_style import PAPER, TEXT, styled
from pages.parts.charts_compare import COLOURS, MARKS, short_name
from pages.parts.charts_load import legend_above
from pages.parts.labels import aside
from pages.parts.sketch import Sketch, drawn
from texts import _

ROW, CHROME, LABEL = 20, 110, 16


@drawn
def fairness_boxes(spreads: pd.DataFrame, title: str) -> Sketch:
    """Groups down, the worst served on top; `customdata` of a mark is the number of the group.

    `spreads`: number, word, people, place, name, pairs, mean, low, lower, middle, upper, high (None: too few to show).
    """
    figure = Sketch()
    words = spreads.drop_duplicates("number").set_index("number")
    for place, rows in spreads.groupby("place"):
        shown = rows.dropna(subset=["mean"])
        _boxes(figure, int(str(place)), shown)
        _means(figure, int(str(place)), shown)
    count = int(spreads["place"].nunique()) if len(spreads) else 1
    styled(figure, title, CHROME + (ROW * count + 10) * len(words))
    figure.update_layout(boxmode="group", scattermode="group", boxgap=0.3, boxgroupgap=0.15, scattergap=0.3)
    figure.update_yaxes(
        tickvals=words.index.tolist(),
        ticktext=[aside(short_name(row.word, LABEL), row.people) for row in words.itertuples()],
        autorange="reversed",
        showgrid=False,
        zeroline=False,
    )
    figure.update_xaxes(title=_("fit"), range=[0, 100])
    return legend_above(figure)


def _boxes(figure: Sketch, place: int, rows: pd.DataFrame) -> None:
    figure.add(
        "box",
        y=rows["number"],
        q1=rows["lower"],
        median=rows["middle"],
        q3=rows["upper"],
        lowerfence=rows["low"],
        upperfence=rows["high"],
        orientation="h",
        offsetgroup=str(place),
        legendgroup=str(place),
        name=short_name(rows["name"].iloc[0]) if len(rows) else "",
        marker={"color": COLOURS[place]},
        line={"width": 1.5},
        fillcolor=PAPER,
        hoverinfo="skip",
        showlegend=False,
    )


def _means(figure: Sketch, place: int, rows: pd.DataFrame) -> None:
    name = short_name(rows["name"].iloc[0]) if len(rows) else ""
    figure.add_scatter(
        x=rows["mean"],
        y=rows["number"],
        mode="markers",
        orientation="h",
        offsetgroup=str(place),
        legendgroup=str(place),
        name=name,
        unselected={"marker": {"opacity": 0.6}},
        marker={"symbol": MARKS[place], "size": 10, "color": COLOURS[place], "line": {"color": TEXT, "width": 1}},
        customdata=rows[["number", "pairs"]].to_numpy().tolist(),
        hovertemplate=_("mean fit %{x:.1f} of %{customdata[1]} pairs") + f"<extra>{name}</extra>",
    )
